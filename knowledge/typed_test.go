package knowledge

import "testing"

func TestSpellOut(t *testing.T) {
	for typed, want := range map[string]string{
		"QĐ17 giao ai":         "QĐ 17 giao ai",
		"theo qd942":           "theo qd 942",
		"NQ57, KH61":           "NQ 57, KH 61",
		"T9/2023":              "tháng 9/2023",
		"xong trước T.6":       "xong trước tháng 6",
		"Q3 có gì":             "quý 3 có gì",
		"qIV/2024":             "quý IV/2024",
		"T mấy xong":           "tháng mấy xong",
		"Q nào xong":           "quý nào xong",
		"TT78":                 "TT 78",
		"Q5 không có":          "Q5 không có",
		"AT17":                 "AT17",
		"QĐ17a":                "QĐ17a",
		"QĐ17234":              "QĐ17234",
		"kết quả":              "kết quả",
		"":                     "",
		"17/QĐ-UBND năm 2023":  "17/QĐ-UBND năm 2023",
		"(T10) và (Q2)":        "(tháng 10) và (quý 2)",
		"chi 500T cho dự án":   "chi 500T cho dự án",
		"đến T12 phải xong Q4": "đến tháng 12 phải xong quý 4",
	} {
		if got := spellOut(typed); got != want {
			t.Errorf("spellOut(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestPadded(t *testing.T) {
	for text, want := range map[string]string{
		"Hồ sơ, kết quả?":     " ho so , ket qua ",
		"AI ai Ai":            " tri tue nhan tao ai ai ",
		"đạt 80 % hay 75%":    " dat 80 % hay 75 % ",
		"Bộ TT&TT (mới): gì!": " bo tt tt , moi , gi ",
		"":                    " ",
	} {
		if got := readTyped(text).padded; got != want {
			t.Errorf("%q is padded as %q, want %q", text, got, want)
		}
	}
}

// TestWindowStopsAtPunctuation: no phrase is found across a comma, and one that ends at it is still whole.
func TestWindowStopsAtPunctuation(t *testing.T) {
	typed := readTyped("trả hồ sơ, kết quả (mới nhất)")
	for _, c := range []struct {
		i, n int
		want string
	}{
		{0, 1, " tra "}, {1, 2, " ho so "}, {1, 3, ""}, {0, 3, " tra ho so "}, {2, 2, ""}, {3, 2, " ket qua "},
		{4, 2, ""}, {5, 2, " moi nhat "}, {6, 1, " nhat "}, {6, 2, ""}, {5, 3, ""},
	} {
		if got := typed.window(c.i, c.n); got != c.want {
			t.Errorf("window(%d, %d) = %q, want %q", c.i, c.n, got, c.want)
		}
	}
}

// TestTakes: a word is taken by its place among the words, in the text, or in the padded text.
func TestTakes(t *testing.T) {
	const text = "trả hồ sơ, kết quả mới"
	for name, c := range map[string]struct {
		take func(*typed)
		want string
	}{
		"by words":            {func(q *typed) { q.take(1, 3) }, "-xx---"},
		"beyond the end":      {func(q *typed) { q.take(4, 99) }, "----xx"},
		"by bytes":            {func(q *typed) { q.takeText(len("trả "), len("trả hồ sơ, kết")) }, "-xxx--"},
		"a word cut in two":   {func(q *typed) { q.takeText(1, len("trả hồ")) }, "-x----"},
		"in the padded text":  {func(q *typed) { q.takePadded(len(" tra ho so ,"), len(" tra ho so , ket qua ")) }, "---xx-"},
		"one word, padded":    {func(q *typed) { q.takePadded(0, len(" tra ")) }, "x-----"},
		"none, between words": {func(q *typed) { q.takeText(len("trả hồ sơ"), len("trả hồ sơ, ")) }, "------"},
	} {
		q := readTyped(text)
		c.take(&q)
		got := ""
		for _, taken := range q.taken {
			got += map[bool]string{true: "x", false: "-"}[taken]
		}
		if got != c.want {
			t.Errorf("%s: taken %s, want %s", name, got, c.want)
		}
	}
}
