package eval

import (
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"binhdang/content"
	"binhdang/internal/media/items/itemstest"
	"binhdang/internal/media/reading"
	"binhdang/internal/media/text"
)

// TestMonth measures the reader on the sample's month of articles, which were written and
// labelled by a hand that did not know its rules. What was found before any of them was
// looked at stands in doc/benchmarks.md; the floors here keep what has been reached.
func TestMonth(t *testing.T) {
	f, err := os.Open("testdata/month.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	labels, err := Labels(rows)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := reading.New(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	articles := monthArticles(t)
	if len(articles) != len(labels) {
		t.Fatalf("%d articles, %d labels", len(articles), len(labels))
	}
	var sum Sum
	for _, want := range labels {
		for _, difference := range sum.Add(Of(reader.Find(articles[want.File])), want) {
			t.Logf("%s: %s", want.File, difference)
		}
	}
	for _, m := range sum.Measures() {
		t.Log(m)
	}
	for _, floor := range []struct {
		name  string
		f1    float64
		least float64
	}{
		{"persons", sum.Persons.F1(), .95}, {"quoted", sum.Quoted.F1(), .93}, {"gender", sum.Gender.F1(), .94}, {"role", sum.Role.F1(), .87}, {"is_ge_topic", sum.About.F1(), .92}, {"topic", sum.Topic.F1(), .87}, {"bylines", sum.Bylines.F1(), 1},
	} {
		if floor.f1 < floor.least {
			t.Errorf("%s: F1 %.3f, at least %.3f", floor.name, floor.f1, floor.least)
		}
	}
}

// monthArticles are the sample's articles, by file and row.
func monthArticles(t *testing.T) map[string]*text.Article {
	t.Helper()
	articles := map[string]*text.Article{}
	for _, item := range itemstest.Month(t) {
		articles[item.Place()] = item.Article
	}
	return articles
}

// TestMonthHoweverTyped wants the same of a whole article however it was typed: all that
// the door tells, through the text room that makes the forms one.
func TestMonthHoweverTyped(t *testing.T) {
	reader, err := reading.New(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	told := func(body string) string {
		f := reader.Find(text.Plain(body))
		item := Of(f)
		var b strings.Builder
		fmt.Fprintln(&b, *item.About, item.Topic, *item.Stereotype, *item.Disclosure, f.Language)
		for _, p := range item.Persons {
			fmt.Fprintln(&b, Name(p.Name), p.Gender, p.Role, p.Quoted)
		}
		for _, d := range f.Care.Disclosures {
			fmt.Fprintln(&b, d.Kinds)
		}
		for _, p := range f.Care.Phrases {
			fmt.Fprintln(&b, p.Kind, p.Used)
		}
		return b.String()
	}
	for _, a := range monthArticles(t) {
		want := told(a.Text)
		for name, other := range map[string]string{
			"decomposed":     norm.NFD.String(a.Text),
			"new tone marks": withNewMarks(a.Text),
			"CRLF":           strings.ReplaceAll(a.Text, "\n", "\r\n"),
		} {
			if got := told(other); got != want {
				t.Errorf("%s, %s: got\n%swant\n%s", a.Title, name, got, want)
			}
		}
	}
}
