package edits_test

import (
	"strings"
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/edits"
)

const prose = `ỦY BAN NHÂN DÂN TỈNH GIA LAI
Số: 46/KH-UBND
Gia Lai, ngày 03 tháng 11 năm 2026

KẾ HOẠCH
Kiểm kê tài sản công năm 2027

I. NHIỆM VỤ
1. Sở Tài chính chủ trì kiểm kê xe công, hoàn thành trước ngày 15/5/2027.
`

// TestTitleFollowsDeadline: a title that says the deadline says the corrected one; the text is the document's own.
func TestTitleFollowsDeadline(t *testing.T) {
	c := read(t, prose)
	read := c.Tasks[0]
	if !strings.Contains(read.Title, "15/5/2027") {
		t.Fatalf("the title %q does not say the deadline", read.Title)
	}
	anchor := edits.Anchors(c)[:1]
	move := func(f edits.TaskFields) edits.Edit {
		return edit(t, edits.Edit{Kind: edits.ChangeTask, Anchors: anchor, Task: &f})
	}
	for name, tc := range map[string]struct {
		list []edits.Edit
		want string // in the title
		not  string
	}{
		"another day":      {[]edits.Edit{move(edits.TaskFields{Milestones: dates("trước ngày 20/8/2027")})}, "xe công, hoàn thành trước ngày 20/8/2027", "15/5"},
		"none":             {[]edits.Edit{move(edits.TaskFields{Milestones: &[]edits.Milestone{}})}, "kiểm kê xe công", "hoàn thành"},
		"two":              {[]edits.Edit{move(edits.TaskFields{Milestones: dates("tháng 6/2027", "tháng 9/2027")})}, "kiểm kê xe công", "15/5"},
		"and back":         {[]edits.Edit{move(edits.TaskFields{Milestones: dates("tháng 6/2027")}), move(edits.TaskFields{Milestones: dates(read.Milestones[0].Phrase)})}, read.Title, "6/2027"},
		"a title of one's": {[]edits.Edit{move(edits.TaskFields{Title: new("Đếm xe")}), move(edits.TaskFields{Milestones: dates("tháng 6/2027")})}, "Đếm xe", "công"},
	} {
		t.Run(name, func(t *testing.T) {
			got := applyAll(t, c, tc.list...).Corpus.Tasks[0]
			if !strings.Contains(got.Title, tc.want) || strings.Contains(got.Title, tc.not) || strings.HasSuffix(got.Title, ",") {
				t.Errorf("title %q", got.Title)
			}
			if got.Text != read.Text {
				t.Errorf("text %q", got.Text)
			}
		})
	}
}

// TestNotes: who corrects a deadline hears when nothing can be reminded of.
func TestNotes(t *testing.T) {
	c := read(t, plan)
	for phrase, want := range map[string]string{
		"khi có kinh phí": "chưa cho biết ngày nào", "trước ngày 20/9/2026": "đã qua", "trước ngày 20/12/2026": "", "hằng quý": "", "trước tháng 6/2026": "",
	} {
		got := applyAll(t, c, change(t, c, "I.1", edits.TaskFields{Milestones: dates(phrase)})).Outcomes[0].Note
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", phrase, got, want)
		}
	}
}

func TestRephrase(t *testing.T) {
	for _, tc := range []struct {
		text     string
		was, now []string
		want     string
	}{
		{"Xây kè xong trước tháng 6, báo cáo.", []string{"trước tháng 6"}, []string{"trước tháng 9"}, "Xây kè xong trước tháng 9, báo cáo."},
		{"Xây kè, hoàn thành trước tháng 6, báo cáo.", []string{"trước tháng 6"}, nil, "Xây kè, báo cáo."},
		{"Xây kè trước tháng 6.", []string{"trước tháng 6"}, []string{"tháng 7", "tháng 8"}, "Xây kè."},
		{"Xây kè.", []string{"trước tháng 6"}, nil, "Xây kè."},
		{"Xây kè tháng 6, tháng 8.", []string{"tháng 6", "tháng 8"}, []string{"tháng 6", "tháng 9"}, "Xây kè tháng 6, tháng 9."},
	} {
		if got := corpus.Rephrase(tc.text, tc.was, tc.now); got != tc.want {
			t.Errorf("%q: got %q, want %q", tc.text, got, tc.want)
		}
	}
}
