package person

import (
	"strings"
	"unicode/utf8"
)

// gender is what the text says of a person, the surest cue first: a courtesy word, a kin
// word, nữ or nam, Thị or Văn, a pronoun, then what the name is mostly given to.
func (s *scan) gender(p int) (Gender, Proof) {
	one := &s.Persons[p]
	for _, kin := range []bool{false, true} {
		for _, i := range one.Mentions {
			m := &s.Mentions[i]
			if (m.gender == Female || m.gender == Male) && m.kin == kin {
				cue := "courtesy word"
				if kin {
					cue = "kin word"
				}
				return m.gender, s.proof(cue, m.from, m.Last, 0.99)
			}
		}
	}
	if g, proof := s.around(one); g != Unknown {
		return g, proof
	}
	named, proof := s.fromName(one)
	if named == Unknown {
		if g, proof := s.spouse(one); g != Unknown {
			return g, proof
		}
	}
	if proof.Confidence < 0.95 {
		if g, proof := s.pronoun(one); g != Unknown {
			return g, proof
		}
	}
	return named, proof
}

// proof quotes the words from first up to last.
func (s *scan) proof(cue string, first, last int, confidence float64) Proof {
	first, last = max(first, 0), min(last, len(s.Text.Words))
	if first >= last {
		return Proof{Cue: cue, Confidence: confidence}
	}
	return Proof{cue, s.Text.Slice(first, last), s.Text.Words[first].Start, s.Text.Words[last-1].End, confidence}
}

// around looks for nữ, nam and kin words that belong to a mention: "nữ giám đốc A",
// "A, con gái ông B", "chồng chị là Thiếu tá A".
func (s *scan) around(one *Person) (Gender, Proof) {
	w := s.Text.Words
	for _, i := range one.Mentions {
		m := &s.Mentions[i]
		for j, steps := m.from-1, 0; j >= 0 && steps < 4; j, steps = j-1, steps+1 {
			if w[j+1].Line || s.Stops[j+1] || s.of[j] >= 0 && w[j+1].Key != "là" {
				break
			}
			t := s.Ends[j]
			if t == nil {
				if w[j].Key == "là" && j > 0 {
					if g, at := s.kinOf(j); g == Female || g == Male {
						return g, s.proof("kin word", at, m.Last, 0.97)
					}
				}
				if w[j].Mark || w[j].Key == "và" {
					break
				}
				continue
			}
			for _, kind := range []string{"noun", "kin", "honorific"} {
				if e := t.Has(kind); e != nil && (e.Value == "F" || e.Value == "M") && (kind == "noun" || steps == 0) {
					return Gender(e.Value), s.proof("nữ, nam", t.First, m.Last, 0.97)
				}
			}
			j = t.First
		}
		// Within the title: nữ, hoa hậu.
		if m.title != nil {
			if e := m.title.Has("title"); e.Note != "" {
				return Gender(e.Note), s.proof("title", m.title.First, m.Last, 0.97)
			}
			for k := m.title.Last; k < m.First; k++ { // VĐV nữ A
				if g := sexes[w[k].Key]; g != "" && !w[k].Upper && w[k-1].Key != "phụ" {
					return g, s.proof("nữ, nam", m.title.First, m.Last, 0.97)
				}
			}
			if f := m.title.First; f > 0 && !w[f].Line && !s.Stops[f] && (w[f-1].Key == "nữ" || w[f-1].Key == "nam") {
				g := Female
				if w[f-1].Key == "nam" {
					g = Male
				}
				return g, s.proof("nữ, nam", f-1, m.Last, 0.97)
			}
		}
		// Behind the name: ", con gái ông B", "(nữ, 35 tuổi)".
		if k := m.Last; k+1 < len(w) && (w[k].Text == "," || w[k].Text == "(" || w[k].Text == "-" || w[k].Text == "–" || w[k].Key == "là") && !w[k].Line {
			if t := s.At[k+1]; t != nil && !w[k+1].Upper && !(w[k].Key == "là" && m.from > 0 && placed[w[m.from-1].Key] && !s.Stops[m.from]) {
				if e := t.Has("title"); e != nil && e.Note != "" { // A, nam kình ngư
					return Gender(e.Note), s.proof("title", m.First, t.Last, 0.95)
				}
				for _, kind := range []string{"kin", "noun"} {
					if e := t.Has(kind); e != nil && (e.Value == "F" || e.Value == "M") {
						return Gender(e.Value), s.proof("kin word", m.First, t.Last, 0.95)
					}
				}
			}
		}
	}
	return s.stepped(one)
}

