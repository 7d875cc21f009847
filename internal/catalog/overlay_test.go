package catalog

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func TestOverlay(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	o := overlay{
		{FS: fstest.MapFS{"a/one.txt": file("ours"), "a/two.txt": file("ours"), "b/three.txt": file("ours"), "d": file("a file")}},
		{Name: "/srv/office", FS: fstest.MapFS{"a/two.txt": file("office"), "a/four.txt": file("office"), "c/five.txt": file("office")}},
	}
	if err := fstest.TestFS(o, "a/one.txt", "a/two.txt", "a/four.txt", "b/three.txt", "c/five.txt", "d"); err != nil {
		t.Error(err)
	}
	for _, test := range []struct{ name, want, label string }{
		{"a/one.txt", "ours", "a/one.txt"},
		{"a/two.txt", "office", "/srv/office/a/two.txt"},
		{"c/five.txt", "office", "/srv/office/c/five.txt"},
	} {
		data, err := fs.ReadFile(o, test.name)
		if err != nil || string(data) != test.want {
			t.Errorf("%s holds %q, %v, want %q", test.name, data, err, test.want)
		}
		if got := o.label(test.name); got != test.label {
			t.Errorf("%s is called %q, want %q", test.name, got, test.label)
		}
	}
	if _, err := o.Open("a/six.txt"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file of no layer: %v", err)
	}
	if _, err := o.ReadDir("d"); err == nil {
		t.Error("a file was listed as a folder")
	}
}

// TestWordsOfAnOffice wants a word of an office in place of ours, and ours beside it.
func TestWordsOfAnOffice(t *testing.T) {
	c, err := Load(base(), Layer{Name: "office", FS: fstest.MapFS{
		"words/vi/indicator.toml": {Data: []byte("[indicator.sessions]\n_ = \"Số cuộc tuyên truyền\"\n")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Label("vi", "indicator.sessions"); got != "Số cuộc tuyên truyền" {
		t.Errorf("sessions are called %q", got)
	}
	for key, lang := range map[string]string{"indicator.sessions.help": "vi", "indicator.attendances": "vi", "indicator.sessions": "en"} {
		if !c.Book().Has(lang, key) {
			t.Errorf("%s lost %q", lang, key)
		}
	}
}

// TestFaultsAreTold wants sentences for faults although the content is not whole,
// with the office's own name of its folder.
func TestFaultsAreTold(t *testing.T) {
	c, err := Load(base(), Layer{Name: "/srv/office", FS: fstest.MapFS{
		"indicator/copies.toml": {Data: []byte("value = \"material.copied\"\nover_time = \"sum\"\nover_units = \"sum\"\nunit = \"count.copy\"\n")},
	}})
	got := strings.Join(c.Sentence("vi", err), "\n")
	want := "/srv/office/indicator/copies.toml:1: Sổ “material” không có số đo “copied”."
	if got != want {
		t.Errorf("told\n%s\nwant\n%s", got, want)
	}
	if got := c.Sentence("vi", errors.New("disk")); got != nil {
		t.Errorf("an error that is no fault was told as %q", got)
	}
}
