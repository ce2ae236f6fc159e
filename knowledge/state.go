package knowledge

import (
	"regexp"
	"strings"

	"dondoc/corpus/viet"
)

// A tracker says in a column of its own how each task stands. What is asked about states is
// answered from it; plans have none, and then nothing is known of them.

var (
	stateHeader = regexp.MustCompile(` (?:ket qua|tinh trang|trang thai|tien do thuc hien|tinh hinh|tien do) `)
	dayInState  = regexp.MustCompile(`(?:ngay )?\d{1,2}/(?:\d{1,2}/)?20\d\d|ngay \d{1,2}/\d{1,2}`)
	partlyDone  = regexp.MustCompile(`\d+ ?/ ?\d+`)
)

// stateOf returns what the task's row says of how it stands, "" when it says nothing.
func (s *snapshot) stateOf(task int) string {
	for _, c := range s.extras(&s.corpus.Tasks[task]) {
		if stateHeader.MatchString(pad(c.header)) {
			return c.cell
		}
	}
	return ""
}

// isDone reports whether a state says that nothing is left to do.
func isDone(state string) bool {
	f := viet.Fold(state)
	return !partlyDone.MatchString(dayInState.ReplaceAllString(f, "")) && (strings.HasPrefix(f, "hoan thanh") || strings.HasPrefix(f, "da ") || strings.HasPrefix(f, "xong"))
}

// askedStates are the states that people ask for, by the words they use, the first that agrees.
var askedStates = []struct {
	words []string
	is    func(state string) bool
}{
	{[]string{" chua xong ", " chua hoan thanh ", " chua lam xong "}, func(state string) bool { return !isDone(state) }},
	{[]string{" chua thuc hien ", " chua trien khai ", " chua lam ", " chua bat dau "}, func(state string) bool { return strings.HasPrefix(viet.Fold(state), "chua") }},
	{[]string{" dang thuc hien ", " dang lam ", " dang trien khai "}, func(state string) bool { return strings.HasPrefix(viet.Fold(state), "dang") }},
	{[]string{" da hoan thanh ", " da xong ", " xong roi ", " hoan thanh roi "}, isDone},
	{[]string{" qua han ", " tre han ", " cham tien do "}, func(state string) bool { return !isDone(state) }},
}

// stands reports whether a task stands as the question asks, where its document tells.
func (s *snapshot) stands(q *query, task int) bool {
	for _, asked := range askedStates {
		if containsAny(q.padded, asked.words) {
			state := s.states[task]
			return state == "" || asked.is(state)
		}
	}
	return true
}
