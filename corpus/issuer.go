package corpus

import (
	"strings"
	"unicode"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// issuerOf reads who issues a document from the lines in capitals on top of it. A
// line goes on with the name above it, or names the body below that one, which is
// the issuer: "ỦY BAN NHÂN DÂN TỈNH A" / "SỞ TƯ PHÁP".
func issuerOf(reg *agency.Registry, lines []string) string {
	name := lines[0]
	for _, line := range lines[1:] {
		switch {
		case goesOnName(line) || endsOpen(name) || !isComplete(reg, name) && (len(strings.Fields(name)) <= 3 || isComplete(reg, name+" "+line)):
			name += " " + line
		case reg.Opens(spellIssuer(reg, line) + " "):
			name = line
		default:
			return spellIssuer(reg, name)
		}
	}
	return spellIssuer(reg, name)
}

// goesOnName reports whether a line cannot begin a name.
func goesOnName(line string) bool {
	switch firstWord(viet.Fold(line)) {
	case "va", "ve", "cua", "thuoc", "tinh", "thanh", "huyen", "quan", "thi", "xa", "phuong", "dac", "nuoc", "viet", "quoc", "trung", "tp":
		return true
	}
	return strings.HasPrefix(line, "-")
}

// endsOpen reports whether a name cannot end there.
func endsOpen(name string) bool {
	return strings.HasSuffix(name, ",") || strings.HasSuffix(name, "-") || danglesAtEnd(strings.ToLower(name))
}

func isComplete(reg *agency.Registry, name string) bool {
	spelled := spellIssuer(reg, name)
	if a, ok := reg.Lookup(spelled); ok {
		return a.Kind != agency.Group
	}
	kind, ok := reg.KindOf(spelled)
	return ok && kind != agency.Group
}

// placeWords stand before the name of a place.
var placeWords = []string{"tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu"}

// placeCase gives capitals to the names of places in words in small letters, which
// end a name: "ủy ban nhân dân huyện đức trọng".
func placeCase(s string) string {
	folded := " " + strings.ToLower(s)
	at := -1
	for _, w := range placeWords {
		if i := strings.LastIndex(folded, " "+w+" "); i >= 0 {
			at = max(at, i+len(w))
		}
	}
	if at < 0 || at > len(s) {
		return s
	}
	words := strings.Fields(s[at:])
	if len(words) > 0 && viet.Fold(words[0]) == "uy" { // "Tỉnh ủy"
		return s
	}
	for i, w := range words {
		if strings.ContainsFunc(w, unicode.IsUpper) || len(words) > 5 {
			return s
		}
		words[i] = upperFirst(w)
	}
	return s[:at] + " " + strings.Join(words, " ")
}
