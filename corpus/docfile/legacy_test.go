package docfile

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// notice is a text as offices write them, in our own words.
const notice = `ỦY BAN NHÂN DÂN XÃ AN KHÊ
Số: 09/TB-UBND

THÔNG BÁO
Về việc trực phòng, chống lũ năm 2031

1. Trạm Thủy nông chủ trì, phối hợp với Công an xã kiểm tra các cống dưới đê, hoàn thành trước ngày 15/5/2031.
2. Đội xung kích trực 24/24 giờ; mỗi ca gồm 06 người, có xuồng máy, phao và đèn pin.
3. Văn phòng tổng hợp, gửi báo cáo vào thứ Sáu hằng tuần. Những khó khăn vướng mắc, đề nghị phản ánh kịp thời.
`

// toTCVN3 writes text as TCVN3 does: capitals with a tone become small.
func toTCVN3(s string) string {
	codes := map[rune]rune{}
	for code, r := range tcvn3Runes {
		codes[r] = code
	}
	return strings.Map(func(r rune) rune {
		if code, ok := codes[r]; ok {
			return code
		}
		if code, ok := codes[unicode.ToLower(r)]; ok {
			return code
		}
		return r
	}, s)
}

func toVNI(s string) string {
	codes := map[rune]string{}
	for pair, r := range vniPairs {
		codes[r] = string(pair[:])
	}
	for code, r := range vniAlone {
		codes[r] = string(code)
	}
	var b strings.Builder
	for _, r := range s {
		code, ok := codes[unicode.ToLower(r)]
		switch {
		case !ok:
			code = string(r)
		case unicode.IsUpper(r):
			code = strings.ToUpper(code)
		}
		b.WriteString(code)
	}
	return b.String()
}

// to1258 writes text as Windows-1258 does, the tones behind their letters, and shows its bytes as Windows-1252.
func to1258(t *testing.T, s string) string {
	t.Helper()
	var bytes []byte
	for _, r := range s {
		var base []rune
		tone := rune(0)
		for _, d := range norm.NFD.String(string(r)) {
			if toneMarks[d] {
				tone = d
			} else {
				base = append(base, d)
			}
		}
		whole := []rune(norm.NFC.String(string(base)))
		if tone != 0 {
			whole = append(whole, tone)
		}
		for _, w := range whole {
			b, ok := charmap.Windows1258.EncodeRune(w)
			if !ok {
				t.Fatalf("%q is not of Windows-1258", w)
			}
			bytes = append(bytes, b)
		}
	}
	return latin(bytes)
}

// singleBytes writes look-alikes as the bytes that they stand for.
func singleBytes(t *testing.T, s string) []byte {
	t.Helper()
	var bytes []byte
	for _, r := range s {
		b, ok := latinByte(r)
		if !ok {
			t.Fatalf("%q is no look-alike", r)
		}
		bytes = append(bytes, b)
	}
	return bytes
}

func TestDecodeLegacy(t *testing.T) {
	for name, c := range map[string]struct {
		lookAlikes string
		says       string
		fold       bool // letters in capitals may have become small
	}{
		"TCVN3":        {toTCVN3(notice), "TCVN3", true},
		"VNI":          {toVNI(notice), "VNI", false},
		"Windows-1258": {to1258(t, notice), "1258", false},
	} {
		for form, content := range map[string][]byte{"bytes": singleBytes(t, c.lookAlikes), "saved as UTF-8": []byte(c.lookAlikes)} {
			t.Run(name+" "+form, func(t *testing.T) {
				text, notes, err := decode(content)
				if err != nil {
					t.Fatal(err)
				}
				if len(notes) != 1 || !strings.Contains(notes[0].Text, c.says) {
					t.Errorf("notes %v do not name %s", notes, c.says)
				}
				if want := notice; text != want && !(c.fold && strings.EqualFold(text, want)) {
					t.Errorf("got:\n%s\nwant:\n%s", text, want)
				}
			})
		}
	}
}

