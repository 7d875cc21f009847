// Package quote finds who is heard in an article: whose words it gives, directly or in
// its own words, with the verb that says so.
//
// A person is heard who is the subject of a word for saying, asking or testifying, who
// stands behind "theo", whose name opens a quotation with a colon, or for whom a pronoun
// stands that does any of these.
package quote

import (
	"slices"
	"strings"

	"binhdang/internal/media/lexicon"
	"binhdang/internal/media/person"
)

// Quote is one place where a person is heard.
type Quote struct {
	Person     int    // index of the person
	Rule       string // subject, source, colon, pronoun, office, words alone
	Verb       string // the words that say so; ":" of a colon, "" of words alone
	Direct     bool   // the sentence holds words between quotation marks
	Start, End int    // bytes of the sentence
}

// reader is the work on one article.
type reader struct {
	*person.Article
	out    []Quote
	quoted []bool // the word stands between quotation marks
	last   []int  // the subjects of the sentence before
}

// Find gives every quote of an article, in the order of the text.
func Find(a *person.Article) []Quote {
	r := &reader{Article: a, quoted: quoted(a)}
	for first, last := range a.Sentences() {
		r.sentence(first, last)
	}
	slices.SortStableFunc(r.out, func(a, b Quote) int { return a.Start - b.Start })
	return r.out
}

// verbAt is the word for saying at k: its kind, its end.
func (r *reader) verbAt(k int) (kind string, end int) {
	m := r.At[k]
	if m == nil {
		return "", 0
	}
	e := m.Has("verb")
	for _, kind := range [...]string{"manner", "order"} {
		if e == nil {
			e = m.Has(kind)
		}
	}
	if e == nil || r.Text.Words[k].Upper && !r.Stops[k] && !r.Text.Words[k].Capitals { // Phó ban Chỉ đạo
		return "", 0
	}
	return e.Value, m.Last
}

// sentence reads the words from a up to b.
func (r *reader) sentence(a, b int) {
	w := r.Text.Words
	var subject []int // the persons who can be the subject of the next verb
	lastEnd := -1     // where the last of them was named
	rule := "subject"
	depth := 0
	heard := len(r.out)
	defer func() {
		if len(r.out) == heard {
			r.reason(subject, a, b)
			r.words(a, b)
		}
		r.last = subject
	}()
	for k := a; k < b; k++ {
		if w[k].Mark {
			switch w[k].Text {
			case "(":
				depth++
			case ")":
				depth = max(depth-1, 0)
			case ";":
				subject = nil
			case ":":
				if len(subject) > 0 && r.colon(k, a) {
					r.add(subject, "colon", ":", a, b)
					return
				}
			}
			continue
		}
		if r.quoted[k] || depth > 0 {
			continue
		}
		if m := r.MentionAt(k); m != nil && m.First == k {
			if kind, verb := r.before(m.From(), a); kind != "" {
				r.add([]int{m.Person}, kind, verb, a, b)
			}
			if r.free(m, a) {
				if !r.joins(lastEnd, m.From()) {
					subject = nil
				}
				subject, rule, lastEnd = append(subject, m.Person), "subject", m.Last
			}
			k = m.Last - 1
			continue
		}
		if kind, end := r.verbAt(k); kind != "" {
			says := true
			switch kind {
			case "none", "source-preposition":
				says = false
			case "object": // chia sẻ việc nhà với chồng is no speech, chia sẻ khó khăn nhất là vốn is
				says = r.predicate(end, b)
			case "order": // giao Sở Y tế rà soát
				says = len(subject) > 0 && r.Persons[subject[0]].Role == person.Official && r.receiver(end, b)
			case "report", "testimony":
				says = !r.untold(k, end, a, b) && !r.shares(k, end)
			case "manner": // “…”, Lan cười
				says = r.closedBefore(k, a)
			}
			if says && r.says(subject, k) {
				r.add(subject, rule, r.Text.Slice(k, end), a, b)
			}
			k = end - 1
			continue
		}
		if len(subject) > 0 && k > a && r.At[k].Has("title") != nil && clause[w[k-1].Key] && r.MentionAt(r.At[k].Last) == nil { // về việc tổng thống Mỹ chia sẻ
			subject = nil
			k = r.At[k].Last - 1
			continue
		}
		if p, end := r.office(k, a); p >= 0 {
			subject, rule, lastEnd = []int{p}, "office", -1
			k = end - 1
			continue
		}
		if p := r.pronoun(k, a); p >= 0 {
			subject, rule, lastEnd = []int{p}, "pronoun", -1
			continue
		}
	}
}

