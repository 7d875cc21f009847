package person

import (
	"strings"

	"binhdang/internal/media/lexicon"
)

// Words that tell the part of who stands near them.
var (
	// done to somebody who is harmed, before the name or by the one named
	violence = []string{"sàm sỡ", "cưỡng hiếp", "hãm hiếp", "giở trò đồi bại", "xâm phạm", "xâm hại", "đánh", "đâm", "chém", "sát hại", "hành hung", "hiếp dâm", "giết", "dâm ô", "bạo hành", "tấn công", "làm nhục", "quấy rối", "lừa bán", "cưỡng bức", "khống chế", "trói", "bắt cóc", "cưỡng hôn", "bóp cổ", "đánh đập", "tạt axit", "quay lén", "tạt xăng", "tưới xăng", "đổ xăng", "đập phá", "cắn", "dìm", "siết cổ", "bắt nạt", "lăng mạ", "truy sát"}
	// the same, and what harms only behind "bị"
	harms = append([]string{"lừa", "bán", "ép", "tát", "đấm", "đạp", "túm tóc", "bỏng", "thương", "đuổi", "chửi", "dụ dỗ", "đốt", "nhốt"}, violence...)
	// done to somebody who is accused, behind "bị"
	charged = []string{"bắt", "khởi tố", "tạm giữ", "tạm giam", "truy tố", "tuyên", "tuyên phạt", "phạt", "phạt tù", "cáo buộc", "tố", "tố cáo", "xử phạt", "kết án", "truy nã", "đưa ra xét xử", "điều tra", "triệu tập", "đề nghị truy tố"}
	// what the accused do
	crimes = []string{"khai nhận", "khai", "bỏ trốn", "đầu thú", "gây án", "lừa đảo", "chiếm đoạt", "lĩnh án", "lãnh án", "was sentenced", "was arrested", "was detained", "thừa nhận hành vi", "nảy sinh ý định cướp", "nảy sinh ý định chiếm đoạt", "nảy sinh ý định trộm", "nảy sinh ý định giết", "cướp tài sản", "trộm cắp tài sản", "lẩn trốn"}
	lost   = []string{"nằm bất động", "nằm gục", "gục chết", "trên vũng máu", "tử vong", "thi thể được tìm thấy", "qua cơn nguy kịch", "thiệt mạng", "mất tích", "qua đời sau vụ", "nguy kịch", "không nhận được hàng", "was abused", "was beaten", "was killed"}
	sport  = []string{"hc vàng", "hc bạc", "hc đồng", "huy chương", "hcv", "hcb", "hcđ", "hạng cân", "đoạt vàng", "đoạt bạc", "giành vàng", "ghi bàn", "ippon", "chung kết", "bán kết", "kỷ lục", "vô địch", "hạng dưới", "đối thủ", "tấm vàng", "cú đúp", "giành hcv", "gold medal", "về nhất", "đội tuyển"}
	star   = []string{"vương miện", "sân khấu", "showbiz", "nhan sắc", "liveshow", "thảm đỏ", "album", "đêm nhạc", "đăng quang", "hoa hậu", "á hậu", "người đẹp"}
	trade  = []string{"kinh doanh online", "kinh doanh hàng", "đang kinh doanh", "bắt đầu kinh doanh", "chuyển sang kinh doanh", "việc kinh doanh của", "bán hàng online", "tiệm may", "làm chủ một", "bà chủ doanh nghiệp", "doanh thu", "homestay", "khởi nghiệp", "mở tiệm", "mở quán", "mở xưởng", "mở cửa hàng", "mở quầy", "mở sạp", "mở lò", "mở trang trại", "mở cơ sở", "thương hiệu", "lập doanh nghiệp", "thành lập doanh nghiệp", "thành lập hợp tác xã", "thành lập công ty", "điều hành doanh nghiệp", "điều hành công ty", "điều hành tập đoàn"}
	near   = []string{"hợp tác xã", "cửa hàng", "công ty", "tổ hợp tác", "xưởng", "tiệm", "quán"}
	owned  = []string{"nhà trọ", "khu trọ", "trang trại", "nhà hàng", "khách sạn", "cơ sở", "doanh nghiệp", "nhà nghỉ", "xưởng", "đại lý"} // whose it is follows "của"
	seen   = []string{"nghe một tiếng", "nghe tiếng nổ", "nghe tiếng la", "nghe tiếng la hét", "thấy khói", "thấy lửa", "chứng kiến", "nghe tiếng kêu", "nghe tiếng kêu cứu", "phát hiện thi thể", "nhìn thấy vụ", "can ngăn"}
)

