package demo

import (
	"context"
	"errors"
	"maps"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
)

// Person is somebody of the sample programme whom a visitor may be.
type Person struct {
	Name, FullName string
	Role           string
	Unit           string // CODE of today
}

// People are the persons of the sample, from the whole country down to one who only looks.
func People() []Person {
	return []Person{
		{"so-noi-vu", "Nguyễn Thu Hà (mẫu)", "standing_office", "22"},
		{"mong-cai-1", "Lê Minh Tuấn (mẫu)", "officer", "06712"},
		{"duyet-mong-cai-1", "Trần Thị Lan (mẫu)", "approver", "06712"},
		{"lanh-dao", "Phạm Văn Bình (mẫu)", "viewer", "22"},
		{"admin", "Quản trị (mẫu)", "administrator", "VN"},
	}
}

// MakePeople makes the accounts that are not there yet. None has a password: only
// the page of the sample data lets them in.
func MakePeople(ctx context.Context, led *ledger.Ledger, by access.Actor) error {
	there := map[string]bool{}
	list, err := led.Accounts(ctx, by)
	if err != nil {
		return err
	}
	for _, a := range list {
		there[a.Name] = true
	}
	for _, p := range People() {
		if there[p.Name] {
			continue
		}
		u, _, err := led.Tree().Resolve(p.Unit, led.Today())
		if err != nil {
			return err
		}
		if err := led.AddAccount(ctx, by, p.Name, p.FullName, "", []access.Grant{{Role: p.Role, Unit: u.ID}}); err != nil {
			return err
		}
	}
	return nil
}

// waiting is work of this moment in the sample ward: what a visitor finds to do.
var waiting = []struct {
	state string // what becomes of it: draft, submitted, returned
	row   register.Input
}{
	{"submitted", register.Input{"row_key": "CHO-1", "first": "2026-11-17", "form": "FORM.TOADAM", "title": "Tọa đàm chia sẻ việc nhà (mẫu)", "attendances": "65", "women": "38"}},
	{"submitted", register.Input{"row_key": "CHO-2", "first": "2026-11-18", "form": "FORM.TTNHOMNHO", "title": "Truyền thông nhóm tại khu 4 (mẫu)", "attendances": "22", "women": "15", "minority": "6"}},
	{"submitted", register.Input{"row_key": "CHO-3", "first": "2026-11-19", "form": "FORM.LEPD", "title": "Lễ phát động Tháng hành động (mẫu)", "attendances": "hơn 300"}},
	{"returned", register.Input{"row_key": "CHO-4", "first": "2026-11-12", "form": "FORM.TOADAM", "title": "Tọa đàm tại chợ Móng Cái (mẫu)", "attendances": "95", "women": "57"}},
	{"draft", register.Input{"row_key": "CHO-5", "first": "2026-11-19", "form": "FORM.TOADAM", "title": "Nói chuyện tại trường tiểu học (mẫu)"}},
}

// MakeWaiting enters what waits in the sample ward: drafts, records to approve and
// one that came back. What is there already stays.
func MakeWaiting(ctx context.Context, led *ledger.Ledger) error {
	officer, err := led.CommandLine(ctx, "mong-cai-1")
	if err != nil {
		return err
	}
	approver, err := led.CommandLine(ctx, "duyet-mong-cai-1")
	if err != nil {
		return err
	}
	for _, w := range waiting {
		row := maps.Clone(w.row)
		row["unit"], row["note"] = "06712", sample
		r, problems, err := led.Enter(ctx, officer, "activity", ledger.Form{Raw: row, Lang: "vi"}, w.state == "draft")
		switch {
		case errors.Is(err, &fault.Error{Key: "record.key_taken"}):
			continue
		case err != nil:
			return err
		case problems.Refused():
			return problems.Faults()
		}
		if w.state == "returned" {
			if err := led.Return(ctx, approver, r.ID, 0, "Số 95 gồm cả 10 diễn viên. Chỉ ghi người dự."); err != nil {
				return err
			}
		}
	}
	return nil
}
