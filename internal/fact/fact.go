// Package fact says what records add up to.
//
// A record is turned into postings: sums under keys of shard, grain, margin,
// stage, register and window. The ledger writes the difference of postings in
// the transaction of the record, so that what is saved is what boards show; a
// rebuild makes the same postings from all records and must find the same
// sums. The package is pure.
package fact

import (
	"hash/fnv"

	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// Stages of records that count (design 5.4).
const (
	Submitted = 0
	Approved  = 1
)

// The planes of a sum.
const (
	Numbers          = iota // the numbers themselves
	More                    // how many of them were "hơn"
	Less                    // how many were "gần"
	About                   // how many were "khoảng"
	NotGiven                // how many records to which the measure applies did not give it
	WithoutPart             // column of an of-which measure: sum of its whole where the part was not given
	WithoutPartCount        // sum of the counting measure of the register where the column's measure was not given
	NotApplicable           // how many records the measure has no meaning for (a course has no sessions)
	Planes
)

// Vector is one plane of a sum: a count of records and the measures v0..v19.
type Vector struct {
	N int64
	V [register.MaxMeasures]int64
}

// Sum is what some records add up to. Of a stock it is openings less closings.
type Sum [Planes]Vector

// Key says which records a sum is about.
type Key struct {
	Shard    unit.ID
	Grain    int64 // 0: the shard; a unit's id: what it reported; minus a place's id: what happened there
	Margin   int64 // 0: all; else, at grain 0 only, MarginOf a field and code, or of a listed crossing
	Stage    int
	Register int
	Window   period.Window // slot of an event, or of a stock's opening or closing; own window of a total
}

// Sums is a set of sums to be added to what is kept.
type Sums map[Key]*Sum

// MarginOf is the 64-bit FNV-1a hash of "field=code", never 0. Of a crossing: of both, joined by "&".
func MarginOf(pairs ...string) int64 {
	h := fnv.New64a()
	for i := 0; i+1 < len(pairs); i += 2 {
		if i > 0 {
			h.Write([]byte{'&'})
		}
		h.Write([]byte(pairs[i] + "=" + pairs[i+1]))
	}
	if s := int64(h.Sum64()); s != 0 {
		return s
	}
	return 1
}

// Attr looks up an attribute of a code, such as ("FORM", "FORM.TOADAM", "counts").
type Attr func(list, code, attr string) string

// Counts tells whether the record is in facts at all: submitted or approved, not
// a whole total, not a linked duplicate (design 5.3, 5.4, 5.10).
func Counts(r *register.Record) bool {
	return (r.State == register.Submitted || r.State == register.Approved) &&
		r.Kind != register.Whole && r.Lead == 0
}

// Stage of a record that counts.
func Stage(r *register.Record) int {
	if r.State == register.Approved {
		return Approved
	}
	return Submitted
}

// Entry is one movement of a record in time: an event or total adds once; a stock
// adds on its opening day and takes the same back on the day after its closing day.
type Entry struct {
	Day    period.Day    // when it counts: last day; opening day; day after closing
	Window period.Window // the key's window
	Sign   int64
}

// Entries of the record, one or two.
func Entries(r *register.Record) []Entry {
	switch r.Kind {
	case register.Event:
		return []Entry{{r.Last, period.SlotOf(r.Last), 1}}
	case register.Stock:
		out := []Entry{{r.First, period.SlotOf(r.First), 1}}
		if r.Closed != 0 {
			d := r.Closed.Add(1)
			out = append(out, Entry{d, period.SlotOf(d), -1})
		}
		return out
	}
	return []Entry{{r.Last, period.Window{First: r.First, Last: r.Last}, 1}}
}

// Of is the sum of one record, by itself and with a positive sign.
func Of(r *register.Record, attr Attr) *Sum {
	s := new(Sum)
	given := r.Def.Figures(r.Values, attr)
	count := r.Def.Measure(r.Def.Count)
	s[Numbers].N = 1
	for i, m := range r.Def.Measures {
		g := given[i]
		if !g.Applies {
			s[NotApplicable].V[i]++
			continue
		}
		if !g.Has {
			s[NotGiven].V[i]++
			if w := r.Def.Measure(m.PartOf); w >= 0 {
				s[WithoutPart].V[i] += given[w].N
			}
			if count >= 0 {
				s[WithoutPartCount].V[i] += given[count].N // of the counting measure itself nothing
			}
			continue
		}
		s[Numbers].V[i] = g.N
		switch g.Q {
		case register.More:
			s[More].V[i]++
		case register.Less:
			s[Less].V[i]++
		case register.About:
			s[About].V[i]++
		}
	}
	for i := len(r.Def.Measures); i < r.Def.Span.Measures; i++ {
		s[NotApplicable].V[i]++ // a later edition asks for it; nobody could have given it then
	}
	return s
}

// Codes that a record has in a by-field; an empty field has the one code "".
func Codes(r *register.Record, field string) []string {
	if c := r.Values[field].Codes; len(c) > 0 {
		return c
	}
	return []string{""}
}

// Post adds the postings of a record, times sign (1 to add, -1 to take back).
func (s Sums) Post(r *register.Record, attr Attr, sign int64) {
	if !Counts(r) {
		return
	}
	sum := Of(r, attr)
	margins := Margins(r)
	for _, e := range Entries(r) {
		k := Key{Shard: r.Shard, Stage: Stage(r), Register: r.Def.Number, Window: e.Window}
		for _, m := range margins {
			k.Margin = m
			s.add(k, sum, sign*e.Sign)
		}
		k.Margin = 0
		k.Grain = int64(r.Unit)
		s.add(k, sum, sign*e.Sign)
		k.Grain = -int64(r.Place)
		s.add(k, sum, sign*e.Sign)
	}
}

// Margins under which a record is kept at grain 0, the whole (0) first.
func Margins(r *register.Record) []int64 {
	out := []int64{0}
	for _, f := range r.Def.Span.By {
		for _, c := range Codes(r, f) {
			out = append(out, MarginOf(f, c))
		}
	}
	for _, x := range r.Def.Span.Crossings {
		for _, a := range Codes(r, x[0]) {
			for _, b := range Codes(r, x[1]) {
				out = append(out, MarginOf(x[0], a, x[1], b))
			}
		}
	}
	return out
}

func (s Sums) add(k Key, sum *Sum, sign int64) {
	t := s[k]
	if t == nil {
		t = new(Sum)
		s[k] = t
	}
	t.Add(sum, sign)
}

// Add adds o times sign.
func (s *Sum) Add(o *Sum, sign int64) {
	for p := range o {
		s[p].N += sign * o[p].N
		for i, v := range o[p].V {
			s[p].V[i] += sign * v
		}
	}
}

// IsZero tells whether nothing is left of a plane.
func (v *Vector) IsZero() bool { return *v == Vector{} }

// Drop removes the keys under which nothing is left.
func (s Sums) Drop() {
	for k, sum := range s {
		if *sum == (Sum{}) {
			delete(s, k)
		}
	}
}
