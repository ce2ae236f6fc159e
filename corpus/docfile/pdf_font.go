package docfile

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// pdfFont is what reading needs of a font: how its codes are cut, how wide they are and what they say.
type pdfFont struct {
	name     string
	codes    *pdfCMap // of codes with several bytes; nil for one byte
	unicode  *pdfCMap
	encoding *[256]string    // of codes with one byte, when known
	widths   map[int]float64 // in widths of the em
	plain    float64         // the width of all others
	legacy   pdfLegacy
	utf16    bool // codes are UTF-16
	symbolic bool // bullets and ticks
}

// pdfLegacy is the encoding of fonts from before Unicode, which only their name tells.
type pdfLegacy uint8

const (
	pdfNotLegacy  pdfLegacy = iota
	pdfTCVN3                // .VnTime
	pdfTCVN3Upper           // .VnTimeH: capitals drawn from lower-case codes
	pdfVNI                  // VNI-Times
)

// pdfMostFonts is how many fonts are kept; a file may have a subset for every page.
const pdfMostFonts = 256

// font returns the font behind a reference, read once.
func (p *pdfPainter) font(v any) *pdfFont {
	ref, isRef := v.(pdfRef)
	if f, ok := p.fonts[ref]; ok && isRef {
		return f
	}
	f := p.d.readFont(p.d.dict(v))
	if isRef {
		if len(p.fonts) >= pdfMostFonts {
			clear(p.fonts)
		}
		p.fonts[ref] = f
	}
	return f
}

func (d *pdfDoc) readFont(dict pdfDict) *pdfFont {
	f := &pdfFont{widths: map[int]float64{}, plain: 0.5}
	if dict == nil {
		return f // a font that is missing tells nothing
	}
	whole := string(d.name(dict["BaseFont"]))
	f.name = withoutSubset(whole)
	f.legacy = legacyOf(f.name)
	lower := strings.ToLower(f.name)
	f.symbolic = strings.Contains(lower, "symbol") || strings.Contains(lower, "wingding") || strings.Contains(lower, "dingbat")
	if s, ok := d.resolve(dict["ToUnicode"]).(*pdfStream); ok {
		b, _ := d.unpack(s)
		f.unicode = readCMap(b)
	}
	if d.name(dict["Subtype"]) == "Type0" {
		d.readComposite(f, dict)
	} else {
		d.readSimple(f, dict, f.name != whole)
	}
	return f
}

// withoutSubset drops the mark of a subset, "ABCDEF+", from the name of a font.
func withoutSubset(name string) string {
	if i := strings.IndexByte(name, '+'); i == 6 {
		return name[i+1:]
	}
	return name
}

func legacyOf(name string) pdfLegacy {
	family, _, _ := strings.Cut(name, ",")
	family, _, _ = strings.Cut(family, "-Bold")
	switch {
	case strings.HasPrefix(family, ".Vn") || strings.HasPrefix(family, "Vn") && len(family) > 2 && unicode.IsUpper(rune(family[2])):
		if strings.HasSuffix(family, "H") {
			return pdfTCVN3Upper
		}
		return pdfTCVN3
	case strings.HasPrefix(family, "VNI"):
		return pdfVNI
	}
	return pdfNotLegacy
}

// readComposite reads a font whose codes have two bytes as a rule.
func (d *pdfDoc) readComposite(f *pdfFont, dict pdfDict) {
	f.codes = &pdfCMap{}
	switch enc := d.resolve(dict["Encoding"]).(type) {
	case *pdfStream:
		b, _ := d.unpack(enc)
		f.codes = readCMap(b)
	case pdfName:
		f.utf16 = strings.Contains(string(enc), "UCS2") || strings.Contains(string(enc), "UTF16")
	}
	descendants := d.array(dict["DescendantFonts"])
	if len(descendants) == 0 {
		return
	}
	cid := d.dict(descendants[0])
	f.plain = 1
	if w, ok := d.number(cid["DW"]); ok {
		f.plain = w / 1000
	}
	d.readCIDWidths(f, d.array(cid["W"]))
}

// readCIDWidths reads "c [w w w]" and "first last w".
func (d *pdfDoc) readCIDWidths(f *pdfFont, a pdfArray) {
	for i := 0; i+1 < len(a); {
		first, ok := d.integer(a[i])
		if !ok {
			return
		}
		if list := d.array(a[i+1]); list != nil {
			for n, v := range list {
				if w, ok := d.number(v); ok && len(f.widths) < pdfMostCodes {
					f.widths[first+n] = w / 1000
				}
			}
			i += 2
			continue
		}
		if i+2 >= len(a) {
			return
		}
		last, _ := d.integer(a[i+1])
		w, _ := d.number(a[i+2])
		for c := first; c <= last && len(f.widths) < pdfMostCodes; c++ {
			f.widths[c] = w / 1000
		}
		i += 3
	}
}

