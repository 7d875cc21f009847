package base

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"binhdang/internal/fault"
)

// slow is a guard whose clock stands, and the waits that it asked for.
func slow() (g *guard, clock *time.Time, waits *[]time.Duration) {
	now := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	var list []time.Duration
	var mu sync.Mutex
	g = &guard{now: func() time.Time { return now }, sleep: func(_ context.Context, d time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		list = append(list, d)
	}}
	return g, &now, &list
}

func refused(err error) bool {
	return errors.Is(err, &fault.Error{Kind: fault.Forbidden, Key: "web.sign.slow"})
}

// TestGuessingOneName tries many passwords of one name at once.
func TestGuessingOneName(t *testing.T) {
	g, clock, waits := slow()
	tried, told := 0, 0
	for range 250 {
		guessing, err := g.begin(t.Context(), "An", "10.0.0.1")
		if guessing {
			told++
		}
		if err == nil {
			tried++
		} else if !refused(err) {
			t.Fatal(err)
		}
	}
	if tried > 12 || tried < freeTries || told == 0 || told > 2 {
		t.Errorf("of 250 tries at one moment %d were made and %d told as guessing", tried, told)
	}
	if n := len(*waits); n == 0 || (*waits)[n-1] > longestWait {
		t.Errorf("waits %v", *waits)
	}
	if _, err := g.begin(t.Context(), " an", "10.0.0.1"); !refused(err) {
		t.Errorf("the same name, written otherwise: %v", err)
	}
	for _, other := range [][2]string{{"an", "10.0.0.2"}, {"bình", "10.0.0.1"}} {
		before := len(*waits)
		if _, err := g.begin(t.Context(), other[0], other[1]); err != nil || len(*waits) != before {
			t.Errorf("%v waits: %v", other, err)
		}
	}
	*clock = clock.Add(longestWait)
	if _, err := g.begin(t.Context(), "an", "10.0.0.1"); err != nil {
		t.Errorf("a while later: %v", err)
	}
	g.succeeded("An", "10.0.0.1")
	before := len(*waits)
	if _, err := g.begin(t.Context(), "an", "10.0.0.1"); err != nil || len(*waits) != before {
		t.Errorf("after a success it waits still: %v", err)
	}
}

// TestGuessingManyNames tries names one after the other from one address: colleagues
// there wait some seconds and are not locked out.
func TestGuessingManyNames(t *testing.T) {
	g, clock, waits := slow()
	for i := range manyTries {
		if _, err := g.begin(t.Context(), fmt.Sprint("name", i), "10.0.0.1"); err != nil {
			t.Fatal(i, err)
		}
	}
	if len(*waits) != 0 {
		t.Fatalf("%d waits before the limit", len(*waits))
	}
	made := 0
	for i := range 100 {
		if _, err := g.begin(t.Context(), fmt.Sprint("more", i), "10.0.0.1"); err == nil {
			made++
		}
	}
	if most := int(longestWait/addressGap) + 2; made > most {
		t.Errorf("%d tries at one moment, want at most %d", made, most)
	}
	*clock = clock.Add(addressGap)
	if _, err := g.begin(t.Context(), "colleague", "10.0.0.1"); err != nil {
		t.Errorf("a colleague is locked out: %v", err)
	}
	*clock = clock.Add(time.Hour)
	before := len(*waits)
	if _, err := g.begin(t.Context(), "later", "10.0.0.1"); err != nil || len(*waits) != before {
		t.Errorf("an hour later it waits: %v", err)
	}
}

// TestOneNetwork holds that the addresses of one IPv6 network are one.
func TestOneNetwork(t *testing.T) {
	g, _, _ := slow()
	made := 0
	for i := range 100 {
		if _, err := g.begin(t.Context(), "an", fmt.Sprintf("2001:db8:1:2::%x", i)); err == nil {
			made++
		}
	}
	if made > 12 {
		t.Errorf("%d tries by the addresses of one network", made)
	}
	if _, err := g.begin(t.Context(), "an", "2001:db8:1:3::1"); err != nil {
		t.Errorf("another network: %v", err)
	}
}

// TestATypoNowAndThen does not add up over a day.
func TestATypoNowAndThen(t *testing.T) {
	g, clock, waits := slow()
	for i := range 200 {
		*clock = clock.Add(10 * time.Minute)
		if _, err := g.begin(t.Context(), fmt.Sprint("p", i%30), "10.0.0.1"); err != nil {
			t.Fatal(err)
		}
	}
	if len(*waits) != 0 {
		t.Errorf("waits: %v", *waits)
	}
}
