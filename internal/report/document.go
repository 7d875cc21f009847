package report

import (
	"strings"

	"binhdang/internal/period"
)

// Format is the edition of the document tree that JSON carries. A paper that was
// issued under an older one is still read.
const Format = 1

// Document is a paper: everything that is printed, in order, and nothing else.
// Every number in it carries the question that it answers. The names in JSON are
// stable: an issued paper is kept in them.
type Document struct {
	Format   int             `json:"format"`
	Hash     string          `json:"hash,omitempty"` // of an issued paper, see Freeze
	Report   string          `json:"report"`
	Lang     string          `json:"lang"`
	Unit     string          `json:"unit"` // as it was asked: CODE or CODE@DAY
	UnitName string          `json:"unit_name"`
	Period   string          `json:"period"`
	Calendar period.Calendar `json:"calendar"`
	From     string          `json:"from"` // 2020-12-15
	To       string          `json:"to"`
	Sample   string          `json:"sample,omitempty"` // says that the figures are made up
	Head     Head            `json:"head"`
	Kind     string          `json:"kind"`    // BÁO CÁO
	Subject  string          `json:"subject"` // trích yếu
	Parts    []Part          `json:"parts"`
	Notes    []string        `json:"notes,omitempty"` // on the figures of the whole paper
	Foot     Foot            `json:"foot"`
	Words    Words           `json:"words"`
}

// Head is what stands above the title (Decree 30/2020/NĐ-CP).
type Head struct {
	Superior string `json:"superior,omitempty"`
	Body     string `json:"body"`
	Number   string `json:"number"` // Số: 412/BC-SNV
	Nation   string `json:"nation"`
	Motto    string `json:"motto"`
	Place    string `json:"place"` // Quảng Ninh, ngày 05 tháng 01 năm 2026
}

// Foot is what stands below the text.
type Foot struct {
	Recipients []string `json:"recipients"` // with the line of the file, without dashes
	Authority  string   `json:"authority,omitempty"`
	Post       string   `json:"post,omitempty"`
	Signer     string   `json:"signer,omitempty"`
	Source     string   `json:"source"` // where the figures come from
}

// Words are the few words of the frame that a renderer sets around the tree.
type Words struct {
	Recipients string `json:"recipients"` // Nơi nhận:
	Notes      string `json:"notes"`      // Ghi chú
	Text       string `json:"text"`       // name of the sheet of sentences
	Table      string `json:"table"`      // Bảng
	Section    string `json:"section"`    // Mục
}

// Kinds of part.
const (
	KindBasis     = "basis"     // a legal basis, in italics
	KindHeading   = "heading"   // of Level 1 or 2, or the head of an appendix: Level 0
	KindReference = "reference" // the line under the head of an appendix that names the paper
	KindText      = "text"      // a paragraph
	KindItem      = "item"      // a line of a list
	KindTable     = "table"
	KindFill      = "fill" // a block that a person writes; without text it shows what is wanted
)

// Part is one block of the text.
type Part struct {
	Kind  string `json:"kind"`
	Level int    `json:"level,omitempty"`
	Runs  []Run  `json:"runs,omitempty"`
	Table *Table `json:"table,omitempty"`
	Name  string `json:"name,omitempty"` // of a fill
	Open  bool   `json:"open,omitempty"` // a fill that nobody has written yet
}

// Run is a piece of a line: words, or a number with its question.
type Run struct {
	Text   string  `json:"text,omitempty"`
	Number *Number `json:"number,omitempty"`
}

// Number is a figure as it is printed, with what it is and where it comes from.
type Number struct {
	Text      string    `json:"text"` // hơn 3.900
	Label     string    `json:"label"`
	Form      string    `json:"form,omitempty"` // "": the value; else average, share, ...
	Value     *float64  `json:"value"`          // null: no data
	Qualifier string    `json:"qualifier,omitempty"`
	Scale     string    `json:"scale,omitempty"` // of print: percent, million (VND), vnd
	Places    int       `json:"places,omitempty"`
	Marks     []string  `json:"marks,omitempty"`
	Sign      string    `json:"sign,omitempty"` // (1): the note under the table
	Question  *Question `json:"question,omitempty"`
	Key       string    `json:"key,omitempty"` // which row of the answer, where it has several
}

