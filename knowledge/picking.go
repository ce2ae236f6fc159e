package knowledge

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	mostPicked    = 6    // passages to choose from
	enoughForPick = 0.10 // share of the question's words that a passage to choose from has; a model knows other words for the rest
	longestChoice = 700  // letters of it that are shown
	pickTokens    = 400  // with thoughts; the choice itself is one
)

// pickOrRefuse is the end of the line: nothing found is an answer by itself. A
// model may point at one of the nearest entries; the answer is then made of that
// entry by the same code as any other, so that the model adds no word to it.
func (s *snapshot) pickOrRefuse(ctx context.Context, q *query, hits []found) Answer {
	refused := refuse(notSaid)
	if !s.model.generates() || q.wants("list", "count") { // one passage is no list
		return refused
	}
	near := s.near(q, hits)
	if len(near) == 0 {
		return refused
	}
	ids := make([]string, len(near))
	for i, h := range near {
		ids[i] = s.corpus.Passages[h.passage].ID
	}
	request, err := prompt(promptPick, material{Question: q.text, Passages: s.passagesFor(ids, longestChoice)}, pickTokens)
	if err != nil {
		s.model.Log.Error("prompt not usable", "error", err)
		return refused
	}
	// Half of the time: the other half is for the wording of what is picked.
	text, ok := s.model.ask(ctx, request, time.Now().Add(s.model.Timeout/2))
	if !ok {
		return refused
	}
	choice, ok := readChoice(text, len(near))
	switch {
	case !ok:
		s.model.count(outcomeNonsense)
		return refused
	case choice == 0:
		s.model.count(outcomeNoneFits)
		return refused
	}
	a := s.verified(s.answerFrom(q, near[choice-1]))
	if !a.Refused {
		s.model.count(outcomePicked)
		a.Text = append(Text{{{Text: pickedLead, Strong: true}}}, a.Text...)
	}
	return a
}

// pickedLead says that the words of the question alone did not lead here.
const pickedLead = "Đoạn gần nhất với câu hỏi:"

// near are the hits that a model may choose from: those that pass for the
// question's places, month and year, and do not speak to programs.
func (s *snapshot) near(q *query, hits []found) []found {
	var near []found
	for _, h := range hits {
		if len(near) == mostPicked {
			break
		}
		if h.passage < 0 || h.covers < enoughForPick {
			continue
		}
		p := &s.corpus.Passages[h.passage]
		if s.namesAsked(q, h) && !q.otherMonth(s.words[h.position].folded) && s.hasYear(q, p.ID) && !speaksToPrograms(s.document(h.entry).Title+" "+strings.Join(p.Trail, " ")+" "+p.Text) {
			near = append(near, h)
		}
	}
	return near
}

// answerFrom answers with one entry: the card of a task, or the words of a passage.
func (s *snapshot) answerFrom(q *query, h found) Answer {
	if h.task >= 0 {
		return s.cards(q, []int{h.task})
	}
	var a Answer
	s.addPassage(q, &a, h.passage)
	return a
}

// onlyNumber is a reply that is a choice and nothing else.
var onlyNumber = regexp.MustCompile(`^\s*(\d{1,2})\s*\.?\s*$`)

// readChoice reads which of so many passages was chosen, 0 for none.
func readChoice(text string, of int) (int, bool) {
	m := onlyNumber.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil && n <= of
}
