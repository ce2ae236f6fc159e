package corpus_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dondoc/corpus"
)

// countTasks counts the tasks of the document whose name contains name, in all and by the first element of their section.
func countTasks(t *testing.T, c *corpus.Corpus, name string) (total int, parts map[string]int) {
	t.Helper()
	var doc *corpus.Document
	for _, d := range c.Documents {
		if strings.Contains(d.Name(), name) {
			if doc != nil {
				t.Fatalf("both %q and %q are named %q", doc.Name(), d.Name(), name)
			}
			doc = d
		}
	}
	if doc == nil {
		t.Fatalf("no document %q", name)
	}
	parts = map[string]int{}
	for _, task := range c.Tasks {
		if task.Document == doc.ID {
			total++
			parts[firstPart(task.Section)]++
		}
	}
	return total, parts
}

func firstPart(section string) string {
	if strings.HasPrefix(section, "Phụ lục") {
		part, _, _ := strings.Cut(section, ",")
		return part
	}
	part, _, _ := strings.Cut(section, ".")
	return part
}

func TestRealTaskCounts(t *testing.T) {
	c := mustRead(t, realFiles(t)...)
	checkCorpus(t, c)
	all := -1
	for _, want := range []struct {
		document string
		total    int
		parts    map[string]int
	}{
		{"17/QĐ-UBQGCDS", 204, map[string]int{"II": 13, "III": 60, "IV": 70, "Phụ lục": 57, "V": 4}},
		{"Kế hoạch hoạt động của Ủy ban Quốc gia về chuyển đổi số năm 2022", 92, nil},
		{"942/QĐ-TTg", all, map[string]int{"Phụ lục": 90}},
		{"Chiến lược quốc gia phát triển kinh tế số và xã hội số", all, map[string]int{"Phụ lục I": 145}},
		{"Kế hoạch Chuyển đổi số năm 2023", 2, nil},
	} {
		t.Run(want.document, func(t *testing.T) {
			total, parts := countTasks(t, c, want.document)
			if want.total != all && total != want.total {
				t.Errorf("%d tasks, want %d", total, want.total)
			}
			for part, n := range want.parts {
				if parts[part] != n {
					t.Errorf("%d tasks in %s, want %d", parts[part], part, n)
				}
			}
		})
	}
}

// TestShippedAgreesWithOriginal compares our own wording of Decision 17 with the scan, duty by duty.
func TestShippedAgreesWithOriginal(t *testing.T) {
	original := mustRead(t, realFiles(t)...)
	ours := mustRead(t, shippedFiles(t)...)
	want, got := duties(original), duties(ours)
	for _, d := range append(missing(want, got, "only in the scan: "), missing(got, want, "only in ours: ")...) {
		t.Error(d)
	}
}

// duties writes section, lead, coordinating agencies and due dates of every task of Decision 17.
func duties(c *corpus.Corpus) []string {
	var out []string
	for _, task := range c.Tasks {
		if task.Document == "17-qd-ubqgcds" {
			out = append(out, fmt.Sprintf("%s | %s | %s | %s", task.Section,
				strings.Join(agencyKeys(task.Lead), "; "), strings.Join(agencyKeys(task.Coordinating), "; "), strings.Join(dues(task), " ")))
		}
	}
	slices.Sort(out)
	return out
}

// missing returns the elements of the sorted list a that b lacks; an element may stand several times.
func missing(a, b []string, prefix string) []string {
	var out []string
	left := slices.Clone(b)
	for _, x := range a {
		if i := slices.Index(left, x); i >= 0 {
			left = slices.Delete(left, i, i+1)
		} else {
			out = append(out, prefix+x)
		}
	}
	return out
}
