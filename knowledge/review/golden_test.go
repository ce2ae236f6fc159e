package review_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/knowledge"
	"dondoc/knowledge/golden"
	"dondoc/knowledge/review"
)

func base(t *testing.T, c *corpus.Corpus) *knowledge.Base {
	t.Helper()
	b := &knowledge.Base{}
	if c != nil {
		if err := b.Publish(t.Context(), c, agency.Default(), nil); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func TestScore(t *testing.T) {
	before := base(t, read(t, "a.txt", plan(planHead, drain, count, pump)))
	after := base(t, read(t, "a.txt", plan(planHead, drain, lamps, with(pump, func(r *row) { r.when = "Tháng 9/2026" }))))
	records := []golden.Record{
		{ID: "1", Q: "Ai chủ trì nạo vét rãnh dọc?", Must: [][]string{{"Sở Xây dựng"}}, Doc: []string{"7/KH-UBND"}, Answerable: true},
		{ID: "2", Q: "Ai chủ trì kê khai nhà có nguy cơ sạt lở?", Must: [][]string{{"Sở Tài chính"}}, Answerable: true},
		{ID: "3", Q: "Bao giờ sửa xong trạm bơm đầu nguồn suối lớn?", Must: [][]string{{"tháng 12/2026"}}, Answerable: true},
		{ID: "4", Q: "Ai chủ trì thay bóng đèn đường ở bến thuyền?", Must: [][]string{{"Sở Công Thương"}}, Answerable: true},
	}
	asOf := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct {
		records       []golden.Record
		before, after *knowledge.Base
		want          *review.Golden
		drop          bool
	}{
		"no questions":         {nil, before, after, nil, false},
		"no before":            {records, nil, after, &review.Golden{Questions: 4, Right: 2}, false},
		"empty before":         {records, base(t, nil), after, &review.Golden{Questions: 4, Right: 2}, false},
		"the same":             {records, before, before, &review.Golden{Questions: 4, Right: 3, Before: 3}, false},
		"better":               {records[3:], before, after, &review.Golden{Questions: 1, Right: 1}, false},
		"worse":                {records, before, after, &review.Golden{Questions: 4, Right: 2, Before: 3, Worse: []string{records[1].Q, records[2].Q}}, true},
		"as good, but another": {records[2:], before, after, &review.Golden{Questions: 2, Right: 1, Before: 1, Worse: []string{records[2].Q}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := review.Score(t.Context(), tc.records, tc.before, tc.after, asOf)
			if diff := cmp.Diff(tc.want, got); diff != "" || err != nil || got.Drop() != tc.drop {
				t.Errorf("%v, drop %v (-want +got)\n%s", err, got.Drop(), diff)
			}
		})
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := review.Score(ended, records, before, after, asOf); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was cancelled", err)
	}
	if _, err := review.Score(t.Context(), records, before, base(t, nil), asOf); !errors.Is(err, knowledge.ErrNoCorpus) {
		t.Errorf("got %v, want that there is nothing to answer from", err)
	}
}
