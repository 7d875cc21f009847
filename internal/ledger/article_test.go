package ledger_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/media/person"
	"binhdang/internal/media/reading"
	"binhdang/internal/media/text"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
	"binhdang/internal/unit"
)

// newsroom is a ledger in which the press agency of the sample province is declared.
func newsroom(t *testing.T, db *store.DB) (*ledger.Ledger, unit.ID) {
	t.Helper()
	led := newLedger(t, db)
	_, faults, err := led.DeclareOrganisations(context.Background(), admin, sheetOf(
		register.Input{"code": "22.BAO", "name": "Báo mẫu Quảng Ninh", "seat": "22", "type": "press"},
		register.Input{"code": "46.BAO", "name": "Báo mẫu Huế", "seat": "46", "type": "press"}), same)
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	return led, id(t, led, "22.BAO")
}

var articleDay = period.Date(2026, 3, 10)

func article(outlet unit.ID, body string) ledger.NewArticle {
	return ledger.NewArticle{Outlet: outlet, Day: articleDay, Channel: "CHAN.BAODT", File: "a.txt", Link: "https://bao.example/a-b-c", Text: text.Plain(body)}
}

const (
	meeting = "Phường mẫu họp bàn việc làm\n\nBà Nguyễn Thị Hoa, Chủ tịch UBND phường, cho biết mô hình sẽ mở rộng trong năm tới.\nÔng Trần Văn Nam, Phó Chủ tịch UBND phường, cũng dự họp.\n"
	fields  = "Mùa lúa ở thôn mẫu\n\nChị Lê Thị Mai, người dân thôn mẫu, nói: “Nhà tôi vừa gặt xong.”\n"
)

// news answers the numbers of an outlet in March 2026, by indicator.
func news(t *testing.T, led *ledger.Ledger, names ...indicator.Name) string {
	t.Helper()
	a, err := led.Answers(context.Background(), admin, []indicator.Question{{Indicators: names, Unit: "22.BAO", Window: period.Window{First: period.Date(2026, 3, 1), Last: period.Date(2026, 3, 31)}}})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range a[0].Rows {
		if r.Value == nil {
			out = append(out, "-")
		} else {
			out = append(out, fmt.Sprint(*r.Value))
		}
	}
	return strings.Join(out, " ")
}

// TestArticlesCount: an article writes one record and one for each of its roles; the same
// text again writes nothing; what a reader says counts in the place of what was found; what
// is withdrawn counts no more, and nothing of it is left.
func TestArticlesCount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx := context.Background()
		led, outlet := newsroom(t, open())
		office := actor(t, led, "standing_office", "22")
		numbers := []indicator.Name{"news_items", "news_items_read", "voices_women", "voices_men", "quoted_women", "quoted_men"}
		want := func(what, want string) {
			t.Helper()
			if got := news(t, led, numbers...); got != want {
				t.Errorf("%s: got %s, want %s", what, got, want)
			}
			if d, err := led.Rebuild(ctx, admin, true, nil); err != nil || d.Wrong != 0 {
				t.Errorf("%s: the facts differ from the records: %+v %v", what, d, err)
			}
		}
		a, fresh, err := led.TakeArticle(ctx, office, article(outlet, meeting))
		if err != nil || !fresh || a.Title() != "Phường mẫu họp bàn việc làm" {
			t.Fatal(a, fresh, err)
		}
		b, _, err := led.TakeArticle(ctx, office, article(outlet, fields))
		if err != nil {
			t.Fatal(err)
		}
		want("two articles", "2 0 2 1 2 0")
		again, fresh, err := led.TakeArticle(ctx, office, article(outlet, strings.ReplaceAll(meeting, "\n", "\r\n")))
		if err != nil || fresh || again.ID != a.ID {
			t.Errorf("the same text again: %+v %v %v", again, fresh, err)
		}
		want("the same text again", "2 0 2 1 2 0")

		e := confirm(a.Reading())
		e.Persons[1].Quoted = true
		e.Added = []reading.Added{{Name: "UBND phường", Said: reading.Said{Gender: person.Unknown, Role: person.Witness}}}
		if err := led.ReadArticle(ctx, office, a.ID, a.Version+1, e); faultKey(err) != "news.changed" {
			t.Error("read in a version that nobody saw:", err)
		}
		if err := led.ReadArticle(ctx, office, a.ID, a.Version, e); err != nil {
			t.Fatal(err)
		}
		want("a reader heard one more", "2 1 2 1 2 1")
		read, err := led.Article(ctx, office, a.ID)
		if err != nil || read.Reader == nil || len(read.Reader.Persons) != 3 || len(read.Machine.Persons) != 2 || read.ReaderBy != office.Via {
			t.Fatalf("both words stand: %+v %v", read, err)
		}
		if err := led.UnreadArticle(ctx, office, a.ID, read.Version); err != nil {
			t.Fatal(err)
		}
		want("taken back", "2 0 2 1 2 0")
		if err := led.UnreadArticle(ctx, office, a.ID, read.Version+1); faultKey(err) != "news.unread" {
			t.Error(err)
		}
		if err := led.WithdrawArticle(ctx, office, b.ID, b.Version, " "); faultKey(err) != "record.why" {
			t.Error(err)
		}
		if err := led.WithdrawArticle(ctx, office, b.ID, b.Version, "nhầm báo"); err != nil {
			t.Fatal(err)
		}
		want("withdrawn", "1 0 1 1 1 0")
		if _, err := led.Article(ctx, office, b.ID); faultKey(err) != "news.unknown" {
			t.Error(err)
		}
		if _, fresh, err := led.TakeArticle(ctx, office, article(outlet, fields)); err != nil || !fresh {
			t.Error("handed in again:", fresh, err)
		}
		want("handed in again", "2 0 2 1 2 0")
	})
}

