package score

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"binhdang/internal/score"
)

// The track of a target is drawn in these units.
const (
	trackWide = 108.0
	trackEdge = 6.0
)

// track shows a value against its thresholds on one line: shaded where it is good, so
// that less and more need no thought; a tick is the national threshold, a triangle the
// unit's own, the dot the value. It is hidden from readers: the numbers stand beside.
func (a *asked) track(r *score.Row, own bool) template.HTML {
	d := a.q.Site.Catalog().Indicator(r.Indicator)
	if d == nil || d.YesNo() || r.Threshold.Op == "" || r.Value == nil || r.Value.Value == nil {
		return ""
	}
	most := 100.0
	if !d.Percent() {
		most = math.Max(*r.Value.Value, r.Threshold.Value) * 1.4
		if r.National != nil {
			most = math.Max(most, r.National.Value*1.4)
		}
	}
	if most <= 0 {
		return ""
	}
	x := func(v float64) float64 {
		return trackEdge + math.Min(1, math.Max(0, v/most))*(trackWide-2*trackEdge)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="track" width="%.0f" height="20" viewBox="0 0 %.0f 20" aria-hidden="true"><path class="rail-of" d="M%.1f 10H%.1f"/>`,
		trackWide, trackWide, trackEdge, trackWide-trackEdge)
	from, to := x(r.Threshold.Value), trackWide-trackEdge
	switch {
	case r.Threshold.Less():
		from, to = trackEdge, from
	case r.Threshold.Op == score.Exactly:
		from, to = math.Max(trackEdge, from-1.5), math.Min(trackWide-trackEdge, from+1.5)
	}
	fmt.Fprintf(&b, `<path class="good-of" d="M%.1f 10H%.1f"/>`, from, to)
	national := &r.Threshold
	if own {
		national = r.National
		fmt.Fprintf(&b, `<path class="own-of" d="M%.1f 12l3.5 6h-7z"/>`, x(r.Threshold.Value))
	}
	if national != nil {
		fmt.Fprintf(&b, `<path class="tick-of" d="M%.1f 3V17"/>`, x(national.Value))
	}
	fmt.Fprintf(&b, `<circle class="dot-of %s" cx="%.1f" cy="10" r="4.5"/></svg>`, r.State, x(*r.Value.Value))
	return template.HTML(b.String())
}
