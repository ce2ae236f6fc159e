package knowledge

import (
	"slices"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// What administrators corrected (package edits) is not in the documents that an answer cites. So every answer that gives
// it says so: a card with what had been read, a line of a list by a mark, a citation with a sentence.

const (
	amendedMark = "đã hiệu chỉnh"
	amendedIcon = "✏️ "
	whoAmends   = "Ban thư ký hiệu chỉnh ngày "
)

// amendedFields say what of a record was corrected; added is for where nothing had been read.
var amendedFields = map[string]struct{ was, added string }{
	"title":        {"tên việc trước đó", "bổ sung tên việc"},
	"text":         {"nội dung trước đó", "bổ sung nội dung"},
	"lead":         {"chủ trì trước đó", "bổ sung cơ quan chủ trì"},
	"coordinating": {"phối hợp trước đó", "bổ sung cơ quan phối hợp"},
	"milestones":   {"thời hạn trước đó", "bổ sung thời hạn"},
	"status":       {"hiệu lực trước đó", "bổ sung hiệu lực"},
	"merged":       {"gộp thêm việc", "gộp việc"},
	"split":        {"tách từ việc", "tách việc"},
}

// What is shown of what had been read, and of the reason, in letters.
const (
	longestWas    = 140
	longestReason = 240
)

// isAmended reports whether a field of a task was corrected, any field when none is named.
func isAmended(t *corpus.Task, fields ...string) bool {
	return slices.ContainsFunc(t.Amended, func(a corpus.Amendment) bool { return len(fields) == 0 || slices.Contains(fields, a.Field) })
}

// amendments says what was corrected, one sentence without its full stop for each day and reason.
func amendments(amended []corpus.Amendment) []string {
	type occasion struct {
		on     viet.Date
		reason string
	}
	var order []occasion
	said := map[occasion][]string{}
	for _, a := range amended {
		if a.Field == "title" && slices.ContainsFunc(amended, func(b corpus.Amendment) bool { return b.Field == "text" }) {
			continue // it follows from the text
		}
		field := amendedFields[a.Field]
		words := field.added
		if a.Was != "" {
			words = strings.TrimSpace(field.was + " “" + cut(a.Was, longestWas) + "”")
		}
		o := occasion{a.On, a.Reason}
		if said[o] == nil {
			order = append(order, o)
		}
		said[o] = append(said[o], words)
	}
	var all []string
	for _, o := range order {
		sentence := whoAmends + o.on.Vietnamese() + ": " + strings.Join(said[o], "; ")
		if o.reason != "" {
			sentence += " (" + strings.TrimRight(cut(o.reason, longestReason), " .") + ")"
		}
		all = append(all, sentence)
	}
	return all
}

// amendedLines are the lines of a card that tell what was corrected.
func amendedLines(amended []corpus.Amendment) Text {
	var lines Text
	for _, sentence := range amendments(amended) {
		lines = append(lines, Line{{Text: amendedIcon + sentence}})
	}
	return lines
}

// amendedSentence is all that was corrected, for a citation; "" when nothing was.
func amendedSentence(amended []corpus.Amendment) string {
	if all := amendments(amended); len(all) > 0 {
		return strings.Join(all, "; ") + "."
	}
	return ""
}

// bracketed is the mark of a task that was corrected, behind its words.
func bracketed(t *corpus.Task) string {
	if isAmended(t) {
		return " (" + amendedMark + ")"
	}
	return ""
}

// formerWords are what had been read before: the cells of a row that the card need not show again.
func formerWords(t *corpus.Task) string {
	var b strings.Builder
	for _, a := range t.Amended {
		b.WriteString(" " + a.Was)
	}
	return b.String()
}

// dutyOf is what a task's card says is to be done: its text with the deadlines that it has now, or the title that was put
// right while the text was not.
func dutyOf(t *corpus.Task) string {
	if isAmended(t, "title") && !isAmended(t, "text") {
		return t.Title
	}
	now := *t
	for _, a := range t.Amended {
		if a.Field == "milestones" && a.Was != "" && !isAmended(t, "text") {
			var phrases []string
			for _, m := range t.Milestones {
				phrases = append(phrases, m.Phrase)
			}
			now.Text = corpus.Rephrase(t.Text, strings.Split(a.Was, "; "), phrases)
		}
	}
	return withoutDeadlines(&now)
}

// amendedIn is what was corrected of the tasks that an answer cites a passage for. A passage may hold tasks that it does
// not tell of.
func (s *snapshot) amendedIn(a *Answer, passage string) []corpus.Amendment {
	var told, others []corpus.Amendment
	toldOf := false
	for _, i := range s.tasks[passage] {
		t := &s.corpus.Tasks[i]
		if slices.Contains(a.Tasks, t.ID) {
			toldOf = true
			told = append(told, t.Amended...)
			continue
		}
		others = append(others, t.Amended...)
	}
	if toldOf {
		return told
	}
	return others
}

// Amended says in Vietnamese what an administrator corrected of what was read from a passage: a sentence for who follows a
// citation to it. It is "" when nothing was, and for an unknown ID.
func (b *Base) Amended(passageID string) string {
	s := b.current.Load()
	if s == nil {
		return ""
	}
	i, ok := s.passages[passageID]
	if !ok {
		return ""
	}
	return amendedSentence(append(s.amendedIn(&Answer{}, passageID), s.passageOf[i].Amended...))
}

// former is what an answer's corrected facts were before, and what they are now.
type former struct{ was, is string }

// formerly returns what a model's text must not take from the passages, as an administrator corrected it. When ok is
// false, more was corrected than dates and agencies: no text of a model can be checked against such passages.
func (s *snapshot) formerly(a Answer) (all []former, ok bool) {
	for _, c := range a.Citations {
		for _, i := range s.tasks[c.Passage] {
			t := &s.corpus.Tasks[i]
			for _, am := range t.Amended {
				switch am.Field {
				case "milestones":
					all = append(all, former{am.Was, phrasesOf(t)})
				case "lead", "coordinating":
					all = append(all, former{am.Was, strings.Join(append(slices.Clone(t.Lead), t.Coordinating...), "; ")})
				default:
					return nil, false
				}
				if speaksToPrograms(all[len(all)-1].is) {
					return nil, false
				}
			}
		}
	}
	return all, true
}

// nowIs tells a model what is true instead of what it reads in the passages.
func nowIs(formers []former) string {
	var b strings.Builder
	for _, f := range formers {
		b.WriteString("\nNay là: " + f.is)
	}
	return b.String()
}

// phrasesOf are the deadlines of a task in their own words.
func phrasesOf(t *corpus.Task) string {
	var phrases []string
	for _, m := range t.Milestones {
		phrases = append(phrases, m.Phrase)
	}
	return strings.Join(phrases, "; ")
}

// withoutAmendments leaves out the lines that tell what had been read before.
func (t Text) withoutAmendments() Text {
	return slices.DeleteFunc(slices.Clone(t), func(l Line) bool { return len(l) > 0 && strings.HasPrefix(l[0].Text, amendedIcon) })
}

// forget takes from the evidence what was corrected: the passages say it still.
func (e *evidence) forget(f former) {
	was, is := viet.Normalize(f.was), viet.Normalize(f.is)
	valueOf := func(date string) string { return date[strings.LastIndexByte(date, ' ')+1:] }
	gone := map[string]bool{}
	for date := range factsIn(was).dates {
		gone[valueOf(date)] = true
	}
	for date := range factsIn(is).dates {
		delete(gone, valueOf(date))
	}
	for date := range e.facts.dates {
		if gone[valueOf(date)] {
			delete(e.facts.dates, date)
		}
	}
	now := agenciesIn(e.reg, is)
	for name := range agenciesIn(e.reg, was) {
		if !now[name] {
			delete(e.agencies, name)
		}
	}
	isToned, _ := spelled(is)
	for phrase := range strings.SplitSeq(was, "; ") {
		toned, cased := spelled(phrase)
		if strings.TrimSpace(toned) == "" || strings.Contains(isToned, toned) {
			continue
		}
		e.toned = strings.ReplaceAll(e.toned, toned, " | ")
		e.cased = strings.ReplaceAll(e.cased, cased, " | ")
	}
}
