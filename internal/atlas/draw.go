package atlas

import (
	"math"
	"slices"
	"strings"
)

// drawing is one map in the making.
type drawing struct {
	opt    Options
	units  []area          // in the order of links
	main   map[string]area // what of a unit stands on the map itself
	apart  []apart         // what stands in boxes
	aspect float64         // height over width, at most
}

// apart is a box with islands that lie too far out.
type apart struct {
	code  string // of the unit that names the box
	parts []area
}

func newDrawing(l *Layer, opt Options) *drawing {
	d := &drawing{opt: opt, main: map[string]area{}}
	rank := map[string]int{}
	for i, code := range opt.Order {
		if _, ok := rank[code]; !ok {
			rank[code] = i - len(opt.Order)
		}
	}
	d.units = slices.Clone(l.units)
	slices.SortStableFunc(d.units, func(a, b area) int { return rank[a.code] - rank[b.code] })
	for _, u := range d.units {
		d.main[u.code] = u
	}
	return d
}

// setApart takes polygons off the map and puts them into boxes, by the unit that the
// rule names for them.
func (d *drawing) setApart(rule func(u area, poly []ring) string) {
	found := map[string][]area{}
	var order []string
	for _, u := range d.units {
		var stay, gone [][]ring
		box := ""
		for _, p := range d.main[u.code].polys {
			if code := rule(u, p); code != "" {
				box = code
				gone = append(gone, p)
			} else {
				stay = append(stay, p)
			}
		}
		if box == "" {
			continue
		}
		d.main[u.code] = area{u.code, stay}
		if !slices.Contains(order, box) {
			order = append(order, box)
		}
		found[box] = append(found[box], area{u.code, gone})
	}
	slices.Sort(order)
	for _, code := range order {
		d.apart = append(d.apart, apart{code, found[code]})
	}
}

// remote gives the rule that puts a unit of islands apart when the map of the others
// would be much smaller with it.
func (d *drawing) remote() func(area, []ring) string {
	bounds := make([]rect, len(d.units))
	for i, u := range d.units {
		bounds[i] = d.main[u.code].bounds()
	}
	far := map[string]bool{}
	for i, u := range d.units {
		var others rect
		for k, b := range bounds {
			if k != i {
				others = others.union(b)
			}
		}
		all := others.union(bounds[i])
		far[u.code] = others.w > 0 && others.w*others.h < 0.8*all.w*all.h && !bounds[i].meets(others, 0)
	}
	return func(u area, _ []ring) string {
		if far[u.code] {
			return u.code
		}
		return ""
	}
}

func (u area) bounds() rect {
	var b rect
	for _, p := range u.polys {
		b = b.union(p[0].bounds())
	}
	return b
}

// sizes of the boxes, with the line of their name.
const (
	captionHeight = 16.0
	boxHeight     = 84.0
)

// svg writes the map. With a nation the country stands small in a corner, and the
// province in it is marked.
func (d *drawing) svg(nation *Layer, province string) string {
	o := d.opt
	var extent rect
	var rings []ring
	for _, u := range d.units {
		extent = extent.union(d.main[u.code].bounds())
		for _, p := range d.main[u.code].polys {
			rings = append(rings, p[0])
		}
	}
	var boxes []size
	for _, a := range d.apart {
		w := max(textWidth(o.caption(a.code), nameSize)+16, 88)
		b := size{w: w, h: boxHeight}
		switch a.code {
		case hoangSa:
			b.east = upper
		case truongSa:
			b.east = lower
		}
		boxes = append(boxes, b)
	}
	var small locator
	corner := 0 // of the locator among the boxes: after the archipelagos, whose side is given
	if nation != nil {
		for corner < len(boxes) && boxes[corner].east != anywhere {
			corner++
		}
		small = newLocator(nation, province, o)
		boxes = slices.Insert(boxes, corner, small.size)
	}
	// On a national map at its true place, the archipelagos still need room for their names.
	if nation == nil && len(d.apart) == 0 {
		extent.w += 0.6
		extent.h += 0.6
		extent.y -= 0.6
	}
	lay := arrange(extent, rings, float64(o.Width), float64(o.Width)*d.aspect, boxes)
	w := &writer{opt: o}
	w.open(o.Width, int(math.Ceil(lay.height)))

	places := slices.Clone(lay.boxes)
	if nation != nil {
		small.draw(w, places[corner])
		places = slices.Delete(places, corner, corner+1)
	}
	drawn, islands := map[string][]shape{}, d.islands()
	for code, u := range d.main {
		near, far := d.split(u)
		drawn[code] = []shape{{frame: lay.frame, polys: near, island: islands[code]}}
		if far != nil {
			drawn[code] = append(drawn[code], shape{frame: lay.frame, polys: far, dots: reef})
		}
	}
	for i, a := range d.apart {
		f := a.frame(places[i], lay.frame.scale)
		for _, part := range a.parts {
			s := shape{frame: f, polys: part.polys, dots: reef}
			if nation != nil {
				s.box = places[i]
			}
			drawn[part.code] = append(drawn[part.code], s)
		}
	}
	for _, u := range d.units {
		w.unit(u.code, drawn[u.code])
	}
	var all []shape
	for _, u := range d.units {
		all = append(all, drawn[u.code]...)
	}
	w.coast(all)
	for i, a := range d.apart {
		w.frameOf(places[i])
		w.text("m-name", o.caption(a.code), places[i].centre().X, places[i].y+13)
	}
	if c := drawn[o.Chosen]; c != nil {
		w.chosen(c)
	}
	d.writeNames(w, lay, drawn, nation == nil)
	w.close()
	return w.String()
}

// reef is the radius of a reef of the archipelagos on a map, larger than it is.
const reef = 2

