package card_test

import (
	"bytes"
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"binhdang/content"
	"binhdang/internal/access"
	"binhdang/internal/card"
	"binhdang/internal/catalog"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/score"
	"binhdang/internal/sheet"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
	"binhdang/internal/unit"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

var ours = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(catalog.Layer{FS: content.FS}) })

var admin = access.Actor{Name: "admin", Via: "test:admin", Grants: []access.Grant{{Role: access.Administrator, Unit: unit.VN}}}

// office is a ledger with what these tests do to it.
type office struct {
	*ledger.Ledger
	t *testing.T
}

// each runs a test on both databases.
func each(t *testing.T, test func(t *testing.T, o office)) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led, err := ledger.New(t.Context(), open(), ourContent(t), func() time.Time { return time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC) })
		if err != nil {
			t.Fatal(err)
		}
		test(t, office{led, t})
	})
}

func ourContent(t *testing.T) *catalog.Catalog {
	t.Helper()
	cat, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

func (o office) unit(code string) unit.ID {
	o.t.Helper()
	u, _, err := o.Tree().Resolve(code, o.Today())
	if err != nil {
		o.t.Fatal(err)
	}
	return u.ID
}

// declare enters a value of a civil year, as somebody; columns are as "value=48".
func (o office) declare(by access.Actor, code, ratio, year string, columns ...string) *register.Record {
	o.t.Helper()
	raw := register.Input{"unit": code, "kind": "toàn bộ", "first": year + "-01-01", "last": year + "-12-31", "ratio": "RATIO." + ratio}
	for _, c := range columns {
		name, text, _ := strings.Cut(c, "=")
		raw[name] = text
	}
	r, problems, err := o.Enter(context.Background(), by, "value", ledger.Form{Raw: raw, Lang: "vi"}, false)
	if err != nil || problems.Refused() {
		o.t.Fatal(columns, problems, err)
	}
	return r
}

func (o office) aim(code string, years [2]int, rows ...score.SetRow) {
	o.t.Helper()
	s := &score.Set{Unit: o.unit(code), Programme: card.DefaultProgramme, Years: years, Act: "42/KH-UBND", Rows: rows}
	if err := o.SetTargets(o.t.Context(), admin, s, 0); err != nil {
		o.t.Fatal(err)
	}
}

// row is a target of the card of a unit and year, or a part of one.
func (o office) row(ask card.Ask, code string) score.Row {
	o.t.Helper()
	c, err := card.Open(o.t.Context(), o.Ledger, admin, ask)
	if err != nil {
		o.t.Fatal(err)
	}
	return rowOf(o.t, c, code)
}

func rowOf(t *testing.T, c *card.Card, code string) score.Row {
	t.Helper()
	for _, r := range c.Rows {
		if r.Code == code {
			return r
		}
		if i := slices.IndexFunc(r.Parts, func(p score.Row) bool { return p.Code == code }); i >= 0 {
			return r.Parts[i]
		}
	}
	t.Fatalf("no target %s", code)
	return score.Row{}
}

// TestUnits holds that each province is judged by its own set where it has one for the
// year, the others by the programme, all from the same answers as its own card.
func TestUnits(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		for _, code := range []string{"14", "22", "46"} {
			o.declare(admin, code, "WAGE_WOMEN_SHARE", "2025", "value=47")
		}
		looser := score.SetRow{Code: "2.1", Parent: "2.1", Milestones: []score.SetMilestone{{Year: 2025, Text: ">= 45"}}}
		o.aim("22", [2]int{2025, 2026}, looser)
		o.aim("14", [2]int{2021, 2024}, looser) // not of the year
		list, err := card.Units(t.Context(), o.Ledger, admin, card.Ask{Year: 2025})
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != 34 {
			t.Errorf("%d provinces", len(list))
		}
		want := map[unit.Code]struct {
			own      bool
			total    int
			state    score.State
			national score.State
		}{"14": {false, 20, score.NotMet, ""}, "22": {true, 1, score.Exceeded, score.NotMet}, "46": {false, 20, score.NotMet, ""}, "40": {false, 20, score.NoData, ""}}
		for _, c := range list {
			w, ok := want[c.Unit.Code]
			if !ok {
				continue
			}
			r := rowOf(t, &c, "2.1")
			if (c.Set != nil) != w.own || c.Total != w.total || r.State != w.state || r.NationalState != w.national {
				t.Errorf("%s: own set %v, %d targets, %s (national %s), want %v", c.Unit.Code, c.Set != nil, c.Total, r.State, r.NationalState, w)
			}
			if alone := o.row(card.Ask{Unit: c.Ref, Year: 2025}, "2.1"); alone.State != r.State || alone.NationalState != r.NationalState {
				t.Errorf("%s: its own card says %s, the sheet of all %s", c.Unit.Code, alone.State, r.State)
			}
		}
		viewer := access.Actor{Name: "viewer", Via: "test:viewer", Grants: []access.Grant{{Role: "viewer", Unit: o.unit("22")}}}
		if _, err := card.Units(t.Context(), o.Ledger, viewer, card.Ask{Year: 2025}); len(fault.All(err)) != 1 || fault.All(err)[0].Kind != fault.Forbidden {
			t.Errorf("who reads one province read all: %v", err)
		}
	})
}

