package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/knowledge"
)

// TestPages leafs through lists of every awkward length.
func TestPages(t *testing.T) {
	for _, sources := range []int{0, 1, 2} {
		for _, items := range []int{1, 13, 14, 15, 17, 18, 19, 28, 29, 31, 32, 45, 63, 200} {
			t.Run(fmt.Sprintf("%d lines, %d sources", items, sources), func(t *testing.T) {
				var body, cited []string
				for i := range items {
					body = append(body, fmt.Sprintf("%d. Tỉnh thứ %d", i+1, i+1))
				}
				for i := range sources {
					cited = append(cited, fmt.Sprintf("📄 Quyết định %d/QĐ", i+1))
				}
				k := newTalk(t, func(knowledge.Question) (knowledge.Answer, error) {
					return knowledge.Answer{Text: lines(slices.Concat(body, cited)...)}, nil
				})
				var shown []string
				for r := k.say("liệt kê"); ; r = k.press(r, "Xem tiếp") {
					page := strings.Split(r.Text.String(), "\n")
					own, source := page[:len(page)-sources], page[len(page)-sources:]
					if !slices.Equal(source, cited) {
						t.Fatalf("a page ends with %q, want the sources %q", source, cited)
					}
					if len(own) == 0 || len(page) > 20 {
						t.Fatalf("a page has %d lines", len(page))
					}
					shown = append(shown, own...)
					if len(r.Choices) == 0 {
						break
					}
				}
				if diff := cmp.Diff(body, shown); diff != "" {
					t.Errorf("lines over all pages (-want +got):\n%s", diff)
				}
			})
		}
	}
}

func TestPageKeepsFacesAndCitations(t *testing.T) {
	k := newTalk(t, func(knowledge.Question) (knowledge.Answer, error) {
		text := lines(slices.Repeat([]string{"x"}, 30)...)
		text[29] = knowledge.Line{{Text: "đậm", Strong: true}}
		return knowledge.Answer{Text: text, Citations: []knowledge.Citation{{Quote: "q"}}, Suggestions: []knowledge.Suggestion{{Label: "Khác", Question: "khác"}}}, nil
	})
	r := k.say("liệt kê")
	if len(r.Citations) != 1 || len(r.Choices) != 2 || !strings.Contains(r.Choices[0].Label, "Xem tiếp") {
		t.Errorf("the first page has citations %v and buttons %v", r.Citations, r.Choices)
	}
	for len(r.Choices) > 0 {
		r = k.press(r, "Xem tiếp")
	}
	if last := r.Text[len(r.Text)-1]; !last[0].Strong {
		t.Errorf("the last line lost its face: %+v", last)
	}
}
