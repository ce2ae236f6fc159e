package docfile

import "context"

// readHTML reads html.
func readHTML(_ context.Context, _ []byte) (*File, error) {
	return nil, ErrFormat
}
