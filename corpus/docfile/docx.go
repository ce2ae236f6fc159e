package docfile

import "context"

// readDOCX reads docx.
func readDOCX(_ context.Context, _ []byte) (*File, error) {
	return nil, ErrFormat
}
