package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dondoc/corpus/viet"
	"dondoc/reminders/calendar"
)

// TestRemindPlanFollowsTheContract looks at the plan in the binary on a day of 2023.
func TestRemindPlanFollowsTheContract(t *testing.T) {
	t.Parallel()
	lines := invoke(t, "", "remind", "plan", "--as-of", "2023-05-24", "--for", "bac giang", "--data", t.TempDir(), "--json").succeeds(t).objects(t)
	found := false
	for _, l := range lines {
		if l["agency"] != "Tỉnh Bắc Giang" || l["document"] != "17/QĐ-UBQGCDS" || l["step"] != "T-7" || l["days_left"] != 7.0 || l["due"] != "2023-05-31" {
			t.Errorf("an odd line: %v", l)
		}
		found = found || l["section"] == "IV.6" && l["task"] != "" && l["milestone"] != ""
	}
	if !found {
		t.Errorf("no reminder of IV.6 among %v", lines)
	}
	text := invoke(t, "", "remind", "plan", "--as-of", "2023-05-24", "--for", "Bắc Giang", "--data", t.TempDir()).succeeds(t).out
	has(t, text, "T-7", "31/05/2023", "(17/QĐ-UBQGCDS, IV.6)")
	quiet := invoke(t, "", "remind", "plan", "--as-of", "2023-05-27", "--data", t.TempDir())
	if quiet.code != exitDone || quiet.out != "" || !strings.Contains(quiet.errOut, "không có việc nào cần nhắc") {
		t.Errorf("a Saturday: %+v", quiet)
	}
}

// TestRemindSimulateKeepsItsPromises walks through a year of the plan in the binary, with a board for every agency.
func TestRemindSimulateKeepsItsPromises(t *testing.T) {
	t.Parallel()
	messages := invoke(t, "", "remind", "simulate", "--from", "2023-01-01", "--to", "2024-01-31", "--data", t.TempDir(), "--json").succeeds(t).objects(t)
	if len(messages) < 1000 {
		t.Fatalf("%d messages only", len(messages))
	}
	perDay, steps := map[string]int{}, map[string]int{}
	last := ""
	for _, m := range messages {
		moment, err := time.Parse(time.RFC3339, m["moment"].(string))
		if err != nil || moment.In(viet.Hanoi).Format("15:04") != "08:00" || calendar.Default().Off(viet.DateOf(moment)) {
			t.Fatalf("a message at %v: %v", m["moment"], err)
		}
		if m["moment"].(string) < last {
			t.Fatalf("%v after %s", m["moment"], last)
		}
		last = m["moment"].(string)
		perDay[fmt.Sprint(m["chat"], moment)]++
		for _, r := range m["reminders"].([]any) {
			entry := r.(object)
			for _, s := range entry["steps"].([]any) {
				steps[fmt.Sprint(m["chat"], entry["milestone"], entry["due"], s)]++
			}
		}
		if strings.TrimSpace(m["text"].(string)) == "" || m["board"] == "" || m["channel"] == "" {
			t.Fatalf("an empty message: %v", m)
		}
	}
	for what, counts := range map[string]map[string]int{"messages a chat and day": perDay, "the same step": steps} {
		for key, n := range counts {
			if n != 1 {
				t.Errorf("%s: %d of %s", what, n, key)
			}
		}
	}
	if len(steps) < 5000 {
		t.Errorf("%d steps only", len(steps))
	}
}

// TestRemindBadInput: a clear message, and nothing changed.
func TestRemindBadInput(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "thieu-cot.csv"), []byte("agency,chat\nBắc Giang,1\n"))
	write(t, filepath.Join(dir, "la.csv"), []byte("agency,channel,chat\nBắc Giang,telegram,1\nSở Ma thuật,telegram,2\n"))
	write(t, filepath.Join(dir, "rach.csv"), []byte("agency,channel,chat\nBắc Giang,telegram\n"))
	write(t, filepath.Join(dir, "tien-do.csv"), []byte("Tên,Tuổi\nA,1\n"))
	write(t, filepath.Join(dir, "ngay.csv"), []byte("date,name,kind,source\n2027-02-31,Tết,off,\n"))
	data := []string{"--data", dir}
	invoke(t, "", append([]string{"board", "add", "Bắc Giang", "--chat", "11"}, data...)...).succeeds(t)
	before := invoke(t, "", append([]string{"board", "list"}, data...)...).succeeds(t).out
	for _, test := range []struct {
		args string
		code int
		want string
	}{
		{"board add Huế --chat=1 --steps=-5", exitUsage, "bước nhắc"},
		{"board set 1 --steps 14,-5", exitUsage, "từ 0 đến 366"},
		{"board set 1 --steps 400", exitUsage, "từ 0 đến 366"},
		{"board add Huế --chat=1 --hour 27", exitUsage, "từ 0 đến 23"},
		{"board set 1 --hour 8:75", exitUsage, "từ 0 đến 23"},
		{"board set 1 --zone Mars/Base", exitUsage, "múi giờ"},
		{"board set 1 --quiet t2,t3,t4,t5,t6", exitUsage, "im lặng"},
		{"board set 1 --quiet t9", exitUsage, "t2 đến t6"},
		{"board add Sở-Ma-thuật --chat=1", exitUsage, "danh bạ"},
		{"board add Huế --chat=1 --channel fax", exitUsage, "telegram"},
		{"board add --chat=1", exitUsage, "--secretariat"},
		{"board add Huế --chat=11", exitFailed, "đã có ban khác"},
		{"board add Huế --chat=12 --above 99", exitUsage, "--above"},
		{"board set 7 --hour 9", exitUsage, "board list"},
		{"board remove 7", exitUsage, "board list"},
		{"board feed 7", exitUsage, "board list"},
		{"board import " + dir + "/thieu-cot.csv", exitUsage, "thiếu cột"},
		{"board import " + dir + "/la.csv", exitUsage, "dòng 3"},
		{"board import " + dir + "/rach.csv", exitUsage, "dòng 2"},
		{"board import " + dir + "/absent.csv", exitUsage, "đường dẫn"},
		{"progress import " + dir + "/tien-do.csv", exitUsage, "cột"},
		{"progress import " + dir + "/absent.csv", exitUsage, "đường dẫn"},
		{"progress export " + dir + "/a.doc", exitUsage, ".xlsx"},
		{"holiday import " + dir + "/ngay.csv", exitUsage, "dòng 2"},
		{"holiday remove 2027-02-09", exitUsage, "không nằm trong"},
		{"own-task add Họp --board 1 --due 2020-01-01", exitUsage, "đã qua"},
		{"own-task add Họp --board 9 --due 2099-01-01", exitUsage, "board list"},
		{"own-task remove x", exitUsage, "không có việc"},
		{"remind plan --for Sở-Ma-thuật", exitUsage, "danh bạ"},
		{"remind simulate --from 2023-02-30 --to 2023-03-01", exitUsage, "2023-06-30"},
		{"remind simulate --from 2024-01-01 --to 2023-01-01", exitUsage, "sau"},
		{"remind simulate --from 2000-01-01 --to 2090-01-01", exitUsage, "10 năm"},
		{"remind send", exitUsage, "--dry-run"},
		{"remind retry 4", exitUsage, "remind deliveries"},
		{"remind deliveries --status lost", exitUsage, "--status"},
		{"board add Huế --chat -5", exitUsage, "--chat=-5"},
	} {
		t.Run(test.args, func(t *testing.T) {
			invoke(t, "", append(strings.Fields(test.args), data...)...).fails(t, test.code, test.want)
		})
	}
	if after := invoke(t, "", append([]string{"board", "list"}, data...)...).succeeds(t).out; after != before {
		t.Errorf("bad input changed the boards:\n%s\nwas\n%s", after, before)
	}
}

