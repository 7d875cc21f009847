package demo

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
)

// takeNews reads the month of articles of three outlets, made up for the sample: a table
// for each, named after the outlet. What is there already stays as it is.
func takeNews(ctx context.Context, led *ledger.Ledger, by access.Actor, data fs.FS) error {
	files, err := fs.Glob(data, "media/*.csv")
	if err != nil {
		return err
	}
	for _, file := range files {
		table, err := fs.ReadFile(data, file)
		if err != nil {
			return err
		}
		name := path.Base(file)
		code := strings.Replace(strings.TrimSuffix(name, ".csv"), "-", ".", 1)
		u, _, err := led.Tree().Resolve(code, led.Today())
		if err != nil {
			return err
		}
		var faults fault.List
		err = led.TakeItems(ctx, by, ledger.Handed{Outlet: u.ID, Files: []ledger.HandedFile{{Name: name, Data: table}}}, func(t ledger.Taken) {
			faults = append(faults, t.Faults...)
		})
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if len(faults) > 0 {
			return within(file, faults)
		}
	}
	return nil
}
