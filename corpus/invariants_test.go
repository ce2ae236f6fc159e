package corpus_test

import (
	"slices"
	"strings"
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// longestPiece returns the longest piece of a Passage that a quotation may be taken from.
func longestPiece(p corpus.Passage) string {
	longest := ""
	for piece := range strings.SplitSeq(p.Text, corpus.FragmentBreak) {
		if len(piece) > len(longest) {
			longest = piece
		}
	}
	return longest
}

// checkCorpus checks what holds for the facts of any file at all.
func checkCorpus(t *testing.T, c *corpus.Corpus) {
	t.Helper()
	documents := map[string]bool{}
	for _, d := range c.Documents {
		if d.ID == "" || documents[d.ID] {
			t.Errorf("document ID %q is empty or not unique", d.ID)
		}
		documents[d.ID] = true
		if d.Name() == "" || d.Source.Line < 1 {
			t.Errorf("document %q has the name %q and line %d", d.ID, d.Name(), d.Source.Line)
		}
	}
	passages := map[string]corpus.Passage{}
	for _, p := range c.Passages {
		if _, twice := passages[p.ID]; twice || !documents[p.Document] || !strings.HasPrefix(p.ID, p.Document+"#") {
			t.Errorf("passage ID %q of document %q", p.ID, p.Document)
		}
		passages[p.ID] = p
		checkSection(t, p.Section)
		if piece := longestPiece(p); !c.Quotes(p.Source, piece) {
			t.Errorf("passage %s: %q does not stand in the file", p.ID, piece)
		}
	}
	ids := map[string]bool{}
	for _, task := range c.Tasks {
		if ids[task.ID] || !strings.HasPrefix(task.ID, task.Document+":") {
			t.Errorf("task ID %q", task.ID)
		}
		ids[task.ID] = true
		checkTask(t, task, passages)
	}
	for _, x := range c.Targets {
		checkFact(t, "target", x.Document, x.Section, x.Passage, passages)
		if x.Indicator == "" || x.Value == "" || x.Text == "" {
			t.Errorf("target %+v", x)
		}
	}
	for _, x := range c.People {
		checkFact(t, "person", x.Document, x.Section, x.Passage, passages)
		if x.Name == "" || x.Post == "" && x.Role == "" {
			t.Errorf("person %+v", x)
		}
	}
	for _, x := range c.Platforms {
		checkFact(t, "platform", x.Document, withoutWritten(x.Section, passages[x.Passage].Text), x.Passage, passages)
		if x.Name == "" || len(x.Owner)+len(x.Companies) == 0 {
			t.Errorf("platform %+v", x)
		}
	}
	for _, x := range c.Rules {
		checkFact(t, "rule", x.Document, withoutWritten(x.Section, passages[x.Passage].Text), x.Passage, passages)
		if x.Kind == "" || x.Text == "" {
			t.Errorf("rule %+v", x)
		}
	}
	for _, x := range c.Relations {
		if x.Passage != "" {
			checkFact(t, "relation", x.Document, x.Section, x.Passage, passages)
		}
		if x.Kind == "" || x.Number == "" && x.Title == "" || !documents[x.Document] || x.Other != "" && !documents[x.Other] {
			t.Errorf("relation %+v", x)
		}
	}
	for _, d := range c.Doubts {
		if !documents[d.Document] || d.Text == "" || d.Source.Line < 1 {
			t.Errorf("doubt %+v", d)
		}
	}
}

func checkTask(t *testing.T, task corpus.Task, passages map[string]corpus.Passage) {
	t.Helper()
	if len(task.Passages) == 0 {
		t.Fatalf("task %s has no passage", task.ID)
	}
	checkSection(t, withoutWritten(task.Section, passages[task.Passages[0]].Text))
	if len(viet.Tokenize(task.Text)) == 0 || task.Title == "" || strings.ContainsAny(task.Text+task.Title, "\n\t") {
		t.Errorf("task %s: title %q, text %q", task.ID, task.Title, task.Text)
	}
	if task.Source.Line < 1 {
		t.Errorf("task %s: line %d", task.ID, task.Source.Line)
	}
	for _, id := range task.Passages {
		if p, ok := passages[id]; !ok || p.Document != task.Document && !corrected(task) {
			t.Errorf("task %s: no passage %q in its document", task.ID, id)
		}
	}
	for _, m := range task.Milestones {
		if m.Phrase == "" {
			t.Errorf("task %s: a milestone without a phrase: %+v", task.ID, m)
		}
	}
	for _, name := range append(task.Lead, task.Coordinating...) {
		if strings.TrimSpace(name) == "" {
			t.Errorf("task %s: an agency without a name", task.ID)
		}
	}
}

// corrected reports whether a later document moved a deadline of the task.
func corrected(task corpus.Task) bool {
	return slices.ContainsFunc(task.Milestones, func(m corpus.Milestone) bool { return m.ChangedBy != "" })
}

// withoutWritten cuts from a section what the row itself writes into a cell: a
// number or, in a column "Mục", the whole path is taken as it stands.
func withoutWritten(section, row string) string {
	for cell := range strings.SplitSeq(row, "\t") {
		cell = strings.ReplaceAll(cell, corpus.FragmentBreak, " ")
		if cell != "" && cell == section {
			return ""
		}
		cell = strings.Trim(cell, ". ")
		if path, ok := strings.CutSuffix(section, cell); ok && cell != "" {
			path, _ = strings.CutSuffix(path, ", ")
			path, _ = strings.CutSuffix(path, ".")
			return path
		}
	}
	return section
}

func checkFact(t *testing.T, kind, document, section, passage string, passages map[string]corpus.Passage) {
	t.Helper()
	checkSection(t, section)
	if p, ok := passages[passage]; !ok || p.Document != document {
		t.Errorf("%s in %q: no passage %q in its document", kind, section, passage)
	}
}

func checkSection(t *testing.T, section string) {
	t.Helper()
	if strings.Contains(section, "..") || strings.HasPrefix(section, ".") || strings.HasSuffix(section, ".") || section != strings.TrimSpace(section) {
		t.Errorf("section %q", section)
	}
}
