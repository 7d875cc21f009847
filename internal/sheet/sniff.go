package sheet

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"binhdang/internal/fault"
)

// blob is the file. It remembers when reading it failed, so that a bad disk is not
// told to the person as a broken workbook.
type blob struct {
	in   io.ReaderAt
	size int64
	err  error
}

func (b *blob) ReadAt(p []byte, off int64) (int, error) {
	n, err := b.in.ReadAt(p, off)
	if err != nil && err != io.EOF {
		b.err = err
	}
	return n, err
}

// start is the first bytes of the file.
func (b *blob) start(n int) ([]byte, error) {
	p := make([]byte, min(int64(n), b.size))
	if n, err := b.ReadAt(p, 0); n < len(p) {
		return nil, fmt.Errorf("read sheet: %w", err)
	}
	return p, nil
}

// contains looks for a pattern in the whole file, at most max times.
func (b *blob) contains(pattern []byte, max int) (int, error) {
	const step = 1 << 16
	buf := make([]byte, step+len(pattern)-1)
	found := 0
	for off := int64(0); off < b.size && found < max; off += step {
		n, err := b.ReadAt(buf[:min(int64(len(buf)), b.size-off)], off)
		if err != nil && err != io.EOF {
			return 0, fmt.Errorf("read sheet: %w", err)
		}
		found += bytes.Count(buf[:n], pattern)
	}
	return found, nil
}

// content is what a file turned out to be.
type content uint8

const (
	isWorkbook content = iota + 1
	isUTF8
	isUTF16LE
	isUTF16BE
)

// sniff tells what the file is by its first bytes, or why it can't be read.
func sniff(name string, f *blob, lim Limits) (content, error) {
	refuse := func(key string, args ...any) (content, error) {
		return 0, fault.New(fault.Invalid, key, args...).At(name, 0)
	}
	if f.size > lim.File {
		return refuse("sheet.file_too_large", "max", lim.File>>20)
	}
	head, err := f.start(4096)
	if err != nil {
		return 0, err
	}
	ext := strings.ToLower(path.Ext(name))
	switch {
	case len(bytes.TrimSpace(head)) == 0:
		return refuse("sheet.empty")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return isWorkbook, nil
	case bytes.HasPrefix(head, []byte("PK\x05\x06")): // a zip of nothing
		return refuse("sheet.broken")
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		// OLE: the old .xls, or the wrapping of an .xlsx with a password.
		n, err := f.contains(wide("EncryptedPackage"), 1)
		if err != nil {
			return 0, err
		}
		if n > 0 {
			return refuse("sheet.password")
		}
		return refuse("sheet.old_excel")
	}
	kind := isUTF8
	text := bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))
	switch {
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		kind, text = isUTF16LE, narrow(head)
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		kind, text = isUTF16BE, narrow(head)
	case bytes.IndexByte(head, 0) >= 0:
		if zeros := bytes.Count(head, []byte{0}); zeros > len(head)/4 && zeros+len(narrow(head)) > len(head)/2 {
			return refuse("sheet.encoding") // UTF-16 that does not say so
		}
		return refuse("sheet.unknown_kind")
	}
	text = bytes.ToLower(bytes.TrimSpace(text))
	for _, tag := range []string{"<!doctype", "<html", "<?xml", "<table", "<head", "<meta", "<style", "<body", "mime-version:"} {
		if bytes.HasPrefix(text, []byte(tag)) {
			return refuse("sheet.page")
		}
	}
	if bytes.HasPrefix(text, []byte("%pdf")) || bytes.HasPrefix(text, []byte("{\\rtf")) {
		return refuse("sheet.unknown_kind")
	}
	switch ext {
	case ".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods":
		return refuse("sheet.renamed", "ext", ext)
	}
	return kind, nil
}

// wide is ASCII in UTF-16 LE.
func wide(s string) []byte {
	var out []byte
	for i := range len(s) {
		out = append(out, s[i], 0)
	}
	return out
}

// narrow is the ASCII in UTF-16 of either order.
func narrow(b []byte) []byte {
	var out []byte
	for _, c := range b {
		if c != 0 && c < 0x80 {
			out = append(out, c)
		}
	}
	return out
}
