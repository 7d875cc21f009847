// Package demo makes the sample programme ("dữ liệu mẫu"): some years of records
// of five provinces, made up so that their sums are those of published articles.
//
// It is deterministic: the same content gives the same rows, whatever the day and
// the machine. What is data (organisations, what is said at talks, the totals to
// reach) stands in content/demo; here is only how rows are made of it. Everything
// is written through the ledger's own doors, as sheets that somebody imports, and
// every row says that it is a sample.
package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"time"

	"binhdang/content"
	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// Clock is the moment at which the sample is entered: 08:00 on 20/11/2026 in Viet
// Nam. A ledger with this clock gives the sample the same ids and journal each time.
func Clock() time.Time {
	return time.Date(2026, 11, 20, 8, 0, 0, 0, period.VietNam)
}

// Make enters the sample programme as the actor, who must be an administrator:
// what he enters is approved. Making it again changes nothing, and where it was broken
// off it goes on: each file is entered whole or not at all. progress is told
// how many rows of all are done; it may be nil.
func Make(ctx context.Context, led *ledger.Ledger, by access.Actor, progress func(done, all int)) error {
	data, err := fs.Sub(content.FS, "demo")
	if err != nil {
		return err
	}
	p, err := New(led.Tree(), data)
	if err != nil {
		return err
	}
	asIs := func(column string) string { return column }
	if !organised(led.Tree(), p.Organisations) {
		_, faults, err := led.DeclareOrganisations(ctx, by, sheet(p.Organisations), asIs)
		if err != nil {
			return err
		}
		if len(faults) > 0 {
			return within("organisations.csv", faults)
		}
	}
	done, all := 0, p.Len()
	tell := func(n int) {
		if progress != nil {
			progress(done+n, all)
		}
	}
	for _, s := range p.Sheets {
		out, err := led.Import(ctx, by, sheet(s.Rows), ledger.ImportOptions{
			Register: s.Register, File: s.File, Hash: hashOf(s.Rows), Lang: "vi", In: unit.VN, Progress: tell, Heading: asIs,
		})
		if err != nil {
			return fmt.Errorf("%s: %w", s.File, err)
		}
		if len(out.Faults) > 0 {
			return within(s.File, out.Faults)
		}
		done += len(s.Rows)
		tell(0)
	}
	if err := setTargets(ctx, led, by, data); err != nil {
		return err
	}
	if err := led.SetTextDays(ctx, by, ledger.MostTextDays); err != nil { // the sample is to be read for long
		return err
	}
	if err := takeNews(ctx, led, by, data); err != nil {
		return err
	}
	return MakePeople(ctx, led, by)
}

// organised tells whether all organisations of the sample are there.
func organised(tree *unit.Tree, rows []register.Input) bool {
	return !slices.ContainsFunc(rows, func(r register.Input) bool {
		ref := r["code"]
		if r["last"] != "" {
			ref += "@" + r["last"]
		}
		_, _, err := tree.Resolve(ref, period.FromTime(Clock()))
		return err != nil
	})
}

// within says in which file of the sample the faults are.
func within(file string, faults []*fault.Error) error {
	list := make(fault.List, len(faults))
	for i, f := range faults {
		c := *f
		c.Place.File = file
		list[i] = &c
	}
	return list
}

// rows gives raw rows to the ledger as a sheet with one line of headings would.
type rows struct {
	rows []register.Input
	next int
}

// Next is ledger.Rows.
func (r *rows) Next() (ledger.Row, error) {
	if r.next == len(r.rows) {
		return ledger.Row{}, io.EOF
	}
	r.next++
	return ledger.Row{Number: r.next + 1, Raw: r.rows[r.next-1]}, nil
}

// sheet gives rows as often as they are asked for.
func sheet(list []register.Input) func() (ledger.Rows, error) {
	return func() (ledger.Rows, error) { return &rows{rows: list}, nil }
}

// hashOf stands for the hash of the file that the rows would be in.
func hashOf(list []register.Input) string {
	h := sha256.New()
	for _, r := range list {
		h.Write([]byte(r[register.ColumnRowKey] + "\x00"))
		h.Write(register.RowHash(r))
	}
	return hex.EncodeToString(h.Sum(nil))
}
