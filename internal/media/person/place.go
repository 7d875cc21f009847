package person

import (
	"fmt"
	"io/fs"
	"strings"

	"binhdang/internal/media/lexicon"
)

// communes reads the names of all units, by key with spaces: communes are asked for.
func communes(content fs.FS) (map[string]bool, error) {
	out := map[string]bool{}
	data, err := fs.ReadFile(content, "unit/units.csv")
	if err != nil {
		return nil, fmt.Errorf("media: %w", err)
	}
	for line := range strings.Lines(string(data)) {
		if _, rest, ok := strings.Cut(line, ","); ok {
			name, _, _ := strings.Cut(rest, ",")
			out[lexicon.Key(name)] = true
		}
	}
	return out, nil
}

// governed are the words at the end of a title or a kind of place that a commune's name
// follows: "Bí thư Đảng ủy xã", "Chủ tịch UBND phường".
var governed = words("xã phường trấn khu")

// commune is where the name of a commune ends that begins with word a of a run of capitals
// up to b, behind a word for its kind: 0 if there is none.
func (s *scan) commune(a, b int) int {
	if a == 0 || a >= b || !governed[s.Text.Words[a-1].Key] || s.Text.Words[a].Line || s.Language == "en" {
		return 0
	}
	for n := min(4, b-a); n >= 1; n-- {
		if s.communes[strings.Trim(s.keys(a, a+n), " ")] {
			return a + n
		}
	}
	return 0
}

// firms are the words with which the names of companies end.
var firms = words("group corp corporation logistics holdings holding jsc ltd inc capital land motors motor bank media tech technology technologies electronics pharma foods food energy securities group's vietnam vina global international industries industry entertainment studio agency airlines resort company co solutions partners ventures")

// firm tells whether the run from a up to b behind a manager's title is that of a company:
// it ends as companies do, or who manages it follows behind a comma.
func (s *scan) firm(a, b int) bool {
	w := s.Text.Words
	if !s.foreign(a, b) || s.surnameAt(a, 1) && !firms[w[b-1].Fold] || s.clear(a, b) {
		return false
	}
	if s.behindFirm(a, b) > 0 || b-a >= 2 && (firms[w[b-1].Fold] || w[b-1].Key == "nam" && w[b-2].Key == "việt") {
		return true
	}
	return b+2 < len(w) && w[b].Text == "," && !w[b].Line && s.At[b+1].Has("honorific") != nil && s.At[b+1].Last == b+2 && w[s.At[b+1].Last].Upper && !w[b+1].Line
}

// behindFirm is where the name begins behind that of a company: behind Việt Nam, or with a
// family name behind a foreign word. It is 0 if there is none.
func (s *scan) behindFirm(a, b int) int {
	w := s.Text.Words
	for k := a + 1; k+1 < b; k++ {
		if s.surnameAt(k, 40) && !s.foreign(k, b) && s.names.foreign[w[a].Fold] == "" && s.foreign(k-1, k) { // Chủ tịch Vietcombank Nguyễn Thanh Tùng
			return k
		}
		if k+3 >= b {
			continue
		}
		if w[k].Key == "việt" && w[k+1].Key == "nam" && s.foreign(a, k) {
			return k + 2
		}
	}
	return 0
}
