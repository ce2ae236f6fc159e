package golden

import (
	"strings"
	"testing"

	"dondoc/knowledge"
)

// FuzzRead reads anything: a record that is let through can be judged.
func FuzzRead(f *testing.F) {
	f.Add(ownQuestions)
	for _, c := range judgedCases {
		f.Add(c.record)
	}
	f.Fuzz(func(t *testing.T, text string) {
		records, err := Read("f", strings.NewReader(text))
		if err != nil && !strings.Contains(err.Error(), "f, dòng ") {
			t.Errorf("an error without its line: %v", err)
		}
		for i := range records {
			r := &records[i]
			if strings.TrimSpace(r.Q) == "" || r.ID == "" {
				t.Errorf("no question: %+v", r)
			}
			v := Judge(r, &knowledge.Answer{Text: knowledge.Text{{{Text: text}}}})
			if v.Right() != (len(v.Faults()) == 0) {
				t.Errorf("right %v with faults %q", v.Right(), v.Faults())
			}
		}
	})
}

// FuzzSays holds the search for words against trying every place.
func FuzzSays(f *testing.F) {
	f.Add("trong quý ii và quý i", "quý i")
	f.Add("10.000, 10", "10")
	f.Fuzz(func(t *testing.T, text, words string) {
		text, words = plain(text), plain(words)
		want := false
		for i := range text {
			if words != "" && strings.HasPrefix(text[i:], words) && beginsAt(text, i) && endsAt(text, i+len(words)) {
				want = true
			}
		}
		if got := says(text, words); got != want {
			t.Errorf("says(%q, %q) = %v", text, words, got)
		}
	})
}
