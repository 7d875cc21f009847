package news

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/media/person"
	"binhdang/internal/media/reading"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// listPage is the articles and sentences behind a count.
type listPage struct {
	*base.Frame
	Whats        []base.Choice
	Roles        []base.Choice // nil for a list of articles
	Count        string        // "12 bài", "7 lượt người"
	Entries      []entry
	Newer, Older string // addresses of the pages beside
	Of           string // "1–50 trong 120"
}

// entry is one of what was counted.
type entry struct {
	Title, Href, Day, Channel string
	Unread                    bool
	Person, Gender, Kind      string // of a list of persons; Kind is the class of the gender
	Who                       string // of a list of articles: who is in it
	Proofs                    []proof

	a *ledger.Article
	p int // index of the person, -1 for an article
}

// proof is a sentence with what was found in it or, where no text is kept, its place.
type proof struct {
	Before, Found, After string
	Note                 string
	Mark                 string // in small print: the rule or, where nothing else is left, the bytes
	Bytes                string
}

var listTemplate = base.Parse(files, "list", &listPage{})

// aPage is how many entries a page shows.
const aPage = 50

// list answers GET /bai/danh-sach/{code}.
func list(q *base.Request) error {
	u, err := outletOf(q)
	if err != nil {
		return err
	}
	p, ofMonth, err := asked(q)
	if err != nil {
		return err
	}
	what, role := cmp.Or(q.FormValue("what"), "all"), person.Role(q.FormValue("role"))
	if !slices.Contains(kinds, what) || role != "" && !slices.Contains(roles(), role) {
		return fault.New(fault.NotFound, "web.not_found")
	}
	all, err := q.Ledger().Articles(q.Context(), q.Actor, u.ID, p.Window)
	if err != nil {
		return err
	}
	slices.Reverse(all)
	found := entriesOf(all, what, role)

	name, value := "year", strconv.Itoa(p.Window.First.Year())
	if ofMonth {
		name, value = "month", p.Key
	}
	ref := q.Ledger().Ref(u.ID)
	page := &listPage{Frame: q.Frame("web.news.title")}
	page.Title, page.Here = q.Word("web.news.what."+what), here
	page.Crumbs = []base.Crumb{{Name: q.Word("web.news.title"), Path: here}, {Name: q.UnitName(u.ID), Path: outletPath(q, u.ID, "year", strconv.Itoa(p.Window.First.Year()), "month", q.FormValue("month"))}, {Name: page.Title}}
	page.Lead = q.UnitName(u.ID) + ", " + during(q, p)
	ofPersons := personal(what)
	if role != "" && ofPersons {
		page.Lead += ", " + roleName(q, role)
	}
	page.choose(q, ref, name, value, what, role)
	page.Count = q.Word("web.news.n_articles", "n", q.Int(int64(len(found))))
	if ofPersons {
		page.Count = q.Word("web.news.n_persons", "n", q.Int(int64(len(found))))
	}
	n, err := strconv.Atoi(cmp.Or(q.FormValue("trang"), "1"))
	if err != nil || n < 1 || n > 1 && (n-1)*aPage >= len(found) {
		return fault.New(fault.NotFound, "web.not_found")
	}
	from, to := (n-1)*aPage, min(n*aPage, len(found))
	turn := func(n int) string {
		return of("danh-sach", ref, name, value, "what", what, "role", string(role), "trang", strconv.Itoa(n))
	}
	if n > 1 {
		page.Newer = turn(n - 1)
	}
	if to < len(found) {
		page.Older = turn(n + 1)
	}
	page.Of = q.Word("web.news.page", "from", q.Int(int64(min(from+1, to))), "to", q.Int(int64(to)), "n", page.Count)
	if err := page.fill(q, what, found[from:to]); err != nil {
		return err
	}
	return q.OK(listTemplate, page)
}