// TestDecodeKeeps holds what must never be converted: a wrong guess makes rubbish of a good text.
func TestDecodeKeeps(t *testing.T) {
	for name, text := range map[string]string{
		"Vietnamese":             notice,
		"Vietnamese, decomposed": norm.NFD.String(notice),
		"words of Latin-1 only":  "Có thì là và tôi, bà Tú, ông Hùng, thôn Ðông, cà phê, bán lúa, cá mè, xã nhà, chú ý, tháng nào cũng có",
		"English":                "The naïve café owner’s résumé — “déjà vu”, 20 °C ± 5 µm, § 7, £3·50, ½ pint, Ångström, façade, coöperate.",
		"French":                 "Le dîner a été préparé à côté de la forêt; la bûche brûlée, l’œuf, où naît l’île, Noël, déjà, garçon, élève, hôpital, même, pêche, très, après.",
		"German":                 "Größe, Bäume, Übung, schön, für, Füße, Straße, Mädchen, öffnen, Ärzte, Glück, Höhe, zurück, möglich, natürlich.",
		"Spanish":                "Mañana el niño comerá piñas; está aquí, ¿cuándo? ¡Qué día! útil, árbol, café, canción, razón, jamás, según.",
		"Portuguese":             "Não há pão; a maçã, ações, coração, você, até, pêssego, três, avô, avó, irmã, órgão, mães, lições.",
		"Danish":                 "Rødgrød med fløde, æbler, på, gør, år, smørrebrød, hjælp, først, også, både, spørgsmål, køb.",
		"symbols":                "© 2031 ® ± § ¶ · ¹ ² ³ ¼ ½ ¾ ¿ ¡ « » × ÷ µ ° ¢ £ ¤ ¥",
		"ASCII":                  "Khong co dau nao ca",
		"empty":                  "",
	} {
		t.Run(name, func(t *testing.T) {
			got, notes, err := decode([]byte(text))
			if err != nil || got != text || len(notes) > 0 {
				t.Errorf("decode = %q, %v, %v", got, notes, err)
			}
		})
	}
}

// TestDecodeRefuses holds what is no Unicode and not recognised for certain.
func TestDecodeRefuses(t *testing.T) {
	viscii, err := hex.DecodeString("5068f26e67204b696e682074aa206b69ac6d20747261206769e12063e42068e06e672068f3612c20686fe06e" +
		"207468e06e68207472dfbe63206e67e079206ddfb6693b205472d56d20592074aa2078e3207472f1632063a4702063d1752c2062e16f2063e16f2062a26e67")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		content []byte
		want    error
	}{
		"VISCII":         {viscii, ErrEncoding},
		"French":         {singleBytes(t, "Le dîner a été préparé à côté de la forêt, où naît l'île, déjà, garçon, élève, même, pêche"), ErrEncoding},
		"too few words":  {[]byte("K\xd5 ho\xb9ch"), ErrEncoding},
		"zero bytes":     {[]byte("abc\x00\x01\x02d"), ErrNoText},
		"control bytes":  {[]byte(strings.Repeat("\x01\x02a", 50)), ErrNoText},
		"UTF-16 cut off": {[]byte("\xff\xfea\x00b"), ErrDamaged},
		"UTF-16 binary":  {[]byte("\xff\xfea\x00\x00\x00"), ErrNoText},
	} {
		t.Run(name, func(t *testing.T) {
			text, _, err := decode(c.content)
			if text != "" || !errors.Is(err, c.want) {
				t.Errorf("decode = %q, %v; want %v", text, err, c.want)
			}
		})
	}
}

func TestDecodeSaysThatPartIsLegacy(t *testing.T) {
	text := notice + toTCVN3(notice)
	got, notes, err := decode([]byte(text))
	if err != nil || got != text || len(notes) != 1 || notes[0].Text != mixedNote {
		t.Errorf("decode = %q, %v, %v", got, notes, err)
	}
}

func TestDecodeUndoesUTF8Twice(t *testing.T) {
	twice := latin([]byte(notice))
	for name, content := range map[string]string{"text": twice, "with a mark": "\uFEFF" + twice, "its mark twice too": latin([]byte("\uFEFF" + notice))} {
		t.Run(name, func(t *testing.T) {
			text, notes, err := decode([]byte(content))
			if err != nil || strings.TrimPrefix(text, "\uFEFF") != notice || len(notes) != 1 || !strings.Contains(notes[0].Text, "hai lần") {
				t.Errorf("decode = %q, %v, %v", text, notes, err)
			}
		})
	}
	if text, notes, err := undouble(twice + "ắ"); text != twice+"ắ" || notes != nil || err != nil {
		t.Errorf("a text that is not all such became %q, %v, %v", text, notes, err)
	}
	if text, _, err := decode([]byte(strings.ReplaceAll(twice, "\u0081", "\uFFFD"))); text != "" || !errors.Is(err, ErrEncoding) {
		t.Errorf("a text with lost letters: %q, %v", text, err)
	}
}

func TestTCVN3Capitals(t *testing.T) {
	for in, want := range map[string]string{
		"CỘNG HÒA XÃ HỘI CHỦ NGHĨA":   "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
		"Số: 15/TB-UBND":              "Số: 15/TB-UBND",
		"gửi BÁO CÁO về Đảng ủy":      "gửi BÁO CÁO về Đảng ủy",
		"Ủy ban":                      "ủy ban",
		"BỘ Y TẾ\nĐề án số 1, Bộ A":   "BỘ Y TẾ\nĐề án số 1, Bộ A",
		"Ô nhiễm, Âu tàu, Ăn ca, Ưng": "Ô nhiễm, Âu tàu, Ăn ca, Ưng",
	} {
		if got := tcvn3ToUnicode(toTCVN3(in)); got != want {
			t.Errorf("%q comes back as %q, want %q", in, got, want)
		}
	}
}