// readSimple reads a font whose codes have one byte.
func (d *pdfDoc) readSimple(f *pdfFont, dict pdfDict, subset bool) {
	scale := 0.001
	if m := d.array(dict["FontMatrix"]); len(m) == 6 { // of a Type3 font
		if s, ok := d.number(m[0]); ok {
			scale = s
		}
	}
	first, _ := d.integer(dict["FirstChar"])
	widths := d.array(dict["Widths"])
	for i, v := range widths {
		if w, ok := d.number(v); ok && i < 256 {
			f.widths[first+i] = w * scale
		}
	}
	descriptor := d.dict(dict["FontDescriptor"])
	if w, ok := d.number(descriptor["MissingWidth"]); ok && w > 0 {
		f.plain = w * scale
	}
	if widths == nil {
		standardWidths(f)
	}
	flags, _ := d.integer(descriptor["Flags"])
	const symbolic = 4
	d.readEncoding(f, dict["Encoding"], subset && flags&symbolic != 0)
}

// readEncoding finds out what the codes of one byte say. Those of the subset of a
// symbolic font without an encoding are known only to the font program: then encoding stays nil.
func (d *pdfDoc) readEncoding(f *pdfFont, v any, private bool) {
	base := d.name(v)
	dict := d.dict(v)
	if dict != nil {
		base = d.name(dict["BaseEncoding"])
	}
	switch {
	case base == "WinAnsiEncoding", f.legacy != pdfNotLegacy:
		f.encoding = &pdfWinAnsi
	case base == "MacRomanEncoding":
		f.encoding = &pdfMacRoman
	case !private && !f.symbolic || base == "StandardEncoding":
		f.encoding = &pdfStandard
	}
	if dict["Differences"] == nil {
		return
	}
	var changed [256]string
	if f.encoding != nil {
		changed = *f.encoding
	}
	code := 0
	for _, v := range d.array(dict["Differences"]) {
		switch v := d.resolve(v).(type) {
		case int:
			code = v
		case pdfName:
			if code >= 0 && code < 256 {
				changed[code] = textOfGlyph(string(v))
			}
			code++
		}
	}
	f.encoding = &changed
}

// next cuts the first code off s.
func (f *pdfFont) next(s string) (code, size int) {
	if f.codes == nil {
		return int(s[0]), 1
	}
	return f.codes.next(s)
}

// width returns the width of a code, in widths of the em.
func (f *pdfFont) width(code int) float64 {
	if f.codes != nil {
		if cid, ok := f.codes.cid[code]; ok {
			code = cid
		}
	}
	if w, ok := f.widths[code]; ok {
		return w
	}
	return f.plain
}

// text returns what a code says; false when the font does not tell.
func (f *pdfFont) text(code int) (string, bool) {
	s := ""
	if f.unicode != nil {
		s = f.unicode.text[code]
	}
	switch {
	case s != "":
	case f.symbolic && f.codes == nil:
		return pdfBullet(rune(code)), true
	case f.codes == nil && f.encoding != nil && code < 256:
		s = f.encoding[code]
	case f.utf16:
		s = string(rune(code))
	}
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case s == "" || r == 0 || r == utf8.RuneError:
		return "", false
	case r >= 0xE000 && r <= 0xF8FF && size == len(s):
		return pdfBullet(r & 0xFF), true
	case size == len(s) && r >= 0xFB00 && r <= 0xFB04:
		return [...]string{"ff", "fi", "fl", "ffi", "ffl"}[r-0xFB00], true
	}
	return s, true
}

// pdfBullet tells the signs of Wingdings and Symbol that plans use: ticks, boxes, and bullets of many shapes.
func pdfBullet(r rune) string {
	switch r {
	case 0xFC:
		return "✓"
	case 0xFE:
		return "☑"
	case 0xA8, 0x6F, 0x71:
		return "☐"
	case ' ':
		return " "
	case '-', '+', '*', '=', '/', '(', ')', '.', ',', ':', '%', '<', '>':
		return string(r)
	case 0xB3:
		return "≥"
	case 0xA3:
		return "≤"
	}
	if r >= '0' && r <= '9' {
		return string(r)
	}
	return "•"
}

// standardWidths gives a font without widths, one of the fourteen of every reader, those of Times, Helvetica or Courier.
func standardWidths(f *pdfFont) {
	lower := strings.ToLower(f.name)
	table := pdfTimesWidths
	switch {
	case strings.Contains(lower, "courier"):
		f.plain = 0.6
		return
	case strings.Contains(lower, "helvetica"), strings.Contains(lower, "arial"):
		table = pdfHelveticaWidths
	}
	for i, w := range table {
		f.widths[' '+i] = float64(w) / 1000
	}
}

// The widths of the signs from " " to "~" in thousandths of the em.
var (
	pdfTimesWidths = [...]int{
		250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500,
		500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722,
		556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500,
		500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
	}
	pdfHelveticaWidths = [...]int{
		278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
		556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
		667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
		556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
	}
)
