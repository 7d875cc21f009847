package person

import (
	"strings"

	"binhdang/internal/media/lexicon"
)

// What is told of those whom a court has before it, behind the name.
var convicted = []string{"năm tù", "tháng tù", "tù giam", "tù chung thân", "án tử hình", "mức án tử hình", "tử hình", "hầu tòa", "lĩnh án", "lãnh án", "mức án", "án treo", "bị tuyên án", "bị tuyên phạt", "bị khởi tố", "bị bắt tạm giam", "bị tạm giam", "bị tạm giữ", "bị truy tố", "bị kết án", "bị truy nã", "bị phạt tù", "bị bắt quả tang"}

// What police and courts do to those whose names follow.
var charging = words("phạt giam giữ tố can nã với")

// What befalls those who are harmed in a fire, a wreck, a flood.
var stricken = []string{"tử vong", "thiệt mạng", "tử nạn", "chết cháy", "chết", "chết ngạt", "mất tích", "bị thương", "bị thương nặng", "bị bỏng", "bỏng nặng", "đuối nước", "bị cuốn trôi", "bị nước cuốn", "mắc kẹt", "gặp nạn", "bị nạn", "bị vùi lấp", "không qua khỏi", "chết đuối", "tử thương", "hy sinh", "bị ngạt", "ngạt khói", "chấn thương", "nhập viện"}

// Who stands near what happened, where a witness speaks.
var nearby = []string{"hàng xóm", "nhân chứng", "nhà gần đó", "sống gần", "ở gần", "có mặt khi", "có mặt tại thời điểm", "sát vách", "chứng kiến", "người dân gần", "nhà đối diện", "nhà bên cạnh", "nghe thấy tiếng", "nghe tiếng động", "nghe tiếng hô", "nghe tiếng hô hoán", "nghe mọi người hô hoán", "thấy cháy", "phát hiện cháy", "phát hiện đám cháy", "nghe tiếng va chạm", "người đi đường"}

// sentenced tells whether a court has punished somebody, by what stands behind the name
// and before the next: "A (nguyên Giám đốc) 20 năm tù; B 11 năm tù". Those who hold an
// office may have done the punishing.
func (s *scan) sentenced(one *Person) (Role, Proof) {
	if s.about()[court] == 0 {
		return "", Proof{}
	}
	for _, i := range one.Mentions {
		m := &s.Mentions[i]
		if m.title != nil && !s.former(m.title.First) {
			switch Role(m.title.Has("title").Value) {
			case Official, Expert, Journalist, Victim, Witness:
				continue
			}
		}
		_, b := s.sentence(m.First)
		end := s.stretch(m.Last, b)
		if hasAny(s.outside(m.Last, end), convicted...) {
			return Suspect, s.proof("event", m.First, end, 0.9)
		}
	}
	return "", Proof{}
}

// former tells whether the holder of the title at word i has it no more.
func (s *scan) former(i int) bool {
	w := s.Text.Words
	return i > 0 && (w[i-1].Key == "cựu" || w[i-1].Key == "nguyên") || w[i].Key == "cựu" || w[i].Key == "nguyên"
}

// stretch is where the words end that speak of the name before word k: at the next name
// outside brackets, a word for saying, a semicolon.
func (s *scan) stretch(k, b int) int {
	w := s.Text.Words
	depth, closed := 0, k
	for i := k; i < b; i++ {
		if w[i].Text == ")" {
			closed = i
		}
	}
	for ; k < b; k++ {
		switch {
		case w[k].Text == "(" && k < closed:
			depth++
		case w[k].Text == ")":
			depth--
		case depth > 0:
		case w[k].Text == ";" || s.of[k] >= 0 || s.saysAt(k):
			return k
		}
	}
	return b
}

