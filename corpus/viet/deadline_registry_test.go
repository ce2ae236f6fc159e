package viet

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type registryTask struct {
	ID         string
	Doc        string
	Recurring  string
	Milestones []struct {
		Label, Phrase string
		Start, Due    Date
	}
}

// registryReferences tells by the beginning of a document's name what its phrases are read against.
var registryReferences = map[string]Reference{
	"61/KH-UBND":        {Year: 2026, Issued: Date{2026, 2, 5}},
	"1807/BNNMT-TL":     {Year: 2026},
	"902/KH-BNV":        {Year: 2026, Issued: Date{2026, 2, 12}},
	"Theo dõi nhiệm vụ": {Year: 2026, Given: Date{2026, 4, 13}}, // of the one task that counts from it
	"17/QĐ-UBQGCDS":     {Year: 2023, Issued: Date{2023, 4, 4}},
	"942/QĐ-TTg":        {Issued: Date{2021, 6, 15}},
	"Chiến lược":        {},
	"Hướng dẫn":         {Year: 2023},
	"Kế hoạch hoạt":     {Year: 2022},
}

func readRegistry(t *testing.T, path string) []registryTask {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", path))
	if os.IsNotExist(err) {
		t.Skip("the shared test data lie beside the repository only where it is developed")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var tasks []registryTask
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var task registryTask
		if err := json.Unmarshal(lines.Bytes(), &task); err != nil {
			t.Fatal(err)
		}
		tasks = append(tasks, task)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return tasks
}

func TestRegistryPhrases(t *testing.T) {
	tasks := append(readRegistry(t, "corpus-formats/registry.jsonl"), readRegistry(t, "eval/registry-sample.jsonl")...)
	total := 0
	for _, task := range tasks {
		ref, known := Reference{}, false
		for name, r := range registryReferences {
			if strings.HasPrefix(task.Doc, name) {
				ref, known = r, true
			}
		}
		if !known {
			t.Fatalf("no reference for the document %q", task.Doc)
		}
		for _, m := range task.Milestones {
			total++
			d, ok := ParseDeadline(m.Phrase, ref)
			recurring := strings.ReplaceAll(task.Recurring, " ", "_")
			// The registry gives the cycle of the task. A phrase of dates only ("2022-2025") cannot know it: the text of the task says it.
			cycled := d.Recurring == recurring || d.Recurring == "" && !m.Due.IsZero()
			if !ok || d.Start != m.Start || d.Due != m.Due || !cycled {
				t.Errorf("%s %q: got %v %s–%s %s %s, registry has %s–%s %s", task.ID, m.Phrase, ok, d.Start, d.Due, d.Recurring, d.Doubt, m.Start, m.Due, recurring)
			}
		}
	}
	if total < 200 {
		t.Errorf("only %d phrases in the registries", total)
	}
}
