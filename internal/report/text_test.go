package report

import (
	"strings"
	"testing"

	"binhdang/internal/fault"
)

func TestTexts(t *testing.T) {
	d := definition(t, "multi-year")
	s := setting(t, d, "2021..2025", "vi")
	fills := Fills(d, s, words(t))
	if len(fills) != 4 || fills[2] != (Fill{"next", "nhiệm vụ, giải pháp trọng tâm của giai đoạn 2026 - 2030"}) {
		t.Fatalf("blocks to write: %v", fills)
	}
	got, err := Texts(fills, "text.toml", []byte("\ufefflimits = \"\"\"\r\nMột số  xã gửi chậm.\r\n\r\nĐội ngũ mỏng.\"\"\"\r\nnext = ' Tiếp tục. '\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	s.Texts = got
	doc, err := Compose(d, s, review.answer(t, d, s), words(t), env(t))
	if err != nil {
		t.Fatal(err)
	}
	wants(t, all(doc), map[string]string{"a line is a paragraph": "\nMột số xã gửi chậm.\nĐội ngũ mỏng.\n", "the other": "\nTiếp tục.\n"})
	if open := strings.Join(doc.Open(), " "); open != "achievements proposals" {
		t.Errorf("open: %s", open)
	}
	for _, x := range []struct{ rule, text, want string }{
		{"an unknown block", "limits = 'x'\nlimit = 'y'", "report.text_block at text.toml:2"},
		{"a quoted one", "'hạn chế' = 'y'", "report.text_block at text.toml:1"},
		{"no text", "limits = 5", "content.toml at text.toml:1"},
		{"no TOML", "hạn chế", "content.toml at text.toml:1"},
	} {
		_, err := Texts(fills, "text.toml", []byte(x.text))
		if got := places(err); got != x.want {
			t.Errorf("%s: %s, want %s", x.rule, got, x.want)
		}
	}
	_, err = Texts(fills, "text.toml", []byte("limit = 'y'"))
	said := words(t).Fault("vi", fault.All(err)[0])
	wants(t, said, map[string]string{"the blocks that there are": "limits (hạn chế, khó khăn; nguyên nhân khách quan, chủ quan); next ("})
}
