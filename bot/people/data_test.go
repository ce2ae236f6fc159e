package people

import (
	"slices"
	"strings"
	"testing"
)

// TestDataIsSound: the embedded files are read without a complaint and are sorted, so that a line is found again.
func TestDataIsSound(t *testing.T) {
	if errRules != nil {
		t.Fatal(errRules)
	}
	for name, text := range map[string]string{"policy.txt": policyText, "sentences.txt": sentencesText} {
		var keys []string
		for line := range strings.Lines(text) {
			if key, _, ok := strings.Cut(line, "="); ok && !strings.HasPrefix(line, "#") {
				keys = append(keys, strings.TrimSpace(key))
			}
		}
		if !slices.IsSorted(keys) || len(slices.Compact(keys)) != len(keys) {
			t.Errorf("%s is not sorted, or says something twice: %q", name, keys)
		}
	}
}

func TestFaultyRules(t *testing.T) {
	for text, want := range map[string]string{
		"ask = guest | private":                                   "2 columns",
		"ask = king | private |":                                  "king",
		"ask = guest | moon |":                                    "moon",
		"ask = guest | private | cats":                            "cats",
		"ask = guest | private |\nask = guest | private | linked": "twice",
	} {
		if _, err := readRules(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
