package corpus

import (
	"slices"
	"strings"
	"unicode"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// secrecyDegrees are the stamps of state secrets. Luật Bảo vệ bí mật nhà nước 2018, Điều 8.
var secrecyDegrees = []string{"tuyệt mật", "tối mật", "mật"}

// stampBlocks is how far down the top of a document a stamp may stand.
const stampBlocks = 25

// secretStamp returns the degree of secrecy that a file is stamped with, or "". A
// stamp stands alone: in a line, in a cell, or behind "Độ mật:". On top of each
// document of the file, and in what is printed on every page.
func secretStamp(file *docfile.File) string {
	for _, line := range file.Furniture {
		if s := stampIn(strings.ToUpper(line)); s != "" {
			return s
		}
	}
	top := 0
	for _, b := range file.Blocks {
		if isMotto(b.Text) { // another document begins
			top = 0
		}
		if top++; top > stampBlocks {
			continue
		}
		for cell := range strings.FieldsFuncSeq(b.Text+"\n"+strings.Join(b.Cells, "\n"), func(c rune) bool { return c == '\t' || c == '\n' }) {
			if s := stampIn(cell); s != "" {
				return s
			}
			if s := stampIn(strings.ToUpper(cell)); s != "" && top <= headBlocks && unicode.IsUpper(firstRune(strings.TrimSpace(cell))) {
				return s // "Tối mật" below the number
			}
		}
	}
	return ""
}

// headBlocks is how far down the letterhead may reach.
const headBlocks = 12

// stampIn returns the degree that a line consists of: "MẬT", "Độ mật: Tối mật", "(TUYỆT MẬT)".
func stampIn(line string) string {
	const longest = 60 // bytes
	if len(line) > longest {
		return ""
	}
	words := strings.ToLower(viet.Squeeze(strings.Trim(line, " .:;()[]*-–\"“”")))
	rest, labelled := strings.CutPrefix(words, "độ mật")
	if labelled {
		words = strings.Trim(rest, " :")
	}
	if slices.Contains(secrecyDegrees, words) && (labelled || isUpper(line)) {
		return strings.ToUpper(words)
	}
	return ""
}

func isMotto(s string) bool {
	const longest = 120 // bytes: it may have the issuer beside it
	return len(s) < longest && strings.Contains(viet.Fold(s), "cong hoa xa hoi chu nghia")
}
