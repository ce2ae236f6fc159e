package knowledge

import (
	"strings"
	"testing"

	"dondoc/corpus"
)

// TestRecipients: to whom a letter went is quoted from it, and only if it is called by its number.
func TestRecipients(t *testing.T) {
	s, err := snapshotOf([]corpus.File{{Name: "a.md", Content: []byte("---\nsố: 60/BTC-HC\nngày: 05/02/2026\nloại: Công văn\ntiêu đề: Về tiền mua giấy dó\n---\n\n" +
		"Kính gửi:\n\n- Ủy ban nhân dân tỉnh Sơn La;\n- Ủy ban nhân dân tỉnh Lào Cai.\n\n1. Mua giấy dó theo số học trò.\n")}})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		"công văn 60 gửi cho ai": true, "60/BTC-HC gửi tới những tỉnh nào": true,
		"thư mua giấy dó gửi cho ai": false, "công văn 60 mua giấy dó cho ai": false,
	} {
		a, ok := s.answerRecipients(s.asked(t, text))
		if ok != want || ok && (!strings.Contains(a.Text.String(), "Lào Cai") || ok && strings.Contains(a.Text.String(), "giấy dó") || len(a.Citations) == 0 || a.Citations[0].Document != "60/BTC-HC") {
			t.Errorf("%q: %v, %s", text, ok, a.Text)
		}
	}
}
