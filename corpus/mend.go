package corpus

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/docfile"
)

// mend joins paragraphs that a page or line break tore apart and drops page
// numbers. Pieces with something between them, a footnote mark too, are joined
// by FragmentBreak. It does not change blocks. from gives for each block that it
// returns the index of the one that it begins with.
func mend(blocks []docfile.Block) (mended []docfile.Block, from []int) {
	mended = make([]docfile.Block, 0, len(blocks))
	from = make([]int, 0, len(blocks))
	var last joined
	for i, b := range blocks {
		b, begins, ends := withoutFootnotes(b)
		if b.Text == "" || b.Kind == docfile.Paragraph && b.Parted && isPageMark(b.Text) {
			last.broken = true
			continue
		}
		if n := len(mended); n > 0 && last.length+len(b.Text) < docfile.MaxText && !isKindAlone(mended[n-1]) && continues(mended[n-1].Kind, last.tail, b) {
			last.add(&mended[n-1], b.Text, begins)
		} else {
			if n > 0 {
				last.finish(&mended[n-1])
			}
			last = joined{tail: b.Text, length: len(b.Text)}
			mended, from = append(mended, b), append(from, i)
		}
		last.broken = ends
	}
	if n := len(mended); n > 0 {
		last.finish(&mended[n-1])
	}
	return mended, from
}

// pageMark is what is printed at the edge of a page: "3", "- 3 -", "3/12", "Trang 3", a note of a round stamp.
var pageMark = regexp.MustCompile(`^(?i)(?:[-–—] ?)?(?:trang (?:số )?)?\d{1,3}(?: ?/ ?\d{1,3})?(?: ?[-–—])?$|^\[(?:con )?dấu[^\]]{0,80}\]$`)

func isPageMark(s string) bool {
	const longest = 100 // bytes
	return len(s) < longest && strings.ContainsAny(s, "0123456789[") && pageMark.MatchString(s)
}

// joined is the text of the block that is being put together.
type joined struct {
	text   strings.Builder // empty while the block has one piece
	tail   string          // the last piece
	length int             // bytes of all pieces
	broken bool            // what comes next does not stand beside the last piece
}

func (j *joined) add(b *docfile.Block, piece string, broken bool) {
	if j.text.Len() == 0 {
		j.text.WriteString(b.Text)
	}
	if j.broken || broken {
		j.text.WriteString(FragmentBreak)
	} else {
		j.text.WriteByte(' ')
	}
	j.text.WriteString(piece)
	j.tail, j.length = piece, j.length+len(piece)
}

func (j *joined) finish(b *docfile.Block) {
	if j.text.Len() > 0 {
		b.Text = j.text.String()
	}
}

// withoutFootnotes parts the text of a block where footnote marks were, and clears its cells of them.
// begins and ends say that a mark stood at that end.
func withoutFootnotes(b docfile.Block) (clear docfile.Block, begins, ends bool) {
	if !strings.Contains(b.Text, docfile.Footnote) {
		return b, false, false
	}
	begins, ends = strings.HasPrefix(b.Text, docfile.Footnote), strings.HasSuffix(b.Text, docfile.Footnote)
	b.Text = strings.Trim(strings.ReplaceAll(b.Text, docfile.Footnote, FragmentBreak), FragmentBreak+" \t")
	b.Cells = slices.Clone(b.Cells)
	for i, c := range b.Cells {
		b.Cells[i] = strings.TrimSpace(strings.ReplaceAll(c, docfile.Footnote, ""))
	}
	return b, begins, ends
}

// continues reports whether b goes on with the sentence that ends with tail in a block of that kind.
func continues(kind docfile.Kind, tail string, b docfile.Block) bool {
	if kind != docfile.Paragraph || b.Kind != docfile.Paragraph || enumeratorOf(b).kind != enumNone {
		return false
	}
	if _, _, ok := kindLine(b); ok {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(tail)
	first, _ := utf8.DecodeRuneInString(b.Text)
	if strings.ContainsRune(".:!?/", last) {
		return false
	}
	return unicode.IsLower(first) || (unicode.IsLetter(first) && danglesAtEnd(tail) && !isUpper(b.Text))
}

// dangling are words that no Vietnamese sentence ends with.
var dangling = map[string]bool{
	"và": true, "của": true, "các": true, "về": true, "cho": true, "với": true, "trong": true, "tại": true,
	"theo": true, "để": true, "là": true, "do": true, "từ": true, "đến": true, "những": true, "hoặc": true,
}

func danglesAtEnd(s string) bool {
	last := s[strings.LastIndexByte(s, ' ')+1:]
	return dangling[last]
}
