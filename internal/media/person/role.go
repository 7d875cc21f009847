package person

import "strings"

// Words that tell the part of who stands near them, with the side on which the person
// stands: "bị bắt" behind a name tells a suspect, "xâm hại" before one a victim.
var (
	accused = []string{"bị bắt", "bị khởi tố", "bị tạm giữ", "bị tạm giam", "bị truy tố", "bị tuyên", "bị phạt tù", "bị cáo buộc", "bị tố", "khai nhận", "khai", "bỏ trốn", "đầu thú", "gây án", "lừa đảo", "chiếm đoạt", "đâm", "chém", "sát hại", "bỏ chạy", "ra đầu thú", "lĩnh án", "hành hung", "đánh đập", "xâm hại", "hiếp dâm", "giết", "was arrested", "was detained"}
	harmed  = []string{"bị sát hại", "bị xâm hại", "bị đánh", "bị đâm", "bị chém", "bị bạo hành", "bị hành hung", "bị lừa", "bị bán", "bị hiếp dâm", "bị quấy rối", "bị giết", "bị thương", "bị hại", "tử vong", "qua cơn nguy kịch", "trọng thương", "thiệt mạng", "bị lừa bán", "bị mua bán", "bị cưỡng bức", "bị ép", "bị dâm ô", "bị bỏng", "mất tích", "was abused", "was beaten", "was killed"}
	sport   = []string{"huy chương", "hcv", "hcb", "hcđ", "hạng cân", "đoạt vàng", "đoạt bạc", "giành vàng", "ghi bàn", "ippon", "chung kết", "bán kết", "kỷ lục", "vô địch", "hạng dưới", "đối thủ", "tấm vàng", "hat-trick", "sân cỏ", "cú đúp", "hạng 4", "hạng 5", "hạng 6", "giành hcv", "gold medal", "về nhất", "đội tuyển"}
	star    = []string{"vương miện", "sân khấu", "showbiz", "nhan sắc", "liveshow", "thảm đỏ", "phim", "mv ", "album", "đêm nhạc", "đăng quang", "hoa hậu", "á hậu", "người đẹp"}
	trade   = []string{"hợp tác xã", "doanh thu", "cửa hàng", "công ty", "tổ hợp tác", "xưởng", "homestay", "khởi nghiệp", "thương hiệu"}
	seen    = []string{"chứng kiến", "nhìn thấy vụ", "nghe tiếng kêu", "phát hiện thi thể", "can ngăn"}
)

// role is the part that a person has: by the title next to the name, by what is said
// behind it, by what happens in the sentence, else an ordinary person.
func (s *scan) role(p int) (Role, Proof) {
	one := &s.Persons[p]
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
		if r, at, end := s.apposed(m); r != "" && (found == "" || found == Ordinary || found == Expert && r == Official) {
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
	for _, i := range one.Mentions {
		if m := &s.Mentions[i]; m.kin || s.kinBefore(m) {
			return Relative, s.proof("kin word", m.from-2, m.Last, 0.8)
		}
	}
	if weak != "" {
		return weak, weakProof
	}
	for _, i := range one.Mentions {
		switch m := &s.Mentions[i]; m.Honorific {
		case "đồng chí", "đ/c", "ngài", "comrade", "comrades":
			return Official, s.proof("courtesy word", m.from, m.Last, 0.8)
		case "thầy giáo", "cô giáo", "thầy", "dr":
			return Expert, s.proof("courtesy word", m.from, m.Last, 0.7)
		}
	}
	return Ordinary, Proof{Cue: "no cue", Confidence: 0.5}
}

// refine reads a title with what follows it: a director of a department is an official,
// one of a cooperative is in business.
func (s *scan) refine(r Role, from, to int) Role {
	text := s.keys(from, min(to, from+10))
	switch {
	case r == Business && hasAny(text, "sở", "công an", "trung tâm", "bệnh viện", "đài", "bảo tàng", "học viện", "đại học", "kho bạc", "ban quản lý", "quỹ", "bộ", "department", "police", "unicef", "unfpa", "un", "csaga", "viện", "tổ chức", "chương trình", "dự án", "liên đoàn", "câu lạc bộ"):
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

func hasAny(text string, terms ...string) bool {
	for _, t := range terms {
		if strings.Contains(text, " "+strings.TrimSpace(t)+" ") {
			return true
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
	for _, i := range one.Mentions {
		m := &s.Mentions[i]
		a, b := s.sentence(m.First)
		left, right := s.keys(a, m.from), s.keys(m.Last, s.clauseEnd(m.Last, b))
		all := s.keys(a, b)
		prove := func(c float64) Proof { return s.proof("event", a, b, c) }
		switch {
		case hasAny(right, harmed...) && !hasAny(right, "bị bắt", "bị khởi tố"):
			return Victim, prove(0.8)
		case hasAny(right, accused...):
			return Suspect, prove(0.8)
		case hasAny(left, "đâm", "chém", "đánh", "sát hại", "hành hung", "xâm hại", "hiếp dâm", "giết", "lừa", "dâm ô", "bạo hành", "tấn công", "làm nhục", "trọng thương") && !strings.Contains(left, " bị ") && s.of[max(m.from-1, 0)] < 0:
			return Victim, prove(0.7)
		case strings.Contains(left, " bị ") && hasAny(s.keys(m.Last, b), "xâm hại", "đánh", "đâm", "hành hung", "bạo hành", "lừa", "dâm ô", "chém", "sát hại", "quấy rối", "hiếp dâm") && strings.Contains(s.keys(m.from-3, m.from), " bị "):
			return Suspect, prove(0.8)
		case hasAny(all, sport...):
			return Athlete, prove(0.7)
		case hasAny(all, star...):
			return Celebrity, prove(0.7)
		case hasAny(all, seen...) && m.gender != "":
			return Witness, prove(0.6)
		case hasAny(s.keys(m.from-6, m.from), trade...):
			return Business, prove(0.6)
		}
	}
	return "", Proof{}
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

// kinBefore tells whether a kin word that says whose relative follows stands right
// before a mention: "vợ là chị A".
func (s *scan) kinBefore(m *Mention) bool {
	j := m.from - 1
	if j < 0 || s.Stops[m.from] {
		return false
	}
	if s.Text.Words[j].Key == "là" {
		g, _ := s.kinOf(j)
		return g != Unknown
	}
	return s.Ends[j] != nil && s.Ends[j].Has("kin") != nil
}
