// Package content is the programme as data, embedded: units, code lists,
// registers, indicators, boards, where to begin, reports, roles and words. It holds no code; package
// catalog reads and checks it.
package content

import "embed"

// FS holds the files of this folder as they stand here.
//
//go:embed register indicator attention media board report programme words code unit map demo role.toml
var FS embed.FS
