package house

import (
	"go/ast"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// TestPackageComments wants every package to say its noun and its promise, once.
func TestPackageComments(t *testing.T) {
	for _, p := range packages(t) {
		var with []string
		code := false
		for _, f := range p.files {
			if f.test {
				continue
			}
			code = true
			if f.ast.Doc != nil {
				with = append(with, path.Base(f.path))
			}
		}
		switch {
		case code && len(with) == 0:
			t.Errorf("%s has no package comment", p.dir)
		case len(with) > 1:
			t.Errorf("%s has a package comment in several files: %s", p.dir, strings.Join(with, ", "))
		}
	}
}

// selfEvident methods are named by an interface that every reader knows.
var selfEvident = []string{"Error", "Unwrap", "String", "Len", "Less", "Swap", "MarshalText", "UnmarshalText", "MarshalJSON", "UnmarshalJSON"}

// TestExportedAreDocumented wants a comment on every exported identifier: what is promised.
func TestExportedAreDocumented(t *testing.T) {
	for _, p := range packages(t) {
		for _, f := range p.files {
			if f.test || f.ast.Name.Name == "main" {
				continue
			}
			for _, d := range f.ast.Decls {
				for _, n := range undocumented(d) {
					t.Errorf("%s: %s has no comment", f.at(n), n.Name)
				}
			}
		}
	}
}

// undocumented gives the exported names of a declaration that nothing describes.
// The comment of a group of constants or variables speaks for all of them.
func undocumented(d ast.Decl) []*ast.Ident {
	var out []*ast.Ident
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && receiverExported(d) &&
			(d.Recv == nil || !slices.Contains(selfEvident, d.Name.Name)) {
			out = append(out, d.Name)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && s.Doc == nil && s.Comment == nil && (d.Doc == nil || d.Lparen.IsValid()) {
					out = append(out, s.Name)
				}
			case *ast.ValueSpec:
				if d.Doc != nil || s.Doc != nil || s.Comment != nil {
					continue
				}
				for _, n := range s.Names {
					if n.IsExported() {
						out = append(out, n)
					}
				}
			}
		}
	}
	return out
}

// receiverExported tells whether a function is no method, or one of a type that others see.
func receiverExported(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	x := d.Recv.List[0].Type
	for {
		switch y := x.(type) {
		case *ast.StarExpr:
			x = y.X
		case *ast.IndexExpr:
			x = y.X
		case *ast.IndexListExpr:
			x = y.X
		case *ast.Ident:
			return y.IsExported()
		default:
			return true
		}
	}
}

// maxLines is how long a file may grow before it is split by what a reader looks for.
const maxLines = 600

// TestFileLength keeps files short.
func TestFileLength(t *testing.T) {
	for _, p := range paths(t) {
		switch path.Ext(p) {
		case ".go", ".sh", ".toml", ".sql":
			if n := strings.Count(read(t, p), "\n"); n > maxLines {
				t.Errorf("%s has %d lines, more than %d: split it by what a reader looks for", p, n, maxLines)
			}
		}
	}
}

// A package larger than maxShare percent of all code hides what is in it. Below
// smallHouse lines in all the share says nothing.
const (
	maxShare   = 15
	smallHouse = 8000
)

// TestPackageShare keeps the rooms of one house comparable.
func TestPackageShare(t *testing.T) {
	total, lines := 0, map[string]int{}
	for _, p := range packages(t) {
		for _, f := range p.files {
			if !f.test {
				lines[p.dir] += f.lines
				total += f.lines
			}
		}
	}
	if total <= smallHouse {
		return
	}
	for dir, n := range lines {
		if n*100/total > maxShare {
			t.Errorf("%s has %d of %d lines, more than %d %%: split it by what a reader looks for", dir, n, total, maxShare)
		}
	}
}

// isText tells whether a file is text that we write. What the readers are tested
// with may be in any form.
func isText(p string) bool {
	if strings.Contains(p, "/testdata/") {
		return false
	}
	switch path.Ext(p) {
	case ".png", ".docx", ".xlsx", ".woff2", ".ico":
		return false
	}
	return true
}

