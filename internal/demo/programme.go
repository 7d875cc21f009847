package demo

import (
	"fmt"
	"hash/fnv"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// Programme is the sample, ready to be entered.
type Programme struct {
	Organisations []register.Input // by the columns of ledger.OrganisationColumns
	Sheets        []Sheet
}

// Sheet is what one office would send for one register.
type Sheet struct {
	Region   string
	Register register.Name
	File     string
	Rows     []register.Input
}

// Len is how many rows the sheets have.
func (p *Programme) Len() int {
	n := 0
	for _, s := range p.Sheets {
		n += len(s.Rows)
	}
	return n
}

// seed is the one number that the sample's chance comes from.
const seed = 20262030

// sample is what each record says of itself.
const sample = "Dữ liệu mẫu"

// New makes the sample of the content/demo that data holds, for the places of the tree.
func New(tree *unit.Tree, data fs.FS) (*Programme, error) {
	s, err := read(tree, data)
	if err != nil {
		return nil, err
	}
	m := &maker{source: s, tree: tree, bodies: map[string][]*body{}, known: map[placesKey][]*unit.Unit{}}
	for _, b := range s.bodies {
		key, _, _ := strings.Cut(b.code, ".")
		m.bodies[key] = append(m.bodies[key], b)
	}
	p := &Programme{Organisations: s.organisations}
	for _, g := range s.regions {
		for _, reg := range s.registers {
			if rows := m.sheet(g, reg); len(rows) > 0 {
				p.Sheets = append(p.Sheets, Sheet{g.key, reg, fmt.Sprintf("%s - %s - %s.csv", sample, reg, g.key), rows})
			}
		}
	}
	for _, reg := range s.registers {
		if rows := m.fixed(nation, reg); len(rows) > 0 {
			p.Sheets = append(p.Sheets, Sheet{nation, reg, fmt.Sprintf("%s - %s - %s.csv", sample, reg, nation), rows})
		}
	}
	return p, nil
}

// nation is the key of what is said of the whole country: no template makes any of it.
const nation = "VN"

type placesKey struct {
	region string
	month  period.Day
}

// maker makes rows. It keeps what is asked again and again.
type maker struct {
	*source
	tree   *unit.Tree
	bodies map[string][]*body // by region
	known  map[placesKey][]*unit.Unit
}

// draft is a row that may still be changed to reach a target.
type draft struct {
	who         string
	place       string  // as written; empty: the reporter's own
	at          unit.ID // the place meant
	kind        string
	first, last period.Day // equal where the sheet gives one day
	settle      string
	cells       []cell
}

// sheet makes the rows of a register in a region. Each has a chance of its own, so
// that a change in one leaves the others as they are.
func (m *maker) sheet(g *region, reg register.Name) []register.Input {
	h := fnv.New64a()
	h.Write([]byte(g.key + "/" + string(reg)))
	b := &batch{maker: m, g: g, r: rand.New(rand.NewPCG(seed, h.Sum64())), taken: map[string]bool{}}
	for year := firstYear; year <= lastYear; year++ {
		var made []*draft
		if reg == "activity" {
			made = b.talks(year)
		}
		for _, t := range m.entries {
			if t.register == reg && t.years[0] <= year && year <= t.years[1] {
				made = append(made, b.entries(t, year)...)
			}
		}
		b.settle(reg, year, made)
		if d := b.rest(reg, year); d != nil {
			made = append(made, d)
		}
		slices.SortStableFunc(made, func(x, y *draft) int { return int(x.first - y.first) })
		b.all = append(b.all, made...)
	}
	var out []register.Input
	for i, d := range b.all {
		out = append(out, d.row(fmt.Sprintf("MAU-%05d", i+1)))
	}
	return append(out, m.fixed(g.key, reg)...)
}

// fixed are the rows of a region that stand in a file of their own.
func (m *maker) fixed(region string, reg register.Name) (out []register.Input) {
	for i, fixed := range m.rows[region+"-"+string(reg)] {
		row := register.Input{register.ColumnRowKey: fmt.Sprintf("MAU-R%03d", i+1), "note": sample}
		for k, v := range fixed {
			row[k] = v
		}
		if row["note"] != sample {
			row["note"] = sample + ". " + row["note"]
		}
		out = append(out, row)
	}
	return out
}

// row writes a draft as a sheet would show it.
func (d *draft) row(key string) register.Input {
	row := register.Input{register.ColumnRowKey: key, register.ColumnUnit: d.who, register.ColumnFirst: d.first.VN(), "note": sample}
	if d.last != d.first {
		row[register.ColumnLast] = d.last.VN()
	}
	if d.place != "" {
		row[register.ColumnPlace] = d.place
	}
	if d.kind != "" {
		row[register.ColumnKind] = d.kind
	}
	write(d.cells, row)
	for _, id := range []string{"title", "name"} {
		if row[id] != "" {
			row[id] += " (mẫu)"
		}
	}
	return row
}

// batch is one sheet in the making.
type batch struct {
	*maker
	g     *region
	r     *rand.Rand
	taken map[string]bool // place, day and first cell: no two of a kind in one place on one day
	all   []*draft
}

// entries makes what a template says of a year.
func (b *batch) entries(t *template, year int) []*draft {
	if len(t.regions) > 0 && !slices.Contains(t.regions, b.g.key) {
		return nil
	}
	var out []*draft
	if t.each {
		d := b.g.day(b.r, year, t.months)
		if d == 0 {
			return nil
		}
		for _, p := range b.reporters(b.g, t.who, d) {
			out = append(out, b.draft(t, year, p, d))
		}
		return out
	}
	n := t.count * b.g.share / 100
	if b.r.IntN(100) < t.count*b.g.share%100 {
		n++
	}
	for range n {
		if d := b.one(t, year); d != nil {
			out = append(out, d)
		}
	}
	return out
}

// talks draws communication sessions by their weights until the year's target is reached.
func (b *batch) talks(year int) []*draft {
	want, _ := b.target("activity", "sessions", year)
	var out []*draft
	for want > 0 {
		sum := 0
		for _, t := range b.source.talks {
			sum += t.count
		}
		n := b.r.IntN(sum)
		i := 0
		for ; n >= b.source.talks[i].count; i++ {
			n -= b.source.talks[i].count
		}
		d := b.one(b.source.talks[i], year)
		if d == nil {
			continue
		}
		sessions := int64(1)
		if c := d.cell("sessions"); c != nil {
			sessions = c.n
		}
		if sessions <= want {
			want -= sessions
			out = append(out, d)
		}
	}
	return out
}

// one makes an entry of somebody on some day; nil if nobody of the kind is there.
func (b *batch) one(t *template, year int) *draft {
	for range 40 {
		d := b.g.day(b.r, year, t.months)
		if t.kind != "" {
			d = b.window(t.register, year).Last
		}
		if d == 0 {
			return nil
		}
		list := b.reporters(b.g, t.who, d)
		if len(list) == 0 {
			continue
		}
		made := b.draft(t, year, list[b.r.IntN(len(list))], d)
		key := fmt.Sprint(made.at, made.last, made.cells[0].text)
		if !b.taken[key] {
			b.taken[key] = true
			return made
		}
	}
	return nil
}

// window is the year as totals of a register declare it: within the region's days,
// and of the year that still runs the half that is over. The statistics of domestic
// violence go by civil years, all else by administrative ones.
func (b *batch) window(reg register.Name, year int) period.Window {
	w := period.Window{First: period.Date(year-1, 12, 15), Last: period.Date(year, 12, 14)}
	half := period.Date(year, 6, 14)
	if reg == "violence" || reg == "violence_people" {
		w = period.Window{First: period.Date(year, 1, 1), Last: period.Date(year, 12, 31)}
		half = period.Date(year, 6, 30)
	}
	if year == lastYear {
		w.Last = half
	}
	return w.Clip(period.Window{First: max(b.g.first, 20000101), Last: b.g.last})
}

// draft fills a template for a reporter and a day.
func (b *batch) draft(t *template, year int, p reporter, d period.Day) *draft {
	out := &draft{who: p.code, at: p.at, kind: t.kind, first: d, last: d, settle: t.settle}
	switch {
	case t.kind != "":
		out.first = b.window(t.register, year).First
	case t.closing > b.r.IntN(100):
		out.last = max(d, period.Date(lastYear, 1, 31).Add(b.r.IntN(250)))
	}
	name := p.name
	for _, f := range t.fields {
		if f.id == register.ColumnPlace && b.r.IntN(100) < f.chance {
			if u := b.placeFor(b.r, b.g, p, d); u != nil {
				v, _ := u.At(d)
				out.place, out.at, name = string(u.Code), u.ID, v.FullName
			}
		}
	}
	highland := b.highland(b.g, out.at, d)
	fills := strings.NewReplacer("{place}", name, "{unit}", p.name, "{year}", strconv.Itoa(year), "{no}", strconv.Itoa(10+b.r.IntN(390)))
	for _, f := range t.fields {
		if b.r.IntN(100) >= f.chance || f.id == register.ColumnPlace || f.id == "minority" && !highland {
			continue
		}
		c := f.fill(b.r, fills)
		if c.text == "@" {
			if c.text = suggested(f.id, d, highland); c.text == "" {
				continue
			}
		}
		out.cells = append(out.cells, c)
	}
	// Several sessions take several days, within the year and under the same units.
	if c := out.cell("sessions"); c != nil && t.kind == "" && c.n > 1 {
		last := d.Add(int(c.n) - 1)
		same := period.Of(period.Admin, period.Year, d).Window.Contains(last)
		_, there := b.tree.Unit(out.at).At(last)
		if same && there && last <= min(b.g.last, end) && p.inForce(last) {
			out.last = last
		}
	}
	return out
}

// suggested is what the day or the place says of a field.
func suggested(id string, d period.Day, highland bool) string {
	switch {
	case id == "campaign":
		return campaignOf(d)
	case id == "programme" && highland && d >= 20220101:
		return "PROGRAMME.DA8"
	case id == "programme" && d >= 20211101:
		return "PROGRAMME.QD1790"
	}
	return ""
}

func (d *draft) cell(id string) *cell {
	for i := range d.cells {
		if d.cells[i].id == id {
			return &d.cells[i]
		}
	}
	return nil
}

// target is what records and the rest are to add up to; 0 and 0 if nothing says so.
func (b *batch) target(reg register.Name, field string, year int) (records, rest int64) {
	for _, t := range b.targets {
		if t.region == b.g.key && t.register == reg && t.field == field && t.year == year {
			return t.all - t.rest, t.rest
		}
	}
	return 0, 0
}

// settle brings the fields that have a target to it, each entry in proportion.
func (b *batch) settle(reg register.Name, year int, made []*draft) {
	var fields []string
	for _, d := range made {
		if d.settle != "" && !slices.Contains(fields, d.settle) {
			fields = append(fields, d.settle)
		}
	}
	for _, f := range fields {
		var cells []*cell
		for _, d := range made {
			if c := d.cell(f); d.settle == f && c != nil && c.plain {
				cells = append(cells, c)
			}
		}
		if want, _ := b.target(reg, f, year); want > 0 {
			scale(cells, want)
		}
	}
}

// scale changes the numbers in proportion so that they add up to want.
func scale(cells []*cell, want int64) {
	sum := int64(0)
	for _, c := range cells {
		sum += c.n
	}
	left := want
	for _, c := range cells {
		c.n = max(1, c.n*want/sum)
		left -= c.n
	}
	for i := 0; left != 0; i = (i + 1) % len(cells) {
		switch c := cells[i]; {
		case left > 0:
			c.n++
			left--
		case c.n > 1:
			c.n--
			left++
		}
	}
}

// rest is the year's total of what nobody recorded, declared by the standing office; nil for none.
func (b *batch) rest(reg register.Name, year int) *draft {
	w := b.window(reg, year)
	var d *draft
	for _, t := range b.targets {
		if t.region != b.g.key || t.register != reg || t.year != year || t.rest == 0 {
			continue
		}
		if d == nil {
			who := b.reporters(b.g, "standing_office", w.Last)
			d = &draft{who: who[0].code, kind: "còn lại", first: w.First, last: w.Last}
		}
		d.cells = append(d.cells, cell{id: t.field, text: "hơn " + strconv.FormatInt(t.rest, 10)})
	}
	return d
}