// confirm is the edit that says what a reading says.
func confirm(r *reading.Reading) reading.Edit {
	e := reading.Edit{About: r.About, Topic: r.Topic}
	for _, p := range r.Persons {
		e.Persons = append(e.Persons, reading.Said{Gender: p.Gender, Role: p.Role, Quoted: p.Quoted})
	}
	for _, p := range r.Phrases {
		said := reading.Cites
		if p.Used {
			said = reading.Uses
		}
		e.Phrases = append(e.Phrases, said)
	}
	for range r.Disclosures {
		e.Disclosures = append(e.Disclosures, true)
	}
	return e
}

// TestArticlesAndRights: who may enter for an outlet hands in, who may correct reads; the
// word of one who may not approve waits; nobody of another province sees any of it.
func TestArticlesAndRights(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx := context.Background()
		led, outlet := newsroom(t, open())
		for _, c := range []struct{ role, at, want string }{
			{"viewer", "22", "access.record"}, {"approver", "46", ""}, {"officer", "46", "access.record"}, {"standing_office", "46", "access.record"}, {"officer", "22.BAO", ""},
		} {
			if c.role == "approver" {
				c.want = "access.record"
			}
			_, _, err := led.TakeArticle(ctx, actor(t, led, c.role, c.at), article(outlet, meeting))
			if faultKey(err) != c.want {
				t.Errorf("%s@%s hands in: %v, want %q", c.role, c.at, err, c.want)
			}
		}
		list, err := led.Articles(ctx, actor(t, led, "viewer", "22"), outlet, period.Window{First: articleDay, Last: articleDay})
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		a := list[0]
		state := func() (out []register.State) {
			err := led.Records(ctx, admin, ledger.Selection{Register: ledger.MediaItem}, func(r *register.Record) error {
				out = append(out, r.State)
				if got := ledger.ArticleOf(r); got != a.ID {
					t.Errorf("the record leads to article %d, want %d", got, a.ID)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		if got := state(); !slices.Equal(got, []register.State{register.Submitted}) {
			t.Errorf("handed in by an officer: %v", got)
		}
		if _, err := led.Article(ctx, actor(t, led, "viewer", "46"), a.ID); faultKey(err) != "news.unknown" {
			t.Error("another province reads:", err)
		}
		if got, err := led.Articles(ctx, actor(t, led, "standing_office", "46"), outlet, period.Window{First: articleDay, Last: articleDay}); err != nil || len(got) > 0 {
			t.Error("another province lists:", got, err)
		}
		if got, err := led.Outlets(ctx, actor(t, led, "standing_office", "46")); err != nil || len(got) > 0 {
			t.Error("another province knows:", got, err)
		}
		if err := led.ReadArticle(ctx, actor(t, led, "viewer", "22"), a.ID, a.Version, confirm(a.Reading())); faultKey(err) != "access.record" {
			t.Error("a viewer reads for others:", err)
		}
		if err := led.ReadArticle(ctx, actor(t, led, "approver", "22"), a.ID, a.Version, confirm(a.Reading())); err != nil {
			t.Fatal(err)
		}
		if got := state(); !slices.Equal(got, []register.State{register.Approved}) {
			t.Errorf("confirmed by an approver: %v", got)
		}
		officer := actor(t, led, "officer", "22.BAO")
		if err := led.WithdrawArticle(ctx, officer, a.ID, a.Version+1, "nhầm"); faultKey(err) != "access.approved" {
			t.Error("an officer withdraws what was approved:", err)
		}
		if err := led.ReadArticle(ctx, officer, a.ID, a.Version+1, confirm(a.Reading())); err != nil {
			t.Fatal(err)
		}
		if got := state(); !slices.Equal(got, []register.State{register.Submitted}) {
			t.Errorf("read again by an officer: %v", got)
		}
		// By hand nobody writes these registers.
		if _, _, err := led.Enter(ctx, officer, ledger.MediaItem, ledger.Form{Raw: register.Input{"unit": "22.BAO", "first": "2026-03-10", "channel": "BAODT"}, Lang: "vi"}, false); faultKey(err) != "record.made" {
			t.Error("entered by hand:", err)
		}
		var of *register.Record
		if err := led.Records(ctx, admin, ledger.Selection{Register: ledger.MediaVoice}, func(r *register.Record) error { of = r; return nil }); err != nil || of == nil {
			t.Fatal(of, err)
		}
		if err := led.Void(ctx, actor(t, led, "standing_office", "22"), of.ID, 0, "thử"); faultKey(err) != "record.made" {
			t.Error("voided by hand:", err)
		}
	})
}

// TestArticleFaults: what can't be counted is refused, in words.
func TestArticleFaults(t *testing.T) {
	ctx := context.Background()
	led, outlet := newsroom(t, storetest.Open(t, store.Config{Dir: t.TempDir()}))
	for _, c := range []struct {
		change func(*ledger.NewArticle)
		want   string
	}{
		{func(n *ledger.NewArticle) { n.Outlet = id(t, led, "22") }, "news.outlet"},
		{func(n *ledger.NewArticle) { n.Outlet = 12345 }, "news.outlet"},
		{func(n *ledger.NewArticle) { n.Day = led.Today().Add(1) }, "news.day"},
		{func(n *ledger.NewArticle) { n.Day = 0 }, "news.no_day"},
		{func(n *ledger.NewArticle) { n.Channel = "" }, "news.no_channel"},
		{func(n *ledger.NewArticle) { n.Text = text.Plain(strings.Repeat("Ông Trần Văn Nam nói. ", 10_000)) }, "news.long"},
		{func(n *ledger.NewArticle) { n.Day = period.Date(1999, 12, 31) }, "news.day"},
		{func(n *ledger.NewArticle) { n.Channel = "CHAN.X" }, "news.channel"},
	} {
		n := article(outlet, meeting)
		c.change(&n)
		if _, _, err := led.TakeArticle(ctx, admin, n); faultKey(err) != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
	a, _, err := led.TakeArticle(ctx, admin, article(outlet, meeting))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		change func(*reading.Edit)
		want   string
	}{
		{func(e *reading.Edit) { e.Persons = e.Persons[:1] }, "news.changed"},
		{func(e *reading.Edit) { e.Persons[0].Role = "king" }, "news.choice"},
		{func(e *reading.Edit) { e.Persons[0].Gender = "x" }, "news.choice"},
		{func(e *reading.Edit) { e.Topic = "no_topic" }, "news.choice"},
		{func(e *reading.Edit) { e.AddedPhrases = []string{"không có câu này"} }, "news.absent"},
		{func(e *reading.Edit) { e.AddedDisclosures = []string{"  "} }, "news.absent"},
		{func(e *reading.Edit) {
			e.Added = []reading.Added{{Name: "Nguyễn Thị Hoa", Said: reading.Said{Gender: "F", Role: person.Official}}}
		}, "news.twice"},
		{func(e *reading.Edit) { e.AddedPhrases = make([]string, 300) }, "news.many"},
	} {
		e := confirm(a.Reading())
		c.change(&e)
		if err := led.ReadArticle(ctx, admin, a.ID, a.Version, e); faultKey(err) != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

// TestVictimsAreNotKept: of a sentence by which a reader says that a victim can be known
// nothing is left, in no table and no file; nor of the victim's name anywhere else.
func TestVictimsAreNotKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx := context.Background()
		db := open()
		led, outlet := newsroom(t, db)
		body := "Vụ việc ở thôn mẫu\n\nCơ quan chức năng đang điều tra. Nạn nhân là chị Zừng Thị Quyên, trú tại thôn mẫu. Chị Zừng Thị Quyên đang được chăm sóc.\nÔng Trần Văn Nam, Trưởng Công an phường, cho biết vụ việc đang được làm rõ.\n"
		n := article(outlet, body)
		n.Link, n.File = "https://bao.example/vu-viec-zung-thi-quyen.html", "zung-thi-quyen.html"
		a, _, err := led.TakeArticle(ctx, admin, n)
		if err != nil {
			t.Fatal(err)
		}
		e := confirm(a.Reading())
		for i, p := range a.Reading().Persons {
			if p.Name == "" {
				e.Persons[i].Role = person.Victim
			}
		}
		e.Disclosures = make([]bool, len(a.Reading().Disclosures))
		if !strings.Contains(a.Text, "Quyên") {
			t.Fatal("the program blanked it itself: find a text for the reader")
		}
		e.AddedDisclosures = []string{"Nạn nhân là chị Zừng Thị Quyên"}
		if err := led.ReadArticle(ctx, admin, a.ID, a.Version, e); err != nil {
			t.Fatal(err)
		}
		if a, err = led.Article(ctx, admin, a.ID); err != nil || a.Link != "https://bao.example/" || a.File != "" {
			t.Errorf("%+v %v", a, err)
		}
		if strings.Contains(a.Text, "Quyên") || !strings.Contains(a.Text, "Trần Văn Nam") || len(a.Text) != len(text.Plain(body).Text) {
			t.Errorf("kept: %q", a.Text)
		}
		held(t, db, "Quyên", "quyen", "Zừng")
		if got := news(t, led, "news_disclosure", "voices_women", "voices_men"); got != "1 1 1" {
			t.Errorf("got %s", got)
		}
	})
}

// TestVictimsInOfficeAreNotKept: a victim whom the program took for an official stands by
// name in neither reading once a reader says so, nor when that is taken back.
func TestVictimsInOfficeAreNotKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx := context.Background()
		db := open()
		led, outlet := newsroom(t, db)
		a, _, err := led.TakeArticle(ctx, admin, article(outlet, "Chuyện ở thôn mẫu\n\nBà Zừng Thị Quyên, Phó Chủ tịch xã, kể lại. Nhà ở cuối thôn mẫu.\nBà Lê Thị Mai, Chủ tịch xã, cho biết sự việc đã rõ. Nhà ở cuối thôn mẫu.\n"))
		if err != nil || a.Machine.Persons[0].Name == "" {
			t.Fatalf("the program takes her for no official: %+v %v", a.Machine, err)
		}
		e := confirm(a.Reading())
		e.Persons[0].Role, e.Persons[1].Role = person.Victim, person.Ordinary
		e.AddedDisclosures = []string{"Nhà ở cuối thôn mẫu"}
		if err := led.ReadArticle(ctx, admin, a.ID, a.Version, e); err != nil {
			t.Fatal(err)
		}
		held(t, db, "Quyên", "cuối thôn", `"Lê Thị Mai`)
		if err := led.UnreadArticle(ctx, admin, a.ID, a.Version+1); err != nil {
			t.Fatal(err)
		}
		held(t, db, "Quyên", "cuối thôn")
		if a, err = led.Article(ctx, admin, a.ID); err != nil || a.Reading().Persons[1].Name != "Lê Thị Mai" {
			t.Errorf("the program's official stands by name again: %+v %v", a.Reading(), err)
		}
		if d, err := led.Rebuild(ctx, admin, true, nil); err != nil || d.Wrong != 0 {
			t.Errorf("the facts differ from the records: %+v %v", d, err)
		}
	})
}

