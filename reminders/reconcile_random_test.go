package reminders_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dondoc/corpus"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// row is a Task of a plan that is edited at random. Its number is its place.
type row struct {
	text, lead, when string
	touched          bool // by the edits of this round
}

func (r row) key() string { return r.text + "\t" + r.lead + "\t" + r.when }

var (
	someVerbs   = []string{"Rà soát, lập danh sách", "Lo liệu và trông coi", "Đi trước trong việc lo liệu và trông coi", "Sửa chữa và sơn lại", "Mở lớp tập huấn về", "Kiểm kê"}
	someObjects = []string{"bến đò ngang", "giếng làng", "trống đồng trong kho bảo tàng", "cây đa đầu xã", "sổ khám răng của học trò", "đường mòn lên nương", "thuyền thúng", "lò gạch cũ", "chuồng trâu tránh rét", "bể chứa nước mưa", "đèn biển", "cầu khỉ", "bãi chăn ngựa", "nhà rông"}
	somePlaces  = []string{"ở xã vùng cao", "ven sông", "tại các chợ phiên", "trên cù lao", "ở thị trấn huyện lỵ", "dọc đường biên", ""}
	someLeads   = []string{"Bộ Y tế", "Bộ Tài chính", "Bộ Nội vụ", "Tỉnh Lào Cai", "Tỉnh Cà Mau", "Tỉnh Nghệ An", "Bộ, ngành, địa phương"}
	someTimes   = []string{"Tháng 3/2026", "Tháng 8/2026", "Quý IV/2026", "Trước ngày 15/9/2026", "Tháng 6/2025", "thường xuyên", "", "Tháng 4/2026, Tháng 9/2026 (sơ kết)"}
)

func pick(rng *rand.Rand, list []string) string { return list[rng.Intn(len(list))] }

func randomRow(rng *rand.Rand) row {
	text := strings.TrimSpace(pick(rng, someVerbs) + " " + pick(rng, someObjects) + " " + pick(rng, somePlaces))
	if rng.Intn(4) == 0 {
		text += fmt.Sprintf(" giai đoạn %d", rng.Intn(3)+1)
	}
	return row{text: text, lead: pick(rng, someLeads), when: pick(rng, someTimes), touched: true}
}

// editRandomly returns the rows after some edits, with those that were changed marked.
func editRandomly(rng *rand.Rand, rows []row) []row {
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].touched = false
	}
	for range rng.Intn(8) {
		i := rng.Intn(len(rows))
		switch rng.Intn(8) {
		case 0, 1:
			rows = slices.Insert(rows, i, randomRow(rng))
		case 2:
			if len(rows) > 5 {
				rows = slices.Delete(rows, i, i+1)
			}
		case 3:
			j := rng.Intn(len(rows))
			rows[i], rows[j] = rows[j], rows[i]
		case 4:
			rows[i].when, rows[i].touched = pick(rng, someTimes), true
		case 5:
			rows[i].text, rows[i].touched = rows[i].text+" theo mùa nước", true
		case 6:
			rows[i].lead, rows[i].touched = pick(rng, someLeads), true
		case 7: // a twin
			twin := rows[i]
			twin.touched = true
			rows = slices.Insert(rows, i, twin)
		}
	}
	return rows
}

// planOf writes the plan, in groups or without, so that all sections change now and then.
func planOf(rows []row, grouped bool) string {
	var b strings.Builder
	b.WriteString("Số: 7/KH-UBND\n\nLào Cai, ngày 05 tháng 01 năm 2026\n\nKẾ HOẠCH\nSửa sang làng bản trước mùa mưa năm 2026\n\nPhụ lục\nVIỆC CẦN LÀM\n\nTT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n")
	for i, r := range rows {
		if grouped && i%9 == 0 {
			fmt.Fprintf(&b, "%s\tNHÓM VIỆC\t\t\n", []string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"}[i/9%10])
		}
		fmt.Fprintf(&b, "%d\t%s\t%s\t%s\n", i+1, r.text, r.lead, r.when)
	}
	return b.String()
}

// TestReconcileRandomly edits a plan at random, over and over, and now and then goes back to an older version. publish
// checks what holds of every reconciliation; here the IDs of what was not touched are followed.
func TestReconcileRandomly(t *testing.T) {
	seeds := int64(12)
	if testing.Short() {
		seeds = 3
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			rng := rand.New(rand.NewSource(seed))
			var rows []row
			for range 20 + rng.Intn(20) {
				rows = append(rows, randomRow(rng))
			}
			own := []reminders.Task{{ID: "7-kh-ubnd:phu-luc-3", Title: "Việc riêng", Board: 4, Milestones: []reminders.Milestone{{ID: "7-kh-ubnd:phu-luc-5#1", Label: "xong"}}}}
			register := own
			today := day(t, "2026-01-10")
			var versions []*corpus.Corpus
			var plans [][]row
			for round := range 12 {
				if n := len(versions); n > 2 && rng.Intn(4) == 0 {
					back := rng.Intn(n)
					rows = slices.Clone(plans[back])
					for i := range rows {
						rows[i].touched = true
					}
					versions, plans = append(versions, versions[back]), append(plans, rows)
				} else {
					if round > 0 {
						rows = editRandomly(rng, rows)
					}
					versions = append(versions, readPlans(t, "a.txt", planOf(rows, rng.Intn(3) == 0)))
					plans = append(plans, rows)
				}
				after, _ := publish(t, register, versions[len(versions)-1], today)
				followUntouched(t, register, after, rows)
				register = after
				today = today.AddDays(rng.Intn(40))
			}
		})
	}
}

