package knowledge_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/knowledge"
)

// TestCorrectedProse: of a duty that says its deadline itself, a card says the corrected one; the old one stands only where
// the correction is told.
func TestCorrectedProse(t *testing.T) {
	const text = "ỦY BAN NHÂN DÂN TỈNH GIA LAI\nSố: 46/KH-UBND\nGia Lai, ngày 03 tháng 11 năm 2025\n\nKẾ HOẠCH\nKhám răng học đường năm 2026\n\nI. NHIỆM VỤ\n" +
		"1. Sở Y tế chủ trì khám răng sữa cho học sinh lớp một, hoàn thành trước ngày 15/5/2026.\n2. Sở Tài chính chủ trì mua ghế nha khoa gấp được, hoàn thành trước ngày 01/6/2026.\n"
	c := plan(t, "a.txt", text).Clone()
	c.Tasks = slices.Clone(c.Tasks)
	later(t)(&c.Tasks[0])
	a, err := published(t, c).Answer(t.Context(), knowledge.Question{Text: asksTeeth, AsOf: time.Date(2026, 3, 21, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	said := false
	for line := range strings.Lines(a.Text.String()) {
		told := strings.Contains(line, "hiệu chỉnh")
		if strings.Contains(line, "15/5/2026") && !told {
			t.Errorf("the old deadline is told as if it held: %q", line)
		}
		said = said || strings.Contains(line, "hoàn thành trước tháng 10/2026") && !told
	}
	if !said {
		t.Errorf("the duty does not say the corrected deadline:\n%s", a.Text)
	}
}