func TestVNILetters(t *testing.T) {
	for in, want := range map[string]string{
		"Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam": "Cộng hòa xã hội chủ nghĩa Việt Nam",
		"ÑOÄC LAÄP - TÖÏ DO":                       "ĐỘC LẬP - TỰ DO",
		"Aùp duïng, YÙ kieán, nguyeät, lyù, kyø":   "Áp dụng, Ý kiến, nguyệt, lý, kỳ",
		"ngöôøi, nöôùc, caêng, chaën, quyønh, mò":  "người, nước, căng, chặn, quỳnh, mị",
		"plain a1 b2": "plain a1 b2",
	} {
		if got := vniToUnicode(in); got != want {
			t.Errorf("%q reads %q, want %q", in, got, want)
		}
	}
}

func TestFontToUnicode(t *testing.T) {
	for name, c := range map[string]struct {
		font, in, want string
		from           *legacy
	}{
		"TCVN3":                    {".VnTime", "KÕ ho¹ch", "Kế hoạch", tcvn3},
		"TCVN3 capitals":           {".VnTimeH", "KÕ ho¹ch", "KẾ HOẠCH", tcvn3},
		"VNI":                      {"VNI-Times", "Keá hoaïch", "Kế hoạch", vni},
		"Unicode in an old font":   {".VnTime", "Kế hoạch", "Kế hoạch", nil},
		"another font":             {"Times New Roman", "KÕ", "KÕ", nil},
		"nothing to be converted":  {".VnTime", "2031", "2031", nil},
		"no font":                  {"", "KÕ", "KÕ", nil},
		"plain words all capitals": {".VnArialH", "ban", "BAN", tcvn3},
	} {
		t.Run(name, func(t *testing.T) {
			if got, from := fontToUnicode(c.font, c.in); got != c.want || from != c.from {
				t.Errorf("fontToUnicode = %q, %p; want %q", got, from, c.want)
			}
		})
	}
}

func TestIsSyllable(t *testing.T) {
	for word, want := range map[string]bool{
		"nghiêng": true, "Quyết": true, "giếng": true, "gì": true, "ỷ": true, "khuỷu": true, "ươm": true, "thuở": true, "yểm": true,
		"xoong": true, "qua": true, "quốc": true, "ĐƯỜNG": true, "ngoằn": true,
		"nghiêg": false, "các": true, "càc": false, "cảp": false, "ếế": false, "bba": false, "zô": false, "": false, "đ": false, "kwá": false,
	} {
		if got := isSyllable(word); got != want {
			t.Errorf("isSyllable(%q) = %v", word, got)
		}
	}
}

func TestUTF16WithoutMark(t *testing.T) {
	for name, c := range map[string]struct {
		content []byte
		want    bool
	}{
		"little endian":    {wide(notice, 0), true},
		"big endian":       {wide(notice, 1), true},
		"short":            {wide("Sở A", 0), true},
		"too short":        {wide("Sở", 0), false},
		"numbers":          {[]byte{1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8, 0}, false},
		"zeros":            {make([]byte, 100), false},
		"zeros everywhere": {[]byte("a\x00b\x00\x00c\x00d"), false},
		"UTF-8":            {[]byte(notice), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := isUTF16(c.content); got != c.want {
				t.Fatalf("isUTF16 = %v", got)
			}
			if text, _, err := decode(c.content); c.want && (err != nil || !strings.HasPrefix(notice, text) && text != "Sở A") {
				t.Errorf("decode = %q, %v", text, err)
			}
		})
	}
}

// wide writes text as UTF-16 without a mark, the high byte first where high is 1.
func wide(s string, high int) []byte {
	var b []byte
	for _, r := range s {
		pair := [2]byte{byte(r), byte(r >> 8)}
		b = append(b, pair[high], pair[1-high])
	}
	return b
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "\xff\xfe", "a\x00b\x00", "C\xe9ng ho\xb5 x\xb7 h\xe9i ch\xf1", toVNI("Đội xung kích trực"), "\xc3", "é\u0301ạ"} {
		f.Add([]byte(s), uint16(0), uint16(40))
	}
	f.Fuzz(func(t *testing.T, content []byte, from, length uint16) {
		text, _, err := decode(content)
		if err != nil && text != "" {
			t.Errorf("decode = %q beside %v", text, err)
		}
		// Any piece of Vietnamese stays as it is, whatever stands beside it.
		const most = 150
		if len(content) > most {
			return
		}
		runes := []rune(notice)
		start := int(from) % len(runes)
		piece := "đê " + string(runes[start:min(start+int(length), len(runes))]) + strings.ToValidUTF8(string(content), "?")
		if l := recogniseLegacy(piece, manyWords); l != nil {
			t.Errorf("Vietnamese taken for a legacy encoding: %q", piece)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	content := []byte(strings.Repeat(notice, 200))
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if _, _, err := decode(content); err != nil {
			b.Fatal(err)
		}
	}
}
