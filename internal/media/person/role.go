package person

import (
	"strings"

	"binhdang/internal/media/lexicon"
)

// Words that tell the part of who stands near them.
var (
	// done to somebody who is harmed, before the name or by the one named
	violence = []string{"xâm hại", "đánh", "đâm", "chém", "sát hại", "hành hung", "hiếp dâm", "giết", "dâm ô", "bạo hành", "tấn công", "làm nhục", "quấy rối", "lừa bán", "cưỡng bức", "khống chế", "trói", "bắt cóc", "cưỡng hôn", "bóp cổ", "đánh đập", "tạt axit", "quay lén", "bắt nạt", "lăng mạ", "truy sát"}
	// the same, and what harms only behind "bị"
	harms = append([]string{"lừa", "bán", "ép", "bỏng", "thương", "đuổi", "chửi", "dụ dỗ", "đốt", "nhốt"}, violence...)
	// done to somebody who is accused, behind "bị"
	charged = []string{"bắt", "khởi tố", "tạm giữ", "tạm giam", "truy tố", "tuyên", "tuyên phạt", "phạt", "phạt tù", "cáo buộc", "tố", "tố cáo", "xử phạt", "kết án", "truy nã", "đưa ra xét xử", "điều tra", "triệu tập", "đề nghị truy tố"}
	// what the accused do
	crimes = []string{"khai nhận", "khai", "bỏ trốn", "đầu thú", "gây án", "lừa đảo", "chiếm đoạt", "lĩnh án", "lãnh án", "was arrested", "was detained", "thừa nhận hành vi"}
	lost   = []string{"tử vong", "qua cơn nguy kịch", "thiệt mạng", "mất tích", "qua đời sau vụ", "nguy kịch", "không nhận được hàng", "was abused", "was beaten", "was killed"}
	sport  = []string{"huy chương", "hcv", "hcb", "hcđ", "hạng cân", "đoạt vàng", "đoạt bạc", "giành vàng", "ghi bàn", "ippon", "chung kết", "bán kết", "kỷ lục", "vô địch", "hạng dưới", "đối thủ", "tấm vàng", "cú đúp", "giành hcv", "gold medal", "về nhất", "đội tuyển"}
	star   = []string{"vương miện", "sân khấu", "showbiz", "nhan sắc", "liveshow", "thảm đỏ", "album", "đêm nhạc", "đăng quang", "hoa hậu", "á hậu", "người đẹp"}
	trade  = []string{"doanh thu", "homestay", "khởi nghiệp", "mở tiệm", "mở quán", "mở xưởng", "mở cửa hàng", "thương hiệu", "lập doanh nghiệp", "thành lập doanh nghiệp", "thành lập hợp tác xã", "thành lập công ty"}
	near   = []string{"hợp tác xã", "cửa hàng", "công ty", "tổ hợp tác", "xưởng", "tiệm", "quán"}
	seen   = []string{"chứng kiến", "nghe tiếng kêu", "nghe tiếng kêu cứu", "phát hiện thi thể", "nhìn thấy vụ", "can ngăn"}
)

// role is the part that a person has: by the title next to the name, by what is said
// behind it, by what happens in the sentence, else an ordinary person.
func (s *scan) role(p int) (Role, Proof) {
	one := &s.Persons[p]
	if kin, ok := s.related(one); ok {
		if r, proof := s.event(one); (r == Victim || r == Suspect) && (proof.Cue != "initials" || kin.Cue != "kin word behind") {
			return r, proof
		}
		return Relative, kin
	}
	for _, i := range one.Mentions {
		if m := &s.Mentions[i]; !s.Stops[m.from] && hasAny(s.keys(max(m.from-2, 0), m.from), "tố cáo", "tố giác", "tố") && s.of[m.from-1] < 0 {
			return Suspect, s.proof("event", m.from-2, m.Last, 0.7)
		}
	}
	var weak Role
	var weakProof Proof
	for _, i := range one.Mentions {
		m := &s.Mentions[i]
		var found Role
		var proof Proof
		if m.title != nil {
			found, proof = Role(m.title.Has("title").Value), s.proof("title", m.title.First, m.Last, 0.95)
			found = s.refine(found, m.title.First, m.First)
		}
		if found == "" {
			if t := s.named(m); t != nil {
				found, proof = Role(t.Has("title").Value), s.proof("title", min(t.First, m.First), max(t.Last, m.Last), 0.85)
			}
		}
		if r, at, end := s.apposed(m); r != "" && (found == "" || found == Ordinary || found == Expert && r == Official && !hasAny(s.keys(at, end+6), "viện", "khoa", "trung tâm", "bệnh viện", "trường", "đại học", "học viện")) {
			found, proof = r, s.proof("apposition", min(m.First, at), end, 0.95)
		}
		switch found {
		case "":
		case Ordinary:
			if weak == "" {
				weak, weakProof = found, proof
			}
		default:
			return found, proof
		}
	}
	if r, proof := s.event(one); r != "" {
		return r, proof
	}
	if weak != "" {
		return weak, weakProof
	}
	for _, i := range one.Mentions {
		switch m := &s.Mentions[i]; m.Honorific {
		case "đồng chí", "đ/c", "ngài", "comrade", "comrades":
			return Official, s.proof("courtesy word", m.from, m.Last, 0.8)
		case "cô":
			if a, b := s.sentence(m.First); hasAny(s.keys(a, b), "trường", "lớp", "mầm non", "học trò", "giảng dạy") {
				return Expert, s.proof("courtesy word", m.from, m.Last, 0.6)
			}
		case "thầy giáo", "cô giáo", "thầy", "dr":
			return Expert, s.proof("courtesy word", m.from, m.Last, 0.7)
		}
	}
	return Ordinary, Proof{Cue: "no cue", Confidence: 0.5}
}

