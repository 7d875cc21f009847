// Package access says who may do what, where.
//
// A role is a list of rights, read from content; an account holds roles on
// units. Records are read where the reporter or the place is within such a unit,
// and written by the reporter's side alone; sums are read within the province,
// and by a body seated at the country itself within its own subtree.
// "Within" means on the record's day, or on the map of today: who has a unit of
// today also has the units that came to it. The package is pure: it is told who
// asks, of which unit and of which day.
package access

import (
	"slices"

	"binhdang/internal/fault"
	"binhdang/internal/unit"
)

// Right is one thing that an account may do.
type Right string

// The rights. All but the two that read are of the reporter's side.
const (
	Enter    Right = "enter"     // a new record, its draft, an import
	Correct  Right = "correct"   // a record that is there; closing a stock
	Submit   Right = "submit"    // a draft or a returned record
	Approve  Right = "approve"   // and so enter straight to approved
	Return   Right = "return"    // to who entered it
	Void     Right = "void"      // take out of the count
	Link     Right = "link"      // a duplicate to its lead, and unlink; of the duplicate's side
	TakeBack Right = "take_back" // a whole import
	Redact   Right = "redact"    // blank a text in record and journal

	ReadRecords Right = "read_records"
	ReadSums    Right = "read_sums"

	Issue Right = "issue" // a paper, frozen and numbered
	Aim   Right = "aim"   // a unit's own targets, and where to begin

	ManageAccounts Right = "manage_accounts" // of units within one's own
	ManageUnits    Right = "manage_units"    // organisations within one's own
	Administer     Right = "administer"      // the installation: backup, rebuild, migrate; at VN
)

// Rights are all there are, in the order in which people are shown them.
var Rights = []Right{Enter, Correct, Submit, Approve, Return, Void, Link, TakeBack, Redact,
	ReadRecords, ReadSums, Issue, Aim, ManageAccounts, ManageUnits, Administer}

// Administrator is the one role that the program knows by name: the first account
// of an installation has it at VN.
const Administrator = "administrator"

// Role is a list of rights under a name.
type Role struct {
	Name   string
	Rights []Right // in the order of Rights
}

// Has tells whether the role holds the right.
func (r *Role) Has(right Right) bool { return slices.Contains(r.Rights, right) }

// Roles in the order of content.
type Roles []Role

// Role returns the role with the name; nil if there is none.
func (rs Roles) Role(name string) *Role {
	for i := range rs {
		if rs[i].Name == name {
			return &rs[i]
		}
	}
	return nil
}

// NewRole makes a role of the rights named in content. A right that does not
// exist or stands there twice is a fault, and so is one that changes records
// without the one to read them.
func NewRole(name string, rights []string) (Role, error) {
	role := Role{Name: name}
	var faults fault.List
	for i, r := range rights {
		switch {
		case !slices.Contains(Rights, Right(r)):
			faults = append(faults, fault.New(fault.Invalid, "role.right_unknown", "role", name, "right", r))
		case slices.Contains(rights[:i], r):
			faults = append(faults, fault.New(fault.Invalid, "content.twice", "id", r))
		}
	}
	for _, r := range Rights {
		if slices.Contains(rights, string(r)) {
			role.Rights = append(role.Rights, r)
		}
	}
	if !role.Has(ReadRecords) && slices.ContainsFunc(role.Rights, ofRecords) {
		faults = append(faults, fault.New(fault.Invalid, "role.blind", "role", name))
	}
	if len(faults) > 0 {
		return Role{}, faults
	}
	return role, nil
}

// ofRecords tells whether the right changes records.
func ofRecords(r Right) bool {
	return slices.Index(Rights, r) < slices.Index(Rights, ReadRecords)
}

// Grant is a role on a unit and all below it.
type Grant struct {
	Role string
	Unit unit.ID
}

// Actor is who asks. Every verb has one; it is never guessed.
type Actor struct {
	Account int64
	Name    string // as journalled
	Via     string // the door: "cli:admin", "web:..."
	Grants  []Grant
}
