package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dondoc/corpus"
	"dondoc/knowledge"
)

// What bounds a Summary, so that it is read on a phone at a glance.
const (
	mostLines    = 16
	mostExamples = 3
)

// Summary tells a Review in a dozen lines, sixteen where there is something of everything:
// what was read, what is doubted, what differs and what would come of it.
func Summary(r *Review) knowledge.Text {
	for n := mostExamples; ; n-- {
		if text := summarise(r, n); len(text) <= mostLines || n == 1 {
			return text
		}
	}
}

// summarise gives at most n documents and n changed tasks a line of their own.
func summarise(r *Review, n int) knowledge.Text {
	text := append(head(r), documentLines(r, n)...)
	text = append(text, countLine(r), doubtLine(r))
	text = append(text, changesInShort(r, n)...)
	text = append(text, boardLine(r)...)
	text = append(text, goldenLines(r)...)
	text = append(text, editLines(r)...)
	return append(text, failedLine(r)...)
}

func plainLine(format string, args ...any) knowledge.Line {
	return knowledge.Line{{Text: fmt.Sprintf(format, args...)}}
}

func head(r *Review) knowledge.Text {
	title := knowledge.Line{{Text: fmt.Sprintf(headVersion, r.Version), Strong: true}}
	if r.Against != 0 {
		title = append(title, knowledge.Span{Text: fmt.Sprintf(headAgainst, r.Against)})
	}
	return knowledge.Text{title}
}

// documentLines counts the documents and names those that differ.
func documentLines(r *Review, n int) knowledge.Text {
	counts := map[ChangeKind]int{}
	var differ []*Document
	for i := range r.Documents {
		d := &r.Documents[i]
		counts[d.Change]++
		if d.Change != Same {
			differ = append(differ, d)
		}
	}
	all := fmt.Sprintf(sayDocuments, len(r.Documents)-counts[Gone])
	var parts []string
	for _, kind := range []ChangeKind{New, Changed, Same} {
		if counts[kind] > 0 && r.Against != 0 {
			parts = append(parts, fmt.Sprint(counts[kind], " ", changeWords[kind]))
		}
	}
	if len(parts) > 0 {
		all += ": " + strings.Join(parts, ", ")
	}
	if counts[Gone] > 0 {
		all += fmt.Sprintf(sayDocumentsGone, counts[Gone])
	}
	text := knowledge.Text{plainLine("%s.", all)}
	for _, d := range differ[:min(n, len(differ))] {
		text = append(text, documentLine(d, r.Against != 0))
	}
	return text
}

// documentLine says of a document how it stands and what it holds: "• 7/KH-UBND – Kế
// hoạch … (mới, còn hiệu lực): 4 nhiệm vụ, 5 mốc thời hạn".
func documentLine(d *Document, compared bool) knowledge.Line {
	line := knowledge.Line{{Text: bullet}, {Text: cut(cmp.Or(d.Name, noDocument), longestTitle), Strong: true}}
	if d.Title != d.Name {
		line = append(line, knowledge.Span{Text: " – " + cut(d.Title, longestTitle)})
	}
	var standing []string
	if compared {
		standing = append(standing, changeWords[d.Change])
	}
	if d.Change != Gone {
		standing = append(standing, statusWords[d.Status])
		if d.Validity != "" {
			standing = append(standing, d.Validity)
		}
	}
	was := []string{statusWords[d.Before]}
	if d.Was != d.Title { // a draft without a number is called by the title that stands ahead
		was = append(was, quoted(cut(d.Was, longestTitle)))
	}
	if text := strings.TrimSpace(strings.Join(was, " ")); text != "" {
		standing = append(standing, fmt.Sprintf(wasOne, text))
	}
	text := " (" + strings.Join(standing, ", ") + ")"
	if parts := countWords(d.Count, d.Count); len(parts) > 0 && d.Change != Gone {
		text += ": " + strings.Join(parts, ", ")
	}
	return append(line, knowledge.Span{Text: text})
}

// countWords lists what there is any of, with what there was where that was another number.
func countWords(now, before Count) []string {
	var parts []string
	for _, c := range []struct {
		now, before int
		of          string
	}{
		{now.Tasks, before.Tasks, ofTasks}, {now.Milestones, before.Milestones, ofMilestones},
		{now.Targets, before.Targets, ofTargets}, {now.People, before.People, ofPeople},
	} {
		if c.now == 0 && c.before == 0 {
			continue
		}
		part := fmt.Sprintf(c.of, c.now)
		if c.now != c.before {
			part += fmt.Sprintf(sayBefore, c.before)
		}
		parts = append(parts, part)
	}
	return parts
}

func countLine(r *Review) knowledge.Line {
	before := r.Before
	if r.Against == 0 {
		before = r.Count
	}
	parts := countWords(r.Count, before)
	if len(parts) == 0 {
		return plainLine("%s", sayNothingRead)
	}
	return plainLine(sayRead, strings.Join(parts, ", "))
}

func doubtLine(r *Review) knowledge.Line {
	open := r.Open()
	switch {
	case len(r.Doubts) == 0:
		return plainLine("%s", sayNoDoubts)
	case len(open) == 0:
		return plainLine("%s", sayAllSettled)
	}
	counts := map[corpus.DoubtKind]int{}
	fresh := 0
	for i := range open {
		counts[doubtKindOf(&open[i])]++
		if open[i].Fresh {
			fresh++
		}
	}
	var parts []string
	for _, k := range doubtKinds {
		if counts[k.kind] > 0 {
			parts = append(parts, fmt.Sprint(counts[k.kind], " ", k.about))
		}
	}
	kinds := strings.Join(parts, ", ")
	if r.Against == 0 || fresh == 0 {
		return plainLine(sayDoubts, len(open), kinds)
	}
	return plainLine(sayFresh, len(open), fresh, kinds)
}

// doubtKindOf takes a kind that has no words for the last one.
func doubtKindOf(d *Doubt) corpus.DoubtKind {
	for _, k := range doubtKinds {
		if k.kind == d.Kind {
			return d.Kind
		}
	}
	return corpus.OtherDoubt
}

// list joins the first parts and tells how many there are more.
func list(parts []string, more string) string {
	if n := len(parts) - mostExamples; n > 0 {
		parts = append(slices.Clone(parts[:mostExamples]), fmt.Sprintf(more, n))
	}
	return strings.Join(parts, between)
}
