package house

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// room is one package: what it may import of ours. Rooms stand from the ground
// up, and each may name only rooms that stand before it, so imports run downward.
//
// Tests may import every room below their own: a test of the store may build its
// records with the catalog, though the store itself must not know it.
type room struct {
	name string
	pure bool // no SQL, no HTTP, no clock, no chance: the same input gives the same answer
	may  string
}

const (
	pure = true
	all  = "*" // every room below
)

var rooms = []room{
	// The ground knows nothing of the programme.
	{"content", pure, ""}, // the data itself, embedded
	{"fault", pure, ""},
	{"vn", pure, "fault"},
	{"period", pure, "fault vn"},
	{"word", pure, "fault vn"},
	{"strict", pure, "fault"},
	{"chart", pure, "vn"},
	{"atlas", pure, "fault"},
	{"atlas/gen", !pure, "atlas"}, // makes the map files, by hand
	{"sheet", pure, "fault period vn"},
	{"docx", pure, "vn"},

	// The text of articles, from pages of outlets.
	{"media/text", pure, "content fault period vn"},

	// What there is, and what is said about it.
	{"unit", pure, "fault period vn"},
	{"register", pure, "fault period strict unit vn"},
	{"fact", pure, "period register unit"},
	{"indicator", pure, "fact fault period register strict unit vn"},
	{"access", pure, "fault period unit"},
	{"report", pure, "docx fault indicator period register sheet strict unit vn word"},
	{"board", pure, "chart fault indicator period register report strict unit vn word"},
	{"score", pure, "fault indicator period register strict unit vn word"},
	{"attention", pure, "fault indicator period register strict vn word"},
	{"catalog", pure, "access attention board fact fault indicator period register report score strict unit vn word"},

	// What comes in: pages, texts, tables of posts and broadcasts.
	{"media/items", pure, "content fault media/text period sheet vn"},
	{"media/items/itemstest", pure, "content media/items"}, // for tests: the sample's month of articles

	// Reading the news: words and terms, who is in it, who is heard, what it is about, with
	// what care it speaks; what is kept of it.
	{"media/lexicon", pure, "vn"},
	{"media/person", pure, "media/lexicon media/text vn"},
	{"media/quote", pure, "media/lexicon media/person"},
	{"media/topic", pure, "media/lexicon media/person vn"},
	{"media/care", pure, "media/lexicon media/person media/quote"},
	{"media/reading", pure, "content fault media/care media/items/itemstest media/lexicon media/person media/quote media/text media/topic sheet"},

	// How well it is read.
	{"media/eval", pure, "media/care media/lexicon media/person media/reading"},

	// Keeping and doing. The store keeps what it is given: it knows neither the rules
	// (ledger) nor the content (catalog). The ledger does not know how numbers are
	// arranged (report): who shows things joins the two.
	// An account is kept with its grants, so the store knows their shape (access).
	{"store", !pure, "access fact fault period register unit"},
	{"store/storetest", !pure, "store"}, // for tests: both engines, PostgreSQL started in a temporary folder
	{"ledger", !pure, "access attention catalog fact fault indicator period register score sheet store unit vn word media/items media/reading media/text"},

	// The sheet of a register, as the doors give it out and take it in.
	{"form", !pure, "catalog fault ledger register sheet"},

	// A paper is what the ledger says (ledger), arranged (report).
	{"card", !pure, "access catalog fault indicator ledger period score sheet unit vn word"},
	{"paper", !pure, "access card catalog fault indicator ledger period register report score store unit vn word"},

	// The sample programme goes through the ledger like anybody's.
	{"demo", !pure, "access content fault ledger period register score unit"},

	// Showing. What pages are drawn with (asset), what all stand on (base), a room a
	// screen, and who puts them behind one door (web).
	{"web/asset", !pure, ""},
	{"web/base", !pure, "access catalog fault indicator ledger period register unit vn web/asset"},
	{"web/land", !pure, "access catalog fault indicator ledger period register unit vn atlas web/base"},
	{"web/take", !pure, "access catalog fault indicator ledger period register unit vn sheet web/base"},
	{"web/sign", !pure, "access catalog fault indicator ledger period register store unit vn demo web/base"},
	{"web/board", !pure, "access catalog fact fault indicator ledger period register store unit vn atlas board chart report web/base web/land web/take"},
	{"web/score", !pure, "access atlas board card catalog chart fault indicator ledger period register report score store unit vn web/base web/land web/take"},
	{"web/book", !pure, "access catalog fault form indicator ledger period register store unit vn sheet web/base"},
	{"web/entry", !pure, "access catalog fault indicator ledger period register store unit vn web/base"},
	{"web/record", !pure, "access catalog fault indicator ledger period register store unit vn web/base"},
	{"web/intake", !pure, "access catalog fault form indicator ledger period register store unit vn sheet web/base"},
	{"web/first", !pure, "access attention catalog fault indicator ledger period register store unit vn word sheet web/base web/land web/take"},
	{"web/report", !pure, "access catalog fault indicator ledger paper period register report store unit vn web/base"},
	{"web/place", !pure, "access catalog fault indicator ledger period register store unit vn atlas chart form sheet web/base web/land"},
	{"web/target", !pure, "access card catalog fault indicator ledger period register score sheet store unit vn web/base web/land web/take"},
	{"web/news", !pure, "access catalog chart fault indicator ledger media/items media/person media/reading period register sheet store unit vn web/base web/take"},
	{"web/people", !pure, "access catalog fault indicator ledger period register store unit vn web/base"},
	{"web/help", !pure, "access catalog fault indicator ledger period register store unit vn web/base"},
	{"web", !pure, all},

	// The doors.
	{"cmd", !pure, all},

	// Beside the house: measurements and habits. Nobody imports them.
	{"bench", !pure, all},
	{"house", !pure, ""},
}

