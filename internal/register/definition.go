// Package register defines what can be recorded and checks what was.
//
// A Definition is one edition of a register, read from content. Check turns raw
// form values into typed Values, or says which Problems the person should mend.
// Nothing here knows of SQL, HTTP or the clock: the same input gives the same answer.
package register

import (
	"binhdang/internal/period"
	"binhdang/internal/unit"
)

// MaxMeasures is how many measures one register may have; a longer form is two registers.
const MaxMeasures = 20

// Name is a register's name in content and commands, such as "activity".
type Name string

// Definition is one edition of one register: immutable once loaded.
type Definition struct {
	Name    Name
	Number  int        // kept in the database instead of the name; ours are below 1000, an office's own from 1000
	Edition int        // 1, 2, ...
	From    period.Day // first day of the records that this edition describes
	Stock   bool       // entries open and may close; else events
	Totals  bool       // a register of events may hold totals for a window
	// Made says that the program writes the register from something else that is kept
	// (articles): nobody enters, imports or corrects its records.
	Made bool
	// Calendar is what "năm 2023" means in the first column of a total: administrative
	// unless the register says otherwise, as statistical forms do.
	Calendar period.Calendar
	Fields   []*Field // in the order of form and sheet
	// Measures are the numbers that add up, in the order of the columns v0..v19.
	Measures []Measure
	// Count is the counting measure: the one whose default is 1 (sessions, items, clubs).
	// Coverage ("có số liệu nữ: 3.412/3.900 buổi") is told in it. Empty: none.
	Count string
	// Crossings are pairs of by-fields whose combinations are kept in facts too.
	Crossings [][]string
	// Span is what all editions of the register have between them. Decode knows of
	// one edition; the catalog widens it.
	Span Span
	// Near names the fields that must agree for two records on overlapping days at
	// one place to be proposed as duplicates, whoever reported them: a unit may have
	// entered one event twice. Empty: none are proposed.
	Near []string
	// Stated tells by which fields an entry states a value that nobody counts from
	// records; nil: the register holds records. Each entry then is a whole total.
	Stated *Stated
}

// Stated names the fields of a register of declared values.
type Stated struct {
	Of          string // code field: what is stated; see AttrIndicator
	Value       string // decimal, in the unit of what is stated
	Numerator   string // decimal
	Denominator string // decimal
	Judgement   string // code: a judgement that was published without a value
	Level       string // code: of the bodies at which level it is stated; none: of all
	Basis       string // code: how the value came about
	Source      string // text: who gives it
	Paper       string // text: the document that has it
}

// Attributes of the codes of Stated.Of, Stated.Judgement and Stated.Level.
const (
	AttrIndicator = "indicator" // which indicator is stated
	AttrScale     = "scale"     // what its ratio is multiplied by
	AttrReading   = "reading"   // share, ratio or yes_no
	AttrState     = "state"     // how scores name a judgement
	AttrLevel     = "level"     // how facts by level name one
)

// Readings of what is stated.
const (
	ReadingShare = "share"  // a part of a whole: 0 to 100 %
	ReadingRatio = "ratio"  // any other ratio: its numerator may be the greater
	ReadingYesNo = "yes_no" // 1 is yes, 0 is no; it has no inputs
)

// Span of the editions of a register: facts of all of them are added up together,
// so each edition is posted under what any of them is asked by.
type Span struct {
	Measures  int        // of the widest edition; measures keep their place
	By        []string   // fields whose codes are margins in some edition
	Crossings [][]string // listed in some edition
}

// Measure is a number that adds up: what a column v0..v19 holds.
type Measure struct {
	ID     string
	PartOf string // "of which": the measure that this one is part of, "" for none
	Money  bool   // in VND
	// OverTime is how the measure adds over time: "sum" (events), "level" (stocks) or
	// "none" (a state told anew each year, such as who leads).
	OverTime string
}

// Kind of field; each kind has a file of its own that reads and checks it.
type FieldKind string

// The field kinds.
const (
	KindText    FieldKind = "text"
	KindNumber  FieldKind = "number"
	KindCode    FieldKind = "code"    // one code of a list
	KindCodes   FieldKind = "codes"   // several codes of a list
	KindDate    FieldKind = "date"    // a further date, such as the day of a document
	KindUnit    FieldKind = "unit"    // one other unit, such as the outlet or the lead body
	KindUnits   FieldKind = "units"   // several, such as co-organisers and bodies reached
	KindYesNo   FieldKind = "yes_no"  // có / không
	KindDecimal FieldKind = "decimal" // two decimals, kept in hundredths; adds to nothing
)

