package reminders_test

import (
	"testing"
	"time"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// TestPreviews: which boards a new version concerns, and how; what is done, past or nobody's is not counted.
func TestPreviews(t *testing.T) {
	const bacGiang, haNam = "Tỉnh Bắc Giang", "Tỉnh Hà Nam"
	today := viet.Date{Year: 2026, Month: time.March, Day: 2}
	task := func(id, lead string, due viet.Date) reminders.Task {
		return reminders.Task{ID: id, Lead: []string{lead}, Title: id, Milestones: []reminders.Milestone{{ID: id + "/1", Phrase: "hạn", Due: due, Published: today}}}
	}
	may, june := today.AddDays(70), today.AddDays(100)
	gone := task("cut", bacGiang, may)
	gone.Gone = today
	moved := task("moved", bacGiang, june)
	all := reminders.Everything{
		Tasks: []reminders.Task{
			task("stays", bacGiang, may), task("moved", bacGiang, may), task("cut", bacGiang, may), task("done", bacGiang, may), task("other", haNam, may),
		},
		Progress: []reminders.Progress{{Work: reminders.Work{Milestone: "done/1", Agency: bacGiang}, State: reminders.Done}},
	}
	for i, name := range []string{bacGiang, haNam} {
		board, sub := reminders.ProvisionalBoard(int64(i+1), name)
		all.Boards, all.Subscribers = append(all.Boards, board), append(all.Subscribers, sub)
	}
	done := task("done", bacGiang, june)
	past := task("past", bacGiang, today.AddDays(-1))
	changes := reminders.Changes{
		Day: today, Update: []reminders.Task{moved, gone, done},
		Insert: []reminders.Task{task("new", bacGiang, june), past, task("nobody", "Tỉnh Thái Bình", june)},
	}
	got := reminders.Previews(all, changes, agency.Default(), today)
	if len(got) != 1 || got[0].Board.Agency != bacGiang || got[0].New != 1 || got[0].Moved != 1 || got[0].Gone != 1 {
		t.Errorf("previews %+v, want one new, one moved and one gone for %s", got, bacGiang)
	}
	if none := reminders.Previews(all, reminders.Changes{Day: today}, agency.Default(), today); len(none) > 0 {
		t.Errorf("nothing changes, but %+v", none)
	}
}
