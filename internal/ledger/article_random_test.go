package ledger_test

import (
	"context"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"binhdang/internal/access"
	"binhdang/internal/ledger"
	"binhdang/internal/media/person"
	"binhdang/internal/media/reading"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// TestArticlesAtRandom: whatever is done to articles in whatever order, by whom, the facts
// are the counts of the articles that stand, and say the same when made anew.
func TestArticlesAtRandom(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx := context.Background()
		led, outlet := newsroom(t, open())
		rng := rand.New(rand.NewPCG(1, 2))
		office, officer := actor(t, led, "standing_office", "22"), actor(t, led, "officer", "22.BAO")
		bodies := []string{meeting, fields, village("Quyên"), village("Lụa"), "Chợ quê ở thôn mẫu\n\nAnh Vũ Văn Sáng, người dân, nói việc đã xong.\n"}
		march := period.Window{First: period.Date(2026, 3, 1), Last: period.Date(2026, 3, 31)}
		for step := range 60 {
			by := []access.Actor{office, officer, admin}[rng.IntN(3)]
			list, err := led.Articles(ctx, admin, outlet, march)
			if err != nil {
				t.Fatal(err)
			}
			act := rng.IntN(6)
			if len(list) == 0 || act < 2 {
				_, _, err = led.TakeArticle(ctx, by, article(outlet, bodies[rng.IntN(len(bodies))]))
			} else {
				a := list[rng.IntN(len(list))]
				switch act {
				case 2:
					e := confirm(a.Reading())
					e.About = rng.IntN(2) == 0
					for i := range e.Persons {
						e.Persons[i] = reading.Said{Gone: rng.IntN(4) == 0, Quoted: rng.IntN(2) == 0, Role: reading.Roles[rng.IntN(len(reading.Roles))],
							Gender: []person.Gender{person.Female, person.Male, person.Unknown}[rng.IntN(3)]}
					}
					for i := range e.Disclosures {
						e.Disclosures[i] = rng.IntN(2) == 0
					}
					err = led.ReadArticle(ctx, by, a.ID, a.Version, e)
				case 3:
					err = led.UnreadArticle(ctx, by, a.ID, a.Version)
				case 4:
					err = led.WithdrawArticle(ctx, by, a.ID, a.Version, "thử")
				case 5: // as records
					var seen []ledger.Seen
					err = led.Records(ctx, admin, ledger.Selection{Register: ledger.MediaVoice}, func(r *register.Record) error {
						if r.State == register.Submitted {
							seen = append(seen, ledger.Seen{ID: r.ID, Version: r.Version})
						}
						return nil
					})
					if err == nil && len(seen) > 0 {
						err = led.Move(ctx, office, "approve", "", seen...)
					}
				}
			}
			if key := faultKey(err); err != nil && key != "news.unread" && key != "access.approved" {
				t.Fatalf("step %d, act %d: %v", step, act, err)
			}
			if list, err = led.Articles(ctx, admin, outlet, march); err != nil {
				t.Fatal(err)
			}
			var n [9]int64
			for _, a := range list {
				r := a.Reading()
				for i, is := range []bool{true, a.Reader != nil, r.About, r.Stereotype(), len(r.Disclosures) > 0} {
					if is {
						n[i]++
					}
				}
				for _, v := range r.Voices() {
					n[5], n[6], n[7], n[8] = n[5]+v.Mentioned.Women, n[6]+v.Mentioned.Men, n[7]+v.Mentioned.Unknown, n[8]+v.Quoted.Women+v.Quoted.Men+v.Quoted.Unknown
				}
			}
			got := strings.Fields(news(t, led, "news_items", "news_items_read", "news_about", "news_stereotype", "news_disclosure", "voices_women", "voices_men", "voices_unknown", "quoted_women", "quoted_men", "quoted_unknown"))
			quoted := int64(0)
			for i, text := range got {
				k, _ := strconv.ParseInt(text, 10, 64)
				if i >= 8 {
					if quoted += k; i < 10 {
						continue
					}
					i, k = 8, quoted
				}
				if k != n[i] {
					t.Fatalf("step %d, act %d: the facts say %v, the articles %v", step, act, got, n)
				}
			}
			if step%10 == 9 {
				if d, err := led.Rebuild(ctx, admin, true, nil); err != nil || d.Wrong != 0 {
					t.Fatalf("step %d: the facts differ from the records: %+v %v", step, d, err)
				}
			}
		}
	})
}

// village is an article in which a victim can be known.
func village(name string) string {
	return "Bắt người chồng đánh vợ trọng thương\n\nCông an phường mẫu đã tạm giữ Vũ Văn Khoát, 45 tuổi, vì đánh vợ là chị Zừng Thị " + name + ", 40 tuổi, trú tại thôn mẫu, bị thương nặng.\n"
}
