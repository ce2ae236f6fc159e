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

// span is where a text is marked, in bytes.
type span struct {
	from, to int
	kind     string
}

// mark parts a text where words are to be marked. Doubts win over deadlines, and those over tasks, which are long: what
// of a task's words is not marked otherwise is marked as the task.
func mark(text string, marks []marking) []piece {
	marks = slices.Clone(marks)
	order := map[string]int{doubtMark: 0, dueMark: 1, taskMark: 2}
	slices.SortStableFunc(marks, func(a, b marking) int {
		return cmp.Or(cmp.Compare(order[a.kind], order[b.kind]), cmp.Compare(len(b.words), len(a.words)))
	})
	var found []span // in the order of the text
	for _, m := range marks {
		if len(m.words) <= shortMark {
			continue
		}
		at := strings.Index(text, m.words)
		if at < 0 {
			continue
		}
		free := gaps(found, span{at, at + len(m.words), m.kind})
		if whole := len(free) == 1 && free[0].to-free[0].from == len(m.words); whole || m.kind == taskMark {
			found = append(found, free...)
			slices.SortFunc(found, func(a, b span) int { return cmp.Compare(a.from, b.from) })
		}
	}
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

// gaps are what is left of a span between those that are there, which are in order.
func gaps(found []span, s span) []span {
	var free []span
	for _, f := range found {
		if f.to <= s.from || f.from >= s.to {
			continue
		}
		if f.from > s.from {
			free = append(free, span{s.from, f.from, s.kind})
		}
		s.from = max(s.from, f.to)
	}
	if s.from < s.to {
		free = append(free, s)
	}
	return free
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