// role is the part that a person has: by the title next to the name, by what is said
// behind it, by what happens in the sentence, else an ordinary person.
func (s *scan) role(p int) (Role, Proof) {
	one := &s.Persons[p]
	if r, proof := s.sentenced(one); r != "" {
		return r, proof
	}
	for _, i := range one.Mentions {
		if m := &s.Mentions[i]; m.title == nil || Role(m.title.Has("title").Value) == Ordinary || Role(m.title.Has("title").Value) == Business {
			if r, proof := s.roll(m); r == Suspect || r == Victim && (s.calamity() || !m.kin && !(s.Text.Words[max(m.from-1, 0)].Key == "là" && s.Ends[max(m.from-2, 0)].Has("kin") != nil)) {
				return r, proof
			}
			if t := s.named(m); t != nil && Role(t.Has("title").Value) == Suspect { // nghi phạm là A (33 tuổi), bạn trai của cô gái
				return Suspect, s.proof("title", min(t.First, m.First), max(t.Last, m.Last), 0.85)
			}
		}
	}
	if kin, ok := s.related(one); ok {
		if r, proof := s.event(one); (r == Victim || r == Suspect) && (proof.Cue != "initials" || kin.Cue == "kin word" || s.calamity()) {
			return r, proof
		}
		return Relative, kin
	}
	if r, proof := s.kept(one); r != "" {
		return r, proof
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
			if t := s.ahead(m); t != nil {
				found, proof = s.refine(Role(t.Has("title").Value), t.First, m.from), s.proof("title", t.First, m.Last, 0.9)
			}
		}
		if found == "" {
			if t := s.shared(m); t != nil {
				found, proof = Role(t.Has("title").Value), s.proof("title of a list", t.First, m.Last, 0.85)
				found = s.refine(found, t.First, t.Last)
			}
		}
		if found == "" || found == Ordinary {
			if t := s.holds(one, m); t != nil && Role(t.Has("title").Value) != Ordinary {
				found, proof = s.refine(Role(t.Has("title").Value), t.First, t.Last+8), s.proof("title", m.First, t.Last, 0.85)
			}
		}
		if found == "" {
			if t := s.lettered(m); t != nil {
				found, proof = Role(t.Has("title").Value), s.proof("title", t.First, m.Last, 0.85)
			}
		}
		if found == "" {
			if t := s.posed(m); t != nil {
				found, proof = s.refine(Role(t.Has("title").Value), t.First, m.from), s.proof("title", t.First, m.Last, 0.85)
			}
		}
		if found == "" && s.owner(m) {
			found, proof = Business, s.proof("title", m.from, m.Last, 0.8)
		}
		if found == "" {
			if t := s.named(m); t != nil {
				found, proof = Role(t.Has("title").Value), s.proof("title", min(t.First, m.First), max(t.Last, m.Last), 0.85)
			}
		}
		if r, at, end := s.apposed(m); r != "" && (found == "" || found == Ordinary && !s.religious(m) || found == Journalist && r == Official || found == Expert && r == Official && !hasAny(s.keys(at, s.reach(at, end)), "viện", "khoa", "trung tâm", "bệnh viện", "trạm y tế", "trường", "đại học", "học viện")) {
			found, proof = r, s.proof("apposition", min(m.First, at), end, 0.95)
		}
		if found == "" {
			if r, of := s.roll(m); r != Official {
				found, proof = r, of
			}
		}
		switch found {
		case "":
		case Ordinary:
			if weak == "" {
				weak, weakProof = found, proof
			}
		default:
			if found == Official && m.title != nil && lexicon.Key(m.Title()) == "chủ tịch" { // Chủ tịch ACB A ... Ông A, Chủ tịch HĐQT
				for _, i := range one.Mentions {
					if r, at, end := s.apposed(&s.Mentions[i]); r == Business {
						return r, s.proof("apposition", at, end, 0.9)
					}
				}
			}
			return found, proof
		}
	}
	if r, proof := s.event(one); r != "" {
		return r, proof
	}
	if m := one.first(s); m.title == nil && m.gender != "" && weak == "" && s.enterprise() {
		return Business, s.proof("article", m.First, m.Last, 0.5)
	}
	if m := one.first(s); m.title == nil {
		if r, proof := s.follows(m); r != "" {
			return r, proof
		}
	}
	for _, i := range one.Mentions { // a teacher who heads a class or a club
		if m := &s.Mentions[i]; weak != "" && (m.Honorific == "cô giáo" || m.Honorific == "thầy giáo") {
			return Expert, s.proof("courtesy word", m.from, m.Last, 0.7)
		}
	}
	if weak != "" {
		return weak, weakProof
	}
	if r, proof := s.roll(one.first(s)); r == Official && one.first(s).title == nil {
		return r, proof
	}
	if s.listed(one.first(s).First) {
		return Official, s.proof("list", one.first(s).First, one.first(s).Last, 0.7)
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

// reach is how far behind a title the body is looked for that makes its holder one who knows
// something: a manager says it after the field that is managed.
func (s *scan) reach(at, end int) int {
	if k := s.Text.Words[at].Key; k == "quản" || k == "giám" {
		return end + 14
	}
	return end + 6
}

// named is the title that a verb gives: "Nạn nhân được xác định là bà A", "chị A tái cử
// chức Chủ tịch", "bà A được bầu làm trưởng thôn".
func (s *scan) named(m *Mention) *lexicon.Match {
	w := s.Text.Words
	if j := m.from - 1; j > 0 && w[j].Key == "là" {
		for k := j - 1; k >= 0 && k >= j-6 && !w[k].Mark && s.of[k] < 0; k-- {
			if t := s.Ends[k]; t.Has("title") != nil {
				if j := t.First - 1; j > 0 && !s.Stops[t.First] && (s.Ends[j].Has("kin") != nil || w[j].Key == "của" && s.Ends[j-1].Has("kin") != nil) { // chồng của nạn nhân là A
					return nil
				}
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
	case s.match() && strings.HasPrefix(text, " trợ lý "):
		return Expert
	case s.stage() && strings.HasPrefix(text, " nhà sản xuất "):
		return Celebrity
	case s.stage() && r == Official && strings.HasPrefix(text, " đại diện "):
		return Ordinary
	case r == Ordinary && strings.HasPrefix(text, " thành viên ") && hasAny(text, "ban", "ban chỉ đạo", "hội đồng", "ủy ban", "đoàn đại biểu"):
		return Official
	case r == Official && s.match() && hasAny(text, "đội trưởng", "đội phó", "thủ quân"):
		return Athlete
	case r == Business && !hasAny(text, "sáng lập", "founder", "chủ") && hasAny(text, "sở", "công an", "trung tâm", "bệnh viện", "đài", "bảo tàng", "học viện", "đại học", "kho bạc", "ban quản lý", "quỹ", "bộ", "department", "police", "unicef", "unfpa", "un", "csaga", "viện", "tổ chức", "chương trình", "dự án", "liên đoàn", "câu lạc bộ", "ngân hàng chính sách", "ngân hàng nhà nước"):
		return Official
	case r == Official && hasAny(text, "hợp tác xã", "htx", "công ty", "hội đồng quản trị", "hđqt", "tập đoàn", "doanh nghiệp", "doanh nhân", "tổ hợp tác", "company"):
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
	commas, open, last := 0, k, k+30
	for j := k; j < len(w) && j < last && !s.Stops[j] && !w[j].Line && s.of[j] < 0; j++ {
		if (w[j].Key == "chủ" || w[j].Key == "bà" && j+1 < len(w) && w[j+1].Key == "chủ") && j == k && s.At[j].Has("title") == nil && j+1 < len(w) && !verbal[w[j+1].Key] { // chủ một đại lý, chủ đội tàu
			return Business, j, j + 2
		}
		if t := s.At[j]; t != nil {
			if e := t.Has("title"); e != nil {
				if j > 0 && strings.Contains(`"“‘`, w[j-1].Text) { // “vua” xoài
					return "", 0, 0
				}
				if k := t.Last; k < len(w) && s.of[k] >= 0 && s.Mentions[s.of[k]].title != nil && s.Mentions[s.of[k]].title.First == t.First {
					return "", 0, 0 // the title of the next one
				}
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
			if commas++; commas > 4 || !s.aside(k, j) {
				return "", 0, 0
			}
			k = j + 1
		}
		if w[j].Text == ")" && w[open-1].Text == "(" && j+1 < len(w) && strings.Contains(",-–", w[j+1].Text) { // A (SN 1984) - Giám đốc
			j++
			commas = 0
			continue
		}
		if w[j].Text == ";" || w[j].Text == ")" {
			return "", 0, 0
		}
	}
	return "", 0, 0
}

// verbal are the words behind "chủ" that make it no owner.
var verbal = words("trì động tọa yếu nhật quan trương tịch chốt đạo lực mưu nhiệm nhà hộ công biên tế")

// religious tells whether the title of a name is one of those who serve a church or a pagoda,
// whatever office they hold there.
func (s *scan) religious(m *Mention) bool {
	return m.title != nil && hasAny(s.keys(m.title.First, m.title.Last), "hòa thượng", "thượng tọa", "đại đức", "linh mục", "giám mục", "mục sư", "nữ tu", "trụ trì", "ni cô", "tu sĩ", "hồng y")
}

// aside tells whether the words between two marks are an age or a place, after which
// the title may still come.
func (s *scan) aside(a, b int) bool {
	w := s.Text.Words
	if w[a].Digits || years[w[a].Key] || w[a].Key == "quê" || w[a].Key == "trú" || w[a].Key == "ngụ" || w[a].Key == "ở" || w[a].Key == "dân" || w[a].Upper && s.At[a].Has("place") != nil {
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
		if small[m.Honorific] && s.lewd() {
			return Victim, prove(0.7)
		}
		if at := s.suffers(m.Last, end); at >= 0 && !s.match() && !(m.from > a && placed[w[m.from-1].Key]) {
			if hasAny(s.keys(at+1, min(at+9, b)), "trái phép", "bắt cóc", "nhốt") {
				return Victim, prove(0.8)
			}
			if hasAny(s.keys(at+1, min(at+4, b)), charged...) {
				return Suspect, prove(0.85)
			}
			if hasAny(s.keys(at+1, b), harms...) {
				return Victim, prove(0.85)
			}
		}
		agent := m.from - 1
		if agent > a && s.Ends[agent].Has("honorific") != nil { // bị cô giáo chủ nhiệm A tát
			agent = s.Ends[agent].First - 1
		}
		if agent > a && w[agent].Key == "bị" && hasAny(s.keys(m.Last, b), harms...) {
			return Suspect, prove(0.8)
		}
		if s.cheated(m, a, b) {
			return Victim, prove(0.75)
		}
		if s.questioned(m, a) {
			return Suspect, prove(0.7)
		}
		if s.harmed(m) {
			return Victim, prove(0.8)
		}
		left := peaceful(s.keys(s.clauseStart(m.from, a), m.from))
		if hasAny(s.keys(max(a, m.from-3), m.from), "thi thể", "thi thể của", "cái chết của") {
			return Victim, prove(0.85)
		}
		if hasAny(left, violence...) && !s.match() && !strings.Contains(left, " bị ") && !strings.Contains(left, " vì ") && !strings.Contains(left, " với ") {
			return Victim, prove(0.75)
		}
		if hasAny(s.keys(max(a, m.from-4), m.from), "sentenced", "arrested", "detained", "charged", "prosecuted", "bắt", "bắt giữ", "khởi tố", "tạm giữ", "tạm giam", "xử phạt", "xét xử", "truy nã", "tuyên phạt") && s.crime() && !strings.Contains(left, " bị ") {
			return Suspect, prove(0.7)
		}
		if before := s.keys(max(a, m.from-14), m.from); strings.Contains(before, " là ") || strings.Contains(before, " gồm ") {
			if hasAny(before, "tử vong là", "thiệt mạng là", "tử vong gồm", "thiệt mạng gồm", "người chết là", "người chết gồm", "nạn nhân là", "nạn nhân gồm") {
				return Victim, prove(0.85)
			}
		}
		right := peaceful(s.keys(m.Last, s.otherSubject(m.Last, end)))
		if k := s.partner(m, end); k > 0 && hasAny(peaceful(s.keys(k, end)), violence...) && !strings.Contains(right, " bị ") {
			return Victim, prove(0.75)
		}
		switch {
		case hasAny(right, lost...):
			return Victim, prove(0.8)
		case hasAny(right, crimes...) || hasAny(right, violence...) && !strings.Contains(right, " bị ") && !s.match():
			return Suspect, prove(0.75)
		}
	}
	for _, i := range one.Mentions {
		m := &s.Mentions[i]
		a, b := s.sentence(m.First)
		all := s.keys(a, b)
		prove := func(c float64) Proof { return s.proof("event", a, b, c) }
		switch {
		case hasAny(all, sport...) && s.match():
			return Athlete, prove(0.7)
		case hasAny(all, star...):
			return Celebrity, prove(0.7)
		case hasAny(s.keys(m.Last, b), seen...) && m.gender != "", s.onlooker(m):
			return Witness, prove(0.6)
		case m.from > a && hasAny(s.keys(m.from-1, m.from), "của") && hasAny(s.keys(max(a, m.from-7), m.from), owned...) && m.gender != "":
			return Business, prove(0.6)
		case hasAny(s.keys(max(a, m.from-6), m.from), near...) && !hasAny(s.keys(max(a, m.from-10), m.from), "công nhân", "làm việc tại", "làm thuê") || hasAny(all, trade...) && s.about()[court] == 0:
			return Business, prove(0.6)
		}
	}
	if m := &s.Mentions[one.Mentions[0]]; w[m.Last-1].Initials && m.gender == Male && m.Honorific != "cháu" && m.Honorific != "em" && m.Honorific != "bé trai" && s.lewd() {
		return Suspect, s.proof("initials", m.First, m.Last, 0.6)
	}
	if m := &s.Mentions[one.Mentions[0]]; m.Honorific == "" && m.title == nil && s.stage() && !(s.about()[court] > 0) {
		return Celebrity, s.proof("article", m.First, m.Last, 0.5)
	}
	if m := &s.Mentions[one.Mentions[0]]; m.Honorific == "" && m.title == nil && s.match() {
		return Athlete, s.proof("article", m.First, m.Last, 0.5)
	}
	if m := &s.Mentions[one.Mentions[0]]; w[m.Last-1].Initials && s.crime() {
		_, b := s.sentence(m.First)
		for k := m.Last; k < b; k++ { // phát hiện mẹ mình là bà A
			if w[k].Key == "mình" && s.Ends[k-1].Has("kin") != nil && k+1 < b && (w[k+1].Key == "là" || w[k+1].Mark) {
				return Relative, s.proof("kin word", m.First, k+1, 0.6)
			}
		}
	}
	// Initials hide a victim where the article tells of a crime or a disaster.
	if m := &s.Mentions[one.Mentions[0]]; w[m.Last-1].Initials && (s.crime() || s.calamity()) {
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
		if m := s.At[k]; m.Has("kin") != nil && children[lexicon.Key(m.Has("kin").Term)] {
			return -1 // her daughter does
		}
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
		k := m.Last
		if k+4 < len(w) && (w[k].Text == "," || w[k].Text == "(") && w[k+1].Digits && w[k+2].Key == "tuổi" && w[k+3].Text == "," && s.kinAt(k+4) { // bà A (53 tuổi, vợ ông B)
			k += 3
		}
		if k < len(w) && w[k].Text == "(" { // chị A (ở xã B) - chị gái của nạn nhân
			for j := k + 1; j < len(w) && j < k+16 && !s.Stops[j]; j++ {
				if w[j].Text == ")" && j+2 < len(w) && (w[j+1].Text == "-" || w[j+1].Text == "–" || w[j+1].Text == ",") && s.kinAt(j+2) {
					k = j + 1
				}
			}
		}
		if k+1 < len(w) && (w[k].Text == "," || w[k].Text == "(" || k > m.Last) && !w[k+1].Upper && s.At[k+1].Has("kin") != nil && s.At[k+1].Last < len(w) && w[s.At[k+1].Last].Key != "là" && !elsewhere[w[s.At[k+1].Last].Key] && !w[s.At[k+1].Last].Mark {
			return s.proof("kin word behind", m.First, s.At[k+1].Last, 0.8), true
		}
		j := m.from - 1
		if j > 0 && !s.Stops[m.from] && !w[m.from].Line {
			if before := s.MentionAt(j - 1); (w[j].Key == "và" || w[j].Text == ",") && before != nil && before.from > 0 && w[before.from-1].Key == "là" { // hai con là A và B
				if g, at := s.kinOf(before.from - 1); g != "" {
					return s.proof("kin word", at, m.Last, 0.7), true
				}
			}
			if w[j].Key == "là" {
				if g, at := s.kinOf(j); g != "" {
					return s.proof("kin word", at, m.Last, 0.85), true
				}
			}
			if (w[j].Text == "," || w[j].Text == "-" || w[j].Text == "–") && s.Ends[j-1] != nil {
				// Chồng chị, anh A: a kin word, whose it is, a comma.
				t := s.Ends[j-1]
				if t.Has("title") != nil && t.First > 0 && s.Ends[t.First-1].Has("kin") != nil && m.Honorific != "" { // con gái nạn nhân, em B
					return s.proof("kin of one in the story", t.First-1, m.Last, 0.85), true
				}
				if t.Has("honorific") != nil && s.Ends[max(t.First-1, 0)].Has("kin") != nil && (m.Honorific != "" || m.title != nil) {
					return s.proof("kin word", t.First-1, m.Last, 0.85), true
				}
			}
			// Mẹ anh B, bà A: the same with a name.
			if before := s.MentionAt(j - 1); w[j].Text == "," && before != nil && before.from > 0 && m.Honorific != "" && (before.owner || s.Ends[before.from-1].Has("kin") != nil) {
				return s.proof("kin word", before.from-1, m.Last, 0.85), true
			}
		}
	}
	return Proof{}, false
}

// first is the first mention of a person.
func (p *Person) first(s *scan) *Mention { return &s.Mentions[p.Mentions[0]] }

// partner is where another begins to act in the clause of a name: "chị A, chồng chị thường
// đánh chị". It is 0 if nobody does.
func (s *scan) partner(m *Mention, end int) int {
	w := s.Text.Words
	for k := m.Last; k+1 < end; k++ {
		if t := s.At[k+1]; w[k].Text == "," && t.Has("kin") != nil && m.Honorific != "" && t.Last < end && w[t.Last].Key == m.Honorific {
			return t.Last + 1
		}
	}
	return 0
}

// elsewhere are the words behind a kin word that make it the subject of what follows: "từ
// ngày có chị A, con gái trong bản được đi học".
var elsewhere = words("trong được thì đều")
