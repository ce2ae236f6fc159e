package knowledge_test

import (
	"testing"
)

// TestSuggestionsAreAnswered: a button that is offered leads to an answer, never to a refusal.
func TestSuggestionsAreAnswered(t *testing.T) {
	base := must(t, shippedBase)
	offered := 0
	for _, q := range []string{
		"ai lo truyền thông về quản trị dữ liệu", "tập huấn quản trị dữ liệu tháng mấy", "bản đồ số ai làm",
		"ai làm cơ sở dữ liệu đất đai", "cảng số bộ nào làm", "bệnh viện số tỉnh nào", "kho dữ liệu mở do đâu lập",
	} {
		for _, s := range ask(t, base, q, "2023-04-10").Suggestions {
			offered++
			if a := ask(t, base, s.Question, "2023-04-10"); a.Refused {
				t.Errorf("%q offers %q, which is refused: %s", q, s.Question, a.Text)
			}
		}
	}
	if offered == 0 {
		t.Error("nothing was offered: the test proves nothing")
	}
}
