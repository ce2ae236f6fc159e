package docfile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// decode returns the text of UTF-8 (with or without a byte order mark) and of UTF-16 with one.
func decode(b []byte) (string, error) {
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return decodeUTF16(b[2:], binary.LittleEndian)
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return decodeUTF16(b[2:], binary.BigEndian)
	}
	if bytes.IndexByte(b, 0) >= 0 {
		return "", fmt.Errorf("%w: đây là tệp nhị phân", ErrNoText)
	}
	// A torn letter or two is damage; more is another encoding.
	if !utf8.Valid(b) {
		bad := bytes.Count(bytes.ToValidUTF8(b, []byte("\uFFFD")), []byte("\uFFFD"))
		if bad*200 > len(b) {
			return "", fmt.Errorf("%w: hãy chuyển tệp (có thể là TCVN3 hoặc VNI) sang Unicode", ErrEncoding)
		}
	}
	return string(b), nil
}

func decodeUTF16(b []byte, order binary.ByteOrder) (string, error) {
	if len(b)%2 != 0 {
		return "", fmt.Errorf("%w: UTF-16 bị cắt dở", ErrEncoding)
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units)), nil
}
