package review

import (
	"fmt"
	"strings"

	"dondoc/knowledge"
)

// boardLine tells who would be reminded otherwise; nothing where nobody would.
func boardLine(r *Review) knowledge.Text {
	var parts []string
	for _, b := range r.Boards {
		var counts []string
		for _, c := range []struct {
			n  int
			of string
		}{{b.New, boardNew}, {b.Moved, boardMoved}, {b.Gone, boardGone}} {
			if c.n > 0 {
				counts = append(counts, fmt.Sprintf(c.of, c.n))
			}
		}
		if len(counts) > 0 {
			parts = append(parts, b.Name+" ("+strings.Join(counts, ", ")+")")
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return knowledge.Text{plainLine(sayBoards, len(parts), list(parts, moreBoards))}
}

// goldenLines tell the score, and a drop with what it asks of whoever publishes.
func goldenLines(r *Review) knowledge.Text {
	g := r.Golden
	if g == nil {
		return nil
	}
	if r.Against == 0 {
		return knowledge.Text{plainLine(sayGolden, g.Right, g.Questions)}
	}
	text := knowledge.Text{plainLine(sayGoldenBoth, g.Right, g.Questions, r.Against, g.Before)}
	if !g.Drop() {
		return text
	}
	const examples = 2
	worse := ""
	if len(g.Worse) > 0 {
		var questions []string
		for _, q := range g.Worse[:min(examples, len(g.Worse))] {
			questions = append(questions, "“"+cut(q, longestWorse)+"”")
		}
		worse = fmt.Sprintf(sayWorse, len(g.Worse), r.Against, strings.Join(questions, ", "))
	}
	return append(text, knowledge.Line{{Text: sayDrop, Strong: true}, {Text: worse + sayDropConfirms}})
}

// editLines name the edits that do not fit these documents, and those that do but need a look.
func editLines(r *Review) (text knowledge.Text) {
	var stale, noted []string
	for _, e := range r.Edits {
		switch {
		case e.Stale != "":
			stale = append(stale, reason(e.Stale))
		case e.Note != "":
			noted = append(noted, reason(e.Note))
		}
	}
	if len(stale) > 0 {
		text = append(text, plainLine(sayStale, len(stale), list(stale, moreStale)))
	}
	if len(noted) > 0 {
		text = append(text, plainLine(sayNoted, len(noted), list(noted, moreStale)))
	}
	return text
}

func failedLine(r *Review) knowledge.Text {
	var files []string
	for _, f := range r.Failed {
		files = append(files, fmt.Sprintf(failedFile, cut(f.File, longestTitle), reason(f.Reason)))
	}
	if len(files) == 0 {
		return nil
	}
	return knowledge.Text{plainLine(sayFailed, len(files), list(files, moreFiles))}
}

// reason makes a sentence of somebody else part of one.
func reason(s string) string { return strings.TrimRight(cut(s, longestReason), " .;") }
