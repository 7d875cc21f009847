package text

import "bytes"

// magics are how files begin that are no text, each with the sentence that says what
// it is and what to do.
var magics = []struct{ start, key string }{
	{"%PDF-", "media.text.pdf"},
	{"{\\rtf", "media.text.word"},
	{"\xFF\xD8\xFF", "media.text.picture"},
	{"\x89PNG", "media.text.picture"},
	{"GIF8", "media.text.picture"},
	{"BM", "media.text.picture"},
	{"II*\x00", "media.text.picture"},
	{"MM\x00*", "media.text.picture"},
	{"ID3", "media.text.sound"},
	{"OggS", "media.text.sound"},
	{"fLaC", "media.text.sound"},
	{"FLV\x01", "media.text.sound"},
	{"\x1A\x45\xDF\xA3", "media.text.sound"},
	{"\x1F\x8B", "media.text.packed"},
	{"Rar!\x1A", "media.text.packed"},
	{"7z\xBC\xAF\x27\x1C", "media.text.packed"},
	{"bplist00", "media.text.archive"},
}

// notText is the sentence about a file that is no text, "" for one that may be.
func notText(data []byte) string {
	head := data[:min(len(data), 4096)]
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.start)) && (len(m.start) > 3 || !printable(head)) {
			return m.key
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return inZip(data)
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0")): // what Office kept until 2003
		if bytes.Contains(data, wideASCII("WordDocument")) {
			return "media.text.word"
		}
		if bytes.Contains(data, wideASCII("Workbook")) {
			return "media.text.sheet"
		}
	case bytes.HasPrefix(head, []byte("RIFF")) && len(head) >= 12:
		if string(head[8:12]) == "WEBP" {
			return "media.text.picture"
		}
		return "media.text.sound"
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		if b := string(head[8:12]); b == "heic" || b == "mif1" || b == "avif" {
			return "media.text.picture"
		}
		return "media.text.sound"
	case len(head) > 2 && head[0] == 0xFF && head[1]&0xE6 == 0xE2 && !printable(head): // a frame of MP3
		return "media.text.sound"
	case mailed(head):
		return "media.text.archive"
	}
	if bytes.Count(head, []byte{0}) > len(head)/20 {
		return "media.text.binary"
	}
	return ""
}

// printable tells text from bytes that have signs of control among them.
func printable(head []byte) bool {
	for _, c := range head {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' {
			return false
		}
	}
	return true
}

// inZip tells by the names of its parts what was packed.
func inZip(data []byte) string {
	for _, part := range []struct{ name, key string }{
		{"word/document.xml", "media.text.word"},
		{"application/vnd.oasis.opendocument.text", "media.text.word"},
		{"xl/workbook.xml", "media.text.sheet"},
		{"application/vnd.oasis.opendocument.spreadsheet", "media.text.sheet"},
	} {
		if bytes.Contains(data, []byte(part.name)) {
			return part.key
		}
	}
	return "media.text.packed"
}

// mailed tells a page that was saved with its pictures in one file, in the form of mail.
func mailed(head []byte) bool {
	lower := bytes.ToLower(head[:min(len(head), 1024)])
	return bytes.Contains(lower, []byte("mime-version:")) && bytes.Contains(lower, []byte("content-type: multipart/"))
}

func wideASCII(s string) []byte {
	var out []byte
	for i := range len(s) {
		out = append(out, s[i], 0)
	}
	return out
}
