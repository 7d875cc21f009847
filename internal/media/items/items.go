// Package items takes in what outlets published: a saved page or a text is one item, a
// table of posts or of broadcasts has one in each row. It promises an item or a clear
// fault for every row, whatever the others hold; the same file gives the same items.
package items

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"binhdang/content"
	"binhdang/internal/fault"
	"binhdang/internal/media/text"
	"binhdang/internal/period"
	"binhdang/internal/sheet"
)

// Medium is the way by which an outlet reaches people.
type Medium string

// The media. "" is one that nobody told.
const (
	Press  Medium = "press"
	Radio  Medium = "radio"
	TV     Medium = "tv"
	Portal Medium = "portal"
	Social Medium = "social"
)

// Item is one thing that was published.
type Item struct {
	File string // as it was named
	Row  int    // of the table, as a person sees it; 0 for a file that is one item

	Outlet  string // as written; of a page, what its head says
	Medium  Medium
	Section string // the programme or column, as written
	Day     period.Day
	Title   string
	Link    string
	Length  string // of a broadcast, as written

	Article *text.Article
}

// Place names the item by its file and row, such as "posts.csv:7".
func (i Item) Place() string {
	if i.Row == 0 {
		return i.File
	}
	return fmt.Sprintf("%s:%d", i.File, i.Row)
}

// MaxCell is how many letters a cell of a table may have: more than any article.
const MaxCell = 200_000

// maxRows is how many items one table may have.
const maxRows = 50_000

// Reader reads items. It may be used by many at a time.
type Reader struct {
	pages   *text.Reader
	columns []sheet.Column
	media   []mediumWord
}

// New reads the words for pages and tables in content.
func New(content fs.FS) (*Reader, error) {
	pages, err := text.New(content)
	if err != nil {
		return nil, err
	}
	r := &Reader{pages: pages}
	if r.columns, err = readHeads(content); err != nil {
		return nil, err
	}
	r.media, err = readMedia(content)
	return r, err
}

var own = sync.OnceValues(func() (*Reader, error) { return New(content.FS) })

// Read reads a file by the words that the program brings along.
func Read(name string, data []byte) ([]Item, []error) {
	r, err := own()
	if err != nil {
		return nil, []error{err}
	}
	return r.Read(name, data, nil)
}

// Pages is what reads pages and texts.
func (r *Reader) Pages() *text.Reader { return r.pages }

// IsTable tells by its name whether a file is a table.
func IsTable(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods":
		return true
	}
	return false
}

// Read reads a file: its items, and a fault for each row or file that gives none. shared
// is what the pages of an outlet have in common; nil where nobody knows.
func (r *Reader) Read(name string, data []byte, shared *text.Outlets) ([]Item, []error) {
	if IsTable(name) {
		return r.table(name, data)
	}
	if shared == nil {
		shared = new(text.Outlets)
	}
	a, err := shared.File(r.pages, data)
	if err != nil {
		return nil, placed(err, name, 0)
	}
	item := Item{File: name, Outlet: a.Outlet, Day: a.Published, Title: a.Title, Article: a}
	if item.Outlet == "" {
		item.Outlet = a.Site
	}
	item.Medium = r.medium("", a.Outlet, a.Site)
	return []Item{item}, nil
}

// placed says of each fault in which file and row it is.
func placed(err error, name string, row int) []error {
	all := fault.All(err)
	if len(all) == 0 {
		return []error{err}
	}
	var out []error
	for _, f := range all {
		at := row
		if at == 0 {
			at = max(f.Place.Row, f.Place.Line)
		}
		c := f.At(name, at)
		c.Place.Row = 0 // said already: in a table the line is the row
		out = append(out, c)
	}
	return out
}

