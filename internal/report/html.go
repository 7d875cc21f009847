package report

import (
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net/url"
)

//go:embed paper.html
var pages embed.FS

var paper = template.Must(template.New("paper.html").Funcs(template.FuncMap{
	"head":  func(p Part) bool { return p.Kind == KindHeading && p.Level == 0 },
	"bound": bound,
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

// HTML prints the document as a page of its own: style inline, no script and
// nothing fetched. It prints on A4 as the paper does. Each number is a link to
// the facts that it came from.
func HTML(d *Document, w io.Writer) error {
	text, appendices := d.split()
	if err := paper.Execute(w, htmlPage{d, text, appendices, d.source()}); err != nil {
		return fmt.Errorf("print report as html: %w", err)
	}
	return nil
}

// Link is where a page shows the facts that answer the question.
func (q *Question) Link() string {
	v := url.Values{}
	for _, p := range [][2]string{
		{"indicator", q.Indicator}, {"unit", q.Unit}, {"from", q.From}, {"to", q.To}, {"by", q.By},
		{"calendar", string(q.Calendar)}, {"map", q.Map}, {"stage", q.Stage},
	} {
		if p[1] != "" {
			v.Set(p[0], p[1])
		}
	}
	return "/facts?" + v.Encode()
}
