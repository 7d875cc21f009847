package base

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"binhdang/internal/vn"
)

//go:embed *.tmpl
var files embed.FS

// Template is a page's template with the frame around it and the struct that it
// is drawn from.
type Template struct {
	Name string
	HTML *template.Template
	Page any // a zero page

	blocks map[string]bool // that a part of the page asks for by itself
}

// Templates are all that were parsed, for the test that compares them with their structs.
var Templates []*Template

// funcs are what templates may call besides the methods of their page.
var funcs = template.FuncMap{
	"ic":   icon,
	"list": func(v ...any) []any { return v },
}

// icons is where the sprite is; the set of assets of the process names it.
var icons string

func icon(name string) template.HTML {
	return template.HTML(`<svg class="ic" aria-hidden="true"><use href="` + template.HTMLEscapeString(icons+"#"+name) + `"/></svg>`)
}

// Drawn says where the sprite of icons is served. It is called once, before any
// page is drawn.
func Drawn(sprite string) { icons = sprite }

// Parse reads a screen's template: blocks that the frame shows ("content", and if
// it has them "head" and "buttons"), and fragments that htmx asks for by their
// element's id. It panics where the template can't be read.
func Parse(fsys fs.FS, name string, page any) *Template {
	t := template.New(name).Funcs(funcs)
	t = template.Must(t.ParseFS(files, "frame.tmpl", "part.tmpl"))
	t = template.Must(t.ParseFS(fsys, name+".tmpl"))
	out := &Template{Name: name, HTML: t, Page: page, blocks: map[string]bool{}}
	text, err := fs.ReadFile(fsys, name+".tmpl")
	if err != nil {
		panic(err) // it has just been parsed
	}
	for _, m := range target.FindAllStringSubmatch(string(text), -1) {
		out.blocks[m[1]] = t.Lookup(m[1]) != nil
	}
	Templates = append(Templates, out)
	return out
}

// target is where a part of a page says which block of it to ask for.
var target = regexp.MustCompile(`hx-target="#([a-z-]+)"`)

// ParseBare is Parse without the frame: a page that stands alone.
func ParseBare(fsys fs.FS, name string, page any) *Template {
	out := Parse(fsys, name, page)
	out.HTML = template.Must(out.HTML.Parse(`{{define "page"}}{{template "bare" .}}{{end}}`))
	return out
}

// Show draws a page whole or, where htmx asks for one of its blocks, that block.
// The answer is written when all of it is drawn.
func (q *Request) Show(status int, t *Template, page any) error {
	block := "page"
	if id := q.Header.Get("HX-Target"); q.Header.Get("HX-Request") != "" && t.blocks[id] {
		block = id
		q.W.Header().Add("Vary", "HX-Request, HX-Target")
	}
	var b bytes.Buffer
	if err := t.HTML.ExecuteTemplate(&b, block, page); err != nil {
		// The rest of the message may quote what is on the page.
		where, _, _ := strings.Cut(err.Error(), ">: ")
		return fmt.Errorf("page %s: %s", t.Name, where)
	}
	q.W.Header().Set("Content-Type", "text/html; charset=utf-8")
	q.W.Header().Set("Cache-Control", "no-store")
	q.W.Header().Add("Vary", "Accept-Encoding")
	q.wrote = true
	if b.Len() > packFrom && strings.Contains(q.Header.Get("Accept-Encoding"), "gzip") {
		q.W.Header().Set("Content-Encoding", "gzip")
		q.W.WriteHeader(status)
		z := packers.Get().(*gzip.Writer)
		z.Reset(q.W)
		_, _ = b.WriteTo(z) // who has gone need not be told
		_ = z.Close()
		packers.Put(z)
		return nil
	}
	q.W.WriteHeader(status)
	_, _ = b.WriteTo(q.W)
	return nil
}

// packFrom is from how many bytes on a page is packed: offices are on slow lines.
const packFrom = 1400

var packers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// OK shows a page that is as it should be.
func (q *Request) OK(t *Template, page any) error { return q.Show(http.StatusOK, t, page) }

func queryEscape(s string) string { return url.QueryEscape(s) }

// Link is a path with a query from pairs of name and value; empty values are left out.
func Link(path string, pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Add(pairs[i], pairs[i+1])
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// Int writes a whole number in the language of the page.
func (q *Request) Int(n int64) string { return vn.Int(n, q.Lang) }

// Fault is what must be mended in a form: in which field, "" for none.
type Fault struct{ Field, Text string }

// Number reads a number from an address; 0 where it is none.
func (q *Request) Number(name string) int64 {
	n, err := strconv.ParseInt(q.PathValue(name), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
