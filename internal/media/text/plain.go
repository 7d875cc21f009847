package text

import (
	"regexp"
	"strings"
	"unicode"

	"binhdang/internal/vn"
)

// readPlain finds the story in plain text, where only words and line ends tell.
func (f *finder) readPlain() {
	f.plainTitle()
	told := int32(0) // words of the story so far
	for i := range f.blocks {
		b := &f.blocks[i]
		if i > 0 && i-1 != f.title {
			told += f.worth(&f.blocks[i-1])
		}
		if b.gone || i == f.title || b.words > 14 {
			continue
		}
		s := f.str(b)
		does, rest := f.cues.ofLine(s)
		switch {
		case playerLine(s), fileName(s), does&line != 0 && len(rest) < 60:
			b.gone = true
		case does&talk != 0 && told >= 60, does&(cut|talk) != 0 && f.otherNews(i+1):
			for k := i; k < len(f.blocks); k++ {
				f.blocks[k].gone = true
			}
			return
		}
	}
}

// otherNews tells whether what follows are teasers: no sentences, sentences cut short,
// or further such headings.
func (f *finder) otherNews(from int) bool {
	long, short, heads := 0, 0, 0
	for i := from; i < len(f.blocks); i++ {
		b := &f.blocks[i]
		s := f.text[b.start:b.end]
		switch {
		case truncated(s) && b.words >= 8:
			short++
		case b.words >= 12 && ends(s):
			long++
		case b.words <= 14:
			if does, _ := f.cues.ofLine(string(s)); does&(cut|talk) != 0 {
				heads++
			}
		}
	}
	return long == 0 || short*2 >= long || heads >= 2
}

// plainTitle finds the first line that is a title: short, and no sentence.
func (f *finder) plainTitle() {
	if f.headed && len(f.blocks) > 0 {
		f.title = 0
		return
	}
	first := -1
	for i := range f.blocks {
		b := &f.blocks[i]
		s := f.str(b)
		does, rest := f.cues.ofLine(s)
		switch {
		case b.words == 0, does&line != 0 && len(rest) < 60, i == 0 && vn.Fold(s) != "" && f.crumbs(s, b):
			b.gone = true
			continue
		}
		if first < 0 {
			first = i
			if b.words > 3 {
				break
			}
			continue // may be the name of the section
		}
		break
	}
	if first < 0 {
		return
	}
	at := first
	if next := first + 1; f.blocks[first].words <= 3 && next+1 < len(f.blocks) {
		// The name of a section stands alone above the title.
		if b := &f.blocks[next]; b.words >= 5 && b.words <= 30 && !ends(f.text[b.start:b.end]) && f.blocks[next+1].words >= 8 {
			f.blocks[first].gone = true
			at = next
		}
	}
	b := &f.blocks[at]
	if s := f.text[b.start:b.end]; b.words <= 45 && !strings.HasSuffix(string(s), ".") && len(f.blocks) > 1 {
		f.title = at
	}
}

// crumbs tells the line of the path from the home page, which pages copied as text begin with.
func (f *finder) crumbs(s string, b *block) bool {
	if len(f.blocks) < 2 {
		return false
	}
	for _, home := range []string{"Trang chủ", "Home"} {
		if rest, ok := strings.CutPrefix(s, home); ok && rest != "" && (!strings.HasPrefix(rest, " ") || strings.ContainsAny(rest[:2], "/>»›")) {
			return true
		}
	}
	return strings.Count(s, " > ")+strings.Count(s, " » ")+strings.Count(s, " / ") >= 2 && b.words < 30
}

var (
	player = regexp.MustCompile(`^\d{1,2}:\d\d(?::\d\d)?(?:\s*/\s*\d{1,2}:\d\d(?::\d\d)?)?(?:\s*[x×]?1(?:\.0)?x?)?$`)
	photos = regexp.MustCompile(`^(?i:IMG|DSC|DSCN|DSCF|DJI|image|photo|z)[_-]?\d[\w-]*(?:\.(?i:jpe?g|png|webp))?$|^\S+\.(?i:jpe?g|png|webp|gif)$`)
)

// playerLine tells the clock of a player of sound.
func playerLine(s string) bool { return len(s) < 24 && player.MatchString(s) }

// fileName tells the name of a picture's file.
func fileName(s string) bool {
	return len(s) < 80 && !strings.Contains(s, " ") && photos.MatchString(s)
}

// capitalised tells whether a word begins with a capital.
func capitalised(w string) bool {
	for _, r := range w {
		return unicode.IsUpper(r)
	}
	return false
}
