package corpus_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"dondoc/corpus"
	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata/*.txtar; read the difference by eye")

// TestGolden reads excerpts and compares all facts. An archive says in its first
// lines which rule it shows. It holds files to be read and the facts expected of
// them all; passages are compared only where the archive lists them.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			inputs, want := parts(archive)
			_, withPassages := want["passages"]
			c := mustRead(t, inputs...)
			checkCorpus(t, c)
			got := facts(c, withPassages)
			if *update {
				rewrite(t, path, archive.Comment, inputs, got)
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// parts tells the files to be read from the expectations.
func parts(archive *txtar.Archive) (inputs []corpus.File, want map[string]string) {
	want = map[string]string{}
	for _, f := range archive.Files {
		if docfile.Supported(f.Name) {
			inputs = append(inputs, corpus.File{Name: f.Name, Content: f.Data})
		} else {
			want[f.Name] = string(f.Data)
		}
	}
	return inputs, want
}

var factNames = []string{"documents", "passages", "tasks", "targets", "people", "platforms", "rules", "relations", "doubts"}

func rewrite(t *testing.T, path string, comment []byte, inputs []corpus.File, got map[string]string) {
	t.Helper()
	a := &txtar.Archive{Comment: comment}
	for _, f := range inputs {
		a.Files = append(a.Files, txtar.File{Name: f.Name, Data: f.Content})
	}
	for _, name := range factNames {
		if text, ok := got[name]; ok {
			a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(text)})
		}
	}
	if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}

// facts writes everything that was read; kinds of which there is nothing are left out.
func facts(c *corpus.Corpus, withPassages bool) map[string]string {
	out := map[string]*strings.Builder{}
	add := func(kind, format string, args ...any) {
		if out[kind] == nil {
			out[kind] = &strings.Builder{}
		}
		fmt.Fprintf(out[kind], format, args...)
	}
	for _, d := range c.Documents {
		add("documents", "%s\n  number %s | kind %s | status %s | date %s | year %d\n  issuer %s\n  title %s\n  at %s:%d\n",
			d.ID, dash(d.Number), d.Kind, d.Status, date(d.Date), d.Year, dash(d.Issuer), d.Title, d.Source.File, d.Source.Line)
	}
	if withPassages {
		for _, p := range c.Passages {
			add("passages", "%s | %s | %s\n  %s\n", p.ID, dash(p.Section), strings.Join(p.Trail, " > "), visible(p.Text))
		}
	}
	for _, t := range c.Tasks {
		add("tasks", "%s", taskText(t))
	}
	for _, t := range c.Targets {
		add("targets", "%s | %s%s %s | năm %d%s%s\n  %s\n", dash(t.Section), lead(t.Comparison), t.Value, t.Unit, t.Year,
			behind(", ", t.Period), behind(" | ", t.Scope), t.Indicator)
	}
	for _, p := range c.People {
		add("people", "%s | %s | %s | %s | %s\n", dash(p.Section), strings.TrimSpace(p.Title+" "+p.Name), p.Post, dash(p.Role), dash(p.Body))
	}
	for _, p := range c.Platforms {
		add("platforms", "%s | %s | %s | %s\n", dash(p.Section), p.Name, dash(strings.Join(p.Owner, "; ")), dash(strings.Join(p.Companies, "; ")))
	}
	for _, r := range c.Rules {
		add("rules", "%s | %s | %s | %s%s\n  %s\n", dash(r.Section), r.Kind, dash(r.Subject), dash(r.Phrase), behind(" → ", r.Cycle), r.Text)
	}
	for _, r := range c.Relations {
		add("relations", "%s | %s | %s%s%s%s%s\n", dash(r.Section), r.Kind, dash(r.Number), behind(" ngày ", strings.TrimPrefix(date(r.Date), "–")), behind(" | ", r.Title), behind(" | chỉ ", r.Part), behind(" | = ", r.Other))
	}
	for _, d := range c.Doubts {
		add("doubts", "%s:%d %s\n", d.Source.File, d.Source.Line, d.Text)
	}
	text := make(map[string]string, len(out))
	for kind, b := range out {
		text[kind] = b.String()
	}
	return text
}

func taskText(t corpus.Task) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s | %s | %s\n  %s\n", dash(t.Section), strings.Join(t.Lead, "; "), dash(strings.Join(t.Coordinating, "; ")), t.Title)
	if t.Text != t.Title {
		fmt.Fprintf(&b, "  = %s\n", t.Text)
	}
	for _, m := range t.Milestones {
		fmt.Fprintf(&b, "  @ %s | %s | %s → %s\n", m.Label, m.Phrase, date(m.Start), date(m.Due))
		if m.ChangedBy != "" {
			fmt.Fprintf(&b, "    by %s, was %s\n", m.ChangedBy, m.Was)
		}
	}
	if t.Recurring != "" {
		fmt.Fprintf(&b, "  every %s\n", t.Recurring)
	}
	if t.Deliverable != "" {
		fmt.Fprintf(&b, "  gives %s\n", visible(t.Deliverable))
	}
	for _, d := range t.Doubts {
		fmt.Fprintf(&b, "  ? %s\n", d)
	}
	return b.String()
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func lead(s string) string {
	if s == "" {
		return ""
	}
	return s + " "
}

// behind writes a mark before what need not be there.
func behind(mark, s string) string {
	if s == "" {
		return ""
	}
	return mark + s
}

func date(d viet.Date) string {
	if d.IsZero() {
		return "–"
	}
	return d.String()
}

// visible shows the cells and the fragments of a text in one line.
func visible(s string) string {
	return strings.NewReplacer("\t", " ¦ ", corpus.FragmentBreak, " ⏎ ").Replace(s)
}
