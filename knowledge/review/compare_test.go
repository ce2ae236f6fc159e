package review_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus"
	"dondoc/knowledge/review"
)

// row is a row of a plan.
type row struct{ text, lead, when string }

const (
	planHead  = "Số: 7/KH-UBND\n\nLào Cai, ngày 05 tháng 01 năm 2026\n\nKẾ HOẠCH\nSửa sang làng bản vùng cao trước mùa mưa năm 2026\n"
	draftHead = "DỰ THẢO\n\nKẾ HOẠCH\nSửa sang làng bản vùng cao trước mùa mưa năm 2026\n"
	otherHead = "Số: 8/KH-UBND\n\nLào Cai, ngày 15 tháng 01 năm 2026\n\nKẾ HOẠCH\nĐón khách du lịch bản làng năm 2026\n"
)

func plan(head string, rows ...row) string {
	var b strings.Builder
	b.WriteString(head + "\nPhụ lục\n\nSTT\tNội dung\tCơ quan chủ trì\tThời gian\n")
	for i, r := range rows {
		fmt.Fprintf(&b, "%d\t%s\t%s\t%s\n", i+1, r.text, r.lead, r.when)
	}
	return b.String()
}

var (
	drain = row{"Nạo vét rãnh dọc các tuyến đường liên thôn", "Sở Xây dựng", "Trước tháng 5/2026"}
	count = row{"Kê khai nhà có nguy cơ sạt lở", "Sở Tài chính", "Trước tháng 6/2026"}
	pump  = row{"Sửa trạm bơm đầu nguồn suối lớn", "Sở Y tế", "Tháng 6/2026 (sơ kết), tháng 12/2026"}
	lamps = row{"Thay bóng đèn đường ở bến thuyền", "Sở Công Thương", "Quý II/2026"}
	store = row{"Dựng kho dự trữ lương thực cho học sinh nội trú", "Sở Giáo dục và Đào tạo", "Trước tháng 9/2026"}
)

func with(r row, change func(*row)) row {
	change(&r)
	return r
}

var wholePlan = plan(planHead, drain, count, pump, lamps)

// comparisons change one thing at a time. A Change is told as "kind title: field before → after".
var comparisons = map[string]struct {
	before, after []string // files
	want          []string
}{
	"nothing at all": {nil, nil, nil},
	"the first":      {nil, []string{"a.txt", plan(planHead, drain)}, []string{"new " + drain.text}},
	"the last":       {[]string{"a.txt", plan(planHead, drain)}, nil, []string{"gone " + drain.text}},
	"unchanged":      {[]string{"a.txt", wholePlan}, []string{"a.txt", wholePlan}, nil},
	"another file":   {[]string{"a.txt", wholePlan}, []string{"b.txt", wholePlan}, nil},
	"a row put in":   {[]string{"a.txt", wholePlan}, []string{"a.txt", plan(planHead, store, drain, count, pump, lamps)}, []string{"new " + store.text}},
	"a row dropped":  {[]string{"a.txt", wholePlan}, []string{"a.txt", plan(planHead, drain, pump, lamps)}, []string{"gone " + count.text}},
	"rows swapped":   {[]string{"a.txt", wholePlan}, []string{"a.txt", plan(planHead, lamps, drain, count, pump)}, nil},
	"a deadline moved": {
		[]string{"a.txt", wholePlan},
		[]string{"a.txt", plan(planHead, drain, with(count, func(r *row) { r.when = "Trước tháng 7/2026" }), pump, lamps)},
		[]string{"changed " + count.text + ": milestones trước tháng 6/2026 → trước tháng 7/2026"},
	},
	"one deadline of two moved": {
		[]string{"a.txt", wholePlan},
		[]string{"a.txt", plan(planHead, drain, count, with(pump, func(r *row) { r.when = "Tháng 7/2026 (sơ kết), tháng 12/2026" }), lamps)},
		[]string{"changed " + pump.text + ": milestones sơ kết: tháng 6/2026 → sơ kết: tháng 7/2026"},
	},
	"a deadline taken away": {
		[]string{"a.txt", wholePlan},
		[]string{"a.txt", plan(planHead, drain, count, with(pump, func(r *row) { r.when = "tháng 12/2026" }), lamps)},
		[]string{"changed " + pump.text + ": milestones sơ kết: tháng 6/2026 → "},
	},
	"another lead": {
		[]string{"a.txt", wholePlan},
		[]string{"a.txt", plan(planHead, drain, with(count, func(r *row) { r.lead = "Sở Nội vụ" }), pump, lamps)},
		[]string{"changed " + count.text + ": lead Sở Tài chính → Sở Nội vụ"},
	},
	"a second lead": {
		[]string{"a.txt", wholePlan},
		[]string{"a.txt", plan(planHead, drain, with(count, func(r *row) { r.lead = "Sở Nội vụ; Sở Tài chính" }), pump, lamps)},
		[]string{"changed " + count.text + ": lead Sở Tài chính → Sở Nội vụ; Sở Tài chính"},
	},
	"leads in another order": {
		[]string{"a.txt", plan(planHead, with(count, func(r *row) { r.lead = "Sở Tài chính; Sở Nội vụ" }))},
		[]string{"a.txt", plan(planHead, with(count, func(r *row) { r.lead = "Sở Nội vụ; Sở Tài chính" }))},
		nil,
	},
	"reworded and renumbered": {
		[]string{"a.txt", wholePlan},
		[]string{"a.txt", plan(planHead, store, drain, with(count, func(r *row) { r.text = "Kê khai toàn bộ nhà có nguy cơ sạt lở" }), pump, lamps)},
		[]string{
			"new " + store.text,
			"changed Kê khai toàn bộ nhà có nguy cơ sạt lở: title " + count.text + " → Kê khai toàn bộ nhà có nguy cơ sạt lở, section Phụ lục, 2 → Phụ lục, 3",
		},
	},
	"a draft becomes a plan": {[]string{"a.txt", plan(draftHead, drain, count, pump)}, []string{"b.txt", plan(planHead, drain, count, pump)}, nil},
	"a draft beside its plan": {
		[]string{"a.txt", plan(draftHead, drain, count, pump)},
		[]string{"a.txt", plan(draftHead, drain, count, pump), "b.txt", plan(planHead, drain, count, with(pump, func(r *row) { r.lead = "Sở Nội vụ" }))},
		[]string{"changed " + pump.text + ": lead Sở Y tế → Sở Nội vụ, document Kế hoạch sửa sang làng bản vùng cao trước mùa mưa năm 2026 → 7/KH-UBND"},
	},
	"two documents in their order": {
		[]string{"a.txt", plan(otherHead, lamps, store), "b.txt", plan(planHead, drain, count)},
		[]string{"b.txt", plan(planHead, pump, drain), "a.txt", plan(otherHead, store)},
		[]string{"new " + pump.text, "gone " + count.text, "gone " + lamps.text},
	},
}

