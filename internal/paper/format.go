package paper

import (
	"io"

	"binhdang/internal/report"
)

// Format is a way to print a paper into a file.
type Format struct {
	Ending string
	Type   string // of content
	Binary bool   // not for a terminal
	// Render prints it. Base is under which address the pages are to which numbers
	// lead; "": nowhere, for a file on a disk.
	Render func(d *report.Document, w io.Writer, base string) error
}

// Formats in which papers are printed.
var Formats = []Format{
	{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", true, plain(report.DOCX)},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", true, plain(report.XLSX)},
	{"html", "text/html; charset=utf-8", false, report.HTML},
	{"json", "application/json", false, plain(report.JSON)},
}

// FormatOf finds a format by its ending; false if there is none.
func FormatOf(ending string) (Format, bool) {
	for _, f := range Formats {
		if f.Ending == ending {
			return f, true
		}
	}
	return Format{}, false
}

func plain(render func(*report.Document, io.Writer) error) func(*report.Document, io.Writer, string) error {
	return func(d *report.Document, w io.Writer, _ string) error { return render(d, w) }
}
