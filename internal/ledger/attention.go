package ledger

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/attention"
	"binhdang/internal/fault"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// Attended is a place that a person chose to look after first, in force.
type Attended struct {
	attention.Choice
	ID          int64
	Unit, Place unit.ID
	Year        int
	At          time.Time
	Actor       string
}

// The years for which places may be chosen end this many after the current one.
const yearsAhead = 1

// firstAttended is the first year for which places are chosen: from then on communes
// stand right below their province.
const firstAttended = 2025

// longestWhy is how many letters a reason of a choice has at most.
const longestWhy = 2000

// Attended lists the places that were chosen of a unit for a year, the newest first.
func (l *Ledger) Attended(ctx context.Context, by access.Actor, of unit.ID, year int) ([]Attended, error) {
	if err := l.mayReadSums(by, of); err != nil {
		return nil, err
	}
	var out []Attended
	err := l.db.Read(ctx, func(tx *store.Tx) error {
		list, err := tx.Attentions(ctx, of, year)
		if err != nil {
			return err
		}
		for _, a := range list {
			one := Attended{ID: a.ID, Unit: a.Unit, Place: a.Place, Year: a.Year, At: a.At, Actor: a.Actor}
			if err := json.Unmarshal([]byte(a.Body), &one.Choice); err != nil {
				return err
			}
			out = append(out, one)
		}
		return nil
	})
	return out, err
}

// Attend chooses a place of a unit, to look after first in a year. The choice is the
// person's: it needs a reason, and keeps what was known and how it was weighed.
func (l *Ledger) Attend(ctx context.Context, by access.Actor, of unit.ID, year int, place unit.ID, c attention.Choice) error {
	if err := l.MayAim(by, of); err != nil {
		return err
	}
	u := l.Tree().Unit(place)
	if u == nil || u.Level != unit.Commune || !slices.ContainsFunc(l.Tree().Children(of, l.Today()), func(c *unit.Unit) bool { return c.ID == place }) {
		return fault.New(fault.Invalid, "attention.choice.place", "place", l.unitName(place), "unit", l.unitName(of))
	}
	if first, last := l.AttendYears(); year < first || year > last {
		return fault.New(fault.Invalid, "attention.choice.year", "year", strconv.Itoa(year), "first", strconv.Itoa(first), "last", strconv.Itoa(last))
	}
	var err error
	if c.Why, err = attendWhy(c.Why); err != nil {
		return err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return l.db.Do(ctx, func(tx *store.Tx) error {
		list, err := tx.Attentions(ctx, of, year)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(list, func(a store.Attention) bool { return a.Place == place }) {
			return fault.New(fault.Conflict, "attention.choice.twice", "place", l.unitName(place), "year", strconv.Itoa(year))
		}
		err = tx.InsertAttention(ctx, store.Attention{ID: l.db.NewID(), Unit: of, Year: year, Place: place, Body: string(body), At: tx.Now(), Actor: by.Via})
		if err != nil {
			return err
		}
		return l.log(ctx, tx, by, "attention.choose", l.attendName(of, place, year), c.Why)
	})
}

// Unattend takes a choice back, with a reason. What was chosen stays in the journal.
func (l *Ledger) Unattend(ctx context.Context, by access.Actor, id int64, why string) error {
	return l.db.Do(ctx, func(tx *store.Tx) error {
		a, err := tx.Attention(ctx, id)
		if err != nil {
			return err
		}
		if a == nil {
			return fault.New(fault.NotFound, "attention.choice.unknown")
		}
		if err := l.MayAim(by, a.Unit); err != nil {
			return err
		}
		if why, err = attendWhy(why); err != nil {
			return err
		}
		ended, err := tx.EndAttention(ctx, id, tx.Now())
		if err != nil {
			return err
		}
		if !ended {
			return fault.New(fault.Conflict, "attention.choice.unknown")
		}
		return l.log(ctx, tx, by, "attention.take_back", l.attendName(a.Unit, a.Place, a.Year), why)
	})
}

// AttendYears are the first and the last year for which places are chosen.
func (l *Ledger) AttendYears() (first, last int) { return firstAttended, l.Today().Year() + yearsAhead }

// attendWhy is a reason as it is kept.
func attendWhy(why string) (string, error) {
	why = vn.Clean(why)
	switch {
	case why == "":
		return "", fault.New(fault.Invalid, "attention.choice.why")
	case len([]rune(why)) > longestWhy:
		return "", fault.New(fault.Invalid, "attention.choice.long", "most", longestWhy)
	}
	return why, nil
}

// attendName names a choice in the journal: unit, place and year.
func (l *Ledger) attendName(of, place unit.ID, year int) string {
	return l.Ref(of) + " " + l.Ref(place) + " " + strconv.Itoa(year)
}
