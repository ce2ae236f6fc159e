package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dondoc/corpus/viet"
)

// TestBoardsAreKept adds, links, changes and removes boards and their chats, as an administrator would.
func TestBoardsAreKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	step := func(args string) string {
		t.Helper()
		return invoke(t, "", append(strings.Fields(args), "--data", dir)...).succeeds(t).out
	}
	write(t, filepath.Join(dir, "b.csv"), []byte("\uFEFFchat,agency,channel,secretariat,group\n77,,telegram,x,\n-5,Hà Nam,telegram,,\n6,bộ y tế,telegram,,1\n"))
	has(t, step("board import "+dir+"/b.csv"), "Ban Thư ký", "Ban Chỉ đạo CĐS tỉnh Hà Nam", "Ban Chỉ đạo CĐS Bộ Y tế")
	has(t, step("board link 2 --chat 8 --hour 7h30 --theme dữ-liệu"), "nhóm 4", "Hà Nam")
	step("board edit 2 --name BCĐ-Hà-Nam --above 1")
	step("board set 2 --steps 14,0,+2,tuần --quiet t6 --coordinating")
	list := step("board list")
	has(t, list, "ban 1: Ban Thư ký (ban thư ký)", "ban 2: BCĐ-Hà-Nam", "nhóm 2: telegram -5, 08:00, bước 14,0,+2,tuần, theo dõi Tỉnh Hà Nam",
		"nhóm 4: telegram 8, 07:30", "theo dõi Tỉnh Hà Nam; dữ-liệu")
	step("board pause 4 --reason nghỉ")
	has(t, step("board list"), "đang dừng: nghỉ")
	step("board resume 4")
	step("board unlink 4")
	step("board remove 3")
	if list := step("board list"); strings.Contains(list, "nhóm 4") || strings.Contains(list, "Y tế") {
		t.Errorf("what was removed is there:\n%s", list)
	}
	for args, want := range map[string]string{
		"board link 9 --chat 1": "board list", "board link 2 --chat 77": "đã có ban khác", "board edit 9 --name x": "board list",
		"board edit 2 --above 9": "--above", "board edit 1 --above 2": "chính mình", "board unlink 9": "board list", "remind log 9": "remind deliveries",
	} {
		if r := invoke(t, "", append(strings.Fields(args), "--data", dir)...); r.code == exitDone || !strings.Contains(r.errOut, want) {
			t.Errorf("%s: status %d, %s", args, r.code, r.errOut)
		}
	}
}

// TestOwnTasks: a board's own task is planned, changed, told of, and removed.
func TestOwnTasks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	step := func(args ...string) result {
		t.Helper()
		return invoke(t, "", append(args, "--data", dir)...).succeeds(t)
	}
	step("board", "add", "Bắc Giang", "--chat", "11")
	id := strings.TrimSuffix(strings.Fields(step("own-task", "add", "Họp Ban Chỉ đạo", "--board", "1", "--due", "2099-03-10").out)[3], ".")
	plan := func(day string) string {
		return invoke(t, "", "remind", "plan", "--as-of", day, "--data", dir).out
	}
	has(t, plan("2099-03-10"), "T-0", "Họp Ban Chỉ đạo")
	step("own-task", "set", id, "--title", "Họp phiên hai", "--due", "2099-03-12")
	if old := plan("2099-03-10"); strings.Contains(old, "T-0") {
		t.Errorf("the old day is still planned: %s", old)
	}
	has(t, plan("2099-03-12"), "T-0", "Họp phiên hai")
	step("own-task", "remove", id)
	if gone := plan("2099-03-12"); gone != "" {
		t.Errorf("a removed task is planned: %s", gone)
	}
	for _, args := range [][]string{{"own-task", "set", id, "--due", "2099-01-01"}, {"own-task", "set", "x"}} {
		invoke(t, "", append(args, "--data", dir)...).fails(t, exitUsage, "không có việc")
	}
	if r := invoke(t, "", "progress", "log", "x", "Bắc Giang", "--data", dir); r.code != exitDone || !strings.Contains(r.errOut, "Chưa ai báo") {
		t.Errorf("%+v", r)
	}
}

// TestDryRunOfToday: before anything is sent an administrator sees today's message, and none for a chat that is paused.
func TestDryRunOfToday(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	step := func(args ...string) result {
		t.Helper()
		return invoke(t, "", append(args, "--data", dir)...)
	}
	today := viet.DateOf(time.Now())
	days := filepath.Join(dir, "days.csv")
	write(t, days, []byte("date,name,kind,source\n"+today.String()+",Ngày làm việc,working,kiểm thử\n"))
	step("holiday", "import", days).succeeds(t)
	step("board", "add", "Bắc Giang", "--chat", "11").succeeds(t)
	step("own-task", "add", "Họp Ban\x1b[2J Chỉ đạo", "--board", "1", "--due", today.AddDays(7).String()).succeeds(t)
	has(t, step("remind", "send", "--dry-run").succeeds(t).out, "Họp Ban", "còn 7 ngày", "telegram 11")
	if shown := step("remind", "plan").out; strings.Contains(shown, "\x1b") {
		t.Errorf("a terminal would act on %q", shown)
	}
	step("board", "pause", "1").succeeds(t)
	if r := step("remind", "send", "--dry-run"); r.out != "" || !strings.Contains(r.errOut, "không có tin nào") {
		t.Errorf("%+v", r)
	}
}
