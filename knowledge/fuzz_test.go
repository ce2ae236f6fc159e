package knowledge_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dondoc/knowledge"
)

// FuzzAnswer asks anything, after anything, on any day: the program neither breaks
// off nor tells what is in no document, nor says what a channel would choke on.
func FuzzAnswer(f *testing.F) {
	for _, text := range oddities() {
		f.Add(text, "", "", 0)
	}
	for i, piece := range hostilePieces {
		f.Add("Ai chủ trì bản đồ số "+piece+", bao giờ xong?", piece, "📄 "+piece, 300*i)
	}
	for i, text := range templates {
		f.Add(strings.NewReplacer("A", "Cà Mau", "T", "rừng ngập mặn", "Y", "2026", "N", "4").Replace(marked(text)),
			"Ai chủ trì bản đồ số?", "📄 Kế hoạch 214/KH-BNNMT, Mục III.4", 100*i)
	}
	base := must(f, townBase)
	known := factsOf(base.Corpus())
	f.Fuzz(func(t *testing.T, text, before, answered string, days int) {
		q := knowledge.Question{Text: text, AsOf: farPast.AddDate(0, 0, days%20_000)}
		if before != "" || answered != "" {
			q.Context = []knowledge.Turn{{Role: knowledge.RoleUser, Text: before}, {Role: knowledge.RoleAssistant, Text: answered}}
		}
		a, err := base.Answer(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.ValidString(a.Text.String()) {
			t.Errorf("%q: the answer is no UTF-8: %q", text, a.Text)
		}
		if wrong := known.faults(q, a); len(wrong) > 0 {
			t.Errorf("%q after %q, %q: %s\n%s", text, before, answered, strings.Join(wrong, "\n"), a.Text)
		}
	})
}