// TestVictimsFoundAreNotKept: where the program itself finds that a victim can be known,
// nothing of these sentences is ever written.
func TestVictimsFoundAreNotKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx := context.Background()
		db := open()
		led, outlet := newsroom(t, db)
		n := article(outlet, "Bắt người chồng đánh vợ trọng thương\n\nCông an phường mẫu đã tạm giữ Vũ Văn Khoát, 45 tuổi, vì đánh vợ là chị Zừng Thị Quyên, 40 tuổi, trú tại thôn mẫu, bị thương nặng.\nChị Zừng Thị Quyên được đưa đi cấp cứu.\nTrung tá Trần Văn Nam, Trưởng Công an phường, cho biết vụ việc đang được điều tra.\n")
		n.Link, n.File = "https://bao.example/vu-viec-zung-thi-quyen.html", "zung-thi-quyen.html"
		a, _, err := led.TakeArticle(ctx, admin, n)
		if err != nil || len(a.Machine.Disclosures) != 1 || !strings.Contains(a.Text, "Trần Văn Nam") {
			t.Fatalf("%+v %v", a, err)
		}
		held(t, db, "Quyên", "quyen", "Zừng")
		if got := news(t, led, "news_disclosure"); got != "1" {
			t.Errorf("%s articles give a victim away", got)
		}
	})
}

