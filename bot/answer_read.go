package bot

import (
	_ "embed"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

//go:embed data/answers.txt
var answerData string

// verb is what an answer to a reminder says of Work.
type verb string

const (
	verbAck    verb = "ack"
	verbDone   verb = "done"
	verbStart  verb = "start"
	verbExtend verb = "extend"
	verbPause  verb = "pause"
	verbResume verb = "resume"
	verbAccept verb = "accept"
	verbRefuse verb = "refuse"
	verbMixed  verb = "mixed" // more than one at once
)

// answer is a message read as one to a reminder.
type answer struct {
	verb    verb  // "" when only numbers or a polite word are said
	numbers []int // of the Items that it names
	all     bool
	count   int // "3 việc": how many, not which; 0 when it does not say
	polite  bool
	when    when
	report  string // number of a document
	reason  string
}

// phrase is a run of words of data/answers.txt.
type phrase struct {
	kind  string
	words []string
}

// phrases are those of data/answers.txt by their first word, the longest first.
var phrases = sync.OnceValue(func() map[string][]phrase {
	known := map[string][]phrase{}
	for line := range strings.Lines(answerData) {
		kind, list, ok := strings.Cut(line, "=")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for words := range strings.SplitSeq(list, "|") {
			p := phrase{strings.TrimSpace(kind), strings.Fields(words)}
			known[p.words[0]] = append(known[p.words[0]], p)
		}
	}
	for _, list := range known {
		slices.SortStableFunc(list, func(a, b phrase) int { return len(b.words) - len(a.words) })
	}
	return known
})

const longestAnswer = 600 // letters; what is longer is no answer to a reminder

// readAnswer reads a message as an answer to a reminder. ok is false when any word of it is foreign to such answers,
// so that a question is never taken for one.
func readAnswer(text string) (a answer, ok bool) {
	text, ok = answerText(text)
	if !ok || strings.ContainsAny(text, "%=<>") {
		return answer{}, false
	}
	begging := false
	asked := strings.TrimSuffix(strings.TrimRight(text, " .!"), "?")
	if short := begs.ReplaceAllString(asked, ""); short != asked {
		text, begging = short, true // "xin gia hạn việc 1 đến 30/6 được không ạ?"
	}
	if strings.Contains(text, "?") && !begging {
		return answer{}, false
	}
	r := answerReader{text: text, tokens: viet.Tokenize(text)}
	if len(r.tokens) == 0 || !r.read() || r.isQuestion() {
		return answer{}, false
	}
	if begging && (r.verb != verbExtend || r.when.none()) || r.verb == verbStart && r.all {
		return answer{}, false // "tất cả các việc chưa hoàn thành" asks for a list
	}
	return r.answer, r.verb != "" || len(r.numbers) > 0 || r.polite
}

// answerText is a message in the form in which it is read; ok is false when it is too long for an answer, or empty.
func answerText(text string) (string, bool) {
	if len(text) > 4*longestAnswer {
		return "", false
	}
	text = viet.Squeeze(viet.Normalize(text))
	return text, text != "" && utf8.RuneCountInString(text) <= longestAnswer
}

// begs is how a request ends that is put as a question.
var begs = regexp.MustCompile(`(?i)[ ,]+(được|duoc) (không|khong|ko|k|chứ)( ạ| a)?$`)

// answerReader goes through the words of a message.
type answerReader struct {
	answer
	text   string
	tokens []viet.Token
	at     int
	dated  bool // a verb that takes a day was said
}

// read consumes all words; false when one is foreign.
func (r *answerReader) read() bool {
	for r.at < len(r.tokens) {
		if !r.next() {
			return false
		}
	}
	return true
}

// next consumes the words of one piece.
func (r *answerReader) next() bool {
	if r.readSpan() {
		return true
	}
	if r.isNumber(r.at) {
		return r.readDocument(r.at) || r.readDay(r.at) || r.readNumbers()
	}
	for _, p := range phrases()[r.tokens[r.at].Folded] {
		if r.starts(p.words) && r.take(p) {
			return true
		}
	}
	return false
}

func (r *answerReader) starts(words []string) bool {
	if r.at+len(words) > len(r.tokens) {
		return false
	}
	for i, w := range words {
		if r.tokens[r.at+i].Folded != w {
			return false
		}
	}
	return true
}

// take consumes a phrase and what belongs to it. It may leave everything as it was and return false: another phrase
// begins alike.
func (r *answerReader) take(p phrase) bool {
	after := r.at + len(p.words)
	switch p.kind {
	case "filler":
	case "polite":
		r.polite = true
	case "all":
		r.all = true
		r.at = after
		if r.isNumber(r.at) { // "cả 3 việc"
			r.count = r.number(r.at)
			r.at++
		}
		if r.starts([]string{"viec"}) {
			r.at++
		}
		return true
	case "item":
		at := r.at
		r.at = after
		if r.readNumbers() || r.readNumeral() {
			return true
		}
		r.at = at
		return false
	case "and":
		return r.joins(after)
	case "until":
		return r.readDay(after) || r.readRange(after)
	case "during":
		at := r.at
		r.at = after
		if r.readSpan() {
			return true
		}
		r.at = at
		return false
	case "paper":
		return r.readDocument(after) || r.readPaper(after)
	case "by":
		return r.readBy(after)
	case "why":
		return r.readReason(after)
	default:
		r.say(verb(p.kind))
	}
	r.at = after
	return true
}

// joins lets "và" stand between what belongs together.
func (r *answerReader) joins(after int) bool {
	if len(r.numbers) == 0 && r.verb == "" || after >= len(r.tokens) {
		return false
	}
	r.at = after
	return true
}

// say notes a verb. Acknowledging goes with every other; agreeing to an extension speaks of one.
func (r *answerReader) say(v verb) {
	switch {
	case r.verb == "" || r.verb == v || r.verb == verbAck || r.verb == verbStart && v == verbExtend:
		r.verb = v
	case v == verbAck, (r.verb == verbAccept || r.verb == verbRefuse) && v == verbExtend:
	default:
		r.verb = verbMixed
	}
	r.dated = r.dated || v == verbExtend || v == verbPause || v == verbResume || v == verbAccept
}

// isQuestion tells the particles of questions that folding hides: "xong à", "ạ" is none.
func (r *answerReader) isQuestion() bool {
	return slices.ContainsFunc(r.tokens, func(t viet.Token) bool { return t.Toned == "a1" || t.Toned == "a2" })
}

func (r *answerReader) isNumber(i int) bool {
	return i < len(r.tokens) && r.number(i) > 0
}

// number is the value of a token of at most three figures, of a request's of six, else 0.
func (r *answerReader) number(i int) int {
	longest := 3
	if r.verb == verbAccept || r.verb == verbRefuse {
		longest = 6
	}
	if len(r.tokens[i].Text) > longest {
		return 0
	}
	n, err := strconv.Atoi(r.tokens[i].Text)
	if err != nil {
		return 0
	}
	return n
}

// between is what stands between a token and the one before.
func (r *answerReader) between(i int) string {
	if i == 0 || i >= len(r.tokens) {
		return ""
	}
	return r.text[r.tokens[i-1].End:r.tokens[i].Start]
}

// readNumbers reads "1", "1, 3", "1-3", and "3 việc", which is how many.
func (r *answerReader) readNumbers() bool {
	if !r.isNumber(r.at) || strings.Contains(r.between(r.at+1), "/") {
		return false
	}
	first := r.number(r.at)
	r.at++
	if r.starts([]string{"viec"}) && len(r.numbers) == 0 && !r.isNumber(r.at+1) {
		r.at++
		r.count = first
		return true
	}
	last := first
	if gap := strings.TrimSpace(r.between(r.at)); r.isNumber(r.at) && (gap == "-" || gap == "–") && r.number(r.at) > first {
		const longestRange = 100
		last = min(r.number(r.at), first+longestRange)
		r.at++
	}
	for n := first; n <= last; n++ {
		if !slices.Contains(r.numbers, n) {
			r.numbers = append(r.numbers, n)
		}
	}
	return true
}

// readRange reads the end of "1 đến 3".
func (r *answerReader) readRange(after int) bool {
	if r.dated || len(r.numbers) == 0 || !r.isNumber(after) || strings.Contains(r.between(after+1), "/") {
		return false
	}
	for n := r.numbers[len(r.numbers)-1] + 1; n <= r.number(after); n++ {
		r.numbers = append(r.numbers, n)
	}
	r.at = after + 1
	return true
}

// numerals are numbers in words, as in "việc thứ nhất".
var numerals = map[string]int{"nhat": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}

func (r *answerReader) readNumeral() bool {
	if r.at >= len(r.tokens) || numerals[r.tokens[r.at].Folded] == 0 {
		return false
	}
	r.numbers = append(r.numbers, numerals[r.tokens[r.at].Folded])
	r.at++
	return true
}
