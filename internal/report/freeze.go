package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"

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

// source is where the figures come from, with the first digits of the hash of an
// issued paper in groups of four.
func (d *Document) source() string {
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

// Change is a number that is not what it was when the paper was issued.
type Change struct {
	Where    string    `json:"where"`
	Was      string    `json:"was"` // empty: was not on the paper
	Now      string    `json:"now"` // empty: is no longer on the paper
	Question *Question `json:"question,omitempty"`
	Key      string    `json:"key,omitempty"`
}

// Moved says which numbers of an issued paper differ from a paper composed now
// for the same unit and period, in the order of print. Papers in one language are compared
// as they are printed, in two by their values. A number that stands in several places is told once.
func Moved(frozen, live *Document) []Change {
	type found struct {
		where string
		n     *Number
	}
	collect := func(d *Document) (order []string, by map[string]found) {
		by = map[string]found{}
		d.Numbers(func(where string, n *Number) {
			id := n.identity()
			if _, ok := by[id]; !ok {
				order = append(order, id)
				by[id] = found{where, n}
			}
		})
		return order, by
	}
	was, old := collect(frozen)
	now, fresh := collect(live)
	var out []Change
	for _, id := range now {
		l := fresh[id]
		c := Change{Where: l.where, Now: l.n.Text, Question: l.n.Question, Key: l.n.Key}
		if o, ok := old[id]; ok {
			if !o.n.moved(l.n, frozen.Lang == live.Lang) {
				continue
			}
			c.Was = o.n.Text
		}
		out = append(out, c)
	}
	for _, id := range was {
		if _, ok := fresh[id]; !ok {
			o := old[id]
			out = append(out, Change{Where: o.where, Was: o.n.Text, Question: o.n.Question, Key: o.n.Key})
		}
	}
	return out
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

func (n *Number) moved(now *Number, printed bool) bool {
	if printed && n.Scale == now.Scale {
		return n.Text != now.Text || !slices.Equal(n.Marks, now.Marks)
	}
	same := n.Qualifier == now.Qualifier && (n.Value == nil) == (now.Value == nil)
	return !same || n.Value != nil && *n.Value != *now.Value
}
