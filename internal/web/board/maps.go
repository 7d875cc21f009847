package board

import (
	"sync"

	"binhdang/internal/atlas"
	"binhdang/internal/unit"
)

// drawings remembers the map that was drawn last of a unit, for as long as it would be
// drawn from the same.
type drawings struct {
	mu sync.Mutex
	of map[unit.ID]lastMap
}

type lastMap struct {
	from mapFrom
	svg  string
}

type mapFrom struct {
	layer *atlas.Layer
	text  string
}

func (d *drawings) once(of unit.ID, from mapFrom, draw func() (string, error)) (string, error) {
	d.mu.Lock()
	last, ok := d.of[of]
	d.mu.Unlock()
	if ok && last.from == from {
		return last.svg, nil
	}
	svg, err := draw()
	if err != nil {
		return "", err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.of == nil {
		d.of = map[unit.ID]lastMap{}
	}
	d.of[of] = lastMap{from, svg}
	return svg, nil
}
