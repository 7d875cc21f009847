package report

import (
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strconv"
	"strings"
)

//go:embed paper.html
var pages embed.FS

var paper = template.Must(template.New("paper.html").Funcs(template.FuncMap{
	"head":   func(p Part) bool { return p.Kind == KindHeading && p.Level == 0 },
	"bound":  Bound,
	"linked": func(n *Number) htmlNumber { return htmlNumber{Number: n} },
	"value":  func(v *float64) string { return strconv.FormatFloat(*v, 'f', -1, 64) },
	"data": func(v any) (string, error) {
		b, err := json.Marshal(v)
		return string(b), err
	},
}).ParseFS(pages, "paper.html"))

// htmlPage is what the template draws.
type htmlPage struct {
	*Document
	Text       []Part
	Appendices [][]Part
	Source     string
}

// htmlNumber is a number with where its link leads; empty: it is none.
type htmlNumber struct {
	*Number
	Link string
}

// HTML prints the document as a page of its own: style inline, no script and
// nothing fetched. It prints on A4 as the paper does. Each number carries its
// question. With a base address, under which the pages of the program are ("/", or
// "https://bd.example/"), it is a link to the facts that it came from as well; a file
// that is opened from a disk has none, so that no link leads nowhere.
func HTML(d *Document, w io.Writer, base string) error {
	text, appendices := d.Split()
	page, err := paper.Clone()
	if err != nil {
		return fmt.Errorf("print report as html: %w", err)
	}
	page.Funcs(template.FuncMap{"linked": func(n *Number) htmlNumber {
		if base == "" || n.Question == nil {
			return htmlNumber{Number: n}
		}
		return htmlNumber{n, strings.TrimSuffix(base, "/") + n.Question.Link()}
	}})
	if err := page.Execute(w, htmlPage{d, text, appendices, d.Source()}); err != nil {
		return fmt.Errorf("print report as html: %w", err)
	}
	return nil
}

// Link is where, below the base address, a page shows the facts that answer the question.
func (q *Question) Link() string {
	v := url.Values{}
	for _, p := range [][2]string{
		{"indicator", q.Indicator}, {"unit", q.Unit}, {"from", q.From}, {"to", q.To}, {"by", q.By},
		{"calendar", string(q.Calendar)}, {"map", q.Map}, {"split", q.Split}, {"stage", q.Stage}, {"where", q.Where},
	} {
		if p[1] != "" {
			v.Set(p[0], p[1])
		}
	}
	return "/facts?" + v.Encode()
}
