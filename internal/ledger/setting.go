package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// Setting is what the installation remembers under a name, "" for nothing.
func (l *Ledger) Setting(ctx context.Context, name string) (string, error) {
	var value string
	err := l.db.Read(ctx, func(tx *store.Tx) (err error) {
		value, err = tx.Setting(ctx, name)
		return err
	})
	return value, err
}

// SetSetting remembers a value under a name.
func (l *Ledger) SetSetting(ctx context.Context, by access.Actor, name, value string) error {
	if err := l.MayAdminister(by); err != nil {
		return err
	}
	return l.db.Do(ctx, func(tx *store.Tx) error {
		if err := tx.SetSetting(ctx, name, value); err != nil {
			return err
		}
		return l.log(ctx, tx, by, "setting", name, "")
	})
}

func mapKey(code unit.Code) string  { return "map." + string(code) }
func mapHash(code unit.Code) string { return mapKey(code) + ".hash" }

// Map is the map that an office has brought for a province, and the hash of it; both ""
// for none. The map, which is large, is read only where the hash is not the one that is
// known.
func (l *Ledger) Map(ctx context.Context, code unit.Code, known string) (text, hash string, err error) {
	err = l.db.Read(ctx, func(tx *store.Tx) (err error) {
		if hash, err = tx.Setting(ctx, mapHash(code)); err != nil || hash == "" || hash == known {
			return err
		}
		text, err = tx.Setting(ctx, mapKey(code))
		return err
	})
	return text, hash, err
}

// SetMap keeps the map that an office has brought for a province, or with "" drops it:
// the map and its hash together.
func (l *Ledger) SetMap(ctx context.Context, by access.Actor, code unit.Code, text string) error {
	if err := l.MayAdminister(by); err != nil {
		return err
	}
	hash := ""
	if text != "" {
		sum := sha256.Sum256([]byte(text))
		hash = hex.EncodeToString(sum[:8])
	}
	return l.db.Do(ctx, func(tx *store.Tx) error {
		if err := tx.SetSetting(ctx, mapKey(code), text); err != nil {
			return err
		}
		if err := tx.SetSetting(ctx, mapHash(code), hash); err != nil {
			return err
		}
		return l.log(ctx, tx, by, "setting", mapKey(code), "")
	})
}

// Empty tells whether nothing has been kept yet: no record and no organisation.
func (l *Ledger) Empty(ctx context.Context) (bool, error) {
	empty := false
	err := l.db.Read(ctx, func(tx *store.Tx) error {
		shards, err := tx.Shards(ctx)
		if err != nil {
			return err
		}
		orgs, err := tx.Organisations(ctx)
		empty = len(shards) == 0 && len(orgs) == 0
		return err
	})
	return empty, err
}

// MayAdminister refuses who may not look after the installation itself.
func (l *Ledger) MayAdminister(by access.Actor) error {
	if l.mayAt(by, access.Administer, unit.VN) {
		return nil
	}
	return fault.New(fault.Forbidden, "access.administer")
}

// TypeStandingOffice is the type of an organisation that runs the programme at its seat and signs its papers.
const TypeStandingOffice = "standing_office"

// StandingOffice is the body at a place that signs its papers on a day; nil if none is declared.
func (l *Ledger) StandingOffice(place unit.ID, d period.Day) *unit.Unit {
	for _, u := range l.Tree().Children(place, d) {
		if v, ok := u.At(d); ok && v.Type == TypeStandingOffice && u.Paper != nil {
			return u
		}
	}
	return nil
}
