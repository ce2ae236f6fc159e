package review_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus"
	"dondoc/corpus/edits"
	"dondoc/knowledge/review"
)

// busy is a review with something of everything.
func busy() *review.Review {
	r := &review.Review{
		Version: 9, Against: 8,
		Count: review.Count{Documents: 6, Tasks: 210, Milestones: 260, Targets: 31, People: 12}, Before: review.Count{Documents: 5, Tasks: 200, Milestones: 260, Targets: 31, People: 12},
		Failed: []review.Failed{{"anh-chup.pdf", "không có chữ, có lẽ là ảnh quét."}, {"x.exe", "không nhận loại tệp này"}},
		Golden: &review.Golden{Questions: 40, Right: 36, Before: 38, Worse: []string{"Ai lợp mái đình?", "Bao giờ đắp xong bờ kè?", "Ai quét vôi cổng chợ?"}},
		Edits:  []edits.Outcome{{}, {Stale: "Không còn nhiệm vụ “Lợp lại mái đình” trong văn bản."}},
	}
	for i := range 6 {
		r.Documents = append(r.Documents, review.Document{
			ID: fmt.Sprint(i), Name: fmt.Sprint(i, "/KH-UBND"), Title: "Kế hoạch đắp bờ kè", Status: corpus.InForce, Change: []review.ChangeKind{review.New, review.Changed, review.Gone, review.Same}[i%4],
			Count: review.Count{Tasks: 35, Milestones: 40},
		})
		r.Changes = append(r.Changes,
			review.Change{Kind: review.New, Title: fmt.Sprint("Đắp bờ kè đoạn ", i), Lead: []string{"Sở Xây dựng", "Sở Tài chính", "Sở Nội vụ", "Sở Y tế"}, Document: "1/KH-UBND"},
			review.Change{Kind: review.Gone, Title: fmt.Sprint("Lợp mái đình ", i), Document: "1/KH-UBND"},
			review.Change{Kind: review.Changed, Title: fmt.Sprint("Quét vôi cổng chợ ", i), Lead: []string{"Sở Y tế"}, Document: "1/KH-UBND", Fields: []review.Field{{"milestones", "trước tháng 6/2026", "trước tháng 7/2026"}}})
		r.Boards = append(r.Boards, review.Effect{Board: int64(i), Name: fmt.Sprint("Ban Chỉ đạo huyện số ", i), New: i, Moved: i / 2, Gone: i / 4})
		r.Doubts = append(r.Doubts, review.Doubt{Doubt: corpus.Doubt{Kind: corpus.OtherDoubt, Text: "Chưa rõ.", Source: at("a.pdf", 2, i)}, Fresh: i == 0})
	}
	r.Doubts[1].Kind, r.Doubts[2].Kind, r.Doubts[3].Settled = corpus.ConflictDoubt, "unheard-of", edits.Rejected
	return r
}

// TestSummaryBusy keeps a review of everything within a message.
func TestSummaryBusy(t *testing.T) {
	text := review.Summary(busy())
	if len(text) > 16 {
		t.Errorf("%d lines", len(text))
	}
	const golden = "testdata/busy.txt"
	got := text.String() + "\n"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if diff := cmp.Diff(string(want), got); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
}

// TestPages walks through the lists a few at a time, and beyond their ends.
func TestPages(t *testing.T) {
	r := busy()
	for _, tc := range []struct {
		from, n, numbered int
		rest              string
	}{
		{0, 2, 2, "… còn 3 mục nữa."}, {2, 2, 2, "… còn 1 mục nữa."}, {4, 2, 1, ""}, {0, 1 << 62, 5, ""}, {9, 3, 0, ""}, {-3, -3, 0, "… còn 5 mục nữa."},
	} {
		lines := strings.Split(review.DoubtLines(r, tc.from, tc.n).String(), "\n")
		last := lines[len(lines)-1]
		if got := strings.Count("\n"+strings.Join(lines, "\n"), "a.pdf, trang 2, dòng"); got != tc.numbered || strings.HasPrefix(last, "…") != (tc.rest != "") || tc.rest != "" && last != tc.rest {
			t.Errorf("from %d, %d: got %d and %q", tc.from, tc.n, got, last)
		}
	}
	const want = "3. Khác – a.pdf, trang 2, dòng 2: Chưa rõ."
	if got := review.DoubtLines(r, 2, 1)[0]; len(got) != 2 || !got[0].Strong || got[0].Text+got[1].Text != want {
		t.Errorf("got %+v, want %q", got, want)
	}
	if got := review.ChangeLines(r, 17, 9).String(); !strings.HasPrefix(got, "18. ✏️ Thay đổi: “Quét vôi cổng chợ 5” (Sở Y tế) – 1/KH-UBND\n   Thời hạn: trước tháng 6/2026 → trước tháng 7/2026") {
		t.Errorf("got %q", got)
	}
}

// TestFailedReason takes the name of the file out of the reason, for it stands beside it.
func TestFailedReason(t *testing.T) {
	r := review.Make(review.Side{}, review.Side{Version: 1, Failed: []*corpus.FileError{{File: "a.pdf", Err: fmt.Errorf("%w", &corpus.FileError{File: "a.pdf", Err: errors.New("tệp hỏng")})}}})
	if diff := cmp.Diff([]review.Failed{{File: "a.pdf", Reason: "tệp hỏng"}}, r.Failed); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if text := review.Summary(&r).String(); !strings.Contains(text, "❌ Không đọc được 1 tệp: a.pdf (tệp hỏng).") {
		t.Errorf("got\n%s", text)
	}
}

// FuzzWords words any review: the texts are valid, no line is endless, the summary is short.
func FuzzWords(f *testing.F) {
	f.Add("Mở bến thuyền", "trước tháng 6", "trước tháng 7", "milestones", 3)
	f.Add(strings.Repeat("a", 5000), "", strings.Repeat("đ ", 900), "text", -1)
	f.Fuzz(func(t *testing.T, title, before, after, field string, n int) {
		for _, s := range []*string{&title, &before, &after, &field} {
			*s = strings.ToValidUTF8(*s, "")
		}
		r := busy()
		r.Changes = append([]review.Change{{Kind: review.Changed, Title: title, Section: field, Fields: []review.Field{{field, before, after}}}}, r.Changes...)
		r.Documents[0].Name, r.Documents[0].Was, r.Failed[0].Reason, r.Golden.Worse[0] = title, before, after, title
		summary := review.Summary(r)
		if len(summary) > 16 {
			t.Errorf("%d lines", len(summary))
		}
		for _, text := range []string{summary.String(), review.ChangeLines(r, n, 5).String(), review.DoubtLines(r, n, 5).String()} {
			if !utf8.ValidString(text) || utf8.RuneCountInString(text) > 6000 {
				t.Errorf("%d letters", utf8.RuneCountInString(text))
			}
		}
	})
}
