// Package itemstest gives tests the sample's month of articles.
package itemstest

import (
	"testing"

	"binhdang/content"
	"binhdang/internal/media/items"
)

// Month are the articles of the three outlets of the sample, in the order of its tables.
func Month(t testing.TB) []items.Item {
	t.Helper()
	var out []items.Item
	for _, name := range []string{"22-BAO.csv", "22-TRAM.csv", "22-TRANG.csv"} {
		data, err := content.FS.ReadFile("demo/media/" + name)
		if err != nil {
			t.Fatal(err)
		}
		list, faults := items.Read(name, data)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		out = append(out, list...)
	}
	return out
}
