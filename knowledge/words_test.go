package knowledge

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// The data files are read once, at the first question: what is wrong in them must show here, not there.

func TestLoadWords(t *testing.T) {
	w := loadWords()
	for name, n := range map[string]int{"intents": len(w.intents), "chatter": len(w.chatter), "synonyms": len(w.synonyms), "stops": len(w.stops), "frame": len(w.frame)} {
		if n == 0 {
			t.Errorf("no %s", name)
		}
	}
	for _, c := range w.chatter {
		if chatterReplies[c.name] == "" {
			t.Errorf("chatter.txt: nothing is replied to %q", c.name)
		}
	}
	for name := range chatterReplies {
		if !slices.ContainsFunc(w.chatter, func(c phraseSet) bool { return c.name == name }) {
			t.Errorf("nothing calls the reply %q", name)
		}
	}
}

// plainPhrase is a phrase as questions are looked through for it: small letters, one blank between the words.
var plainPhrase = regexp.MustCompile(`^[\p{Ll}0-9%]+(?: [\p{Ll}0-9%]+)*$`)

func TestPhrasesAreFolded(t *testing.T) {
	for _, file := range []string{"data/intents.txt", "data/chatter.txt"} {
		names := map[string]bool{}
		for _, line := range dataLines(file) {
			name, list, ok := strings.Cut(line, ": ")
			if !ok || strings.ContainsAny(name, " |") || names[name] {
				t.Errorf("%s: %q is not a new \"name: phrase | phrase\"", file, line)
			}
			names[name] = true
			seen := map[string]bool{}
			for _, p := range strings.Split(list, " | ") {
				if marked := file == "data/chatter.txt"; !plainPhrase.MatchString(p) || viet.Fold(p) != p && !marked {
					t.Errorf("%s: %s: %q is not folded", file, name, p)
				}
				if seen[p] {
					t.Errorf("%s: %s: %q stands twice", file, name, p)
				}
				seen[p] = true
			}
		}
	}
}

func TestIntentsAreSorted(t *testing.T) {
	for file, sets := range map[string][]phraseSet{"intents.txt": loadWords().intents} {
		if !slices.IsSortedFunc(sets, func(a, b phraseSet) int { return strings.Compare(a.name, b.name) }) {
			t.Errorf("%s is not sorted by name", file)
		}
	}
}

// contradicting are intents of which a question has one or the other, so that no phrase may call both.
var contradicting = [][2]string{
	{"progress", "when"}, {"progress", "target"}, {"progress", "remaining"}, {"meta", "target"}, {"meta", "who"}, {"overdue", "progress"}, {"coordinate", "who"}, {"rule", "when"}, {"rule", "count"},
}

func TestIntentsDoNotContradict(t *testing.T) {
	phrases := map[string][]string{}
	for _, set := range loadWords().intents {
		phrases[set.name] = set.phrases
	}
	for _, pair := range contradicting {
		for _, p := range phrases[pair[0]] {
			if slices.Contains(phrases[pair[1]], p) {
				t.Errorf("%q calls both %s and %s", p, pair[0], pair[1])
			}
		}
	}
	for _, chat := range loadWords().chatter {
		for name, list := range phrases {
			for _, p := range chat.phrases {
				if slices.Contains(list, p) {
					t.Errorf("%q is turned away as %s and understood as %s", p, chat.name, name)
				}
			}
		}
	}
}

// TestIntentsThatAreUsed holds the names of the data file to those that the program asks for.
func TestIntentsThatAreUsed(t *testing.T) {
	want := []string{"compare", "coordinate", "count", "list", "meta", "overdue", "progress", "remaining", "rule", "target", "what", "when", "who"}
	var got []string
	for _, set := range loadWords().intents {
		got = append(got, set.name)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("intents %q, the program knows %q", got, want)
	}
}

func TestSynonyms(t *testing.T) {
	typed := map[string]bool{}
	for _, line := range dataLines("data/synonyms.txt") {
		left, right, ok := strings.Cut(line, " => ")
		switch {
		case !ok || strings.TrimSpace(right) == "":
			t.Errorf("%q is not \"typed => written\"", line)
		case !plainPhrase.MatchString(left):
			t.Errorf("%q is not folded", left)
		case typed[left]:
			t.Errorf("%q stands twice", left)
		}
		typed[left] = true
	}
}

// TestSynonymsAreSorted checks the first block, which is in the order of the alphabet.
func TestSynonymsAreSorted(t *testing.T) {
	content, err := dataFiles.ReadFile("data/synonyms.txt")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(content), "\n\n")
	if len(blocks) < 3 {
		t.Fatalf("%d blocks, want the head, abbreviations and more", len(blocks))
	}
	var abbreviations []string
	for line := range strings.Lines(blocks[1]) {
		left, _, _ := strings.Cut(line, " => ")
		abbreviations = append(abbreviations, left)
	}
	for i := 1; i < len(abbreviations); i++ {
		if abbreviations[i] < abbreviations[i-1] {
			t.Errorf("abbreviations: %q stands behind %q", abbreviations[i], abbreviations[i-1])
		}
	}
}

// TestSmallWords: each word stands once, in small letters, in one of the two files.
func TestSmallWords(t *testing.T) {
	seen := map[string]string{}
	for _, file := range []string{"data/stops.txt", "data/frame.txt"} {
		for _, line := range dataLines(file) {
			for _, s := range strings.Fields(line) {
				if s != strings.ToLower(s) {
					t.Errorf("%s: %q is not in small letters", file, s)
				}
				if seen[s] != "" {
					t.Errorf("%s: %q stands in %s", file, s, seen[s])
				}
				seen[s] = file
			}
		}
	}
}

// TestWordSet: a word with marks is only itself, one without any is each that is written so.
func TestWordSet(t *testing.T) {
	stops := loadWords().stops
	for word, want := range map[string]bool{"đó": true, "do": true, "đồ": false, "nao": true, "nào": true, "não": false} {
		if got := stops.has(viet.Tokenize(word)[0]); got != want {
			t.Errorf("has(%q) = %v, want %v", word, got, want)
		}
	}
}

// TestStopsAreNoAgencies: a word that does not count must not be all of an agency's name.
func TestStopsAreNoAgencies(t *testing.T) {
	for _, s := range slices.Sorted(maps.Keys(loadWords().stops)) {
		if m := agency.Default().FindFolded(s); len(m) > 0 {
			t.Errorf("the stop word %q is found as %s", s, m[0].Agency.Name)
		}
	}
}

// TestPhrasesFitTheWindow: an expression longer than what is looked up would never be found.
func TestPhrasesFitTheWindow(t *testing.T) {
	w := loadWords()
	for _, set := range []map[string][]string{w.asks, w.synonyms, w.short, w.english} {
		for phrase := range set {
			if n := len(strings.Fields(phrase)); n > longestPhrase {
				t.Errorf("%q has %d words, at most %d are looked up", phrase, n, longestPhrase)
			}
		}
	}
}
