package text

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"binhdang/internal/fault"
)

// MaxBytes is how large a page or a text may be.
const MaxBytes = 16 << 20

// Decode gives the text of a file in UTF-8 and NFC, with the way back to its bytes.
// UTF-8, UTF-16 and Windows-1258 are read.
func Decode(data []byte) (string, *Map, error) {
	if len(data) > MaxBytes {
		return "", nil, fault.New(fault.Invalid, "media.text.too_large", "max", MaxBytes>>20)
	}
	var s string
	var m *Map
	order, skip := wide(data)
	switch {
	case order != nil:
		s, m = utf16Text(data, order, skip)
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		m = &Map{}
		m.run(0, 3)
		s = string(data[3:])
	default:
		if what := notText(data); what != "" {
			return "", nil, fault.New(fault.Invalid, what)
		}
		s = string(data)
	}
	if order == nil && !utf8.ValidString(s) {
		if brokenUTF8(s) {
			s, m = mended(s, m)
		} else if old, om := windows1258(s, m); old != "" {
			s, m = old, om
		} else {
			return "", nil, unknown(s)
		}
	}
	s, m = composed(s, m)
	return s, m, nil
}

// wide is the byte order of UTF-16 and the length of its mark, nil for other text.
func wide(data []byte) (binary.ByteOrder, int) {
	switch {
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		return binary.LittleEndian, 2
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		return binary.BigEndian, 2
	}
	// Without a mark the tags and spaces tell: every second byte is zero.
	head := data[:min(len(data), 512)&^1]
	var zero [2]int
	for i, b := range head {
		if b == 0 {
			zero[i&1]++
		}
	}
	switch half := len(head) / 2; {
	case len(head) < 8:
	case zero[1] > half*3/5 && zero[0] == 0:
		return binary.LittleEndian, 0
	case zero[0] > half*3/5 && zero[1] == 0:
		return binary.BigEndian, 0
	}
	return nil, 0
}

func utf16Text(data []byte, order binary.ByteOrder, skip int) (string, *Map) {
	var b strings.Builder
	m := &Map{}
	for i := skip; i+1 < len(data); {
		n := 2
		r := rune(order.Uint16(data[i:]))
		if utf16.IsSurrogate(r) {
			low := rune(unicode.ReplacementChar)
			if i+3 < len(data) {
				low = rune(order.Uint16(data[i+2:]))
			}
			if r = utf16.DecodeRune(r, low); r != unicode.ReplacementChar {
				n = 4
			}
		}
		m.whole(b.Len(), i, n)
		b.WriteRune(r)
		i += n
	}
	return b.String(), m
}

// brokenUTF8 tells a page in UTF-8 with some spoilt bytes, such as one cut in the
// middle of a letter, from one in an old code page.
func brokenUTF8(s string) bool {
	good, bad := 0, 0
	for i, r := range s {
		switch {
		case r == utf8.RuneError && s[i] != 0xEF:
			bad++
		case r >= utf8.RuneSelf:
			good++
		}
	}
	return good > 4*bad || bad <= 2 && good > 0
}

// mended puts the mark of replacement for every byte that is no letter.
func mended(s string, next *Map) (string, *Map) {
	var b strings.Builder
	m := &Map{}
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			m.whole(b.Len(), i, 1)
		} else {
			m.run(b.Len(), i)
		}
		b.WriteRune(r)
		i += n
	}
	return b.String(), m.after(next)
}

