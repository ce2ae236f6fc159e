package corpus

import (
	"regexp"
	"slices"
	"strconv"
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
	figures := standaloneFigures(blocks)
	for i, b := range blocks {
		b, begins, ends := withoutFootnotes(b)
		if b.Text == "" || b.Kind == docfile.Paragraph && b.Parted && isPageMark(b.Text) && !figures[i] {
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

// standaloneFigures are the blocks, by index, that hold a bare number which cannot be a page's: it does not
// count up from the one before it or to the one behind it, as on a slide that shows a rank in large print.
func standaloneFigures(blocks []docfile.Block) map[int]bool {
	const skipped = 3 // pages in a row without a number
	var at, numbers []int
	for i := range blocks {
		if n, err := strconv.Atoi(blocks[i].Text); err == nil && len(blocks[i].Text) <= 3 {
			at, numbers = append(at, i), append(numbers, n)
		}
	}
	figures := map[int]bool{}
	if len(numbers) < 2 { // nothing to count from
		return figures
	}
	for k, n := range numbers {
		countsUp := n <= k+1+skipped ||
			k > 0 && n > numbers[k-1] && n <= numbers[k-1]+1+skipped ||
			k+1 < len(numbers) && n < numbers[k+1] && n+1+skipped >= numbers[k+1]
		tears := at[k]+1 < len(blocks) && startsLower(blocks[at[k]+1].Text) // a sentence goes on behind it
		if !countsUp && !tears {
			figures[at[k]] = true
		}
	}
	return figures
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
