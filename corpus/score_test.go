package corpus_test

import (
	"bufio"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// record is a line of the registry sample: what a careful person took from the documents.
type record struct {
	ID         string   `json:"id"`
	Doc        string   `json:"doc"`
	Section    string   `json:"section"`
	Lead       []string `json:"lead"`
	Coordinate []string `json:"coordinate"`
	Milestones []struct {
		Due string `json:"due"`
	} `json:"milestones"`
	StartsWith string `json:"starts_with"`
}

func readRecords(t *testing.T, path ...string) []record {
	t.Helper()
	f, err := os.Open(filepath.Join(append([]string{sharedDir}, path...)...))
	if err != nil {
		t.Skipf("the true register is not on this machine: %v", err)
	}
	defer f.Close()
	var records []record
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var r record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return records
}

// TestRegistrySample measures how many of the sampled records are found with the
// right lead, coordinating agencies and due dates.
func TestRegistrySample(t *testing.T) {
	checkRecords(t, mustRead(t, realFiles(t)...), readRecords(t, "eval", "registry-sample.jsonl"), 0.99)
}

// TestFormatSamples reads the same kind of documents as .docx, .pdf, .xlsx and noisy text.
func TestFormatSamples(t *testing.T) {
	byDocument := map[string][]record{}
	for _, r := range readRecords(t, "corpus-formats", "registry.jsonl") {
		byDocument[r.Doc] = append(byDocument[r.Doc], r)
	}
	dir := os.DirFS(filepath.Join(sharedDir, "corpus-formats"))
	for name, want := range map[string]int{"D1.docx": 28, "D2.pdf": 12, "D3.xlsx": 20, "D4.txt": 15} {
		t.Run(name, func(t *testing.T) {
			content, err := fs.ReadFile(dir, name)
			if err != nil {
				t.Fatal(err)
			}
			c := mustRead(t, corpus.File{Name: name, Content: content})
			if len(c.Tasks) != want {
				t.Errorf("%d tasks, want %d", len(c.Tasks), want)
			}
			for doc, records := range byDocument {
				key := docKey(doc)
				if name := docKey(c.Documents[0].Name()); strings.Contains(key, name) || strings.Contains(name, key) {
					checkRecords(t, c, records, 1)
					return
				}
			}
			t.Errorf("no register of %q", c.Documents[0].Name())
		})
	}
}

// checkRecords fails when fewer than the given part of the records were read wholly right.
func checkRecords(t *testing.T, c *corpus.Corpus, records []record, least float64) {
	t.Helper()
	names := map[string]string{}
	for _, d := range c.Documents {
		names[d.ID] = docKey(d.Name())
	}
	taken := map[string]bool{}
	whole := 0
	for _, r := range records {
		task := bestMatch(c.Tasks, r, names, taken)
		if task == nil {
			t.Logf("missing: %s in %s: %s", r.ID, r.Section, r.StartsWith)
			continue
		}
		taken[task.ID] = true
		if sameAgencies(task.Lead, r.Lead) && sameAgencies(task.Coordinating, r.Coordinate) && slices.Equal(dues(*task), truthDues(r)) {
			whole++
			continue
		}
		t.Logf("wrong: %s in %s: want %v + %v due %v\n got %v + %v due %v", r.ID, r.Section,
			r.Lead, r.Coordinate, truthDues(r), task.Lead, task.Coordinating, dues(*task))
	}
	recall := float64(whole) / float64(len(records))
	t.Logf("whole recall %.1f %% of %d records", 100*recall, len(records))
	if len(records) == 0 || recall < least {
		t.Errorf("whole recall %.3f, want %.2f at least", recall, least)
	}
}

// bestMatch returns the task that begins like the record, of those the one with the same lead and section.
func bestMatch(tasks []corpus.Task, r record, names map[string]string, taken map[string]bool) *corpus.Task {
	var best *corpus.Task
	bestScore := 0.0
	doc := docKey(r.Doc)
	for i := range tasks {
		task := &tasks[i]
		name := names[task.Document]
		if taken[task.ID] || !strings.Contains(name, doc) && !strings.Contains(doc, name) {
			continue
		}
		score := max(beginsLike(task.Text, r.StartsWith), beginsLike(task.Title, r.StartsWith))
		if score < 0.6 {
			continue
		}
		if sameAgencies(task.Lead, r.Lead) {
			score += 0.6
		}
		if strings.EqualFold(task.Section, r.Section) {
			score += 0.3
		}
		if slices.Equal(dues(*task), truthDues(r)) {
			score += 0.1
		}
		if score > bestScore {
			best, bestScore = task, score
		}
	}
	return best
}

// beginsLike is the share of words, from 0 to 1, that a text's beginning has in common with start, in order.
func beginsLike(text, start string) float64 {
	want, got := folded(start), folded(text)
	got = got[:min(len(got), len(want)+6)]
	if len(want) == 0 || len(got) == 0 {
		return 0
	}
	common := make([]int, len(got)+1)
	for _, w := range want {
		diagonal := 0
		for j, g := range got {
			above := common[j+1]
			if w == g {
				common[j+1] = diagonal + 1
			} else {
				common[j+1] = max(above, common[j])
			}
			diagonal = above
		}
	}
	ratio := 2 * float64(common[len(got)]) / float64(len(want)+len(got))
	return ratio * min(1, float64(len(got))/float64(len(want))+0.2)
}

func folded(s string) []string {
	var words []string
	for _, token := range viet.Tokenize(s) {
		words = append(words, token.Folded)
	}
	return words
}

var draftMark = regexp.MustCompile(`\(dự thảo\)`)

func docKey(s string) string {
	return strings.Join(folded(draftMark.ReplaceAllString(s, "")), "")
}

var agencyPrefix = regexp.MustCompile(`^(các )?(ủy ban nhân dân (tỉnh|thành phố|tp)|tỉnh|thành phố|tp\.?) `)

// agencyKey makes the ways to write one agency equal.
func agencyKey(s string) string {
	s = strings.ReplaceAll(strings.ToLower(s), "uỷ", "ủy")
	s = strings.TrimPrefix(agencyPrefix.ReplaceAllString(s, ""), "các ")
	s = strings.TrimSuffix(s, " trực thuộc trung ương")
	return strings.Join(folded(s), " ")
}

func agencyKeys(names []string) []string {
	var keys []string
	for _, n := range names {
		if k := agencyKey(n); k != "" {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func sameAgencies(a, b []string) bool { return slices.Equal(agencyKeys(a), agencyKeys(b)) }

func dues(task corpus.Task) []string {
	var due []string
	for _, m := range task.Milestones {
		if !m.Due.IsZero() {
			due = append(due, m.Due.String())
		}
	}
	slices.Sort(due)
	return slices.Compact(due)
}

func truthDues(r record) []string {
	var due []string
	for _, m := range r.Milestones {
		if m.Due != "" {
			due = append(due, m.Due)
		}
	}
	slices.Sort(due)
	return slices.Compact(due)
}
