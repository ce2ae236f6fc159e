package console

import (
	"cmp"
	"slices"
	"strings"
)

// The kinds of a mark: classes of their elements.
const (
	doubtMark = "doubt"
	dueMark   = "due"
	taskMark  = "task"
)

// marking is words to be marked.
type marking struct{ words, kind string }

// piece is a stretch of text with at most one mark.
type piece struct {
	Text string
	Kind string // "" for none
}

// Of shortMark bytes and less words are not marked: they would be found everywhere.
const shortMark = 2

// mark parts a text where words are to be marked. Of marks that overlap those that come first in the list win: doubts are
// listed before deadlines, and those before tasks, which are long.
func mark(text string, marks []marking) []piece {
	type span struct {
		from, to int
		kind     string
	}
	var found []span
	free := func(from, to int) bool {
		return !slices.ContainsFunc(found, func(s span) bool { return from < s.to && s.from < to })
	}
	marks = slices.Clone(marks)
	order := map[string]int{doubtMark: 0, dueMark: 1, taskMark: 2}
	slices.SortStableFunc(marks, func(a, b marking) int {
		return cmp.Or(cmp.Compare(order[a.kind], order[b.kind]), cmp.Compare(len(b.words), len(a.words)))
	})
	for _, m := range marks {
		if len(m.words) <= shortMark {
			continue
		}
		if at := strings.Index(text, m.words); at >= 0 {
			if free(at, at+len(m.words)) {
				found = append(found, span{at, at + len(m.words), m.kind})
				continue
			}
			if m.kind != taskMark {
				continue
			}
			// What is marked inside a task's words already parts them.
			inside := slices.Clone(found)
			slices.SortFunc(inside, func(a, b span) int { return cmp.Compare(a.from, b.from) })
			from, end := at, at+len(m.words)
			for _, s := range inside {
				if s.to <= from || s.from >= end {
					continue
				}
				if s.from > from {
					found = append(found, span{from, s.from, m.kind})
				}
				from = max(from, s.to)
			}
			if from < end {
				found = append(found, span{from, end, m.kind})
			}
		}
	}
	slices.SortFunc(found, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var parts []piece
	at := 0
	for _, s := range found {
		if s.from > at {
			parts = append(parts, piece{Text: text[at:s.from]})
		}
		parts = append(parts, piece{text[s.from:s.to], s.kind})
		at = s.to
	}
	if at < len(text) {
		parts = append(parts, piece{Text: text[at:]})
	}
	return parts
}

// tabMark is the kind of what parts the cells of a row.
const tabMark = "tab"

// cells makes a piece of its own of each tab.
func cells(parts []piece) []piece {
	var all []piece
	for _, p := range parts {
		for i, text := range strings.Split(p.Text, "\t") {
			if i > 0 {
				all = append(all, piece{"\t", tabMark})
			}
			if text != "" {
				all = append(all, piece{text, p.Kind})
			}
		}
	}
	return all
}

// quoted returns what stands in quotation marks: a doubt quotes the words that it is about.
func quoted(text string) []string {
	var all []string
	for {
		_, rest, ok := strings.Cut(text, "“")
		if !ok {
			return all
		}
		words, after, ok := strings.Cut(rest, "”")
		if !ok {
			return all
		}
		all, text = append(all, strings.TrimSuffix(words, "…")), after
	}
}
