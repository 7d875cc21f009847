package ledger_test

import (
	"context"
	"maps"
	"strings"
	"testing"

	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
	"binhdang/internal/unit"
	"binhdang/internal/word"
)

func TestDeclaringOrganisations(t *testing.T) {
	office := register.Input{"code": "22.SNV", "name": "Sở Nội vụ tỉnh Quảng Ninh", "seat": "22", "head": "SỞ NỘI VỤ", "recipients": "UBND tỉnh; Lưu trữ"}
	union := register.Input{"code": "22.HPN", "name": "Hội Phụ nữ", "seat": "22"}
	with := func(row register.Input, more ...string) register.Input {
		row = maps.Clone(row)
		for i := 0; i < len(more); i += 2 {
			row[more[i]] = more[i+1]
		}
		return row
	}
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		declare := func(rows ...register.Input) ledger.Organised {
			t.Helper()
			out, faults, err := led.DeclareOrganisations(context.Background(), admin, sheetOf(rows...), same)
			if err != nil || len(faults) > 0 {
				t.Fatal(faults, err)
			}
			return out
		}
		for _, tt := range []struct {
			rule string
			rows []register.Input
			want ledger.Organised
		}{
			{"new ones", []register.Input{office, union}, ledger.Organised{New: 2}},
			{"the same sheet", []register.Input{office, union}, ledger.Organised{Unchanged: 2}},
			{"a name", []register.Input{office, with(union, "name", "Hội Liên hiệp Phụ nữ")}, ledger.Organised{Changed: 1, Unchanged: 1}},
			{"a recipient", []register.Input{with(office, "recipients", "UBND tỉnh")}, ledger.Organised{Changed: 1}},
			{"who signs", []register.Input{with(office, "recipients", "UBND tỉnh", "signer", "Nguyễn Văn A")}, ledger.Organised{Changed: 1}},
			{"a paper left out stays", []register.Input{{"code": "22.SNV", "name": "Sở Nội vụ tỉnh Quảng Ninh", "seat": "22"}}, ledger.Organised{Unchanged: 1}},
		} {
			if got := declare(tt.rows...); got != tt.want {
				t.Errorf("%s: got %+v, want %+v", tt.rule, got, tt.want)
			}
		}
		events, err := led.Events(context.Background(), admin, 0, 1)
		if err != nil || len(events) != 1 || events[0].Verb != "unit.import" || events[0].What != "22.SNV" {
			t.Errorf("the journal says %+v, %v, want the code that was written", events, err)
		}
		for _, tt := range []struct{ column, text, want string }{
			{"type", "cơ quan thường trực", ledger.TypeStandingOffice},
			{"type", "Co quan thuong truc", ledger.TypeStandingOffice},
			{"type", "Cơ quan thường trực về bình đẳng giới", ledger.TypeStandingOffice},
			{"type", "Standing office", ledger.TypeStandingOffice},
			{"type", "standing_office", ledger.TypeStandingOffice},
			{"type", "sở", "sở"},
			{"kept_with", "BĐG", "BĐG"},
			{"kept_with", "VT", ""},
			{"kept_with", "VT, BĐG", "BĐG"},
			{"kept_with", "Lưu: VT; BĐG, TH.", "BĐG, TH"},
		} {
			declare(with(office, tt.column, tt.text))
			u, _, err := led.Tree().Resolve("22.SNV", led.Today())
			if err != nil {
				t.Fatal(err)
			}
			if got := map[string]string{"type": u.Versions[0].Type, "kept_with": u.Paper.File}[tt.column]; got != tt.want {
				t.Errorf("%s %q: got %q, want %q", tt.column, tt.text, got, tt.want)
			}
		}
	})
}

// The sheet to fill in says of each column how.
func TestOrganisationColumnsHaveHelp(t *testing.T) {
	cat, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range ledger.OrganisationColumns() {
		for _, lang := range word.Languages {
			if key := "organisation.column." + c + ".help"; !cat.Book().Has(lang, key) {
				t.Errorf("%s has no %s", lang, key)
			}
		}
	}
}

