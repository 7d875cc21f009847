package indicator

import (
	"maps"
	"slices"
	"strings"
)

// WhereText writes the codes that a question is narrowed to, as addresses and the
// command line do: FIELD=CODE,CODE;FIELD=CODE, the fields in order.
func WhereText(where map[string][]string) string {
	var out []string
	for _, f := range slices.Sorted(maps.Keys(where)) {
		out = append(out, f+"="+strings.Join(where[f], ","))
	}
	return strings.Join(out, ";")
}

// ParseWhere reads what WhereText writes, nil from "". A part that names no field is
// told back, not ok.
func ParseWhere(text string) (where map[string][]string, bad string, ok bool) {
	for part := range strings.SplitSeq(text, ";") {
		if part == "" {
			continue
		}
		field, codes, found := strings.Cut(part, "=")
		if !found || field == "" {
			return nil, part, false
		}
		if where == nil {
			where = map[string][]string{}
		}
		where[field] = append(where[field], strings.Split(codes, ",")...)
	}
	return where, "", true
}
