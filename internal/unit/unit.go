// Package unit holds the dated units of the country and their lineage.
//
// A unit is a place (country VN, province, district until 30/6/2025, commune)
// or an organisation. A code alone does not name a unit: old and new units
// share one code space, so a unit is code plus date. Versions of one code
// within one system are one unit; across 1/7/2025 two versions are one unit
// only where the mapping says unchanged, renamed or retyped and nothing else
// flowed in. The package is pure: it is given the day, it never asks the clock.
package unit

import "binhdang/internal/period"

// ID names one unit for good; it is kept in the database. Places have
// system*1_000_000 + level*100_000 + code: system 1 for units that were in
// force before 1/7/2025 (also when they live on), 2 for those formed on or
// after that day; VN is 1_000_000. Organisations have ids from 10_000_001, given when
// they are entered.
type ID int64

// VN is the country.
const VN ID = 1_000_000

// FirstOrganisation is the lowest id of an organisation.
const FirstOrganisation ID = 10_000_001

// Code is what people call a unit by: "22", "06652", "22.SNV".
type Code string

// Level of a unit; for an organisation ask for the level of its seat.
type Level int

// Levels.
const (
	Country      Level = 0
	Province     Level = 1
	District     Level = 2
	Commune      Level = 3
	Organisation Level = 9
)

// Version is what a unit was called, and where it stood, for some days.
type Version struct {
	Name     string // Quảng Ninh
	FullName string // Tỉnh Quảng Ninh
	Type     string // tỉnh
	AltName  string
	Parent   ID         // of a place: the unit above; of an organisation: its seat
	Under    ID         // of an organisation: the managing organisation or place, 0 none
	First    period.Day // 0: since before 1/1/2021
	Last     period.Day // 0: still
}

// Unit is one place or organisation through time.
type Unit struct {
	ID       ID
	Code     Code
	Level    Level
	Versions []Version // in order of days, without overlap
	Paper    *Paper    // how its papers look; nil for most
}

// Paper is what the head and foot of an official paper need (Decree 30/2020/NĐ-CP).
type Paper struct {
	Superior   string   // UBND TỈNH QUẢNG NINH
	Name       string   // SỞ NỘI VỤ
	Symbol     string   // SNV, as in Số: 412/BC-SNV
	Place      string   // Quảng Ninh, before the date
	Authority  string   // "TM. ỦY BAN NHÂN DÂN", "KT. GIÁM ĐỐC", or empty
	Post       string   // GIÁM ĐỐC
	Signer     string   // name of who signs, may be empty
	Recipients []string // without the last line, which is always "Lưu: VT, ..."
	File       string   // what stands after "Lưu: VT, "
}

// Fit says how a unit's figures stand on the map of another day.
type Fit int

// Fits.
const (
	Same        Fit = iota // the unit itself is on that map
	Merged                 // all of it went to the unit given
	Unallocated            // split, or a district or its body: the unit given is its province on that map
)

// Scope is whose records a question about a unit reads: all reporters of some
// shards, or the listed reporters within some shards.
type Scope struct {
	Of     ID
	Shards []ID        // in rising order
	All    bool        // every reporter of these shards
	Units  map[ID]bool // else these
	// Last is the day after which the unit asked for adds nothing more; 0: none.
	Last period.Day
}

// At returns the version in force on the day; false if there is none.
func (u *Unit) At(d period.Day) (Version, bool) {
	for i := len(u.Versions) - 1; i >= 0; i-- {
		if v := &u.Versions[i]; v.First <= d {
			if v.Last == 0 || d <= v.Last {
				return *v, true
			}
			break
		}
	}
	return Version{}, false
}

// First is the unit's first day; 0: since before 1/1/2021.
func (u *Unit) First() period.Day { return u.Versions[0].First }

// Last is the unit's last day; 0: it still is.
func (u *Unit) Last() period.Day { return u.Versions[len(u.Versions)-1].Last }

// near returns the version in force on the day, else the one before it, else the
// first, with the day moved into that version.
func (u *Unit) near(d period.Day) (*Version, period.Day) {
	v := &u.Versions[0]
	for i := len(u.Versions) - 1; i > 0; i-- {
		if u.Versions[i].First <= d {
			v = &u.Versions[i]
			break
		}
	}
	if v.Last != 0 && d > v.Last {
		return v, v.Last
	}
	return v, max(d, v.First)
}

// inForce tells whether the unit is there on the day.
func (u *Unit) inForce(d period.Day) bool {
	_, ok := u.At(d)
	return ok
}

// ended tells whether the unit's last day is before the day.
func (u *Unit) ended(d period.Day) bool {
	last := u.Last()
	return last != 0 && last < d
}

// title is what the unit is called in full in this version.
func (v *Version) title() string {
	if v.FullName == "" {
		return v.Name
	}
	return v.FullName
}