// stepped looks past an age and a job behind a name for the kin word that says whose relative
// its bearer is: "A, 41 tuổi, thợ hàn, cha dượng của cháu".
func (s *scan) stepped(one *Person) (Gender, Proof) {
	w := s.Text.Words
	for _, i := range one.Mentions {
		m := &s.Mentions[i]
		if m.Last >= len(w) || w[m.Last].Text != "," {
			continue
		}
		for k, commas := m.Last, 0; k+1 < min(m.Last+16, len(w)) && !s.Stops[k] && s.of[k] < 0 && !s.saysAt(k) && !w[k].Line; k++ {
			if w[k].Text != "," {
				continue
			}
			if commas++; commas > 4 {
				break
			}
			t := s.At[k+1]
			if e := t.Has("kin"); e != nil && !w[k+1].Upper && (e.Value == "F" || e.Value == "M") && t.Last < len(w) && (w[t.Last].Key == "của" || w[t.Last].Mark || s.At[t.Last].Has("honorific") != nil || s.At[t.Last].Has("title") != nil) {
				return Gender(e.Value), s.proof("kin word", m.First, t.Last, 0.9)
			}
		}
	}
	return Unknown, Proof{}
}

var sexes = map[string]Gender{"nữ": Female, "nam": Male}

// plainly is the gender that courtesy words, Thị or Văn say of a person.
func (s *scan) plainly(p int) Gender {
	for _, i := range s.Persons[p].Mentions {
		if g := s.Mentions[i].gender; g == Female || g == Male {
			return g
		}
	}
	if f := strings.Fields(s.plain(p)); len(f) > 2 {
		switch f[1] {
		case "thị":
			return Female
		case "văn":
			return Male
		}
	}
	return Unknown
}

// contested looks in the clause of a player's name for women's or men's sport: "A (né búa
// nữ, Malaysia)", "A là VĐV nữ xuất sắc nhất", "1.500m nữ (A)".
func (s *scan) contested(one *Person) (Gender, Proof) {
	w := s.Text.Words
	for _, i := range one.Mentions {
		m := &s.Mentions[i]
		a, b := s.sentence(m.First)
		for k := m.Last; k < min(s.clauseEnd(m.Last, b), m.Last+16); k++ {
			if g := sexes[w[k].Key]; g != "" && !w[k].Upper && w[k-1].Key != "phụ" && w[k-1].Key != "tuyển" {
				return g, s.proof("nữ, nam", m.First, k+1, 0.85)
			}
		}
		for k := m.from - 1; k > max(a, m.from-7) && s.of[k] < 0; k-- {
			if g := sexes[w[k].Key]; g != "" && !w[k].Upper && w[k-1].Key != "phụ" && w[k-1].Key != "tuyển" {
				return g, s.proof("nữ, nam", k, m.Last, 0.85)
			}
		}
	}
	return Unknown, Proof{}
}

// dressed looks in the clause of a star's name for what women alone are said to wear or be.
func (s *scan) dressed(one *Person) (Gender, Proof) {
	for _, i := range one.Mentions {
		m := &s.Mentions[i]
		_, b := s.sentence(m.First)
		end := min(s.clauseEnd(m.Last, b), m.Last+18)
		if hasAny(s.keys(m.Last, end), "váy", "đầm", "chân váy", "nữ tính", "người đẹp", "mỹ nhân", "nàng thơ", "đả nữ", "nàng hậu", "bà mẹ một con", "bà xã") {
			return Female, s.proof("dress", m.First, end, 0.8)
		}
	}
	return Unknown, Proof{}
}

// kinOf looks before "là" at word j for the kin word that says who follows: "chồng chị
// là", "vợ của anh Nam là"; the gender is "" if there is none.
func (s *scan) kinOf(j int) (Gender, int) {
	for k := j - 1; k >= 0 && k >= j-6; k-- {
		if s.Text.Words[k].Mark {
			return "", 0
		}
		if t := s.Ends[k]; t != nil {
			if e := t.Has("kin"); e != nil && e.Term != "ba" { // ba người: three
				return Gender(e.Value), t.First
			}
			k = t.First
		}
		if s.Stops[k] {
			return "", 0
		}
	}
	return "", 0
}