// TestTextForm wants UTF-8 in the composed form (NFC), without byte order mark and
// carriage returns: otherwise equal words differ, in searches and in hashes.
func TestTextForm(t *testing.T) {
	for _, p := range paths(t) {
		if !isText(p) {
			continue
		}
		s := read(t, p)
		switch {
		case !utf8.ValidString(s):
			t.Errorf("%s is not UTF-8", p)
		case strings.HasPrefix(s, "\ufeff"):
			t.Errorf("%s begins with a byte order mark", p)
		case strings.Contains(s, "\r"):
			t.Errorf("%s has carriage returns", p)
		case s != "" && !strings.HasSuffix(s, "\n"):
			t.Errorf("%s does not end with a line feed", p)
		case !norm.NFC.IsNormalString(s):
			for i, line := range strings.Split(s, "\n") {
				if !norm.NFC.IsNormalString(line) {
					t.Errorf("%s:%d is not NFC: %s", p, i+1, line)
				}
			}
		}
	}
}

// unwanted are marks of unfinished work and paths of one machine. They are put
// together here so that this file does not find itself.
var unwanted = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME)\b|/wor` + `k/|/far` + `m/|\.\./share` + `d\b|/tmp/studi` + `o`)

// TestNothingLeftOpen keeps such marks out: what is open stands in an issue.
func TestNothingLeftOpen(t *testing.T) {
	for _, p := range paths(t) {
		if !isText(p) || path.Base(p) == "go.sum" {
			continue
		}
		for i, line := range strings.Split(read(t, p), "\n") {
			if m := unwanted.FindString(line); m != "" {
				t.Errorf("%s:%d holds %q", p, i+1, m)
			}
		}
	}
}

// link is a link in a document, without what follows the file's name.
var link = regexp.MustCompile(`\]\(([^)#\s]+)`)

// TestLinksLead wants what a document links to to be there.
func TestLinksLead(t *testing.T) {
	for _, p := range paths(t) {
		if path.Ext(p) != ".md" {
			continue
		}
		for _, m := range link.FindAllStringSubmatch(read(t, p), -1) {
			to := path.Join(path.Dir(p), m[1])
			if strings.Contains(m[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(top, filepath.FromSlash(to))); err != nil {
				t.Errorf("%s links to %s, which is not there", p, m[1])
			}
		}
	}
}

// required gives the version that a go.mod names for a module, "" for none.
func required(mod, module string) string {
	m := regexp.MustCompile(`(?m)^(?:require)?\s*` + regexp.QuoteMeta(module) + ` (v\S+)`).FindStringSubmatch(mod)
	if m == nil {
		return ""
	}
	return m[1]
}

// TestLibcPin compares our modernc.org/libc with the one that our modernc.org/sqlite
// was made for. Another dependency can raise it silently; SQLite then misbehaves.
func TestLibcPin(t *testing.T) {
	ours := required(read(t, "go.mod"), "modernc.org/libc")
	cmd := exec.Command("go", "list", "-m", "-f", "{{.GoMod}}", "modernc.org/sqlite")
	cmd.Dir = top
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list -m modernc.org/sqlite: %v", err)
	}
	mod, err := os.ReadFile(strings.TrimSpace(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	if theirs := required(string(mod), "modernc.org/libc"); theirs == "" || ours != theirs {
		t.Errorf("go.mod has modernc.org/libc %q, our modernc.org/sqlite wants exactly %q", ours, theirs)
	}
}

// TestDependenciesAreExplained wants a reason for each module that go.mod names
// directly in the decision about dependencies.
func TestDependenciesAreExplained(t *testing.T) {
	const decision = "doc/decisions/0001-dependencies.md"
	reasons := read(t, decision)
	line := regexp.MustCompile(`^(?:require )?\s*(\S+\.\S+/\S+) v\S+$`)
	for _, l := range strings.Split(read(t, "go.mod"), "\n") {
		if m := line.FindStringSubmatch(l); m != nil && !strings.Contains(reasons, m[1]) {
			t.Errorf("go.mod names %s, but %s does not say why", m[1], decision)
		}
	}
}
