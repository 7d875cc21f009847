package ledger

import (
	"context"
	"slices"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// known finds the records that bear the keys of the rows, and returns what is new.
// A key that we made means its record only in a row of the record's unit.
func (m *importing) known(ctx context.Context, wait []*pending) ([]*register.Record, error) {
	keys := map[unit.ID][]string{}
	for _, p := range wait {
		keys[p.r.Shard] = append(keys[p.r.Shard], p.keys()...)
	}
	number := m.def().Number
	live := map[unit.ID]map[string]store.Keyed{}
	for shard, k := range keys {
		found, err := m.tx.RecordsByKeys(ctx, shard, number, k)
		if err != nil {
			return nil, err
		}
		live[shard] = found
	}
	var left []*pending
	for _, p := range wait {
		found := live[p.r.Shard]
		p.old = found[p.r.RowKey]
		if k, ok := found[p.made]; ok && p.old.ID == 0 {
			if k.Unit == p.r.Unit {
				p.old, p.r.RowKey = k, p.made
			} else {
				p.other = k.ID
			}
		}
		if p.old.ID == 0 {
			left = append(left, p)
		} else {
			m.met[p.old.ID] = true
		}
	}
	if err := m.elsewhere(ctx, left); err != nil {
		return nil, err
	}
	if err := m.gone(ctx, left); err != nil {
		return nil, err
	}
	fresh := make([]*register.Record, len(left))
	for i, p := range left {
		fresh[i] = p.r
	}
	return fresh, nil
}

// elsewhere finds rows that have left the shard of their record: their day or unit
// was changed in the sheet. A record never moves, so that is a fault that names it.
func (m *importing) elsewhere(ctx context.Context, left []*pending) error {
	ask := map[unit.ID]map[string]*pending{} // by shard and key
	for _, p := range left {
		if p.free {
			continue
		}
		for i, k := range p.keys() {
			shards := m.home(p.r.Unit)
			if i > 0 {
				shards = m.reach()
			}
			for _, s := range shards {
				if s == p.r.Shard {
					continue
				}
				if ask[s] == nil {
					ask[s] = map[string]*pending{}
				}
				ask[s][k] = p
			}
		}
	}
	var faults []*fault.Error
	for shard, of := range ask {
		var keys []string
		for k := range of {
			keys = append(keys, k)
		}
		found, err := m.tx.RecordsByKeys(ctx, shard, m.def().Number, keys)
		if err != nil {
			return err
		}
		for k, old := range found {
			r, err := m.tx.Record(ctx, shard, old.ID)
			if err != nil {
				return err
			}
			if p := of[k]; m.l.may(m.by, access.ReadRecords, r) {
				faults = append(faults, fault.New(fault.Conflict, "import.shard", "id", int64(r.ID), "day", r.Last.VN(),
					"from", m.l.unitName(r.Shard), "to", m.l.unitName(p.r.Shard)).In(p.row, m.opt.Heading(register.ColumnRowKey)))
			}
		}
	}
	slices.SortFunc(faults, func(a, b *fault.Error) int { return a.Place.Row - b.Place.Row })
	for _, f := range faults {
		m.fault(f)
	}
	return nil
}

// home are the shards in which a unit may have reported.
func (m *importing) home(id unit.ID) []unit.ID {
	if id == unit.VN {
		return nil
	}
	list, ok := m.homes[id]
	if !ok {
		list = m.l.Tree().Scope(id, 0, 0).Shards
		m.homes[id] = list
	}
	return list
}

// reach are the shards in which the actor may have records.
func (m *importing) reach() []unit.ID {
	list, ok := m.homes[0]
	if !ok {
		shards := map[unit.ID]bool{}
		for _, g := range m.by.Grants {
			for _, s := range m.l.Tree().Scope(g.Unit, 0, 0).Shards {
				shards[s] = true
			}
		}
		list = sortedUnits(shards)
		m.homes[0] = list
	}
	return list
}

// gone finds the void records that bore the keys of new rows last.
func (m *importing) gone(ctx context.Context, left []*pending) error {
	keys := map[unit.ID][]string{}
	for _, p := range left {
		keys[p.r.Shard] = append(keys[p.r.Shard], p.keys()...)
	}
	void := map[unit.ID]map[string]register.ID{}
	for shard, k := range keys {
		found, err := m.tx.VoidByKeys(ctx, shard, m.def().Number, k)
		if err != nil {
			return err
		}
		void[shard] = found
	}
	for _, p := range left {
		for _, k := range p.keys() {
			if p.gone == 0 {
				p.gone, p.goneBy = void[p.r.Shard][k], k
			}
		}
	}
	return nil
}

// voided deals with a new row whose key a void record bore last. One that a person
// voided does not come again by a sheet. One that was taken back with its import may,
// but not what was blanked in it by law.
func (m *importing) voided(ctx context.Context, p *pending) (stays bool, err error) {
	old, err := m.tx.Record(ctx, p.r.Shard, p.gone)
	if err != nil || p.goneBy == p.made && old.Unit != p.r.Unit {
		return false, err
	}
	lines, err := m.tx.Journal(ctx, old.Shard, old.ID)
	if err != nil {
		return false, err
	}
	for _, line := range slices.Backward(lines) {
		if line.Verb == "take_back" {
			break
		}
		if line.Verb == "void" {
			m.warn(fault.New(fault.Conflict, "import.voided", "id", int64(old.ID), "day", period.FromTime(line.At).VN(), "why", line.Why).
				In(p.row, m.opt.Heading(register.ColumnRowKey)))
			m.out.Unchanged++
			return true, nil
		}
	}
	for f, v := range old.Values {
		if _, told := p.r.Values[f]; told && v.Text == Redacted {
			p.r.Values[f] = v
		}
	}
	return false, nil
}
