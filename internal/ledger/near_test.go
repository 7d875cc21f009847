package ledger_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"binhdang/internal/access"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
	"binhdang/internal/unit"
)

// Whoever corrects a row without a Mã dòng and imports again, or gives a Mã dòng to
// another unit, has a new record beside the old one, and is asked about it.
func TestImportAsksAboutRowsThatWereCorrected(t *testing.T) {
	talk := "unit=U first=10/02/2026 form=TOADAM attendances=40 women=20"
	keyed := "row_key=A1 " + talk
	tests := []struct {
		rule          string
		first, second []string
		want          string // row, column and sentence of each warning
	}{
		{"the same again is the same", []string{talk}, []string{talk}, ""},
		{"another number", []string{talk}, []string{strings.Replace(talk, "40", "45", 1)}, "1 first near.record"},
		{"another form", []string{talk}, []string{strings.Replace(talk, "TOADAM", "HOITHAO", 1)}, "1 first near.again"},
		{"another day within three", []string{talk}, []string{strings.Replace(talk, "10/02", "13/02", 1)}, "1 first near.again"},
		{"another day farther off", []string{talk}, []string{strings.Replace(talk, "10/02", "14/02", 1)}, ""},
		{"another day and another number", []string{talk}, []string{strings.Replace(strings.Replace(talk, "40", "45", 1), "10/02", "11/02", 1)}, ""},
		{"another form and all other numbers", []string{talk}, []string{"unit=U first=10/02/2026 form=HOITHAO attendances=90 women=80"}, ""},
		{"another form of the same title, at another place", []string{talk + " title=Nói place=W"},
			[]string{"unit=U first=10/02/2026 form=HOITHAO attendances=40 women=20 title=nói"}, "1 first near.again"},
		{"another form of another title", []string{talk + " title=Nói"},
			[]string{"unit=U first=10/02/2026 form=HOITHAO attendances=40 women=20 title=Nghe"}, ""},
		{"another form at another place, without titles", []string{talk + " place=W"},
			[]string{"unit=U first=10/02/2026 form=HOITHAO attendances=40 women=20"}, ""},
		{"rows that say next to nothing, on other days", []string{"unit=U first=10/02/2026 form=TOADAM"}, []string{"unit=U first=11/02/2026 form=TOADAM"}, ""},
		{"a total of the same days", []string{"unit=U kind=rest first=2024-12-15 last=2025-12-14 sessions=900"},
			[]string{"unit=U kind=rest first=2024-12-15 last=2025-12-14 sessions=950"}, "1 first near.again"},
		{"a row added to the sheet", []string{talk}, []string{talk, strings.Replace(talk, "10/02", "11/02", 1)}, ""},
		{"rows of one sheet", nil, []string{talk, strings.Replace(talk, "10/02", "11/02", 1)}, ""},
		{"another unit, without a Mã dòng", []string{talk}, []string{strings.Replace(talk, "U", "V", 1)}, ""},
		{"a Mã dòng at another unit", []string{keyed}, []string{strings.Replace(keyed, "U", "V", 1)}, "1 row_key near.key"},
		{"and another number", []string{keyed}, []string{strings.Replace(strings.Replace(keyed, "U", "V", 1), "40", "45", 1)}, "1 row_key near.key"},
		{"a Mã dòng at another unit for something else", []string{keyed}, []string{"row_key=A1 unit=V first=05/03/2026 form=HOITHAO attendances=90"}, ""},
		{"another Mã dòng at another unit", []string{keyed}, []string{strings.Replace(strings.Replace(keyed, "U", "V", 1), "A1", "A2", 1)}, ""},
		{"a Mã dòng of two units in one sheet", []string{keyed}, []string{keyed, strings.Replace(keyed, "U", "V", 1)}, ""},
	}
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		province, _, err := led.Tree().Resolve("22", led.Today())
		if err != nil {
			t.Fatal(err)
		}
		places := led.Tree().Children(province.ID, led.Today())
		for i, tt := range tests {
			// Each rule has units of its own, so that none sees what another left.
			u := places[2*i%50 : 2*i%50+2]
			rows := func(list []string) (out []register.Input) {
				for _, line := range list {
					raw := columns(words(line))
					for c, v := range raw {
						raw[c] = strings.NewReplacer("TOADAM", "Tọa đàm", "HOITHAO", "Hội thảo", "rest", "còn lại").Replace(v)
						switch v {
						case "U":
							raw[c] = string(u[0].Code)
						case "V", "W":
							raw[c] = string(u[1].Code)
						case "A1", "A2":
							raw[c] = v + "/" + strconv.Itoa(i)
						}
					}
					out = append(out, raw)
				}
				return out
			}
			if _, err := imported(led, admin, false, rows(tt.first)...); err != nil {
				t.Fatal(tt.rule, err)
			}
			for _, dry := range []bool{true, false} {
				out, err := imported(led, admin, dry, rows(tt.second)...)
				if err != nil {
					t.Fatal(tt.rule, err)
				}
				want := tt.want
				if want != "" && !dry {
					want += "_new"
				}
				if got := warnings(out); got != want {
					t.Errorf("%s, dry %v:\n got %q\nwant %q", tt.rule, dry, got, want)
				}
				if dry {
					continue
				}
				for _, f := range out.Warnings { // what the sentence names is there
					for j := 0; j+1 < len(f.Args); j += 2 {
						id, _ := strconv.ParseInt(f.Args[j+1], 10, 64)
						if f.Args[j] != "new" && f.Args[j] != "id" {
							continue
						}
						if _, err := led.Record(context.Background(), admin, register.ID(id)); err != nil {
							t.Errorf("%s: %s names the record %s: %v", tt.rule, f.Key, f.Args[j+1], err)
						}
					}
				}
			}
		}
	})
}

func TestImportAsksOnlyAboutWhatCounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		row := func(unit, form string) register.Input {
			return columns(words("row_key=A1 unit=" + unit + " first=10/02/2026 attendances=40 form=" + form))
		}
		if _, err := imported(led, admin, false, row("06652", "TOADAM")); err != nil {
			t.Fatal(err)
		}
		officer := access.Actor{Name: "o", Via: "test:o", Grants: []access.Grant{{Role: "officer", Unit: id(t, led, "06658")}}}
		out, err := imported(led, officer, true, row("06658", "TOADAM"))
		if err != nil || warnings(out) != "" {
			t.Errorf("a record that is not the actor's to write is none of his business: %q, %v", warnings(out), err)
		}
		if out, err = imported(led, admin, false, row("06658", "TOADAM")); err != nil || warnings(out) != "1 row_key near.key_new" {
			t.Fatalf("the first record is not asked about: %q, %v", warnings(out), err)
		}
		var gone []register.ID
		err = led.Records(context.Background(), admin, ledger.Selection{Register: "activity", Unit: "22"}, func(r *register.Record) error {
			gone = append(gone, r.ID)
			return nil
		})
		if err != nil || len(gone) != 2 {
			t.Fatalf("%d records, %v", len(gone), err)
		}
		for _, id := range gone {
			if err := led.Void(context.Background(), admin, id, 0, "nhầm"); err != nil {
				t.Fatal(err)
			}
		}
		if out, err = imported(led, admin, true, row("06661", "TOADAM")); err != nil || warnings(out) != "" {
			t.Errorf("void records say nothing: %q, %v", warnings(out), err)
		}
	})
}

func id(t *testing.T, led *ledger.Ledger, code string) unit.ID {
	t.Helper()
	u, _, err := led.Tree().Resolve(code, led.Today())
	if err != nil {
		t.Fatal(err)
	}
	return u.ID
}

func imported(led *ledger.Ledger, by access.Actor, dry bool, list ...register.Input) (*ledger.Outcome, error) {
	out, err := led.Import(context.Background(), by, sheetOf(list...),
		ledger.ImportOptions{Register: "activity", File: "t.csv", Lang: "vi", Heading: same, DryRun: dry})
	if err == nil && len(out.Faults) > 0 {
		err = out.Faults[0]
	}
	return out, err
}

func warnings(out *ledger.Outcome) string {
	var s []string
	for _, f := range out.Warnings {
		s = append(s, fmt.Sprint(f.Place.Row, " ", f.Place.Column, " ", f.Key))
	}
	return strings.Join(s, ", ")
}

// TestToldApart holds that what a person told apart is proposed no more, neither on the
// page nor when one of the two is corrected, and that this goes with the data.
func TestToldApart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		line := "unit=06652 first=2026-03-10 form=TOADAM attendances=40"
		a, b := entered(t, led, admin, "activity", line, false), entered(t, led, admin, "activity", line+" women=3", false)
		told := func(what string, near int, apart int) {
			t.Helper()
			for _, id := range []register.ID{a, b} {
				s, err := led.Show(t.Context(), admin, id)
				if err != nil || len(s.Near) != near || len(s.Apart) != apart {
					t.Errorf("%s: %d near, %d apart, %v, want %d and %d", what, len(s.Near), len(s.Apart), err, near, apart)
				}
			}
			p, err := led.PreviewCorrection(t.Context(), admin, a, ledger.Form{Raw: columns(words(line)), Lang: "vi"})
			if err != nil || len(p.Near) != near {
				t.Errorf("%s: a correction is near %v, %v, want %d", what, p.Near, err, near)
			}
			problems, err := led.Correct(t.Context(), admin, a, 0, ledger.Form{Raw: columns(words(line)), Lang: "vi"}, "đếm lại")
			if err != nil || len(problems.Warnings()) != near {
				t.Errorf("%s: a correction warns of %v, %v, want %d", what, problems.Warnings(), err, near)
			}
		}
		told("at first", 1, 0)
		for range 2 { // the second time it is so already
			if err := led.TellApart(t.Context(), admin, b, a); err != nil {
				t.Fatal(err)
			}
		}
		told("told apart", 0, 1)
		isFault(t, "a viewer", led.TellAlike(t.Context(), actor(t, led, "viewer", "22"), a, b), "access.record")
		if err := led.TellAlike(t.Context(), admin, a, b); err != nil {
			t.Fatal(err)
		}
		told("taken back", 1, 0)
	})
}
