package edits_test

import (
	"strings"
	"testing"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/edits"
)

// plan is a small plan: seven rows, two of them alike in two sections, one without a lead, one of a body that nobody knows.
const plan = `---
số: 31/KH-BYT
ngày: 12/01/2026
loại: Kế hoạch
tiêu đề: Chăm sóc mắt cho người đi biển năm 2026
năm kế hoạch: 2026
---

| Mục | Chủ trì | Nhiệm vụ | Phối hợp | Thời hạn |
|---|---|---|---|---|
| I.1 | Bộ Y tế | Đo thị lực thuyền viên ở các cảng phía bắc | Bộ Quốc phòng | trước tháng 6/2026 |
| I.2 | Bộ Công an | Cấp giấy qua trạm cho xe khám mắt lưu động |  | trong tháng 8/2026 |
| I.3 | Bộ Y tế | Phát kính râm cho lính đảo |  | Quý III/2026 |
| II.1 | Bộ Y tế | Phát kính râm cho lính đảo |  | Quý III/2026 |
| II.2 | Bộ Tài chính | Cấp tiền mua đèn soi và trả công người đo | Bộ Y tế | trước ngày 20/9/2026 |
| II.3 |  | Gom kính cũ về kho |  | tháng 10/2026 |
| II.4 | Hoa Tiêu Bờ Tây | Vẽ tranh hướng dẫn rửa mắt bằng nước sạch |  | tháng 11/2026 |
`

const document = "31-kh-byt"

// moment is when all edits of the tests are made.
var moment = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

func read(tb testing.TB, texts ...string) *corpus.Corpus {
	tb.Helper()
	return readWith(tb, agency.Default(), texts...)
}

func readWith(tb testing.TB, reg *agency.Registry, texts ...string) *corpus.Corpus {
	tb.Helper()
	var files []corpus.File
	for i, text := range texts {
		files = append(files, corpus.File{Name: string(rune('a'+i)) + ".md", Content: []byte(text)})
	}
	c, failed, err := corpus.Read(tb.Context(), files, reg, nil)
	if err != nil || len(failed) > 0 {
		tb.Fatalf("read: %v, %v", err, failed)
	}
	return c
}

// at returns the task of a section.
func at(tb testing.TB, c *corpus.Corpus, section string) *corpus.Task {
	tb.Helper()
	for i := range c.Tasks {
		if c.Tasks[i].Section == section {
			return &c.Tasks[i]
		}
	}
	tb.Fatalf("no task in section %s", section)
	return nil
}

// anchors are those of the tasks of some sections, of a corpus as it was read.
func anchors(tb testing.TB, c *corpus.Corpus, sections ...string) []edits.Anchor {
	tb.Helper()
	var all []edits.Anchor
	for _, section := range sections {
		all = append(all, edits.Apply(c, nil, nil).Anchors(at(tb, c, section).ID)...)
	}
	if len(all) != len(sections) {
		tb.Fatalf("anchors of %v: %v", sections, all)
	}
	return all
}

// edit completes an edit.
func edit(tb testing.TB, e edits.Edit) edits.Edit {
	tb.Helper()
	if e.At.IsZero() {
		e.At = moment
	}
	e.By = "Ban thư ký"
	made, err := edits.New(e)
	if err != nil {
		tb.Fatalf("%+v: %v", e, err)
	}
	return made
}

func change(tb testing.TB, c *corpus.Corpus, section string, f edits.TaskFields) edits.Edit {
	tb.Helper()
	return edit(tb, edits.Edit{Kind: edits.ChangeTask, Anchors: anchors(tb, c, section), Task: &f, Reason: "họp ngày 20/11"})
}

func dates(phrases ...string) *[]edits.Milestone {
	var all []edits.Milestone
	for _, p := range phrases {
		all = append(all, edits.Milestone{Phrase: p})
	}
	return &all
}

func apply(tb testing.TB, c *corpus.Corpus, list ...edits.Edit) edits.Applied {
	tb.Helper()
	return edits.Apply(c, list, agency.Default())
}

// applyAll applies edits of which none may be stale.
func applyAll(tb testing.TB, c *corpus.Corpus, list ...edits.Edit) edits.Applied {
	tb.Helper()
	a := apply(tb, c, list...)
	if gone := stale(a); len(gone) > 0 {
		tb.Fatalf("stale: %v", a.Outcomes)
	}
	return a
}

// stale returns the positions of the edits that did not fit.
func stale(a edits.Applied) []int {
	var gone []int
	for i, o := range a.Outcomes {
		if o.Stale != "" {
			gone = append(gone, i)
		}
	}
	return gone
}

func without(text, line string) string {
	var kept []string
	for l := range strings.Lines(text) {
		if !strings.Contains(l, line) {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "")
}