// choose offers the other lists of the days, and for persons the roles.
func (page *listPage) choose(q *base.Request, ref, name, value, what string, role person.Role) {
	for _, k := range kinds {
		kept := ""
		if personal(k) {
			kept = string(role)
		}
		page.Whats = append(page.Whats, base.Choice{Name: q.Word("web.news.what." + k), Href: of("danh-sach", ref, name, value, "what", k, "role", kept), Current: k == what})
	}
	if personal(what) {
		page.Roles = append(page.Roles, base.Choice{Name: q.Word("web.news.roles.all"), Href: of("danh-sach", ref, name, value, "what", what), Current: role == ""})
		for _, r := range roles() {
			page.Roles = append(page.Roles, base.Choice{Name: roleName(q, r), Href: of("danh-sach", ref, name, value, "what", what, "role", string(r)), Current: r == role})
		}
	}
}

// fill shows the entries of a page. The sentences of an article are read once.
func (page *listPage) fill(q *base.Request, what string, found []entry) (err error) {
	places := map[int64]*where{}
	for _, e := range found {
		if places[e.a.ID] == nil {
			if places[e.a.ID], err = whereIn(q, e.a); err != nil {
				return err
			}
		}
		e.tell(q, what, places[e.a.ID])
		page.Entries = append(page.Entries, e)
	}
	return nil
}

// personal tells a list of persons from one of articles.
func personal(what string) bool {
	return slices.Contains([]string{"women", "men", "unknown", "quoted_women", "quoted_men", "quoted_unknown"}, what)
}

// entriesOf are what a count counted, one by one.
func entriesOf(all []*ledger.Article, what string, role person.Role) []entry {
	var out []entry
	for _, a := range all {
		r := a.Reading()
		if !personal(what) {
			if is(a, r, what) {
				out = append(out, entry{a: a, p: -1})
			}
			continue
		}
		for i := range r.Persons {
			if p := &r.Persons[i]; ofPerson(what, p) && (role == "" || p.Role == role) {
				out = append(out, entry{a: a, p: i})
			}
		}
	}
	return out
}

// is tells whether an article is one of what a list is of.
func is(a *ledger.Article, r *reading.Reading, what string) bool {
	switch what {
	case "read":
		return a.Reader != nil
	case "unread":
		return a.Reader == nil
	case "about":
		return r.About
	case "stereotype":
		return r.Stereotype()
	case "disclosure":
		return len(r.Disclosures) > 0
	}
	return true
}

// mostProofs is how many sentences of an entry are shown.
const mostProofs = 3

// tell fills in what an entry shows.
func (e *entry) tell(q *base.Request, what string, w *where) {
	a, r := e.a, e.a.Reading()
	e.Title, e.Href, e.Day, e.Channel, e.Unread = titleOf(q, a), articlePath(a.ID), a.Day.VN(), codeName(q, "CHAN", a.Channel), a.Reader == nil
	// A sentence proves once, however often something was found in it.
	add := func(at reading.Span, rule, say string) {
		one := proofOf(q, w, at, rule, say)
		same := func(p proof) bool {
			return p.Before+p.Found+p.After == one.Before+one.Found+one.After && p.Note == one.Note && p.Mark == one.Mark
		}
		if len(e.Proofs) < mostProofs && !slices.ContainsFunc(e.Proofs, same) {
			e.Proofs = append(e.Proofs, one)
		}
	}
	if e.p >= 0 {
		p := &r.Persons[e.p]
		e.Person, e.Gender, e.Kind = personName(q, p, e.p), q.Word("web.news.gender."+string(p.Gender)), genderWord(p.Gender)
		e.Href += "#n-" + strconv.Itoa(e.p+1)
		switch {
		case strings.HasPrefix(what, "quoted_") && len(p.Quotes) > 0:
			for _, said := range p.Quotes {
				add(said.At, said.Rule, "")
			}
		case len(p.At) > 0:
			add(p.At[0], p.Rule, "")
		}
		return
	}
	switch what {
	case "about":
		terms := slices.Clone(r.Terms)
		slices.SortStableFunc(terms, func(a, b reading.Term) int { return cmp.Compare(b.Weight, a.Weight) })
		for _, t := range terms {
			if t.Weight > 0 {
				add(t.At, topicName(q, t.Topic), "")
			}
		}
		if len(e.Proofs) == 0 && a.Reader != nil {
			e.Proofs = []proof{{Note: q.Word("web.news.by_reader")}}
		}
		e.Who = topicName(q, r.Topic)
		return
	case "stereotype":
		for _, p := range r.Phrases {
			if p.Used {
				add(p.At, p.Rule, p.Kind)
			}
		}
		return
	case "disclosure":
		// All of them, each once: one sentence may give two victims away.
		for _, at := range blanksOf(r) {
			var kinds []string
			for _, d := range r.Disclosures {
				if slices.ContainsFunc(d.Blank, at.Over) {
					kinds = append(kinds, d.Kinds...)
				}
			}
			one := proofOf(q, w, at, "", "")
			one.Note += " · " + partsOf(q, kinds)
			e.Proofs = append(e.Proofs, one)
		}
		return
	}
	var mentioned reading.Heads
	for _, p := range r.Persons {
		mentioned.Add(p.Gender)
	}
	e.Who = q.Word("web.news.who", "women", q.Int(mentioned.Women), "men", q.Int(mentioned.Men), "unknown", q.Int(mentioned.Unknown))
}