// saysAt tells whether a word for saying begins at word k.
func (s *scan) saysAt(k int) bool {
	if k > 0 && (s.Text.Words[k-1].Key == "bị" || s.Text.Words[k-1].Key == "được") { // bị đề nghị 3 năm tù
		return false
	}
	v := s.At[k].Has("verb")
	return v != nil && v.Value != "none" && v.Value != "source-preposition"
}

// outside are the keys of words that stand in no brackets.
func (s *scan) outside(a, b int) string {
	var out strings.Builder
	out.WriteByte(' ')
	depth, closed := 0, a // where the last bracket closes: one that stays open is none
	for k := a; k < b; k++ {
		if s.Text.Words[k].Text == ")" {
			closed = k
		}
	}
	for k := a; k < b; k++ {
		switch w := &s.Text.Words[k]; {
		case w.Text == "(" && k < closed:
			depth++
		case w.Text == ")":
			depth--
		case depth <= 0:
			out.WriteString(w.Key)
			out.WriteByte(' ')
		}
	}
	return out.String()
}

// roll is the role of those whose names a sentence reads out, told once before the first:
// "5 người trên thuyền gặp nạn là: ông A (55 tuổi), anh B", "13 nghệ nhân được phong tặng
// gồm: bà A (huyện X); bà B", "tòa phạt A 22 năm tù, B 17 năm tù". Between two names may
// stand anything but a word for saying.
func (s *scan) roll(m *Mention) (Role, Proof) {
	w := s.Text.Words
	j := m.from - 1
	if j < 1 || s.Stops[m.from] && w[j].Text != ":" || w[m.from].Line {
		return "", Proof{}
	}
	depth, passed := 0, false
	for ; j >= 0 && j > m.from-110; j-- {
		if s.Stops[j+1] && w[j].Text != ":" || w[j+1].Line {
			return "", Proof{}
		}
		if w[j].Text == ")" {
			depth++
			continue
		}
		if w[j].Text == "(" {
			depth--
			continue
		}
		if depth > 0 {
			continue
		}
		if depth < 0 {
			return "", Proof{}
		}
		if k := s.of[j]; k >= 0 {
			before := &s.Mentions[k]
			if before.title == nil && (before.Honorific == "đồng chí" || before.Honorific == "đ/c") && before.from > 0 && w[before.from-1].Key == "các" {
				return Official, s.proof("list", before.from, m.Last, 0.8)
			}
			j, passed = before.First, true
			if before.from < j {
				j = before.from
			}
			continue
		}
		if !passed && j == m.from-1 {
			switch w[j].Key {
			case ",", ";", "và", "cùng", "là", ":", "gồm", "như", "với":
			default:
				if charging[w[j].Key] && s.charged(j) {
					return Suspect, s.proof("list", j, m.Last, 0.85)
				}
				return "", Proof{}
			}
		}
		switch {
		case w[j].Key == "là" && j > 0 && s.Ends[j-1].Has("kin") != nil: // cùng vợ là chị B
		case w[j].Text == ":" || w[j].Key == "gồm" || w[j].Key == "là":
			if r, at := s.head(j); r != "" {
				return r, s.proof("list", at, j, 0.85)
			}
			if w[j].Key != "là" {
				return "", Proof{}
			}
		case passed && s.of[j+1] >= 0 && charging[w[j].Key] && s.charged(j):
			return Suspect, s.proof("list", j, m.Last, 0.8)
		case s.Ends[j] != nil && s.saysAt(s.Ends[j].First):
			return "", Proof{}
		}
	}
	return "", Proof{}
}

// charged tells whether a charge ends at word j, in an article about police or courts.
func (s *scan) charged(j int) bool {
	return s.about()[court] > 0 && hasAny(s.keys(j-2, j+1), "tuyên phạt", "tòa phạt", "xử phạt", "khởi tố", "tạm giam", "bắt giữ", "tạm giữ", "truy tố", "truy nã", "bị can", "can đối với", "tố đối với", "giam đối với", "giữ đối với", "sự đối với") &&
		!hasAny(s.keys(j-3, j+1), "bị khởi tố", "bị bắt giữ", "bị tạm giữ", "bị tạm giam", "bị truy tố")
}