// outside says which rooms may use a package that is not ours, or a part of the
// standard library that only some may touch. A name covers what lies below it.
// Tests are free; a module that is not named here is free for all rooms.
var outside = []struct{ path, rooms string }{
	{"database/sql", "store store/storetest"}, // the only SQL
	{"modernc.org/sqlite", "store"},
	{"github.com/jackc/pgx/v5", "store store/storetest"},
	{"net/http", "web web/asset web/base web/take web/sign web/board web/score web/book web/entry web/record web/intake web/first web/target web/report web/news web/place web/people web/help cmd"},
	{"github.com/prometheus", "web"},
	{"github.com/xuri/excelize/v2", ""}, // a second opinion, in tests only
	{"github.com/pelletier/go-toml/v2", "strict word"},
	{"golang.org/x/text/collate", "vn"},                // one order of Vietnamese words
	{"golang.org/x/text/encoding", "sheet media/text"}, // files in old code pages
	{"golang.org/x/net", "media/text"},                 // tags of pages
	{"golang.org/x/crypto", "ledger"},                  // passwords
}

// TestImports holds the table.
func TestImports(t *testing.T) {
	below := map[string]int{} // a room's place, from the ground
	for i, r := range rooms {
		below[r.name] = i
		for _, m := range strings.Fields(r.may) {
			if at, ok := below[m]; m != all && (!ok || at == i) {
				t.Errorf("the table lets %s import %s, which does not stand before it", r.name, m)
			}
		}
	}
	for _, p := range packages(t) {
		i, ok := below[p.name]
		if !ok {
			t.Errorf("%s has no row in the table of rooms: give it one, on the floor where it belongs", p.dir)
			continue
		}
		may := strings.Fields(rooms[i].may)
		for _, f := range p.files {
			for _, imp := range f.imports() {
				if !f.test {
					testOutside(t, f, p.name, imp)
				}
				ours, found := strings.CutPrefix(imp, module)
				if !found || ours == p.dir {
					continue
				}
				name := roomName(ours)
				at, known := below[name]
				switch {
				case !known: // reported where it lives
				case f.test && strings.HasPrefix(name, p.name+"/"): // a room's own kit for tests
				case at < i && (f.test || rooms[i].may == all || slices.Contains(may, name)):
				case at > i:
					t.Errorf("%s imports %s, which stands above %s", f.path, name, p.name)
				default:
					t.Errorf("%s imports %s; %s may import only: %s", f.path, name, p.name, rooms[i].may)
				}
			}
		}
	}
}

// testOutside reports an import from outside that the room may not use.
func testOutside(t *testing.T, f *file, room, imp string) {
	t.Helper()
	for _, o := range outside {
		if (imp == o.path || strings.HasPrefix(imp, o.path+"/")) && !slices.Contains(strings.Fields(o.rooms), room) {
			t.Errorf("%s imports %s, which only these rooms may: %q", f.path, imp, o.rooms)
		}
	}
}

// impure are the calls and packages that make an answer depend on more than the input.
var (
	impureImports = []string{"database/sql", "net/http", "math/rand", "math/rand/v2", "crypto/rand"}
	impureCalls   = []string{"time.Now", "time.Since", "time.Until", "time.After", "time.Tick", "time.Sleep"}
)

// TestPure keeps SQL, HTTP, the clock and chance out of the pure rooms.
func TestPure(t *testing.T) {
	for _, p := range packages(t) {
		i := slices.IndexFunc(rooms, func(r room) bool { return r.name == p.name })
		if i < 0 || !rooms[i].pure {
			continue
		}
		for _, f := range p.files {
			if f.test {
				continue
			}
			for _, imp := range f.imports() {
				if slices.Contains(impureImports, imp) {
					t.Errorf("%s imports %s, but %s is pure", f.path, imp, p.name)
				}
			}
			ast.Inspect(f.ast, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if x, ok := sel.X.(*ast.Ident); ok && slices.Contains(impureCalls, x.Name+"."+sel.Sel.Name) {
					t.Errorf("%s: %s.%s, but %s is pure: take the time as an argument", f.at(sel), x.Name, sel.Sel.Name, p.name)
				}
				return true
			})
		}
	}
}