// TestProgressTable exports, edits and imports a table, in both formats.
func TestProgressTable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data := []string{"--data", dir}
	step := func(args ...string) result { return invoke(t, "", append(args, data...)...).succeeds(t) }
	step("board", "add", "Bắc Giang", "--chat", "11")
	step("own-task", "add", "Họp Ban Chỉ đạo", "--board", "1", "--due", "2099-03-10")
	for _, name := range []string{"a.csv", "a.xlsx"} {
		file := filepath.Join(dir, name)
		step("progress", "export", file)
		has(t, step("progress", "import", file).out, "0 thay đổi")
	}
	file := filepath.Join(dir, "a.csv")
	content := contentOf(t, file)
	has(t, content, "Họp Ban Chỉ đạo", "Chưa bắt đầu", "10/03/2099")
	write(t, file, []byte(strings.ReplaceAll(content, "Chưa bắt đầu", "Hoàn thành")))
	has(t, step("progress", "import", file).out, "1 thay đổi")
	step("progress", "export", filepath.Join(dir, "b.csv"))
	has(t, contentOf(t, filepath.Join(dir, "b.csv")), "Hoàn thành", "quản trị viên")
	// A file from before somebody reported, and one about an agency that has no such task, change nothing.
	stale := strings.ReplaceAll(content, "Chưa bắt đầu", "Đang thực hiện")
	write(t, file, []byte(stale))
	invoke(t, "", append([]string{"progress", "import", file}, data...)...).fails(t, exitUsage, "mới hơn")
	write(t, file, []byte(strings.ReplaceAll(contentOf(t, filepath.Join(dir, "b.csv")), "Tỉnh Bắc Giang", "Tỉnh Bắc Giangg")))
	invoke(t, "", append([]string{"progress", "import", file}, data...)...).fails(t, exitUsage, "không có mốc")
	step("progress", "export", filepath.Join(dir, "c.csv"))
	if contentOf(t, filepath.Join(dir, "b.csv")) != contentOf(t, filepath.Join(dir, "c.csv")) {
		t.Error("a refused import changed something")
	}
	step("progress", "picture", filepath.Join(dir, "p.png"))
	if !strings.HasPrefix(contentOf(t, filepath.Join(dir, "p.png")), "\x89PNG") {
		t.Error("no picture")
	}
}

func contentOf(t testing.TB, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestHolidays: what an administrator adds moves the steps, and can be taken back.
func TestHolidays(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data := []string{"--data", dir}
	file := filepath.Join(dir, "n.csv")
	write(t, file, []byte("date,name,kind,source\n2023-05-24,Nghỉ bão,off,công điện\n"))
	plan := func(day string) string {
		return invoke(t, "", append([]string{"remind", "plan", "--for", "Bắc Giang", "--as-of", day, "--json"}, data...)...).out
	}
	invoke(t, "", append([]string{"holiday", "import", file}, data...)...).succeeds(t)
	has(t, invoke(t, "", append([]string{"holiday", "list", "2023"}, data...)...).succeeds(t).out, "24/05/2023", "Nghỉ bão", "Giỗ Tổ")
	if moved := plan("2023-05-23"); !strings.Contains(moved, "T-7") || plan("2023-05-24") != "" {
		t.Errorf("the step of 24 May is not said on the 23rd: %s", moved)
	}
	invoke(t, "", append([]string{"holiday", "remove", "2023-05-24"}, data...)...).succeeds(t)
	has(t, plan("2023-05-24"), "T-7")
}
