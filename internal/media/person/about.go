package person

import (
	"slices"
	"strings"

	"binhdang/internal/media/lexicon"
)

// subject is a thing that a whole article may be about.
type subject int

const (
	match    subject = iota // a contest of sport
	stage                   // those who sing, play and are looked at
	crime                   // a crime
	lewd                    // one against somebody's body
	court                   // police and courts
	women                   // women's sport
	disaster                // a fire, a wreck, a flood
	topics                  // how many there are
)

// hint is a term that speaks for a subject: its words behind the first.
type hint struct {
	rest []string
	of   subject
	term int
}

// hints are the terms by their first word.
var hints = map[string][]hint{}

var hintCount int

func init() {
	put := func(of subject, terms ...[]string) {
		for _, list := range terms {
			for _, t := range list {
				f := strings.Fields(t)
				hints[f[0]] = append(hints[f[0]], hint{f[1:], of, hintCount})
				hintCount++
			}
		}
	}
	put(match, sport, []string{"sea games", "asiad", "olympic", "kình ngư", "vận động viên", "giải vô địch", "ván", "trận", "tuyển thủ", "kỳ thủ", "vđv", "hlv", "huấn luyện viên", "bàn thắng", "hiệp", "tay vợt", "cờ vua", "bóng đá", "bóng chuyền", "cầu lông", "điền kinh"})
	put(stage, star, []string{"cặp đôi", "fan", "showbiz", "ca sĩ", "diễn viên", "nghệ sĩ", "sao việt", "nsnd", "nsưt", "đạo diễn", "mv", "khán giả", "người hâm mộ", "làng giải trí", "vbiz", "diva", "người mẫu", "nhạc sĩ", "gameshow", "vai diễn", "đóng vai", "phim", "catwalk", "sàn diễn", "show diễn", "thảm xanh", "siêu mẫu", "ngôi sao", "sao nữ", "vở diễn", "nhà thiết kế", "show thời trang", "cải lương"})
	put(crime, crimes, charged, violence, []string{"giải cứu", "sentenced", "arrested", "beating", "murder", "rape", "abused", "công an", "bị bán", "mua bán người", "bạo lực"})
	put(lewd, []string{"xâm hại", "dâm ô", "hiếp dâm", "cưỡng hiếp", "cưỡng dâm", "sàm sỡ", "giao cấu"})
	put(court, []string{"công an", "bị cáo", "khởi tố", "tòa án", "tand", "phiên tòa", "hđxx", "năm tù", "tòa phạt", "lĩnh án", "lãnh án", "hầu tòa"})
	put(disaster, []string{"vụ cháy", "cháy nhà", "hỏa hoạn", "đám cháy", "bốc cháy", "tai nạn", "chìm tàu", "tàu chìm", "lật thuyền", "lật tàu", "lật xe", "lũ quét", "sạt lở", "đuối nước", "chết đuối", "gặp nạn", "bị nạn", "va chạm", "vụ nổ", "nổ bình gas", "cứu nạn", "ngạt khói", "chết cháy", "lũ cuốn", "sập", "động đất", "ngộ độc", "vùi lấp", "bị cuốn trôi"})
	put(women, []string{"tuyển nữ", "bóng đá nữ", "đội nữ", "đơn nữ", "bóng chuyền nữ", "đua xe đạp nữ", "giải nữ"})
}

// about counts, once, the different terms that speak for each subject.
func (s *scan) about() *[topics]int {
	if s.counted {
		return &s.counts
	}
	s.counted = true
	w := s.Text.Words
	seen := make([]bool, hintCount)
	for i := range w {
		for _, h := range hints[w[i].Key] {
			if seen[h.term] || i+len(h.rest) >= len(w) {
				continue
			}
			if slices.EqualFunc(w[i+1:i+1+len(h.rest)], h.rest, func(w lexicon.Word, key string) bool { return w.Key == key }) {
				seen[h.term] = true
				s.counts[h.of]++
			}
		}
	}
	return &s.counts
}

// enterprise tells whether the title is about those who start or lead a business.
func (s *scan) enterprise() bool {
	end := 1
	for end < len(s.Text.Words) && !s.Text.Words[end].Line {
		end++
	}
	return hasAny(s.keys(0, end), "khởi nghiệp", "doanh nhân", "làm giàu", "hợp tác xã", "htx", "nữ chủ nhân")
}

// match tells whether the article is about sport.
func (s *scan) match() bool { return s.about()[match] >= 2 }

// stage tells whether the article is about those who sing, play and are looked at.
func (s *scan) stage() bool { return s.about()[stage] >= 2 }

// crime tells whether the article is about one.
func (s *scan) crime() bool { return s.about()[crime] > 0 }

// lewd tells whether the article is about a crime against somebody's body.
func (s *scan) lewd() bool { return s.about()[lewd] > 0 }

// calamity tells whether the article is about a fire, a wreck, a flood.
func (s *scan) calamity() bool { return s.about()[disaster] > 0 }
