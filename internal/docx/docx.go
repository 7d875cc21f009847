// Package docx writes WordprocessingML documents as Word and LibreOffice read them.
//
// A Document is a tree of plain values: sections of blocks, a block being a
// Paragraph or a Table. Write turns it into a .docx whose bytes depend on the
// tree alone: there is no clock and no map order in them. Lengths are in
// millimetres, type sizes and gaps in points. The package knows what a page, a
// paragraph and a table are; it knows nothing of what stands on them.
package docx

// Align says where the lines of a paragraph stand.
type Align string

// The alignments; the empty one is Left.
const (
	Left    Align = ""
	Center  Align = "center"
	Right   Align = "right"
	Justify Align = "both"
)

// Document is all of one file.
type Document struct {
	Title    string // for the properties of the file
	Author   string
	Lang     string  // language of the text for the spelling check, such as "vi-VN"
	Font     string  // of everything
	Size     float64 // of text that names no size
	Margins  Margins
	Numbers  float64 // size of the page number, centred in the top margin from the second page on; 0: none
	Notice   []Run   // centred in the top margin of the first page, which bears no number
	Sections []Section
}

// Margins of every page. On a landscape page they keep their names: Left is
// where the binding is on an upright page only.
type Margins struct{ Top, Right, Bottom, Left float64 }

// Section is a run of pages that stand one way. The second and later sections begin on a new page.
type Section struct {
	Landscape bool
	Blocks    []Block
}

// A4, upright.
const (
	PageWidth  = 210.0
	PageHeight = 297.0
)

// Width is how wide the text of the section stands.
func (d *Document) Width(s Section) float64 {
	if s.Landscape {
		return PageHeight - d.Margins.Left - d.Margins.Right
	}
	return PageWidth - d.Margins.Left - d.Margins.Right
}

// Block is a Paragraph or a Table.
type Block interface{ block() }

// Paragraph is one paragraph.
type Paragraph struct {
	Runs      []Run
	Align     Align
	First     float64 // indent of the first line; negative hangs
	Left      float64 // indents of all lines
	Right     float64
	Before    float64 // gaps
	After     float64
	Line      float64 // height of a line as a multiple of single; 0: single
	KeepNext  bool    // stays on the page of the block that follows
	KeepLines bool    // is not parted between pages
	NewPage   bool    // begins a page
	Outline   int     // 1 to 9: a heading of that level; 0: text
	// Rule makes the paragraph an empty line of almost no height with a line
	// of Rule millimetres drawn through the middle of the Width given; Runs are ignored.
	Rule, Width float64
}

// Run is text in one face. A line break in Text breaks the line.
type Run struct {
	Text      string
	Bold      bool
	Italic    bool
	Underline bool
	Super     bool
	Size      float64 // 0: the document's
	Color     string  // RRGGBB; empty: black as the reader draws it
}

// Table is a table of fixed columns as wide as the widths given.
type Table struct {
	Widths  []float64
	Borders bool
	Center  bool // stands in the middle of the line
	Rows    []Row
	// Name and Summary are read aloud to people who do not see the table.
	Name, Summary string
}

// Row of a table. A row is never parted between pages.
type Row struct {
	Cells    []Cell
	Header   bool    // repeated on every page that the table reaches; such rows come first
	Height   float64 // at least
	KeepNext bool    // stays on the page of the row that follows
}

// Cell of a row.
type Cell struct {
	Paragraphs []Paragraph
	Span       int  // columns that it takes, at least 1
	Middle     bool // stands in the middle of the height
}

func (Paragraph) block() {}
func (Table) block()     {}