// spouse looks in the clause of a name for the husband or wife whom its bearer has: "A mới
// công bố chuyện chia tay chồng".
func (s *scan) spouse(one *Person) (Gender, Proof) {
	w := s.Text.Words
	for _, i := range one.Mentions {
		m := &s.Mentions[i]
		_, b := s.sentence(m.First)
		for k, end := m.Last, min(s.clauseEnd(m.Last, b), m.Last+14); k < end; k++ {
			e := s.At[k].Has("kin")
			if e == nil || w[k-1].Mark || w[k-1].Key == "là" || s.At[k].Last < len(w) && w[s.At[k].Last].Upper && !w[s.At[k].Last].Line {
				continue
			}
			switch e.Term {
			case "chồng", "chồng cũ", "người chồng", "ông xã", "bạn trai":
				return Female, s.proof("spouse", m.First, s.At[k].Last, 0.8)
			case "vợ", "vợ cũ", "người vợ", "bà xã", "bạn gái":
				return Male, s.proof("spouse", m.First, s.At[k].Last, 0.8)
			}
		}
	}
	return Unknown, Proof{}
}

// alien tells whether a word without marks is no Vietnamese syllable.
func (s *scan) alien(i int) bool {
	w := &s.Text.Words[i]
	return !w.Initials && len(w.Key) > 1 && w.Key == w.Fold && !syllable(w.Fold) && !strings.Contains(w.Key, "'")
}

// easts are family names of Korea and China, which stand first.
var easts = words("kim lee park choi yoon moon jung han cho kang lim shin song jang xi li wang zhang liu chen yang zhao wu zhou peng")

var linked = words("khi vì nhưng do thì lúc nên rằng")

// sole tells whether the article speaks of few enough persons that "nam nghệ sĩ" is the last
// one named.
func (s *scan) sole() bool { return len(s.Persons) <= 12 }

// lone tells whether a mention is the only one in its sentence.
func (s *scan) lone(m *Mention) bool {
	a, b := s.sentence(m.First)
	for k := a; k < b; k++ {
		if s.of[k] >= 0 && s.Mentions[s.of[k]].Person != m.Person {
			return false
		}
	}
	return true
}

var pronouns = map[string]Gender{"ông": Male, "anh": Male, "bà": Female, "chị": Female, "cô": Female, "he": Male, "she": Female, "ông ấy": Male, "bà ấy": Female, "hắn": Male, "gã": Male}

// pronoun looks at the head of the next sentence for a pronoun that can mean nobody else.
func (s *scan) pronoun(one *Person) (Gender, Proof) {
	w := s.Text.Words
	for _, i := range one.Mentions {
		m := &s.Mentions[i]
		other := -1 // whom the sentence of which this one is the subject names as well
		subject := s.Stops[m.from] && !s.OfAnother(m)
		for k := m.Last; k < len(w); k++ {
			if s.of[k] >= 0 && s.Mentions[s.of[k]].Person != m.Person {
				if !subject || other >= 0 && other != s.Mentions[s.of[k]].Person || s.Stops[k] {
					break
				}
				other = s.Mentions[s.of[k]].Person
				continue
			}
			if w[k].Line && k > m.Last && !s.Stops[k] {
				break
			}
			if other >= 0 {
				if !s.Stops[k] {
					continue
				}
				if g := pronouns[w[k].Key]; g != "" && k+1 < len(w) && !w[k+1].Upper && !w[k+1].Mark && s.At[k].Last == k+1 && s.plainly(other) != g && s.plainly(other) != Unknown {
					return g, s.proof("pronoun", k, min(k+3, len(w)), 0.85)
				}
				break
			}
			if g := sexes[w[k].Key]; g != "" && !s.Stops[k] && !w[k].Upper && k > m.Last && s.titleAt(k+1) && w[k-1].Key != "phụ" && (Role(s.At[k+1].Has("title").Value) == Celebrity || Role(s.At[k+1].Has("title").Value) == Athlete) && s.At[k+1].Last < len(w) && !w[s.At[k+1].Last].Upper && !several[w[k-1].Key] && !w[k-1].Digits && s.sole() {
				return g, s.proof("nữ, nam", k, s.At[k+1].Last, 0.85)
			}
			if !s.Stops[k] {
				if g, ok := pronouns[w[k].Key]; ok && k > m.Last && (w[k-1].Text == ";" || linked[w[k-1].Key] && s.lone(m)) && k+1 < len(w) && !w[k+1].Upper && s.At[k].Last == k+1 { // A mở lớp; anh nói
					return g, s.proof("pronoun", k, k+1, 0.9)
				}
				continue
			}
			if (w[k].Key == "nữ" || w[k].Key == "nam") && s.titleAt(k+1) && s.At[k+1].Last < len(w) && !w[s.At[k+1].Last].Upper {
				g := Female
				if w[k].Key == "nam" {
					g = Male
				}
				return g, s.proof("nữ, nam", k, s.At[k+1].Last, 0.9)
			}
			if t := s.At[k]; t.Has("title") != nil && t.Has("title").Note != "" && t.Last < len(w) && !w[t.Last].Upper {
				return Gender(t.Has("title").Note), s.proof("nữ, nam", k, t.Last, 0.9)
			}
			g, ok := pronouns[w[k].Key]
			if ok && k+1 < len(w) && (s.At[k] == nil || s.At[k].Last == k+1) && !w[k+1].Upper && !w[k+1].Mark {
				return g, s.proof("pronoun", k, min(k+3, len(w)), 0.9)
			}
			if k > m.Last {
				break
			}
		}
	}
	return Unknown, Proof{}
}

