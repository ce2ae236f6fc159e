package knowledge_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
)

// Answers longer than these, in letters, are walls of text; a list may be paged through.
const (
	longestAnswer = 1500
	longestList   = 4000
)

var (
	datePattern    = regexp.MustCompile(`(?:^|\D)(\d{1,2})/(\d{1,2})/(\d{4})(?:\D|$)`)
	numberPattern  = regexp.MustCompile(`\d+(?:/\d{4})?/\p{Lu}[\p{Lu}\d&-]+(?:-\p{L}+)*`)
	percentPattern = regexp.MustCompile(`\d+(?:[.,]\d+)*\s?%`)
	leftPattern    = regexp.MustCompile(`chậm nhất (\d{1,2}/\d{1,2}/\d{4})\)(?:, (?:(còn|đã qua) (\d+) ngày|(đến hạn hôm nay)))?`)
	verdictPattern = regexp.MustCompile(`(?i)(đã quá hạn|còn) (\d+) ngày`)
	nowCalled      = regexp.MustCompile(` \(nay là [^)]*\)`) // a fact of the registry, not of the documents
	listPattern    = regexp.MustCompile(`^\d+ \p{L}`)
)

// nearestMark parts the reason of a refusal from what is nearest to the question.
const nearestMark = "Gần nhất:"

// facts is what the documents of a corpus say, by document: an answer may say no other.
type facts struct {
	corpus *corpus.Corpus
	tasks  map[string]*corpus.Task
	places map[string]corpus.Source  // of passages, by ID
	of     map[string]*documentFacts // by Document ID
}

type documentFacts struct {
	dense    string // all its words without a blank
	dates    map[viet.Date]bool
	agencies map[string]bool
}

func factsOf(c *corpus.Corpus) *facts {
	f := &facts{corpus: c, tasks: map[string]*corpus.Task{}, places: map[string]corpus.Source{}, of: map[string]*documentFacts{}}
	texts := map[string]*strings.Builder{}
	for _, d := range c.Documents {
		texts[d.ID] = &strings.Builder{}
		fmt.Fprintf(texts[d.ID], "%s %s %s %s %s ", d.Kind, d.Number, d.Title, d.Issuer, d.Date.Vietnamese())
	}
	for i := range c.Passages {
		p := &c.Passages[i]
		f.places[p.ID] = p.Source
		texts[p.Document].WriteString(strings.Join(p.Trail, " ") + " " + viet.Squeeze(p.Text) + " ")
	}
	for i := range c.Tasks {
		t := &c.Tasks[i]
		f.tasks[t.ID] = t
		texts[t.Document].WriteString(t.Text + ". " + strings.Join(t.Lead, ". ") + ". " + strings.Join(t.Coordinating, ". ") + ". ")
	}
	for id, b := range texts {
		d := &documentFacts{dense: strings.Join(strings.Fields(b.String()), ""), dates: datesIn(b.String()), agencies: map[string]bool{}}
		for _, m := range registry().Find(b.String()) {
			d.agencies[m.Agency.Name] = true
		}
		f.of[id] = d
	}
	return f
}

func datesIn(text string) map[viet.Date]bool {
	dates := map[viet.Date]bool{}
	for _, m := range datePattern.FindAllStringSubmatch(text, -1) {
		if d, ok := dateOf(m[1:]); ok {
			dates[d] = true
		}
	}
	return dates
}

func dateOf(parts []string) (viet.Date, bool) {
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(parts[i])
	}
	return viet.NewDate(n[2], n[1], n[0])
}

// faults returns what is wrong with an answer, whatever the question was; nil for a sound one.
func (f *facts) faults(q knowledge.Question, a knowledge.Answer) []string {
	text := a.Text.String()
	var wrong []string
	add := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if a.Refused && len(a.Citations)+len(a.Tasks) > 0 {
		add("a refusal cites %d passages, %d tasks", len(a.Citations), len(a.Tasks))
	}
	if !a.Refused && len(a.Citations) == 0 {
		add("an answer without a citation")
	}
	if strings.TrimSpace(text) == "" {
		add("empty text")
	}
	for _, r := range text {
		if unicode.IsControl(r) && r != '\n' || r == utf8.RuneError {
			add("character %U", r)
			break
		}
	}
	if bad := unsafeFor(a); bad != "" {
		add("%s", bad)
	}
	limit := longestAnswer
	if listPattern.MatchString(text) {
		limit = longestList
	}
	if n := utf8.RuneCountInString(text); n > limit {
		add("%d letters", n)
	}
	wrong = append(wrong, f.faultsOfQuotes(a)...)
	said, documents := text, f.documentsOf(a)
	if a.Refused { // the reason may repeat the question; what is nearest may be in any document
		said = text[strings.Index(text+nearestMark, nearestMark):]
		wrong = append(wrong, f.faultsOfReason(text[:len(text)-len(said)], q.Text)...)
		documents = f.corpus.Documents
	}
	wrong = append(wrong, f.faultsOfWords(said, documents, a)...)
	return append(wrong, f.faultsOfDays(text, viet.DateOf(q.AsOf), a)...)
}

