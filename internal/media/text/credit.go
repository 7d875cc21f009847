package text

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"binhdang/internal/period"
	"binhdang/internal/vn"
)

var (
	days     = regexp.MustCompile(`(?:^|[^\d/.-])(\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4})(?:$|[^\d])`)
	iso      = regexp.MustCompile(`(\d{4}-\d{2}-\d{2})(?:$|[^\d])`)
	wordDays = regexp.MustCompile(`(?i)ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})`)
	// A line of a day, an hour and the words around them.
	dateLine  = regexp.MustCompile(`(?i)^(?:(?:chủ nhật|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|cn|t[2-7]|(?:mon|tues|wednes|thurs|fri|satur|sun)day|cập nhật(?: lúc)?|đăng(?: lúc)?|ngày(?: đăng)?|lúc|hồi|giờ|gmt\s?\+?7|utc\s?\+?7|\d{1,2}\s?[:hg]\s?\d{0,2}(?::\d\d)?(?:\s?[ap]m)?|\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{4}-\d{2}-\d{2})[\s,:|()\-–•]*)+$`)
	anyDay    = regexp.MustCompile(`\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{4}-\d{2}-\d{2}`)
	hours     = regexp.MustCompile(`\b\d{1,2}[:h]\d{2}\b|GMT\+7|\(\s*\)`)
	inPicture = regexp.MustCompile(`(?:^|[(\[.…!?”"]\s*|\s[-–]\s)(?i:ảnh|hình ảnh|ảnh minh họa|ảnh tư liệu|photos?|nguồn)\s?:\s*([^()\[\]\n]{2,60}?)(?:[)\].]|$)|(?:\s|^)(?:Ảnh|Photo)\s?:\s*([^()\[\]\n]{2,60}?)(?:[)\].]|$)`)
)

// hasDate tells whether a line gives a day.
func hasDate(s string) bool { return anyDay.MatchString(s) }

// firstDay is the first day that a text gives.
func firstDay(s string) period.Day {
	if m := iso.FindStringSubmatch(s); m != nil {
		if d, err := period.ParseDay(m[1]); err == nil {
			return d
		}
	}
	if m := days.FindStringSubmatch(s); m != nil {
		if d, err := period.ParseDay(strings.ReplaceAll(m[1], " ", "")); err == nil {
			return d
		}
	}
	if m := wordDays.FindStringSubmatch(s); m != nil {
		if d, err := period.ParseDay(m[1] + "/" + m[2] + "/" + m[3]); err == nil {
			return d
		}
	}
	return 0
}

// day is when the article was published: what the head of the page says, else a line
// for dates, else the line of a day in the text.
func (f *finder) day(a *Article) period.Day {
	if d := firstDay(f.when); d != 0 {
		return d
	}
	for _, s := range f.dates {
		if d := firstDay(s); d != 0 {
			return d
		}
	}
	for _, b := range a.Blocks {
		if b.Kind == Dated || b.Kind == Byline {
			if d := firstDay(a.Text[b.Start:b.End]); d != 0 {
				return d
			}
		}
	}
	return 0
}

// mark says of lines that stay what they are: bylines, days, captions, notices. Who
// signed at the right edge is known by the page, so the line leaves the text.
func (f *finder) mark() {
	var kept []int
	for i := range f.blocks {
		if !f.blocks[i].gone && i != f.title {
			kept = append(kept, i)
		}
	}
	for at, i := range kept {
		b := &f.blocks[i]
		if b.words > 70 || b.kind == Caption {
			continue
		}
		s := f.str(b)
		n := &f.nodes[b.node]
		does, _ := f.cues.ofLine(s)
		fromEnd := len(kept) - 1 - at
		signs := fromEnd <= 3 || at <= 2
		switch {
		case b.words <= 15 && dateLine.MatchString(s):
			b.kind = Dated
		case does&by != 0 && b.words <= 20 && len(f.names(s)) > 0,
			signs && b.words <= 16 && f.byline(s, fromEnd <= 3):
			b.kind = Byline
			if !f.plain && n.right && fromEnd <= 3 {
				f.signed = append(f.signed, s)
				b.gone = true
			}
		case does&source != 0 && !ends([]byte(s)), b.words <= 30 && f.isNotice(s):
			b.kind = Notice
		case f.isCaption(s, b, n):
			b.kind = Caption
		case n.tag == tHeading && at > 0:
			b.kind = Heading
		}
	}
}

// isNotice tells a line about rights or sources, said by the outlet.
func (f *finder) isNotice(s string) bool { return f.cues.within(s, notice) > 0 }

// masthead tells what an outlet says of itself at the foot of a page: several of its
// words in one block.
func (f *finder) masthead(s string) bool { return len(s) < 2000 && f.cues.within(s, masthead) > 2 }

// isCaption tells a line under a picture by the name of who took it at its end.
func (f *finder) isCaption(s string, b *block, n *node) bool {
	if b.words > 60 || n.tag == tHeading {
		return false
	}
	var m []int
	if mayCredit(s) {
		m = inPicture.FindStringIndex(s)
	}
	if m == nil {
		if !f.plain {
			return false
		}
		// "Lễ phát động ... Ảnh Báo X": without a colon only a line that is no sentence.
		i := strings.LastIndex(s, " Ảnh ")
		return i > 0 && !ends([]byte(s)) && !strings.Contains(s, ". ") && len(strings.Fields(s[i:])) <= 12 && capitalised(s[i+len(" Ảnh "):])
	}
	// A story's paragraph may end with the credit of a picture that stood beside it.
	before := strings.TrimRight(s[:m[0]+1], " (.[")
	return !strings.Contains(before, ". ") && len(s)-m[1] <= 2 && !strings.HasSuffix(strings.TrimSpace(s[:m[0]]), ".")
}

