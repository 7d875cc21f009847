// Package content is the programme as data, embedded: units, code lists,
// registers, indicators, reports, roles and words. It holds no code; package
// catalog reads and checks it.
package content

import "embed"

// FS holds every file of this folder's subfolders, and the roles.
//
//go:embed role.toml */*
var FS embed.FS