// colon tells whether the colon at k gives the word to who stands before it.
func (r *reader) colon(k, a int) bool {
	w := r.Text.Words
	return k+1 < len(w) && !r.quoted[k] && (strings.Contains("“\"«-–", w[k+1].Text) || r.answers(k, a))
}

// says tells whether the subjects are heard by the word for saying at k: what is said of
// them, a thing such as "lời khai" and what the accused order others to do are none.
func (r *reader) says(subject []int, k int) bool {
	return len(subject) > 0 && !(r.Persons[subject[0]].Role == person.Suspect && commands[r.Text.Words[k].Key]) && !r.passive(k) && !r.noun(k)
}

// answers tells whether a line begins with a name and a colon, as answers do.
func (r *reader) answers(k, a int) bool {
	m := r.MentionAt(k - 1)
	return m != nil && r.Text.Words[a].Line && m.From() == a && k+3 < len(r.Text.Words) && r.Text.Words[k+1].Letters && !r.Text.Words[k+1].Line
}

// quoted marks the words between quotation marks. What is opened in one paragraph may be
// closed some paragraphs on; what is never closed is a slip and ends with its paragraph.
func quoted(a *person.Article) []bool {
	w := a.Text.Words
	out := make([]bool, len(w))
	open := -1 // where the quotation began
	kind := ""
	for i := 0; i < len(w); i++ {
		if open >= 0 && w[i].Line && !goesOn(w, i, kind) {
			open = -1
		}
		switch t := w[i].Text; {
		case open < 0 && (t == "“" || t == "«" || t == `"`):
			open, kind = i, closers[t]
		case open >= 0 && (t == kind || t == "“" && kind == "”" && !w[i].Line && i+1 < len(w) && w[i+1].Mark):
			open = -1
		case open >= 0:
			out[i] = true
		}
	}
	return out
}

var closers = map[string]string{"“": "”", "«": "»", `"`: `"`}

// goesOn tells whether a quotation that is open at the head of a paragraph is closed in it
// or soon behind: at most six paragraphs on, with no other opened before.
func goesOn(w []lexicon.Word, i int, kind string) bool {
	if kind == `"` { // the paragraph must hold an odd number of them
		n := 0
		for k, lines := i, 0; k < len(w); k++ {
			if w[k].Line && k > i {
				if n > 0 {
					break
				}
				if lines++; lines > 3 {
					break
				}
			}
			if w[k].Text == kind {
				n++
			}
		}
		return n%2 == 1
	}
	for k, lines := i, 0; k < len(w); k++ {
		if w[k].Line && k > i {
			if lines++; lines > 6 {
				return false
			}
		}
		switch {
		case w[k].Text == kind:
			return true
		case (w[k].Text == "“" || w[k].Text == "«") && !w[k].Line:
			return false
		}
	}
	return false
}

// words gives a sentence that is nothing but words between quotation marks to whom the
// sentence before it, in the same paragraph, is about.
func (r *reader) words(a, b int) {
	w := r.Text.Words
	closing := closers[w[a].Text]
	if closing == "" && r.quoted[a] && !w[a].Line { // the end of a quotation of two sentences
		for j := a - 1; j > 0 && j > a-90 && closing == ""; j-- {
			if !r.quoted[j] {
				closing = closers[w[j].Text]
			}
			if w[j].Line {
				break
			}
		}
	}
	if closing == "" {
		return
	}
	// “…” - cụ A bồi hồi: the name stands right behind the words.
	for k := a + 1; k+2 < b; k++ {
		if w[k].Text == closing && strings.Contains(",-–", w[k+1].Text) {
			for j := k + 2; j < min(k+8, b); j++ {
				if m := r.MentionAt(j); m != nil && m.First == j && m.From() == k+2 {
					r.add([]int{m.Person}, "words alone", "", a, b)
				}
			}
			return
		}
	}
	if w[a].Line || len(r.last) != 1 {
		return
	}
	end := b - 1
	for end > a && w[end].Mark && w[end].Text != closing {
		end--
	}
	if end > a+3 && w[end].Text == closing && !r.heard(r.last[0], w[a].Start) {
		r.add(r.last, "words alone", "", a, b)
	}
}

// reason gives the words between quotation marks that end a sentence to its subject, where
// they say what for: anh Nam mua máy giặt “để vợ đỡ khổ”.
func (r *reader) reason(subject []int, a, b int) {
	w := r.Text.Words
	if len(subject) != 1 {
		return
	}
	end := b - 1
	for end > a && w[end].Mark && !strings.Contains("”»\"", w[end].Text) {
		end--
	}
	if end < a+5 || !r.quoted[end-1] || r.quoted[end] {
		return
	}
	start := end - 1
	for start > a && r.quoted[start-1] {
		start--
	}
	if end-start >= 3 && start > a && w[start-1].Mark && (w[start].Key == "để" || w[start].Key == "vì" || w[start].Key == "bởi" || w[start].Key == "cho") && !w[start].Upper {
		r.add(subject, "words alone", "", a, b)
	}
}

