package corpus

import (
	"strings"
	"unicode"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// draft is a Document that is being read: its face and its blocks.
type draft struct {
	Document
	blocks     []docfile.Block
	body       int      // first block behind the face
	recipients []string // of a letter: the lines under "Kính gửi"
	pending    string   // a number without its digits: "/QĐ-TTg"
	refs       []reference
	notes      []docfile.Note // of the reader of its file
	shouted    bool           // the title was in capitals: its case is a guess
	plain      string

	issuerLines []string // as printed, in capitals
}

// kinds are the words that stand alone above the title of a document, longest first.
// Nghị định 30/2020/NĐ-CP, Điều 7.
var kinds = []string{
	"Báo cáo", "Biên bản", "Chỉ thị", "Chương trình", "Công điện", "Danh sách", "Đề án", "Hướng dẫn", "Kế hoạch",
	"Kết luận", "Nghị định", "Nghị quyết", "Quy chế", "Quy định", "Quyết định", "Thông báo", "Thông tư", "Tờ trình",
}

// kindLine reports whether a block is, or begins with, the kind of a document in capitals.
func kindLine(b docfile.Block) (kind, rest string, ok bool) {
	const longest = 600 // bytes of the kind with a title behind it
	if b.Kind == docfile.Row || b.Torn || len(b.Text) > longest || strings.HasSuffix(b.Text, ":") || !isUpper(b.Text) {
		return "", "", false
	}
	words := strings.Fields(b.Text)
	for _, k := range kinds { // folded: scans turn "KẾ HOẠCH" into "KÊ HOẠCH"
		n := len(strings.Fields(k))
		if len(words) >= n && viet.Fold(strings.Join(words[:n], " ")) == viet.Fold(k) {
			return k, strings.Join(words[n:], " "), true
		}
	}
	return "", "", false
}

// isKindAlone reports whether a block is the kind of a document and nothing else: its title
// begins below it, in small letters too.
func isKindAlone(b docfile.Block) bool {
	_, rest, ok := kindLine(b)
	return ok && rest == ""
}

// kindsByNumber tell the kind of a document from the letters of its number. Nghị định 30/2020/NĐ-CP, Phụ lục III.
var kindsByNumber = map[string]string{
	"QĐ": "Quyết định", "KH": "Kế hoạch", "NQ": "Nghị quyết", "CT": "Chỉ thị", "TB": "Thông báo", "BC": "Báo cáo",
	"NĐ": "Nghị định", "TT": "Thông tư", "TTr": "Tờ trình", "HD": "Hướng dẫn", "KL": "Kết luận", "CĐ": "Công điện",
}

// kindOfNumber returns the kind that a number such as "902/KH-BNV" names, or "".
func kindOfNumber(number string) string {
	_, letters, _ := strings.Cut(number, "/")
	if i := strings.LastIndexByte(letters, '/'); i >= 0 { // "42/2022/NĐ-CP"
		letters = letters[i+1:]
	}
	letters, _, _ = strings.Cut(letters, "-")
	return kindsByNumber[letters]
}

// isUpper reports whether s has letters and all of them are capitals.
func isUpper(s string) bool {
	some := false
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		some = some || unicode.IsUpper(r)
	}
	return some
}

// splitDocuments finds the documents that are bound in one file: none when it
// holds nothing but page numbers and footnote marks.
func splitDocuments(name string, file *docfile.File) []*draft {
	blocks, from := mend(file.Blocks)
	if len(blocks) == 0 {
		return nil
	}
	starts := []int{0}
	for i := range blocks {
		if _, _, ok := kindLine(blocks[i]); !ok || file.Meta != nil || isAttached(blocks, i) {
			continue
		}
		start := faceStart(blocks, i)
		if last := starts[len(starts)-1]; start <= last || (last == 0 && opens(blocks[:i])) {
			continue
		}
		starts = append(starts, start)
	}
	drafts := make([]*draft, 0, len(starts))
	for n, start := range starts {
		end, rawEnd := len(blocks), len(file.Blocks)
		if n+1 < len(starts) {
			end = starts[n+1]
			rawEnd = from[end]
		}
		rawStart := from[start]
		if n == 0 {
			rawStart = 0
		}
		d := &draft{blocks: blocks[start:end], plain: plainText(file.Blocks[rawStart:rawEnd])}
		d.Source = Source{name, blocks[start].Place}
		if file.Meta != nil {
			readMeta(d, file.Meta)
		} else {
			readFace(d)
		}
		for _, note := range file.Notes {
			if n == 0 && note.Before(blocks[start].Place) || !note.Before(blocks[start].Place) && (n+1 == len(starts) || note.Before(blocks[end].Place)) {
				d.notes = append(d.notes, note)
			}
		}
		d.refs = findReferences(d.blocks)
		drafts = append(drafts, d)
	}
	return drafts
}

