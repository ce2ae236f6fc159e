package corpus_test

import (
	"strings"
	"testing"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/agency"
)

// TestReadIsLinear feeds what makes a naive reader search again and again: eight
// times the text may take eight times as long, with room for a busy machine, but
// not the 64 times of squared time.
func TestReadIsLinear(t *testing.T) {
	for name, c := range map[string]struct{ head, piece string }{
		"lines that go on":             {"", "một hai\n"},
		"rows that go on":              {"TT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n1\tXây\tBộ Y tế\tTháng 3\n", "\ttiếp theo\t\t\n"},
		"deadlines in a line":          {"I. Bộ Y tế tổ chức ", "làm xong trước ngày 15/3/2024, "},
		"figures in a line":            {"I. MỤC TIÊU\n\n", "trên 80% số hộ "},
		"numbers in a line":            {"I. MỤC TIÊU\n\n", "1."},
		"pieces under a long heading":  {"I. MỤC TIÊU " + strings.Repeat("a b ", 1<<12) + "\n", "1. ab\n\n"},
		"documents of one title":       {"", "QUYẾT ĐỊNH\nVề việc phê duyệt đề án rừng\n\nCăn cứ Quyết định số 12/QĐ-TTg về việc phê duyệt đề án rừng.\n\n"},
		"citations in a line":          {"", "số 12/QĐ-TTg về việc x "},
		"aims in a line":               {"", "mục tiêu 5% hộ, "},
		"indicators in rows":           {"Chỉ tiêu\tĐơn vị tính\tKế hoạch 2026\n", "- Trong đó\t%\t5\n"},
		"people in a line":             {"", "ông Lê Văn An, "},
		"people in rows":               {"TT\tHọ và tên\tChức vụ\n", "1\tLê Văn An\tGiám đốc\n"},
		"posts above no name":          {"", "CHỦ TỊCH\n\n"},
		"rules in a line":              {"QUY CHẾ\nHọp\n\n", "Ủy ban họp mỗi tháng, báo cáo. "},
		"rules under headings":         {"QUY CHẾ\nHọp\n\nI. HỌP\n\n", "1. họp mỗi quý và quyết định\n\n"},
		"platforms in a line":          {"", "Nền tảng A do Bộ Y tế quản lý, "},
		"lines of a platform":          {"(1) Nền tảng khám bệnh\n\n", "Doanh nghiệp nòng cốt: A, B\n\n"},
		"citations ended in a line":    {"", "bãi bỏ Điều 5 của số 12/QĐ-TTg, "},
		"labels in a line":             {"1. Đắp đê. ", "Cơ quan chủ trì: Bộ Y tế; "},
		"orders in a line":             {"KẾ HOẠCH\nĐê\n\n1. ", "Giao Bộ Y tế khám bệnh trước ngày 15/3/2024; "},
		"corrections":                  {"", "Điều chỉnh thời hạn nhiệm vụ số 3 của Kế hoạch số 12/KH-UBND thành 15/3/2024.\n\n"},
		"columns side by side":         {"", "Một      Hai\n"},
		"bullets":                      {"", "+ "},
		"tags":                         {"", "<b <sup>"},
		"responsible agencies in turn": {"I. VIỆC\n\nLàm như sau:\n\n", "1. Đắp đê\nCơ quan chủ trì: Bộ Y tế\n\n"},
	} {
		t.Run(name, func(t *testing.T) {
			short := c.head + strings.Repeat(c.piece, 24_000/len(c.piece))
			long := c.head + strings.Repeat(c.piece, 8*24_000/len(c.piece))
			const attempts = 3 // on a busy machine
			for n := 1; ; n++ {
				once, eightfold := fastest(t, short), fastest(t, long)
				if eightfold <= 28*once || eightfold <= 400*time.Millisecond {
					return
				}
				if n == attempts {
					t.Fatalf("%s for a text, %s for eight times as much", once, eightfold)
				}
			}
		})
	}
}

// fastest returns the better of two times, which the neighbours on the machine disturb less.
func fastest(t *testing.T, text string) time.Duration {
	t.Helper()
	best := time.Hour
	for range 2 {
		begin := time.Now()
		if _, _, err := corpus.Read(t.Context(), []corpus.File{file("a.txt", text)}, agency.Default(), nil); err != nil {
			t.Fatal(err)
		}
		best = min(best, time.Since(begin))
	}
	return best
}

// TestLongLines proves that a line too long for one Passage is cut, and that no word of it is lost.
func TestLongLines(t *testing.T) {
	for name, line := range map[string]string{
		"words":      strings.Repeat("đê điều ", 40_000),
		"one word":   strings.Repeat("đ", 200_000),
		"bullets":    strings.Repeat("+ ", 1<<20) + "a",
		"cells":      strings.Repeat("đê\tđiều\t", 40_000),
		"bars":       "|" + strings.Repeat("đê | điều |", 20_000),
		"with marks": "1. " + strings.Repeat("KẾ HOẠCH ", 20_000),
	} {
		t.Run(name, func(t *testing.T) {
			c := mustRead(t, file("a.txt", "Mở đầu.\n"+line+"\n\nKết."))
			checkCorpus(t, c)
			var got strings.Builder
			for _, p := range c.Passages {
				const longest = 64 << 10
				if len(p.Text) > longest {
					t.Errorf("a passage of %d bytes", len(p.Text))
				}
				got.WriteString(p.Text)
			}
			bare := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "|", " ")), "") }
			if want := bare("Mở đầu." + line + "Kết."); bare(got.String()) != want {
				t.Errorf("%d bytes of words, want %d", len(bare(got.String())), len(want))
			}
		})
	}
}