// windows1258 reads the code page of Vietnamese Windows, or gives "" where its tones
// do not stand behind vowels: then the bytes are of another code.
func windows1258(s string, next *Map) (string, *Map) {
	tones, stray, marks := 0, 0, 0
	for i := range len(s) {
		switch s[i] {
		case 0xCC, 0xD2, 0xDE, 0xEC, 0xF2:
			if i > 0 && vowel1258(s[i-1]) {
				tones++
			} else {
				stray++
			}
		case 0xE2, 0xEA, 0xF4, 0xE3, 0xF5, 0xFD, 0xF0, 0xD0:
			marks++
		case 0x80, 0x81, 0x83, 0x88, 0x89, 0x8A, 0x8D, 0x8E, 0x8F, 0x90, 0x98, 0x9A, 0x9D, 0x9E, 0xFF:
			stray++
		default:
			if s[i] >= 0x80 && !vowel1258(s[i]) && (i > 0 && isLetter(s[i-1]) || i+1 < len(s) && isLetter(s[i+1])) {
				stray++
			}
		}
	}
	if stray > (tones+marks)/10+2 {
		return "", nil
	}
	var b strings.Builder
	m := &Map{}
	for i := range len(s) {
		m.whole(b.Len(), i, 1)
		b.WriteRune(charmap.Windows1258.DecodeByte(s[i]))
	}
	return b.String(), m.after(next)
}

// unknown says of bytes that no code page fits which font they may be made for.
func unknown(s string) error {
	latin, err := charmap.Windows1252.NewDecoder().String(s)
	if err == nil {
		err = oldFont(latin)
	}
	if err == nil {
		err = fault.New(fault.Invalid, "media.text.charset")
	}
	return err
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// vowel1258 tells the vowels of Windows-1258 in small and capital letters.
func vowel1258(c byte) bool {
	return strings.IndexByte("aeiouyAEIOUY\xC0\xC1\xC2\xC3\xC8\xC9\xCA\xCD\xD3\xD4\xD5\xD9\xDA\xDD\xE0\xE1\xE2\xE3\xE8\xE9\xEA\xED\xF3\xF4\xF5\xF9\xFA\xFD", c) >= 0
}

// oldFont refuses text whose letters are right only in a font of TCVN3 or VNI: TCVN3
// puts signs inside words, VNI a second, marked vowel behind the first.
func oldFont(s string) error {
	s = s[:min(len(s), 100_000)]
	right, tcvn3, vni := 0, 0, 0
	last := ' '
	for _, r := range s {
		switch {
		case r < 0xA0:
		case r >= 0x1EA0 && r <= 0x1EF9, strings.ContainsRune("ăĂđĐơƠưƯ", r):
			right++
		case r > 0xFF:
		case strings.ContainsRune("¨©ª«¬®\u00AD¯°±²³´µ¶·¸¹º»¼½¾", r):
			if last < utf8.RuneSelf && isLetter(byte(last)) || r == '®' && last == ' ' {
				tcvn3++
			}
		case strings.ContainsRune("äåëïøûÄÅËÏØÛ", r) && strings.ContainsRune("aeouyöôAEOUYÖÔ", last), r == 'ñ' && last == ' ':
			vni++
		}
		last = r
	}
	for _, f := range []struct {
		name string
		n    int
	}{{"TCVN3", tcvn3}, {"VNI", vni}} {
		if f.n >= 8 && f.n > 2*right {
			return fault.New(fault.Invalid, "media.text.font", "font", f.name)
		}
	}
	return nil
}

// composed is the text in NFC.
func composed(s string, next *Map) (string, *Map) {
	// Marks of their own have these bytes; where there are none all letters are whole,
	// but for scripts that Vietnamese pages do not use.
	if strings.IndexByte(s, 0xCC) < 0 && strings.IndexByte(s, 0xCD) < 0 {
		return s, next
	}
	if norm.NFC.IsNormalString(s) {
		return s, next
	}
	var b strings.Builder
	b.Grow(len(s))
	m := &Map{}
	var it norm.Iter
	for i := 0; i < len(s); {
		n := norm.NFC.QuickSpanString(s[i:])
		if n > 0 {
			m.run(b.Len(), i)
			b.WriteString(s[i : i+n])
			i += n
			continue
		}
		it.InitString(norm.NFC, s[i:])
		out := it.Next()
		m.whole(b.Len(), i, it.Pos())
		b.Write(out)
		if it.Pos() == 0 {
			break
		}
		i += it.Pos()
	}
	return b.String(), m.after(next)
}
