package docfile

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"io"
)

// pdfMostFilters bounds the filters of one stream; real ones have two at most.
const pdfMostFilters = 4

// unpack returns the content of a stream. Of a damaged one it returns what could
// be read, and false; of a picture nothing.
func (d *pdfDoc) unpack(s *pdfStream) ([]byte, bool) {
	b := s.raw
	filters, params := d.listOf(s.dict["Filter"]), d.listOf(s.dict["DecodeParms"])
	if len(filters) > pdfMostFilters || d.err != nil {
		return nil, false
	}
	if d.crypt != nil && s.dict["Type"] != pdfName("XRef") && !d.plainFilter(filters, params) {
		b = d.crypt.decrypt(s.ref, b)
	}
	whole := !s.cut
	for i, f := range filters {
		var parms pdfDict
		if i < len(params) {
			parms = d.dict(params[i])
		}
		var ok bool
		b, ok = d.filter(d.name(f), parms, b)
		whole = whole && ok
		if !d.spend(len(b)) {
			return nil, false
		}
	}
	return b, whole
}

// listOf returns the elements of an array, or the one object that stands in its place.
func (d *pdfDoc) listOf(v any) pdfArray {
	switch v := d.resolve(v).(type) {
	case nil:
		return nil
	case pdfArray:
		return v
	default:
		return pdfArray{v}
	}
}

// plainFilter reports whether the stream says that it is not encrypted in an encrypted file.
func (d *pdfDoc) plainFilter(filters, params pdfArray) bool {
	if len(filters) == 0 || d.name(filters[0]) != "Crypt" {
		return false
	}
	return len(params) == 0 || d.name(d.dict(params[0])["Name"]) == "Identity" || d.dict(params[0])["Name"] == nil
}

// filter undoes one filter.
func (d *pdfDoc) filter(name pdfName, parms pdfDict, b []byte) ([]byte, bool) {
	switch name {
	case "FlateDecode", "Fl":
		out, ok := inflate(b)
		return d.unpredict(parms, out), ok
	case "LZWDecode", "LZW":
		early := 1
		if n, ok := d.integer(parms["EarlyChange"]); ok {
			early = n
		}
		return d.unpredict(parms, unLZW(b, early)), true
	case "ASCIIHexDecode", "AHx":
		end := bytes.IndexByte(b, '>')
		if end < 0 {
			end = len(b)
		}
		return decodePDFHex(b[:end]), true
	case "ASCII85Decode", "A85":
		return unASCII85(b)
	case "RunLengthDecode", "RL":
		return unRunLength(b), true
	case "Crypt":
		return b, true
	}
	return nil, true // DCTDecode, JPXDecode and their like: pictures
}

// inflate unpacks up to pdfMostStream bytes.
func inflate(b []byte) ([]byte, bool) {
	r, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, false
	}
	var out bytes.Buffer
	n, err := io.Copy(&out, io.LimitReader(r, pdfMostStream+1))
	if n > pdfMostStream {
		return nil, false
	}
	// A wrong checksum behind all of the data is the fault of many a program, and none for us.
	return out.Bytes(), err == nil || err == zlib.ErrChecksum
}

// unLZW undoes the LZW of PDF and TIFF: codes of 9 to 12 bits, highest bit first.
func unLZW(b []byte, early int) []byte {
	const clear, end, most = 256, 257, 4096
	var (
		out         []byte
		from, size  [most]int // by code: where its bytes stand in out
		next, width = 258, 9
		bits, have  int
		at, length  int // of the bytes of the code before; no length behind a clear
	)
	for _, c := range b {
		bits, have = bits<<8|int(c), have+8
		if have < width {
			continue
		}
		have -= width
		code := bits >> have & (1<<width - 1)
		bits &= 1<<have - 1
		if code == clear {
			next, width, length = 258, 9, 0
			continue
		}
		here := len(out)
		switch {
		case code < clear:
			out = append(out, byte(code))
		case code == end || code > next || code == next && length == 0 || len(out) > pdfMostStream:
			return out
		case code < next:
			out = append(out, out[from[code]:from[code]+size[code]]...)
		default: // the code that is made just now: the bytes before, with the first of them again
			out = append(out, out[at:at+length]...)
			out = append(out, out[here])
		}
		if length > 0 && next < most { // the bytes before and the first of these stand side by side
			from[next], size[next] = at, length+1
			next++
		}
		at, length = here, len(out)-here
		for width < 12 && next+early >= 1<<width {
			width++
		}
	}
	return out
}

func unASCII85(b []byte) ([]byte, bool) {
	b = bytes.TrimSpace(b)
	b = bytes.TrimPrefix(b, []byte("<~"))
	if end := bytes.IndexByte(b, '~'); end >= 0 {
		b = b[:end]
	}
	out := make([]byte, 4*len(b)+8) // "z" stands for four bytes
	n, _, err := ascii85.Decode(out, b, true)
	return out[:n], err == nil
}

func unRunLength(b []byte) []byte {
	var out []byte
	for i := 0; i < len(b) && len(out) < pdfMostStream; {
		n := int(b[i])
		i++
		switch {
		case n < 128:
			end := min(i+n+1, len(b))
			out = append(out, b[i:end]...)
			i = end
		case n > 128 && i < len(b):
			out = append(out, bytes.Repeat(b[i:i+1], 257-n)...)
			i++
		case n == 128:
			return out
		}
	}
	return out
}

// unpredict undoes the predictors of PNG, and of TIFF for bytes: differences to the pixel before or above.
func (d *pdfDoc) unpredict(parms pdfDict, b []byte) []byte {
	predictor, _ := d.integer(parms["Predictor"])
	if predictor < 2 {
		return b
	}
	value := func(key pdfName, or int) int {
		if n, ok := d.integer(parms[key]); ok && n > 0 && n < 1<<20 {
			return n
		}
		return or
	}
	colors, bits, columns := value("Colors", 1), value("BitsPerComponent", 8), value("Columns", 1)
	pixel, row := max(1, colors*bits/8), (colors*bits*columns+7)/8
	if predictor == 2 {
		for i := 0; i < len(b) && bits == 8; i++ {
			if i%row >= pixel {
				b[i] += b[i-pixel]
			}
		}
		return b
	}
	out := b[:0]
	above := make([]byte, min(row, len(b)))
	for len(b) > 1 {
		kind := b[0]
		line := b[1:min(1+row, len(b))]
		b = b[1+len(line):]
		unfilterPNG(kind, line, above, pixel)
		copy(above, line)
		out = append(out, line...)
	}
	return out
}

func unfilterPNG(kind byte, line, above []byte, pixel int) {
	for i := range line {
		var left, up, corner int
		up = int(above[i])
		if i >= pixel {
			left, corner = int(line[i-pixel]), int(above[i-pixel])
		}
		switch kind {
		case 1:
			line[i] += byte(left)
		case 2:
			line[i] += byte(up)
		case 3:
			line[i] += byte((left + up) / 2)
		case 4:
			line[i] += byte(paeth(left, up, corner))
		}
	}
}

// paeth returns the one of the three neighbours that is nearest to left + up - corner.
func paeth(left, up, corner int) int {
	p := left + up - corner
	a, b, c := max(p-left, left-p), max(p-up, up-p), max(p-corner, corner-p)
	switch {
	case a <= b && a <= c:
		return left
	case b <= c:
		return up
	}
	return corner
}
