package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// boats is a plan whose agencies are of a made-up country.
const boats = `KẾ HOẠCH
Đóng thuyền năm 2026

TT	Nhiệm vụ	Chủ trì	Phối hợp	Thời hạn
1	Đóng thuyền nan	Zeta Thuyền Nan	BTN	Tháng 4/2026
`

const boatAgencies = "# của ta\nZeta Thuyền Nan | company\nBộ Thuyền Nan | ministry | BTN\n"

// TestOwnAgencies: an administrator's file is heeded by every command that reads documents, without a new build.
func TestOwnAgencies(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	plan, own, data := filepath.Join(dir, "plan.txt"), filepath.Join(dir, "own.txt"), filepath.Join(dir, "data")
	write(t, plan, []byte(boats))
	write(t, own, []byte(boatAgencies))
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	tasks := func(args ...string) map[string]any {
		return invoke(t, "", append([]string{"tasks", "--json", "--corpus", plan, "--data", data}, args...)...).succeeds(t).objects(t)[0]
	}
	if doubts := tasks()["doubts"].([]any); len(doubts) != 2 {
		t.Errorf("without the file: doubts %q", doubts)
	}
	check := func(task map[string]any) {
		t.Helper()
		if co := task["coordinating"].([]any); len(task["doubts"].([]any)) > 0 || len(co) != 1 || co[0] != "Bộ Thuyền Nan" {
			t.Errorf("coordinating %q, doubts %q", co, task["doubts"])
		}
	}
	check(tasks("--agencies", own))
	check(tasks("--agencies", own, "--agency", "btn"))
	write(t, filepath.Join(data, ownAgencies), []byte(boatAgencies))
	check(tasks())
	has(t, invoke(t, "", "ask", "Bộ Thuyền Nan phối hợp việc gì?", "--corpus", plan, "--data", data).succeeds(t).out, "Đóng thuyền nan")
	if r := invoke(t, "", "corpus", "check", plan, "--data", data).succeeds(t); strings.Contains(r.out, "danh bạ") {
		t.Errorf("the check doubts a listed agency:\n%s", r.out)
	}
}

func TestBadOwnAgencies(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	large, torn, data := filepath.Join(dir, "large.txt"), filepath.Join(dir, "torn.txt"), filepath.Join(dir, "data")
	write(t, large, []byte(strings.Repeat("# dài\n", mostOwnAgencies/5)))
	write(t, torn, []byte("Bộ Thuyền Nan | ministry\nBộ Bè Mảng | bộ\n"))
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		path  string
		words []string
	}{
		"missing":     {filepath.Join(dir, "none.txt"), []string{"không có tệp danh bạ", "none.txt", "--agencies"}},
		"a directory": {dir, []string{"không đọc được danh bạ", "thư mục"}},
		"too large":   {large, []string{"large.txt", "quá 4 MB"}},
		"a bad line":  {torn, []string{"torn.txt", "dòng 2", "loại “bộ”"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, command := range [][]string{{"ask", bacGiang}, {"tasks"}, {"corpus", "check", plan2026}, {"serve", "--listen", "127.0.0.1:0"}} {
				invoke(t, "", append(command, "--data", data, "--agencies", tc.path)...).fails(t, exitUsage, tc.words...)
			}
		})
	}
	write(t, filepath.Join(data, ownAgencies), []byte("Bộ Bè Mảng"))
	invoke(t, "", "tasks", "--data", data).fails(t, exitUsage, "agencies.txt", "dòng 1", "cột")
}