// Field is one field of a form.
type Field struct {
	ID       string
	Kind     FieldKind
	Group    string // heading of the form under which it stands; key field group.<group>
	Required bool
	List     string   // code list of a code field, such as "FORM"
	Only     []string // codes of the list that this field takes; empty: all
	By       bool     // facts are kept by the codes of this field (a margin)
	Long     bool     // text of several lines
	Public   bool     // text that papers list: whoever reads the sums of a unit may read it without its records
	Within   bool     // of a date: it must lie in the days of the record
	Max      int64    // greatest plausible number, 0: no limit; beyond it the entry is refused

	// The rest is for numbers.

	// Measure is the measure that the number adds to; "" adds to none (minutes of a clip).
	Measure string
	// Route chooses the measure by an attribute of another field's code: people at a
	// talk are attendances, at a course other_attendances.
	Route *Route
	// Default is taken where an event leaves the field empty and it applies; nil: stays empty.
	Default *int64
	// PartOf names the field that this one may not exceed ("trong đó nữ").
	PartOf string
	// Sum names fields that must add up exactly to this one where all are given (a partition).
	Sum []string
	// Usual is the greatest number that raises no question, for each one in the field
	// Per if it is named (people at each session); beyond it the entry is kept with a warning. 0: none.
	Usual int64
	Per   string
	// Words allows a number in words ("hàng chục nghìn"): kept as said, counted as not given.
	Words bool
	Money bool
}

// Route maps the value of an attribute of the code in field By to a measure.
// A value that is not in To means that the number does not apply there.
type Route struct {
	By   string            // a single-choice code field
	Attr string            // attribute of its codes, a column of the code list
	To   map[string]string // attribute value to measure
}

// Reserved column ids that every register has before its own fields. They are not in Fields.
const (
	ColumnRowKey = "row_key" // Mã dòng
	ColumnUnit   = "unit"    // Đơn vị báo cáo
	ColumnPlace  = "place"   // Nơi diễn ra; empty: the unit itself, or its seat
	ColumnKind   = "kind"    // Loại dòng: empty = event; "còn lại" = rest total, "toàn bộ" = whole total (registers with totals only)
	ColumnFirst  = "first"   // Từ ngày; of a stock: ngày thành lập
	ColumnLast   = "last"    // Đến ngày; empty: the same day. Of a stock: ngày kết thúc, empty: still open
)

// Kind of entry (design 5.2, 5.3).
type Kind int

// Entry kinds as kept in the database.
const (
	Event Kind = 1 + iota
	Stock
	Rest  // a total of what is not recorded elsewhere: adds
	Whole // a total that includes lower records: never in facts
)

// State of a record (design 5.4).
type State int

// States as kept in the database. Only Submitted and Approved count.
const (
	Draft State = 1 + iota
	Submitted
	Returned
	Approved
	Void
)

// ID of a record: made by us in time order.
type ID int64

// Qualifier belongs to a number: hơn, gần, khoảng (design 5.5).
type Qualifier string

// Qualifiers; the empty one is exact.
const (
	Exact Qualifier = ""
	More  Qualifier = "more"  // hơn, trên, từ ... trở lên
	Less  Qualifier = "less"  // gần, dưới
	About Qualifier = "about" // khoảng, ước
)

// Number is a value of a number field. Words holds what was said where no figure was given.
type Number struct {
	N     int64     `json:"n"`
	Q     Qualifier `json:"q,omitempty"`
	Words string    `json:"words,omitempty"`
}

// Value is one value of a form; the field's kind says which member is used.
// Text also holds a date as dd/mm/yyyy's Day digits, and yes_no as "yes" or "no".
type Value struct {
	Text   string    `json:"t,omitempty"`
	Codes  []string  `json:"c,omitempty"` // one or several codes, in the order given, no repeats
	Units  []unit.ID `json:"u,omitempty"`
	Number *Number   `json:"#,omitempty"`
}

// Values of a form by field id. A field that was left empty is absent.
type Values map[string]Value

// Record is one entry of a register, the version in force.
type Record struct {
	Shard   unit.ID // province (or body seated at VN) of the reporting unit on the record's day
	ID      ID
	Def     *Definition // the edition that it was checked by
	Unit    unit.ID     // who reports
	Place   unit.ID     // where it happened
	Kind    Kind
	First   period.Day // first day of an event or total; opening day of a stock
	Last    period.Day // last day of an event or total; opening day of a stock
	Closed  period.Day // last day of a stock, 0 while open
	State   State
	Version int
	RowKey  string
	RowHash []byte
	Batch   int64
	Lead    ID // the record that this one repeats; 0: none. A record with a lead is not in facts
	LeadIn  unit.ID
	Values  Values
}
