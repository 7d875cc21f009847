package news

import (
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/ledger"
	"binhdang/internal/media/reading"
	"binhdang/internal/web/base"
)

// where tells at which sentence of an article something stands, as who reads the page
// counts: from the first sentence behind the title, and what is not kept counts as the
// one place that the page shows for it.
type where struct {
	a         *ledger.Article
	sentences []reading.Span // of the text as it is kept
	blank     []reading.Span
	counted   []reading.Span // sentences and blanks behind the title, in order
	title     int            // where the title ends; 0 for none
}

// whereIn reads the sentences of an article.
func whereIn(q *base.Request, a *ledger.Article) (*where, error) {
	w := &where{a: a}
	if a.Text == "" {
		return w, nil
	}
	var err error
	if w.sentences, err = q.Ledger().Sentences(a.Text); err != nil {
		return nil, err
	}
	w.blank = reading.Joined(a.Reading().Blank())
	if a.HasTitle {
		if w.title = strings.IndexByte(a.Text, '\n'); w.title < 0 {
			w.title = len(a.Text)
		}
	}
	over := func(s reading.Span) bool { return slices.ContainsFunc(w.blank, s.Over) }
	for _, s := range w.sentences {
		if s.Start >= w.title && !over(s) {
			w.counted = append(w.counted, s)
		}
	}
	for _, b := range w.blank {
		if b.Start >= w.title {
			w.counted = append(w.counted, b)
		}
	}
	slices.SortFunc(w.counted, func(a, b reading.Span) int { return a.Start - b.Start })
	return w, nil
}

// hidden tells whether the words of a range are not kept.
func (w *where) hidden(at reading.Span) bool { return slices.ContainsFunc(w.blank, at.Over) }

// place names where a range stands; "" where the text was forgotten.
func (w *where) place(q *base.Request, at reading.Span) string {
	switch {
	case w.a.Text == "":
		return ""
	case at.Start < w.title:
		return q.Word("web.news.where.title")
	}
	n := 0
	for n < len(w.counted) && w.counted[n].Start <= at.Start {
		n++
	}
	n = max(n, 1)
	if w.hidden(at) {
		return q.Word("web.news.where.line", "n", strconv.Itoa(n), "line", strconv.Itoa(w.line(at.Start)))
	}
	return q.Word("web.news.where.sentence", "n", strconv.Itoa(n))
}

// line is the number of the paragraph in which a byte lies, of those that the page shows
// behind the title.
func (w *where) line(at int) int {
	n, start := 0, 0
	for start <= min(at, len(w.a.Text)) {
		end := len(w.a.Text)
		if i := strings.IndexByte(w.a.Text[start:], '\n'); i >= 0 {
			end = start + i
		}
		one := reading.Span{Start: start, End: end}
		if start >= w.title && (w.hidden(one) || strings.TrimSpace(one.In(w.a.Text)) != "") {
			n++
		}
		start = end + 1
	}
	return max(n, 1)
}

// bytesIn says the range for who works with the program's files.
func bytesIn(q *base.Request, at reading.Span) string {
	return q.Word("web.news.where.bytes", "bytes", bytesOf(at.Start, at.End))
}
