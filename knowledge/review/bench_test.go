package review_test

import (
	"fmt"
	"testing"
	"time"

	"dondoc/corpus"
	"dondoc/knowledge/review"
)

// large is a corpus of n tasks in twenty documents; words stand in each of them.
func large(n int, words string) *corpus.Corpus {
	c := &corpus.Corpus{}
	verbs, things := []string{"Kê khai", "Nạo vét", "Sửa chữa", "Thay mới"}, []string{"cầu treo", "trạm bơm", "nhà kho", "biển báo", "bóng đèn"}
	for i := range n {
		if i%(n/20) == 0 {
			number := fmt.Sprint(len(c.Documents)+1, "/KH-UBND")
			c.Documents = append(c.Documents, &corpus.Document{ID: fmt.Sprint(len(c.Documents)+1, "-kh-ubnd"), Number: number, Title: "Kế hoạch " + number, Date: day(2026, 1, len(c.Documents)+1)})
		}
		d := c.Documents[len(c.Documents)-1]
		text := fmt.Sprint(verbs[i%4], " ", words, things[i/4%5], " thuộc tiểu khu ", i)
		c.Tasks = append(c.Tasks, corpus.Task{
			ID: fmt.Sprint(d.ID, ":", i), Document: d.ID, Section: fmt.Sprint("Phụ lục, ", i), Title: text, Text: text, Lead: []string{fmt.Sprint("Sở số ", i%30)},
			Milestones: []corpus.Milestone{{Label: "thực hiện", Phrase: "Tháng 8", Due: day(2026, 8, 31)}},
		})
	}
	return c
}

// edited is large with a deadline moved in every hundredth task, and one of a hundred gone.
func edited(n int) *corpus.Corpus {
	c := large(n, "")
	var kept []corpus.Task
	for i, x := range c.Tasks {
		switch i % 100 {
		case 7:
			continue
		case 50:
			x.Milestones[0] = corpus.Milestone{Label: "thực hiện", Phrase: "Tháng 9", Due: day(2026, 9, 30)}
		}
		kept = append(kept, x)
	}
	c.Tasks = kept
	return c
}

// TestCompareLarge checks the result at 20,000 tasks a side, and that it takes no time out of proportion.
func TestCompareLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const n = 20000
	start := time.Now()
	before, after := large(n, ""), edited(n)
	changes := review.Compare(before, after)
	if took := time.Since(start); took > 30*time.Second { // a hundred times of what it takes
		t.Errorf("took %v", took)
	}
	checkWhole(t, before, after, changes)
	counts := map[review.ChangeKind]int{}
	for _, c := range changes {
		counts[c.Kind]++
	}
	if counts[review.Gone] != n/100 || counts[review.Changed] != n/100 || counts[review.New] != 0 {
		t.Errorf("got %v", counts)
	}
}

func BenchmarkCompare(b *testing.B) {
	const n = 20000
	before := large(n, "")
	for name, after := range map[string]*corpus.Corpus{"same": large(n, ""), "edited": edited(n), "all-reworded": large(n, "kỹ "), "first": nil} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				review.Compare(before, after)
			}
		})
	}
}
