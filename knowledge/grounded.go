package knowledge

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// A model's text is sent only if it adds nothing. What it may say is evidence:
// the cited passages with their headings, the faces of their documents, and the
// plain answer. Every statement that could do harm must stand there, in the same
// spelling and with the same sense: rather a good text too many is thrown away
// than a bad one sent.

// Why a text is thrown away; these are outcomes, too.
const (
	faultMarkup    = "markup"    // markup, a link, a symbol that was not asked for
	faultLength    = "length"    // nothing, or more than fits an answer
	faultLanguage  = "language"  // neither Vietnamese nor the question's
	faultDate      = "date"      // a date, or the word that gives it its sense
	faultNumber    = "number"    // a figure or numeral, or its unit
	faultDocument  = "document"  // the number of a document
	faultAgency    = "agency"    // an agency
	faultName      = "name"      // any other name
	faultNegation  = "negation"  // a "not" that no passage has
	faultUnrelated = "unrelated" // about something else
	faultInjection = "injection" // a passage or the text speaks to programs
)

const (
	longestWording = 1200 // letters of a model's text
	shortestWords  = 5    // syllables
	mostLines      = 12
	enoughShared   = 0.6 // share of its syllables that the evidence has
	enoughMarked   = 0.3 // share of its syllables that carry Vietnamese marks
)

// evidence is what a text may say.
type evidence struct {
	facts    *facts
	agencies map[string]bool // by official name
	words    map[string]bool // toned syllables
	toned    string          // all of it, padded; "|" where anything but a blank parts two syllables
	cased    string          // the same with "^" before a syllable that begins with a capital
	reg      *agency.Registry
	injected bool
}

// evidenceOf collects the evidence that some passages and a plain answer are.
func (s *snapshot) evidenceOf(passages []string, plain string) *evidence {
	e := &evidence{agencies: map[string]bool{}, words: map[string]bool{}, reg: s.reg}
	var all strings.Builder
	all.WriteString(plain + "\n")
	for _, id := range passages {
		p := &s.corpus.Passages[s.passages[id]]
		d := s.documents[p.Document]
		text := strings.ReplaceAll(p.Text, corpus.FragmentBreak, " ") // as the prompt shows it
		all.WriteString(strings.Join(p.Trail, "\n") + "\n" + strings.ReplaceAll(text, "\t", "\n") + "\n")
		all.WriteString(reference(d) + sectionName(p.Section) + "\n" + d.Title + "\n" + d.Issuer + "\n")
	}
	text := viet.Normalize(all.String())
	e.injected = speaksToPrograms(text)
	e.facts = factsIn(text)
	for name := range agenciesIn(s.reg, text) {
		e.agencies[name] = true
	}
	e.toned, e.cased = spelled(text)
	for _, t := range viet.Tokenize(text) {
		e.words[t.Toned] = true
	}
	return e
}

// isInjected reports whether a passage of the evidence speaks to programs: then a
// model must not read it at all.
func (e *evidence) isInjected() bool { return e.injected }

// fault returns why a text must not be sent, "" when it may. english says that
// the question is English, and the text may be, too.
func (e *evidence) fault(text string, english bool) string {
	tokens := viet.Tokenize(text)
	switch {
	case hasMarkup(text):
		return faultMarkup
	case len(tokens) < shortestWords, utf8.RuneCountInString(text) > longestWording, strings.Count(text, "\n") >= mostLines:
		return faultLength
	case !english && share(tokens, func(t viet.Token) bool { return t.Toned != t.Folded }) < enoughMarked:
		return faultLanguage
	case speaksToPrograms(text), containsAny(pad(text), wordingWords().selves):
		return faultInjection
	}
	if f := e.facts.fault(factsIn(text)); f != "" {
		return f
	}
	for name := range agenciesIn(e.reg, text) {
		if !e.agencies[name] {
			return faultAgency
		}
	}
	return e.faultOfWords(text, tokens)
}

// faultOfWords checks what is said in words: names, numerals, times, negations, the subject.
func (e *evidence) faultOfWords(text string, tokens []viet.Token) string {
	toned, _ := spelled(text)
	w := wordingWords()
	switch {
	case share(tokens, func(t viet.Token) bool { return e.words[t.Toned] }) < enoughShared:
		return faultUnrelated
	case !e.hasAll(toned, w.times, false):
		return faultDate
	case !e.hasAll(toned, w.numerals, true):
		return faultNumber
	case !e.hasAll(toned, w.heads, true):
		return faultAgency
	case !e.hasAll(toned, w.negations, false):
		return faultNegation
	case !e.hasNames(text, tokens):
		return faultName
	}
	return ""
}

// hasAll reports whether every phrase that stands in the text, with the syllable
// behind it if asked for, stands in the evidence.
func (e *evidence) hasAll(toned string, phrases []string, withNext bool) bool {
	for _, phrase := range phrases {
		for rest := toned; ; {
			_, after, found := strings.Cut(rest, phrase)
			if !found {
				break
			}
			wanted := phrase
			if next, _, _ := strings.Cut(after, " "); withNext && next != "|" && next != "" {
				wanted += next + " "
			}
			if !strings.Contains(e.toned, wanted) {
				return false
			}
			rest = " " + after
		}
	}
	return true
}

