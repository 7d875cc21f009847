package intake

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"sort"

	"binhdang/internal/catalog"
	"binhdang/internal/form"
	"binhdang/internal/register"
	"binhdang/internal/sheet"
	"binhdang/internal/store"
)

// Sizes of what a page shows of a sheet.
const (
	pageRows    = 100
	mostColumns = 60
	mostLetters = 70
)

// table is a person's sheet as it was read, packed by pages, so that each page of
// a long one is shown at once.
type table struct {
	Sheet    string // name, "" in a .csv
	Head     int    // number of the row of headings
	Headings []string
	columns  map[string]int // number by id of the column
	figures  map[int]bool   // columns of numbers: a .csv has text alone, shown like numbers
	mend     int            // column of the sentences of a marked copy that came back: what it says is of before; 0: none
	rows     int
	pages    []packed
	bytes    int
}

// packed are some rows.
type packed struct {
	first, last int
	data        []byte
}

// row is one row as it is kept.
type row struct {
	N     int    `json:"n"`
	Cells []cell `json:"c"`
}

type cell struct {
	Column int    `json:"c"`
	Text   string `json:"t"`
	Number bool   `json:"n,omitempty"`
}

// openWhole opens an upload as the person's own sheet.
func openWhole(cat *catalog.Catalog, def *register.Definition, u *store.Upload) (*sheet.Whole, error) {
	return sheet.OpenWhole(u.File, bytes.NewReader(u.Body), int64(len(u.Body)), form.Columns(cat, def), sheet.DefaultLimits)
}

// readTable reads an upload to its end.
func readTable(ctx context.Context, cat *catalog.Catalog, def *register.Definition, u *store.Upload, progress func(rows int)) (_ *table, err error) {
	w, err := openWhole(cat, def, u)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	t := &table{Sheet: w.Sheet(), Head: w.HeadingRow(), columns: map[string]int{}, figures: map[int]bool{}}
	for _, id := range def.Columns() {
		if n := w.Column(id); n > 0 {
			t.columns[id] = n
			f := def.Field(id)
			t.figures[n] = f != nil && (f.Kind == register.KindNumber || f.Kind == register.KindDecimal)
		}
	}
	t.mend = w.Column(form.Mend)
	last := w.Last()
	if last == t.mend {
		last--
	}
	var page []row
	for {
		l, err := w.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if l.Number <= t.Head {
			continue
		}
		if t.rows++; t.rows%1000 == 0 {
			if progress(t.rows); ctx.Err() != nil {
				return nil, ctx.Err()
			}
		}
		page = append(page, t.keep(l))
		if c := l.Cells[len(l.Cells)-1].Column; c != t.mend {
			last = max(last, c)
		}
		if len(page) == pageRows {
			if err := t.pack(page); err != nil {
				return nil, err
			}
			page = page[:0]
		}
	}
	for c := 1; c <= min(last, mostColumns); c++ {
		heading := w.Heading(c)
		if c == t.mend {
			heading = ""
		}
		t.Headings = append(t.Headings, heading)
	}
	return t, t.pack(page)
}

func (t *table) keep(l *sheet.Line) row {
	r := row{N: l.Number}
	for _, c := range l.Cells {
		if c.Column > mostColumns {
			break
		}
		if c.Column == t.mend {
			continue
		}
		r.Cells = append(r.Cells, cell{c.Column, shorten(c.Text), c.Number || t.figures[c.Column]})
	}
	return r
}

func shorten(s string) string {
	if r := []rune(s); len(r) > mostLetters {
		return string(r[:mostLetters]) + "…"
	}
	return s
}

func (t *table) pack(rows []row) error {
	if len(rows) == 0 {
		return nil
	}
	var b bytes.Buffer
	z, err := flate.NewWriter(&b, flate.BestSpeed)
	if err == nil {
		err = json.NewEncoder(z).Encode(rows)
	}
	if err = errors.Join(err, z.Close()); err != nil {
		return err
	}
	t.bytes += b.Len()
	t.pages = append(t.pages, packed{rows[0].N, rows[len(rows)-1].N, b.Bytes()})
	return nil
}

func (t *table) unpack(i int) (rows []row, err error) {
	err = json.NewDecoder(flate.NewReader(bytes.NewReader(t.pages[i].data))).Decode(&rows)
	return rows, err
}

// after returns the page of rows that follow a row, and the row after which the page
// before it begins.
func (t *table) after(n int) (rows []row, before int, more bool, err error) {
	i := sort.Search(len(t.pages), func(i int) bool { return t.pages[i].last > n })
	if i == len(t.pages) {
		return nil, 0, false, nil
	}
	if i > 1 {
		before = t.pages[i-2].last
	}
	rows, err = t.unpack(i)
	return rows, before, i+1 < len(t.pages), err
}

// some returns the rows with numbers, which are in order. A row that is blank in the
// sheet comes without cells.
func (t *table) some(numbers []int) ([]row, error) {
	var out, page []row
	open := -1
	for _, n := range numbers {
		r := row{N: n}
		i := sort.Search(len(t.pages), func(i int) bool { return t.pages[i].last >= n })
		if i < len(t.pages) {
			if i != open {
				var err error
				if page, err = t.unpack(i); err != nil {
					return nil, err
				}
				open = i
			}
			if k := slices.IndexFunc(page, func(p row) bool { return p.N == n }); k >= 0 {
				r = page[k]
			}
		}
		out = append(out, r)
	}
	return out, nil
}
