package ledger

import (
	"context"
	"encoding/base64"
	"strconv"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/media/items"
	"binhdang/internal/media/text"
	"binhdang/internal/period"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// Handed is what a person hands in of one outlet: files, each a page, a text or a table
// of posts or broadcasts.
type Handed struct {
	Outlet  unit.ID
	Channel string     // code of CHAN of what does not tell its own
	Day     period.Day // of what tells none; 0: it must
	Files   []HandedFile
	// Enough is asked before each item whether it is enough for now: what is left is told
	// as one fault and may be handed in again. nil: all of it.
	Enough func() bool
}

// HandedFile is one file that was handed in.
type HandedFile struct {
	Name string // "": a pasted text
	Data []byte
	Link string // of what tells none
}

// Taken is what became of one item.
type Taken struct {
	Place   string   // the file and, of a table, the row: posts.csv:7
	Article *Article // nil: it was not taken
	Fresh   bool     // false: the outlet had it already
	Faults  fault.List
}

// TakeItems reads what was handed in, item by item: each is kept whole, or not at all with
// the reason. A fault of the program ends it; what was taken before stays. told is called
// with each item; it may be nil.
func (l *Ledger) TakeItems(ctx context.Context, by access.Actor, h Handed, told func(Taken)) error {
	if !l.mayAt(by, access.Enter, h.Outlet) {
		return fault.New(fault.Forbidden, "access.record", "verb", "verb.enter", "unit", l.unitName(h.Outlet))
	}
	if u := l.Tree().Unit(h.Outlet); u == nil || u.Level != unit.Organisation {
		return fault.New(fault.Invalid, "news.outlet", "unit", l.unitName(h.Outlet))
	}
	reader, err := l.items()
	if err != nil {
		return err
	}
	tell := func(t Taken, err error) error {
		if err != nil {
			if t.Faults = fault.All(err); len(t.Faults) == 0 {
				return err
			}
		}
		if told != nil {
			told(t)
		}
		return nil
	}
	shared, err := l.learnHabits(ctx, reader, h)
	if err != nil {
		return err
	}
	for _, f := range h.Files {
		list, bad := reader.Read(f.Name, f.Data, shared)
		for _, item := range list {
			if h.Enough != nil && h.Enough() {
				return tell(Taken{Place: item.Place()}, fault.New(fault.Conflict, "news.rest"))
			}
			t := Taken{Place: item.Place()}
			var err error
			t.Article, t.Fresh, err = l.TakeArticle(ctx, by, l.newArticle(h, f, item))
			if err := tell(t, err); err != nil {
				return err
			}
		}
		for _, err := range bad {
			if err := tell(Taken{Place: f.Name}, err); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// learnHabits lets the pages that were handed in teach what the outlet's pages share, beside
// what earlier ones have taught, and keeps it.
func (l *Ledger) learnHabits(ctx context.Context, reader *items.Reader, h Handed) (*text.Outlets, error) {
	key := "news.habits." + strconv.FormatInt(int64(h.Outlet), 10)
	known, err := l.Setting(ctx, key)
	if err != nil {
		return nil, err
	}
	habits := &text.Habits{}
	// What can't be read was written by another version: the pages teach it anew.
	if data, err := base64.StdEncoding.DecodeString(known); err == nil {
		if err := habits.UnmarshalBinary(data); err != nil {
			habits = &text.Habits{}
		}
	}
	shared := text.OneOutlet(habits)
	for _, f := range h.Files {
		if !items.IsTable(f.Name) {
			shared.Learn(reader.Pages(), f.Data)
		}
	}
	data, err := habits.MarshalBinary()
	if err != nil {
		return nil, err
	}
	if now := base64.StdEncoding.EncodeToString(data); now != known && len(habits.Titles) > 0 {
		return shared, l.db.Do(ctx, func(tx *store.Tx) error { return tx.SetSetting(ctx, key, now) })
	}
	return shared, nil
}

// mediumChannel is the channel of an item of which only the medium is told.
var mediumChannel = map[items.Medium]string{
	items.Press: "CHAN.BAODT", items.Radio: "CHAN.PHATTHANH", items.TV: "CHAN.TRUYENHINH", items.Portal: "CHAN.CONGTTDT", items.Social: "CHAN.MXH",
}

// newArticle is an item as one of an outlet: what the item tells of its day and channel
// goes before what was said of all.
func (l *Ledger) newArticle(h Handed, f HandedFile, item items.Item) NewArticle {
	n := NewArticle{Outlet: h.Outlet, Day: item.Day, Channel: h.Channel, File: item.Place(), Link: item.Link, Text: item.Article}
	if n.Day == 0 {
		n.Day = h.Day
	}
	if n.Link == "" {
		n.Link = f.Link
	}
	if code, ok := l.cat.List("CHAN").Find(item.Outlet); ok && item.Outlet != "" {
		n.Channel = code.Code
	} else if c := mediumChannel[item.Medium]; c != "" && (h.Channel == "" || item.Row > 0) {
		n.Channel = c
	}
	return n
}