// named is the title that a verb gives: "Nạn nhân được xác định là bà A", "chị A tái cử
// chức Chủ tịch", "bà A được bầu làm trưởng thôn".
func (s *scan) named(m *Mention) *lexicon.Match {
	w := s.Text.Words
	if j := m.from - 1; j > 0 && w[j].Key == "là" {
		for k := j - 1; k >= 0 && k >= j-6 && !w[k].Mark && s.of[k] < 0; k-- {
			if t := s.Ends[k]; t.Has("title") != nil {
				return t
			}
			if s.Stops[k] {
				break
			}
		}
	}
	_, b := s.sentence(m.First)
	for k, end := m.Last, s.clauseEnd(m.Last, b); k+1 < end; k++ {
		if (w[k].Key == "chức" || w[k].Key == "làm" && (w[k-1].Key == "bầu" || w[k-1].Key == "nhiệm")) && s.titleAt(k+1) {
			return s.At[k+1]
		}
	}
	return nil
}

// refine reads a title with what follows it: a director of a department is an official,
// one of a cooperative is in business.
func (s *scan) refine(r Role, from, to int) Role {
	text := s.keys(from, min(to, from+10))
	switch {
	case r == Business && hasAny(text, "sở", "công an", "trung tâm", "bệnh viện", "đài", "bảo tàng", "học viện", "đại học", "kho bạc", "ban quản lý", "quỹ", "bộ", "department", "police", "unicef", "unfpa", "un", "csaga", "viện", "tổ chức", "chương trình", "dự án", "liên đoàn", "câu lạc bộ", "ngân hàng chính sách", "ngân hàng nhà nước"):
		return Official
	case r == Official && hasAny(text, "hợp tác xã", "htx", "công ty", "hội đồng quản trị", "hđqt", "tập đoàn", "doanh nghiệp", "tổ hợp tác", "company"):
		return Business
	}
	return r
}

func (s *scan) keys(a, b int) string {
	var out strings.Builder
	out.WriteByte(' ')
	for k := max(a, 0); k < min(b, len(s.Text.Words)); k++ {
		out.WriteString(s.Text.Words[k].Key)
		out.WriteByte(' ')
	}
	return out.String()
}

// hasAny tells whether a text of keys has one of the terms, at word borders.
func hasAny(text string, terms ...string) bool {
	for _, t := range terms {
		for rest := text; ; {
			i := strings.Index(rest, t)
			if i < 0 {
				break
			}
			end := i + len(t)
			if (i == 0 || rest[i-1] == ' ') && (end == len(rest) || rest[end] == ' ') {
				return true
			}
			rest = rest[end:]
		}
	}
	return false
}