// disclosedBy says what in an article gives a victim away, without a word of it.
func disclosedBy(q *base.Request, d reading.Disclosure) string { return partsOf(q, d.Kinds) }

// partsOf names kinds of parts, each once.
func partsOf(q *base.Request, kinds []string) string {
	var list []string
	for _, k := range kinds {
		if word := q.Word("media.care.part." + k); !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	return strings.Join(list, ", ")
}

// blanksOf are the places of an article that are not kept, over all its disclosures, each once.
func blanksOf(r *reading.Reading) reading.Ranges { return reading.Joined(r.Blank()) }

// around bounds what is shown of a sentence on each side of what was found in it.
const around = 240

// proofOf is the sentence around a range with the range marked, or only its place where
// the text is not kept: forgotten, or blank as a victim could be known from it.
func proofOf(q *base.Request, w *where, at reading.Span, rule, kind string) proof {
	a := w.a
	out := proof{Bytes: bytesIn(q, at)}
	var words string
	if rule != "" {
		words, out.Mark = ruleName(q, rule)
	}
	if kind != "" {
		words = q.Word("media.care.kind." + kind)
	}
	say := func(note string) proof {
		if words != "" {
			note += " · " + words
		}
		return proof{Note: vn.Capital(note), Mark: out.Mark, Bytes: out.Bytes}
	}
	if w.hidden(at) {
		return say(q.Word("web.news.blank_at", "place", w.place(q, at)))
	}
	found := at.In(a.Text)
	if strings.TrimSpace(found) == "" {
		gone := say(q.Word("web.news.gone_at"))
		gone.Mark = strings.TrimPrefix(gone.Mark+" · "+gone.Bytes, " · ")
		return gone
	}
	if out.Note = ""; kind != "" {
		out.Note = words
	} else {
		out.Mark = ""
	}
	whole := at.Whole(w.sentences)
	// The mark that ends a sentence belongs to it.
	for whole.End < len(a.Text) && strings.ContainsRune(".!?…”\"»)", firstRune(a.Text[whole.End:])) {
		whole.End += utf8.RuneLen(firstRune(a.Text[whole.End:]))
	}
	out.Before, out.Found, out.After = last(a.Text[whole.Start:at.Start]), found, first(a.Text[at.End:whole.End])
	return out
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// last cuts a text to what is near its end, first to what is near its beginning.
func last(s string) string {
	if r := []rune(s); len(r) > around {
		return "…" + string(r[len(r)-around:])
	}
	return s
}

func first(s string) string {
	if r := []rune(s); len(r) > around {
		return string(r[:around]) + "…"
	}
	return s
}

// personName is what a person is called: a public figure by name, others by role and number.
func personName(q *base.Request, p *reading.Person, i int) string {
	if p.Name != "" {
		return p.Name
	}
	return roleName(q, p.Role) + " " + strconv.Itoa(i+1)
}
