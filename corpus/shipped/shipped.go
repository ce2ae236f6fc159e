// Package shipped holds the documents that the binary carries, retold in our own words,
// so that the program answers on a fresh machine with nothing loaded.
package shipped

import "embed"

// Files holds the documents at its root.
//
//go:embed *.md
var Files embed.FS
