package docfile_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"dondoc/corpus/docfile"
)

func mustRead(t *testing.T, content []byte) *docfile.File {
	t.Helper()
	f, err := docfile.Read(t.Context(), "a.txt", content)
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return f
}

func utf16Bytes(s string, order binary.ByteOrder) []byte {
	units := append([]uint16{0xFEFF}, utf16.Encode([]rune(s))...)
	b := make([]byte, 2*len(units))
	for i, u := range units {
		order.PutUint16(b[2*i:], u)
	}
	return b
}

func TestReadDecodes(t *testing.T) {
	const text = "Sở Y tế tỉnh Lào Cai 😀"
	for name, content := range map[string][]byte{
		"UTF-8":                 []byte(text),
		"UTF-8 with mark":       []byte("\uFEFF" + text),
		"UTF-8 decomposed":      []byte("So\u031b\u0309 Y te\u0302\u0301 ti\u0309nh Lào Cai 😀"),
		"UTF-16 little endian":  utf16Bytes(text, binary.LittleEndian),
		"UTF-16 big endian":     utf16Bytes(text, binary.BigEndian),
		"hard blanks":           []byte("Sở\u00a0Y\u202ftế tỉnh Lào\u200b Cai 😀"),
		"page break and return": []byte("\fSở Y tế tỉnh Lào Cai 😀\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			f := mustRead(t, content)
			if len(f.Blocks) != 1 || f.Blocks[0].Text != text {
				t.Errorf("blocks %+v, want the one line %q", f.Blocks, text)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	odd := utf16Bytes("Sở", binary.LittleEndian)
	for name, c := range map[string]struct {
		file    string
		content []byte
		want    error
		says    string
	}{
		"empty":         {"a.txt", nil, docfile.ErrEmpty, "0 byte"},
		"empty PDF":     {"a.pdf", nil, docfile.ErrEmpty, "0 byte"},
		"blanks only":   {"a.md", []byte(" \n\t\n\f\n-----\n|---|---|\n"), docfile.ErrNoText, ""},
		"mark only":     {"a.md", []byte("\uFEFF"), docfile.ErrNoText, ""},
		"markup only":   {"a.md", []byte("**\n<br>\n#\n| | |\n"), docfile.ErrNoText, ""},
		"empty page":    {"a.html", []byte("<html><body><script>a</script></body></html>"), docfile.ErrNoText, ""},
		"binary":        {"a.txt", []byte("\x01\x02\x00\x00\x03"), docfile.ErrNoText, "nhị phân"},
		"not Unicode":   {"a.txt", []byte("K\xd5 ho\xb9ch"), docfile.ErrEncoding, "Unicode"},
		"UTF-16 cut":    {"a.txt", odd[:len(odd)-1], docfile.ErrDamaged, "cắt dở"},
		"too large":     {"a.txt", make([]byte, docfile.MaxSize+1), docfile.ErrTooLarge, "64 MB"},
		"front matter":  {"a.md", []byte("---\nsố: 1/QĐ\n---\n"), docfile.ErrNoText, ""},
		"size is first": {"a.doc", make([]byte, docfile.MaxSize+1), docfile.ErrTooLarge, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := docfile.Read(t.Context(), c.file, c.content)
			if f != nil || !errors.Is(err, c.want) {
				t.Fatalf("Read = %v, %v; want the error %v", f, err, c.want)
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %q does not say %q", err, c.says)
			}
		})
	}
}

func TestReadKeepsLightDamage(t *testing.T) {
	content := append(bytes.Repeat([]byte("Trồng rừng phòng hộ. "), 20), 0xE1)
	f := mustRead(t, content)
	if !strings.HasSuffix(f.Blocks[0].Text, "hộ. \uFFFD") {
		t.Errorf("the torn letter reads %q", f.Blocks[0].Text[len(f.Blocks[0].Text)-12:])
	}
	if len(f.Notes) != 1 || !strings.Contains(f.Notes[0].Text, "1 chỗ") {
		t.Errorf("notes %v do not tell of it", f.Notes)
	}
}

func TestSupported(t *testing.T) {
	for name, want := range map[string]bool{
		"a.txt": true, "A.TXT": true, "thư mục/b.Md": true, "a.docx": true, "a.XLSX": true, "a.xlsm": true, "a.pdf": true, "a.htm": true,
		"a.markdown": false, "a.doc": false, "a.png": false, "txt": false, "": false, ".txt": true,
	} {
		if got := docfile.Supported(name); got != want {
			t.Errorf("Supported(%q) = %v", name, got)
		}
	}
}