// Question is what `binhdang facts` is asked to get the number.
type Question struct {
	Indicator string          `json:"indicator"`
	Unit      string          `json:"unit"`
	From      string          `json:"from"`
	To        string          `json:"to"`
	By        string          `json:"by,omitempty"`
	Calendar  period.Calendar `json:"calendar"`
	Map       string          `json:"map"`
	Split     string          `json:"split,omitempty"`
	Stage     string          `json:"stage"`
	Where     string          `json:"where,omitempty"` // FIELD=CODE,CODE;FIELD=CODE
}

// Table of a paper. The first of Columns heads the names of the rows.
type Table struct {
	Lead    string   `json:"-"` // said before it, where the caller gives the table
	Caption string   `json:"caption"`
	Columns []string `json:"columns"`
	Rows    []Line   `json:"rows"`
	Notes   []string `json:"notes,omitempty"`
}

// Line is a row of a table. One without cells heads those below it, over all columns.
type Line struct {
	Name  string `json:"name"`
	Cells []Cell `json:"cells"`
	Total bool   `json:"total,omitempty"`
}

// Cell is a number or, where there is none to print, words.
type Cell struct {
	Text   string  `json:"text,omitempty"`
	Number *Number `json:"number,omitempty"`
}

// String is what the cell prints.
func (c Cell) String() string {
	if c.Number != nil {
		return c.Number.Text
	}
	return c.Text
}

// Line of text of the runs.
func line(runs []Run) string {
	s := ""
	for _, r := range runs {
		if r.Number != nil {
			s += r.Number.Text
		} else {
			s += r.Text
		}
	}
	return s
}

// Text is the part's words with its numbers.
func (p Part) Text() string { return line(p.Runs) }

// Split parts the text from the appendices, each of which begins with its head.
func (d *Document) Split() (text []Part, appendices [][]Part) {
	for _, p := range d.Parts {
		switch {
		case p.Kind == KindHeading && p.Level == 0:
			appendices = append(appendices, []Part{p})
		case len(appendices) > 0:
			last := len(appendices) - 1
			appendices[last] = append(appendices[last], p)
		default:
			text = append(text, p)
		}
	}
	return text, appendices
}

// Open names the blocks that a person has still to write.
func (d *Document) Open() []string {
	var out []string
	for _, p := range d.Parts {
		if p.Open {
			out = append(out, p.Name)
		}
	}
	return out
}

// Numbers calls f for every number in the order of print, with the words for
// where it stands.
func (d *Document) Numbers(f func(where string, n *Number)) {
	d.spots(func(s spot) { f(s.where, s.n) })
}

// spot is where a number stands. One of a broken table belongs to the line, or the
// column, of a key, which comes and goes as a whole.
type spot struct {
	where  string
	n      *Number
	table  string // its caption
	band   string // what tells the lines, or columns, of a table apart; empty: none
	name   string // of the band, as it is printed
	column bool   // the band is a column
}

func (d *Document) spots(f func(spot)) {
	heading := d.Subject
	for _, p := range d.Parts {
		if p.Kind == KindHeading {
			heading = strings.ReplaceAll(p.Text(), "\n", ". ")
		}
		for _, r := range p.Runs {
			if r.Number != nil {
				f(spot{where: heading + ": " + r.Number.Label, n: r.Number})
			}
		}
		if p.Table == nil {
			continue
		}
		turned := p.Table.turned()
		for _, l := range p.Table.Rows {
			for i, c := range l.Cells {
				if c.Number == nil {
					continue
				}
				s := spot{where: p.Table.Caption + " / " + l.Name + ": " + c.Number.Label, n: c.Number, table: p.Table.Caption, name: l.Name}
				if q := c.Number.Question; q != nil && q.By != "" {
					s.band = q.By + "=" + c.Number.Key
				}
				if turned && i+1 < len(p.Table.Columns) {
					s.name, s.column = p.Table.Columns[i+1], true
				}
				f(s)
			}
		}
	}
}

// turned tells whether the keys of a breakdown stand across: the numbers of one key
// are in several lines.
func (t *Table) turned() bool {
	line := map[string]int{}
	for i, l := range t.Rows {
		for _, c := range l.Cells {
			if c.Number == nil || c.Number.Question == nil || c.Number.Question.By == "" {
				continue
			}
			if at, ok := line[c.Number.Key]; ok && at != i {
				return true
			}
			line[c.Number.Key] = i
		}
	}
	return false
}