// held fails where a backup, which has all that is kept, has one of the words.
func held(t *testing.T, db *store.DB, words ...string) {
	t.Helper()
	var packed bytes.Buffer
	if err := db.Backup(context.Background(), &packed); err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(&packed)
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range words {
		if bytes.Contains(all, []byte(w)) {
			t.Errorf("%q is kept", w)
		}
	}
}

// ledgerAt is the ledger of tests on another day.
func ledgerAt(t *testing.T, db *store.DB, now time.Time) *ledger.Ledger {
	t.Helper()
	cat, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	led, err := ledger.New(context.Background(), db, cat, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	return led
}

// TestTextsAreForgotten: a text is kept as long as a setting says, what was found stays.
func TestTextsAreForgotten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx := context.Background()
		db := open()
		led, outlet := newsroom(t, db)
		if err := led.SetTextDays(ctx, actor(t, led, "standing_office", "22"), 3); faultKey(err) != "access.administer" {
			t.Error(err)
		}
		if err := led.SetTextDays(ctx, admin, -1); faultKey(err) != "news.text_days" {
			t.Error(err)
		}
		if err := led.SetTextDays(ctx, admin, 3); err != nil {
			t.Fatal(err)
		}
		a, _, err := led.TakeArticle(ctx, admin, article(outlet, meeting))
		if err != nil || a.Until != led.Today().Add(3) || a.Text == "" {
			t.Fatalf("%+v %v", a, err)
		}
		for days, want := range map[int]string{3: "Phường mẫu họp bàn việc làm", 4: ""} {
			later := ledgerAt(t, db, testDay.AddDate(0, 0, days))
			got, err := later.Article(ctx, admin, a.ID)
			if err != nil || got.Title() != want || len(got.Machine.Persons) != 2 {
				t.Errorf("after %d days: %+v %v", days, got, err)
			}
		}
		later := ledgerAt(t, db, testDay.AddDate(0, 0, 4))
		if n, err := later.ForgetTexts(ctx); err != nil || n != 1 {
			t.Error(n, err)
		}
		held(t, db, "họp bàn việc làm", "a.txt", "a-b-c") // nor the file and address, which may spell names
		if n, err := later.ForgetTexts(ctx); err != nil || n != 0 {
			t.Error(n, err)
		}
		if err := led.SetTextDays(ctx, admin, 0); err != nil {
			t.Fatal(err)
		}
		if b, _, err := led.TakeArticle(ctx, admin, article(outlet, fields)); err != nil || b.Text != "" {
			t.Errorf("%+v %v", b, err)
		}
		held(t, db, "gặt xong")
	})
}

