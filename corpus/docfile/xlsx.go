package docfile

import "context"

// readXLSX reads xlsx.
func readXLSX(_ context.Context, _ []byte) (*File, error) {
	return nil, ErrFormat
}