func TestCompare(t *testing.T) {
	for name, tc := range comparisons {
		t.Run(name, func(t *testing.T) {
			before, after := read(t, tc.before...), read(t, tc.after...)
			changes := review.Compare(before, after)
			if name != "a draft beside its plan" { // the tasks of the draft are those of the plan then
				checkWhole(t, before, after, changes)
			}
			var got []string
			for _, c := range changes {
				got = append(got, describe(c))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func describe(c review.Change) string {
	var fields []string
	for _, f := range c.Fields {
		fields = append(fields, f.Name+" "+f.Before+" → "+f.After)
	}
	if len(fields) == 0 {
		return string(c.Kind) + " " + c.Title
	}
	return string(c.Kind) + " " + c.Title + ": " + strings.Join(fields, ", ")
}

// FuzzCompare edits and shuffles a plan at random: every task of both versions is told once.
func FuzzCompare(f *testing.F) {
	for seed := range int64(20) {
		f.Add(seed, uint8(12), uint8(3))
	}
	f.Fuzz(func(t *testing.T, seed int64, size, edits uint8) {
		rng := rand.New(rand.NewSource(seed))
		var rows []row
		for range size % 40 {
			rows = append(rows, randomRow(rng))
		}
		before := read(t, "a.txt", plan(planHead, rows...), "b.txt", plan(otherHead, rows[:len(rows)/3]...))
		after := read(t, "a.txt", plan(planHead, shuffled(rng, rows, int(edits%16))...), "b.txt", plan(otherHead, shuffled(rng, rows[:len(rows)/3], 1)...))
		changes := review.Compare(before, after)
		checkWhole(t, before, after, changes)
		if diff := cmp.Diff(changes, review.Compare(before, after)); diff != "" {
			t.Errorf("twice compared gives two results\n%s", diff)
		}
		for _, c := range []*corpus.Corpus{before, after} {
			if got := review.Compare(c, c); len(got) > 0 {
				t.Errorf("a version differs from itself: %+v", got)
			}
		}
	})
}

func randomRow(rng *rand.Rand) row {
	pick := func(from ...string) string { return from[rng.Intn(len(from))] }
	return row{
		pick("Kê khai", "Sửa", "Nạo vét", "Thay") + " " + pick("rãnh dọc", "trạm bơm", "bóng đèn", "biển báo", "nhà kho") + " " +
			pick("ở thôn trên", "ở bản dưới", "ven suối", "dọc đường liên xã"),
		pick("Sở Xây dựng", "Sở Tài chính", "Sở Y tế", "Sở Nội vụ; Sở Y tế"),
		pick("Trước tháng 5/2026", "Quý III/2026", "Tháng 8/2026 (sơ kết), tháng 12/2026", "Hằng quý", ""),
	}
}

// shuffled drops, adds, rewords and moves rows.
func shuffled(rng *rand.Rand, rows []row, edits int) []row {
	rows = slices.Clone(rows)
	for range edits {
		at := rng.Intn(len(rows) + 1)
		switch rng.Intn(4) {
		case 0:
			rows = slices.Insert(rows, at, randomRow(rng))
		case 1:
			rows = slices.Delete(rows, max(at-1, 0), at)
		case 2:
			if at > 0 {
				rows[at-1].text += " cho gọn"
			}
		case 3:
			rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		}
	}
	return rows
}