// apposed is the title that stands behind a name: "A, Chủ tịch Hội", "A (giáo viên)",
// "A - Vice Chairman", "A là bác sĩ".
func (s *scan) apposed(m *Mention) (r Role, at, end int) {
	w := s.Text.Words
	k := m.Last
	if k >= len(w) || w[k].Line {
		return "", 0, 0
	}
	switch {
	case w[k].Text == "," || w[k].Text == "(" || w[k].Text == "-" || w[k].Text == "–" || w[k].Text == ":" || w[k].Key == "là" || w[k].Key == "làm":
		k++
	case s.titleAt(k) && w[k].Upper:
	default:
		return "", 0, 0
	}
	// Up to the next mark, past an age or a place: "A (35 tuổi, giáo viên)".
	commas := 0
	for j := k; j < len(w) && j < k+24 && !s.Stops[j] && !w[j].Line && s.of[j] < 0; j++ {
		if t := s.At[j]; t != nil {
			if e := t.Has("title"); e != nil {
				stop := t.Last
				for stop < len(w) && !w[stop].Mark && stop < t.Last+8 {
					stop++
				}
				return s.refine(Role(e.Value), t.First, stop), t.First, t.Last
			}
			if t.Has("verb") != nil && t.Has("verb").Value != "none" && commas > 0 {
				return "", 0, 0
			}
			j = t.Last - 1
			continue
		}
		if w[j].Text == "," {
			if commas++; commas > 1 || !s.aside(k, j) {
				return "", 0, 0
			}
		}
		if w[j].Text == ";" || w[j].Text == ")" {
			return "", 0, 0
		}
	}
	return "", 0, 0
}

// aside tells whether the words between two marks are an age or a place, after which
// the title may still come.
func (s *scan) aside(a, b int) bool {
	w := s.Text.Words
	if w[a].Digits || years[w[a].Key] || w[a].Key == "quê" || w[a].Key == "trú" || w[a].Key == "ở" || w[a].Key == "dân" {
		return true
	}
	return s.At[a] != nil && (s.At[a].Has("admin") != nil || s.At[a].Has("kin") != nil)
}

// event reads the sentences of a person's mentions for what was done by or to whom.
func (s *scan) event(one *Person) (Role, Proof) {
	w := s.Text.Words
	for _, i := range one.Mentions {
		m := &s.Mentions[i]
		a, b := s.sentence(m.First)
		end := s.clauseEnd(m.Last, b)
		prove := func(c float64) Proof { return s.proof("event", a, b, c) }
		// Done to the person: "A bị B đánh", "A, lớp 7, bị hai bạn đánh"; done by: "bị A đánh".
		if at := s.suffers(m.Last, end); at >= 0 {
			if hasAny(s.keys(at+1, min(at+4, b)), charged...) {
				return Suspect, prove(0.85)
			}
			if hasAny(s.keys(at+1, b), harms...) {
				return Victim, prove(0.85)
			}
		}
		if m.from > a && w[m.from-1].Key == "bị" && hasAny(s.keys(m.Last, b), harms...) {
			return Suspect, prove(0.8)
		}
		left := s.keys(s.clauseStart(m.from, a), m.from)
		if hasAny(left, violence...) && !strings.Contains(left, " bị ") && !strings.Contains(left, " vì ") && !strings.Contains(left, " với ") {
			return Victim, prove(0.75)
		}
		if hasAny(s.keys(max(a, m.from-4), m.from), "bắt", "bắt giữ", "khởi tố", "tạm giữ", "tạm giam", "xử phạt", "xét xử", "truy nã", "tuyên phạt") && s.crime() && !strings.Contains(left, " bị ") {
			return Suspect, prove(0.7)
		}
		right := s.keys(m.Last, s.otherSubject(m.Last, end))
		switch {
		case hasAny(right, lost...):
			return Victim, prove(0.8)
		case hasAny(right, crimes...) || hasAny(right, violence...) && !strings.Contains(right, " bị "):
			return Suspect, prove(0.75)
		}
	}
	for _, i := range one.Mentions {
		m := &s.Mentions[i]
		a, b := s.sentence(m.First)
		all := s.keys(a, b)
		prove := func(c float64) Proof { return s.proof("event", a, b, c) }
		switch {
		case hasAny(all, sport...):
			return Athlete, prove(0.7)
		case hasAny(all, star...):
			return Celebrity, prove(0.7)
		case hasAny(all, seen...) && m.gender != "":
			return Witness, prove(0.6)
		case hasAny(s.keys(max(a, m.from-6), m.from), near...) || hasAny(all, trade...):
			return Business, prove(0.6)
		}
	}
	if m := &s.Mentions[one.Mentions[0]]; m.Honorific == "" && m.title == nil && s.match() {
		return Athlete, s.proof("article", m.First, m.Last, 0.5)
	}
	// Initials hide a victim where the article tells of a crime.
	if m := &s.Mentions[one.Mentions[0]]; w[m.Last-1].Initials && s.crime() {
		return Victim, s.proof("initials", m.First, m.Last, 0.6)
	}
	return "", Proof{}
}