// head is what the words before the colon, "gồm" or "là" at word j say of those whose names
// follow, and where they begin.
func (s *scan) head(j int) (Role, int) {
	w := s.Text.Words
	a := j
	for a > 0 && a > j-26 && !s.Stops[a] && s.of[a-1] < 0 {
		a--
	}
	text := s.keys(a, j)
	if hasAny(text, "gia đình nạn nhân", "người thân nạn nhân", "thân nhân", "người nhà nạn nhân", "nghi phạm", "đoàn công tác") {
		return "", 0
	}
	var found *lexicon.Match
	for k := a; k < j; k++ {
		t := s.At[k]
		e := t.Has("title")
		if e == nil {
			continue
		}
		if r := Role(e.Value); s.numbered(k) || r == Suspect || r == Victim {
			found = t
			break
		}
		k = t.Last - 1
	}
	if found != nil {
		if r := Role(found.Has("title").Value); w[j].Key != "là" || (r == Suspect || r == Victim) && j-found.Last <= 7 || s.numbered(found.First) || s.Stops[found.First] && j == found.Last {
			return s.refine(r, found.First, found.Last), found.First
		}
	}
	if hasAny(text, "cầm đầu", "chủ mưu", "tác giả vụ", "là kẻ", "kẻ gây án", "hung thủ", "thủ phạm", "kẻ đứng sau") {
		return Suspect, a
	}
	if w[j].Key == "là" && !hasAny(text, "người", "nạn nhân", "trường hợp", "gia đình bị nạn", "thanh niên", "danh tính") {
		return "", 0
	}
	switch {
	case hasAny(text, "gặp nạn", "tử vong", "thiệt mạng", "mất tích", "bị thương", "thương vong", "người chết", "nạn nhân", "đuối nước", "mắc kẹt", "bị nạn") && !hasAny(text, "gây"):
		return Victim, a
	case hasAny(text, "bị bắt", "bị bắt giữ", "bị khởi tố", "bị tạm giữ", "bị tạm giam", "đã khởi tố", "tuyên phạt", "bị truy tố", "bị xử phạt"):
		return Suspect, a
	}
	return "", 0
}

// numbered tells whether the title at word k is that of several: "các", "13 nghệ nhân".
func (s *scan) numbered(k int) bool {
	w := s.Text.Words
	return k > 0 && (several[w[k-1].Key] || w[k-1].Digits || w[k-1].Key == "nguyên" && k > 1 && several[w[k-2].Key])
}

// harmed tells whether a person is one whom a fire, a wreck or a flood befell: "cháy nhà
// khiến bà A cùng hai cháu là B, C tử vong".
func (s *scan) harmed(m *Mention) bool {
	if !s.calamity() || s.match() {
		return false
	}
	w := s.Text.Words
	_, b := s.sentence(m.First)
	depth, from := 0, m.Last
	for k := m.Last; k < b; k++ {
		switch {
		case w[k].Text == "(":
			depth++
			continue
		case w[k].Text == ")":
			depth--
			continue
		}
		if depth > 0 {
			continue
		}
		if s.saysAt(k) || s.At[k].Has("kin") != nil && k+1 < b && (w[k-1].Mark || w[k-1].Key == "và") && w[min(s.At[k].Last, b-1)].Key != "là" && s.of[min(s.At[k].Last, b-1)] < 0 {
			b = k
			break
		}
		if i := s.of[k]; i >= 0 {
			next := &s.Mentions[i]
			if p := next.from - 1; next.Person != m.Person && p > from && !several[w[p].Key] && !w[p].Digits {
				switch w[p].Key {
				case ",", ";", "và", "cùng", "là", "với", "người":
				default:
					b = k
				}
			}
			from = next.Last
		}
	}
	return hasAny(strings.ReplaceAll(s.outside(m.Last, b), " thoát chết ", " "), stricken...) && !hasAny(s.keys(m.Last, b), "đã cứu", "cứu được", "đưa nạn nhân")
}

