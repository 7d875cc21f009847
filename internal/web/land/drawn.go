package land

import (
	"sync"

	"binhdang/internal/atlas"
	"binhdang/internal/unit"
)

// drawings remembers the map that each screen has drawn last of a unit, for as long as it
// would be drawn from the same.
type drawings struct {
	mu sync.Mutex
	of map[drawnOf]lastMap
}

type lastMap struct {
	from drawnFrom
	svg  string
}

type drawnOf struct {
	what string
	unit unit.ID
}

type drawnFrom struct {
	layer *atlas.Layer
	text  string
}

func (d *drawings) once(of drawnOf, from drawnFrom, draw func() (string, error)) (string, error) {
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
		d.of = map[drawnOf]lastMap{}
	}
	d.of[of] = lastMap{from, svg}
	return svg, nil
}