// otherSubject is where the words begin that a relative without a name does: "chị N.,
// chồng chị thường đánh chị".
func (s *scan) otherSubject(k, end int) int {
	for ; k+2 < end; k++ {
		if s.Text.Words[k].Text == "," && s.At[k+1].Has("kin") != nil && s.At[s.At[k+1].Last%len(s.At)].Has("honorific") != nil {
			return k
		}
	}
	return end
}

// suffers is the word "bị" of which a person is the subject, -1 if there is none.
func (s *scan) suffers(k, end int) int {
	for ; k < end; k++ {
		if s.Text.Words[k].Key == "bị" {
			return k
		}
	}
	return -1
}

// clauseStart is where the words begin that can belong to a name: behind the name before.
func (s *scan) clauseStart(k, a int) int {
	for k > a && s.of[k-1] < 0 {
		k--
	}
	return k
}

// match tells whether the article is about sport.
func (s *scan) match() bool {
	if !s.matchKnown {
		s.matchKnown = true
		text, n := s.keys(0, len(s.Text.Words)), 0
		for _, t := range append([]string{"ván", "trận", "tuyển thủ", "kỳ thủ", "vđv", "hlv", "huấn luyện viên", "bàn thắng", "hiệp", "tay vợt", "cờ vua", "bóng đá", "bóng chuyền", "cầu lông", "điền kinh"}, sport...) {
			if strings.Contains(text, " "+t+" ") {
				n++
			}
		}
		s.isMatch = n >= 2
	}
	return s.isMatch
}

// crime tells whether the article is about one.
func (s *scan) crime() bool {
	if s.crimeKnown {
		return s.isCrime
	}
	s.crimeKnown = true
	text := s.keys(0, len(s.Text.Words))
	s.isCrime = hasAny(text, crimes...) || hasAny(text, charged...) || hasAny(text, violence...) || hasAny(text, "giải cứu", "công an", "bị bán", "mua bán người", "bạo lực")
	return s.isCrime
}

// sentence is the first word of the sentence of a word, and of the next.
func (s *scan) sentence(k int) (int, int) {
	a, b := k, k+1
	for a > 0 && !s.Stops[a] {
		a--
	}
	for b < len(s.Stops) && !s.Stops[b] {
		b++
	}
	return a, b
}

// clauseEnd is where the words end that can belong to a name: at the next name.
func (s *scan) clauseEnd(k, b int) int {
	for k < b && s.of[k] < 0 {
		k++
	}
	return k
}

// related tells whether a person comes in as somebody's relative: "vợ là chị A", "chồng
// chị là Thiếu tá A", "mẹ cháu, chị A", "A, con gái ông B".
func (s *scan) related(one *Person) (Proof, bool) {
	w := s.Text.Words
	for _, i := range one.Mentions {
		m := &s.Mentions[i]
		if m.kin && !s.Stops[m.First] {
			return s.proof("kin word", m.from, m.Last, 0.8), true
		}
		if k := m.Last; k+1 < len(w) && (w[k].Text == "," || w[k].Text == "(") && !w[k+1].Upper && s.At[k+1].Has("kin") != nil && s.At[k+1].Last < len(w) && w[s.At[k+1].Last].Key != "là" && !w[s.At[k+1].Last].Mark {
			return s.proof("kin word behind", m.First, s.At[k+1].Last, 0.8), true
		}
		j := m.from - 1
		if j > 0 && !s.Stops[m.from] && !w[m.from].Line {
			if w[j].Key == "là" {
				if g, at := s.kinOf(j); g != "" {
					return s.proof("kin word", at, m.Last, 0.85), true
				}
			}
			if (w[j].Text == "," || w[j].Text == "-" || w[j].Text == "–") && s.Ends[j-1] != nil {
				// Chồng chị, anh A: a kin word, whose it is, a comma.
				t := s.Ends[j-1]
				if t.Has("honorific") != nil && s.Ends[max(t.First-1, 0)].Has("kin") != nil && m.Honorific != "" {
					return s.proof("kin word", t.First-1, m.Last, 0.85), true
				}
			}
			// Mẹ anh B, bà A: the same with a name.
			if before := s.MentionAt(j - 1); w[j].Text == "," && before != nil && before.from > 0 && m.Honorific != "" && s.Ends[before.from-1].Has("kin") != nil {
				return s.proof("kin word", before.from-1, m.Last, 0.85), true
			}
		}
	}
	return Proof{}, false
}
