package unit

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"binhdang/internal/period"
	"binhdang/internal/vn"
)

// A nameIndex finds units by any name they ever had.
type nameIndex struct {
	byName map[string][]*entry // by the loosened fold of the name without type
	all    []*entry
}

// entry is one name of one unit.
type entry struct {
	unit *Unit
	name string // as written
	kind string // type that went with it
	key  words
	full words  // the type and key
	fold string // of key
}

func newIndex(list []*Unit) nameIndex {
	x := nameIndex{byName: make(map[string][]*entry, len(list))}
	types := map[string]words{}
	add := func(u *Unit, name, kind string) {
		for i := len(x.all) - 1; i >= 0 && x.all[i].unit == u; i-- {
			if x.all[i].name == name && x.all[i].kind == kind {
				return
			}
		}
		key := split(name)
		if len(key) == 0 {
			return
		}
		t, ok := types[kind]
		if !ok {
			t = split(kind)
			types[kind] = t
		}
		full := slices.Concat(t, key)
		e := &entry{u, name, kind, full[len(t):], full, key.fold()}
		x.all = append(x.all, e)
		loose := loosen(e.fold)
		x.byName[loose] = append(x.byName[loose], e)
	}
	for _, u := range list {
		for _, v := range u.Versions {
			add(u, v.Name, v.Type)
			if u.Level == Organisation && v.FullName != "" {
				add(u, v.FullName, v.Type)
			}
			if v.AltName != "" {
				add(u, bare(v.AltName, v.Type), v.Type)
			}
		}
	}
	return x
}

// bare is a name without its type.
func bare(name, kind string) string {
	first := strings.Fields(kind)
	rest := strings.Fields(name)
	if len(rest) <= len(first) || !strings.EqualFold(strings.Join(rest[:len(first)], " "), kind) {
		return name
	}
	return strings.Join(rest[len(first):], " ")
}

// word is a word as it is compared: folded, and with its marks, the tone moved
// to the end so that hòa and hoà are the same.
type word struct{ fold, mark string }

type words []word

// split makes the words of a text. Punctuation parts words, apostrophes do not
// (Ea H'Leo), and leading zeros of a number do not count (Phường 01).
func split(text string) words {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '`' || r == '´':
			return -1
		case unicode.IsPunct(r) || unicode.IsSymbol(r):
			return ' '
		}
		return r
	}, text)
	var out words
	for _, f := range strings.Fields(text) {
		fold := vn.Fold(f)
		if fold == "" || strings.Contains(fold, " ") {
			continue
		}
		if digits(fold) {
			if fold = strings.TrimLeft(fold, "0"); fold == "" {
				fold = "0"
			}
			out = append(out, word{fold, fold})
			continue
		}
		out = append(out, word{fold, mark(f)})
	}
	return out
}

// mark is a word in lower case with its tone at the end.
func mark(s string) string {
	var b strings.Builder
	tone := rune(-1)
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch r {
		case '\u0300', '\u0301', '\u0303', '\u0309', '\u0323':
			tone = r
		default:
			b.WriteRune(r)
		}
	}
	if tone >= 0 {
		b.WriteRune(tone)
	}
	return b.String()
}

// marked tells whether any word has a mark: who writes none means any.
func (w words) marked() bool {
	return slices.ContainsFunc(w, func(x word) bool { return x.fold != x.mark })
}

func (w words) fold() string {
	s := make([]string, len(w))
	for i := range w {
		s[i] = w[i].fold
	}
	return strings.Join(s, " ")
}

// loosen puts i for y in a folded name, as both spellings are in use (Sĩ, Sỹ).
func loosen(fold string) string { return strings.ReplaceAll(fold, "y", "i") }

// kinds are the types of places as people write them, folded.
var kinds = []struct {
	words  []string
	kind   string
	levels []Level
}{
	{[]string{"thanh", "pho"}, "thành phố", []Level{Province, District}},
	{[]string{"thi", "tran"}, "thị trấn", []Level{Commune}},
	{[]string{"dac", "khu"}, "đặc khu", []Level{Commune}},
	{[]string{"thi", "xa"}, "thị xã", []Level{District}},
	{[]string{"tinh"}, "tỉnh", []Level{Province}},
	{[]string{"tp"}, "thành phố", []Level{Province, District}},
	{[]string{"quan"}, "quận", []Level{District}},
	{[]string{"huyen"}, "huyện", []Level{District}},
	{[]string{"tx"}, "thị xã", []Level{District}},
	{[]string{"phuong"}, "phường", []Level{Commune}},
	{[]string{"xa"}, "xã", []Level{Commune}},
	{[]string{"tt"}, "thị trấn", []Level{Commune}},
	{[]string{"dk"}, "đặc khu", []Level{Commune}},
	{[]string{"q"}, "quận", []Level{District}},
	{[]string{"h"}, "huyện", []Level{District}},
	{[]string{"p"}, "phường", []Level{Commune}},
	{[]string{"x"}, "xã", []Level{Commune}},
}

// offices are words before a place's name that mean the place as one who reports.
var offices = [][]string{{"uy", "ban", "nhan", "dan"}, {"ubnd"}}

