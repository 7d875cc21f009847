package store

import (
	"strconv"
	"strings"

	"binhdang/internal/period"
	"binhdang/internal/register"
)

// String is a mark as addresses write it: 20261105.ID.
func (m Mark) String() string {
	return strconv.Itoa(int(m.Day)) + "." + strconv.FormatInt(int64(m.ID), 10)
}

// ParseMark reads what String writes; false for any other text.
func ParseMark(text string) (Mark, bool) {
	day, id, _ := strings.Cut(text, ".")
	d, err := strconv.ParseInt(day, 10, 32)
	n, err2 := strconv.ParseInt(id, 10, 64)
	if err != nil || err2 != nil || !period.Day(d).Valid() || n <= 0 {
		return Mark{}, false
	}
	return Mark{Day: period.Day(d), ID: register.ID(n)}, true
}