// isAttached reports whether the kind line at i opens no document of its own:
// a plan issued with the decision before it, the title of an annex, or a second
// title line.
func isAttached(blocks []docfile.Block, i int) bool {
	for j := i + 1; j < len(blocks) && j <= i+6; j++ {
		t := viet.Fold(blocks[j].Text)
		if strings.Contains(t, "kem theo quyet dinh") || strings.Contains(t, "kem theo nghi quyet") || strings.Contains(t, "kem theo ke hoach") {
			return true
		}
		if _, _, ok := kindLine(blocks[j]); ok && j > i+1 {
			break
		}
	}
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		if _, ok := annexName(blocks[j].Text); ok {
			return true
		}
	}
	if i > 0 {
		if _, _, ok := kindLine(blocks[i-1]); ok {
			return true
		}
	}
	return titlesPart(blocks, i)
}

// titlesPart reports whether the block is the title of the chapter, part or
// section whose number stands alone above it: "Chương I" / "QUY ĐỊNH CHUNG".
func titlesPart(blocks []docfile.Block, i int) bool {
	if i == 0 {
		return false
	}
	e := enumeratorOf(blocks[i-1])
	switch e.kind {
	case enumPart, enumChapter, enumRoman, enumArticle:
		return e.rest == ""
	}
	return false
}

// faceStart goes back from a kind line over the lines that stand above it on the face of a document.
func faceStart(blocks []docfile.Block, i int) int {
	start := i
	const longestFace = 14
	for j := i - 1; j >= 0 && j >= i-longestFace && isFaceLine(blocks[j]); j-- {
		start = j
	}
	return start
}

// opens reports whether the blocks above a title are too few and too short to be
// a document of their own: then the title is the first of the file. Stamps of
// arrival stand there too.
func opens(blocks []docfile.Block) bool {
	const mostLetters, longestLine = 700, 120
	letters := 0
	for _, b := range blocks {
		if letters += len(b.Text); len(b.Text) > longestLine || enumeratorOf(b).kind != enumNone {
			return false
		}
	}
	return letters <= mostLetters
}

// isFaceLine reports whether the block is the name of the issuer, the national
// motto, the number, place and date, or the stamp of a draft.
// Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II.
func isFaceLine(b docfile.Block) bool {
	t := viet.Fold(b.Text)
	switch {
	case len(t) > 160 || b.Torn || b.Kind == docfile.Row:
		return false
	case strings.HasPrefix(t, "so:"), strings.HasPrefix(t, "so :"), strings.HasPrefix(t, "du thao"),
		strings.Contains(t, "cong hoa xa hoi chu nghia"), strings.Contains(t, "doc lap - tu do"),
		strings.HasPrefix(t, "den "), strings.HasPrefix(t, "ngay:"):
		return true
	case placeAndDate(b.Text):
		return true
	}
	_, annex := annexName(b.Text)
	return isUpper(b.Text) && len(t) < 90 && !annex && !isSignature(t) && enumeratorOf(b).kind == enumNone
}

// isSignature tells the post under which a document is signed from the issuer on top.
func isSignature(folded string) bool {
	for _, p := range []string{"thu tuong", "chu tich", "bo truong", "kt.", "tm.", "pho "} {
		if strings.HasPrefix(folded, p) && !strings.Contains(folded, "chinh phu") {
			return true
		}
	}
	return false
}
