package register

import (
	"crypto/sha256"
	"sort"

	"binhdang/internal/vn"
)

// Print turns an entry back into what a form or row holds, without empty
// columns. Check reads it as the same entry.
func Print(def *Definition, e Entry, env Env, lang string) Input {
	in := Input{
		ColumnRowKey: e.RowKey,
		ColumnFirst:  dayText(e.First, lang),
	}
	if e.Unit != 0 {
		in[ColumnUnit] = UnitText(e.Unit, env)
	}
	if e.Place != 0 {
		in[ColumnPlace] = UnitText(e.Place, env)
	}
	switch e.Kind {
	case Stock:
		in[ColumnLast] = dayText(e.Closed, lang)
	case Rest:
		in[ColumnKind], in[ColumnLast] = env.Say(lang, "kind.rest"), dayText(e.Last, lang)
	case Whole:
		in[ColumnKind], in[ColumnLast] = env.Say(lang, "kind.whole"), dayText(e.Last, lang)
	default:
		if e.Last != e.First {
			in[ColumnLast] = dayText(e.Last, lang)
		}
	}
	for _, f := range def.Fields {
		if _, ok := e.Values[f.ID]; ok {
			in[f.ID] = def.Text(f, e.Values, env, lang)
		}
	}
	for id, text := range in {
		if text == "" {
			delete(in, id)
		}
	}
	return in
}

// RowHash is the same for two raw rows that say the same in the same columns,
// whatever their order, spaces and row keys.
func RowHash(raw map[string]string) []byte {
	var ids []string
	for id := range raw {
		if id != ColumnRowKey && vn.Clean(raw[id]) != "" {
			ids = append(ids, id)
		}
	}
	sort.Strings(ids)
	h := sha256.New()
	for _, id := range ids {
		h.Write([]byte(id + "=" + vn.Clean(raw[id]) + "\x00"))
	}
	return h.Sum(nil)
}
