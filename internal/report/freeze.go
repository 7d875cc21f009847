package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"binhdang/internal/fault"
)

// Freeze returns the document as it is kept when it is issued, and its hash. The
// same document gives the same bytes. The hash is of the bytes, so it is not in them.
func Freeze(d *Document) (data []byte, hash string, err error) {
	c := *d
	c.Hash = ""
	if data, err = json.Marshal(&c); err != nil {
		return nil, "", fmt.Errorf("freeze report: %w", err)
	}
	return data, hashOf(data), nil
}

// Thaw gives back an issued document, to be printed in any format as it was
// issued. Where a hash is given, bytes that do not have it are a fault.
func Thaw(data []byte, hash string) (*Document, error) {
	sum := hashOf(data)
	if hash != "" && hash != sum {
		return nil, fault.New(fault.Conflict, "report.hash", "kept", hash, "found", sum)
	}
	d := new(Document)
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	if err := in.Decode(d); err != nil {
		return nil, fmt.Errorf("thaw report: %w", err)
	}
	if d.Format < 1 || d.Format > Format {
		return nil, fmt.Errorf("thaw report: format %d is not known", d.Format)
	}
	d.Hash = sum
	return d, nil
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// JSON prints the document tree with the question of every number.
func JSON(d *Document, w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(d); err != nil {
		return fmt.Errorf("print report as json: %w", err)
	}
	return nil
}

// Source is where the figures come from, with the first digits of the hash of an
// issued paper in groups of four.
func (d *Document) Source() string {
	s := d.Foot.Source
	if len(d.Hash) < 16 {
		return s
	}
	s += " ·"
	for i := 0; i < 16; i += 4 {
		s += " " + d.Hash[i:i+4]
	}
	return s
}

// Change is a number that is not what it was when the paper was issued, or a line
// of a table that came or went as a whole.
type Change struct {
	Where    string    `json:"where"`
	Was      string    `json:"was"`              // empty: was not on the paper
	Now      string    `json:"now"`              // empty: is no longer on the paper
	Row      string    `json:"row,omitempty"`    // the line, whose numbers Was or Now lists
	Column   bool      `json:"column,omitempty"` // it is a column
	Question *Question `json:"question,omitempty"`
	Key      string    `json:"key,omitempty"`
}

// Moved says which numbers of an issued paper differ from a paper composed now
// for the same unit and period, in the order of print. Numbers are compared as one
// language prints them. A number that stands in several places is told once,
// a line that came or went is told as one; what came or went without a figure, or is reckoned
// from other numbers, not at all.
func Moved(frozen, live *Document) []Change {
	was, now := sheetOf(frozen), sheetOf(live)
	var out []Change
	for _, id := range now.order {
		l := now.at[id]
		if o, ok := was.at[id]; ok {
			if o.n.moved(l.n, frozen.Lang == live.Lang) {
				out = append(out, Change{Where: l.where, Was: o.n.Text, Now: l.n.Text, Question: l.n.Question, Key: l.n.Key})
			}
			continue
		}
		if c, ok := now.alone(id, was); ok {
			c.Now, c.Was = c.Was, ""
			out = append(out, c)
		}
	}
	for _, id := range was.order {
		if _, ok := now.at[id]; ok {
			continue
		}
		if c, ok := was.alone(id, now); ok {
			out = append(out, c)
		}
	}
	return out
}

// numberSheet is the numbers of a paper, each at the first place where it stands.
type numberSheet struct {
	order []string // identities in the order of print
	at    map[string]spot
	bands map[string][]string // identities of the lines and columns of tables
}

func sheetOf(d *Document) numberSheet {
	s := numberSheet{at: map[string]spot{}, bands: map[string][]string{}}
	d.spots(func(p spot) {
		id := p.n.identity()
		if _, ok := s.at[id]; ok {
			return
		}
		s.order = append(s.order, id)
		s.at[id] = p
		s.bands[p.table+p.band] = append(s.bands[p.table+p.band], id)
	})
	return s
}

// alone tells, as what was, of a number that the other paper lacks: with its whole
// line where the other has nothing of that. Of a line the first number tells, and of
// nothing that has no figure.
func (s numberSheet) alone(id string, other numberSheet) (Change, bool) {
	p := s.at[id]
	band := s.bands[p.table+p.band]
	if p.n.Form != "" { // reckoned from numbers that tell of themselves
		return Change{}, false
	}
	whole := p.band != "" && !slices.ContainsFunc(band, func(id string) bool { _, ok := other.at[id]; return ok })
	if !whole {
		return Change{Where: p.where, Was: p.n.Text, Question: p.n.Question, Key: p.n.Key}, p.n.Value != nil
	}
	var figures []string
	for _, id := range band {
		if n := s.at[id].n; n.Value != nil && n.Form == "" {
			figures = append(figures, n.Label+" "+n.Text)
		}
	}
	c := Change{Where: p.table, Row: p.name, Column: p.column, Was: strings.Join(figures, "; "), Question: p.n.Question, Key: p.n.Key}
	return c, band[0] == id && figures != nil
}

// identity tells numbers of a paper apart, whatever their values and language.
// A number in a sentence and the same one in a table print apart, but move together.
func (n *Number) identity() string {
	var q Question
	if n.Question != nil {
		q = *n.Question
	}
	return fmt.Sprintf("%q", []string{q.Indicator, q.Unit, q.From, q.To, q.By, string(q.Calendar), q.Map, q.Stage, n.Key, n.Form})
}

// moved tells whether a number is another now. Papers of two languages write one
// number in two ways: there it is another where one language would write it otherwise.
func (n *Number) moved(now *Number, sameLang bool) bool {
	switch {
	case n.Scale == now.Scale && sameLang:
		return n.Text != now.Text || !slices.Equal(n.Marks, now.Marks)
	case n.Qualifier != now.Qualifier, (n.Value == nil) != (now.Value == nil):
		return true
	case n.Value == nil:
		return false
	case n.Scale == now.Scale && n.Scale == scaleMillion:
		return rounded(*n.Value/1e6, n.Places) != rounded(*now.Value/1e6, now.Places)
	case n.Scale == now.Scale:
		return rounded(*n.Value, n.Places) != rounded(*now.Value, now.Places) || !slices.Equal(n.Marks, now.Marks)
	}
	return *n.Value != *now.Value
}
