package review_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus"
	"dondoc/corpus/docfile"
	"dondoc/corpus/edits"
	"dondoc/knowledge/review"
)

func at(file string, page, line int) corpus.Source {
	return corpus.Source{File: file, Place: docfile.Place{Page: page, Line: line}}
}

// TestDoubtPlace finds the passage of a doubt: its own, else the nearest before it, in its Document.
func TestDoubtPlace(t *testing.T) {
	c := &corpus.Corpus{
		Documents: []*corpus.Document{{ID: "a"}, {ID: "b"}},
		Passages: []corpus.Passage{
			{ID: "a#1", Document: "a", Source: at("x.pdf", 1, 3)}, {ID: "a#2", Document: "a", Source: at("x.pdf", 1, 9)}, {ID: "a#3", Document: "a", Source: at("x.pdf", 2, 1)},
			{ID: "b#1", Document: "b", Source: at("x.pdf", 3, 8)}, {ID: "b#2", Document: "b", Source: at("y.txt", 0, 1)},
		},
	}
	for _, tc := range []struct {
		document string
		source   corpus.Source
		want     string
	}{
		{"a", at("x.pdf", 1, 9), "a#2"}, {"a", at("x.pdf", 1, 30), "a#2"}, {"a", at("x.pdf", 2, 5), "a#3"},
		{"a", at("x.pdf", 1, 1), "a#1"}, // on its face, before all passages
		{"b", at("x.pdf", 3, 2), "b#1"}, // below the end of another document
		{"", at("x.pdf", 3, 2), "a#3"}, {"", at("x.pdf", 9, 9), "b#1"},
		{"a", at("y.txt", 0, 4), ""}, {"a", at("z.txt", 0, 1), ""},
	} {
		c.Doubts = []corpus.Doubt{{Document: tc.document, Text: "Chưa rõ ngày.", Source: tc.source}}
		got := review.Doubts(edits.Applied{}, edits.Apply(c, nil, nil))
		if len(got) != 1 || got[0].Passage != tc.want || !got[0].Fresh || got[0].Words == "" {
			t.Errorf("%q at %+v: got %+v, want %q", tc.document, tc.source, got, tc.want)
		}
	}
}

// TestDoubtsOfRows tells doubts of the same words apart by their rows, wherever those stand now.
func TestDoubtsOfRows(t *testing.T) {
	bad := func(text string) row { return row{text, "Sở Xây dựng", "31/4/2026"} }
	before := read(t, "a.txt", plan(draftHead, bad("Kẻ vạch bãi đỗ xe"), drain, bad("Quét vôi cổng chợ")))
	after := read(t, "b.txt", plan(planHead, drain, bad("Quét vôi cổng chợ"), bad("Lợp lại mái đình"), bad("Kẻ vạch bãi đỗ xe")))
	var got []string
	for _, d := range review.Doubts(edits.Apply(before, nil, nil), edits.Apply(after, nil, nil)) {
		i := slices.IndexFunc(after.Passages, func(p corpus.Passage) bool { return p.ID == d.Passage })
		got = append(got, fmt.Sprintf("%v %s", d.Fresh, strings.Split(after.Passages[i].Text, "\t")[1]))
	}
	if diff := cmp.Diff([]string{"true Lợp lại mái đình", "false Quét vôi cổng chợ", "false Kẻ vạch bãi đỗ xe"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestSettledDoubt settles a doubt: it is kept in the review with its verdict, but asked of nobody any more.
func TestSettledDoubt(t *testing.T) {
	c := read(t, "a.txt", plan(planHead, drain, row{"Kẻ vạch bãi đỗ xe", "Sở Xây dựng", "31/4/2026"}))
	r := review.Make(review.Side{}, side(1, c))
	if len(r.Doubts) != 1 || r.Count.Doubts != 1 || r.Documents[0].Count.Doubts != 1 {
		t.Fatalf("got %+v of %+v", r.Doubts, r.Count)
	}
	verdict := edits.Edit{ID: "1", Kind: edits.SettleDoubt, Document: r.Doubts[0].Document, Doubt: &edits.DoubtVerdict{Words: r.Doubts[0].Words, Confirmed: true}}
	r = review.Make(side(1, c), side(2, c, verdict))
	if len(r.Doubts) != 1 || r.Doubts[0].Settled != edits.Confirmed || r.Doubts[0].Fresh || len(r.Open()) != 0 || r.Count.Doubts != 0 || r.Before.Doubts != 1 {
		t.Errorf("got %+v of %+v", r.Doubts, r.Count)
	}
	if r.Documents[0].Change != review.Same {
		t.Errorf("a verdict alone makes the document %s", r.Documents[0].Change)
	}
	if text := review.Summary(&r).String(); !strings.Contains(text, "được xử lý hết") {
		t.Errorf("got\n%s", text)
	}
	if text := review.DoubtLines(&r, 0, 5).String(); text != "Không còn điểm nào cần xác minh." {
		t.Errorf("got\n%s", text)
	}
}
