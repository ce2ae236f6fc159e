package knowledge_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"dondoc/knowledge"
)

var update = flag.Bool("update", false, "rewrite the answers in testdata/*.txtar; read the difference by eye")

// goldenDay is the day of asking where a conversation names none.
const goldenDay = "2026-03-01"

// asked is the first line of a turn: "> câu hỏi [as of 2026-03-01]".
var askedLine = regexp.MustCompile(`^> (.*?)(?: \[as of (\d{4}-\d\d-\d\d)\])?$`)

// TestConversations compares answers, word by word, with those that were read by
// eye. Each file of an archive is a conversation about testdata/corpus; behind
// "> question" stands the answer, then "= refused" or a line "= document | section" a citation.
func TestConversations(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no conversations: %v", err)
	}
	base := must(t, townBase)
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range archive.Files {
			f := &archive.Files[i]
			t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar")+"/"+f.Name, func(t *testing.T) {
				got := converse(t, base, string(f.Data))
				if diff := cmp.Diff(string(f.Data), got); diff != "" && !*update {
					t.Errorf("(-want +got)\n%s", diff)
				}
				f.Data = []byte(got)
			})
		}
		if *update {
			if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// converse asks the questions of a conversation in turn and writes it anew.
func converse(t *testing.T, base *knowledge.Base, conversation string) string {
	t.Helper()
	var out strings.Builder
	var turns []knowledge.Turn
	for line := range strings.Lines(conversation) {
		m := askedLine.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			continue
		}
		day := m[2]
		if day == "" {
			day = goldenDay
		}
		a := ask(t, base, m[1], day, turns...)
		turns = append(turns, knowledge.Turn{Role: knowledge.RoleUser, Text: m[1]}, knowledge.Turn{Role: knowledge.RoleAssistant, Text: a.Text.String()})
		if out.Len() > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(line)
		writeAnswer(&out, a)
	}
	if out.Len() == 0 {
		t.Fatal("the conversation asks nothing")
	}
	return out.String()
}

func writeAnswer(out *strings.Builder, a knowledge.Answer) {
	out.WriteString(a.Text.String() + "\n")
	if a.Refused {
		out.WriteString("= refused\n")
	}
	for _, c := range a.Citations {
		fmt.Fprintf(out, "= %s | %s\n", c.Document, c.Section)
	}
}