// bodies are the words that names of bodies begin with.
var bodies = func() (out []words) {
	for _, s := range []string{"sở", "ban", "hội", "đoàn", "tỉnh đoàn", "thành đoàn", "huyện đoàn", "quận đoàn", "xã đoàn",
		"trường", "học viện", "đại học", "đảng ủy", "tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "ubmttq", "mttq", "mặt trận",
		"ủy ban mặt trận", "ủy ban mttq", "công an", "bộ chỉ huy", "ban chỉ huy", "báo", "đài", "tạp chí", "trung tâm", "phòng",
		"văn phòng", "chi cục", "cục", "tổng cục", "viện", "bệnh viện", "trạm y tế", "liên đoàn", "công đoàn", "liên minh",
		"công ty", "tổng công ty", "tập đoàn", "doanh nghiệp", "hợp tác xã", "ngân hàng", "tòa án", "thư viện", "quỹ"} {
		out = append(out, split(s))
	}
	return out
}()

// isBody tells whether a text begins as names of bodies do; with marks, if it has
// any: Phong Châu is no phòng.
func isBody(text string) bool {
	w := split(text)
	marked := w.marked()
	return slices.ContainsFunc(bodies, func(b words) bool {
		if len(w) < len(b) {
			return false
		}
		return slices.EqualFunc(w[:len(b)], b, func(x, y word) bool { return x.fold == y.fold && (!marked || x.mark == y.mark) })
	})
}

func (w words) starts(with []string) bool {
	if len(w) <= len(with) {
		return false
	}
	for i, s := range with {
		if w[i].fold != s {
			return false
		}
	}
	return true
}

// reading is one way to take a text: a name, and a type if one stands before it.
type reading struct {
	name   words
	kind   string
	levels []Level
	fold   string // of name
}

// readings are the ways to take a text. "Quan Sơn" may be a name or the district
// Sơn, so all ways are tried.
func readings(w words) []reading {
	out := []reading{{name: w, fold: w.fold()}}
	for _, o := range offices {
		if w.starts(o) {
			w = w[len(o):]
			out = append(out, reading{name: w, fold: w.fold()})
			break
		}
	}
	for _, k := range kinds {
		if w.starts(k.words) {
			name := w[len(k.words):]
			out = append(out, reading{name, k.kind, k.levels, name.fold()})
		}
	}
	return out
}

// match is a unit found by name; the higher, the better it fits.
type match struct {
	unit  *Unit
	fit   int
	as    int    // how much of what was written is the name, whatever the day
	entry *entry // the name by which it was found
}

// named returns the units that bear or bore the name, each once, whether they are
// in force on the day or not. Marks part names only if the writer uses them.
func (t *Tree) named(w words, marked bool, d period.Day) []match {
	best := map[*Unit]match{}
	for _, r := range readings(w) {
		loose := loosen(r.fold)
		for _, x := range []nameIndex{t.index(), t.orgIndex()} {
			for _, e := range x.byName[loose] {
				if r.levels != nil && !slices.Contains(r.levels, e.unit.Level) {
					continue
				}
				m := best[e.unit]
				if fit := e.fit(r, marked, d); fit > m.fit {
					m.unit, m.fit, m.entry = e.unit, fit, e
				}
				m.as = max(m.as, e.as(r, marked))
				best[e.unit] = m
			}
		}
	}
	out := make([]match, 0, len(best))
	for _, m := range best {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b match) int { return int(a.unit.ID - b.unit.ID) })
	return out
}

// fit weighs spelling first, then whether the name is the one of the day, then
// whether the type is.
func (e *entry) fit(r reading, marked bool, d period.Day) int {
	fit := 1 + 100*e.spelled(r, marked)
	v, ok := e.unit.At(d)
	if ok && (v.Name == e.name || e.unit.Level == Organisation && v.FullName == e.name) {
		fit += 10
	}
	switch {
	case r.kind == "":
	case ok && v.Type == r.kind:
		fit += 2
	case e.kind == r.kind:
		fit++
	}
	return fit
}

// spelled is 2 where the marks are those of the name, 1 where the letters are.
func (e *entry) spelled(r reading, marked bool) int {
	switch {
	case marked && slices.Equal(r.name, e.key):
		return 2
	case r.fold == e.fold:
		return 1
	}
	return 0
}

// as weighs spelling first, then whether the type is one that went with the name:
// "Xã Hạ Long" is written as the name of a xã, and not as that of the phường.
func (e *entry) as(r reading, marked bool) int {
	as := 2 * e.spelled(r, marked)
	if r.kind == "" || e.kind == r.kind {
		as++
	}
	return as
}

// days are the first and the last day of the name, 0 for open ones, and the
// version that bore it.
func (e *entry) days() (v *Version, first, last period.Day) {
	for i := range e.unit.Versions {
		w := &e.unit.Versions[i]
		if w.Type != e.kind || w.Name != e.name && w.FullName != e.name && bare(w.AltName, w.Type) != e.name {
			continue
		}
		if v == nil {
			first = w.First
		}
		v, last = w, w.Last
	}
	return v, first, last
}