func (r *Reader) table(name string, data []byte) ([]Item, []error) {
	if len(data) > text.MaxBytes {
		return nil, placed(fault.New(fault.Invalid, "sheet.file_too_large", "max", text.MaxBytes>>20), name, 0)
	}
	if isText(data) {
		s, _, err := text.Decode(data)
		if err != nil {
			return nil, placed(err, name, 0)
		}
		data = []byte(strings.ReplaceAll(s, "\x00", ""))
	}
	// A cell that is too long is the fault of its row, not the end of the table.
	lim := sheet.Limits{File: 2 * text.MaxBytes, Unpacked: 200 << 20, Rows: maxRows, Columns: 200, Cell: 2 * text.MaxBytes}
	rows, err := sheet.Open(name, bytes.NewReader(data), int64(len(data)), r.columns, lim)
	if errors.Is(err, &fault.Error{Key: "sheet.no_heading"}) {
		err = r.noColumn()
	}
	if err != nil {
		return nil, placed(err, name, 0)
	}
	defer func() { _ = rows.Close() }() // it was only read
	if !slices.ContainsFunc(r.columns, func(c sheet.Column) bool { return ofText(c) && rows.Letter(c.ID) != "" }) {
		return nil, placed(r.noColumn(), name, rows.HeadingRow())
	}
	var items []Item
	var bad []error
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return items, append(bad, placed(err, name, 0)...)
		}
		if row.Total {
			continue
		}
		item, err := r.item(name, row)
		if err != nil {
			bad = append(bad, placed(err, name, row.Number)...)
			continue
		}
		items = append(items, item)
	}
	for _, w := range rows.Warnings() {
		if w.Key == "sheet.other_sheet" || w.Key == "sheet.blank_rows" || w.Key == "sheet.merged" { // what else was not read holds no items
			bad = append(bad, placed(w, name, 0)...)
		}
	}
	if len(items) == 0 && len(bad) == 0 {
		bad = placed(fault.New(fault.Invalid, "media.items.none"), name, 0)
	}
	return items, bad
}

// isText tells a table of text from a workbook.
func isText(data []byte) bool {
	return !bytes.HasPrefix(data, []byte("PK")) && !bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0"))
}

// ofText tells the columns that make a table one of items.
func ofText(c sheet.Column) bool {
	id, _, _ := strings.Cut(c.ID, " ")
	return id == "title" || id == "lead" || id == "body"
}

// noColumn says by examples which heads make a table one of items: the first ones of the
// list, as all of them are a wall.
func (r *Reader) noColumn() error {
	const most = 2
	var heads []string
	told := map[string]int{}
	for _, c := range r.columns {
		id, _, _ := strings.Cut(c.ID, " ")
		if ofText(c) && told[id] < most {
			told[id]++
			heads = append(heads, c.Heading)
		}
	}
	return fault.New(fault.Invalid, "media.items.no_column", "heads", strings.Join(heads, "; "))
}

// item is what a row holds, or why it holds none.
func (r *Reader) item(name string, row *sheet.Row) (Item, error) {
	for _, f := range row.Faults {
		if f.Key != "sheet.heading_none" { // what stands beside the table is no fault of an item
			return Item{}, f
		}
	}
	cell := func(id string) string {
		all := values(row, id)
		switch {
		case len(all) == 0:
			return ""
		case id == "body": // such as what leads in and what follows
			return strings.Join(all, "\n")
		}
		return all[0]
	}
	for i := range r.columns {
		if c := &r.columns[i]; utf8.RuneCountInString(row.Cells[c.ID]) > MaxCell {
			return Item{}, fault.New(fault.Invalid, "media.items.cell", "heading", c.Heading, "max", MaxCell)
		}
	}
	item := Item{File: name, Row: row.Number, Outlet: line(cell("outlet")), Section: line(cell("section")),
		Link: line(cell("link")), Length: line(cell("length"))}
	if day := line(cell("day")); day != "" {
		if item.Day = text.Day(day); item.Day == 0 {
			return Item{}, fault.New(fault.Invalid, "media.items.day", "text", short(day))
		}
	}
	title, lead, body := cell("title"), cell("lead"), cell("body")
	if title+lead+body == "" {
		return Item{}, fault.New(fault.Invalid, "media.items.no_text")
	}
	a, err := r.pages.Entry(title, lead, body)
	if errors.Is(err, &fault.Error{Key: "media.text.empty"}) || errors.Is(err, &fault.Error{Key: "media.text.nothing"}) {
		err = fault.New(fault.Invalid, "media.items.no_text")
	}
	if err != nil {
		return Item{}, err
	}
	if strings.TrimSpace(a.Text) == "" {
		return Item{}, fault.New(fault.Invalid, "media.items.no_text")
	}
	r.pages.Sign(a, line(cell("author")))
	item.Title, item.Article = a.Title, a
	if item.Day == 0 {
		item.Day = a.Published
	}
	a.Published = item.Day
	item.Medium = r.medium(cell("medium"), item.Outlet, host(item.Link))
	return item, nil
}

func line(s string) string { return strings.Join(strings.Fields(s), " ") }

func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// host is the site that a link leads to.
func host(link string) string {
	if !strings.Contains(link, "://") {
		link = "https://" + link
	}
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}
