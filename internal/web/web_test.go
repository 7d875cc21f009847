package web

import (
	"testing"

	"github.com/jba/templatecheck"

	"binhdang/internal/web/base"
)

// TestTemplates holds that templates ask their pages only for what these have.
func TestTemplates(t *testing.T) {
	if len(base.Templates) < 3 {
		t.Fatal("no templates")
	}
	for _, p := range base.Templates {
		page := p.HTML.Lookup("page")
		if page == nil {
			t.Errorf("%s has no page", p.Name)
			continue
		}
		if err := templatecheck.CheckHTML(page, p.Page); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
}
