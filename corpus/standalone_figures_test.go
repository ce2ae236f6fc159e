package corpus

import (
	"slices"
	"testing"

	"dondoc/corpus/docfile"
)

// TestStandaloneFigures: numbers of pages count up, figures of slides do not.
func TestStandaloneFigures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		blocks []string
		want   []string
	}{
		{"pages", []string{"Một.", "1", "Hai.", "2", "Ba.", "5"}, nil},
		{"pages of a part", []string{"57", "Một.", "58", "Hai."}, nil},
		{"ranks", []string{"Xếp hạng", "87", "Năm 2022", "70", "Năm 2024"}, []string{"87", "70"}},
		{"a rank among pages", []string{"Một.", "2", "Xếp hạng", "87", "Năm 2022", "3"}, []string{"87"}},
		{"a torn sentence", []string{"Giao Sở", "87", "chủ trì", "70", "Xong."}, []string{"70"}},
		{"one alone", []string{"Một.", "87", "Hai."}, nil},
	} {
		var blocks []docfile.Block
		for _, text := range c.blocks {
			blocks = append(blocks, docfile.Block{Text: text})
		}
		figures := standaloneFigures(blocks)
		var got []string
		for i, b := range blocks {
			if figures[i] {
				got = append(got, b.Text)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
