package knowledge_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"dondoc/corpus"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
)

// sample is a question of ../../shared/eval. Whether it is answered rightly, the package golden tests.
type sample struct {
	Q       string           `json:"q"`
	Context []knowledge.Turn `json:"context"`
	AsOf    string           `json:"as_of"`
	Doc     []string         `json:"doc"`
}

func (s *sample) question(tb testing.TB) knowledge.Question {
	return knowledge.Question{Text: s.Q, Context: s.Context, AsOf: moment(tb, s.AsOf)}
}

func readSamples(tb testing.TB, path string) []sample {
	tb.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	var samples []sample
	for line := range strings.Lines(string(content)) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		var s sample
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			tb.Fatalf("%s: %v", path, err)
		}
		samples = append(samples, s)
	}
	return samples
}

// mutated are variants of a question as hurried fingers type it.
func (s *sample) mutated(r *rand.Rand) []knowledge.Question {
	words := strings.Fields(s.Q)
	dropped := slices.Delete(slices.Clone(words), 0, 1)
	i := r.IntN(len(words))
	dropped = slices.Insert(dropped, min(i, len(dropped)), words[i])
	letters := []rune(s.Q)
	j := r.IntN(len(letters) - 1)
	letters[j], letters[j+1] = letters[j+1], letters[j]
	var out []knowledge.Question
	for _, text := range []string{viet.Fold(s.Q), strings.ToUpper(s.Q), strings.Join(dropped, " "), string(letters), norm.NFD.String(s.Q), s.Q + " " + s.Q} {
		out = append(out, knowledge.Question{Text: text, Context: s.Context, AsOf: farPast.AddDate(0, r.IntN(130), r.IntN(28))})
	}
	return out
}

// plain is text without its case and white space.
func plain(text string) string {
	text = norm.NFC.String(strings.ToLower(norm.NFC.String(text)))
	return strings.Join(strings.Fields(strings.NewReplacer("\u200b", "", "\ufeff", "", "\u00ad", "").Replace(text)), " ")
}

// TestNoisyText asks a scanned plan: what was misread must not make an answer unsound.
func TestNoisyText(t *testing.T) {
	content, err := os.ReadFile(needShared(t, "corpus-formats/D4.txt"))
	if err != nil {
		t.Fatal(err)
	}
	t.Parallel()
	base, err := baseOf([]corpus.File{text("D4.txt", string(content))}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var questions []knowledge.Question
	for _, s := range readSamples(t, needShared(t, "corpus-formats/questions.jsonl")) {
		if slices.ContainsFunc(s.Doc, func(d string) bool { return strings.Contains(d, "902") }) {
			questions = append(questions, s.question(t))
		}
	}
	if len(questions) == 0 {
		t.Fatal("no question is about 902/KH-BNV")
	}
	holdInvariants(t, base, questions)
}
