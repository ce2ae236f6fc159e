package docfile

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
)

// newXMLDecoder reads markup whose tags and texts have at most that many bytes; the caller
// tells the guard how far the decoder has come. what is how people call such a piece.
func newXMLDecoder(r io.Reader, most int64, what string) (*xml.Decoder, *xmlGuard) {
	guard := &xmlGuard{r: r, most: most, what: what}
	dec := xml.NewDecoder(bufio.NewReaderSize(guard, 64<<10))
	// Whatever is declared, it is UTF-8 that programs write; other bytes are an error of their own.
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return dec, guard
}

// xmlGuard stops a tag or text that would fill the memory: the decoder holds each as a whole.
type xmlGuard struct {
	r          io.Reader
	most       int64 // bytes that one may have
	what       string
	read, done int64 // bytes taken, and those of tokens that the decoder has returned
}

// Read fails with ErrTooLarge when the token under way is too long already.
func (g *xmlGuard) Read(b []byte) (int, error) {
	if g.read-g.done > g.most {
		return 0, fmt.Errorf("%w: %s dài hơn %d MB", ErrTooLarge, g.what, g.most>>20)
	}
	n, err := g.r.Read(b)
	g.read += int64(n)
	return n, err
}
