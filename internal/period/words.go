package period

import "strconv"

// Words returns the sentence that names the period, as a key of the word files
// and pairs of name and value for its holes, like the Args of a fault: period.year
// with year, period.quarter with quarter (Roman), number and year, and so on. The
// name is that of the Key, so a step that was clipped still bears its full name.
func (p Period) Words() (word string, args []string) {
	k, err := parseKey(p.Key)
	if err != nil || k.kind == kindDays {
		return "period.days", []string{"first", p.Window.First.VN(), "last", p.Window.Last.VN()}
	}
	year := strconv.Itoa(k.year)
	args = []string{"year", year}
	school := p.Calendar == School
	if school {
		args = append(args, "next", strconv.Itoa(k.year+1))
	}
	switch k.kind {
	case kindMonth: // school months are the civil ones
		return "period.month", []string{"month", strconv.Itoa(k.n), "year", year}
	case kindAction:
		return "period.action", []string{"year", year}
	case kindQuarter:
		word = "period.quarter"
		args = append(args, "quarter", [...]string{"I", "II", "III", "IV"}[k.n-1], "number", strconv.Itoa(k.n))
	case kindHalf:
		word = "period.half_" + strconv.Itoa(k.n)
	case kindNine:
		word = "period.nine_months"
	case kindYears:
		word = "period.years"
		args = []string{"from", year, "to", strconv.Itoa(k.to)}
		if school {
			args = append(args, "from_next", strconv.Itoa(k.year+1), "to_next", strconv.Itoa(k.to+1))
		}
	default:
		word = "period.year"
	}
	if school {
		word += "_school"
	}
	return word, args
}
