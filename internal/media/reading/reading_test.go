package reading

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"binhdang/content"
	"binhdang/internal/fault"
	"binhdang/internal/media/items/itemstest"
	"binhdang/internal/media/person"
	"binhdang/internal/media/text"
)

func newReader(t testing.TB) *Reader {
	t.Helper()
	r, err := New(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// month are the articles of the sample.
func month(t testing.TB) []*text.Article {
	t.Helper()
	var out []*text.Article
	for _, item := range itemstest.Month(t) {
		out = append(out, item.Article)
	}
	return out
}

// TestNoPrivateNames: what is kept of an article beside its text names no private person;
// all of it lies in the text and comes back from its JSON.
func TestNoPrivateNames(t *testing.T) {
	r := newReader(t)
	private := 0
	for _, art := range month(t) {
		found := r.Find(art)
		kept := found.Reading()
		data, err := json.Marshal(kept)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range found.Persons {
			if k := kept.Persons[i]; (k.Name == "") == public(p.Role) || k.Digest != Digest(p.Name) {
				t.Errorf("%s: %s is kept as %+v", art.Title, p.Name, k)
			}
			if !public(p.Role) && strings.Contains(p.Name, " ") {
				private++
				if strings.Contains(string(data), p.Name) {
					t.Errorf("%s: %s stands in what is kept", art.Title, p.Name)
				}
				if row := strings.Join(kept.Labels("a", ""), ","); strings.Contains(row, p.Name) {
					t.Errorf("%s: %s stands in the labels", art.Title, p.Name)
				}
			}
		}
		inside(t, kept, art.Text)
		var back Reading
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		if again, err := json.Marshal(&back); err != nil || string(again) != string(data) {
			t.Errorf("%s: comes back as %s, %v", art.Title, again, err)
		}
	}
	if private < 30 {
		t.Errorf("only %d private persons: the test sees little", private)
	}
}

// inside fails where a range of a reading does not lie in its text.
func inside(t *testing.T, r *Reading, text string) {
	t.Helper()
	check := func(what string, list ...Span) {
		for _, s := range list {
			if s.Start < 0 || s.End < s.Start || s.End > len(text) {
				t.Errorf("%s lies at %v of %d bytes", what, s, len(text))
			}
		}
	}
	for _, p := range r.Persons {
		check("person", p.At...)
		check("proof", p.ByGender.At, p.ByRole.At)
		for _, q := range p.Quotes {
			check("quote", q.At)
		}
	}
	for _, x := range r.Terms {
		check("term", x.At)
	}
	for _, x := range r.Phrases {
		check("phrase", x.At)
	}
	for _, d := range r.Disclosures {
		check("disclosure", append(slices.Clone(d.Parts), d.Blank...)...)
		if d.Person >= len(r.Persons) {
			t.Errorf("disclosure of person %d of %d", d.Person, len(r.Persons))
		}
	}
	if kept := r.Kept(text); len(kept) != len(text) || strings.Count(kept, "\n") != strings.Count(text, "\n") {
		t.Errorf("kept text has %d bytes of %d", len(kept), len(text))
	}
}

const village = "Chuyện ở thôn mẫu\n\nÔng Trần Văn Nam, Chủ tịch xã, cho biết sự việc đã rõ. Chị Zừng Thị Quyên trú tại thôn mẫu. Chị Zừng Thị Quyên được chăm sóc.\nNgười thân của chị không nói gì."

// TestApply: a person's word makes a reading of its own and leaves the program's as it was.
func TestApply(t *testing.T) {
	r := newReader(t)
	art := text.Plain(village)
	machine := r.Find(art).Reading()
	before, _ := json.Marshal(machine)
	page := func() *Page { return r.Page(art.Text) }
	e := Edit{About: true, Topic: "domestic_violence", Phrases: make([]PhraseSaid, len(machine.Phrases)), Disclosures: make([]bool, len(machine.Disclosures))}
	for i := range e.Phrases {
		e.Phrases[i] = None
	}
	for _, p := range machine.Persons {
		said := Said{Gender: p.Gender, Role: p.Role, Quoted: p.Quoted}
		if p.Gender == person.Female {
			said.Role = person.Victim
		}
		e.Persons = append(e.Persons, said)
	}
	e.Added = []Added{{"Người thân", Said{Gender: person.Unknown, Role: person.Relative}}}
	e.AddedPhrases = []string{" không  nói gì "}
	e.AddedDisclosures = []string{"Quyên trú tại thôn mẫu"}
	said, err := machine.Apply(e, art.Text, page)
	if err != nil {
		t.Fatal(err)
	}
	if after, _ := json.Marshal(machine); string(after) != string(before) {
		t.Errorf("the program's reading changed: %s", after)
	}
	inside(t, said, art.Text)
	if !said.About || said.Topic != "domestic_violence" || len(said.Persons) != len(machine.Persons)+1 || !said.Stereotype() {
		t.Errorf("read %+v", said)
	}
	if kept := said.Kept(art.Text); strings.Contains(kept, "Quyên") || !strings.Contains(kept, "sự việc đã rõ") {
		t.Errorf("kept %q: every sentence that names the victim goes, no other", kept)
	}
	last := said.Persons[len(said.Persons)-1]
	if last.Name != "" || last.Digest != Digest("Người thân") || last.Rule != ByReader {
		t.Errorf("added %+v", last)
	}
	row := said.Labels("a.txt", "")
	if len(row) != len(labelColumns) || row[2] != "1" || row[5] != "1" || row[6] != "không nói gì" || row[7] != "1" || !strings.Contains(row[4], Digest("Zừng Thị Quyên")+"|F|victim|0") {
		t.Errorf("labels %q", row)
	}

	// What is taken back or unknown.
	e.Persons[0].Gone, e.Added, e.AddedDisclosures = true, nil, nil
	if said, err = machine.Apply(e, art.Text, page); err != nil || len(said.Persons) != len(machine.Persons)-1 {
		t.Errorf("%+v %v", said, err)
	}
	e.AddedPhrases, e.Added = []string{"nothing of this"}, []Added{{"Nguyễn Văn Không", Said{Gender: person.Male, Role: person.Official}}}
	if _, err = machine.Apply(e, art.Text, page); len(fault.All(err)) != 2 {
		t.Errorf("both faults are told: %v", err)
	}
}

// TestNothingNamesTheVictim: what gives a victim away takes with it every way in which the
// text names the victim or who is named as kin; in no role do they stand by name, and
// nobody signs with that name.
func TestNothingNamesTheVictim(t *testing.T) {
	r := newReader(t)
	for what, body := range map[string]string{
		"official": "Bắt người chồng đánh vợ trọng thương\n\nCông an phường mẫu đã tạm giữ Vũ Văn Khoát, 45 tuổi, vì đánh vợ là chị Zừng Thị Quyên, Phó Chủ tịch UBND xã mẫu, trú tại thôn mẫu, bị thương nặng.\nChị Quyên được đưa đi cấp cứu. Quyên hiện đã tỉnh. ZỪNG THỊ QUYÊN từng bị đánh. Chị Z.T.Q. sợ hãi. Chị Q. khóc. Khoát đang bị tạm giữ.\nẢnh: Zừng Quyên\nTrung tá Trần Văn Nam, Trưởng Công an phường, cho biết vụ việc đang được điều tra.\n",
		"singer":   "Ca sĩ Zừng Thị Quyên tố bị chồng bạo hành\n\nCa sĩ Zừng Thị Quyên cho biết bị chồng là Vũ Văn Khoát đánh đập nhiều lần tại nhà riêng. Ca sĩ Zừng Thị Quyên đã trình báo công an về hành vi bạo lực gia đình.\nTrung tá Trần Văn Nam, Trưởng Công an phường, cho biết vụ việc đang được điều tra.\n",
		"capitals": "CHỒNG ĐÁNH CHỊ ZỪNG THỊ QUYÊN TRỌNG THƯƠNG\n\nCÔNG AN PHƯỜNG MẪU ĐÃ TẠM GIỮ VŨ VĂN KHOÁT, 45 TUỔI, VÌ ĐÁNH VỢ LÀ CHỊ ZỪNG THỊ QUYÊN, 40 TUỔI, TRÚ TẠI THÔN MẪU, BỊ THƯƠNG NẶNG.\nCHỊ QUYÊN ĐƯỢC ĐƯA ĐI CẤP CỨU.\nTrung tá Trần Văn Nam, Trưởng Công an phường, cho biết vụ việc đang được điều tra.\n",
		"pupil":    "Nữ sinh bị xâm hại\n\nEm Zừng Thị Quyên (14 tuổi, học sinh lớp 8A Trường THCS Mẫu) bị xâm hại tình dục. Ông Zừng Văn Khoát, cha của Quyên, làm đơn. Gia đình em Quyên ở thôn mẫu.\nBé Quyên\nTrung tá Trần Văn Nam, Trưởng Công an phường, cho biết vụ việc đang được điều tra.\n",
	} {
		art := text.Plain(body)
		kept := r.Find(art).Reading()
		inside(t, kept, art.Text)
		body, err := json.Marshal(kept)
		if err != nil || len(kept.Disclosures) == 0 {
			t.Fatal(what, err, "no victim is given away: find another text")
		}
		all := kept.Kept(art.Text) + string(body) + strings.Join(kept.Labels("a", ""), ",")
		for _, name := range []string{"Quyên", "QUYÊN", "Z.T.Q", "Q.", "Khoát"} {
			if strings.Contains(all, name) {
				t.Errorf("%s: %q is kept: %s", what, name, all)
			}
		}
		if !strings.Contains(kept.Kept(art.Text), "Trần Văn Nam") || !strings.Contains(string(body), "Trần Văn Nam") {
			t.Errorf("%s: who investigates is gone too: %s", what, all)
		}
	}
}

// TestReadersSeal: what a reader says of a victim holds for the whole article and for what
// the program found: a sentence that stands twice, a victim named in other sentences, one
// whom the program took for a public figure.
func TestReadersSeal(t *testing.T) {
	r := newReader(t)
	art := text.Plain("Chuyện ở thôn mẫu\n\nBà Zừng Thị Quyên, Phó Chủ tịch xã, kể lại. Nhà ở cuối thôn mẫu.\nNhà ở cuối thôn mẫu. Zừng Thị Quyên và chị Mai Thị Lụa cùng làm đơn. QUYÊN đã khóc. Quyên không nói gì.\nÔng Trần Văn Nam, Chủ tịch xã, cho biết sự việc đã rõ.\n")
	machine := r.Find(art).Reading()
	machine.Bylines = []string{"Zừng Quyên", "Hoàng Mẫu"}
	e := Edit{Phrases: make([]PhraseSaid, len(machine.Phrases)), AddedDisclosures: []string{"Nhà ở cuối thôn mẫu"}, AddedPhrases: []string{"Quyên không nói gì", "và chị Mai Thị Lụa"}}
	for i := range e.Phrases {
		e.Phrases[i] = None
	}
	for _, p := range machine.Persons {
		said := Said{Gender: p.Gender, Role: p.Role, Quoted: p.Quoted}
		if strings.HasSuffix(p.Name, "Quyên") {
			said.Role = person.Victim
		}
		if strings.HasSuffix(p.At[0].In(art.Text), "Lụa") {
			said.Gone = true
		}
		e.Persons = append(e.Persons, said)
	}
	said, err := machine.Apply(e, art.Text, func() *Page { return r.Page(art.Text) })
	if err != nil || len(said.Disclosures) != 1 || said.Disclosures[0].Person < 0 {
		t.Fatalf("%+v %v", said, err)
	}
	inside(t, said, art.Text)
	if machine.Persons[0].Name == "" {
		t.Error("Apply changed the program's reading")
	}
	machine.HideAs(said)
	a, _ := json.Marshal(machine)
	b, _ := json.Marshal(said)
	all := said.Kept(art.Text) + string(a) + string(b)
	for _, words := range []string{"Quyên", "QUYÊN", "cuối thôn", "Lụa"} {
		if strings.Contains(all, words) {
			t.Errorf("%q is kept: %s", words, all)
		}
	}
	if !strings.Contains(all, "Hoàng Mẫu") || strings.Count(all, "Trần Văn Nam") != 3 {
		t.Errorf("others are gone: %s", all)
	}
	machine.Rename(said.Kept(art.Text))
	if a, _ = json.Marshal(machine); strings.Contains(string(a), "Quyên") {
		t.Errorf("taken back: %s", a)
	}
}

// TestManyPersons: an article that names thousands is read in the time of its length.
func TestManyPersons(t *testing.T) {
	r := newReader(t)
	var b strings.Builder
	b.WriteString("Danh sách của thôn mẫu\n\n")
	for i := range 40_000 {
		b.WriteString("Bà Lê Thị X" + strings.Map(func(r rune) rune { return r - '0' + 'a' }, strconv.Itoa(i)) + " cho biết đường đã thông.\n")
	}
	found := r.Find(text.Plain(b.String()))
	begun := time.Now()
	if kept := found.Reading(); len(kept.Persons) < 30_000 || time.Since(begun) > 2*time.Second {
		t.Errorf("%d persons in %v", len(kept.Persons), time.Since(begun))
	}
}

// TestVoices: persons are counted by role, in one order.
func TestVoices(t *testing.T) {
	r := &Reading{Persons: []Person{{Role: person.Victim, Gender: person.Female}, {Role: person.Official, Gender: person.Male, Quoted: true},
		{Role: person.Official, Gender: person.Unknown}, {Role: person.Official, Gender: person.Female, Quoted: true}}}
	want := []Voice{{person.Official, Heads{1, 1, 1}, Heads{1, 1, 0}}, {person.Victim, Heads{1, 0, 0}, Heads{}}}
	if got := r.Voices(); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestDigest: one name has one digest however it was typed.
func TestDigest(t *testing.T) {
	const want = "sha256:"
	a, b := Digest("Lê Thị Hoà"), Digest(" Le\u0302 Thi\u0323 Hoa\u0300 ")
	if a != b || !strings.HasPrefix(a, want) || len(a) != len(want)+12 || a == Digest("Lê Thị Hoa") {
		t.Errorf("%s, %s", a, b)
	}
}

// FuzzReading wants no text to break the reading: all lies in the text, no private name
// of several words is kept beside it.
func FuzzReading(f *testing.F) {
	r := newReader(f)
	for _, art := range month(f)[:12] {
		f.Add(art.Text)
	}
	f.Add(village)
	f.Add("")
	f.Add("\xff\n\nBà Nguyễn Thị \xfe")
	f.Fuzz(func(t *testing.T, s string) {
		art := text.Plain(s)
		found := r.Find(art)
		kept := found.Reading()
		inside(t, kept, art.Text)
		if _, err := json.Marshal(kept); err != nil {
			t.Fatal(err)
		}
	})
}
