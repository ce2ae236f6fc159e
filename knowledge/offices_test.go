package knowledge

import (
	"strings"
	"testing"

	"dondoc/corpus"
)

// TestOwnOffices: what the offices of a body do by its own programme is its work; what it gives to others is not.
func TestOwnOffices(t *testing.T) {
	t.Parallel()
	s, err := snapshotOf([]corpus.File{{Name: "a.md", Content: []byte("---\nsố: 8/CTr-SXD\nngày: 05/01/2026\nloại: Chương trình\ncơ quan ban hành: Sở Xây dựng tỉnh Lào Cai\ntiêu đề: Công tác năm 2026\n---\n\n" +
		"| TT | Nhiệm vụ | Chủ trì | Thời hạn |\n|---|---|---|---|\n" +
		"| 1 | Sơn lại hàng rào kho biển báo | Phòng Quản lý kho | Tháng 5/2026 |\n" +
		"| 2 | Mượn xe chở biển báo | Sở Tài chính | Tháng 5/2026 |\n")}})
	if err != nil {
		t.Fatal(err)
	}
	a := answered(t, s, "tháng 5/2026 Sở Xây dựng Lào Cai có việc gì?")
	if text := a.Text.String(); a.Refused || !strings.Contains(text, "hàng rào") || strings.Contains(text, "chở biển báo") {
		t.Errorf("%s", text)
	}
}
