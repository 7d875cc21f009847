package base

import _ "embed"

// CSS is the style of what the frame adds.
//
//go:embed base.css
var CSS string

//go:embed page.js
var pageScript []byte

//go:embed mark.svg
var mark []byte

// Scripts are the files of the pages beside those of the parts: one script, which
// no page needs to work, and the mark of the window.
func Scripts() map[string][]byte { return map[string][]byte{"page.js": pageScript, "mark.svg": mark} }
