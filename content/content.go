// Package content is the programme as data, embedded: units, code lists,
// registers, indicators, boards, where to begin, reports, roles, cues on the pages
// of outlets and words. It holds no code; package catalog reads and checks it.
package content

import "embed"

// FS holds the files of this folder as they stand here.
//
//go:embed register indicator attention board report programme words code unit map media demo role.toml
var FS embed.FS
