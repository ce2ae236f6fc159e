package agency

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// mender repairs what a scan did to the words of a cell. It touches only words that no name
// has, and only where one reading is left: marks that were lost, syllables that were torn,
// digits for letters. Names of places and people are unknown words and stay as they are.
type mender struct {
	*spelling
	text   string
	tokens []viet.Token
	out    strings.Builder
	done   int // bytes of text that are written
}

// mend returns the text with the slips of a scan repaired.
func (r *Registry) mend(text string) string {
	if r.spelling == nil {
		return text
	}
	m := &mender{spelling: r.spelling, text: text, tokens: viet.Tokenize(text)}
	for i := 0; i < len(m.tokens); {
		i += max(1, m.mendAt(i))
	}
	if m.done == 0 {
		return text
	}
	m.out.WriteString(text[m.done:])
	return m.out.String()
}

// mendAt looks at the word at token i and returns how many tokens a repair took up.
func (m *mender) mendAt(i int) int {
	t := &m.tokens[i]
	known := m.words[t.Toned]
	if n := m.torn(i, known); n > 0 {
		return n
	}
	if !unicode.IsLetter(firstOf(t.Text)) {
		return 0
	}
	if n := m.lettered(i); n > 0 {
		return n
	}
	if isAbbreviation(t.Text) {
		return 0
	}
	if known {
		return firstRepair(i, m.toneOnVowel, m.head, m.oneLost)
	}
	return firstRepair(i, m.province, m.lostMarks, m.head, m.wrongMark)
}

func firstRepair(i int, repairs ...func(int) int) int {
	for _, repair := range repairs {
		if n := repair(i); n > 0 {
			return n
		}
	}
	return 0
}

// toneOnVowel writes "hoá", "uỷ" as the registry does: "hóa", "ủy". Names of places keep their spelling.
func (m *mender) toneOnVowel(i int) int {
	t := &m.tokens[i]
	if t.Folded == t.Toned || !strings.Contains(t.Folded, "oa") && !strings.Contains(t.Folded, "oe") && !strings.Contains(t.Folded, "uy") {
		return 0
	}
	word := m.spell(t.Folded, t.Toned)
	if word == strings.ToLower(t.Text) || isAbbreviation(t.Text) || startsUpper(t.Text) && m.near(i+1) && startsUpper(m.tokens[i+1].Text) {
		return 0
	}
	m.replace(i, i+1, word)
	return 1
}

// replace writes a word for the tokens from i to end, in the case of the first.
func (m *mender) replace(i, end int, with string) {
	t := &m.tokens[i]
	m.out.WriteString(m.text[m.done:t.Start])
	if isAbbreviation(t.Text) {
		with = strings.ToUpper(with)
	}
	with = withFirst(with, startsUpper(t.Text))
	m.out.WriteString(with)
	m.done = m.tokens[end-1].End
	if mended := viet.Tokenize(with); end == i+1 && len(mended) == 1 { // its neighbour is judged by it
		t.Text, t.Folded, t.Toned = with, mended[0].Folded, mended[0].Toned
	}
}

// beside reports whether token k stands behind the token before it, with at most a comma between.
func (m *mender) beside(k int) bool {
	return m.near(k) || k > 0 && k < len(m.tokens) && m.text[m.tokens[k-1].End:m.tokens[k].Start] == ", "
}

// near reports whether token k stands one blank behind the token before it.
func (m *mender) near(k int) bool {
	return k > 0 && k < len(m.tokens) && m.text[m.tokens[k-1].End:m.tokens[k].Start] == " "
}

// mostParts is how many parts a torn syllable is looked for in.
const mostParts = 3

// torn joins the parts of a syllable: "chí nh", "Xâ y", "B ộ". Parts that are syllables
// themselves are joined only when the whole belongs to its neighbour: "Thủ y lợi".
func (m *mender) torn(i int, known bool) int {
	if !m.near(i + 1) {
		return 0
	}
	whole := m.tokens[i].Text
	broken := !known && !isSyllable(&m.tokens[i])
	for k := i + 1; k < len(m.tokens) && k < i+mostParts && m.near(k); k++ {
		t := &m.tokens[k]
		if r := firstOf(t.Text); !unicode.IsLetter(r) || unicode.IsUpper(r) {
			return 0
		}
		broken = broken || !m.words[t.Toned] && !isSyllable(t)
		whole += t.Text
		if !broken && (k > i+1 || m.pair(&m.tokens[i], t)) || len(whole) > 3*utf8.UTFMax {
			continue
		}
		joined := viet.Tokenize(whole)
		if len(joined) != 1 || !m.words[joined[0].Toned] || !broken && !m.fits(&joined[0], i, k+1) {
			continue
		}
		m.replace(i, k+1, strings.ToLower(whole))
		return k + 1 - i
	}
	return 0
}

// fits reports whether a word in place of the tokens from i to end belongs to a neighbour.
func (m *mender) fits(t *viet.Token, i, end int) bool {
	return m.near(i) && m.pair(&m.tokens[i-1], t) || m.near(end) && m.pair(t, &m.tokens[end])
}

