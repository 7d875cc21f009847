package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// xlsx makes a workbook as a person would in Excel, from a text of one row a line
// with cells between bars. A cell is text, but
//
//	#1234.5        is a number
//	#45992 day     is a number shown as a day
//	=A1+B1 => 84   is a formula with the value that Excel saved
//
// A line "merge A1:D1" merges cells, "sheet NAME" begins a further sheet.
func xlsx(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: xlsx FILE TEXT")
	}
	book := excelize.NewFile()
	defer book.Close()
	format := "dd/mm/yyyy"
	day, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
	ts.Check(err)
	sheet, row := "Sheet1", 0
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		line = strings.TrimRight(line, "\n")
		if name, ok := strings.CutPrefix(line, "sheet "); ok {
			sheet, row = name, 0
			_, err := book.NewSheet(name)
			ts.Check(err)
			continue
		}
		if area, ok := strings.CutPrefix(line, "merge "); ok {
			from, to, _ := strings.Cut(area, ":")
			ts.Check(book.MergeCell(sheet, from, to))
			continue
		}
		row++
		for i, text := range strings.Split(line, "|") {
			at, err := excelize.CoordinatesToCellName(i+1, row)
			ts.Check(err)
			ts.Check(setCell(book, sheet, at, strings.TrimSpace(text), day))
		}
	}
	ts.Check(book.SaveAs(ts.MkAbs(args[0])))
}

// fill writes rows into the first sheet of a workbook below its last row, as a
// person fills in a template: one row a line, with HEADING=CELL between bars.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fill FILE TEXT")
	}
	book, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer book.Close()
	sheet := book.GetSheetList()[0]
	rows, err := book.GetRows(sheet)
	ts.Check(err)
	head := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 3 })
	row := len(rows)
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		row++
		for _, cell := range strings.Split(strings.TrimSpace(line), "|") {
			heading, text, _ := strings.Cut(cell, "=")
			col := slices.IndexFunc(rows[head], func(h string) bool { return strings.TrimRight(h, " *") == heading })
			if col < 0 {
				ts.Fatalf("no column %q in %q", heading, rows[head])
			}
			at, err := excelize.CoordinatesToCellName(col+1, row)
			ts.Check(err)
			ts.Check(setCell(book, sheet, at, text, 0))
		}
	}
	ts.Check(book.Save())
}

func setCell(book *excelize.File, sheet, at, text string, day int) error {
	switch {
	case text == "":
		return nil
	case strings.HasPrefix(text, "#"):
		digits, shown := strings.CutSuffix(text[1:], " day")
		n, err := strconv.ParseFloat(digits, 64)
		if err != nil {
			return err
		}
		if err := book.SetCellValue(sheet, at, n); err != nil || !shown {
			return err
		}
		return book.SetCellStyle(sheet, at, at, day)
	case strings.HasPrefix(text, "="):
		formula, value, _ := strings.Cut(text, " => ")
		n, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return err
		}
		if err := book.SetCellValue(sheet, at, n); err != nil {
			return err
		}
		return book.SetCellFormula(sheet, at, formula)
	}
	return book.SetCellStr(sheet, at, text)
}
