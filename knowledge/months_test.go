package knowledge

import (
	"testing"

	"dondoc/corpus/viet"
)

// TestNamedMonth: "tháng đó" is the month that the answer named, else the question before it.
func TestNamedMonth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, answer, question, want string }{
		{"tháng đó ai chủ trì?", "Tháng 9: hạ tầng dữ liệu", "", "tháng 9 ai chủ trì?"},
		{"hội nghị tháng đó ai làm", "trong tháng 9/2023", "", "hội nghị tháng 9/2023 ai làm"},
		{"the thang sau do la gi", "Tháng 8", "", "the tháng 9 la gi"},
		{"tháng tiếp theo?", "không nêu", "việc tháng 4", "tháng 5?"},
		{"tháng sau đó?", "Tháng 12", "", "tháng 1?"},
		{"tháng sau đó?", "trong tháng 12/2026", "", "tháng 1/2027?"},
		{"báo cáo tháng do ai lập", "Tháng 8", "", "báo cáo tháng do ai lập"},
		{"tháng đó thì sao", "không nêu", "việc gì", "tháng đó thì sao"},
		{"tháng sau có việc gì", "Tháng 8", "", "tháng sau có việc gì"},
		{"tháng đông khách", "Tháng 8", "", "tháng đông khách"},
	} {
		if got := namedMonth(c.text, c.answer, c.question); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// TestPointsBack: "họ" points at the agency of the answer before, "hỗ trợ" and "hộ" do not.
func TestPointsBack(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"họ phối hợp với ai": true, "bộ đó còn việc gì": true,
		"cổng hỗ trợ doanh nghiệp": false, "ho tro ai": false, "hộ nghèo": false,
	} {
		if got := pointsBack(&query{typed: readTyped(viet.Squeeze(text))}); got != want {
			t.Errorf("%q points back: %v", text, got)
		}
	}
}
