package knowledge

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// Officials shorten what they write daily. A question is spelt out before it is
// understood: agencies have their abbreviations in the registry; what follows here are
// those of the data files, and those that only these documents explain, because an
// expression in them has these initials.

// initials are the expressions of the documents by the first letters of their words.
type initials map[string][]expression

// expression is something that the documents speak of, and how often.
type expression struct {
	text  string
	first string // its first word, folded
	count int
}

const (
	shortestInitials, longestInitials = 3, 6
	mostExpressions                   = 3 // kept of one set of initials
	oftenTogether                     = 4 // records with two words side by side, to belong to one expression
)

// usedWords is in how many records the first two words of an expression stand side by side.
func (s *snapshot) usedWords(text string) int {
	words := strings.Fields(viet.Fold(text))
	if len(words) < 2 {
		return s.index.DocumentFrequency(words[0])
	}
	return s.index.PairFrequency(words[0], words[1])
}

// readInitials collects the expressions in headings, titles and other short texts whose words
// stand together more often than apart.
func (s *snapshot) readInitials() initials {
	counts := map[string]map[string]int{}
	for i := range s.corpus.Tasks {
		s.countExpressions(counts, s.corpus.Tasks[i].Title)
	}
	for i := range s.corpus.Targets {
		s.countExpressions(counts, s.corpus.Targets[i].Indicator)
	}
	for i := range s.corpus.Passages {
		if p := &s.corpus.Passages[i]; len(p.Text) < 2*shortPiece {
			s.countExpressions(counts, p.Text)
		}
	}
	all := initials{}
	for key, texts := range counts {
		var found []expression
		for _, text := range slices.Sorted(maps.Keys(texts)) {
			first, _, _ := strings.Cut(viet.Fold(text), " ")
			found = append(found, expression{text, first, texts[text]})
		}
		slices.SortStableFunc(found, func(a, b expression) int { return cmp.Compare(b.count, a.count) })
		all[key] = found[:min(mostExpressions, len(found))]
	}
	return all
}

func (s *snapshot) countExpressions(counts map[string]map[string]int, text string) {
	tokens := viet.Tokenize(text)
	reach := s.reach(text, tokens)
	for i := range tokens {
		if reach[i]-i < shortestInitials {
			continue
		}
		key := tokens[i].Folded[:1]
		for j := i + 1; j < reach[i] && j < i+longestInitials; j++ {
			key += tokens[j].Folded[:1]
			if len(key) < shortestInitials {
				continue
			}
			if counts[key] == nil {
				counts[key] = map[string]int{}
			}
			counts[key][strings.ToLower(text[tokens[i].Start:tokens[j].End])]++
		}
	}
}

// reach returns for each word the first behind it that does not belong to one expression with those between.
func (s *snapshot) reach(text string, tokens []viet.Token) []int {
	reach := make([]int, len(tokens))
	for i := len(tokens) - 1; i >= 0; i-- {
		reach[i] = i + 1
		if i+1 < len(tokens) && text[tokens[i].End:tokens[i+1].Start] == " " && s.together(tokens[i].Folded, tokens[i+1].Folded) {
			reach[i] = reach[i+1]
		}
	}
	return reach
}

// together reports whether two words may belong to one expression.
func (s *snapshot) together(a, b string) bool {
	return s.index.PairFrequency(a, b) >= oftenTogether || s.cohere(a, b)
}

// writeOut writes the abbreviations of a question in full, those within the names of agencies and
// the numbers of documents apart.
func (s *snapshot) writeOut(text string) string {
	tokens := viet.Tokenize(text)
	inName := typed{tokens: tokens, taken: make([]bool, len(tokens))}
	for _, m := range s.reg.FindFolded(text) {
		inName.takeText(m.Start, m.End)
	}
	return rewrite(text, tokens, func(i int) string {
		if inName.taken[i] || inNumber(text, tokens[i]) {
			return ""
		}
		before := ""
		if i > 0 {
			before = tokens[i-1].Folded
		}
		return s.fullForm(tokens[i], before)
	})
}

// inNumber reports whether a word belongs to a document's number: "17/QĐ-UBND", "57-NQ/TW".
func inNumber(text string, t viet.Token) bool {
	from := strings.LastIndexByte(text[:t.Start], ' ') + 1
	end := len(text)
	if i := strings.IndexByte(text[t.End:], ' '); i >= 0 {
		end = t.End + i
	}
	run := text[from:end]
	return t.Folded[0] <= '9' || strings.Contains(run, "/") && run[0] >= '0' && run[0] <= '9'
}

// fullForm returns what an abbreviation stands for, "" when the word is none, or is one that the documents use.
func (s *snapshot) fullForm(t viet.Token, before string) string {
	capitals := strings.ToUpper(t.Text) == t.Text && len(t.Folded) > 1 && !isDigits(t.Folded)
	if !capitals && agency.IsSyllable(t) {
		return ""
	}
	listed := slices.DeleteFunc(slices.Clone(loadWords().short[" "+t.Folded+" "]), func(full string) bool {
		return strings.Count(t.Toned, "đ") > strings.Count(" "+strings.ToLower(full), " đ") // "ĐT" is no "dự thảo"
	})
	if used := s.index.DocumentFrequency(t.Folded); used > 0 && (len(listed) == 0 || used >= s.usedWords(listed[0])) {
		return "" // the documents write it so too
	}
	var found []expression
	if capitals && len(t.Folded) >= shortestInitials {
		found = s.initials()[t.Folded]
		for _, e := range found {
			if before != "" && s.index.PairFrequency(before, e.first) > 0 {
				return e.text
			}
		}
	}
	explained := capitals && len(found) > 0 && s.index.DocumentFrequency(t.Folded) == 0 && len(s.reg.FindFolded(found[0].text)) == 0
	switch {
	case len(listed) > 0 && (s.writes(listed[0]) || !explained):
		return listed[0]
	case explained:
		return found[0].text
	}
	return ""
}