// onlooker tells whether somebody saw what the article tells of: a neighbour who speaks.
func (s *scan) onlooker(m *Mention) bool {
	if !s.calamity() && !s.crime() || m.gender == "" || s.Text.Words[m.Last-1].Initials {
		return false
	}
	if t := s.Ends[max(m.from-1, 0)]; !s.Stops[m.from] && (t.Has("kin") != nil || t.Has("honorific") != nil) { // anh ông A
		return false
	}
	a, b := s.sentence(m.First)
	says := false
	for k := a; k < b; k++ {
		says = says || s.saysAt(k) || s.At[k].Has("verb") != nil
	}
	if !says {
		return false
	}
	return hasAny(s.keys(m.Last, min(s.clauseEnd(m.Last, b), m.Last+40)), nearby...) || hasAny(s.keys(max(a, m.from-5), m.from), "nhân chứng", "hàng xóm", "người dân")
}

// posed is the title with which a sentence opens before its subject: "Là chủ của trại gà,
// ông A", "Từng làm công nhân, chị B".
func (s *scan) posed(m *Mention) *lexicon.Match {
	w := s.Text.Words
	if m.from < 3 || w[m.from-1].Text != "," || w[m.from].Line {
		return nil
	}
	a, _ := s.sentence(m.from)
	k := a
	for k < min(a+3, m.from) && (w[k].Key == "là" || w[k].Key == "vốn" || w[k].Key == "hiện" || w[k].Key == "với" || w[k].Key == "vai" || w[k].Key == "trò" || w[k].Key == "một" || w[k].Key == "cương" || w[k].Key == "vị" || w[k].Key == "trên") {
		k++
	}
	bare := k == a // Nữ thủ tướng đầu tiên của Úc, A
	if bare && (w[k].Key == "nữ" || w[k].Key == "nam") {
		k++
	}
	if !s.titleAt(k) || s.At[k].Last > m.from || bare && m.from-a > 12 {
		return nil
	}
	for j := k; j < m.from; j++ {
		if s.of[j] >= 0 || bare && (s.saysAt(j) || w[j].Text == "," && j < m.from-1 || doing[w[j].Key]) {
			return nil
		}
	}
	return s.At[k]
}

// lettered is the title of one who knows something, with the field in small letters before
// the name: "Thạc sĩ tâm lý A", "bác sĩ sản khoa B".
func (s *scan) lettered(m *Mention) *lexicon.Match {
	w := s.Text.Words
	for j := m.from - 1; j > 0 && j >= m.from-4; j-- {
		if s.Stops[j+1] || w[j+1].Line || s.of[j] >= 0 {
			return nil
		}
		if t := s.Ends[j]; t != nil {
			if e := t.Has("title"); e != nil && j < m.from-1 && (Role(e.Value) == Expert || Role(e.Value) == Athlete) {
				return t
			}
			return nil
		}
		if !w[j].Letters || w[j].Upper || between[w[j].Key] || doing[w[j].Key] {
			return nil
		}
	}
	return nil
}

// taking are the words that end what is said of one who takes an office or has it: "giữ
// chức", "trở thành", "đắc cử".
var taking = words("thành chức vị cử làm nhiệm trò vụ trí là")

// passing are the words between them and the office.
var passing = words("tân nữ nam đương kim cựu một vị là chức danh người")

