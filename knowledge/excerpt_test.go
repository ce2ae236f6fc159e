package knowledge

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSplitSentences(t *testing.T) {
	for text, want := range map[string][]string{
		"Một. Hai; ba.":           {"Một.", "Hai;", "ba."},
		"Đạt 1.250 cuốn; hết 2.5": {"Đạt 1.250 cuốn;", "hết 2.5"},
		"Không dấu":               {"Không dấu"},
		"":                        nil,
		"Chỉ có: một, hai, ba":    {"Chỉ có: một, hai, ba"},
	} {
		if got := splitSentences(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// long is a text of sentences that say nothing, with some that do.
func long(before int, middle string, behind int) string {
	const filler = "Cây đa đầu làng vẫn xanh. "
	return strings.TrimSpace(repeated(filler, before) + middle + " " + repeated(filler, behind))
}

// TestWindow takes the sentences that have the question's words, side by side, and no more letters than allowed.
func TestWindow(t *testing.T) {
	s := deskOf(t)
	q := s.asked(t, "tu bổ kho sách cổ")
	const said = "Người làng tu bổ kho sách cổ."
	for name, text := range map[string]string{"first": long(0, said, 30), "amid": long(15, said, 15), "last": long(30, said, 0)} {
		got := s.window(q, text, 200)
		if !strings.Contains(got, strings.TrimSuffix(said, ".")) || utf8.RuneCountInString(got) > 201 || !strings.Contains(text, strings.TrimSuffix(got, "…")) {
			t.Errorf("%s: %q", name, got)
		}
	}
	if short := "Cây đa. " + said; s.window(q, short, 200) != short {
		t.Error("a short text is not whole")
	}
	if got := s.window(q, strings.Repeat("đa ", 300), 100); utf8.RuneCountInString(got) > 101 || !strings.HasSuffix(got, "…") {
		t.Errorf("one endless sentence: %q", got)
	}
}

// TestFocus keeps the beginning, which says what a text is about, and marks what is left out.
func TestFocus(t *testing.T) {
	s := deskOf(t)
	q := s.asked(t, "tu bổ kho sách cổ")
	const said = "Người làng tu bổ kho sách cổ."
	amid := s.focus(q, "Đề án mở hội sách. "+long(15, said, 15), 240)
	if !strings.HasPrefix(amid, "Đề án mở hội sách. … ") || !strings.Contains(amid, "kho sách cổ") {
		t.Errorf("amid: %q", amid)
	}
	if near := s.focus(q, "Đề án mở hội sách. "+said+" "+long(15, "Hết.", 0), 120); !strings.HasPrefix(near, "Đề án mở hội sách. "+said[:len(said)-1]) {
		t.Errorf("right behind the beginning: %q", near)
	}
	endless := s.focus(q, strings.Repeat("đa ", 200)+said, 300)
	if n := utf8.RuneCountInString(endless); n > 310 || !strings.Contains(endless, "kho sách cổ") && !strings.Contains(endless, "…") {
		t.Errorf("an endless first sentence: %d letters, %q", n, endless)
	}
	if whole := "Đề án. " + said; s.focus(q, whole, 200) != whole {
		t.Error("a short text is not whole")
	}
}

// TestBlock: a list comes with its opening, a line of a slide with the lines around it, a sentence alone.
func TestBlock(t *testing.T) {
	s := deskOf(t)
	for name, c := range map[string]struct {
		question, at string
		want         []string
	}{
		"opening":          {"thư viện trả sách phải làm gì", "Điều 2. Thư viện trả", []string{"Điều 2. Thư viện trả", "a) Kiểm", "b) Lau", "c) Ghi"}},
		"item, what":       {"lau bìa sách thì phải làm những gì", "b) Lau", []string{"Điều 2. Thư viện trả", "a) Kiểm", "b) Lau", "c) Ghi"}},
		"item, when":       {"lau bìa sách khi nào", "b) Lau", []string{"b) Lau"}},
		"line of a slide":  {"gian truyện tranh", "Gian truyện", []string{"Gian sách giáo", "Gian truyện", "Gian bản đồ"}},
		"first of a slide": {"chợ sách cũ", "Chợ sách", []string{"Chợ sách", "Ba loại", "Gian sách", "Gian truyện", "Gian bản đồ"}},
		"a whole sentence": {"mượn mấy cuốn", "Điều 1. Mỗi người được mượn 5", []string{"Điều 1. Mỗi người được mượn 5"}},
	} {
		var got []string
		for _, i := range s.block(s.asked(t, c.question), s.passageOfText(t, c.at)) {
			got = append(got, s.corpus.Passages[i].Text)
		}
		if len(got) != len(c.want) || !slices.EqualFunc(got, c.want, strings.HasPrefix) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestBlockEnds: a list that is too long for a quotation is cut between its items, and no other document is drawn in.
func TestBlockEnds(t *testing.T) {
	lines := []string{"QUY CHẾ", "Vườn thuốc", "Điều 1. Trạm giữ các cây sau:"}
	for _, mark := range []string{"a", "b", "c", "d"} {
		lines = append(lines, mark+") "+repeated("Ngải cứu ", 25)+"tươi;")
	}
	s := snapshotFrom(t, lines...)
	block := s.block(s.asked(t, "trạm giữ các cây gì"), s.passageOfText(t, "Điều 1"))
	letters := 0
	for _, i := range block {
		letters += utf8.RuneCountInString(s.corpus.Passages[i].Text)
	}
	if len(block) < 2 || len(block) > 4 || letters > longestBlock {
		t.Errorf("%d passages, %d letters", len(block), letters)
	}
}