// split parts a unit into what lies near and its reefs far out.
func (d *drawing) split(u area) (near, far [][]ring) {
	for _, p := range u.polys {
		if archipelago(u, p) == "" {
			near = append(near, p)
		} else {
			far = append(far, p)
		}
	}
	return near, far
}

// islands are the units that share no corner with another.
func (d *drawing) islands() map[string]bool {
	owner, out := map[Point]string{}, map[string]bool{}
	for code := range d.main {
		out[code] = true
	}
	for _, u := range d.units {
		for _, p := range u.polys {
			for _, c := range p[0] {
				if o, ok := owner[c]; ok && o != u.code {
					out[o], out[u.code] = false, false
				}
				owner[c] = u.code
			}
		}
	}
	return out
}

// frame of a box: larger than the map where the islands are small, but not without end.
func (a apart) frame(at rect, scale float64) frame {
	var b rect
	for _, p := range a.parts {
		b = b.union(p.bounds())
	}
	into := rect{at.x + 8, at.y + captionHeight + 6, at.w - 16, at.h - captionHeight - 14}
	return newFrame(b, into, max(scale*3, 12))
}

// writeNames writes the names of the chosen units, and of the archipelagos where they
// stand at their true place.
func (d *drawing) writeNames(w *writer, lay layout, drawn map[string][]shape, national bool) {
	var want []named
	if national && len(d.apart) == 0 {
		want = append(want, d.archipelago(hoangSa, lay.frame), d.archipelago(truongSa, lay.frame))
	}
	for _, code := range d.opt.Names {
		u, ok := d.main[code]
		text := strings.TrimSpace(d.opt.Name(code))
		if !ok || text == "" {
			continue
		}
		var largest ring
		for _, p := range u.polys {
			if r := lay.frame.ring(p[0]); largest == nil || r.size() > largest.size() {
				largest = r
			}
		}
		if largest == nil { // it stands in a box and is named there
			continue
		}
		n := named{text: text, at: largest.middle(), bounds: largest.bounds()}
		n.wide = max(n.bounds.w, n.bounds.h)
		if all := (shape{frame: lay.frame, polys: u.polys}).bounds(); n.wide >= 16 && all.w < 90 && all.h < 90 {
			n.bounds = all
		}
		want = append(want, n)
	}
	paper := rect{2, 2, float64(d.opt.Width) - 4, lay.height - 4}
	taken := slices.Clone(lay.boxes)
	for _, s := range drawn[d.opt.Chosen] {
		if b := s.bounds(); max(b.w, b.h) < 60 {
			taken = append(taken, b)
		}
	}
	for _, l := range names(want, paper, taken) {
		w.name(l)
	}
}

// archipelago is where the name of one stands on a national map: under its islands.
func (d *drawing) archipelago(code string, f frame) named {
	var b rect
	for _, u := range d.units {
		for _, p := range u.polys {
			if archipelago(u, p) == code {
				b = b.union(f.ring(p[0]).bounds())
			}
		}
	}
	at := Point{b.centre().X, b.bottom()}
	return named{text: d.opt.caption(code), at: at, bounds: rect{at.X, at.Y, 0, 0}, below: true}
}

// locator is the country, small.
type locator struct {
	size
	opt      Options
	nation   *Layer
	province string
	frame    frame
}

func newLocator(nation *Layer, province string, o Options) locator {
	l := locator{nation: nation, province: province, opt: o}
	scale := 7.0
	if o.Width < 480 {
		scale = 6
	}
	var b rect
	for _, u := range nation.units {
		b = b.union(u.bounds())
	}
	w, h := b.w*math.Cos(b.centre().Y*math.Pi/180)*scale, b.h*scale
	l.w = max(w, textWidth(o.Labels.TruongSa, locatorSize)+2)
	l.h = h + 14
	l.frame = newFrame(b, rect{0, 0, w, h}, scale)
	return l
}

// draw puts the country into its place: the land, the province, the two archipelagos
// with their names.
func (l locator) draw(w *writer, at rect) {
	f := l.frame
	f.at.X += at.x
	f.at.Y += at.y
	w.group("m-locator", l.opt.Labels.Locator+": "+l.opt.Labels.HoangSa+", "+l.opt.Labels.TruongSa)
	var rest, here []shape
	isles := map[string]rect{}
	for _, u := range l.nation.units {
		var polys [][]ring
		for _, p := range u.polys {
			code := archipelago(u, p)
			r := f.ring(p[0])
			b := r.bounds()
			if code != "" {
				isles[code] = isles[code].union(b)
			}
			if code == "" && max(b.w, b.h) < 1.5 {
				continue
			}
			polys = append(polys, []ring{ring(Simplify(p[0], 0.1))})
		}
		s := shape{frame: f, polys: polys, dots: 0.8}
		if u.code == l.province {
			here = append(here, s)
		} else {
			rest = append(rest, s)
		}
	}
	w.path("m-land", rest)
	w.path("m-here", here)
	hs, ts := isles[hoangSa], isles[truongSa]
	first, second := twoLines(l.opt.Labels.HoangSa)
	x := at.right() - max(textWidth(first, locatorSize), textWidth(second, locatorSize))/2 - 1
	w.text("m-place", first, x, hs.y-15)
	w.text("m-place", second, x, hs.y-3)
	w.text("m-place", l.opt.Labels.TruongSa, at.right()-textWidth(l.opt.Labels.TruongSa, locatorSize)/2-1, max(ts.bottom()+12, at.bottom()-2))
	w.raw("</g>")
}

// twoLines cuts a name in its middle.
func twoLines(s string) (first, second string) {
	words := strings.Fields(s)
	half := (len(words) + 1) / 2
	return strings.Join(words[:half], " "), strings.Join(words[half:], " ")
}
