package docfile

import "context"

// readPDF reads pdf.
func readPDF(_ context.Context, _ []byte) (*File, error) {
	return nil, ErrFormat
}
