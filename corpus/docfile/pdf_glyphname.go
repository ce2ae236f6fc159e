package docfile

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// pdfGlyphNames are the names of glyphs that are no letters, with what they stand for.
var pdfGlyphNames = pairsOf(`exclam ! quotedbl " numbersign # dollar $ percent % ampersand & quotesingle ' parenleft ( parenright )
	asterisk * plus + comma , hyphen - minus - period . slash / zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9
	colon : semicolon ; less < equal = greater > question ? at @ bracketleft [ backslash \ bracketright ] asciicircum ^ underscore _
	grave ` + "`" + ` braceleft { bar | braceright } asciitilde ~ bullet • endash – emdash — quoteleft ‘ quoteright ’ quotedblleft “
	quotedblright ” quotedblbase „ quotesinglbase ‚ ellipsis … dagger † daggerdbl ‡ perthousand ‰ guilsinglleft ‹ guilsinglright ›
	guillemotleft « guillemotright » fraction ⁄ fi fi fl fl ff ff ffi ffi ffl ffl degree ° plusminus ± multiply × divide ÷ section §
	paragraph ¶ periodcentered · middot · copyright © registered ® trademark ™ Euro € dong ₫ cent ¢ sterling £ yen ¥ currency ¤ mu µ
	germandbls ß ae æ AE Æ oe œ OE Œ oslash ø Oslash Ø dcroat đ dmacron đ Dcroat Đ eth ð Eth Ð thorn þ Thorn Þ dotlessi ı
	onesuperior ¹ twosuperior ² threesuperior ³ onehalf ½ onequarter ¼ threequarters ¾ lessequal ≤ greaterequal ≥ notequal ≠
	arrowright → arrowleft ← checkmark ✓ acute ´ circumflex ˆ tilde ˜ dieresis ¨ cedilla ¸ macron ¯ ordfeminine ª ordmasculine º
	exclamdown ¡ questiondown ¿ brokenbar ¦ logicalnot ¬`)

// pdfMarks are the marks that the name of a letter may carry: "ecircumflexacute".
var pdfMarks = pairsOf("acute \u0301 grave \u0300 circumflex \u0302 dieresis \u0308 tilde \u0303 caron \u030c breve \u0306 ring \u030a " +
	"cedilla \u0327 macron \u0304 ogonek \u0328 dotaccent \u0307 dotbelow \u0323 hookabove \u0309 hook \u0309 horn \u031b")

func pairsOf(list string) map[string]string {
	words := strings.Fields(list)
	pairs := make(map[string]string, len(words)/2)
	for i := 0; i+1 < len(words); i += 2 {
		pairs[words[i]] = words[i+1]
	}
	return pairs
}

// textOfGlyph returns what a glyph name stands for, "" when the name does not tell.
func textOfGlyph(name string) string {
	name, _, _ = strings.Cut(name, ".") // "a.sc", "one.oldstyle"
	if name == "space" || name == "nbspace" || name == "nonbreakingspace" {
		return " "
	}
	if s, ok := pdfGlyphNames[name]; ok {
		return s
	}
	for _, prefix := range []string{"uni", "u"} {
		if hex, ok := strings.CutPrefix(name, prefix); ok && len(hex) >= 4 && len(hex) <= 6 {
			if n, err := strconv.ParseUint(hex, 16, 21); err == nil && utf8.ValidRune(rune(n)) {
				return string(rune(n))
			}
		}
	}
	if name == "" || name[0]|0x20 < 'a' || name[0]|0x20 > 'z' {
		return ""
	}
	text := name[:1]
	for rest := name[1:]; rest != ""; {
		cut := false
		for mark, r := range pdfMarks {
			// "hook" is the beginning of "hookabove": the longer one counts.
			if after, ok := strings.CutPrefix(rest, mark); ok && !strings.HasPrefix(after, "above") {
				text, rest, cut = text+r, after, true
				break
			}
		}
		if !cut {
			return ""
		}
	}
	return norm.NFC.String(text)
}

// The encodings of fonts with codes of one byte.
var (
	pdfWinAnsi  = encodingOf(charmap.Windows1252)
	pdfMacRoman = encodingOf(charmap.Macintosh)
	pdfStandard = standardEncoding()
)

func encodingOf(cm *charmap.Charmap) (e [256]string) {
	for i := 32; i < 256; i++ {
		if r := cm.DecodeByte(byte(i)); r != utf8.RuneError {
			e[i] = string(r)
		}
	}
	return e
}

// standardEncoding is that of fonts which name none: ASCII with curly quotes, and marks of its own above.
func standardEncoding() (e [256]string) {
	for i := 32; i < 127; i++ {
		e[i] = string(rune(i))
	}
	e['\''], e['`'] = "’", "‘"
	upper := []string{
		0xA1: "¡", "¢", "£", "⁄", "¥", "ƒ", "§", "¤", "'", "“", "«", "‹", "›", "fi", "fl",
		0xB1: "–", "†", "‡", "·", 0xB6: "¶", "•", "‚", "„", "”", "»", "…", "‰", 0xBF: "¿",
		0xD0: "—", 0xE1: "Æ", 0xE3: "ª", 0xE9: "Ø", "Œ", "º", 0xF1: "æ", 0xF5: "ı", 0xF9: "ø", "œ", "ß",
	}
	for i, s := range upper {
		if s != "" {
			e[i] = s
		}
	}
	return e
}
