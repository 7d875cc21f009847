package person

import (
	"testing"

	"binhdang/content"
	"binhdang/internal/media/text"
)

// TestFindSigned holds that who signs is no person, with or without a place in the text,
// and that somebody else of the same name behind a courtesy word is one.
func TestFindSigned(t *testing.T) {
	r, err := New(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	const story = "Lớp học trên đảo\nLê Thị Lan\nLê Văn Toán nói lớp có 30 em. Cô giáo Lê Thị Lan dạy toán."
	for _, test := range []struct {
		credits          []text.Credit
		persons, signing int
	}{
		{[]text.Credit{{Name: "Lê Thị Lan", Start: 24, End: 38}}, 2, 1},
		{[]text.Credit{{Name: "Lê Văn Toán", Start: -1, End: -1}}, 1, 3},
		{nil, 2, 1},
	} {
		a := r.FindSigned(story, test.credits)
		if len(a.Persons) != test.persons || len(a.Signatures) != test.signing {
			t.Errorf("with credits %v: got persons %v and signatures %v, want %d and %d", test.credits, a.Persons, a.Signatures, test.persons, test.signing)
		}
	}
}
