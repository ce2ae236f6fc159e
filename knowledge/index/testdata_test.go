package index

import (
	"context"
	"testing"
)

// Invented duties of invented towns.
var townEntries = []Entry{
	{ID: "a", Title: "Kế hoạch năm 2031 | Nhiệm vụ của thành phố", Text: "Thành phố Sao Mai chủ trì số hóa sổ hộ tịch, xong trước tháng 5/2031."},
	{ID: "b", Title: "Kế hoạch năm 2031 | Nhiệm vụ của tỉnh", Text: "Tỉnh Sông Xanh chủ trì mở cổng dữ liệu, xong trong Quý II/2031."},
	{ID: "c", Title: "Kế hoạch năm 2031 | Nhiệm vụ của tỉnh", Text: "Tỉnh Núi Vàng đào tạo kỹ năng số cho giáo viên; sổ tay phát hành tháng 9."},
	{ID: "d", Title: "Quy chế", Text: "Các thành viên họp mỗi quý một lần."},
	{ID: "e", Title: "Cổng dữ liệu", Text: "Hạ tầng do cơ quan khác lo, mỗi năm hai lần, và kinh phí lấy từ nguồn thường xuyên."},
}

func mustNew(tb testing.TB, entries []Entry, e Embedder) *Index {
	tb.Helper()
	x, err := New(context.Background(), entries, e, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return x
}

func mustSearch(tb testing.TB, x *Index, q Query) []Hit {
	tb.Helper()
	hits, err := x.Search(context.Background(), q)
	if err != nil {
		tb.Fatal(err)
	}
	return hits
}

// fakeEmbedder answers with what its function says.
type fakeEmbedder func(texts []string) ([][]float32, error)

func (fakeEmbedder) Model() string { return "fake" }

func (f fakeEmbedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return f(texts)
}

// each makes an embedder of a function of one text.
func each(f func(text string) []float32) fakeEmbedder {
	return func(texts []string) ([][]float32, error) {
		out := make([][]float32, len(texts))
		for i, t := range texts {
			out[i] = f(t)
		}
		return out, nil
	}
}