// mayCredit tells quickly whether a text may have what inPicture finds: a colon behind one
// of its words.
func mayCredit(s string) bool {
	for i := strings.IndexByte(s, ':'); i >= 0; {
		word := strings.ToLower(strings.TrimRightFunc(s[max(0, i-12):i], unicode.IsSpace))
		for _, end := range []string{"ảnh", "họa", "liệu", "photo", "photos", "nguồn"} {
			if strings.HasSuffix(word, end) {
				return true
			}
		}
		next := strings.IndexByte(s[i+1:], ':')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return false
}

// byline tells a line of one to four names, with what may stand beside names.
func (f *finder) byline(s string, last bool) bool {
	rest := hours.ReplaceAllString(anyDay.ReplaceAllString(s, ""), "")
	dated := rest != s
	if i := strings.IndexByte(rest, '('); i > 0 { // (Bài và ảnh), (Theo Báo X), (thực hiện)
		if does, _ := f.cues.ofLine(strings.Trim(rest[i:], "() ")); does&(by|photo|source) == 0 && !strings.HasPrefix(rest[i:], "(th") && !strings.HasPrefix(rest[i:], "(Th") {
			return false
		}
		rest = rest[:i]
	}
	if ends([]byte(strings.TrimSpace(rest))) {
		return false
	}
	parts := splitNames(rest)
	if len(parts) == 0 || len(parts) > 4 || !last && !dated && len(parts) < 2 {
		return false
	}
	for _, p := range parts {
		if !f.isName(stripCue(f.cues, p)) {
			return false
		}
	}
	return true
}

// splitNames parts a line at what stands between names.
func splitNames(s string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(strings.NewReplacer(" và ", "|", " and ", "|", " - ", "|", " – ", "|", " — ", "|", ";", "|", ",", "|", "/", "|", "&", "|", "•", "|", "*", "|").Replace(s), func(r rune) bool { return r == '|' }) {
		if p = strings.Trim(p, " .-–:"); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// stripCue takes the words off that stand before names: "Bài và ảnh: ".
func stripCue(c *cues, s string) string {
	if i := strings.IndexByte(s, ':'); i > 0 {
		if c.lines[vn.Fold(s[:i])]&(by|photo|source) != 0 {
			return strings.TrimSpace(s[i+1:])
		}
	}
	w := strings.Fields(s)
	for n := min(len(w)-1, 3); n > 0; n-- {
		if c.lines[vn.Fold(strings.Join(w[:n], " "))]&(by|source) != 0 {
			return strings.Join(w[n:], " ")
		}
	}
	return s
}

// isName tells a person's name as newspapers sign: two to five words with capitals,
// initials, or one word that is no common one.
func (f *finder) isName(s string) bool {
	w := strings.Fields(s)
	if len(w) == 0 || len(w) > 5 || f.cues.lines[vn.Fold(w[0])]&organisation != 0 {
		return false
	}
	for _, x := range w {
		if !capitalised(x) {
			return false
		}
		for _, r := range x {
			if !unicode.IsLetter(r) && r != '.' && r != '-' {
				return false
			}
		}
	}
	if len(w) == 1 {
		return initials(s) || utf8.RuneCountInString(s) <= 7 && unicode.IsLower([]rune(s)[len([]rune(s))-1])
	}
	return true
}

// initials tells N.Y, N.T.B. and HT.
func initials(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsUpper(r) {
			n++
		} else if r != '.' {
			return false
		}
	}
	return n >= 1 && n <= 4
}

// names are the persons of a byline.
func (f *finder) names(s string) []string {
	s = hours.ReplaceAllString(anyDay.ReplaceAllString(s, ""), "")
	var out []string
	if i := strings.IndexByte(s, '('); i > 0 {
		s = s[:i]
	}
	for _, p := range splitNames(s) {
		if p = stripCue(f.cues, p); f.isName(p) {
			out = append(out, p)
		}
	}
	return out
}

// credits gathers the names of bylines and of those who took pictures.
func (f *finder) credits(a *Article) []Credit {
	var out []Credit
	known := map[Credit]bool{}
	named := map[string]bool{}
	add := func(name string, from, to int) {
		c := Credit{name, -1, -1}
		if from >= 0 {
			if i := strings.Index(a.Text[from:to], name); i >= 0 {
				c.Start, c.End = from+i, from+i+len(name)
			}
		}
		if known[c] || c.Start < 0 && named[name] {
			return
		}
		known[c], named[name] = true, true
		out = append(out, c)
	}
	for k := range a.Blocks {
		b := a.Blocks[k]
		s := a.Text[b.Start:b.End]
		switch b.Kind {
		case Byline:
			for _, n := range f.names(s) {
				add(n, b.Start, b.End)
			}
		case Title, Dated:
		default:
			if !mayCredit(s) {
				continue
			}
			for _, m := range inPicture.FindAllStringSubmatchIndex(s, -1) {
				from, to := m[2], m[3]
				if from < 0 {
					from, to = m[4], m[5]
				}
				for _, n := range f.names(s[from:to]) {
					add(n, b.Start+from, b.Start+to)
				}
			}
		}
	}
	for _, s := range f.signed {
		for _, n := range f.names(s) {
			add(n, -1, -1)
		}
	}
	return out
}

// Sign adds to an article those whom something else than its page names as its authors.
func (r *Reader) Sign(a *Article, line string) {
	f := &finder{cues: r.cues}
	for _, n := range f.names(line) {
		if !slices.ContainsFunc(a.Credits, func(c Credit) bool { return c.Name == n }) {
			a.Credits = append(a.Credits, Credit{n, -1, -1})
		}
	}
}
