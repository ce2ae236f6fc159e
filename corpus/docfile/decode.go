package docfile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decode returns the text of a file of letters: UTF-8, UTF-16 with or without a
// byte order mark, and the encodings of before Unicode where it recognises them
// for certain (see legacy). What it had to assume it says in Notes.
func decode(b []byte) (string, []Note, error) {
	if order := utf16Order(b); order != nil {
		text, err := decodeUTF16(b, order)
		return text, nil, err
	}
	if bytes.IndexByte(b, 0) >= 0 || mostlyControls(b) {
		return "", nil, fmt.Errorf("%w: đây là tệp nhị phân", ErrNoText)
	}
	if utf8.Valid(b) {
		text, notes, err := undouble(string(b))
		if notes != nil || err != nil {
			return text, notes, err
		}
		l, notes := lookAlikes(text)
		if l != nil {
			text = l.toUnicode(text)
		}
		return text, notes, nil
	}
	plain := latin(b)
	if l := recogniseLegacy(plain, fewWords); l != nil {
		return l.toUnicode(plain), []Note{{Text: l.note}}, nil
	}
	// A torn letter or two is damage; more is another encoding.
	repaired := strings.ToValidUTF8(string(b), "\uFFFD")
	bad := strings.Count(repaired, "\uFFFD")
	if bad*200 > len(b) {
		return "", nil, fmt.Errorf("%w và không nhận ra chắc chắn (có thể là VISCII, VPS, VNI hoặc TCVN3); "+
			"hãy mở bằng phần mềm đã soạn, chuyển sang Unicode rồi nạp lại", ErrEncoding)
	}
	return repaired, []Note{{Text: fmt.Sprintf("Có %d chỗ ký tự hỏng, hiện thành \uFFFD; hãy đối chiếu với bản gốc.", bad)}}, nil
}

// undouble repairs a text whose bytes of UTF-8 were once read as Windows-1252 and
// saved as UTF-8 again ("Káº¿ hoáº¡ch"). Chance does not write UTF-8: when all of
// it can be undone, it was done. Where letters were lost on the way it is refused.
func undouble(text string) (string, []Note, error) {
	if !hasLookAlikes(text, manyWords) {
		return text, nil, nil
	}
	once, lost := make([]byte, 0, len(text)), 0
	for _, r := range strings.TrimPrefix(text, "\uFEFF") {
		b, ok := latinByte(r)
		if r == utf8.RuneError {
			lost++
		} else if !ok {
			return text, nil, nil
		}
		once = append(once, b)
	}
	modern := 0
	for _, r := range string(once) {
		if isModern(r) {
			modern++
		}
	}
	switch {
	case modern < manyWords || lost == 0 && !utf8.Valid(once):
		return text, nil, nil
	case lost > 0:
		return "", nil, fmt.Errorf("%w: UTF-8 bị lưu sai hai lần và mất chữ, không khôi phục hết được; hãy xin lại bản gốc", ErrEncoding)
	}
	return string(once), []Note{{Text: "Tệp bị lưu sai bảng mã (UTF-8 hai lần), đã khôi phục chữ tiếng Việt; hãy đối chiếu với bản gốc."}}, nil
}

const mixedNote = "Một phần tệp viết bằng phông chữ cũ (TCVN3 hoặc VNI), chưa chuyển sang Unicode được; hãy chuyển mã cả tệp rồi nạp lại."

// lookAlikes recognises text that is Unicode by its form only: letters of TCVN3 or
// VNI were saved as the Latin letters of the same codes. Of a text that is such in
// part it says so and no more: word by word a guess would be too weak.
func lookAlikes(text string) (*legacy, []Note) {
	l := recogniseLegacy(text, manyWords)
	switch {
	case l != nil:
		return l, []Note{{Text: l.note}}
	case mixesLegacy(text):
		return nil, []Note{{Text: mixedNote}}
	}
	return nil, nil
}

// latin reads bytes as Windows-1252, the letters under which those of older encodings show today.
func latin(b []byte) string {
	var s strings.Builder
	s.Grow(len(b) + len(b)/4)
	for _, c := range b {
		r := charmap.Windows1252.DecodeByte(c)
		if r == utf8.RuneError { // a code without a letter
			r = rune(c)
		}
		s.WriteRune(r)
	}
	return s.String()
}

// latinByte is the byte that latin would show as that letter.
func latinByte(r rune) (byte, bool) {
	if b, ok := charmap.Windows1252.EncodeRune(r); ok && r != utf8.RuneError {
		return b, true
	}
	return byte(r), r < 0x100
}

// mostlyControls reports whether so many bytes are control characters that no one has typed them.
func mostlyControls(b []byte) bool {
	controls := 0
	for _, c := range b {
		if c < ' ' && !strings.ContainsRune("\t\n\v\f\r\x1a\x1b", rune(c)) || c == 0x7F {
			controls++
		}
	}
	return controls*20 > len(b)
}

func isUTF16(b []byte) bool { return utf16Order(b) != nil }

// utf16Order returns the byte order of UTF-16 text, nil for anything else. Without
// a mark the zero bytes tell: of Vietnamese text every blank, digit and plain letter has one, always on the same side.
func utf16Order(b []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return binary.LittleEndian
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return binary.BigEndian
	}
	const sample = 4096
	head := b[:min(len(b), sample)&^1]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	units, order := len(head)/2, binary.ByteOrder(binary.LittleEndian)
	if zeros[0] > zeros[1] {
		zeros[0], zeros[1], order = zeros[1], zeros[0], binary.BigEndian
	}
	if units < 4 || zeros[1]*5 < units*2 || zeros[0]*8 > zeros[1] || !readable(head, order) {
		return nil
	}
	return order
}

// readable reports whether the units are letters that a person may have written, as those of a binary file are not.
func readable(b []byte, order binary.ByteOrder) bool {
	odd, units := 0, len(b)/2
	for i := range units {
		switch r := rune(order.Uint16(b[2*i:])); {
		case r == '\t' || r == '\n' || r == '\r' || r == '\f':
		case utf16.IsSurrogate(r), unicode.IsControl(r), !unicode.IsPrint(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Mn, r):
			odd++
		}
	}
	return odd*50 <= units
}

func decodeUTF16(b []byte, order binary.ByteOrder) (string, error) {
	if len(b)%2 != 0 {
		return "", fmt.Errorf("%w: UTF-16 bị cắt dở; hãy tải lại hoặc xin lại bản gốc", ErrDamaged)
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	text := string(utf16.Decode(units))
	if strings.ContainsRune(text, 0) {
		return "", fmt.Errorf("%w: đây là tệp nhị phân", ErrNoText)
	}
	return strings.TrimPrefix(text, "\uFEFF"), nil
}
