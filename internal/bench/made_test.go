//go:build bench

package bench

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"binhdang/content"
	"binhdang/internal/catalog"
	"binhdang/internal/fact"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// The records tell of the five administrative years before this day.
var (
	years   = period.Window{First: 20201215, Last: 20251214}
	mapsEnd = period.Day(20250701) // the map of today begins
)

// shares say how many of a thousand records each register has: mostly what is
// done every week, seldom what is told once a year.
var shares = map[register.Name]int{
	"activity": 380, "broadcast": 210, "media": 90, "material": 80, "support": 60, "document": 45, "training": 30, "club": 25,
	"resource": 20, "inspection": 12, "award": 10, "communicator": 10, "appraisal": 8, "leadership": 5, "staff": 5, "violence": 5,
	"violence_people": 5,
}

// world is what made-up records are made from.
type world struct {
	cat   *catalog.Catalog
	tree  *unit.Tree
	days  []period.Day // of years
	homes []home       // in the order of shard and unit
	drawn []*register.Definition
	codes map[*register.Field][]string
}

// home is a unit and the days on which it reports.
type home struct {
	shard, unit unit.ID
	from, to    int // in world.days
	weight      float64
	places      []unit.ID // of a province: its communes, where it is active too
}

var theWorld = sync.OnceValues(func() (*world, error) {
	cat, err := catalog.Load(catalog.Layer{FS: content.FS})
	if err != nil {
		return nil, err
	}
	w := &world{cat: cat, tree: cat.Tree(), codes: map[*register.Field][]string{}}
	for d := years.First; d <= years.Last; d = d.Add(1) {
		w.days = append(w.days, d)
	}
	for _, name := range cat.Registers() {
		def := cat.Latest(name)
		for range shares[name] {
			w.drawn = append(w.drawn, def)
		}
		for _, f := range def.Fields {
			if f.Kind == register.KindCode || f.Kind == register.KindCodes {
				for _, c := range cat.List(f.List).Codes {
					if f.Takes(c.Code) {
						w.codes[f] = append(w.codes[f], c.Code)
					}
				}
			}
		}
	}
	w.settle()
	return w, nil
})

