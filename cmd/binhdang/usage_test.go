package main

import (
	"bytes"
	"strings"
	"testing"
)

// TestWrongUse holds that wrong use ends with exit status 2 and one line that says
// what is wrong, before anything is opened.
func TestWrongUse(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("BINHDANG_DATA", "")
	t.Setenv("BINHDANG_DATABASE", "")
	const ask = "facts --unit 22 --from 2025-01-01 --to 2025-12-31 --indicator sessions "
	for _, test := range []struct{ args, says string }{
		{"nhap", `Không có lệnh "nhap". Gõ: binhdang help.`},
		{"nhap --lang en", `There is no command "nhap". Type: binhdang help.`},
		{"facts --colour red", `Không có tùy chọn --colour.`},
		{"facts -colour red", `Không có tùy chọn --colour.`},
		{"facts --=x", `Không có tùy chọn --=x.`},
		{"export activity --format", `Thiếu giá trị của tùy chọn --format.`},
		{"import --take-back ba --why x", `Tùy chọn --take-back không nhận "ba".`},
		{"import activity f.csv --dry-run=ba", `Tùy chọn --dry-run không nhận "ba".`},
		{"export activity award", `Thừa tham số "award".`},
		{"import activity", `Thiếu tham số.`},
		{"import activity a.csv b.csv", `Thừa tham số "b.csv".`},
		{"import --take-back 7 --why x activity", `Thừa tham số "activity".`},
		{"version now", `Thừa tham số "now".`},
		{"check all", `Thừa tham số "all".`},
		{"rebuild all", `Thừa tham số "all".`},
		{"migrate all", `Thừa tham số "all".`},
		{"demo all", `Thừa tham số "all".`},
		{"backup", `Thiếu tham số.`},
		{"restore", `Thiếu tham số.`},
		{"restore a b", `Thừa tham số "b".`},
		{"template activity", `Thiếu -o.`},
		{"template", `Thiếu tham số.`},
		{"record", `Thiếu tham số.`},
		{"record show", `Thiếu tham số.`},
		{"record eat 1", `Không có lệnh "record eat".`},
		{"record link 1", `Thiếu --lead.`},
		{"record redact 1 --why x", `Thiếu --field.`},
		{"unit", `Thiếu tham số.`},
		{"unit find", `Thiếu tham số.`},
		{"unit eat 22", `Không có lệnh "unit eat".`},
		{"unit template", `Thiếu -o.`},
		{"user", `Thiếu tham số.`},
		{"user add", `Thiếu tham số.`},
		{"user eat lan", `Không có lệnh "user eat".`},
		{"user add lan", `Thiếu --role.`},
		{"user grant lan --role officer", `Thiếu --unit.`},

		{"facts", `Thiếu --indicator.`},
		{"facts --indicator ,", `Thiếu --indicator.`},
		{"facts --indicator sessions", `Thiếu --unit.`},
		{"facts --indicator sessions --unit 22", `Thiếu --from.`},
		{"facts --indicator sessions --unit 22 --from 2025-01-01", `Thiếu --to.`},
		{ask + "--calendar moon", `Không có lịch "moon"`},
		{ask + "--split half", `"half"`},
		{ask + "--stage draft", `"draft"`},
		{ask + "--map flat", `"flat"`},
		{ask + "now", `Thừa tham số "now".`},

		{"report", `Thiếu tham số.`},
		{"report annual", `Thiếu --unit.`},
		{"report annual --unit 22", `Thiếu --period.`},
		{"report annual --unit 22 --period 2025 --format pdf", `Không có định dạng "pdf"`},
		{"report annual --unit 22 --period 2025 --format docx", `Thiếu -o.`},
		{"report annual --unit 22 --period 2025 --format xlsx", `Thiếu -o.`},
		{"export activity --format pdf", `Không có định dạng "pdf"`},
		{"export activity -o a.pdf", `Không có định dạng "pdf"`},
		{"export activity --format xlsx", `Thiếu -o.`},

		{ask + "--data d --database postgres://localhost/x", `Chỉ dùng một trong hai: --data hoặc --database.`},
		{"version --lang fr", `Không có ngôn ngữ "fr"; hãy chọn vi hoặc en.`},

		// Options alone ask for help, but not with what they lack.
		{"--lang", `Thiếu giá trị của tùy chọn --lang.`},
		{"--as", `Thiếu giá trị của tùy chọn --as.`},
		{"--data", `Thiếu giá trị của tùy chọn --data.`},
		{"--data d --lang", `Thiếu giá trị của tùy chọn --lang.`},
		{"help --lang", `Thiếu giá trị của tùy chọn --lang.`},
		{"help --lang fr", `Không có ngôn ngữ "fr"`},
		{"--lang fr", `Không có ngôn ngữ "fr"`},
		{"--colour", `Không có tùy chọn --colour.`},
		{"--colour red", `Không có tùy chọn --colour.`},
	} {
		var out, errw bytes.Buffer
		status := within(t, &out, &errw, strings.Fields(test.args)...)
		said := errw.String()
		if status != 2 || out.Len() > 0 || strings.Count(said, "\n") != 1 || !strings.Contains(said, test.says) {
			t.Errorf("binhdang %s\nexit status %d, want 2; said:\n%s%swant: %s", test.args, status, out.String(), said, test.says)
		}
	}
	for _, name := range []string{defaultDB, "d"} {
		if exists(name) {
			t.Errorf("wrong use has made %s", name)
		}
	}
}

// TestHelp holds that help is no fault, and that every command explains itself and
// each of its options in both languages.
func TestHelp(t *testing.T) {
	say := func(args ...string) string {
		t.Helper()
		var out, errw bytes.Buffer
		if status := within(t, &out, &errw, args...); status != 0 || errw.Len() > 0 {
			t.Errorf("binhdang %s: exit status %d, %s", strings.Join(args, " "), status, errw.String())
		}
		return out.String()
	}
	for lang, use := range map[string]string{"vi": "Cách dùng: ", "en": "Use: "} {
		help := say("help", "--lang", lang)
		for _, other := range []string{"--help", "-h"} {
			if got := say(other, "--lang="+lang); got != help {
				t.Errorf("%s is not help: %s", other, got)
			}
		}
		if !strings.Contains(help, use+"binhdang ") {
			t.Errorf("help in %s does not say %q:\n%s", lang, use, help)
		}
		for _, c := range commands {
			if !strings.Contains(help, "\n  "+c.name+" ") {
				t.Errorf("help in %s does not name %s", lang, c.name)
			}
			for _, line := range strings.Split(say(c.name, "--help", "--lang", lang), "\n") {
				if f := strings.Fields(line); len(f) == 1 && strings.HasPrefix(f[0], "-") || strings.Contains(line, "cli.") {
					t.Errorf("%s --help in %s leaves unexplained: %q", c.name, lang, line)
				}
			}
		}
	}
	if got := say(); got != say("help") {
		t.Errorf("without a command: %s", got)
	}
}
