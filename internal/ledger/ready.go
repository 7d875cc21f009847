package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/register"
	"binhdang/internal/store"
)

// addingKey is where the installation remembers by which rules a register's facts were made.
func addingKey(number int) string { return fmt.Sprintf("adding.%d", number) }

// Ready refuses to work where content has changed how a register adds up since its
// facts were made: they would be taken back otherwise than they were added. Rebuild
// makes them anew. A register without records takes the new rules at once.
func (l *Ledger) Ready(ctx context.Context) error {
	var unknown, changed []register.Name
	err := l.db.Read(ctx, func(tx *store.Tx) error {
		unknown, changed = nil, nil
		for _, name := range l.cat.Registers() {
			def := l.cat.Latest(name)
			kept, err := tx.Setting(ctx, addingKey(def.Number))
			now := l.rules(name)
			switch {
			case err != nil:
				return err
			case kept == strings.Join(now, "\n"):
				continue
			}
			if unknown = append(unknown, name); kept == "" || sameRules(strings.Split(kept, "\n"), now) {
				continue
			}
			n, err := tx.CountRecords(ctx, store.Filter{Shards: l.Tree().Shards(), Register: def.Number})
			if err != nil {
				return err
			}
			if n > 0 {
				changed = append(changed, name)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(changed) > 0 {
		return fault.New(fault.Conflict, "ledger.adds_otherwise", "register", "register."+string(changed[0]))
	}
	if len(unknown) == 0 {
		return nil
	}
	return l.db.Do(ctx, func(tx *store.Tx) error { return l.remember(ctx, tx) })
}

// madeBy is the edition of what the program itself makes of records: facts and, from
// 2 on, the words to search by; from 3 on facts say beside how many sessions any
// measure was left out. Another one is made by rebuild too.
const madeBy = "3 "

// rules is how the records of a register are added up now, in lines.
func (l *Ledger) rules(name register.Name) []string {
	lines := l.cat.Adding(name)
	lines[0] = madeBy + lines[0]
	return lines
}

// sameRules tells whether facts made by the rules kept are facts by those of now:
// nothing else changed but that there are more codes.
func sameRules(kept, now []string) bool {
	if kept[0] != now[0] {
		return false
	}
	for _, code := range kept[1:] {
		if !slices.Contains(now, code) {
			return false
		}
	}
	return true
}

// remember notes by which rules the facts are made from now on.
func (l *Ledger) remember(ctx context.Context, tx *store.Tx) error {
	for _, name := range l.cat.Registers() {
		if err := tx.SetSetting(ctx, addingKey(l.cat.Latest(name).Number), strings.Join(l.rules(name), "\n")); err != nil {
			return err
		}
	}
	return nil
}
