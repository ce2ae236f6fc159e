package knowledge

import (
	"testing"

	"dondoc/corpus"
)

// TestPersonAsked: a form of address is a word of its own: "Nông" holds no "ông".
func TestPersonAsked(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"ông Trần Văn Đước là ai":             "Trần Văn Đước",
		"(đồng chí Lò Thị Mẩy) phụ trách gì":  "Lò Thị Mẩy",
		"Sở Nông Nghiệp Và Môi Trường Sơn La": "",
		"vùng Đông Nam Bộ làm gì":             "",
		"cầu Trên Sông Ven Hồ Ai Làm":         "",
	} {
		got := ""
		if m := personAsked.FindStringSubmatch(text); m != nil {
			got = m[2]
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestHolds: a deputy does not hold the post of the head.
func TestHolds(t *testing.T) {
	t.Parallel()
	for padded, want := range map[string]bool{
		" cuc truong cuc thu canh la ai ":        true,
		" pho cuc truong cuc thu canh la ai ":    false,
		" nguyen cuc truong cuc thu canh la ai ": false,
		" cuc truong cuc khac la ai ":            false,
	} {
		if got := holds(padded, " cuc truong cuc thu canh la ai "); got != want {
			t.Errorf("%q: %v", padded, got)
		}
	}
}

// TestRecipientsOfOneLetter: the recipients end with their document.
func TestRecipientsOfOneLetter(t *testing.T) {
	t.Parallel()
	letter := func(number, rest string) []byte {
		return []byte("---\nsố: " + number + "/BTC-HC\nngày: 05/02/2026\nloại: Công văn\ntiêu đề: Về tiền mua giấy dó số " + number + "\n---\n\n" + rest)
	}
	s, err := snapshotOf([]corpus.File{
		{Name: "88.md", Content: letter("88", "Mua giấy dó theo số học trò.\n\nKính gửi:\n\n- Bộ Y tế;\n")},
		{Name: "89.md", Content: letter("89", "- Bộ Quốc phòng canh bãi giấy;\n\nHết.\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	a, ok := s.answerRecipients(s.asked(t, "công văn 88 gửi cho ai"))
	if !ok || len(a.Citations) != 2 || a.Citations[1].Document != "88/BTC-HC" {
		t.Errorf("%v, %s", ok, a.Text)
	}
}
