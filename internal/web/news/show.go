package news

import (
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/ledger"
	"binhdang/internal/media/person"
	"binhdang/internal/media/reading"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// showPage is an article with what is found in it and what a person says of it.
type showPage struct {
	*base.Frame
	Faults         []base.Fault
	Path           string
	Version        int
	Day, Channel   string
	Outlet         base.Crumb
	Link, File     string
	Lines          []textLine
	Until          string // how long the text is kept; "" where it was forgotten
	Mentioned      share
	Quoted         share
	Edit           bool // the person may correct
	Void           bool // the person may withdraw
	Read           bool // somebody has
	Who, When      string
	About          bool
	AboutWas       string // what the program said, where the reader says otherwise
	Topics         []topicChoice
	Topic          string
	Case           bool // a report of a case, in which the program misses one victim in four who can be known
	TopicWas       string
	Unsure         bool // the program is not sure of About, and nobody has read it
	Terms          []termLine
	Persons        []personLine
	Added          []personLine
	Dropped        []string // persons of the program whom the reader took out
	Phrases        []phraseLine
	AddedPhrases   string
	Disclosures    []disclosureLine
	Disclosing     string
	Blanks         int // places that are not kept
	Genders, Roles []choice
	Why            string
	AddedBad       string // what must be mended in what was added
	PhrasesBad     string
	DisclosingBad  string
	Left           int64 // how many of the month nobody has read, besides this one
}

// choice is one of a select.
type choice struct{ Value, Name string }

type topicChoice struct {
	choice
	Chosen bool
}

// termLine is a term that speaks for a topic.
type termLine struct {
	Words                       string // "" where they are not kept
	Topic, Weight, Place, Bytes string
}

// personLine is a person of the form.
type personLine struct {
	N            string // name of the controls: p0, n0
	Row          int    // of the rows for those that are added
	Number       int    // as the text shows it; 0 for one that is added
	Name         string
	Public       bool
	Href         string // to the place in the text; "" where it is blank or forgotten
	Gender, Role string
	RoleName     string
	Quoted, Gone bool
	Was          string // what the program says, where it is otherwise
	Evidence     []evidence
}

// evidence is what a finding rests on.
type evidence struct{ What, Rule, Mark, Words, Sure, Place, Bytes string }

// phraseLine is a phrase of the form.
type phraseLine struct {
	N, Words, Kind, Mark, Href string // Words is "" where they are not kept
	Bytes                      string
	Number                     int
	Said                       string
}

// disclosureLine is a disclosure of the form. It never holds words of the text.
type disclosureLine struct {
	N, Victim, Kinds, Rule string
	Places                 []spot
	Is                     bool
}

// spot is where a sentence stood that is not kept; Place is "" where the text was forgotten.
type spot struct{ Place, Bytes string }

var showTemplate = base.Parse(files, "show", &showPage{})

// show answers GET /bai/muc/{id}.
func show(q *base.Request) error {
	a, err := q.Ledger().Article(q.Context(), q.Actor, q.Number("id"))
	if err != nil {
		return err
	}
	p, err := newShow(q, a)
	if err != nil {
		return err
	}
	return q.OK(showTemplate, p)
}

// newShow is the page of an article as it stands.
func newShow(q *base.Request, a *ledger.Article) (*showPage, error) {
	led, r := q.Ledger(), a.Reading()
	p := &showPage{Frame: q.Frame("web.news.title"), Path: articlePath(a.ID), Version: a.Version, Day: a.Day.VN(), Channel: codeName(q, "CHAN", a.Channel),
		File: a.File, Edit: led.MayArticle(q.Actor, access.Correct, a), Void: led.MayArticle(q.Actor, access.Void, a), Read: a.Reader != nil,
		About: r.About, Topic: r.Topic}
	m := monthOf(a.Day)
	p.Title, p.Here = titleOf(q, a), here
	p.Outlet = base.Crumb{Name: q.UnitName(a.Outlet), Path: outletPath(q, a.Outlet, "year", m.Key[:4], "month", m.Key)}
	p.Crumbs = []base.Crumb{{Name: q.Word("web.news.title"), Path: here}, p.Outlet, {Name: a.Day.VN()}}
	if strings.HasPrefix(a.Link, "https://") || strings.HasPrefix(a.Link, "http://") {
		p.Link = a.Link
	}
	if a.Text != "" {
		p.Lines, p.Until = marked(q, a), a.Until.VN()
	}
	var mentioned, quoted reading.Heads
	for i := range r.Persons {
		mentioned.Add(r.Persons[i].Gender)
		if r.Persons[i].Quoted {
			quoted.Add(r.Persons[i].Gender)
		}
	}
	p.Mentioned, p.Quoted = shareOf(q, mentioned, nil, false), shareOf(q, quoted, nil, true)
	for _, g := range []person.Gender{person.Female, person.Male, person.Unknown} {
		p.Genders = append(p.Genders, choice{string(g), q.Word("web.news.gender." + string(g))})
	}
	for _, role := range roles() {
		p.Roles = append(p.Roles, choice{string(role), roleName(q, role)})
	}
	at, err := whereIn(q, a)
	if err != nil {
		return nil, err
	}
	p.findings(q, a, at)
	if p.Read {
		if p.Who, err = called(q, a.ReaderBy); err != nil {
			return nil, err
		}
		p.When = clock(a.ReaderAt)
		p.differences(q, a)
	}
	all, err := led.Articles(q.Context(), q.Actor, a.Outlet, m.Window)
	if err != nil {
		return nil, err
	}
	for _, o := range all {
		if o.Reader == nil && o.ID != a.ID {
			p.Left++
		}
	}
	return p, nil
}

// findings fills the form with the word in force.
func (p *showPage) findings(q *base.Request, a *ledger.Article, w *where) {
	r := a.Reading()
	p.Unsure = a.Reader == nil && r.Unsure
	p.Case = r.Topic == "gbv_case" || r.Topic == "school_violence" || r.Topic == "crime" ||
		slices.ContainsFunc(r.Persons, func(one reading.Person) bool { return one.Role == person.Victim })
	for _, c := range q.Site.Catalog().List("NEWSTOPIC").Codes {
		topic := strings.ToLower(strings.TrimPrefix(c.Code, "NEWSTOPIC."))
		p.Topics = append(p.Topics, topicChoice{choice{topic, c.Name(q.Lang)}, topic == r.Topic})
	}
	for _, t := range r.Terms {
		p.Terms = append(p.Terms, termLine{t.Words, topicName(q, t.Topic), vn.Dec(t.Weight, 1, q.Lang), q.Word("web.news.place." + t.Place), bytesIn(q, t.At)})
	}
	blank := reading.Joined(r.Blank())
	kept := func(at reading.Span) bool {
		return !blank.Over(at) && strings.TrimSpace(at.In(a.Text)) != ""
	}
	for i := range r.Persons {
		p.Persons = append(p.Persons, personOf(q, a, w, i, kept))
	}
	for i := range addedRows {
		p.Added = append(p.Added, personLine{N: "n" + strconv.Itoa(i), Row: i + 1, Gender: string(person.Unknown), Role: string(person.Ordinary)})
	}
	for i, f := range r.Phrases {
		p.Phrases = append(p.Phrases, phraseOf(q, i, f, kept(f.At)))
	}
	p.Blanks = len(blanksOf(r))
	for i, d := range r.Disclosures {
		line := disclosureLine{N: "d" + strconv.Itoa(i), Rule: d.Rule, Kinds: disclosedBy(q, d), Is: true}
		if d.Person >= 0 && d.Person < len(r.Persons) {
			line.Victim = personName(q, &r.Persons[d.Person], d.Person)
		}
		if words, _ := ruleName(q, d.Rule); words != "" {
			line.Rule = words
		}
		if d.Rule == reading.ByReader { // its kind says so
			line.Rule = ""
		}
		for _, b := range reading.Joined(d.Blank) {
			line.Places = append(line.Places, spot{w.place(q, b), bytesIn(q, b)})
		}
		p.Disclosures = append(p.Disclosures, line)
	}
}

// personOf is a person of the form with what the finding rests on; kept tells whether the
// text has a range still.
func personOf(q *base.Request, a *ledger.Article, w *where, i int, kept func(reading.Span) bool) personLine {
	one := &a.Reading().Persons[i]
	line := personLine{N: "p" + strconv.Itoa(i), Number: i + 1, Name: personName(q, one, i), Public: one.Name != "",
		Gender: string(one.Gender), Role: string(one.Role), RoleName: roleName(q, one.Role), Quoted: one.Quoted}
	if len(one.At) > 0 && kept(one.At[0]) {
		line.Href = "#n-" + strconv.Itoa(i+1)
	}
	tell := func(what, rule string, at reading.Span, sure float64) {
		e := evidence{What: q.Word("web.news.evidence." + what)}
		e.Rule, e.Mark = ruleName(q, rule)
		if at.End > at.Start {
			e.Place, e.Bytes = w.place(q, at), bytesIn(q, at)
			if kept(at) {
				e.Words = first(at.In(a.Text))
			}
		}
		if sure > 0 {
			e.Sure = spaced(q, vn.Percent(sure, 0, q.Lang))
		}
		again := func(o evidence) bool {
			return o.What == e.What && o.Words == e.Words && (e.Words != "" || o.Bytes == e.Bytes)
		}
		if !slices.ContainsFunc(line.Evidence, again) { // a sentence of two quotes is told once
			line.Evidence = append(line.Evidence, e)
		}
	}
	if len(one.At) > 0 {
		tell("person", one.Rule, one.At[0], 0)
	}
	tell("gender", one.ByGender.Rule, one.ByGender.At, one.ByGender.Confidence)
	tell("role", one.ByRole.Rule, one.ByRole.At, one.ByRole.Confidence)
	for _, said := range one.Quotes {
		tell("quote", said.Rule, said.At, 0)
	}
	return line
}

// phraseOf is a phrase of the form.
func phraseOf(q *base.Request, i int, f reading.Phrase, kept bool) phraseLine {
	line := phraseLine{N: "l" + strconv.Itoa(i), Number: i + 1, Words: f.Words, Kind: q.Word("media.care.kind." + f.Kind), Bytes: bytesIn(q, f.At), Said: string(reading.Cites)}
	if f.Degree != "" {
		line.Kind += ", " + q.Word("media.care.degree."+f.Degree)
	}
	if f.Rule != reading.ByReader { // of what a reader added the kind says so
		line.Mark = f.Rule
	}
	if f.Used {
		line.Said = string(reading.Uses)
	}
	if kept {
		line.Href = "#l-" + strconv.Itoa(i+1)
	}
	return line
}

// spaced has a space before the sign of percent where the language has it.
func spaced(q *base.Request, text string) string {
	if q.Lang == "vi" {
		return strings.Replace(text, "%", "\u00a0%", 1)
	}
	return text
}

// addedRows is how many persons one may add at once.
const addedRows = 3

// differences tells where the reader says otherwise than the program.
func (p *showPage) differences(q *base.Request, a *ledger.Article) {
	m, r := a.Machine, a.Reader
	yes := map[bool]string{true: "web.news.yes", false: "web.news.no"}
	if m.About != r.About {
		p.AboutWas = q.Word(yes[m.About])
	}
	if m.Topic != r.Topic {
		if p.TopicWas = topicName(q, m.Topic); p.TopicWas == "" {
			p.TopicWas = q.Word("web.news.topic.none")
		}
	}
	said := func(o *reading.Person) string {
		text := q.Word("web.news.gender."+string(o.Gender)) + ", " + vn.Lower(roleName(q, o.Role))
		if o.Quoted {
			text += ", " + q.Word("web.news.is_quoted")
		}
		return text
	}
	seen, first := map[string]bool{}, map[string]int{}
	for k := len(m.Persons) - 1; k >= 0; k-- {
		first[m.Persons[k].Digest] = k
	}
	for i := range r.Persons {
		one := &r.Persons[i]
		seen[one.Digest] = true
		k, ok := first[one.Digest]
		switch {
		case !ok:
			p.Persons[i].Was = q.Word("web.news.was_none")
		case m.Persons[k].Gender != one.Gender || m.Persons[k].Role != one.Role || m.Persons[k].Quoted != one.Quoted:
			p.Persons[i].Was = q.Word("web.news.was", "text", said(&m.Persons[k]))
		}
	}
	for i := range m.Persons {
		if o := &m.Persons[i]; !seen[o.Digest] {
			p.Dropped = append(p.Dropped, personName(q, o, i)+": "+said(o))
		}
	}
}

// refused shows an article again with what was wrong, and with what was typed.
func refused(q *base.Request, a *ledger.Article, faults []base.Fault, status int, fill func(*showPage)) error {
	p, err := newShow(q, a)
	if err != nil {
		return err
	}
	p.Faults = faults
	for _, f := range faults {
		at := map[string]*string{"added": &p.AddedBad, "phrases": &p.PhrasesBad, "disclosing": &p.DisclosingBad}[f.Field]
		if at != nil {
			*at = strings.TrimSpace(*at + " " + f.Text)
		}
	}
	fill(p)
	return q.Show(status, showTemplate, p)
}
