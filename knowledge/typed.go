package knowledge

import (
	"regexp"
	"strings"

	"dondoc/corpus/viet"
)

// typed is a question as words: folded with a blank at both ends, so that phrases are looked
// up by their words, and with the place of every word, so that what was understood is taken out.
type typed struct {
	text   string
	tokens []viet.Token
	padded string
	starts []int // of the blank before each token, in padded
	taken  []bool
	titled []bool // whether the word calls the document that is meant by its title
	breaks []bool // whether a comma, full stop or their like stands before the word
}

func readTyped(text string) typed {
	t := typed{text: text, tokens: viet.Tokenize(text)}
	t.taken, t.titled = make([]bool, len(t.tokens)), make([]bool, len(t.tokens))
	t.breaks = make([]bool, len(t.tokens))
	var b strings.Builder
	b.WriteByte(' ')
	for i := range t.tokens {
		if i > 0 && strings.ContainsAny(text[t.tokens[i-1].End:t.tokens[i].Start], ",;:?!()") {
			t.breaks[i] = true
			b.WriteString(", ") // so that no phrase is found across it: "hồ sơ, kết quả"
		}
		t.starts = append(t.starts, b.Len()-1)
		writeFolded(&b, text, &t.tokens[i])
	}
	t.padded = b.String()
	return t
}

// writeFolded writes a word and a blank. "AI", the artificial one, is not folded to "ai", who.
func writeFolded(b *strings.Builder, text string, t *viet.Token) {
	if t.Text == "AI" {
		b.WriteString("tri tue nhan tao ")
	} else {
		b.WriteString(t.Folded)
		b.WriteByte(' ')
	}
	if strings.HasPrefix(strings.TrimLeft(text[t.End:], " "), "%") {
		b.WriteString("% ")
	}
}

// tinhToned is how "tỉnh" is typed with its marks.
var tinhToned = viet.Tokenize("tỉnh")[0].Toned

// provinces is padded without the words that only look like "tỉnh" when folded: "máy tính", "tình hình".
func (t *typed) provinces() string {
	for i := range t.tokens {
		if k := &t.tokens[i]; k.Folded == "tinh" && (k.Toned == tinhToned || k.Toned == k.Folded) {
			return t.padded
		}
	}
	return strings.ReplaceAll(t.padded, " tinh ", " . ")
}

// pad folds s to its words with a blank at both ends, so that a phrase can be looked up by strings.Contains.
func pad(s string) string { return padTokens(s, viet.Tokenize(s)) }

// padTokens is pad of a text whose tokens are at hand.
func padTokens(s string, tokens []viet.Token) string {
	return padEach(tokens, func(b *strings.Builder, t *viet.Token) { writeFolded(b, s, t) })
}

// padEach writes the words of tokens, each with a blank behind it, behind a first blank.
func padEach(tokens []viet.Token, write func(*strings.Builder, *viet.Token)) string {
	size := 1
	for i := range tokens {
		size += len(tokens[i].Text) + 1
	}
	var b strings.Builder
	b.Grow(size)
	b.WriteByte(' ')
	for i := range tokens {
		write(&b, &tokens[i])
	}
	return b.String()
}

// rewrite returns text with those of its words replaced for which better is not empty.
func rewrite(text string, tokens []viet.Token, better func(i int) string) string {
	var b strings.Builder
	last := 0
	for i, t := range tokens {
		if w := better(i); w != "" {
			b.WriteString(text[last:t.Start] + w)
			last = t.End
		}
	}
	if last == 0 {
		return text
	}
	return b.String() + text[last:]
}

// window is the phrase of n words from word i on, with a blank at both ends; "" behind the
// last word and across punctuation.
func (t *typed) window(i, n int) string {
	for k := i + 1; k < i+n && k < len(t.breaks); k++ {
		if t.breaks[k] {
			return ""
		}
	}
	switch end := i + n; {
	case end > len(t.tokens):
		return ""
	case end == len(t.tokens):
		return t.padded[t.starts[i]:]
	case t.breaks[end]:
		return t.padded[t.starts[i] : t.starts[end]-1] // without the ", " before the next word
	default:
		return t.padded[t.starts[i] : t.starts[end]+1]
	}
}

// take marks the words from i to j as understood.
func (t *typed) take(i, j int) {
	for ; i < j && i < len(t.taken); i++ {
		t.taken[i] = true
	}
}

// takeText marks the words that lie between two byte offsets of the text.
func (t *typed) takeText(from, to int) {
	for i, tok := range t.tokens {
		if tok.Start >= from && tok.End <= to {
			t.taken[i] = true
		}
	}
}

// takePadded marks the words that a match in padded covers.
func (t *typed) takePadded(from, to int) {
	for i, s := range t.starts {
		if s >= from && s < to-1 {
			t.taken[i] = true
		}
	}
}

// shorthands are what officials glue together: "QĐ17", "T9/2023", "Q3", "T mấy".
var shorthands = []struct {
	glued *regexp.Regexp
	full  string
}{
	{regexp.MustCompile(`(^|[^\p{L}\d])((?i:QĐ|QD|NQ|KH|CV|CT|TB|NĐ|PL|Đ|TT))(\d{1,4})($|[^\p{L}\d])`), "$1$2 $3$4"},
	{regexp.MustCompile(`(^|[^\p{L}\d])[Tt]\.?(\d{1,2})($|[^\p{L}\d])`), "${1}tháng $2$3"},
	{regexp.MustCompile(`(^|[^\p{L}\d])[Qq]([1-4]|I{1,3}|IV)($|[^\p{L}\d])`), "${1}quý $2$3"},
	{regexp.MustCompile(`(^|[^\p{L}\d])T (mấy|nào|may|nao)`), "${1}tháng $2"},
	{regexp.MustCompile(`(^|[^\p{L}\d])Q (mấy|nào|may|nao)`), "${1}quý $2"},
}

// spellOut writes shorthands in full.
func spellOut(text string) string {
	if !strings.ContainsAny(text, "0123456789IVQqT") {
		return text
	}
	for _, s := range shorthands {
		text = s.glued.ReplaceAllString(text, s.full)
	}
	return text
}
