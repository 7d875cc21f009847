package store

import "context"

// CountWaitingBy counts the records of a filter's shards and units that wait to be
// approved, by the number of their register, along the index of those that do.
func (tx *Tx) CountWaitingBy(ctx context.Context, f Filter) (map[int]int64, error) {
	var s statement
	s.add("select register, count(*) from record where ")
	in(&s, "shard", f.Shards)
	if len(f.Units) > 0 {
		s.add(" and ")
		in(&s, "+unit", f.Units)
	}
	s.add(" and state < 4 and state = 2 group by register")
	out := map[int]int64{}
	err := tx.each(ctx, s.String(), s.args, func(scan scan) error {
		var number int
		var n int64
		if err := scan(&number, &n); err != nil {
			return err
		}
		out[number] = n
		return nil
	})
	return out, err
}
