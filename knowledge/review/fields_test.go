package review_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus"
	"dondoc/corpus/viet"
	"dondoc/knowledge/review"
)

// one is a corpus of one task, which change may alter.
func one(change func(*corpus.Document, *corpus.Task)) *corpus.Corpus {
	d := &corpus.Document{ID: "7-kh-ubnd", Number: "7/KH-UBND", Title: "Kế hoạch sửa sang làng bản", Status: corpus.InForce}
	c := &corpus.Corpus{Documents: []*corpus.Document{d}, Tasks: []corpus.Task{{
		ID: "7-kh-ubnd:1", Document: d.ID, Section: "1", Title: "Mở bến thuyền", Text: "mở bến thuyền.",
		Lead: []string{"Sở Xây dựng"}, Coordinating: []string{"Sở Tài chính", "Sở Nội vụ"},
		Milestones: []corpus.Milestone{{Label: "thực hiện", Phrase: "Trước tháng 6", Due: day(2026, 5, 31)}},
	}}}
	change(d, &c.Tasks[0])
	return c
}

func day(y, m, d int) viet.Date {
	date, ok := viet.NewDate(y, m, d)
	if !ok {
		panic("no such day")
	}
	return date
}

// wordings change one fact of a task each.
var wordings = map[string]struct {
	change func(*corpus.Document, *corpus.Task)
	want   []review.Field
	line   string // the one below the task's; "" when nothing has changed
}{
	"nothing":            {func(*corpus.Document, *corpus.Task) {}, nil, ""},
	"white space":        {func(_ *corpus.Document, x *corpus.Task) { x.Text = "mở bến \n thuyền." }, nil, ""},
	"the end of a text":  {func(_ *corpus.Document, x *corpus.Task) { x.Text = "Mở bến thuyền;" }, nil, ""},
	"only the number":    {func(_ *corpus.Document, x *corpus.Task) { x.Section, x.ID = "2", "7-kh-ubnd:2" }, nil, ""},
	"case of a deadline": {func(_ *corpus.Document, x *corpus.Task) { x.Milestones[0].Phrase = "trước tháng 6" }, nil, ""},
	"the order of names": {func(_ *corpus.Document, x *corpus.Task) { slices.Reverse(x.Coordinating) }, nil, ""},
	"another day of the same words": {
		func(_ *corpus.Document, x *corpus.Task) { x.Milestones[0].Due = day(2027, 5, 31) },
		[]review.Field{{Name: "milestones", Before: "trước tháng 6 (chậm nhất 31/05/2026)", After: "trước tháng 6 (chậm nhất 31/05/2027)"}},
		"   Thời hạn: trước tháng 6 (chậm nhất 31/05/2026) → trước tháng 6 (chậm nhất 31/05/2027)",
	},
	"only the label": {
		func(_ *corpus.Document, x *corpus.Task) { x.Milestones[0].Label = "thông tuyến" },
		[]review.Field{{Name: "milestones", Before: "thực hiện: trước tháng 6 (chậm nhất 31/05/2026)", After: "thông tuyến: trước tháng 6 (chậm nhất 31/05/2026)"}},
		"   Thời hạn: thực hiện: trước tháng 6 (chậm nhất 31/05/2026) → thông tuyến: trước tháng 6 (chậm nhất 31/05/2026)",
	},
	"a deadline without words": {
		func(_ *corpus.Document, x *corpus.Task) {
			x.Milestones[0] = corpus.Milestone{Start: day(2026, 7, 1)}
		},
		[]review.Field{{Name: "milestones", Before: "trước tháng 6", After: "từ 01/07/2026"}},
		"   Thời hạn: trước tháng 6 → từ 01/07/2026",
	},
	"moved by a later document": {
		func(_ *corpus.Document, x *corpus.Task) {
			x.Milestones[0] = corpus.Milestone{Label: "thực hiện", Phrase: "trước tháng 8", Due: day(2026, 7, 31), ChangedBy: "9/TB-UBND", Was: "Trước tháng 6"}
		},
		[]review.Field{{Name: "milestones", Before: "trước tháng 6", After: "trước tháng 8, theo 9/TB-UBND"}},
		"   Thời hạn: trước tháng 6 → trước tháng 8, theo 9/TB-UBND",
	},
	"no deadline any more": {
		func(_ *corpus.Document, x *corpus.Task) { x.Milestones = nil },
		[]review.Field{{Name: "milestones", Before: "trước tháng 6"}},
		"   Thời hạn: trước tháng 6 → (không có)",
	},
	"one comes, one goes": {
		func(_ *corpus.Document, x *corpus.Task) { x.Coordinating = []string{"Sở Y tế", "Sở Nội vụ"} },
		[]review.Field{{Name: "coordinating", Before: "Sở Tài chính; Sở Nội vụ", After: "Sở Y tế; Sở Nội vụ"}},
		"   Phối hợp: thêm Sở Y tế, bớt Sở Tài chính",
	},
	"nobody leads": {
		func(_ *corpus.Document, x *corpus.Task) { x.Lead = nil },
		[]review.Field{{Name: "lead", Before: "Sở Xây dựng"}},
		"   Chủ trì: Sở Xây dựng → (không có)",
	},
	"a cycle": {
		func(_ *corpus.Document, x *corpus.Task) { x.Recurring = "every_2_months" },
		[]review.Field{{Name: "recurring", After: "2 tháng một lần"}},
		"   Định kỳ: (không có) → 2 tháng một lần",
	},
	"a product": {
		func(_ *corpus.Document, x *corpus.Task) { x.Deliverable = "Biên bản bàn giao" },
		[]review.Field{{Name: "deliverable", After: "Biên bản bàn giao"}},
		"   Sản phẩm: (không có) → “Biên bản bàn giao”",
	},
}