// page is a page of the outlet: a story of three paragraphs between what all its pages say.
func page(title, name string) ledger.HandedFile {
	var b strings.Builder
	fmt.Fprintf(&b, `<html><head><title>%s</title></head><body><div class="c"><h1>%s</h1>`, title, title)
	for i := range 4 {
		fmt.Fprintf(&b, "<p>%s, đoạn %d: bà Nguyễn Thị %s cho biết công việc ở thôn mẫu số %d đã xong trước hạn và người dân rất mừng.</p>", title, i, name, i)
	}
	return ledger.HandedFile{Name: name + ".html", Data: []byte(b.String() +
		"<p>Tòa soạn mẫu kính mời bạn đọc theo dõi chương trình phát thanh Tiếng nói quê hương của anh Trần Văn Sáng vào mỗi buổi sáng thứ bảy.</p></div></body></html>")}
}

// TestTakeItems: a batch goes on behind a fault; what the pages of an outlet share is
// learned and left out from then on, of that outlet alone.
func TestTakeItems(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx := context.Background()
		led, outlet := newsroom(t, open())
		take := func(by access.Actor, h ledger.Handed) (out []ledger.Taken, err error) {
			err = led.TakeItems(ctx, by, h, func(one ledger.Taken) { out = append(out, one) })
			return out, err
		}
		if _, err := take(actor(t, led, "officer", "46"), ledger.Handed{Outlet: outlet}); faultKey(err) != "access.record" {
			t.Error(err)
		}
		if _, err := take(admin, ledger.Handed{Outlet: id(t, led, "22"), Files: []ledger.HandedFile{page("Một", "An")}}); faultKey(err) != "news.outlet" {
			t.Error("a province is taken for an outlet:", err)
		}
		officer := actor(t, led, "officer", "22.BAO")
		left := 1
		got, err := take(officer, ledger.Handed{Outlet: outlet, Channel: "CHAN.BAODT", Day: articleDay, Enough: func() bool { left--; return left < 0 },
			Files: []ledger.HandedFile{{Name: "c.txt", Data: []byte(fields)}, {Name: "d.txt", Data: []byte(meeting)}, {Name: "e.txt", Data: []byte(fields)}}})
		if err != nil || len(got) != 2 || !got[0].Fresh || got[1].Place != "d.txt" || got[1].Faults[0].Key != "news.rest" {
			t.Errorf("what is enough for now: %+v %v", got, err)
		}
		got, err = take(officer, ledger.Handed{Outlet: outlet, Channel: "CHAN.BAODT", Day: articleDay, Files: []ledger.HandedFile{
			{Name: "a.csv", Data: []byte("Ngày,Kênh,Tiêu đề,Nội dung\n01/03/2026,Truyền hình,Họp thôn,Bà Lê Thị Lan nói việc đã xong.\n32/03/2026,,Sai ngày,Chữ\n,,Không ngày,Ông Trần Văn Nam cho biết đường đã thông.\n02/04/2027,,Ngày mai,Ông Trần Văn Nam cho biết cầu đã xong.\n")},
			{Name: "b.html", Data: []byte("<html></html>")},
			{Name: "c.txt", Data: []byte(fields)}}})
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, one := range got {
			line := one.Place
			if one.Article != nil {
				line += " " + one.Article.Day.String() + " " + one.Article.Channel
			}
			for _, f := range one.Faults {
				line += " " + f.Key
			}
			said = append(said, line)
		}
		slices.Sort(said)
		want := []string{"a.csv media.items.day", "a.csv:2 2026-03-01 CHAN.TRUYENHINH", "a.csv:4 2026-03-10 CHAN.BAODT", "a.csv:5 news.day", "b.html media.text.empty", "c.txt 2026-03-10 CHAN.BAODT"}
		if got, want := strings.Join(said, "\n"), strings.Join(want, "\n"); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		h := ledger.Handed{Outlet: outlet, Channel: "CHAN.BAODT", Day: articleDay, Files: []ledger.HandedFile{page("Một", "An"), page("Hai", "Bình"), page("Ba", "Chi")}}
		for range 2 { // known pages teach nothing more
			if got, err = take(officer, h); err != nil {
				t.Fatal(err)
			}
			for _, one := range got {
				if one.Article == nil || strings.Contains(one.Article.Text, "Tòa soạn mẫu") || !strings.Contains(one.Article.Text, "đoạn 3") {
					t.Errorf("%+v", one)
				}
			}
		}
		h.Files = []ledger.HandedFile{page("Bốn", "Dung")}
		if got, err = take(officer, h); err != nil || strings.Contains(got[0].Article.Text, "Tòa soạn mẫu") {
			t.Errorf("what was learned is forgotten: %+v %v", got, err)
		}
		h.Outlet = id(t, led, "46.BAO")
		if got, err = take(admin, h); err != nil || !strings.Contains(got[0].Article.Text, "Tòa soạn mẫu") {
			t.Errorf("another outlet knows: %+v %v", got, err)
		}
	})
}
