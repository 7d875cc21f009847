package vn

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// A collator keeps state while it works, so each goroutine borrows one.
var collators = sync.Pool{New: func() any {
	return &collator{c: collate.New(language.Vietnamese, collate.Numeric)}
}}

type collator struct {
	c   *collate.Collator
	buf collate.Buffer
}

// SortKey returns bytes, as a string, that compare as Vietnamese sorts: Đ after
// D, Ă and Â after A, then the tones in the order ngang, huyền, hỏi, ngã, sắc,
// nặng; numbers by their value, so that Phường 2 comes before Phường 10. Texts
// that differ in more than their encoding have different keys. Keys hold for one build of the program: sort
// with them, do not keep them in files.
func SortKey(s string) string {
	s = norm.NFC.String(s)
	k := collators.Get().(*collator)
	defer collators.Put(k)
	k.buf.Reset()
	// The text itself, after the key, parts what the collation holds equal.
	return string(k.c.KeyFromString(&k.buf, s)) + "\x00\x00" + s
}

// Less reports whether a stands before b. It agrees with SortKey.
func Less(a, b string) bool { return SortKey(a) < SortKey(b) }

// SortBy sorts list in place by the text of each element, in Vietnamese order,
// making each key once. Elements with equal text keep their order.
func SortBy[T any](list []T, text func(T) string) {
	type keyed struct {
		key  string
		item T
	}
	all := make([]keyed, len(list))
	for i, item := range list {
		all[i] = keyed{SortKey(text(item)), item}
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	for i := range all {
		list[i] = all[i].item
	}
}
