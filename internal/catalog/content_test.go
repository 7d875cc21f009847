package catalog

import (
	"testing"

	"binhdang/content"
)

// ours is our content, loaded once.
func ours(t *testing.T) *Catalog {
	t.Helper()
	c, err := Load(Layer{FS: content.FS})
	for _, s := range c.Sentence("vi", err) {
		t.Error(s)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestOurContent(t *testing.T) {
	c := ours(t)
	_ = c
}
