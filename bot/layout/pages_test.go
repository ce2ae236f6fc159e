package layout_test

import (
	"strings"
	"testing"

	"dondoc/bot/layout"
	"dondoc/knowledge"
)

func plain(lines ...string) knowledge.Text {
	var t knowledge.Text
	for _, l := range lines {
		t = append(t, knowledge.Line{{Text: l}})
	}
	return layout.Lines(t)
}

func TestPages(t *testing.T) {
	tests := []struct {
		name  string
		text  knowledge.Text
		units int
		want  []string
	}{
		{"nothing", nil, 10, nil},
		{"nothing to see", plain("", "\u200b", " "), 10, nil},
		{"one page", plain("một", "hai"), 7, []string{"một\nhai"}},
		{"the line feed counts", plain("một", "hai"), 6, []string{"một", "hai"}},
		{"blank lines at the ends go", plain("", "một", "", "", "hai", ""), 5, []string{"một", "hai"}},
		{"blank lines within stay", plain("a", "", "b"), 10, []string{"a\n\nb"}},
		{"between words", plain("một hai ba bốn"), 8, []string{"một hai ", "ba bốn"}},
		{"a word longer than a page", plain("đđđđđđđ"), 3, []string{"đđđ", "đđđ", "đ"}},
		{"emoji count twice and stay whole", plain("😀😀😀"), 5, []string{"😀😀", "😀"}},
		{"a mark stays with its letter", plain("aaae\u0302\u0301b"), 5, []string{"aaa", "e\u0302\u0301b"}},
		{"no room counts as two", plain("abc"), 0, []string{"ab", "c"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			pages := layout.Pages(test.text, test.units)
			if len(pages) != len(test.want) {
				t.Fatalf("%d pages %q, want %q", len(pages), pages, test.want)
			}
			for i, page := range pages {
				if got := page.String(); got != test.want[i] {
					t.Errorf("page %d is %q, want %q", i+1, got, test.want[i])
				}
			}
		})
	}
}

func TestPagesKeepFaces(t *testing.T) {
	text := knowledge.Text{{{Text: "nhẹ "}, {Text: strings.Repeat("đậm ", 5), Strong: true}}}
	pages := layout.Pages(text, 12)
	want := []string{"nhẹ ", "đậm đậm đậm ", "đậm đậm "} // too little room to begin the second span on the first page
	if len(pages) != len(want) {
		t.Fatalf("pages are %q", pages)
	}
	for i, page := range pages {
		if page.String() != want[i] || len(page[0]) != 1 || page[0][0].Strong != (i > 0) {
			t.Errorf("page %d is %v, want %q", i+1, page, want[i])
		}
	}
}

func TestQuotedPages(t *testing.T) {
	quote := func(n int) knowledge.Citation {
		return knowledge.Citation{Document: "12/QĐ-X", Section: "III", Quote: strings.Repeat("lời ", n) + "cuối"}
	}
	text := plain(strings.Repeat("chữ ", 20) + "hết")
	tests := []struct {
		name      string
		citations []knowledge.Citation
		labelled  bool
		units     int
		most      int
		want      string // end of the last page
		pages     int
	}{
		{"below the text", []knowledge.Citation{quote(1)}, false, 500, 3, "hết\n\n“lời cuối”\n📄 12/QĐ-X, Mục III", 1},
		{"named already", []knowledge.Citation{quote(1)}, true, 500, 3, "hết\n\n“lời cuối”", 1},
		{"no page for it", []knowledge.Citation{quote(10)}, false, 100, 1, "hết", 1},
		{"a page for it", []knowledge.Citation{quote(10)}, false, 100, 2, "cuối”\n📄 12/QĐ-X, Mục III", 2},
		{"nothing to quote", []knowledge.Citation{{Document: "12/QĐ-X"}}, false, 100, 2, "hết", 1},
		{"the text is longer than most", []knowledge.Citation{quote(1)}, false, 20, 2, "hết", 5},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			pages := layout.QuotedPages(text, test.citations, test.labelled, test.units, test.most)
			if len(pages) != test.pages {
				t.Fatalf("%d pages, want %d: %q", len(pages), test.pages, pages)
			}
			if last := pages[len(pages)-1].String(); !strings.HasSuffix(last, test.want) {
				t.Errorf("the last page is %q, want it to end with %q", last, test.want)
			}
		})
	}
}

func FuzzPages(f *testing.F) {
	f.Add("một\nhai ba bốn", "đậm 😀", 7)
	f.Add("", "\u202eđảo\u2066", 2)
	f.Add(strings.Repeat("a\u0301", 50), "👩\u200d👩\u200d👧", 5)
	f.Fuzz(func(t *testing.T, a, b string, units int) {
		if units < 2 || units > 5000 || len(a)+len(b) > 20000 {
			t.Skip("outside of what channels ask for")
		}
		text := layout.Lines(knowledge.Text{{{Text: a}, {Text: b, Strong: true}}, {{Text: b}}, {{Text: a}}})
		var got strings.Builder
		for _, page := range layout.Pages(text, units) {
			whole := page.String()
			if n := layout.Units(whole); n > units || !layout.Visible(whole) {
				t.Fatalf("a page of %d units, %d allowed: %q", n, units, whole)
			}
			got.WriteString(whole)
		}
		seen := func(s string) string {
			return strings.Map(func(r rune) rune {
				if !layout.Visible(string(r)) {
					return -1
				}
				return r
			}, s)
		}
		if seen(got.String()) != seen(text.String()) {
			t.Fatalf("pages hold %q of %q", got.String(), text.String())
		}
	})
}
