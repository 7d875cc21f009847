package demo

import (
	"context"

	"binhdang/internal/access"
	"binhdang/internal/ledger"
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
