package demo

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
)

// field is one cell of a template: id, or id?85 for one that 85 percent of the
// entries give, and the ways to fill it, of which chance takes one:
//
//	Tọa đàm tại {place}           text, with {place}, {unit}, {year} and {no} filled in
//	TOPIC.LUAT+TOPIC.BLG          several codes
//	40..90                        a number; 40..90 triệu as people write it
//	50..75%attendances            a part of a field before it
//	households-one_generation-... what is left of a field
//	@                             what the day or the place suggests (campaign, programme, place)
type field struct {
	id     string
	chance int
	ways   []string
}

var (
	fieldPattern = regexp.MustCompile(`^([a-z_]+)(?:\?(\d+))?=(.+)$`)
	rangePattern = regexp.MustCompile(`^(\d+)(?:\.\.(\d+))?(%[a-z_]+| .+)?$`)
	leftPattern  = regexp.MustCompile(`^[a-z_]+(-[a-z_]+)+$`)
	codesPattern = regexp.MustCompile(`^[A-Z]+\.[A-Z0-9]+(\+[A-Z]+\.[A-Z0-9]+)+$`)
)

func parseField(text string) (field, error) {
	m := fieldPattern.FindStringSubmatch(text)
	if m == nil {
		return field{}, fmt.Errorf("field %q is not id=value", text)
	}
	f := field{id: m[1], chance: 100, ways: strings.Split(m[3], "|")}
	if m[2] != "" {
		n, err := strconv.Atoi(m[2])
		if err != nil {
			return field{}, err
		}
		f.chance = n
	}
	return f, nil
}

// cell is a filled field. A number may still be changed to reach a target, so
// what leans on it is worked out last.
type cell struct {
	id    string
	text  string
	n     int64
	plain bool // n is the value
	// A part is percent of the cell of; what is left is that cell less the cells minus.
	of      string
	percent int64
	minus   []string
}

// fill takes one of the ways of the field.
func (f field) fill(r *rand.Rand, fills *strings.Replacer) cell {
	way := f.ways[r.IntN(len(f.ways))]
	c := cell{id: f.id}
	if m := rangePattern.FindStringSubmatch(way); m != nil {
		low, _ := strconv.ParseInt(m[1], 10, 64)
		if m[2] != "" {
			high, _ := strconv.ParseInt(m[2], 10, 64)
			low += r.Int64N(high - low + 1)
		}
		switch {
		case strings.HasPrefix(m[3], "%"):
			c.of, c.percent = m[3][1:], low
		case m[3] != "":
			c.text = strconv.FormatInt(low, 10) + m[3]
		default:
			c.n, c.plain = low, true
		}
		return c
	}
	switch {
	case leftPattern.MatchString(way):
		parts := strings.Split(way, "-")
		c.of, c.minus = parts[0], parts[1:]
	case codesPattern.MatchString(way):
		c.text = strings.ReplaceAll(way, "+", "; ")
	default:
		c.text = fills.Replace(way)
	}
	return c
}

// write puts the cells into a row as a sheet would show them.
func write(cells []cell, row map[string]string) {
	value := map[string]int64{}
	for _, c := range cells {
		switch {
		case len(c.minus) > 0:
			c.n = value[c.of]
			for _, m := range c.minus {
				c.n -= value[m]
			}
		case c.of != "":
			if _, given := value[c.of]; !given {
				continue // no part without its whole
			}
			c.n = value[c.of] * c.percent / 100
		case !c.plain:
			row[c.id] = c.text
			continue
		}
		value[c.id] = c.n
		row[c.id] = strconv.FormatInt(c.n, 10)
	}
}
