package news

import (
	"binhdang/internal/media/text"
	"binhdang/internal/period"
)

// item is one article of what was handed in.
type item struct {
	Name string // of the file, with the place in it where it holds several; "" for a pasted text
	Text *text.Article
	Day  period.Day // on which it was published; 0: nobody says
	Link string
	Err  error // why it could not be read
}

// read gives the articles of a file: one of a page or a text.
func read(name string, data []byte) []item {
	a, err := text.File(data)
	if err != nil {
		return []item{{Name: name, Err: err}}
	}
	return []item{{Name: name, Text: a, Day: a.Published}}
}
