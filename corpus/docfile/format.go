package docfile

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
)

// format is how a file is written.
type format uint8

const (
	formatText format = iota // .txt, .md
	formatHTML
	formatDOCX
	formatXLSX
	formatPDF
)

// readers has one reader a format. Each returns an error that wraps one of this package's or ctx's.
var readers = [...]func(context.Context, []byte) (*File, error){
	formatText: readText,
	formatHTML: readHTML,
	formatDOCX: readDOCX,
	formatXLSX: readXLSX,
	formatPDF:  readPDF,
}

// extensions are those that a corpus directory is searched for.
var extensions = map[string]format{
	".txt": formatText, ".md": formatText, ".html": formatHTML, ".htm": formatHTML,
	".docx": formatDOCX, ".xlsx": formatXLSX, ".pdf": formatPDF,
}

// Supported reports whether a file of that name may be one that Read knows.
func Supported(name string) bool {
	_, ok := extensions[strings.ToLower(filepath.Ext(name))]
	return ok
}

// formatOf tells the format of a file, or says in an ErrFormat what it is instead and what to do.
func formatOf(name string, content []byte) (format, error) {
	switch {
	case bytes.HasPrefix(content, []byte("%PDF-")):
		return formatPDF, nil
	}
	f, ok := extensions[strings.ToLower(filepath.Ext(name))]
	if !ok {
		return 0, fmt.Errorf("%w: hãy lưu %q dưới dạng .docx, .pdf, .xlsx hoặc văn bản thuần", ErrFormat, filepath.Base(name))
	}
	return f, nil
}
