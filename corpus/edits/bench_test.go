package edits_test

import (
	"fmt"
	"strings"
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/edits"
)

// large is a plan of about 10 MB.
func large(tb testing.TB) *corpus.Corpus {
	tb.Helper()
	var b strings.Builder
	head, _, _ := strings.Cut(plan, "| I.1 |")
	b.WriteString(head)
	for i := 0; b.Len() < 10<<20; i++ {
		fmt.Fprintf(&b, "| %d.%d | Bộ Y tế | Đo thị lực đội thuyền số %d ở bến thứ %d, ghi vào sổ khám và báo cho chủ tàu; %s | Bộ Quốc phòng | trước tháng %d/2026 |\n",
			i/50+1, i%50+1, i, i%97, strings.Repeat("soi đáy mắt, đo nhãn áp, phát thuốc nhỏ mắt; ", 6), i%12+1)
	}
	return read(tb, b.String())
}

func BenchmarkApply(b *testing.B) {
	c := large(b)
	all := edits.Anchors(c)
	var list, lost []edits.Edit
	for i := range 20 {
		e := edits.Edit{Kind: edits.ChangeTask, At: moment, Anchors: []edits.Anchor{all[i*len(all)/20]}, Task: &edits.TaskFields{Title: new("Khác"), Milestones: dates("tháng 9/2026")}}
		list = append(list, e)
		e.Anchors = []edits.Anchor{{Document: document, Section: "x", Words: "gone"}}
		lost = append(lost, e)
	}
	for name, list := range map[string][]edits.Edit{"found": list, "all of them lost": lost} {
		b.Run(name, func(b *testing.B) {
			b.ReportMetric(float64(len(c.Tasks)), "tasks")
			for b.Loop() {
				edits.Apply(c, list, agency.Default())
			}
		})
	}
}
