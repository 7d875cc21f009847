package reading

import "testing"

// BenchmarkFind reads the sample's month with all rooms.
func BenchmarkFind(b *testing.B) {
	r := newReader(b)
	list := month(b)
	size := 0
	for _, a := range list {
		size += len(a.Text)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, a := range list {
			r.Find(a)
		}
	}
}
