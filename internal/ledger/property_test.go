package ledger_test

import (
	"context"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"binhdang/internal/access"
	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// After any sequence of verbs the facts are those of a rebuild, any question is
// answered with what plain addition over the records gives, and the rows of a
// partition add up to the whole.
func TestSavedIsSeenIsRebuilt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		var ids []register.ID
		rapid.Check(t, func(rt *rapid.T) {
			for range rapid.IntRange(1, 12).Draw(rt, "steps") {
				ids = step(rt, led, ids)
			}
			out, err := led.Rebuild(context.Background(), admin, true, nil)
			if err != nil || out.Wrong != 0 {
				rt.Fatalf("%v: %d of %d facts differ, first %s", err, out.Wrong, out.Facts, out.First)
			}
			ask(rt, led)
		})
	})
}

// places are units of Quảng Ninh: the province, a commune of today, its district of old.
var places = []struct {
	unit        string
	first, last period.Day
}{
	{"22", 20250101, 20261114},
	{"06652", 20250701, 20261114},
	{"06658", 20250701, 20261114},
	{"193@2025-06-30", 20250101, 20250630},
	{"06712@2025-06-30", 20250101, 20250630},
}

func aDay(rt *rapid.T, first, last period.Day) period.Day {
	n := period.Window{First: first, Last: last}.Days()
	return first.Add(rapid.IntRange(0, n-1).Draw(rt, "day"))
}

// step does one random thing; faults are answers too.
func step(rt *rapid.T, led *ledger.Ledger, ids []register.ID) []register.ID {
	ctx := context.Background()
	some := func() register.ID {
		if len(ids) == 0 {
			return 1
		}
		return rapid.SampledFrom(ids).Draw(rt, "id")
	}
	form := func() register.Input {
		p := rapid.SampledFrom(places).Draw(rt, "place")
		first := aDay(rt, p.first, p.last)
		last := min(first.Add(rapid.IntRange(0, 20).Draw(rt, "more")), p.last)
		raw := register.Input{"unit": p.unit, "first": first.String(), "last": last.String(),
			"form":        rapid.SampledFrom([]string{"TOADAM", "HOITHAO", "TAPHUAN", "SHCLB"}).Draw(rt, "form"),
			"attendances": fmt.Sprint(rapid.SampledFrom([]string{"", "hơn ", "gần ", "khoảng "}).Draw(rt, "word"), rapid.IntRange(0, 500).Draw(rt, "people"))}
		if rapid.Bool().Draw(rt, "told") {
			raw["women"] = "0"
		}
		if rapid.IntRange(0, 3).Draw(rt, "mode") == 0 {
			raw["mode"] = "chuyên đề"
		}
		if rapid.IntRange(0, 4).Draw(rt, "total") == 0 {
			raw["kind"] = rapid.SampledFrom([]string{"còn lại", "toàn bộ"}).Draw(rt, "kind")
		}
		return raw
	}
	var err error
	switch rapid.IntRange(0, 10).Draw(rt, "verb") {
	case 0, 1, 2:
		var r *register.Record
		var problems register.Problems
		by := admin
		if rapid.Bool().Draw(rt, "officer") {
			by.Grants = []grant{{Role: "officer", Unit: 1_100_022}}
			by.Account = 7
		}
		r, problems, err = led.Enter(ctx, by, "activity", ledger.Form{Raw: form(), Lang: "vi"}, rapid.Bool().Draw(rt, "draft"))
		if r != nil {
			ids = append(ids, r.ID)
		} else if err == nil && !problems.Refused() {
			rt.Fatal("nothing kept and nothing said")
		}
	case 3, 4:
		_, err = led.Correct(ctx, admin, some(), 0, ledger.Form{Raw: form(), Lang: "vi"}, "sửa")
	case 5:
		err = led.Submit(ctx, admin, some(), 0)
	case 6:
		err = led.Approve(ctx, admin, some(), 0)
	case 7:
		err = led.Return(ctx, admin, some(), 0, "x")
	case 8:
		err = led.Void(ctx, admin, some(), 0, "x")
	case 10:
		err = led.Restore(ctx, admin, some(), 0, "x")
	case 9:
		if err = led.Link(ctx, admin, some(), 0, some(), "trùng"); err != nil {
			err = led.Unlink(ctx, admin, some(), 0, "không trùng")
		}
	}
	if err != nil && len(faultText(err)) > 0 && faultText(err)[0][0] == 'e' {
		rt.Fatalf("not a fault but an error: %v", err)
	}
	return ids
}

// ask puts a random question and compares with plain addition.
func ask(rt *rapid.T, led *ledger.Ledger) {
	ctx := context.Background()
	a, b := aDay(rt, 20241201, 20261114), aDay(rt, 20241201, 20261114)
	q := indicator.Question{Indicators: []indicator.Name{"attendances"}, Unit: "22", Window: period.Window{First: min(a, b), Last: max(a, b)},
		Calendar: rapid.SampledFrom([]period.Calendar{period.Admin, period.Civil}).Draw(rt, "calendar"),
		Approved: rapid.Bool().Draw(rt, "approved")}
	whole := sumOf(rt, led, q)
	var plain float64
	err := led.Records(ctx, admin, ledger.Selection{Register: "activity"}, func(r *register.Record) error {
		counts := r.State == register.Approved || r.State == register.Submitted && !q.Approved
		if !counts || r.Lead != 0 || r.Kind == register.Whole || !q.Window.Contains(r.Last) || r.Kind == register.Rest && r.First < q.Window.First {
			return nil
		}
		for i, g := range r.Def.Figures(r.Values, led.Catalog().Attr) {
			if r.Def.Measures[min(i, len(r.Def.Measures)-1)].ID == "attendances" && i < len(r.Def.Measures) {
				plain += float64(g.N)
			}
		}
		return nil
	})
	if err != nil {
		rt.Fatal(err)
	}
	if whole != plain {
		rt.Fatalf("%v: facts say %v, the records add up to %v", q, whole, plain)
	}
	breakdowns := [][]string{{"month"}, {"unit"}, {"level"}, {"form"}, {"mode"}, {"year", "unit"}, {"form", "mode"}, {"quarter", "form"}, {"unit", "mode"}}
	for range 2 {
		by := rapid.SampledFrom(breakdowns).Draw(rt, "by")
		q.By = by
		if got := sumOf(rt, led, q); got != whole {
			rt.Fatalf("%v: the rows by %v add up to %v, the whole is %v", q, by, got, whole)
		}
	}
	q.By = rapid.SampledFrom([][]string{nil, {"unit"}, {"mode"}}).Draw(rt, "by of each form")
	var each float64
	for _, c := range []string{"FORM.TOADAM", "FORM.HOITHAO", "FORM.TAPHUAN", "FORM.SHCLB", ""} {
		q.Where = map[string][]string{"form": {c}}
		each += sumOf(rt, led, q)
	}
	if each != whole {
		rt.Fatalf("%v: the forms one by one add up to %v, the whole is %v", q, each, whole)
	}
}

// sumOf adds the rows of an answer, without what stands in.
func sumOf(rt *rapid.T, led *ledger.Ledger, q indicator.Question) float64 {
	answer, err := led.Facts(context.Background(), admin, q)
	if err != nil {
		rt.Fatal(err)
	}
	var sum float64
	for _, r := range answer.Rows {
		if r.Value != nil {
			sum += *r.Value
		}
		if len(r.Marks) > 0 && r.Marks[0] == indicator.MarkStandsIn {
			rt.SkipNow() // whole totals have their own story
		}
	}
	return sum
}

type grant = access.Grant
