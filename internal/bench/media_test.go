//go:build bench

package bench

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"binhdang/content"
	"binhdang/internal/catalog"
	"binhdang/internal/ledger"
	"binhdang/internal/media/eval"
	"binhdang/internal/media/items/itemstest"
	"binhdang/internal/media/reading"
	"binhdang/internal/media/text"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
)

// TestBenchMedia measures the reading of the news: speed, memory, and how right it is on
// the sample's month of articles.
func TestBenchMedia(t *testing.T) {
	f := measure(t, "media", "Reading the news",
		`"month" are the 66 made-up articles of the sample and the labels of a careful reader (`+"`internal/media/eval/testdata/month.csv`"+`),
written by another hand than the rules. Before anything was changed for them the reader had persons F1 .960, quoted .943, gender
.929, roles .735, gender equality .800, stereotyping words .889, victims given away 2 of 2. The rules have been mended with them in
view since, so the figures below say what must not break, not how new text is read.

How new text is read was measured by hand on excerpts of real news, labelled before the run and kept by nobody: persons F1 .954,
quoted .845, foreign names .88, gender told right .977 with 4.4 % unknown (the goal of .98 is missed by little), roles .77, gender
equality or not .892; victims given away recall .76 to .88 on reports of many papers and .73 on five batches of court and tabloid
reports chosen to be hard, at precision .85 to .98 (the goal of .90 is missed); women's share within 1.5 points in two of five
batches (missed). `+"`internal/media/care/testdata/README.md` and `internal/media/topic/testdata/README.md`"+` have every first
measure. Names alone: macro F1 .969 in five-fold cross-validation of the table's source. Speed is of one core.`)
	reader, err := reading.New(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	month := newsMonth(t)
	f.readingSpeed(t, reader, month)
	f.pageSpeed(t, month)
	f.readingRight(t, reader, month)
	f.takingSpeed(t, month)
	f.done(t)
}

// newsMonth are the articles of the sample, by file and row.
func newsMonth(t *testing.T) map[string]*text.Article {
	t.Helper()
	out := map[string]*text.Article{}
	for _, item := range itemstest.Month(t) {
		out[item.Place()] = item.Article
	}
	return out
}

func (f *figures) readingSpeed(t *testing.T, reader *reading.Reader, month map[string]*text.Article) {
	t.Helper()
	size := 0
	for _, a := range month {
		size += len(a.Text)
	}
	once := func(int) error {
		for _, a := range month {
			reader.Find(a)
		}
		return nil
	}
	_ = once(0) // the first time words are met
	took := median(t, 21, once)
	speed := float64(size) / took.Seconds() / 1e6
	f.add(t, "clean text read, all findings", fmt.Sprintf("month, %d KB", size/1000), fmt.Sprintf("%.1f MB/s", speed), ">= 5 MB/s", speed >= 5)
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	f.add(t, "memory with all lists, after reading", "month", fmt.Sprintf("%d MB", m.HeapInuse>>20), "< 150 MB", m.HeapInuse>>20 < 150)
	took = median(t, 5, func(int) error {
		_, err := reading.New(content.FS)
		return err
	})
	f.time(t, "lists made ready", "content", took, 0)
}

// pageSpeed measures the main text of a page of 330 KB beside the parser of a browser's tree.
func (f *figures) pageSpeed(t *testing.T, month map[string]*text.Article) {
	t.Helper()
	a := month["22-BAO.csv:3"]
	var b bytes.Buffer
	fmt.Fprintf(&b, `<!DOCTYPE html><html><head><meta charset="utf-8"><title>%s</title></head><body><header><nav><ul>`, a.Title)
	for i := range 120 {
		fmt.Fprintf(&b, `<li><a href="/muc-%d">Chuyên mục %d</a></li>`, i, i)
	}
	fmt.Fprintf(&b, `</ul></nav></header><main><article class="detail"><h1>%s</h1>`, a.Title)
	for _, line := range strings.Split(a.Main(), "\n") {
		fmt.Fprintf(&b, "<p>%s</p>", line)
	}
	b.WriteString(`</article><aside class="related">`)
	for i := 0; b.Len() < 230<<10; i++ {
		fmt.Fprintf(&b, `<div class="item-news col-%d"><a class="thumb" href="/tin/bai-%d.html" title="Tin khác số %d"><img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="></a><h3><a href="/tin/bai-%d.html">Tin khác số %d của trang báo mẫu</a></h3></div>`, i%4, i, i, i, i)
	}
	b.WriteString("</aside></main><script>")
	for b.Len() < 330<<10 {
		b.WriteString(`window.dataLayer.push({"a":"b<c","d":[1,2,3]});`)
	}
	b.WriteString("</script></body></html>")
	page := b.Bytes()
	took := median(t, 21, func(int) error {
		got, err := text.File(page)
		if err == nil && got.Title != a.Title {
			err = fmt.Errorf("title %q", got.Title)
		}
		return err
	})
	f.time(t, "main text of a page", fmt.Sprintf("%d KB", len(page)>>10), took, 10*time.Millisecond)
	tree := median(t, 21, func(int) error {
		_, err := html.Parse(bytes.NewReader(page))
		return err
	})
	f.add(t, "main text, beside the tree of golang.org/x/net/html alone", "same page", ratio(took.Seconds()/tree.Seconds()), "", true)
}

// readingRight holds what is found against the labels.
func (f *figures) readingRight(t *testing.T, reader *reading.Reader, month map[string]*text.Article) {
	t.Helper()
	file, err := os.Open("../media/eval/testdata/month.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	labels, err := eval.Labels(rows)
	if err != nil {
		t.Fatal(err)
	}
	var sum eval.Sum
	for _, want := range labels {
		sum.Add(eval.Of(reader.Find(month[want.File])), want)
	}
	for _, x := range []struct {
		what  string
		got   float64
		least float64
	}{
		{"persons, F1", sum.Persons.F1(), .95}, {"quoted persons, F1", sum.Quoted.F1(), .80}, {"gender of found persons", sum.Gender.F1(), .98},
		{"foreign names, F1", sum.Foreign.F1(), .65}, {"gender equality or not, F1", sum.About.F1(), .88},
		{"the same without border cases, F1", sum.Clear.F1(), 0}, {"finer topic, right", sum.Topic.F1(), 0}, {"role, right", sum.Role.F1(), 0},
		{"stereotyping words, F1", sum.Stereotype.F1(), 0}, {"victims given away, recall", sum.Disclosure.Recall(), .90},
		{"victims given away, precision", sum.Disclosure.Precision(), 0}, {"bylines, F1", sum.Bylines.F1(), 0},
	} {
		floor := ""
		if x.least > 0 {
			floor = fmt.Sprintf(">= %.2f", x.least)
		}
		f.add(t, x.what, "month", fmt.Sprintf("%.3f", x.got), floor, x.got >= x.least)
	}
	unknown := float64(sum.Unknown) / float64(max(sum.Same, 1))
	f.add(t, "found persons whose gender stays unknown though it can be told", "month", fmt.Sprintf("%.1f %%", 100*unknown), "<= 5 %", unknown <= .05)
	for _, x := range []struct {
		what string
		p    eval.Pair
		most float64
	}{{"women's share among persons, off by", sum.Mentioned, 1.5}, {"women's share among quoted, off by", sum.Heard, 2.5}} {
		f.add(t, x.what, "month", fmt.Sprintf("%+.1f points", x.p.Points()), fmt.Sprintf("within %.1f", x.most), math.Abs(x.p.Points()) <= x.most)
	}
}

// takingSpeed measures articles into the ledger, each with its records in a transaction.
func (f *figures) takingSpeed(t *testing.T, month map[string]*text.Article) {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, store.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	cat, err := catalog.Load(catalog.Layer{FS: content.FS})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	led, err := ledger.New(ctx, db, cat, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	head := func(column string) string { return column }
	_, faults, err := led.DeclareOrganisations(ctx, admin, rowsOf(register.Input{"code": "22.BAO", "name": "Báo mẫu", "seat": "22"}), head)
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	u, _, err := led.Tree().Resolve("22.BAO", led.Today())
	if err != nil {
		t.Fatal(err)
	}
	outlet := u.ID
	var list []*text.Article
	for _, a := range month {
		list = append(list, a)
	}
	took := median(t, 400, func(i int) error {
		one := *list[i%len(list)]
		one.Text += fmt.Sprintf("\nBản thứ %d.", i)
		_, fresh, err := led.TakeArticle(ctx, admin, ledger.NewArticle{Outlet: outlet, Day: period.Date(2026, 3, 1+i%28), Channel: "CHAN.BAODT", Text: &one})
		if err == nil && !fresh {
			err = fmt.Errorf("article %d was there", i)
		}
		return err
	})
	f.time(t, "an article read and kept with its records", "sqlite", took, 0)
}

// oneRow gives one row of a sheet.
type oneRow struct {
	raw  register.Input
	done bool
}

func (r *oneRow) Next() (ledger.Row, error) {
	if r.done {
		return ledger.Row{}, io.EOF
	}
	r.done = true
	return ledger.Row{Number: 2, Raw: r.raw}, nil
}

func rowsOf(raw register.Input) func() (ledger.Rows, error) {
	return func() (ledger.Rows, error) { return &oneRow{raw: raw}, nil }
}
