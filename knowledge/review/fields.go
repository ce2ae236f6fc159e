package review

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// differing returns what differs between two wordings of one task; nil when nothing does
// but its place.
func differing(a, b *corpus.Task, from, to *corpus.Document) []Field {
	var fields []Field
	add := func(name, before, after string) {
		if before != after {
			fields = append(fields, Field{name, before, after})
		}
	}
	add(TitleField, viet.Squeeze(a.Title), viet.Squeeze(b.Title))
	if !titleSaysAll(a) || !titleSaysAll(b) {
		add(TextField, viet.Squeeze(a.Text), viet.Squeeze(b.Text))
	}
	reworded := len(fields) > 0
	add(LeadField, agencies(a.Lead, b.Lead), agencies(b.Lead, nil))
	add(CoordinatingField, agencies(a.Coordinating, b.Coordinating), agencies(b.Coordinating, nil))
	before, after := movedDeadlines(a.Milestones, b.Milestones, reworded)
	add(MilestonesField, before, after)
	add(RecurringField, cycleWords(a.Recurring), cycleWords(b.Recurring))
	add(DeliverableField, viet.Squeeze(a.Deliverable), viet.Squeeze(b.Deliverable))
	if len(fields) == 0 {
		return nil
	}
	add(SectionField, a.Section, b.Section)
	add(DocumentField, from.Name(), to.Name())
	return fields
}

// titleSaysAll tells a text that differs from its title in its end and first letter at most.
func titleSaysAll(t *corpus.Task) bool {
	return strings.EqualFold(strings.TrimRight(viet.Squeeze(t.Text), " .;,:"), viet.Squeeze(t.Title))
}

// agencies lists names; those that are only in another order than in like, as it has them.
func agencies(names, like []string) string {
	a, b := slices.Sorted(slices.Values(names)), slices.Sorted(slices.Values(like))
	if slices.Equal(a, b) {
		names = like
	}
	return strings.Join(names, between)
}

// between parts the names and the deadlines of a Field.
const between = "; "

// dated is what counts of a deadline when its words around it have changed.
type dated struct {
	phrase     string
	start, due viet.Date
}

// movedDeadlines words the deadlines that are not in both; "" and "" when all are. Labels
// are words of the text: they do not count where that was reworded.
func movedDeadlines(a, b []corpus.Milestone, reworded bool) (before, after string) {
	onlyA, onlyB := besides(a, b, reworded), besides(b, a, reworded)
	if len(onlyA)+len(onlyB) == 0 {
		return "", ""
	}
	several := len(a) > 1 || len(b) > 1
	for _, detail := range []wording{{label: several}, {label: several, day: true}} {
		if before, after = wordDeadlines(onlyA, detail), wordDeadlines(onlyB, detail); before != after {
			return before, after
		}
	}
	whole := wording{label: true, day: true, whole: true}
	return wordDeadlines(onlyA, whole), wordDeadlines(onlyB, whole)
}

// besides returns those of a that b has not.
func besides(a, b []corpus.Milestone, onlyDates bool) []corpus.Milestone {
	type key struct {
		dated
		label string
	}
	of := func(m corpus.Milestone) key {
		k := key{dated: dated{viet.Squeeze(m.Phrase), m.Start, m.Due}}
		if !onlyDates {
			k.label = m.Label
		}
		return k
	}
	has := map[key]int{}
	for _, m := range b {
		has[of(m)]++
	}
	var only []corpus.Milestone
	for _, m := range a {
		if k := of(m); has[k] > 0 {
			has[k]--
		} else {
			only = append(only, m)
		}
	}
	return only
}

// wording says how much is said of a deadline besides its own words.
type wording struct {
	label bool // what it is for, where that is more than that it is one
	day   bool
	whole bool // the label as it is, however long or plain
}

func deadlines(all []corpus.Milestone) string {
	return wordDeadlines(all, wording{label: len(all) > 1})
}

func wordDeadlines(all []corpus.Milestone, w wording) string {
	parts := make([]string, len(all))
	for i := range all {
		parts[i] = wordDeadline(&all[i], w)
	}
	return strings.Join(parts, between)
}

func wordDeadline(m *corpus.Milestone, w wording) string {
	day := dayWords(m)
	text := cmp.Or(lowerFirst(viet.Squeeze(m.Phrase)), day)
	if w.day && day != "" && text != day {
		text += " (" + day + ")"
	}
	switch {
	case w.whole && m.Label != "":
		text = m.Label + ": " + text
	case w.label && !plainLabels[m.Label]:
		text = cut(m.Label, longestLabel) + ": " + text
	}
	if m.ChangedBy != "" {
		text += movedBy + m.ChangedBy
	}
	return text
}

// lowerFirst begins a word within a sentence: "Trước tháng 6" is "trước tháng 6", "II/2026" stays.
func lowerFirst(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if second, _ := utf8.DecodeRuneInString(s[n:]); !unicode.IsLower(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}
