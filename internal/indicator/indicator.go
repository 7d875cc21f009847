// Package indicator turns facts into the numbers that people ask for.
//
// An indicator is a formula over the measures of registers, with the two words
// that say how it adds up: over time (sum, level, none) and over units (sum,
// none). Ratios carry numerator and denominator and divide last. The package is
// pure: it is given sums and returns values.
package indicator

import (
	"slices"

	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// Name of an indicator in content and commands, such as "sessions".
type Name string

// How an indicator adds up.
const (
	AddsSum   = "sum"   // numbers of parts make the number of the whole
	AddsLevel = "level" // a stock: the number on the last day
	AddsNone  = "none"  // does not add up: no breakdown that would
)

// Definition of one indicator, from content/indicator.
type Definition struct {
	Name        Name
	Numerator   Expr  // a plain number has only this; names are register.measure
	Denominator Expr  // of a ratio; nil: a plain number
	Scale       int64 // what a ratio is multiplied by: 1, 100 (percent), 1000, 100000
	Decimals    int   // places of a ratio in print
	OverTime    string
	OverUnits   string
	By          []string            // fields of the register it may be broken down by; time, unit, place and level always
	Where       map[string][]string // only records with one of these codes in a by-field; of an indicator on one register
	Money       bool
	Unit        string // key of the counting word: "count.session" (buổi)
	// Declared: no register counts it, its value is only ever stated. It has no formulas
	// and reads no register; in print it is a ratio.
	Declared bool
	// Share: a ratio whose numerator is a part of its denominator, so from 0 to 100 %.
	Share bool
	Quota *Quota // of a share of those who meet it; nil: the formulas give the number

	src source
}

// Units of count that values are written by in a way of their own.
const (
	unitPercent = "count.percent"
	unitYesNo   = "count.yes_no"
)

// Ratio tells whether the indicator divides. What is declared does, whether or not
// its inputs are told.
func (d *Definition) Ratio() bool { return d.Declared || d.Denominator != nil || d.Quota != nil }

// Percent tells whether values are percentages: boys for 100 girls are none.
func (d *Definition) Percent() bool { return d.Ratio() && d.Unit == unitPercent }

// Written is a ratio as it stands in print: with its places and, of a percentage, the sign.
func (d *Definition) Written(v float64, lang string) string {
	text := vn.Dec(v, d.Decimals, lang)
	if d.Percent() {
		text += "\u00a0%"
	}
	return text
}

// Answer is the key of the word that a value of yes or no is written as; "" of others.
func (d *Definition) Answer(v float64) string {
	switch {
	case !d.YesNo():
		return ""
	case v == 0:
		return "check.word_no"
	}
	return "check.word_yes"
}

// YesNo tells whether values are an answer: 1 is yes and 0 is no.
func (d *Definition) YesNo() bool { return d.Unit == unitYesNo }

// Keys that every indicator may be broken down by, besides its own fields.
const (
	ByMonth   = "month"
	ByQuarter = "quarter"
	ByHalf    = "half"
	ByYear    = "year"
	ByUnit    = "unit"
	ByPlace   = "place"
	ByLevel   = "level"
)

// Maps of a question (design 5.11).
const (
	MapToday      = "today"
	MapThen       = "then"
	MapComparable = "comparable"
)

// Splits of a question: what becomes of figures of units that were split in unknown
// shares.
const (
	SplitNone    = "none"    // they stand in the row "chưa phân bổ"
	SplitDefault = "default" // they go to the unit where the centre lies, as an estimate
)

// Question is one question put to the facts.
type Question struct {
	Indicators []Name
	Unit       string // CODE, CODE@DAY
	Window     period.Window
	Calendar   period.Calendar
	By         []string
	Map        string // "": today for CODE, then for CODE@DAY
	Split      string // "": none
	Approved   bool   // only what is approved
	// Where narrows to records that have one of these codes of a field; "" is a field left empty.
	Where   map[string][]string
	Waiting bool // count the records that wait for approval as well
}

// Answer to a question, with the shape that design section 6 gives to `facts --json`.
type Answer struct {
	Rows    []Row
	LeftOut []Total // totals that the windows do not hold whole
	Beside  []Total // whole totals shown beside
	Notes   []Note  // what else the reader should know
	Waiting int64   // how many records of the registers asked wait for approval in the window, if that was asked
}

// Note is a sentence of the word files with its holes filled from pairs of name and value.
type Note struct {
	Key  string
	Args []string
}

// Row is one number.
type Row struct {
	Of                     unit.Code
	Unit                   unit.Code
	Indicator              Name
	Keys                   map[string]string // one per step of By
	Value                  *float64          // nil: no data; whole for plain numbers
	Qualifier              register.Qualifier
	NotGiven               int64
	Told                   *Coverage // for how much a number of one measure was told; nil: for all, or that is not known
	Numerator, Denominator *float64  // of a ratio
	Coverage               *Coverage // of a number that reads an of-which measure
	NothingArising         bool      // of a ratio whose denominator is zero
	Marks                  []string  // stands_in, estimate, declared, unallocated; sorted
	// What was declared for the row's unit and window, the newest word of it: Record is the
	// statement, 0 where there is none. It is the row's own value where the row is marked
	// declared, without Numerator where its inputs are unknown and without Value where only
	// a judgement was published; else records give the ratio, and it is told beside.
	Record        register.ID
	Others        int      // older statements of the same that say otherwise: somebody should void or correct them
	Stated        *float64 // its value; nil: a judgement alone, or nothing arising
	Basis         string   // code of how it came about
	State         string   // judgement as scores name it: met, exceeded, partly, close, not_met, nothing_arising
	Source, Paper string
	// Own tells that a row by unit is of the bodies of the unit that was asked about.
	Own bool
	// Alone asks for this number alone; nil where no question does. Codes are reused:
	// who leads from a row to what is behind it names the unit as this does.
	Alone *Question
}

// Beside tells whether something was declared beside the row's own value.
func (r *Row) Beside() bool {
	return r.Record != 0 && !slices.Contains(r.Marks, MarkDeclared)
}

// Marks of a row: what is special about its value.
const (
	MarkDeclared    = "declared"    // a unit stated it and no record shows it
	MarkEstimate    = "estimate"    // some of it was split: by known shares, or to the default target
	MarkStandsIn    = "stands_in"   // a whole total is shown, as nothing below it is recorded
	MarkUnallocated = "unallocated" // the row of figures that belong to no one unit of the map
)

// Total is a declared total that is named beside the rows.
type Total struct {
	Record    register.ID
	Unit      unit.Code
	Indicator Name
	From, To  period.Day
	Value     *float64
	Qualifier register.Qualifier
	// Below is what records and rest totals inside its window add up to, of those beside; nil for those left out.
	Below *float64
}
