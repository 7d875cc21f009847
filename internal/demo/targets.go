package demo

import (
	"context"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/ledger"
	"binhdang/internal/score"
)

// targetFiles are sets of targets, named <unit>-<programme>-<first year>-<last year>.csv.
const targetFiles = "target/*.csv"

// sampleAct is the act of the sets: no real one.
const sampleAct = "Kế hoạch mẫu (dữ liệu mẫu)"

// setTargets gives units of the sample targets of their own, where they have none yet.
func setTargets(ctx context.Context, led *ledger.Ledger, by access.Actor, fsys fs.FS) error {
	files, err := fs.Glob(fsys, targetFiles)
	if err != nil {
		return err
	}
	for _, f := range files {
		part := strings.Split(strings.TrimSuffix(path.Base(f), ".csv"), "-")
		u, _, err := led.Tree().Resolve(part[0], led.Today())
		if err != nil {
			return err
		}
		s := &score.Set{Unit: u.ID, Programme: part[1], Act: sampleAct}
		for i := range s.Years {
			if s.Years[i], err = strconv.Atoi(part[2+i]); err != nil {
				return err
			}
		}
		if known, err := led.Targets(ctx, s.Programme, u.ID, s.Years[0]); err != nil || known != nil {
			if err != nil {
				return err
			}
			continue
		}
		err = table(fsys, f, func(r map[string]string) error {
			row := score.SetRow{Code: r["code"], Parent: r["parent"], Name: r["name"], Note: r["note"]}
			row.Milestones, err = score.ParseMilestones(r["thresholds"])
			s.Rows = append(s.Rows, row)
			return err
		})
		if err != nil {
			return err
		}
		if err := led.SetTargets(ctx, by, s, 0); err != nil {
			return err
		}
	}
	return nil
}
