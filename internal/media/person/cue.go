package person

import (
	"strings"

	"binhdang/internal/media/lexicon"
)

// titleBefore is the title whose holder is named at word i: "Bí thư Tỉnh ủy A",
// "Thứ trưởng Bộ Kế hoạch và Đầu tư A". Between the two stands only what names a body
// or a place.
func (s *scan) titleBefore(i int) *lexicon.Match {
	w := s.Text.Words
	if i < len(w) && (w[i].Line || s.Stops[i]) {
		return nil
	}
	for j := i - 1; j >= 0 && j > i-16; j-- {
		m := s.Ends[j]
		switch {
		case m != nil && m.Has("title") != nil:
			return m
		case s.of[j] >= 0:
			return nil
		case w[j].Key == "và" && (j == i-1 || s.At[j+1].Has("honorific") != nil && s.At[j+1].Last == i): // Hiệu trưởng Trường A và cô B
			return nil
		case m != nil && (m.Has("admin") != nil || m.Has("body") != nil || m.Has("organisation") != nil || m.Has("place") != nil || m.Has("honorific") != nil && j == i-1):
			j = m.First
		case w[j].Upper || w[j].Digits || w[j].Key == "và" || w[j].Key == "tuổi" && j > 0 && w[j-1].Digits || english[w[j].Key] || w[j].Key == "of" || w[j].Key == "the" || w[j].Key == "and":
		case w[j].Text == "-" || w[j].Text == "–" || w[j].Text == "&" || w[j].Text == "." && w[j].Near && !s.Stops[min(j+1, len(w)-1)]:
		case w[j].Letters && j > 0 && w[j-1].Upper && !s.used[j-1] && !between[w[j].Key]: // the second half of Kế hoạch, Tổ chức
			j--
			if mm := s.Ends[j]; mm != nil && mm.Has("title") != nil {
				return mm
			}
		default:
			return nil
		}
		if s.Stops[j] || w[j].Line {
			return nil
		}
	}
	return nil
}

// listed tells whether a name stands in a list that "các đồng chí:" or "các ông, bà:"
// has opened.
func (s *scan) listed(i int) bool {
	w := s.Text.Words
	if i == 0 || w[i].Line {
		return false
	}
	switch w[i-1].Key {
	case ":", ",", ";", "và", "and":
	default:
		return false
	}
	for j := i - 1; j > 0 && !s.Stops[j]; j-- {
		if w[j].Text == ":" {
			m := s.Ends[j-1]
			for k := j - 1; k > j-9 && k > 0 && !s.Stops[k] && !w[k].Mark && m != nil && m.Has("honorific") == nil; k = m.First - 1 { // các đồng chí Ủy viên Bộ Chính trị:
				if m.Has("title") == nil && m.Has("body") == nil || s.Ends[m.First-1] == nil {
					break
				}
				m = s.Ends[m.First-1]
			}
			return m.Has("honorific") != nil && (w[max(m.First-1, 0)].Key == "các" || w[max(m.First-1, 0)].Text == "," || m.Has("honorific").Term == "comrades")
		}
	}
	return false
}

// housed tells whether the words before a name open the name of a firm, a school or
// another thing that bears names: "Công ty CP Xây dựng Phạm Gia".
func (s *scan) housed(i int) bool {
	w := s.Text.Words
	for j := i - 1; j >= 0 && j > i-8 && !s.Stops[j+1] && !w[j+1].Line; j-- {
		switch m := s.Ends[j]; {
		case m.Has("title") != nil || s.of[j] >= 0:
			return false
		case m.Has("organisation") != nil:
			return true
		case w[j].Upper && !w[j].Initials:
		case w[j].Letters && j > 0 && w[j-1].Upper:
		default:
			return false
		}
	}
	return false
}

// roleBefore tells whether the word before is one for persons.
func (s *scan) roleBefore(i int) bool {
	return i > 0 && s.Ends[i-1] != nil && s.Ends[i-1].Has("title") != nil
}

var (
	doing = words("chơi thi đá gỡ ghi sút chuyền tung dạy kéo bỏ trốn mua bán hát cười khóc yêu cưới lấy gặp theo bị đã đang sẽ vẫn cũng từng được là thắng vượt đoạt giành nhận đến về đi làm có sinh mất sống học bước ra lên xuống tự không chưa mới vừa chỉ còn luôn thường cùng bắt gọi đâm đánh đổ tạt tưới châm đốt đập chém bóp siết trở tham đại chia trao ký phụ chủ bày giữ phụ trách dùng cầm lao xông chạy quay lấy mở kêu gọi đứng ngồi vào thấy biết quyết tìm mua viết nghỉ chọn giúp mong tiếp hứa rút who is was has had will attended chaired presented visited joined opened spoke met handed delivered led and")
	years = words("sn sinh tuổi")

	between = words("của ở tại do là cho với bị được có đã từ đến gồm cùng về vào")                                       // words that no name of a body ends with
	english = words("provincial district municipal commune ward city national standing permanent party people's women's") // between an office and its holder
)

// rightCue tells whether what follows a name is what follows persons: an age, a title
// between commas, a word for saying or doing.
func (s *scan) rightCue(i int) bool {
	w := s.Text.Words
	if i >= len(w) || w[i].Line {
		return false
	}
	at := func(k int) string {
		if k < len(w) {
			return w[k].Key
		}
		return ""
	}
	switch w[i].Text {
	case "(":
		return i+1 < len(w) && (w[i+1].Digits && at(i+2) != "/" || years[at(i+1)] || s.titleAt(i+1) || s.kinAt(i+1) || s.At[i+1].Has("place") != nil)
	case ",", "-", "–", ":":
		if w[i].Text == ":" {
			return i+1 < len(w) && strings.Contains(`"“`, w[i+1].Text)
		}
		return i+1 < len(w) && (w[i+1].Digits && (at(i+2) == "tuổi" || at(i+2) == "years") || years[at(i+1)] || s.titleAt(i+1) || s.kinAt(i+1) ||
			at(i+1) == "người" || at(i+1) == "nguyên" || s.who(i+1))
	}
	if m := s.At[i]; m != nil {
		if v := m.Has("verb"); v != nil && v.Value != "source-preposition" && v.Value != "none" {
			return true
		}
		if m.Has("verb") != nil {
			return false
		}
	}
	return doing[w[i].Key] && !w[i].Upper
}

// who tells whether a word for a person begins, not a courtesy word with its name: "A, cô
// bạn cùng phòng".
func (s *scan) who(i int) bool {
	m := s.At[i]
	return !s.Text.Words[i].Upper && (m.Has("noun") != nil || m.Has("honorific") != nil && m.Last-m.First > 1 && m.Last < len(s.Text.Words) && !s.Text.Words[m.Last].Upper)
}

func (s *scan) titleAt(i int) bool {
	return i < len(s.At) && s.At[i] != nil && s.At[i].Has("title") != nil
}

func (s *scan) kinAt(i int) bool {
	return i < len(s.At) && s.At[i] != nil && s.At[i].Has("kin") != nil
}
