package catalog

import (
	"slices"
	"sync"
	"testing"

	"binhdang/content"
	"binhdang/internal/access"
	"binhdang/internal/indicator"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// ours is our content, loaded once.
var ours = sync.OnceValues(func() (*Catalog, error) { return Load(Layer{FS: content.FS}) })

func loaded(t *testing.T) *Catalog {
	t.Helper()
	c, err := ours()
	for _, s := range c.Sentence("vi", err) {
		t.Error(s)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestOurContent wants our own content without a fault, and all of it there.
func TestOurContent(t *testing.T) {
	c := loaded(t)
	for _, name := range []register.Name{"activity", "material", "media", "broadcast", "training", "club", "communicator", "resource",
		"document", "appraisal", "inspection", "award", "support", "staff", "leadership", "violence", "violence_people", "value", "outreach", "area"} {
		if !slices.Contains(c.Registers(), name) {
			t.Errorf("there is no register %s", name)
		}
	}
	for _, name := range []indicator.Name{"sessions", "attendances", "women_share", "copies", "school_clubs", "budget", "contributions"} {
		if c.Indicator(name) == nil {
			t.Errorf("there is no indicator %s", name)
		}
	}
	if u := c.Tree().Unit(unit.VN); u == nil {
		t.Error("there is no country")
	}
	if len(c.Roles()) != 5 || !c.Roles().Role(access.Administrator).Has(access.Administer) {
		t.Errorf("the roles are %v", c.Roles())
	}
	if !slices.IsSorted(c.Indicators()) {
		t.Error("indicators are not in alphabetical order")
	}
}

// TestEveryMeasureIsAsked wants each measure that adds up to be read by an
// indicator, or else to stand in this list with the reason.
func TestEveryMeasureIsAsked(t *testing.T) {
	without := map[string]bool{
		// Parts of the people at other activities and club meetings, seen in their lists.
		"activity.other_minority": true, "activity.other_pupils": true, "activity.other_children": true,
		"activity.club_minority": true, "activity.club_pupils": true, "activity.club_children": true,
	}
	c := loaded(t)
	asked := map[string]bool{}
	for _, name := range c.Indicators() {
		d := c.Indicator(name)
		if d.Declared {
			continue
		}
		for _, r := range d.Numerator.Names() {
			asked[string(r.Register)+"."+r.Measure] = true
		}
	}
	for _, name := range c.Registers() {
		for _, m := range c.Latest(name).Measures {
			key := string(name) + "." + m.ID
			if asked[key] == without[key] {
				t.Errorf("%s: read by an indicator %v, listed as read by none %v", key, asked[key], without[key])
			}
		}
	}
}

func TestLookups(t *testing.T) {
	c := loaded(t)
	activity := c.Latest("activity")
	if got := c.Register("activity", activity.From); got != activity {
		t.Errorf("on its first day the register is %v", got)
	}
	if got := c.Register("activity", activity.From.Add(-1)); got != nil {
		t.Errorf("before its first day the register is %v", got)
	}
	if got := c.Edition(activity.Number, activity.Edition); got != activity {
		t.Errorf("edition %d of register %d is %v", activity.Edition, activity.Number, got)
	}
	if c.Edition(activity.Number, 99) != nil || c.Register("unknown", 20250101) != nil || c.Latest("unknown") != nil ||
		c.Indicator("unknown") != nil || c.List("UNKNOWN") != nil {
		t.Error("something was found for what is not there")
	}
	for _, text := range []string{"FORM.TOADAM", "toadam", "Tọa đàm", "TOA DAM", "talk/panel"} {
		if code, ok := c.List("FORM").Find(text); !ok || code.Code != "FORM.TOADAM" {
			t.Errorf("%q is the code %v", text, code)
		}
	}
	for _, test := range []struct{ list, code, attr, want string }{
		{"FORM", "FORM.TOADAM", "counts", "session"},
		{"FORM", "FORM.TOADAM", "unknown", ""},
		{"FORM", "FORM.UNKNOWN", "counts", ""},
		{"UNKNOWN", "FORM.TOADAM", "counts", ""},
	} {
		if got := c.Attr(test.list, test.code, test.attr); got != test.want {
			t.Errorf("Attr(%q, %q, %q) = %q, want %q", test.list, test.code, test.attr, got, test.want)
		}
	}
	if got := c.Say("vi", "indicator.sessions"); got != "Số buổi truyền thông" {
		t.Errorf("sessions are called %q", got)
	}
	if got := c.Label("en", "no.such.key"); got != "no.such.key" {
		t.Errorf("a key without a word is called %q", got)
	}
}
