package bot_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"dondoc/bot"
	"dondoc/knowledge"
)

var update = flag.Bool("update", false, "rewrite the golden conversations in testdata")

// TestGolden replays testdata/conversations.txtar. Each file of an archive is one chat: a line "> text" is what a
// person types, "> [label]" a button pressed, the lines below it the reply as a chat shows it. Answers
// come from a script that lists as many lines as the question names ("liệt kê 20").
func TestGolden(t *testing.T) {
	goldens(t, "testdata/conversations.txtar", func(t *testing.T, golden string) string { return replay(newTalk(t, listing), golden) })
}

// goldens runs every file of an archive and compares what it says with what it said.
func goldens(t *testing.T, name string, run func(t *testing.T, golden string) string) {
	archive, err := txtar.ParseFile(name)
	if err != nil || len(archive.Files) == 0 {
		t.Fatalf("no golden conversations: %v", err)
	}
	for i := range archive.Files {
		file := &archive.Files[i]
		t.Run(file.Name, func(t *testing.T) {
			got := run(t, string(file.Data))
			if *update {
				file.Data = []byte(got)
			} else if diff := cmp.Diff(string(file.Data), got); diff != "" {
				t.Errorf("%s, %s (-want +got); -update rewrites it:\n%s", name, file.Name, diff)
			}
		})
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// replay says the lines that begin with ">" and returns the whole conversation.
func replay(k *talk, golden string) string {
	k.t.Helper()
	var out strings.Builder
	var last bot.Reply
	for line := range strings.Lines(golden) {
		said, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), "> ")
		if !ok {
			continue
		}
		if label, ok := strings.CutPrefix(said, "["); ok {
			last = k.press(last, strings.TrimSuffix(label, "]"))
		} else {
			last = k.say(said)
		}
		fmt.Fprintf(&out, "> %s\n%s\n", said, last.Text)
		for _, c := range last.Choices {
			fmt.Fprintf(&out, "[%s] ", c.Label)
		}
		if len(last.Choices) > 0 {
			out.WriteString("\n")
		}
	}
	return strings.ReplaceAll(out.String(), "] \n", "]\n")
}

// listing answers "liệt kê N" with N lines, anything else with how much of the thread it was given.
func listing(q knowledge.Question) (knowledge.Answer, error) {
	var n int
	if _, err := fmt.Sscanf(q.Text, "liệt kê %d", &n); err != nil {
		return knowledge.Answer{
			Text:        lines(fmt.Sprintf("(đáp lời, sau %d lượt)", len(q.Context)), "📄 Quyết định 1/QĐ, Mục I.1"),
			Suggestions: []knowledge.Suggestion{{Label: "👥 Ai phối hợp?", Question: "ai phối hợp?"}},
		}, nil
	}
	var text knowledge.Text
	for i := range n {
		text = append(text, lines(fmt.Sprintf("%d. Việc %d", i+1, i+1))...)
	}
	return knowledge.Answer{Text: append(text, lines("📄 Quyết định 1/QĐ, Mục I")...)}, nil
}