// digits are those that a scan reads for letters.
var digits = strings.NewReplacer("0", "o", "1", "i", "5", "s", "8", "b")

// lettered turns digits within a word back to letters: "h0a", "B0 Y tế", but not "PC06".
func (m *mender) lettered(i int) int {
	t := &m.tokens[i]
	if !strings.ContainsAny(t.Text, "0158") {
		return 0
	}
	if utf8.RuneCountInString(t.Text) == 2 && (t.Text[1] != '0' || !m.near(i+1) || !startsUpper(m.tokens[i+1].Text)) || strings.Trim(t.Text[1:], "0123456789") == "" && len(t.Text) > 2 {
		return 0
	}
	word := digits.Replace(t.Text)
	joined := viet.Tokenize(word)
	if len(joined) != 1 || len(m.folded[joined[0].Folded]) == 0 {
		return 0
	}
	m.replace(i, i+1, word)
	return 1
}

// notProvince are words before "tinh" that it belongs to: "vi tính", "giới tính".
var notProvince = map[string]bool{"vi": true, "may": true, "gioi": true, "thuoc": true, "trung": true, "hanh": true, "yen": true, "dac": true, "du": true, "uoc": true}

// province repairs "tinh" and "tĩnh" where only "tỉnh" can stand: at the end of a name, or before one.
func (m *mender) province(i int) int {
	t := &m.tokens[i]
	if t.Text != "tinh" && t.Text != "tĩnh" || i == 0 || notProvince[m.tokens[i-1].Folded] {
		return 0
	}
	if m.near(i+1) && !startsUpper(m.tokens[i+1].Text) && !isAnd(m.tokens[i+1].Folded) && !isLevel(m.tokens[i+1].Folded) {
		return 0
	}
	m.replace(i, i+1, "tỉnh")
	return 1
}

// isLevel reports whether a folded word says where a body stands.
func isLevel(folded string) bool {
	switch folded {
	case "tinh", "thanh", "pho", "huyen", "xa", "phuong", "cap", "tp", "ubnd":
		return true
	}
	return false
}

// lostMarks restores a word that with one beside it makes a known pair: both lost marks, or
// the other is in order.
func (m *mender) lostMarks(i int) int {
	if m.beside(i+1) && !isAbbreviation(m.tokens[i+1].Text) {
		if a, b, ok := m.restore(&m.tokens[i], &m.tokens[i+1]); ok {
			m.replace(i, i+1, a)
			m.replace(i+1, i+2, b)
			return 2
		}
	}
	if m.beside(i) {
		if _, b, ok := m.restore(&m.tokens[i-1], &m.tokens[i]); ok {
			m.replace(i, i+1, b)
			return 1
		}
	}
	return 0
}

// oneLost restores a word that has a meaning as it is, where its neighbour says that it lost a
// mark: "Quan lý".
func (m *mender) oneLost(i int) int {
	if !m.near(i+1) || m.pair(&m.tokens[i], &m.tokens[i+1]) || m.near(i) && m.pair(&m.tokens[i-1], &m.tokens[i]) {
		return 0
	}
	a, b, ok := m.restore(&m.tokens[i], &m.tokens[i+1])
	if next := m.tokens[i+1].Text; !ok || b != strings.ToLower(next) || isAbbreviation(next) {
		return 0
	}
	m.replace(i, i+1, a)
	return 1
}

// head restores the word that begins the name of a body when what it does stands behind it: "Phong Hạ tầng kỹ thuật".
func (m *mender) head(i int) int {
	if !m.near(i+1) || m.near(i) && startsUpper(m.tokens[i-1].Text) || !startsUpper(m.tokens[i].Text) || !startsUpper(m.tokens[i+1].Text) {
		return 0
	}
	w := vocabulary()
	if e, _ := w.cell.longest(m.text, m.tokens, i+1, func(e *entry, _ int) bool { return e.class == classArea && said(e, m.text, m.tokens, i+1) }); e == nil {
		return 0
	}
	found := ""
	w.cell.longest(m.text, m.tokens[:i+1], i, func(e *entry, _ int) bool {
		if e.class == classHead && len(e.words) == 1 && agrees(&m.tokens[i], e.words[0]) {
			found = e.words[0].text
		}
		return false
	})
	if found == "" || found == strings.ToLower(m.tokens[i].Text) {
		return 0
	}
	m.replace(i, i+1, found)
	return 1
}

// wrongMark mends what is no syllable with the one known word of its letters and tone: "phưòng".
func (m *mender) wrongMark(i int) int {
	t := &m.tokens[i]
	if isSyllable(t) || t.Folded == t.Toned || len(t.Folded) < 3 {
		return 0
	}
	word, ok := m.byTone(t)
	if !ok {
		return 0
	}
	m.replace(i, i+1, word)
	return 1
}

func firstOf(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
