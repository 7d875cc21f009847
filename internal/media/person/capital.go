package person

// never are words that names have as well but that stand behind names far more often.
var never = words("được đã bị là và có cho tử hướng nay sinh viết nói kể đến về tại ở với khi từ do vì không chưa đang sẽ vẫn cũng lập trong ngoài trên dưới thăm dự trao nhận làm gặp chỉ phát biểu chủ trì thứ")

// opening are words that begin no name in a line of capitals, though families bear some.
var opening = words("năm già thường bảo danh hài tâm gia hội đại trường")

// spoken tells whether a word in capitals can go on in a name.
func (s *scan) spoken(j int) bool {
	w := &s.Text.Words[j]
	if never[w.Key] {
		return false
	}
	if s.Language == "en" {
		_, given := s.names.plain["f="+w.Fold]
		return given || s.names.folded[w.Fold] > 0 || w.Initials
	}
	return s.names.part[w.Key] || w.Initials
}

// inCapitals reads a name in a line of capitals: after a courtesy word or a title, or
// from a family name on, as far as the words are ones that names have. Thị and Văn say
// that a given name follows, whatever it is. It returns the word to go on with.
func (s *scan) inCapitals(i int) int {
	w := s.Text.Words
	c := s.before(i)
	honoured := c.kind == "honorific" || c.kind == "title"
	clear := i+2 < len(w) && !w[i+1].Line && !w[i+2].Line && w[i+2].Letters && !w[i+2].Initials && (w[i+1].Fold == "thi" || w[i+1].Fold == "van") && (w[i+1].Key == "thị" || w[i+1].Key == "văn" || s.Language == "en") && s.surnameAt(i, 1)
	if m := s.At[i]; m != nil && !clear && (m.Has("title") != nil || m.Has("honorific") != nil || m.Has("noun") != nil) && !(honoured && m.Last-m.First == 1 && s.surnameAt(i, 40)) {
		return m.Last
	}
	from := i
	if c.match != nil {
		from = c.match.First
	}
	if honoured && w[i].Letters && !syllable(w[i].Fold) && s.At[i] == nil && len(w[i].Key) > 3 { // BÀ CAROLINE NYAMAYEMOMBE
		j := i + 1
		for j < len(w) && j < i+3 && s.capital(j) && !w[j].Line && !w[j].Near && !syllable(w[j].Fold) && s.At[j] == nil {
			j++
		}
		if j-i >= 2 {
			s.add(i, j, from, c.kind, c)
		}
		return j
	}
	if !clear && !s.surnameAt(i, 40) && !(c.kind == "honorific" && s.spoken(i) || c.kind == "title" && s.surnameAt(i, 1)) || never[w[i].Key] || opening[w[i].Key] && !clear {
		return i + 1
	}
	if m := s.At[i]; m != nil && (m.Has("place") != nil || m.Has("memory") != nil) && c.kind != "honorific" && !clear {
		return m.Last
	}
	j := i + 1
	if clear {
		j = i + 3
	}
	for j < len(w) && j < i+4 && s.capital(j) && !w[j].Line && !w[j].Near && s.spoken(j) {
		if m := s.At[j]; m != nil && m.Last-m.First > 1 {
			break
		}
		if v := s.At[j]; v != nil && (v.Has("verb") != nil || v.Has("admin") != nil || v.Has("title") != nil) && s.names.weight["f="+w[j].Key] == 0 {
			break
		}
		j++
	}
	if j < len(w) && j-i < 4 && j > i && s.capital(j) && !w[j].Line && !w[j].Near && s.At[j] == nil && !never[w[j].Key] && (j+1 >= len(w) || w[j+1].Line || w[j+1].Mark && w[j+1].Text != "-") {
		j++ // the last word before a mark, whatever it is
	}
	switch {
	case c.kind == "street", c.kind == "organisation", c.kind == "work", c.kind == "admin" && s.titleBefore(i) == nil, c.kind == "place", s.housed(i) && !honoured:
	case c.kind == "honorific", c.kind == "title" && j-i >= 2:
		s.add(i, j, from, c.kind, c)
	case clear, j-i >= 3 && s.titleBefore(i) != nil, j-i >= 2 && j < len(w) && (w[j].Text == "(" || w[j].Text == ",") && s.rightCue(j),
		j-i >= 3 && (s.listed(i) || s.beside(i)), j-i >= 3 && s.surnameAt(i, 200) && s.given(i+1, j):
		s.add(i, j, from, "family name", cue{})
	}
	return j
}
