package paper

import (
	"context"
	"strings"

	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/report"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// sampleMark is the setting under which the installation remembers that its data
// are made up.
const sampleMark = "demo"

// setting is what the head and foot of the paper need.
func (p *Paper) setting(ctx context.Context, lang string) (report.Setting, error) {
	tree, today := p.led.Tree(), p.led.Today()
	at := today
	if last := p.Unit.Last(); last != 0 && last < at {
		at = last
	}
	v, _ := p.Unit.At(at)
	then, ok := p.Unit.At(min(at, p.Period.Window.Last))
	if !ok { // the unit is younger than the period
		then = v
	}
	p.Setting.Lang = lang
	s := report.Setting{Lang: lang, Unit: p.Ref, UnitName: p.unitName(p.Unit, then), Place: v.Name,
		Level: tree.LevelOf(p.Unit.ID, at), Type: then.Type, Paper: p.Unit.Paper, Period: p.Period, Today: p.Day, Until: min(p.Day, today),
		At: p.now.In(period.VietNam).Format("02/01/2006 15:04")}
	if now := p.unitName(p.Unit, v); now != s.UnitName {
		s.UnitNow = now
	}
	if p.Unit.Level == unit.Organisation {
		s.Level, s.Type, s.UnitName, s.UnitNow, s.Body = unit.Organisation, "", v.FullName, "", v.FullName
	} else if office := p.led.StandingOffice(p.Unit.ID, at); office != nil {
		s.Paper = office.Paper
		if o, ok := office.At(at); ok {
			s.Body = o.FullName
		}
	}
	if above := tree.Unit(v.Parent); above != nil && above.ID != unit.VN {
		if a, ok := above.At(at); ok {
			s.Above = p.unitName(above, a)
		}
	}
	mark, err := p.led.Setting(ctx, sampleMark)
	if err != nil {
		return s, err
	}
	s.Sample = mark != ""
	return s, nil
}

// lists reads the lists of names of the report, which takes all its records: once,
// when the paper is first composed.
func (p *Paper) lists(ctx context.Context) error {
	if p.Setting.Lists != nil {
		return nil
	}
	lists := map[string][]string{}
	for _, list := range p.Report.Lists {
		names, err := p.led.Texts(ctx, p.by, ledger.Selection{Register: list.Register, Unit: p.Ref, Window: p.Period.Window}, list.Field, list.Measure)
		if err != nil {
			return err
		}
		lists[list.Name] = names
	}
	p.Setting.Lists = lists
	return nil
}

// nameOn is what the unit that bore a code on a day was called then.
func (p *Paper) nameOn(code string, on period.Day) string {
	for _, ref := range []string{code, code + "@" + on.String()} {
		if u, _, err := p.led.Tree().Resolve(ref, p.led.Today()); err == nil {
			if v, ok := u.At(on); ok {
				return vn.Capital(p.unitName(u, v))
			}
		}
	}
	return p.rowName(code)
}

// rowName names the unit of a row as the reader of the paper knows it: today's
// name, else the name that the former unit had when the period ended.
func (p *Paper) rowName(code string) string {
	if codes := p.led.Tree().Codes(unit.Code(code)); len(codes) > 1 {
		names := make([]string, len(codes))
		for i, c := range codes {
			names[i] = p.rowName(string(c))
		}
		return strings.Join(names, " + ")
	}
	today := p.led.Today()
	for _, ref := range []string{code, code + "@" + p.Period.Window.Last.String(), code + "@" + lastOfDistricts} {
		u, at, err := p.led.Tree().Resolve(ref, today)
		if err != nil {
			continue
		}
		if at == 0 {
			at = today
		}
		if v, ok := u.At(at); ok {
			return vn.Capital(p.unitName(u, v))
		}
	}
	return code
}

// lastOfDistricts is the last day of the units that ended when there were no more districts.
const lastOfDistricts = "2025-06-30"

// unitName is a unit inside a sentence: tỉnh Quảng Ninh, Quảng Ninh province. An
// organisation has its name in Vietnamese only.
func (p *Paper) unitName(u *unit.Unit, v unit.Version) string {
	if u.Level == unit.Organisation || u.Level == unit.Country {
		return v.FullName
	}
	return report.PlaceName(p.cat.Book(), p.Setting.Lang, v.Type, v.Name)
}
