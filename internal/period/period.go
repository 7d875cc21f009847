// Package period knows days, windows and the three calendars of reports.
//
// A day is a day in Viet Nam (UTC+7) whatever the server's clock; a window is a
// pair of days, both inclusive. Administrative periods follow Article 12 of
// Decree 09/2019/NĐ-CP (month: 15th of the month before to the 14th; year:
// 15/12 of the year before to 14/12), statistical ones the civil calendar
// (Decree 60/2018/NĐ-CP), schools the school year. All are unions of the slots
// 1-14, 15, 16-end of month.
package period

// Day is a calendar day as the number 20251214; 0 is no day.
type Day int32

// Window is a span of days, both ends inclusive. The zero Window is no window.
type Window struct{ First, Last Day }

// Calendar names how periods are cut.
type Calendar string

// The calendars.
const (
	Admin  Calendar = "admin"  // Decree 09/2019/NĐ-CP
	Civil  Calendar = "civil"  // statistics
	School Calendar = "school" // 1/9 to 31/8
)

// Step is a length that a window can be cut into.
type Step string

// The steps.
const (
	Month   Step = "month"
	Quarter Step = "quarter"
	Half    Step = "half"
	Year    Step = "year"
)

// Period is a named window of a calendar, such as the fourth quarter of 2023.
type Period struct {
	Calendar Calendar
	Key      string // "2023", "2021..2025", "2023-Q4", "2023-H1", "2023-9M", "2023-11", "action-2025", "2023-01-05..2023-02-07"
	Window   Window
}
