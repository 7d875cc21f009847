package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// world is the content that the sample is made of, read once.
type world struct {
	tree  *unit.Tree
	lists map[string]*register.List
	defs  map[register.Name]*register.Definition
	made  *Programme
}

var theWorld = sync.OnceValues(func() (*world, error) {
	content := os.DirFS("../../content")
	w := &world{lists: map[string]*register.List{}, defs: map[register.Name]*register.Definition{}}
	places, err := fs.Sub(content, "unit")
	if err != nil {
		return nil, err
	}
	if w.tree, err = unit.Load(places); err != nil {
		return nil, err
	}
	each := func(pattern string, take func(file string, data []byte) error) {
		files, _ := fs.Glob(content, pattern)
		for _, f := range files {
			data, e := fs.ReadFile(content, f)
			if e == nil {
				e = take(f, data)
			}
			if e != nil {
				err = e
			}
		}
	}
	each("code/*.csv", func(file string, data []byte) error {
		l, err := register.DecodeList(file, data)
		if err == nil {
			w.lists[l.Name] = l
		}
		return err
	})
	each("register/*.toml", func(file string, data []byte) error {
		d, err := register.Decode(file, data)
		if err == nil {
			w.defs[d.Name] = d
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	data, err := fs.Sub(content, "demo")
	if err != nil {
		return nil, err
	}
	if w.made, err = New(w.tree, data); err != nil {
		return nil, err
	}
	src, err := read(w.tree, data)
	if err != nil {
		return nil, err
	}
	var orgs []*unit.Unit
	for i, b := range src.bodies {
		u := &unit.Unit{ID: unit.FirstOrganisation + unit.ID(i), Code: unit.Code(b.code), Level: unit.Organisation}
		for _, v := range b.versions {
			last := v.last
			if last == 99991231 {
				last = 0
			}
			u.Versions = append(u.Versions, unit.Version{Name: v.name, FullName: v.name, Type: v.typ, Parent: v.seat, First: v.first, Last: last})
		}
		orgs = append(orgs, u)
	}
	w.tree, err = w.tree.With(orgs)
	return w, err
})

func load(t *testing.T) *world {
	t.Helper()
	w, err := theWorld()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) env() register.Env {
	return register.Env{Tree: w.tree, In: unit.VN, Today: period.FromTime(Clock()), Lang: "vi",
		List: func(n string) *register.List { return w.lists[n] },
		Say:  func(_, key string, _ ...string) string { return key }}
}

// entry is a checked row with its sheet.
type entry struct {
	register.Entry
	sheet *Sheet
	raw   register.Input
	def   *register.Definition
}

var entries = sync.OnceValues(func() ([]entry, []string) {
	w, err := theWorld()
	if err != nil {
		return nil, []string{err.Error()}
	}
	var out []entry
	var faults []string
	env := w.env()
	for i := range w.made.Sheets {
		s := &w.made.Sheets[i]
		def := w.defs[s.Register]
		if def == nil {
			return nil, []string{"no register " + string(s.Register)}
		}
		for _, raw := range s.Rows {
			e, problems := register.Check(def, raw, env)
			for _, f := range problems.Faults() {
				faults = append(faults, s.File+" "+raw[register.ColumnRowKey]+": "+f.Error())
			}
			out = append(out, entry{e, s, raw, def})
		}
	}
	return out, faults
})

func checked(t *testing.T) []entry {
	t.Helper()
	list, faults := entries()
	for i, f := range faults {
		if i == 10 {
			t.Fatalf("and %d more", len(faults)-i)
		}
		t.Error(f)
	}
	if t.Failed() {
		t.FailNow()
	}
	return list
}

// attr is what catalog gives to registers.
func (w *world) attr(list, code, attr string) string { return w.env().Attr(list, code, attr) }

// The registers take every row as it stands.
func TestRowsPass(t *testing.T) {
	w := load(t)
	if n := len(checked(t)); n != w.made.Len() || n < 8000 || n > 14000 {
		t.Errorf("%d rows of %d, want all, between 8000 and 14000", n, w.made.Len())
	}
	have := map[register.Name]bool{}
	for _, s := range w.made.Sheets {
		have[s.Register] = true
	}
	for name := range w.defs {
		if !have[name] && !w.defs[name].Made { // articles write the others: see news.go
			t.Errorf("register %s has no sample", name)
		}
	}
}

// The same content gives the same rows, in the same order.
func TestDeterministic(t *testing.T) {
	w := load(t)
	data, err := fs.Sub(os.DirFS("../../content"), "demo")
	if err != nil {
		t.Fatal(err)
	}
	again, err := New(w.tree, data)
	if err != nil {
		t.Fatal(err)
	}
	sum := func(p *Programme) string {
		h := sha256.New()
		for _, s := range p.Sheets {
			h.Write([]byte(s.File + hashOf(s.Rows)))
		}
		return hex.EncodeToString(h.Sum(nil))
	}
	if a, b := sum(w.made), sum(again); a != b {
		t.Errorf("made twice: %s and %s", a, b)
	}
}

// Each reporter and place bears its code on the record's days, and nothing is later than the sample's end.
func TestUnitsAndDays(t *testing.T) {
	w := load(t)
	for _, e := range checked(t) {
		day := e.Day()
		for _, id := range []unit.ID{e.Unit, e.Place} {
			if id == 0 {
				continue
			}
			if _, ok := w.tree.Unit(id).At(day); !ok {
				t.Errorf("%s %s: %s is not there on %s", e.sheet.File, e.RowKey, w.tree.Unit(id).Code, day)
			}
		}
		if last := max(e.First, e.Last, e.Closed); last > end && (e.Kind == register.Event || e.Kind == register.Stock) {
			t.Errorf("%s %s: day %s is after %s", e.sheet.File, e.RowKey, last, end)
		}
	}
}

// Whoever opens a record sees that it is made up.
func TestSaysThatItIsSample(t *testing.T) {
	for _, e := range checked(t) {
		if !strings.HasPrefix(e.raw["note"], sample) || !strings.HasPrefix(e.sheet.File, sample) {
			t.Errorf("%s %s does not say %q", e.sheet.File, e.RowKey, sample)
		}
	}
}

// figure adds up one measure of Quảng Ninh over records that count in the window.
type figure struct {
	n     int64
	words map[register.Qualifier]int
}

func add(t *testing.T, region string, reg register.Name, measure string, w period.Window) figure {
	t.Helper()
	at := load(t)
	f := figure{words: map[register.Qualifier]int{}}
	for _, e := range checked(t) {
		if e.sheet.Region != region || e.sheet.Register != reg || e.Kind == register.Whole {
			continue
		}
		switch e.Kind {
		case register.Stock:
			if e.First > w.Last || e.Closed != 0 && e.Closed < w.Last {
				continue
			}
		case register.Event:
			if !w.Contains(e.Last) {
				continue
			}
		default:
			if !w.Covers(period.Window{First: e.First, Last: e.Last}) {
				continue
			}
		}
		g := e.def.Figures(e.Values, at.attr)[e.def.Measure(measure)]
		if g.Has {
			f.n += g.N
			f.words[g.Q]++
		}
	}
	return f
}

func years(from, to int) period.Window {
	return period.Window{First: period.Date(from-1, 12, 15), Last: period.Date(to, 12, 14)}
}

// Quảng Ninh adds up to its article, over the five years and in each.
func TestArticle(t *testing.T) {
	for _, c := range []struct {
		register register.Name
		measure  string
		want     int64
		word     register.Qualifier
	}{
		{"activity", "sessions", 3_900, register.More},
		{"activity", "attendances", 256_000, register.More},
		{"material", "copies", 68_000, register.More},
		{"club", "clubs", 300, register.Less},
		{"resource", "budget", 15_000_000_000, register.About},
		{"resource", "contributions", 3_000_000_000, register.More},
	} {
		f := add(t, "22", c.register, c.measure, years(2021, 2025))
		if f.n != c.want {
			t.Errorf("%s: %d, want %d", c.measure, f.n, c.want)
		}
		for word, n := range f.words {
			if word != register.Exact && word != c.word {
				t.Errorf("%s: %d numbers say %q, want only %q", c.measure, n, word, c.word)
			}
		}
		if f.words[c.word] == 0 || f.words[register.Exact] == 0 {
			t.Errorf("%s: %v, want exact numbers and %q", c.measure, f.words, c.word)
		}
	}
	if f := add(t, "22", "activity", "sessions", years(2021, 2021)); f.n != 0 {
		t.Errorf("sessions in 2021: %d, want none", f.n)
	}
	if f := add(t, "22", "activity", "attendances", years(2021, 2021)); f.n != 0 {
		t.Errorf("attendances in 2021: %d, want none", f.n)
	}
}

// What total.csv says of a year is what its records say.
func TestYears(t *testing.T) {
	data, err := fs.Sub(os.DirFS("../../content"), "demo")
	if err != nil {
		t.Fatal(err)
	}
	src, err := read(load(t).tree, data)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range src.targets {
		w := years(g.year, g.year)
		want := g.all
		for _, raw := range src.rows[g.region+"-"+string(g.register)] {
			// Rows to the letter stand beside the target.
			day, _ := period.ParseDay(raw["first"])
			n, bad := vn.ParseNumber(raw[g.field])
			if raw["kind"] == "" && w.Contains(day) && bad == nil && g.field == "sessions" && !strings.Contains("FORM.THIONLINE FORM.LIVESTREAM", raw["form"]) {
				want += n.N
			}
		}
		if f := add(t, g.region, g.register, g.field, w); f.n != want {
			t.Errorf("%s %d %s: %d, want %d", g.region, g.year, g.field, f.n, want)
		}
	}
}

// Of the school clubs 260 are told one by one, nothing else counts as a club, and none closes before 2026.
func TestClubs(t *testing.T) {
	w := load(t)
	single := 0
	for _, e := range checked(t) {
		if e.sheet.Region != "22" || e.sheet.Register != "club" {
			continue
		}
		g := e.def.Figures(e.Values, w.attr)[e.def.Measure("clubs")]
		if !g.Applies {
			continue
		}
		if e.Values["model"].Codes[0] != "MODEL.CLBHSBDG" || e.First.Year() < 2022 || e.First > 20251214 || e.Closed != 0 && e.Closed < 20260101 {
			t.Errorf("club %s: %v from %s to %s", e.RowKey, e.Values["model"].Codes, e.First, e.Closed)
		}
		if g.N == 1 {
			single++
		}
	}
	if single != 260 {
		t.Errorf("%d clubs one by one, want 260", single)
	}
}

// Women are given for most sessions, not for all, so that papers have a coverage to print.
func TestCoverage(t *testing.T) {
	w := load(t)
	with := int64(0)
	for _, e := range checked(t) {
		if e.sheet.Region != "22" || e.sheet.Register != "activity" || e.Kind != register.Event || !years(2021, 2025).Contains(e.Last) {
			continue
		}
		g := e.def.Figures(e.Values, w.attr)
		if g[e.def.Measure("women")].Has {
			with += g[e.def.Measure("sessions")].N
		}
	}
	if with < 3400 || with >= 3500 {
		t.Errorf("women are given for %d of 3900 sessions, want 3400 to 3499", with)
	}
}

// The smaller places are told of at the units of their days, and the traps are there.
func TestPlacesAndTraps(t *testing.T) {
	w := load(t)
	talks := map[string]int{}
	var straddling, whole, words, linked, told int
	pair := map[string]int{}
	for _, e := range checked(t) {
		if e.sheet.Register == "activity" && e.Kind == register.Event {
			talks[e.sheet.Region]++
		}
		switch {
		case e.Kind == register.Whole && e.sheet.Register == "activity":
			whole++
		case e.Kind == register.Rest && e.First < 20251215 && e.Last >= 20251215 && e.sheet.Register == "activity":
			straddling++
		}
		if n := e.Values["reach"].Number; n != nil && n.Words == "hàng chục nghìn" {
			words++
		}
		if len(e.Values["co_organisers"].Units) > 0 {
			linked++
		}
		if e.sheet.Region == "22" && e.sheet.Register == "activity" && e.First == 20260306 && e.Values["form"].Codes[0] == "FORM.TOADAM" {
			place := e.Place
			if place == 0 {
				place = e.Unit
			}
			pair[strconv.Itoa(int(place))]++
		}
		if e.sheet.Region == "VY" && w.tree.Unit(e.Unit).Code == "243" {
			told++
		}
	}
	for region, least := range map[string]int{"40": 650, "46": 420, "KG": 430, "91": 38, "VY": 160, "25": 15} {
		if talks[region] < least {
			t.Errorf("%s: %d activities, want at least %d", region, talks[region], least)
		}
	}
	beside := map[string]int{}
	for _, o := range checked(t) {
		if o.Kind != register.Whole || o.sheet.Register != "activity" {
			continue
		}
		code := string(w.tree.Unit(o.Unit).Code)
		beside[code] += 0
		for _, e := range checked(t) {
			if e.Unit == o.Unit && e.sheet.Register == o.sheet.Register && e.Kind == register.Event && o.First <= e.Last && e.Last <= o.Last {
				beside[code]++
			}
		}
	}
	if len(beside) != 3 || beside["22.TDOAN"] == 0 || beside["40.HPN"] == 0 || beside["40.HND"] != 0 {
		t.Errorf("records beside whole totals: %v, want some of 22.TDOAN and 40.HPN, none of 40.HND, which stands in", beside)
	}
	if straddling != 1 || whole != 3 || words < 2 || linked < 2 || told == 0 {
		t.Errorf("straddling %d, whole %d, words %d, co-organisers %d, of Vĩnh Yên's committee %d", straddling, whole, words, linked, told)
	}
	if n := pair[strconv.Itoa(2_306_685)]; n < 2 {
		t.Errorf("%d records of one talk at one place, want a pair: %v", n, pair)
	}
}
