package register

import (
	"errors"
	"strconv"

	"binhdang/internal/fault"
	"binhdang/internal/period"
)

// firstDay is the earliest day of anything that is recorded: before it lies a
// slip of the hand or a date that the spreadsheet made of nothing.
const firstDay period.Day = 20000101

type dateKind struct{}

func (dateKind) keys() []string { return []string{"within"} }

func (dateKind) check(*structure, int, *Field) {}

func (dateKind) read(_ *reader, _ *Field, text string) (Value, []*fault.Error) {
	d, bad := readDay(text)
	if bad != nil {
		return Value{}, one(bad)
	}
	return Value{Text: strconv.Itoa(int(d))}, nil
}

func (dateKind) text(_ *Field, v Value, _ Env, lang string) string {
	n, _ := strconv.Atoi(v.Text)
	return dayText(period.Day(n), lang)
}

// readDay reads a day that something can have been on.
func readDay(text string) (period.Day, *fault.Error) {
	d, err := period.ParseDay(text)
	var bad *fault.Error
	switch {
	case errors.As(err, &bad):
		return 0, bad
	case err != nil:
		return 0, invalid("check.day", "text", text)
	case d < firstDay:
		return 0, invalid("check.day_early", "day", d.VN(), "first", firstDay.VN())
	}
	return d, nil
}

func dayText(d period.Day, lang string) string {
	if lang == "en" {
		return d.String()
	}
	return d.VN()
}