// TestOrganisationsOfAnotherProcess holds that a server knows, by its next request,
// what another process has declared.
func TestOrganisationsOfAnotherProcess(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx := context.Background()
		here, there := newLedger(t, open()), newLedger(t, open())
		if err := here.AddAccount(ctx, admin, "quantri", "", "", admin.Grants); err != nil {
			t.Fatal(err)
		}
		secret, err := here.SignInSample(ctx, "quantri", "")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"Sở Nội vụ", "Sở Nội vụ và Dân tộc"} {
			row := register.Input{"code": "22.SNV", "name": name, "seat": "22"}
			if _, faults, err := there.DeclareOrganisations(ctx, admin, sheetOf(row), same); err != nil || len(faults) > 0 {
				t.Fatal(faults, err)
			}
			for range 2 { // the second time nothing has changed
				if _, err := here.Session(ctx, secret); err != nil {
					t.Fatal(err)
				}
				u, _, err := here.Tree().Resolve("22.SNV", here.Today())
				if err != nil || u.Versions[0].FullName != name {
					t.Errorf("the other process knows %+v, %v, want %s", u, err, name)
				}
			}
			before := here.Tree()
			if _, err := here.Session(ctx, secret); err != nil || here.Tree() != before {
				t.Errorf("a tree is made anew where no organisation changed, %v", err)
			}
		}
	})
}

// TestOrganisationCodes holds which codes a new organisation may have: one that an
// address can hold and that does not look like another place's.
func TestOrganisationCodes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		old := &unit.Unit{ID: unit.FirstOrganisation, Code: "22.X/Y", Level: unit.Organisation, Versions: []unit.Version{{Name: "Cũ", FullName: "Cũ", Parent: unit.VN}}}
		if err := db.Do(context.Background(), func(tx *store.Tx) error { return tx.PutOrganisation(context.Background(), old) }); err != nil {
			t.Fatal(err)
		}
		led := newLedger(t, db)
		long := strings.Repeat("A", 201)
		for _, x := range []struct {
			code, name, seat, want string // key of the fault
		}{
			{"22.SNV", "Sở", "22", ""}, {"22.snv-2_a.b", "Sở", "22", ""}, {"06652.HPN", "Hội", "06652", ""}, {"22.HPN-HT", "Hội", "06652", ""},
			{"VN.HPN", "Hội", "VN", ""}, {"TW.HPN", "Hội", "VN", ""}, {"KG.HPN", "Hội", "91", ""}, {"KG.SNV", "Sở", "91", ""},
			{"22.X/Y", "Cũ nhưng sửa được", "22", ""},
			{"22.X/Z", "Sở", "22", "organisation.code"}, {"22.X?Y", "Sở", "22", "organisation.code"}, {"22.X%2F", "Sở", "22", "organisation.code"},
			{"22.#", "Sở", "22", "organisation.code"}, {"..", "Sở", "22", "organisation.code"}, {"22.", "Sở", "22", "organisation.code"},
			{"A", "Sở", "22", "organisation.code"}, {"ZZZ", "Sở", "22", "organisation.code"}, {"22", "Sở", "22", "organisation.code"},
			{"22.SỞ", "Sở", "22", "organisation.code"}, {"22." + long, "Sở", "22", "organisation.code"},
			{"01.HPN", "Hội", "22", "organisation.code_seat"}, {"24.SNV2", "Sở", "22", "organisation.code_seat"}, {"VN.X", "Sở", "22", "organisation.code_seat"},
			{"06652.X", "Sở", "22", "organisation.code_seat"}, {"KG.X", "Sở", "22", "organisation.code_seat"}, {"22.X", "Sở", "VN", "organisation.code_seat"},
			{"22.LONG", long, "22", "organisation.long"},
		} {
			row := register.Input{"code": x.code, "name": x.name, "seat": x.seat}
			_, faults, err := led.DeclareOrganisations(context.Background(), admin, sheetOf(row), same)
			if err != nil {
				t.Fatal(x.code, err)
			}
			got := ""
			if len(faults) > 0 {
				got = faults[0].Key
			}
			if got != x.want {
				t.Errorf("%.20s at %s: got %q, want %q", x.code, x.seat, got, x.want)
			}
		}
	})
}
