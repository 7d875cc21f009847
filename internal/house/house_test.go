package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// module is how our own packages begin.
const module = "binhdang/"

// top is the folder of go.mod as seen from this package.
const top = "../.."

// pkg is one folder of Go files.
type pkg struct {
	dir   string // such as internal/unit
	name  string // as the import table calls it: unit, content, cmd
	files []*file
}

// file is one Go file, parsed with its comments whatever its build tags.
type file struct {
	path  string // from the top, with slashes
	test  bool
	lines int
	ast   *ast.File
	fset  *token.FileSet
}

// at says where a node stands, as file:line.
func (f *file) at(n ast.Node) string {
	return f.path + ":" + strconv.Itoa(f.fset.Position(n.Pos()).Line)
}

// imports of a file, as written in it.
func (f *file) imports() []string {
	out := make([]string, len(f.ast.Imports))
	for i, s := range f.ast.Imports {
		out[i] = strings.Trim(s.Path.Value, `"`)
	}
	return out
}

// paths of all files of the repository, in order.
func paths(t *testing.T) []string {
	t.Helper()
	var out []string
	// What git keeps: a clone may have data and notes lying about.
	list, err := exec.CommandContext(t.Context(), "git", "-C", top, "ls-files", "-z", "--deduplicate").Output()
	if err != nil {
		t.Fatal("git ls-files:", err)
	}
	for p := range strings.SplitSeq(strings.TrimSuffix(string(list), "\x00"), "\x00") {
		if info, err := os.Lstat(filepath.Join(top, p)); err == nil && info.Mode().IsRegular() {
			out = append(out, p)
		}
	}
	return out
}

// packages of our own Go code, by folder.
func packages(t *testing.T) []*pkg {
	t.Helper()
	byDir := map[string]*pkg{}
	var out []*pkg
	for _, p := range paths(t) {
		if !strings.HasSuffix(p, ".go") || strings.Contains(p, "/testdata/") {
			continue
		}
		src := read(t, p)
		f := &file{path: p, test: strings.HasSuffix(p, "_test.go"), lines: strings.Count(src, "\n"), fset: token.NewFileSet()}
		var err error
		if f.ast, err = parser.ParseFile(f.fset, p, src, parser.ParseComments|parser.SkipObjectResolution); err != nil {
			t.Errorf("%v", err)
			continue
		}
		dir := path.Dir(p)
		if byDir[dir] == nil {
			byDir[dir] = &pkg{dir: dir, name: roomName(dir)}
			out = append(out, byDir[dir])
		}
		byDir[dir].files = append(byDir[dir].files, f)
	}
	return out
}

// roomName is what the import table calls a folder.
func roomName(dir string) string {
	switch {
	case strings.HasPrefix(dir, "cmd/"):
		return "cmd"
	case strings.HasPrefix(dir, "internal/"):
		return strings.TrimPrefix(dir, "internal/")
	}
	return dir
}

// read one file of the repository.
func read(t *testing.T, p string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(top, filepath.FromSlash(p)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
