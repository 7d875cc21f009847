package ledger

import (
	"context"
	"slices"

	"binhdang/internal/access"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// roleCoOrganiser is the field in which a record names the bodies that held an event with its reporter.
const roleCoOrganiser = "co_organisers"

// Joint lists what a unit did together with others and others count ("phối hợp"):
// events that name it or its subtree as co-organiser, and the leads of its own
// records that were linked as duplicates. It is counted from links and never from
// facts, so nothing here is in the unit's sums (design 5.10). Of these the actor is
// shown what he may read, and what a unit whose records he reads took part in: it is
// named there, or told the same. The order is that of shard and id; each event stands once.
func (l *Ledger) Joint(ctx context.Context, by access.Actor, s Selection) ([]*register.Record, error) {
	def := l.cat.Latest(s.Register)
	if def == nil {
		return nil, l.unknownRegister(s.Register)
	}
	u, at, err := l.Tree().Resolve(s.Unit, l.Today())
	if err != nil {
		return nil, err
	}
	if err := l.mayReadSums(by, u.ID); err != nil {
		return nil, err
	}
	last := s.Window.Last
	if last == 0 {
		last = l.Today()
	}
	scope := l.Tree().Scope(u.ID, at, last)
	inScope := func(id unit.ID) bool { // what such a unit reports is in the sums asked about
		return scope.Units[id] || scope.All && slices.Contains(scope.Shards, l.Tree().Shard(id, last))
	}
	ofSide := func(id unit.ID, r *register.Record) bool { return l.pass(by).May(access.ReadRecords, id, id, dayOf(r)) }
	may := func(r *register.Record) bool {
		return l.may(by, access.ReadRecords, r) ||
			slices.ContainsFunc(r.Values[roleCoOrganiser].Units, func(id unit.ID) bool { return ofSide(id, r) })
	}
	counts := []register.State{register.Submitted, register.Approved}
	found := map[register.ID]*register.Record{}
	var leads []*register.Record // own duplicates
	err = l.db.Read(ctx, func(tx *store.Tx) error {
		own := store.Filter{Shards: scope.Shards, Register: def.Number, From: s.Window.First, To: s.Window.Last, States: counts, Linked: true}
		err := tx.Records(ctx, own, func(r *register.Record) error {
			if inScope(r.Unit) {
				leads = append(leads, r)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, d := range leads {
			lead, err := tx.Record(ctx, d.LeadIn, d.Lead)
			if err != nil {
				return err
			}
			if !inScope(lead.Unit) && (may(lead) || ofSide(d.Unit, d)) {
				found[lead.ID] = lead
			}
		}
		for _, id := range scopeUnits(scope, u.ID) {
			named := store.Filter{Shards: l.Tree().Shards(), Register: def.Number, From: s.Window.First, To: s.Window.Last, States: counts, Naming: id}
			err := tx.Records(ctx, named, func(r *register.Record) error {
				if r.Lead == 0 && !inScope(r.Unit) && slices.Contains(r.Values[roleCoOrganiser].Units, id) && may(r) {
					found[r.ID] = r
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := make([]*register.Record, 0, len(found))
	for _, r := range found {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b *register.Record) int {
		if a.Shard != b.Shard {
			return int(a.Shard - b.Shard)
		}
		return int(min(max(a.ID-b.ID, -1), 1))
	})
	return out, nil
}

// scopeUnits are the units of a scope that records may name; of whole provinces
// only the one asked about, as its bodies are named one by one.
func scopeUnits(s unit.Scope, of unit.ID) []unit.ID {
	if s.All || len(s.Units) > 200 {
		return []unit.ID{of}
	}
	return sortedUnits(s.Units)
}