// before tells whether a phrase stands behind "theo", or in English behind "said".
func (r *reader) before(from, a int) (rule, verb string) {
	w := r.Text.Words
	for j := from - 1; j >= a && j >= from-3; j-- {
		m := r.Ends[j]
		if m == nil {
			if w[j].Key == "ông" || w[j].Key == "bà" {
				continue
			}
			if t := r.field(j, a); t != nil && j == from-1 { // Theo kỹ sư lâm nghiệp Lê Hải Yến
				j, from = t.First, t.First
				continue
			}
			return "", ""
		}
		e := m.Has("verb")
		switch {
		case e != nil && e.Value == "source-preposition":
			return "source", r.Text.Slice(m.First, m.Last)
		case e != nil && e.Value != "none" && r.Language == "en" && m.First > a && (w[m.First-1].Text == "," || strings.Contains("”\"", w[m.First-1].Text)):
			return "subject", r.Text.Slice(m.First, m.Last)
		case e != nil && e.Value != "none" && m.First > a && strings.Contains("”\"", w[m.First-1].Text): // "…", chia sẻ của; "…" - nói chị A
			return "subject", r.Text.Slice(m.First, m.Last)
		case m.Has("title") != nil || m.Has("honorific") != nil:
			j = m.First
			continue
		}
		return "", ""
	}
	return "", ""
}

// field is the title with its field in small letters that ends at word j: "kỹ sư lâm
// nghiệp", nil if there is none.
func (r *reader) field(j, a int) *lexicon.Match {
	w := r.Text.Words
	for k := j; k >= a && k > j-4 && w[k].Letters && !w[k].Upper; k-- {
		if t := r.Ends[k]; t != nil {
			if t.Has("title") == nil {
				return nil
			}
			return t
		}
	}
	return nil
}

// linking are words that bind what follows them to what stands before: it is no subject.
var linking = map[string]bool{"của": true, "cho": true, "với": true, "về": true, "và": true, "bởi": true, "từ": true, "tới": true, "đến": true, "gặp": true,
	"cùng": true, "giúp": true, "bị": true, "được": true, "do": true, "tặng": true, "trao": true, "mời": true, "gọi": true, "như": true, "with": true, "of": true, "for": true, "to": true, "from": true, "by": true, "là": true}

// free tells whether a mention can be a subject: nothing binds it to a word before, or
// what binds it makes it one of several subjects.
func (r *reader) free(m *person.Mention, a int) bool {
	w := r.Text.Words
	j := m.From() - 1
	if r.OfAnother(m) {
		return false
	}
	if j < a {
		return true
	}
	switch key := w[j].Key; {
	case key == "và" || key == "and" || key == "là":
		return true
	case linking[key]:
		return false
	}
	if r.Ends[j].Has("kin") != nil && !w[m.From()].Line && m.Honorific != "" { // chồng chị L.: whose husband he is
		return false
	}
	e := r.Ends[j].Has("verb")
	return e == nil || e.Value == "source-preposition"
}

// passive tells whether a verb is done to the subject.
func (r *reader) passive(k int) bool {
	for j := k - 1; j >= 0 && j >= k-2; j-- {
		switch r.Text.Words[j].Key {
		case "bị", "được":
			return true
		}
		if r.Text.Words[j].Mark {
			return false
		}
	}
	return false
}

// noun tells whether a word for saying is a thing here: "lời khai", "bản báo cáo",
// "theo yêu cầu", "những chia sẻ".
func (r *reader) noun(k int) bool {
	if k == 0 {
		return false
	}
	switch r.Text.Words[k-1].Key {
	case "không":
		return r.Text.Words[k].Key != "thừa" // không thừa nhận is said as well
	case "lời", "bản", "theo", "những", "các", "sự", "buổi", "bài", "việc", "một", "cuộc", "đơn", "có", "của", "quyết", "để", "biết", "chưa", "dám", "sợ", "đừng", "muốn", "học", "dạy", "hay":
		return true
	}
	return false
}

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// pronounGender are the words that may stand for somebody named before, with whom they mean;
// of an unknown gender are those that only point to whom the same word has introduced.
var pronounGender = map[string]person.Gender{"ông": person.Male, "anh": person.Male, "bà": person.Female, "chị": person.Female, "cô": person.Female,
	"em": person.Unknown, "cháu": person.Unknown, "thầy": person.Male, "bác": person.Unknown, "cụ": person.Unknown, "chú": person.Male,
	"he": person.Male, "she": person.Female, "hắn": person.Male}