func newWorld(t testing.TB) *world {
	t.Helper()
	w, err := theWorld()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// settle finds the reporters: the units of today and, for the days before the
// map of today, the units that they came from.
func (w *world) settle() {
	change, _ := slices.BinarySearch(w.days, mapsEnd)
	chance := rand.New(rand.NewPCG(1, 0))
	for _, p := range w.tree.Children(unit.VN, years.Last) {
		if p.Level != unit.Province {
			continue
		}
		var communes []unit.ID
		for _, c := range w.tree.Children(p.ID, years.Last) {
			if c.Level == unit.Commune {
				communes = append(communes, c.ID)
			}
		}
		for _, id := range communes {
			w.home(id, change, 0.3+1.4*chance.Float64(), nil)
		}
		w.home(p.ID, change, float64(len(communes))/20, communes)
	}
	slices.SortFunc(w.homes, func(a, b home) int {
		if a.shard != b.shard {
			return int(a.shard - b.shard)
		}
		return int(a.unit - b.unit)
	})
	sum := 0.0
	for _, h := range w.homes {
		sum += h.weight
	}
	for i := range w.homes {
		w.homes[i].weight /= sum
	}
}

// home adds a unit of today, and those that it came from.
func (w *world) home(id unit.ID, change int, weight float64, places []unit.ID) {
	w.stay(id, 0, len(w.days), weight, places)
	if w.tree.Unit(id).First() != mapsEnd {
		return
	}
	before := slices.Clone(w.tree.Predecessors(id))
	before = slices.DeleteFunc(before, func(u *unit.Unit) bool { return u.Level == unit.District })
	for _, u := range before {
		var at []unit.ID
		for _, p := range places { // communes that were this former province's
			for _, f := range w.tree.Predecessors(p) {
				if f.Level == unit.Commune && w.tree.Province(f.ID, mapsEnd.Add(-1)) == u.ID && f.First() <= years.First {
					at = append(at, f.ID)
					break
				}
			}
		}
		w.stay(u.ID, 0, change, weight/float64(len(before)), at)
	}
}

// stay adds a unit for those of some days on which it was there, once for each
// shard that it was in.
func (w *world) stay(id unit.ID, from, to int, weight float64, places []unit.ID) {
	u := w.tree.Unit(id)
	for _, cut := range [][2]period.Day{{years.First, 20241231}, {20250101, mapsEnd.Add(-1)}, {mapsEnd, years.Last}} {
		first, _ := slices.BinarySearch(w.days, max(cut[0], u.First(), w.days[from]))
		last := min(cut[1], w.days[to-1])
		if u.Last() != 0 {
			last = min(last, u.Last())
		}
		end, _ := slices.BinarySearch(w.days, last.Add(1))
		if first >= end {
			continue
		}
		h := home{w.tree.Shard(id, w.days[first]), id, first, end, weight * float64(end-first), places}
		if n := len(w.homes); n > 0 && w.homes[n-1].unit == id && w.homes[n-1].shard == h.shard {
			w.homes[n-1].to, w.homes[n-1].weight = end, w.homes[n-1].weight+h.weight
			continue
		}
		w.homes = append(w.homes, h)
	}
}

// lot is some records on their way into a store, all of one shard, in the order
// of its key, or what the shard's records add up to.
type lot struct {
	shard   unit.ID
	records []*register.Record
	figures []store.Figures
	facts   fact.Sums
}

const (
	lotSize  = 48 * 50
	manySums = 50_000 // are handed on before the shard is through, to bound memory
)

// each makes records and hands them to put, shard by shard, facts after records.
func (w *world) each(records int, put func(lot)) {
	due := 0.0
	made, serial := 0, int64(0)
	var l lot
	sums := fact.Sums{}
	flush := func() {
		if len(l.records) > 0 {
			put(l)
		}
		l = lot{shard: l.shard}
	}
	flushFacts := func() {
		flush()
		put(lot{shard: l.shard, facts: sums})
		sums = fact.Sums{}
	}
	for i := range w.homes {
		h := &w.homes[i]
		if h.shard != l.shard || len(sums) > manySums {
			if i > 0 {
				flushFacts()
			}
			l.shard = h.shard
		}
		due += h.weight * float64(records)
		n := int(due+0.5) - made
		m := maker{w, h, rand.New(rand.NewPCG(uint64(h.unit), uint64(h.from))), &serial}
		made += n
		for _, r := range append(m.totals(), m.records(n)...) {
			l.records = append(l.records, r)
			l.figures = append(l.figures, r.Def.Figures(r.Values, w.cat.Attr))
			sums.Post(r, w.cat.Attr, 1)
			if len(l.records) == lotSize {
				flush()
			}
		}
	}
	flushFacts()
}

// maker makes the records of one home.
type maker struct {
	*world
	home   *home
	chance *rand.Rand
	made   *int64 // so many before, of all homes
}

// id is one as the store makes them, in time order and as wide.
func (m *maker) id(day period.Day) register.ID {
	return register.ID((day.Time().UnixMilli()-1_577_836_800_000)<<22 + *m.made)
}

func (m *maker) records(n int) []*register.Record {
	days := make([]period.Day, n)
	for i := range days {
		days[i] = m.days[m.home.from+m.chance.IntN(m.home.to-m.home.from)]
	}
	slices.Sort(days)
	out := make([]*register.Record, n)
	for i, day := range days {
		out[i] = m.record(day)
	}
	return out
}

// totals are what a province declares for a year beside its records. Their number
// does not depend on that of the records, as people do not count what is recorded.
func (m *maker) totals() (out []*register.Record) {
	if m.home.places == nil {
		return nil
	}
	there := period.Window{First: m.days[m.home.from], Last: m.days[m.home.to-1]}
	for _, y := range years.Steps(period.Admin, period.Year) {
		for _, name := range []register.Name{"activity", "material", "media", "training"} {
			if !there.Covers(y.Window) {
				continue
			}
			r := m.record(y.Window.Last)
			r.Def, r.Kind, r.State, r.First, r.Values = m.cat.Latest(name), register.Rest, register.Approved, y.Window.First, register.Values{}
			for _, f := range r.Def.Fields {
				m.field(r, f)
			}
			out = append(out, r)
		}
	}
	return out
}

func (m *maker) in(n int) bool { return m.chance.IntN(n) == 0 }

// record makes one that ends on the day (a stock opens then).
func (m *maker) record(day period.Day) *register.Record {
	*m.made++
	def := m.drawn[m.chance.IntN(len(m.drawn))]
	r := &register.Record{Def: def, Shard: m.home.shard, Unit: m.home.unit, Place: m.home.unit, Kind: register.Event,
		First: day, Last: day, Version: 1, Values: make(register.Values, 12)}
	r.ID = m.id(day)
	if n := len(m.home.places); n > 0 && m.in(2) {
		place := m.home.places[m.chance.IntN(n)]
		if _, there := m.tree.Unit(place).At(day); there {
			r.Place = place
		}
	}
	switch {
	case def.Stock:
		r.Kind = register.Stock
		if closed := day.Add(30 + m.chance.IntN(900)); m.in(4) && closed < years.Last {
			r.Closed = closed
		}
	case m.in(12):
		r.First = max(day.Add(-m.chance.IntN(4)), m.days[m.home.from])
	}
	m.state(r)
	if m.in(3) {
		r.RowKey = fmt.Sprintf("@%d", r.ID)
	} else {
		r.RowKey = fmt.Sprintf("%d/%s-%d", m.home.unit, def.Name[:2], *m.made)
		hash := sha256.Sum256([]byte(r.RowKey))
		r.RowHash = hash[:]
		r.Batch = int64(r.ID) >> 32 << 32
	}
	for _, f := range def.Fields {
		m.field(r, f)
	}
	return r
}

// state leaves half of the last six weeks to be approved, and little of the rest.
func (m *maker) state(r *register.Record) {
	r.State = register.Approved
	switch {
	case m.in(200):
		r.State = register.Draft
	case m.in(300):
		r.State = register.Void
	case m.in(500), r.Last > 20251031 && m.in(2):
		r.State = register.Submitted
	}
}
