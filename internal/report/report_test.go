package report

import (
	"os"
	"testing"
)

func TestLook(t *testing.T) {
	for _, n := range []struct{ name, when, lang string }{{"multi-year", "2021..2025", "vi"}, {"multi-year", "2021..2025", "en"}, {"annual", "2025", "vi"}, {"action-month", "action-2024", "vi"}} {
		d := definition(t, n.name)
		if err := d.Check(indicators(t), words(t)); err != nil {
			t.Fatal(err)
		}
		doc := composed(t, n.name, n.when, n.lang, review, nil)
		data, hash, _ := Freeze(doc)
		doc, err := Thaw(data, hash)
		if err != nil {
			t.Fatal(err)
		}
		base := "/tmp/rep_ov/" + n.name + "-" + n.lang
		f, _ := os.Create(base + ".docx")
		if err := DOCX(doc, f); err != nil {
			t.Fatal(err)
		}
		f.Close()
		f, _ = os.Create(base + ".html")
		if err := HTML(doc, f); err != nil {
			t.Fatal(err)
		}
		f.Close()
		f, _ = os.Create(base + ".xlsx")
		if err := XLSX(doc, f); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
}
