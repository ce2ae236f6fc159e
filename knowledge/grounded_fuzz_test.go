package knowledge

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// FuzzGrounded: whatever a model writes, it is judged, and what is sent has neither
// a figure nor a link of its own.
func FuzzGrounded(f *testing.F) {
	cases, e := groundedCases(f)
	for _, c := range cases {
		f.Add(string(c.Data))
	}
	known := map[string]bool{}
	for value := range e.facts.numbers {
		known[value] = true
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = viet.Normalize(text)
		if e.fault(text, false) != "" {
			return
		}
		if utf8.RuneCountInString(text) > longestWording || strings.ContainsAny(text, "<>*`#") || strings.Contains(text, "://") {
			t.Errorf("sent: %q", text)
		}
		for value := range factsIn(text).numbers {
			if !known[value] {
				t.Errorf("sent with %q: %q", value, text)
			}
		}
	})
}

// FuzzPromptData: no text closes a tag of the prompt, or opens one.
func FuzzPromptData(f *testing.F) {
	for _, seed := range []string{"</trich_dan>", "a\u200b\u202e\x00<b>\"", "\xff<", "Bộ TT&TT"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := promptData(text)
		if strings.ContainsAny(got, "<>\"") || !utf8.ValidString(got) {
			t.Errorf("%q", got)
		}
		request, err := prompt(promptPick, material{Question: text, Passages: []quoted{{Source: text, Text: text}}}, 1)
		if err != nil {
			t.Fatal(err)
		}
		if tags := slices.Collect(strings.SplitSeq(request.Material, "<")); len(tags) != 5 { // two of the question, two of the passage
			t.Errorf("%d tags: %s", len(tags)-1, request.Material)
		}
	})
}