// hasNames reports whether every run of capitalised syllables stands in the
// evidence. At the beginning of a sentence the first syllable may be any word
// that the evidence has, or one that commonly opens a sentence.
func (e *evidence) hasNames(text string, tokens []viet.Token) bool {
	opened := true
	for i := 0; i < len(tokens); i++ {
		if i > 0 {
			opened = strings.ContainsAny(text[tokens[i-1].End:tokens[i].Start], ".!?:;…\n“\"(")
		}
		if !isCapitalised(tokens[i]) {
			continue
		}
		end := i + 1
		for end < len(tokens) && isCapitalised(tokens[end]) && text[tokens[end-1].End:tokens[end].Start] == " " {
			end++
		}
		if !e.hasRun(tokens[i:end]) && !(opened && e.mayOpen(tokens[i:]) && e.hasRun(tokens[i+1:end])) {
			return false
		}
		i = end - 1
	}
	return true
}

// hasRun reports whether capitalised syllables stand side by side in the evidence.
func (e *evidence) hasRun(run []viet.Token) bool {
	wanted := " "
	for _, t := range run {
		wanted += "^" + t.Toned + " "
	}
	return len(run) == 0 || strings.Contains(e.cased, wanted)
}

// mayOpen reports whether the first of the tokens is no name although it is capitalised.
func (e *evidence) mayOpen(tokens []viet.Token) bool {
	if e.words[tokens[0].Toned] {
		return strings.Contains(e.cased, " "+tokens[0].Toned+" ") || wordingWords().openers[tokens[0].Toned]
	}
	return wordingWords().openers[tokens[0].Toned]
}

func isCapitalised(t viet.Token) bool {
	r, _ := utf8.DecodeRuneInString(t.Text)
	return unicode.IsUpper(r)
}

// spelled writes a text as its syllables, for looking phrases up: tones as
// viet.Token has them, "|" where more than a blank parts two.
func spelled(text string) (toned, cased string) {
	var a, b strings.Builder
	a.WriteByte(' ')
	b.WriteByte(' ')
	end := 0
	for i, t := range viet.Tokenize(text) {
		if gap := text[end:t.Start]; i > 0 && gap != " " {
			a.WriteString("| ")
			b.WriteString("| ")
		}
		end = t.End
		if isCapitalised(t) {
			b.WriteByte('^')
		}
		a.WriteString(t.Toned + " ")
		b.WriteString(t.Toned + " ")
	}
	return a.String(), b.String()
}

// agenciesIn are the agencies named in a text; lower case does not hide one.
func agenciesIn(reg *agency.Registry, text string) map[string]bool {
	names := map[string]bool{}
	for _, m := range reg.Find(text) {
		names[m.Agency.Name] = true
	}
	for _, m := range reg.FindFolded(text) {
		if m.Exact {
			names[m.Agency.Name] = true
		}
	}
	return names
}

// markup is what a chat could take for more than words, and links.
var markup = regexp.MustCompile("[*_`#<>|\\\\{}~^]|\\]\\(|://|(?i:\\bwww\\.|\\bhttps?\\b|\\S@\\S)|&[a-z]{2,6};|(?i:\\b[a-z0-9-]+\\.(?:com|net|org|vn|info|io|xyz|gov)\\b)")

func hasMarkup(text string) bool {
	return markup.MatchString(text) || strings.ContainsFunc(text, func(r rune) bool {
		return r == utf8.RuneError || unicode.Is(unicode.So, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || unicode.IsControl(r) && r != '\n'
	})
}

// speaksToPrograms reports whether a text gives orders to a language model.
func speaksToPrograms(text string) bool {
	return containsAny(pad(text), wordingWords().injections)
}

func share(tokens []viet.Token, is func(viet.Token) bool) float64 {
	n := 0
	for _, t := range tokens {
		if is(t) || isDigits(t.Folded) {
			n++
		}
	}
	return float64(n) / float64(max(1, len(tokens)))
}

// wordingLists are the lists of data/wording.txt, in the spelling in which they are looked up.
type wordingLists struct {
	openers, leads, comparisons       map[string]bool // syllables
	times, numerals, heads, negations []string        // padded phrases
	injections, selves                []string        // the same, folded
}

// wordingWords reads data/wording.txt once; a test proves that it can be read.
var wordingWords = sync.OnceValue(func() *wordingLists {
	lists := map[string][]string{}
	for _, set := range readPhrases("data/wording.txt") {
		for _, phrase := range set.phrases {
			if set.name != "injections" && set.name != "selves" {
				phrase, _ = spelled(phrase)
			}
			lists[set.name] = append(lists[set.name], phrase)
		}
	}
	return &wordingLists{
		openers: syllables(lists["openers"]), leads: syllables(lists["leads"]), comparisons: syllables(lists["comparisons"]),
		times: lists["times"], numerals: lists["numerals"], heads: lists["heads"], negations: lists["negations"],
		injections: lists["injections"], selves: lists["selves"],
	}
})

// syllables are the first syllables of padded phrases.
func syllables(phrases []string) map[string]bool {
	set := map[string]bool{}
	for _, p := range phrases {
		first, _, _ := strings.Cut(strings.TrimSpace(p), " ")
		set[first] = true
	}
	return set
}