// fromName is the gender that the name itself suggests.
func (s *scan) fromName(one *Person) (Gender, Proof) {
	m := &s.Mentions[one.Mentions[0]]
	for _, i := range one.Mentions {
		if s.Mentions[i].Name == one.Name {
			m = &s.Mentions[i]
		}
	}
	first := m.First
	prove := func(cue string, c float64) Proof { return s.proof(cue, first, m.Last, c) }
	f := strings.Fields(m.plain)
	if len(f) >= 3 && f[1] == "thị" {
		return Female, prove("Thị", 0.98)
	}
	if g := s.names.stage[m.plain]; g != "" && (s.stage() || s.match() || m.title != nil && s.famous(cue{"title", m.title})) {
		return g, prove("stage name", 0.95)
	}
	if g := s.names.foreign[f[0]]; g != "" && (m.Rule == "foreign name" || s.names.surname[f[0]] == 0) {
		return g, prove("foreign name", 0.9)
	}
	last := f[len(f)-1]
	if g := s.names.foreign[last]; g != "" && len(f) > 1 && easts[f[0]] { // the given name behind the family name
		return g, prove("foreign name", 0.9)
	}
	if len(f) > 1 && s.alien(m.Last-1) { // Slavic family names
		switch {
		case strings.HasSuffix(last, "ova") || strings.HasSuffix(last, "eva") || strings.HasSuffix(last, "skaya"):
			return Female, prove("foreign name", 0.9)
		case strings.HasSuffix(last, "ov") || strings.HasSuffix(last, "ev") || strings.HasSuffix(last, "sky") || strings.HasSuffix(last, "skiy"):
			return Male, prove("foreign name", 0.8)
		}
	}
	if len(f) == 3 && (f[1] == "a" || f[1] == "mí" || f[1] == "mý") && s.names.surname[f[0]] > 0 { // of the Mông
		return Male, prove("name", 0.85)
	}
	if m.Rule == "foreign name" && strings.HasSuffix(f[0], "a") && len(f[0]) > 3 {
		return Female, prove("foreign name", 0.7)
	}
	if strings.HasPrefix(f[0], "h'") {
		return Female, prove("name", 0.95)
	}
	if strings.HasPrefix(f[0], "k'") || f[0] == "y" && len(f) > 1 || f[0] == "a" && len(f) == 2 {
		return Male, prove("name", 0.8)
	}
	if w := &s.Text.Words[m.Last-1]; w.Initials || utf8.RuneCountInString(w.Key) == 1 {
		// Initials: T. in the middle is mostly Thị, V. mostly Văn.
		switch {
		case len(f) >= 2 && f[1] == "thị" || len(f) >= 3 && f[1] == "t":
			return Female, prove("initials", 0.85)
		case len(f) >= 2 && f[1] == "văn" || len(f) >= 3 && (f[1] == "v" || f[1] == "đ"):
			return Male, prove("initials", 0.85)
		}
		return Unknown, Proof{}
	}
	plain := s.Language == "en"
	if s.alien(m.First) { // the table knows Vietnamese names
		return Unknown, Proof{}
	}
	if len(f) >= 3 {
		switch {
		case plain && f[1] == "thi":
			return Female, prove("Thị", 0.98)
		case f[1] == "văn" && f[0] != "văn" || plain && f[1] == "van":
			return Male, prove("Văn", 0.98)
		}
	}
	if plain {
		for i := range min(len(f), m.Last-m.First) {
			f[i] = s.Text.Words[m.First+i].Fold
		}
	}
	if len(f) == 2 && m.title != nil && s.names.surname[f[0]] < 50 { // a stage name has no family name
		f = append([]string{""}, f...)
	}
	if g, p := s.names.byName(f, plain); g != Unknown {
		return g, prove("name", p)
	}
	return Unknown, Proof{}
}
