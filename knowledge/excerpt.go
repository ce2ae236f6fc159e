package knowledge

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// An answer quotes the shortest piece that says what was asked: the sentences of a long
// passage that have most of the question's words, and of a short one, a heading or an item of
// a list, also what belongs to it.

const (
	longestSpan  = 420 // letters of a passage that an answer quotes
	longestBlock = 620 // … of several that belong together
	shortPiece   = 120 // a piece so short is seldom an answer without its neighbours
)

// clean writes the text of a passage on one line.
func clean(p *corpus.Passage) string {
	return strings.TrimRight(viet.Squeeze(strings.ReplaceAll(p.Text, corpus.FragmentBreak, " ")), " ;")
}

// span takes the sentences of a passage that have most of the question's words,
// at most longestSpan letters, side by side.
func (s *snapshot) span(q *query, p *corpus.Passage) string {
	return s.window(q, clean(p), longestSpan)
}

// window takes the sentences of a text that have most of the question's words,
// at most so many letters, side by side; all of a short text.
func (s *snapshot) window(q *query, text string, letters int) string {
	if utf8.RuneCountInString(text) <= letters {
		return text
	}
	sentences := splitSentences(text)
	best, bestValue := "", -1.0
	for i := range sentences {
		window := sentences[i]
		for j := i + 1; j < len(sentences) && utf8.RuneCountInString(window)+utf8.RuneCountInString(sentences[j]) < letters; j++ {
			window += " " + sentences[j]
		}
		if v := s.shared(q, window); v > bestValue*1.001 { // the earlier of two that are equal
			best, bestValue = window, v
		}
	}
	return cut(strings.TrimRight(best, " ;"), letters)
}

// focus shortens a text to its beginning, which says what it is about, and to the
// sentences that have most of the question's words.
func (s *snapshot) focus(q *query, text string, letters int) string {
	const beginning = 160
	if utf8.RuneCountInString(text) <= letters {
		return text
	}
	first := splitSentences(text)[0]
	rest := strings.TrimSpace(text[len(first):])
	if utf8.RuneCountInString(first) > beginning || rest == "" {
		first = cut(first, beginning)
		rest = text
	}
	window := s.window(q, rest, letters-utf8.RuneCountInString(first))
	if strings.HasPrefix(text, strings.TrimSuffix(window, "…")) {
		return window
	}
	if strings.HasPrefix(rest, strings.TrimSuffix(window, "…")) && len(first)+len(rest) < len(text)+2 {
		return first + " " + window
	}
	return strings.TrimSuffix(first, "…") + " … " + window
}

// shared weighs the words that a sentence shares with the question: rare words
// weigh more, and those that stand side by side in both.
func (s *snapshot) shared(q *query, sentence string) float64 {
	padded := pad(sentence)
	total := 0.0
	for _, w := range q.content {
		if strings.Contains(padded, " "+w+" ") {
			total += 1 / float64(1+s.index.DocumentFrequency(w))
		}
	}
	for i := range q.subject {
		w := &q.subject[i]
		if w.pair != "" && strings.Contains(padded, w.pair) || containsAny(padded, w.forms) {
			total += 1 / float64(1+s.index.DocumentFrequency(w.folded))
		}
	}
	return total
}

// splitSentences parts a text behind full stops, semicolons and colons, but not inside a number.
func splitSentences(text string) []string {
	var sentences []string
	start := 0
	for i := 0; i+1 < len(text); i++ {
		if (text[i] == '.' || text[i] == ';') && text[i+1] == ' ' {
			sentences = append(sentences, text[start:i+1])
			start = i + 2
		}
	}
	if start < len(text) {
		sentences = append(sentences, text[start:])
	}
	return sentences
}

// listItem is how an item of a list begins.
var listItem = regexp.MustCompile(`^(?:[-+•*–]|\(?[a-zđ\d]{1,2}[.)]|\([ivx]+\))\s`)

// block returns the passages that a quotation of one should show: it alone when it
// says enough, with its items when it opens a list, with the lines behind it when it is no
// more than a heading or a line of a slide.
func (s *snapshot) block(q *query, first int) []int {
	p := &s.corpus.Passages[first]
	block := []int{first}
	if intro := s.introOf(first); intro >= 0 && q.wants("list", "what", "count", "rule") {
		first, p = intro, &s.corpus.Passages[intro]
		block = []int{intro}
	}
	opens := strings.HasSuffix(clean(p), ":")
	if !opens && (utf8.RuneCountInString(p.Text) > shortPiece || strings.ContainsAny(p.Text, ".;\t")) {
		return block
	}
	if before := s.lineAbove(first); before >= 0 && !opens {
		block = append([]int{before}, block...)
	}
	letters := utf8.RuneCountInString(p.Text)
	for i := first + 1; i < len(s.corpus.Passages); i++ {
		next := &s.corpus.Passages[i]
		if next.Document != p.Document || !s.belongs(p, next, opens) {
			break
		}
		if letters += utf8.RuneCountInString(next.Text); letters > longestBlock {
			break
		}
		block = append(block, i)
	}
	return block
}

// lineAbove returns the short line right above a line of a slide, which may be its heading, or -1.
func (s *snapshot) lineAbove(line int) int {
	const longest = 60
	if line == 0 {
		return -1
	}
	p, above := &s.corpus.Passages[line], &s.corpus.Passages[line-1]
	if p.Section != "" || above.Document != p.Document || above.Section != "" || utf8.RuneCountInString(above.Text) > longest || strings.ContainsAny(above.Text, ".;\t") {
		return -1
	}
	return line - 1
}

// belongs reports whether a later passage belongs to p: stands below its section, under it as a
// heading, is an item of the list that it opens, or a line of the same slide.
func (s *snapshot) belongs(p, next *corpus.Passage, opens bool) bool {
	switch {
	case len(next.Trail) > len(p.Trail) && next.Trail[len(p.Trail)] == p.Text:
		return true
	case p.Section != "" && next.Section != p.Section && below(next.Section, p.Section):
		return true
	case next.Section != p.Section && p.Section != "":
		return false
	case opens:
		return listItem.MatchString(next.Text) || utf8.RuneCountInString(next.Text) < shortPiece
	}
	return utf8.RuneCountInString(next.Text) < 2*shortPiece && !strings.Contains(next.Text, "\t")
}

// introOf returns the passage that opens the list of which the passage is an item, or -1.
func (s *snapshot) introOf(item int) int {
	const farthest = 12
	p := &s.corpus.Passages[item]
	if !listItem.MatchString(p.Text) {
		return -1
	}
	for i := item - 1; i >= 0 && i > item-farthest; i-- {
		before := &s.corpus.Passages[i]
		switch {
		case before.Document != p.Document:
			return -1
		case strings.HasSuffix(clean(before), ":") && (below(p.Section, before.Section) || before.Section == ""):
			return i
		case !listItem.MatchString(before.Text):
			return -1
		}
	}
	return -1
}

// quoted writes a block as lines, each in quotation marks of its own when there are several documents' words.
func (s *snapshot) quoted(q *query, block []int) Text {
	if len(block) == 1 {
		return Text{{{Text: "“" + s.span(q, &s.corpus.Passages[block[0]]) + "”"}}}
	}
	var text Text
	for n, i := range block {
		line := cut(clean(&s.corpus.Passages[i]), longestSpan)
		if n == 0 {
			line = "“" + line
		}
		if n == len(block)-1 {
			line += "”"
		}
		text = append(text, Line{{Text: line}})
	}
	return text
}