// TestApproved holds that a card of what is approved leaves out what waits.
func TestApproved(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		officer := access.Actor{Account: 9, Name: "officer", Via: "test:officer", Grants: []access.Grant{{Role: "officer", Unit: o.unit("22")}}}
		r := o.declare(officer, "22", "WAGE_WOMEN_SHARE", "2025", "value=52")
		ask := card.Ask{Unit: "22", Year: 2025}
		approved := ask
		approved.Approved = true
		if got := o.row(ask, "2.1").State; got != score.Exceeded {
			t.Errorf("submitted: %s", got)
		}
		if got := o.row(approved, "2.1").State; got != score.NoData {
			t.Errorf("of what is approved, before: %s", got)
		}
		if err := o.Approve(t.Context(), admin, r.ID, 0); err != nil {
			t.Fatal(err)
		}
		if got := o.row(approved, "2.1").State; got != score.Exceeded {
			t.Errorf("of what is approved, after: %s", got)
		}
	})
}

// TestStatements holds what a statement says of a target: a value of the bodies of one
// level is of the part of that level alone, and a judgement that was published without
// its value is the judgement.
func TestStatements(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.declare(admin, "40", "WOMEN_LED_GOVERNMENTS_SHARE", "2023", "value=70", "level=LEVEL.XA")
		o.declare(admin, "40", "FARM_WOMEN_SHARE", "2023", "state=STATE.CLOSE")
		for _, x := range []struct {
			code  string
			state score.State
			value bool
		}{
			{"1.1b", score.NoData, false}, {"1.1c", score.NoData, false}, {"1.1d", score.Exceeded, true},
			{"1.1", score.Partly, false}, {"2.2", score.Close, false}, {"2.1", score.NoData, false},
		} {
			r := o.row(card.Ask{Unit: "40", Year: 2023}, x.code)
			if r.State != x.state || (r.Value != nil && r.Value.Value != nil) != x.value {
				t.Errorf("%s: %s with %+v, want %s", x.code, r.State, r.Value, x.state)
			}
		}
	})
}

// TestTwoStatements: the newest stands, and that another says otherwise is told.
func TestTwoStatements(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.declare(admin, "40", "WAGE_WOMEN_SHARE", "2023", "value=48,2")
		o.declare(admin, "40", "WAGE_WOMEN_SHARE", "2023", "value=51,3")
		if r := o.row(card.Ask{Unit: "40", Year: 2023}, "2.1"); r.State != score.Exceeded || r.Value.Others != 1 {
			t.Errorf("%s with %d others", r.State, r.Value.Others)
		}
	})
}

// TestRefused holds who and what is refused with which fault.
func TestRefused(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		for _, x := range []struct {
			ask  card.Ask
			want string
		}{
			{card.Ask{Unit: "22", Year: 2020}, "score.year"}, {card.Ask{Unit: "22", Year: 2031}, "score.year"},
			{card.Ask{Unit: "22", Year: 2025, Programme: "khong"}, "score.programme_unknown"},
			{card.Ask{Unit: "22", Year: 2021, Programme: "family"}, "score.year"},
		} {
			_, err := card.Open(t.Context(), o.Ledger, admin, x.ask)
			if all := fault.All(err); len(all) != 1 || all[0].Key != x.want {
				t.Errorf("%+v: %v, want %s", x.ask, err, x.want)
			}
		}
	})
}

// TestSheet holds that what is written is read back the same, in both languages and forms.
func TestSheet(t *testing.T) {
	cat := ourContent(t)
	p, err := card.Find(cat, "")
	if err != nil {
		t.Fatal(err)
	}
	half := 0.5
	rows := append(card.Start(cat, "vi", p, nil, 2021), score.SetRow{Code: "7.1a", Goal: "6", Name: "Thêm", Indicator: "birth_sex_ratio", Level: "xã", Margin: &half,
		Milestones: []score.SetMilestone{{Year: 2023, Text: "≤ 111,5"}, {Year: 2025, Text: "không quá 110"}}, Note: "ghi chú"})
	want := slices.Clone(rows)
	for i := range want[:len(want)-1] {
		want[i].Name = "" // as the programme says
	}
	for _, lang := range []string{"vi", "en"} {
		for _, format := range card.Formats {
			var b bytes.Buffer
			if err := card.Write(&b, cat, lang, format, rows); err != nil {
				t.Fatal(err)
			}
			in, err := sheet.Open("t."+format, bytes.NewReader(b.Bytes()), int64(b.Len()), card.Columns(cat), sheet.DefaultLimits)
			if err != nil {
				t.Fatal(err)
			}
			got, err := card.Read(cat, p, lang, in)
			if err != nil {
				t.Errorf("%s %s: %v", lang, format, err)
			}
			if d := gocmp.Diff(want, got, cmpopts.IgnoreFields(score.SetRow{}, "Row")); d != "" {
				t.Errorf("%s %s: %s", lang, format, d)
			}
			if err := in.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}