// TestFields compares two wordings of one task, and how a line tells it.
func TestFields(t *testing.T) {
	for name, tc := range wordings {
		t.Run(name, func(t *testing.T) {
			before, after := one(func(*corpus.Document, *corpus.Task) {}), one(tc.change)
			r := review.Make(side(1, before), side(2, after))
			var got []review.Field
			if len(r.Changes) > 0 {
				got = r.Changes[0].Fields
			}
			if diff := cmp.Diff(tc.want, got); diff != "" || len(r.Changes) > 1 {
				t.Errorf("%d changes (-want +got)\n%s", len(r.Changes), diff)
			}
			line := ""
			if lines := review.ChangeLines(&r, 0, 1); len(lines) > 1 {
				line = lines[1:].String()
			}
			if line != tc.line {
				t.Errorf("got line\n%s\nwant\n%s", line, tc.line)
			}
		})
	}
}

// TestExcerpt shows of two long texts what differs.
func TestExcerpt(t *testing.T) {
	head, tail := strings.Repeat("khơi dòng chảy ", 10), strings.Repeat(" gia cố bờ kè", 10)
	word := func(w string) *corpus.Corpus {
		return one(func(_ *corpus.Document, x *corpus.Task) { x.Text = head + w + tail })
	}
	r := review.Make(side(1, word("một lượt")), side(2, word("hai đợt")))
	got := review.ChangeLines(&r, 0, 1)[1:].String()
	const want = "   Nội dung: “…chảy khơi dòng chảy một lượt gia cố bờ kè…” → “…chảy khơi dòng chảy hai đợt gia cố bờ kè…”"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestCycles says every cycle that reading finds as people do.
func TestCycles(t *testing.T) {
	for name, want := range map[string]string{
		"continuous": "thường xuyên", "daily": "hằng ngày", "quarterly": "hằng quý", "every_2_weeks": "2 tuần một lần", "every_5_years": "5 năm một lần",
		"twice_a_month": "mỗi tháng 2 lần", "twice_a_year": "mỗi năm 2 lần", "3_times_a_week": "mỗi tuần 3 lần", "someday": "định kỳ", "every_x": "định kỳ",
	} {
		c := review.Compare(one(func(*corpus.Document, *corpus.Task) {}), one(func(_ *corpus.Document, x *corpus.Task) { x.Recurring = name }))
		if len(c) != 1 || c[0].Fields[0].After != want {
			t.Errorf("%s: got %+v, want %q", name, c, want)
		}
	}
}
