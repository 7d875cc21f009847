package docx

import "golang.org/x/text/unicode/norm"

// TextWidth is how wide a line of text stands in Times New Roman (and in
// Liberation Serif, which has the same measures), in millimetres. Letters
// outside the Latin script count as wide as a digit.
func TextWidth(text string, size float64, bold bool) float64 {
	table := &regular
	if bold {
		table = &heavy
	}
	units := 0
	for _, r := range norm.NFD.String(text) {
		switch {
		case r == 0x31b: // the horn of Ơ and Ư
			units += 40
		case r >= 0x300 && r < 0x370: // other marks stand over or under their letter
		case r >= ' ' && r < 127:
			units += table[r-' ']
		case r == 'Đ':
			units += 722
		case r == 'đ':
			units += table['d'-' ']
		case r == '…' || r == '—':
			units += 1000
		case r == '\u00a0':
			units += table[0]
		default:
			units += 500
		}
	}
	return float64(units) * size / 1000 * mmPerPoint
}

const mmPerPoint = 25.4 / 72

// Advance widths of ' ' to '~' in thousandths of the size, upright and bold.
var (
	regular = [95]int{
		250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278,
		500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444,
		921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722,
		556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500,
		333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500,
		500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
	}
	heavy = [95]int{
		250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278,
		500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500,
		930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778,
		611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500,
		333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500,
		556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
	}
)