// followUntouched checks that a row that nobody touched has the ID that it had, wherever it stands now. Of rows that
// are the same in all it does not matter which is which.
func followUntouched(t *testing.T, before, after []reminders.Task, rows []row) {
	t.Helper()
	had, has := idsByRow(before), idsByRow(after)
	untouched := map[string]int{}
	for _, r := range rows {
		if !r.touched {
			untouched[r.key()]++
		}
	}
	for k, n := range untouched {
		kept := 0
		for _, id := range has[k] {
			if slices.Contains(had[k], id) {
				kept++
			}
		}
		if kept < min(n, len(had[k])) {
			t.Errorf("%q had the IDs %q and has %q", k, had[k], has[k])
		}
	}
}

func idsByRow(register []reminders.Task) map[string][]string {
	ids := map[string][]string{}
	for i := range register {
		t := &register[i]
		if t.Board == 0 && t.Gone.IsZero() {
			k := row{t.Text, strings.Join(t.Lead, ", "), whenOf(t), false}.key()
			ids[k] = append(ids[k], t.ID)
		}
	}
	return ids
}

// whenOf writes the Milestones as the plan has them.
func whenOf(t *reminders.Task) string {
	var parts []string
	for _, m := range t.Milestones {
		if m.Gone.IsZero() {
			p := m.Phrase
			if m.Label != "thực hiện" {
				p += " (" + m.Label + ")"
			}
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

// TestReconcileRollback publishes a plan, an edited one and the first again: every Task is what it was.
func TestReconcileRollback(t *testing.T) {
	for seed := range int64(40) {
		rng := rand.New(rand.NewSource(seed))
		var rows []row
		for range 20 + rng.Intn(20) {
			rows = append(rows, randomRow(rng))
		}
		first := readPlans(t, "a.txt", planOf(rows, rng.Intn(3) == 0))
		edited := readPlans(t, "a.txt", planOf(editRandomly(rng, rows), rng.Intn(3) == 0))
		before, _ := publish(t, nil, first, day(t, "2026-01-10"))
		between, _ := publish(t, before, edited, day(t, "2026-02-10"))
		after, _ := publish(t, between, first, day(t, "2026-03-10"))
		for i, was := range before { // they come first, in their order
			is := after[i]
			for m := range is.Milestones {
				is.Milestones[m].Moved = viet.Date{}
			}
			is.Milestones = slices.DeleteFunc(is.Milestones, func(m reminders.Milestone) bool { return !m.Gone.IsZero() })
			if diff := cmp.Diff(was, is, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("seed %d: %s (-before +after)\n%s", seed, was.ID, diff)
			}
		}
	}
}

// TestReconcileRandomDocuments publishes, in every order, some of a few Documents that are easily taken for each other:
// one number in two years, a draft and what became of it, plans with the same rows. publish checks what always holds.
func TestReconcileRandomDocuments(t *testing.T) {
	const faces = 8
	face := func(n int) string {
		switch n {
		case 0, 1:
			return fmt.Sprintf("Số: 7/KH-UBND\n\nLào Cai, ngày 05 tháng 01 năm %d\n\nKẾ HOẠCH\nSửa sang làng bản trước mùa mưa năm %[1]d\n", 2026+n)
		case 2:
			return "DỰ THẢO\n\nKẾ HOẠCH\nSửa sang làng bản trước mùa mưa năm 2026\n"
		case 3:
			return "Số: 7/KH-UBND\n\nCà Mau, ngày 09 tháng 02 năm 2026\n\nKẾ HOẠCH\nGiữ rừng đước ven biển năm 2026\n"
		case 4:
			return "KẾ HOẠCH\nSửa sang làng bản vùng cao trước mùa mưa năm 2026\n"
		case 5:
			return "KẾ HOẠCH\nSửa sang làng bản trước mùa mưa giai đoạn 2026 - 2030\n"
		case 6:
			return "BÁO CÁO\nViệc đã làm\n"
		}
		return "Số: 17/KH-UBND\n\nLào Cai, ngày 05 tháng 01 năm 2026\n\nKẾ HOẠCH\nSửa sang làng bản trước mùa mưa năm 2026\n"
	}
	for seed := range int64(8) {
		rng := rand.New(rand.NewSource(seed))
		var rows []row
		for range 12 {
			rows = append(rows, randomRow(rng))
		}
		var register []reminders.Task
		today := day(t, "2026-01-10")
		for range 10 {
			var files []string
			for _, n := range rng.Perm(faces)[:1+rng.Intn(faces)] {
				_, table, _ := strings.Cut(planOf(rows[rng.Intn(3):6+rng.Intn(6)], false), "năm 2026\n\nPhụ lục")
				files = append(files, fmt.Sprint(len(files), ".txt"), face(n)+"\nPhụ lục"+table)
			}
			register, _ = publish(t, register, readPlans(t, files...), today)
			if t.Failed() {
				t.Fatalf("seed %d, files %q", seed, files)
			}
			today = today.AddDays(1)
		}
	}
}

func TestReconcileOwnTasks(t *testing.T) {
	own := reminders.Task{ID: "8", Title: "Việc riêng của Ban", Lead: []string{"Bộ Y tế"}, Board: 3, Milestones: []reminders.Milestone{{ID: "8#1", Label: "xong", Due: viet.Date{Year: 2020, Month: 1, Day: 1}}}}
	gone := own
	gone.ID, gone.Gone, gone.Milestones = "9", day(t, "2021-01-01"), nil
	register := []reminders.Task{own, gone}
	publish(t, register, readPlans(t, "a.txt", planOf([]row{{text: "Việc riêng của Ban", lead: "Bộ Y tế", when: "Tháng 1/2027"}}, false)), day(t, "2026-01-10"))
	publish(t, register, &corpus.Corpus{}, day(t, "2026-01-10"))
}