func (f *facts) faultsOfQuotes(a knowledge.Answer) (wrong []string) {
	for _, c := range a.Citations {
		source, ok := f.places[c.Passage]
		switch {
		case !ok:
			wrong = append(wrong, "cites no passage: "+c.Passage)
		case !f.corpus.Quotes(source, c.Quote):
			wrong = append(wrong, "the quotation is not in the source: "+c.Quote)
		}
	}
	for _, id := range a.Tasks {
		if f.tasks[id] == nil {
			wrong = append(wrong, "no such task: "+id)
		}
	}
	return wrong
}

// documentsOf are the documents that an answer cites.
func (f *facts) documentsOf(a knowledge.Answer) (documents []*corpus.Document) {
	for _, d := range f.corpus.Documents {
		if slices.ContainsFunc(a.Citations, func(c knowledge.Citation) bool {
			return strings.HasPrefix(c.Passage, d.ID+"#")
		}) {
			documents = append(documents, d)
		}
	}
	return documents
}

// faultsOfReason finds what the line of a refusal says beyond the question.
func (f *facts) faultsOfReason(reason, question string) (wrong []string) {
	for id, t := range f.tasks {
		if utf8.RuneCountInString(t.Title) > 24 && strings.Contains(reason, t.Title) && !strings.Contains(viet.Normalize(question), t.Title) {
			wrong = append(wrong, "a refusal names the task "+id)
		}
	}
	if strings.Contains(reason, "⏰") || strings.Contains(reason, "👥") {
		wrong = append(wrong, "a refusal tells a deadline or who coordinates")
	}
	return wrong
}

// faultsOfWords finds dates, numbers of documents, percentages and agencies that the documents do not have.
func (f *facts) faultsOfWords(said string, documents []*corpus.Document, a knowledge.Answer) (wrong []string) {
	knows := func(has func(*documentFacts) bool) bool {
		return slices.ContainsFunc(documents, func(d *corpus.Document) bool { return has(f.of[d.ID]) })
	}
	due := f.milestonesOf(a)
	for date := range datesIn(said) {
		if !knows(func(d *documentFacts) bool { return d.dates[date] }) && !due[date] {
			wrong = append(wrong, "a date of nobody: "+date.String())
		}
	}
	for _, pattern := range []*regexp.Regexp{numberPattern, percentPattern} {
		for _, s := range pattern.FindAllString(said, -1) {
			plain := strings.Join(strings.Fields(s), "")
			if !knows(func(d *documentFacts) bool { return strings.Contains(d.dense, plain) }) {
				wrong = append(wrong, "a number of nobody: "+s)
			}
		}
	}
	for _, m := range registry().Find(nowCalled.ReplaceAllString(said, "")) {
		if !knows(func(d *documentFacts) bool { return d.agencies[m.Agency.Name] }) {
			wrong = append(wrong, "an agency of nobody: "+m.Agency.Name)
		}
	}
	return wrong
}

func (f *facts) milestonesOf(a knowledge.Answer) map[viet.Date]bool {
	dates := map[viet.Date]bool{}
	for _, id := range a.Tasks {
		if t := f.tasks[id]; t != nil {
			for _, m := range t.Milestones {
				dates[m.Due], dates[m.Start] = true, true
			}
		}
	}
	return dates
}

// faultsOfDays finds latest days that no task of the answer has, and days left that are miscounted.
func (f *facts) faultsOfDays(text string, asOf viet.Date, a knowledge.Answer) (wrong []string) {
	due := f.milestonesOf(a)
	for _, m := range leftPattern.FindAllStringSubmatch(text, -1) {
		day, _ := dateOf(strings.Split(m[1], "/"))
		days, _ := strconv.Atoi(m[3])
		if m[2] == "đã qua" {
			days = -days
		}
		if !due[day] {
			wrong = append(wrong, "no task of the answer is due on "+m[1])
		}
		if (m[2] != "" || m[4] != "") && asOf.DaysUntil(day) != days {
			wrong = append(wrong, fmt.Sprintf("%q, but %d days are left on %s", m[0], asOf.DaysUntil(day), asOf))
		}
	}
	for _, m := range verdictPattern.FindAllStringSubmatch(leftPattern.ReplaceAllString(text, ""), -1) {
		days, _ := strconv.Atoi(m[2])
		if strings.EqualFold(m[1], "đã quá hạn") {
			days = -days
		}
		if !a.Refused && len(a.Tasks) > 0 && !due[asOf.AddDays(days)] {
			wrong = append(wrong, fmt.Sprintf("%q, but nothing is due on %s", m[0], asOf.AddDays(days)))
		}
	}
	return wrong
}

// farPast and farFuture bound the days of asking that tests use.
var (
	farPast   = time.Date(2019, 12, 31, 23, 0, 0, 0, time.UTC)
	farFuture = time.Date(2031, 1, 1, 12, 0, 0, 0, time.UTC)
)
