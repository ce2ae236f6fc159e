package docfile

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// legacy is an encoding of before Unicode. Its text is given as the Latin letters
// that stand at its codes today, which is how such text shows in other programs.
type legacy struct {
	toUnicode func(string) string
	note      string
}

var (
	tcvn3 = &legacy{tcvn3ToUnicode, "Tệp dùng bảng mã TCVN3 (ABC), đã chuyển sang Unicode; chữ hoa có dấu có thể thành chữ thường, " +
		"hãy đối chiếu tên riêng với bản gốc."}
	vni         = &legacy{vniToUnicode, "Tệp dùng bảng mã VNI, đã chuyển sang Unicode; hãy đối chiếu tên riêng và số liệu với bản gốc."}
	windows1258 = &legacy{windows1258ToUnicode, "Tệp dùng bảng mã Windows-1258, đã chuyển sang Unicode."}
)

var legacies = []*legacy{tcvn3, vni, windows1258}

// tcvn3Letters gives the letters of TCVN 5712:1993 from A1 on, as the .Vn fonts
// draw them; "-" is no letter. Capitals with a tone have no code of their own.
const tcvn3Letters = "" +
	"ĂÂÊÔƠƯĐăâêôơưđ-" + // A1
	"-----àảãáạ-ằẳẵắ-" + // B0
	"------ặầẩẫấậè-ẻẽ" + // C0
	"éẹềểễếệìỉ---ĩíịò" + // D0
	"-ỏõóọồổỗốộờởỡớợù" + // E0
	"-ủũúụừửữứựỳỷỹýỵ" //   F0

var tcvn3Runes = buildTCVN3()

func buildTCVN3() map[rune]rune {
	m := map[rune]rune{}
	code := rune(0xA1)
	for _, r := range tcvn3Letters {
		if r != '-' {
			m[code] = r
		}
		code++
	}
	return m
}

// tcvn3ToUnicode converts TCVN3 (ABC) text, given as Latin look-alikes. Capitals
// that their words make certain are restored.
func tcvn3ToUnicode(s string) string {
	converted := strings.Map(func(r rune) rune {
		if to, ok := tcvn3Runes[r]; ok {
			return to
		}
		return r
	}, s)
	lines := strings.SplitAfter(converted, "\n")
	for i, l := range lines {
		lines[i] = raiseShouted(l)
	}
	return strings.Join(lines, "")
}

// raiseShouted gives a line the capitals that TCVN3 cannot write: all of a line
// whose words are else in capitals ("CộNG HòA Xã HộI"), else of words that are ("BáO CáO").
func raiseShouted(line string) string {
	const ofWord, ofLine = 2, 3
	words := strings.SplitAfter(line, " ")
	var plain strings.Builder // without numbers and abbreviations, which are in capitals everywhere
	for i, w := range words {
		if !isShouted(w, 0) || isSyllable(strings.TrimFunc(w, isNoLetter)) {
			plain.WriteString(w)
		}
		if isShouted(w, ofWord) {
			words[i] = strings.ToUpper(w)
		}
	}
	if isShouted(plain.String(), ofLine) {
		return strings.ToUpper(line)
	}
	return strings.Join(words, "")
}

func isNoLetter(r rune) bool { return !unicode.IsLetter(r) }

// isShouted reports whether a text has at least so many capitals, and no small letter of which TCVN3 has the capital.
func isShouted(s string, least int) bool {
	capitals := 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case unicode.IsLower(r) && (r < 0x80 || strings.ContainsRune("ăâêôơưđ", r)):
			return false
		}
	}
	return capitals >= least
}

// vniMarks are the letters that a VNI vowel becomes with the mark behind it.
var vniMarks = map[rune]struct{ marks, letters string }{
	'a': {"ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ"},
	'e': {"ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"},
	'o': {"ùøûõïâáàåãä", "óòỏõọôốồổỗộ"},
	'u': {"ùøûõï", "úùủũụ"},
	'y': {"ùøûõ", "ýỳỷỹ"},
	'ô': {"ùøûõï", "ớờởỡợ"},
	'ö': {"ùøûõï", "ứừửữự"},
}

// vniAlone are the letters that VNI writes with one code.
var vniAlone = map[rune]rune{'ñ': 'đ', 'ô': 'ơ', 'ö': 'ư', 'í': 'í', 'ì': 'ì', 'æ': 'ỉ', 'ó': 'ĩ', 'ò': 'ị', 'î': 'ỵ'}

var vniPairs = buildVNI()

func buildVNI() map[[2]rune]rune {
	m := map[[2]rune]rune{}
	for base, row := range vniMarks {
		letters := []rune(row.letters)
		for i, mark := range []rune(row.marks) {
			m[[2]rune{base, mark}] = letters[i]
		}
	}
	return m
}

// vniToUnicode converts VNI text, given as Latin look-alikes: a vowel and its mark
// are two letters. Of a capital the mark may be written small.
func vniToUnicode(s string) string {
	runes := []rune(s)
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		low := unicode.ToLower(r)
		to, ok := rune(0), false
		if i+1 < len(runes) {
			to, ok = vniPairs[[2]rune{low, unicode.ToLower(runes[i+1])}]
		}
		if ok {
			i++
		} else if to, ok = vniAlone[low]; !ok {
			to = low
		}
		if low != r {
			to = unicode.ToUpper(to)
		}
		b.WriteRune(to)
	}
	return b.String()
}

// windows1258ToUnicode converts text of the Vietnamese code page of Windows, which writes the tones as combining marks.
func windows1258ToUnicode(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if b, ok := latinByte(r); ok {
			return charmap.Windows1258.DecodeByte(b)
		}
		return r
	}, s))
}

// fontToUnicode converts the text of a run by its font: the fonts of TCVN3 and VNI
// draw Latin letters as Vietnamese ones, and those that end in H all as capitals.
// Text that has Vietnamese letters of Unicode is left alone, whatever its font. The
// encoding is nil where nothing was converted.
func fontToUnicode(font, s string) (string, *legacy) {
	f := strings.ToLower(strings.TrimSpace(font))
	var l *legacy
	switch {
	case strings.HasPrefix(f, ".vn"):
		l = tcvn3
	case strings.HasPrefix(f, "vni-"):
		l = vni
	}
	if l == nil || strings.ContainsFunc(s, isModern) {
		return s, nil
	}
	to := l.toUnicode(s)
	if l == tcvn3 && strings.HasSuffix(f, "h") {
		to = strings.ToUpper(to)
	}
	if to == s {
		return s, nil
	}
	return to, l
}