// pronoun is the person for whom the word at k stands, -1 if it is no pronoun or none is near.
func (r *reader) pronoun(k, a int) int {
	w := r.Text.Words
	g, ok := pronounGender[w[k].Key]
	if !ok || r.MentionAt(k+1) != nil {
		return -1
	}
	if k > a && !w[k-1].Mark && !openers[w[k-1].Key] {
		return -1
	}
	if k+1 < len(w) && w[k+1].Upper {
		return -1
	}
	if m := r.At[k]; m != nil && m.Last-m.First > 1 {
		return -1
	}
	// The person of this gender, or with this courtesy word, named last.
	near, exact := -1, -1
	for j := max(0, k-pronounReach); j < k; j++ {
		m := r.MentionAt(j)
		if m == nil || m.First != j {
			continue
		}
		p := &r.Persons[m.Person]
		if m.Honorific == w[k].Key {
			exact = m.Person
		} else if g != person.Unknown && (p.Gender == g || p.Gender == person.Unknown) {
			near = m.Person
		}
	}
	if exact >= 0 {
		return exact
	}
	return near
}

// How many words back a pronoun and an office may point: a paragraph or two, and most of an
// article, as an office is said again less often.
const (
	pronounReach = 220
	officeReach  = 400
)

// openers are the words behind which a pronoun can open a clause.
var openers = map[string]bool{"và": true, "nhưng": true, "nên": true, "theo": true, "nay": true, "giờ": true, "đó": true, "thì": true}

// clause are words behind which somebody else becomes the subject.
var clause = map[string]bool{"việc": true, "khi": true, "rằng": true, "mà": true, "nếu": true}

// commands open what the accused want of others, which is part of the deed.
var commands = map[string]bool{"chỉ": true, "yêu": true, "giao": true, "lệnh": true, "đòi": true, "gợi": true}

// joins tells whether two names are joined as the subjects of one verb: "A và B".
func (r *reader) joins(end, from int) bool {
	if end < 0 {
		return false
	}
	for k := end; k < from; k++ {
		switch r.Text.Words[k].Key {
		case "và", "cùng", "and":
			return k == from-1
		}
		if r.Text.Words[k].Letters && r.At[k] == nil {
			return false
		}
	}
	return false
}

// office is the person for whom a title at the head of a sentence stands: "Phó Chủ tịch
// nước bày tỏ ...", after somebody was named with it. The person is -1 if there is none.
func (r *reader) office(k, a int) (person, end int) {
	t := r.At[k]
	if k != a || t.Has("title") == nil || t.Last >= len(r.At) {
		return -1, 0
	}
	end = t.Last
	for end < len(r.At) && (r.At[end].Has("body") != nil || r.At[end].Has("admin") != nil) { // Chủ tịch HĐND tỉnh
		end = r.At[end].Last
	}
	if end-t.First < 2 || end >= len(r.At) || r.At[end].Has("verb") == nil {
		return -1, 0
	}
	phrase := strings.ToLower(r.Text.Slice(t.First, end))
	person = -1
	for j := max(0, k-officeReach); j < k; j++ {
		if m := r.MentionAt(j); m != nil && (end == t.Last && m.Title() == t.Has("title").Term || strings.Contains(strings.ToLower(r.Persons[m.Person].RoleProof.Words+r.behind(m)), phrase)) {
			person = m.Person
		}
	}
	return person, end
}

// behind is what stands behind a name, as far as its office may reach.
func (r *reader) behind(m *person.Mention) string {
	end := m.Last
	for end < min(m.Last+12, len(r.Stops)) && !r.Stops[end] && r.Text.Words[end].Text != ";" && (end == m.Last || r.MentionAt(end) == nil) {
		end++
	}
	return r.Text.Slice(m.Last, end)
}

// add gives persons the sentence from word a up to b.
func (r *reader) add(persons []int, rule, verb string, a, b int) {
	w := r.Text.Words
	start, end := w[a].Start, w[b-1].End
	text := r.Text.Source[start:end]
	direct := strings.ContainsAny(text, "“”\"«»")
	for _, p := range persons {
		r.out = append(r.out, Quote{p, rule, verb, direct, start, end})
	}
	if direct && len(persons) == 1 {
		r.whole(persons[0], a, b)
	}
}
