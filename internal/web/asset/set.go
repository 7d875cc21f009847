package asset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
)

//go:embed css font/*.woff2 htmx.js icon.svg
var files embed.FS

// Names of what every page links to.
const (
	Style  = "app.css"
	Script = "htmx.js"
	Icons  = "icon.svg"
)

// prefix is where the program serves a Set.
const prefix = "/static/"

// types are the kinds of files a Set holds, by the end of their names.
var types = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".woff2": "font/woff2",
}

// Set is what a browser fetches beside the pages, each file under a name that
// changes with its content, so it may be kept for ever. After the first request it
// no longer changes; it is safe for concurrent use from then on.
type Set struct {
	byName map[string]*item
}

// item is one file as it is sent.
type item struct {
	url    string
	kind   string
	data   []byte
	zipped []byte // nil where it would save nothing
}

// New joins the style of all parts into one sheet and reads the other files. Extra
// styles, of charts or of single screens, stand in the layer "page": they win over
// parts and yield to print.
func New(extra ...string) *Set {
	s := &Set{byName: map[string]*item{}}
	fonts, err := fs.Glob(files, "font/*.woff2")
	if err != nil {
		panic(err) // the pattern is ours
	}
	for _, f := range fonts {
		s.Add(path.Base(f), read(f))
	}
	s.Add(Script, read(Script))
	s.Add(Icons, read(Icons))
	s.Add(Style, []byte(s.style(extra)))
	return s
}

// Add puts one more file into the Set, such as the script of a screen. Its name
// tells its kind: css, js, svg or woff2.
func (s *Set) Add(name string, data []byte) {
	kind, ok := types[path.Ext(name)]
	if !ok || strings.Contains(name, "/") {
		panic("asset: " + name + " is no css, js, svg or woff2")
	}
	sum := sha256.Sum256(data)
	it := &item{url: prefix + hex.EncodeToString(sum[:6]) + "/" + name, kind: kind, data: data}
	if kind != types[".woff2"] { // already packed
		it.zipped = zip(data)
	}
	s.byName[name] = it
}

// URL is the address of a file: "/static/<hash>/<name>". It panics for a name that
// is not in the Set, which a template reports as its own fault.
func (s *Set) URL(name string) string {
	it := s.byName[name]
	if it == nil {
		panic("asset: there is no " + name)
	}
	return it.url
}

// Handler answers /static/: the file for its present address, else 404.
func (s *Set) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		it := s.byName[path.Base(r.URL.Path)]
		if it == nil || it.url != r.URL.Path {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			h.Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		body := it.data
		if it.zipped != nil {
			h.Set("Vary", "Accept-Encoding")
			if acceptsGzip(r.Header.Values("Accept-Encoding")) {
				h.Set("Content-Encoding", "gzip")
				body = it.zipped
			}
		}
		h.Set("Content-Type", it.kind)
		h.Set("Content-Length", strconv.Itoa(len(body)))
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		if r.Method == http.MethodGet {
			_, _ = w.Write(body) // who went away need not be told
		}
	})
}

// acceptsGzip tells whether a client takes gzip: named, or by "*", and not with q=0.
func acceptsGzip(headers []string) bool {
	star := false
	for _, h := range headers {
		for part := range strings.SplitSeq(h, ",") {
			coding, rest, _ := strings.Cut(part, ";")
			q, err := strconv.ParseFloat(strings.TrimPrefix(strings.ReplaceAll(rest, " ", ""), "q="), 64)
			wanted := err != nil || q > 0
			switch strings.ToLower(strings.TrimSpace(coding)) {
			case "gzip":
				return wanted
			case "*":
				star = wanted
			}
		}
	}
	return star
}

// layers of the sheet, the last wins; and what stands in each.
var layers = []struct{ name, pattern string }{
	{"reset", "css/reset.css"},
	{"token", "css/token.css"},
	{"base", "css/base.css"},
	{"part", "css/part/*.css"},
	{"page", ""}, // from other packages
	{"print", "css/print.css"},
}

// style is the one sheet of all pages.
func (s *Set) style(extra []string) string {
	var b strings.Builder
	var names []string
	for _, l := range layers {
		names = append(names, l.name)
	}
	fmt.Fprintf(&b, "@layer %s;\n", strings.Join(names, ","))
	for _, l := range layers {
		texts := extra
		if l.pattern != "" {
			texts = nil
			found, err := fs.Glob(files, l.pattern)
			if err != nil {
				panic(err) // the pattern is ours
			}
			for _, f := range found {
				texts = append(texts, string(read(f)))
			}
		}
		for _, t := range texts {
			fmt.Fprintf(&b, "@layer %s{%s}\n", l.name, pack(t))
		}
	}
	out := b.String()
	for _, name := range slices.Sorted(maps.Keys(s.byName)) {
		out = strings.ReplaceAll(out, "url("+name+")", "url("+s.byName[name].url+")")
	}
	return out
}

// pack takes comments and the space around lines out of a style sheet. Text in
// quotes stays as it is.
func pack(css string) string {
	var b strings.Builder
	for i := 0; i < len(css); {
		switch c := css[i]; {
		case strings.HasPrefix(css[i:], "/*"):
			end := strings.Index(css[i+2:], "*/")
			if end < 0 {
				return b.String()
			}
			i += 2 + end + 2
		case c == '"' || c == '\'':
			j := i + 1
			for j < len(css) && css[j] != c {
				if css[j] == '\\' {
					j++
				}
				j++
			}
			j = min(j+1, len(css))
			b.WriteString(css[i:j])
			i = j
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			for i < len(css) && strings.IndexByte(" \n\t\r", css[i]) >= 0 {
				i++
			}
			if n := b.Len(); n > 0 && strings.IndexByte("{};,", b.String()[n-1]) < 0 && i < len(css) && strings.IndexByte("{};", css[i]) < 0 {
				b.WriteByte(' ')
			}
		default:
			b.WriteByte(c)
			i++
		}
	}
	return b.String()
}

// zip packs data as tightly as gzip can; the same data gives the same bytes.
func zip(data []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is gzip's own
	}
	if _, err := w.Write(data); err != nil {
		panic(err) // memory only
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// read gives an embedded file.
func read(name string) []byte {
	data, err := files.ReadFile(name)
	if err != nil {
		panic(err) // it was there when this was built
	}
	return data
}
