package topic

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// TestTags wants the words run together in a hashtag to be read, however they were typed,
// to lie where they say and to name nobody.
func TestTags(t *testing.T) {
	r := newReader(t)
	for _, test := range []struct{ tag, words, topic, reason string }{
		{"#BìnhĐẳngGiới", "BìnhĐẳngGiới", "gender_equality_policy", "capitals part it"},
		{"#QuảngNinhVìBìnhĐẳngGiới", "BìnhĐẳngGiới", "gender_equality_policy", "a term among other words"},
		{"#bìnhđẳnggiới", "bìnhđẳnggiới", "gender_equality_policy", "nothing parts it"},
		{"#BÌNHĐẲNGGIỚI", "BÌNHĐẲNGGIỚI", "gender_equality_policy", "capitals throughout"},
		{"#binhdanggioi", "binhdanggioi", "gender_equality_policy", "no marks"},
		{"#BinhDangGioi2026", "BinhDangGioi", "gender_equality_policy", "no marks, a year"},
		{"#bình_đẳng_giới", "bình_đẳng_giới", "gender_equality_policy", "lines part it"},
		{"#PhòngChốngMuaBánNgười", "PhòngChốngMuaBánNgười", "trafficking_of_women", "no comma where the programme has one"},
		{"#XóaĐịnhKiến", "XóaĐịnhKiến", "gender_stereotypes", "a single piece that could be a name"},
		{"#PCBạoLựcGiaĐình", "BạoLựcGiaĐình", "domestic_violence", "an abbreviation before it"},
		{"#HaLong #CamPha", "", Other, "places"},
		{"#1 #2", "", Other, "numbers"},
		{"BìnhĐẳngGiới", "", Other, "no tag"},
	} {
		for _, text := range []string{test.tag, norm.NFD.String(test.tag), "Chiều nay.\r\n" + test.tag + "\r\n"} {
			a := r.persons.Find(text)
			f := r.topics.Find(a)
			if f.Topic != test.topic || len(a.Persons) > 0 {
				t.Errorf("%q (%s): %s, %d persons", text, test.reason, f.Topic, len(a.Persons))
			}
			found := test.words == ""
			for _, e := range f.Evidence {
				found = found || norm.NFC.String(e.Words) == test.words
				if text[e.Start:e.End] != e.Words {
					t.Errorf("%q: %q stands at %d-%d", text, e.Words, e.Start, e.End)
				}
			}
			if !found {
				t.Errorf("%q (%s): %s", text, test.reason, said(f))
			}
		}
		if got := r.find(strings.ToUpper(test.tag)); test.words == strings.TrimPrefix(test.tag, "#") && got.Topic != test.topic {
			t.Errorf("%q in capitals: %s", test.tag, got.Topic)
		}
	}
}