// holds is the office that the clause of a name or the next sentence's pronoun says
// somebody has: "bà A giữ cương vị Thủ tướng", "Ông A có 35 năm làm trưởng bản", "A ... Bà là
// đương kim tổng thống".
func (s *scan) holds(one *Person, m *Mention) *lexicon.Match {
	w := s.Text.Words
	_, b := s.sentence(m.First)
	if s.Stops[m.from] || m.Honorific != "" {
		if t := s.office(m.Last, min(s.clauseEnd(m.Last, b), m.Last+14), false); t != nil {
			return t
		}
	}
	if b >= len(w) || w[b].Line || !s.lone(m) {
		return nil
	}
	g, ok := pronouns[w[b].Key]
	if !ok || b+1 >= len(w) || w[b+1].Upper || one.Gender != Unknown && one.Gender != g || s.At[b] != nil && s.At[b].Last != b+1 {
		return nil
	}
	_, end := s.sentence(b)
	return s.office(b+1, min(s.clauseEnd(b+1, end), b+8), true)
}

// office is the title behind a word for taking or having one, nil if there is none.
func (s *scan) office(k, end int, is bool) *lexicon.Match {
	w := s.Text.Words
	for ; k+1 < end; k++ {
		if w[k].Mark && w[k].Text != "," || s.saysAt(k) && w[k].Key != "là" {
			return nil
		}
		if !taking[w[k].Key] || w[k].Upper {
			continue
		}
		switch before := w[k-1].Key; w[k].Key {
		case "là":
			if !is {
				continue
			}
		case "thành":
			if before != "trở" {
				continue
			}
		case "làm":
			if before != "năm" && before != "bầu" && before != "nhiệm" && before != "từng" && before != "hiện" && before != "đang" && before != "cử" {
				continue
			}
		case "vị", "trò", "vụ", "chức", "trí":
			if before != "vị" && before != "cương" && before != "vai" && before != "chức" && before != "giữ" && before != "nhậm" {
				continue
			}
		case "cử":
			if before != "đắc" && before != "tái" {
				continue
			}
		case "nhiệm":
			if before != "đảm" && before != "bổ" {
				continue
			}
		}
		j := k + 1
		for j < end && passing[w[j].Key] && !s.titleAt(j) {
			j++
		}
		if j < end && s.titleAt(j) && s.At[j].Last <= end {
			return s.At[j]
		}
	}
	return nil
}

// cheated tells whether somebody was robbed of money: "chiếm đoạt tiền của chị A", "những
// người bị lừa có anh A", "bà A trình báo bị lừa".
func (s *scan) cheated(m *Mention, a, b int) bool {
	if !s.crime() || m.Honorific == "" {
		return false
	}
	left := s.keys(max(a, m.from-9), m.from)
	if strings.HasSuffix(left, " của ") && hasAny(left, "chiếm đoạt", "lừa đảo", "trộm", "cướp", "cướp giật", "lấy trộm") || strings.HasSuffix(left, " lừa ") || hasAny(left, "người bị lừa có", "người bị hại có", "nạn nhân có", "người bị lừa gồm") {
		return true
	}
	right := s.keys(m.Last, min(b, m.Last+28))
	return hasAny(right, "trình báo bị", "trình báo việc bị", "bị lừa", "bị chiếm đoạt", "bị mất trộm", "bị cướp")
}

// questioned tells whether police have somebody before them: "công an đang làm việc với ông A".
func (s *scan) questioned(m *Mention, a int) bool {
	left := s.keys(max(a, m.from-8), m.from)
	return s.crime() && (strings.HasSuffix(left, " làm việc với ") && hasAny(left, "công an", "cơ quan điều tra") || hasAny(left, "xử lý") && strings.HasSuffix(left, " xử lý "))
}

// owner tells whether the sentence opens with what its subject owns: "Là chủ của trại cá, bà A".
func (s *scan) owner(m *Mention) bool {
	w := s.Text.Words
	a, _ := s.sentence(m.from)
	if m.Honorific == "" || w[m.from-min(m.from, 1)].Text != "," || a+2 >= m.from || w[a].Key != "là" || w[a+1].Key != "chủ" || verbal[w[a+2].Key] {
		return false
	}
	for j := a; j < m.from; j++ {
		if s.of[j] >= 0 {
			return false
		}
	}
	return true
}
