package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	taskFields      = []string{"coordinating", "deliverable", "document", "doubts", "id", "lead", "milestones", "recurring", "section", "source", "text", "title"}
	milestoneFields = []string{"due", "label", "phrase", "start"} // and "changed_by", "was" of a corrected one
	checkFields     = []string{"date", "doubts", "file", "issuer", "kind", "number", "passages", "people", "platforms", "relations", "rules", "status", "targets", "tasks", "title"}
	isoDate         = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
)

func TestTasksOfAPlan(t *testing.T) {
	t.Parallel()
	got := invoke(t, "", "tasks", "--json", "--corpus", plan2026).succeeds(t).objects(t)
	want := []object{
		{"section": "II.1", "lead": []any{"Bộ Công an"}, "coordinating": []any{"Bộ Tài chính", "Bộ Y tế"}, "recurring": nil, "due": []any{"2026-06-30"}},
		{"section": "II.2", "lead": []any{"Bộ Nội vụ"}, "coordinating": []any{}, "recurring": nil, "due": []any{}},
		{"section": "II.3", "lead": []any{"Bộ Y tế"}, "coordinating": []any{"Bộ Nội vụ"}, "recurring": "monthly"},
		{"section": "II.4", "lead": []any{"Bộ Tài chính"}, "coordinating": []any{}, "recurring": nil, "due": []any{"2026-03-31", "2026-12-31"}},
	}
	if len(got) != len(want) {
		t.Fatalf("%d tasks, want %d", len(got), len(want))
	}
	for i, task := range got {
		if task["document"] != "15/KH-UBND" {
			t.Errorf("document %v", task["document"])
		}
		source := task["source"].(object)
		if source["file"] != filepath.Base(plan2026) || source["line"] != float64(19+i) {
			t.Errorf("source %v, want line %d", source, 19+i)
		}
		due := []any{}
		for _, m := range task["milestones"].([]any) {
			due = append(due, m.(object)["due"])
		}
		task["due"] = due
		for name, value := range want[i] {
			if diff := cmp.Diff(value, task[name]); diff != "" {
				t.Errorf("%s of %v (-want +got):\n%s", name, task["section"], diff)
			}
		}
	}
}

func TestTaskLinesFollowTheContract(t *testing.T) {
	t.Parallel()
	ids := map[any]bool{}
	for _, task := range invoke(t, "", "tasks", "--json").succeeds(t).objects(t) {
		if ids[task["id"]] || task["id"] == "" {
			t.Errorf("id %v twice", task["id"])
		}
		ids[task["id"]] = true
		checkTask(t, task)
	}
	if len(ids) < 100 {
		t.Errorf("only %d tasks in the shipped plan", len(ids))
	}
}

func checkTask(t *testing.T, task object) {
	t.Helper()
	if got := slices.Sorted(maps.Keys(task)); !slices.Equal(got, taskFields) {
		t.Fatalf("fields %q, want %q", got, taskFields)
	}
	for _, name := range []string{"id", "document", "section", "title", "text"} {
		if s, ok := task[name].(string); !ok || s == "" || strings.ContainsFunc(s, combining) {
			t.Errorf("%v: %s is %v", task["id"], name, task[name])
		}
	}
	for _, name := range []string{"lead", "coordinating", "doubts"} {
		list, ok := task[name].([]any)
		if !ok {
			t.Errorf("%v: %s is %v, want a list", task["id"], name, task[name])
		}
		for _, e := range list {
			if s, ok := e.(string); !ok || strings.TrimSpace(s) == "" {
				t.Errorf("%v: %s holds %v", task["id"], name, e)
			}
		}
	}
	for _, name := range []string{"recurring", "deliverable"} {
		if s, ok := task[name].(string); task[name] != nil && (!ok || s == "") {
			t.Errorf("%v: %s is %v, want null or words", task["id"], name, task[name])
		}
	}
	milestones, ok := task["milestones"].([]any)
	if !ok {
		t.Errorf("%v: milestones is %v, want a list", task["id"], task["milestones"])
	}
	for _, m := range milestones {
		checkMilestone(t, m.(object))
	}
}

func checkMilestone(t *testing.T, m object) {
	t.Helper()
	if got := slices.Sorted(maps.Keys(m)); !slices.Equal(got, milestoneFields) {
		t.Errorf("a milestone has the fields %q, want %q", got, milestoneFields)
	}
	for _, name := range []string{"start", "due"} {
		if s, ok := m[name].(string); m[name] != nil && (!ok || !isoDate.MatchString(s)) {
			t.Errorf("%s is %v, want null or a date", name, m[name])
		}
	}
	if m["phrase"] == "" {
		t.Errorf("a milestone without its phrase: %v", m)
	}
}

// TestTasksOfNoDocument: no task is no failure for a script, but a typing error must be seen.
func TestTasksOfNoDocument(t *testing.T) {
	t.Parallel()
	r := invoke(t, "", "tasks", "--json", "--corpus", plan2026, "--document", "17/QĐ-UBQGCDS")
	if r.code != exitDone || r.out != "" || len(r.complaints(t)) != 1 || !strings.Contains(r.errOut, "17/QĐ-UBQGCDS") {
		t.Errorf("status %d, output %q, complaints: %s", r.code, r.out, r.errOut)
	}
}

func TestTaskFilters(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		args []string
		want []string
	}{
		"none":                  {nil, []string{"II.1", "II.2", "II.3", "II.4"}},
		"agency that leads":     {[]string{"--agency", "Bộ Công an"}, []string{"II.1"}},
		"agency that helps too": {[]string{"--agency", "Bộ Y tế"}, []string{"II.1", "II.3"}},
		"agency, short":         {[]string{"--agency", "BCA"}, []string{"II.1"}},
		"agency, no diacritics": {[]string{"--agency", "bo noi vu"}, []string{"II.2", "II.3"}},
		"due before":            {[]string{"--due-before", "2026-07-01"}, []string{"II.1", "II.4"}},
		"due before, that day":  {[]string{"--due-before", "2026-03-31"}, nil},
		"due before, day after": {[]string{"--due-before", "2026-04-01"}, []string{"II.4"}},
		"document":              {[]string{"--document", "15/KH-UBND"}, []string{"II.1", "II.2", "II.3", "II.4"}},
		"document, lower case":  {[]string{"--document", "15/kh-ubnd"}, []string{"II.1", "II.2", "II.3", "II.4"}},
		"all together":          {[]string{"--agency", "Bộ Tài chính", "--due-before", "2026-04-01", "--document", "15/KH-UBND"}, []string{"II.4"}},
	} {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"tasks", "--json", "--corpus", plan2026}, tc.args...)
			var got []string
			for _, task := range invoke(t, "", args...).succeeds(t).objects(t) {
				got = append(got, task["section"].(string))
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestTasksAsText(t *testing.T) {
	t.Parallel()
	out := invoke(t, "", "tasks", "--corpus", plan2026).succeeds(t).out
	for _, want := range []string{"15/KH-UBND, II.1", "Bộ Công an", "trước tháng 7/2026"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	lines := invoke(t, "", "corpus", "check", plan2026, "--json").succeeds(t).objects(t)
	if len(lines) != 1 {
		t.Fatalf("%d lines, want one a document", len(lines))
	}
	for _, name := range checkFields {
		if _, ok := lines[0][name]; !ok {
			t.Errorf("field %q is missing", name)
		}
	}
	for name, want := range map[string]any{
		"file": "15-kh-ubnd-2026.md", "number": "15/KH-UBND", "kind": "Kế hoạch", "date": "2026-01-20", "status": "in_force",
		"tasks": 4.0, "people": 0.0, "platforms": 0.0, "rules": 1.0, "relations": 0.0,
	} {
		if lines[0][name] != want {
			t.Errorf("%s is %v, want %v", name, lines[0][name], want)
		}
	}
	if issuer := lines[0]["issuer"].(string); !strings.Contains(issuer, "Bắc Ninh") {
		t.Errorf("issuer is %q", issuer)
	}
	if lines[0]["passages"].(float64) < 5 || lines[0]["targets"].(float64) < 1 {
		t.Errorf("%v passages, %v targets", lines[0]["passages"], lines[0]["targets"])
	}
	out := invoke(t, "", "corpus", "check", plan2026).succeeds(t).out
	if !strings.Contains(out, "15/KH-UBND") || !strings.Contains(out, "4 nhiệm vụ") {
		t.Errorf("the report for people:\n%s", out)
	}
}

// TestCheckCountsWhatIsRarer reads a document that has some of every fact.
func TestCheckCountsWhatIsRarer(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "quy-che.txt")
	write(t, path, []byte("QUY CHẾ\nLàm việc của Tổ bắt chuột\n\nCăn cứ Quyết định số 5/QĐ-BYT về việc lập Tổ bắt chuột;\n\n1. Tổ bắt chuột họp định kỳ hằng tháng.\n\n"+
		"2. Nền tảng đếm chuột\n\nCơ quan chủ quản: Bộ Y tế\n\n3. Ông Lê Văn Mèo, Giám đốc Sở Y tế, Tổ trưởng.\n"))
	line := invoke(t, "", "corpus", "check", path, "--json").succeeds(t).objects(t)[0]
	for name, want := range map[string]any{"people": 1.0, "platforms": 1.0, "rules": 1.0, "relations": 1.0} {
		if line[name] != want {
			t.Errorf("%s is %v, want %v", name, line[name], want)
		}
	}
	out := invoke(t, "", "corpus", "check", path).succeeds(t).out
	for _, want := range []string{"1 người", "1 nền tảng", "1 quy tắc làm việc", "1 dẫn chiếu văn bản khác"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in the report for people:\n%s", want, out)
		}
	}
}

// broken files, and a word of the reason that must be given for each.
var broken = map[string]struct {
	content []byte
	reason  string
}{
	"anh.png":    {[]byte("\x89PNG\r\n\x1a\n\x00"), "định dạng"},
	"ma.exe":     {[]byte("MZ\x00\x00"), "định dạng"},
	"nhiphan.md": {[]byte("a\x00b\x00"), "nhị phân"},
	"tcvn3.txt":  {[]byte(strings.Repeat("K\xd5 ho\xb9ch ", 50)), "Unicode"},
	"trong.txt":  {nil, "tệp trống"},
	"vo.txt":     {[]byte("\xff\xfea"), "UTF-16"},
}

func TestCheckSaysWhyEachFileFailed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good, err := os.ReadFile(plan2026)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "tot.md"), good)
	for name, f := range broken {
		write(t, filepath.Join(dir, name), f.content)
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, "dut.txt")); err != nil {
		t.Fatal(err)
	}
	r := invoke(t, "", "corpus", "check", dir, "--json")
	r.fails(t, exitFailed)
	reasons := map[string]string{}
	for _, o := range r.objects(t) {
		reasons[filepath.Base(o["file"].(string))], _ = o["error"].(string)
	}
	if reason, ok := reasons["tot.md"]; !ok || reason != "" {
		t.Errorf("the good file is not reported: %q", reason)
	}
	if reasons["dut.txt"] == "" {
		t.Error("a link that leads nowhere has no reason of its own")
	}
	for name, f := range broken {
		if !strings.Contains(strings.ToLower(reasons[name]), strings.ToLower(f.reason)) {
			t.Errorf("%s: %q, want %q", name, reasons[name], f.reason)
		}
	}
	text := invoke(t, "", "corpus", "check", dir)
	text.fails(t, exitFailed)
	if strings.Count(text.out, "✗") != len(broken)+1 {
		t.Errorf("the report for people:\n%s", text.out)
	}
}

func write(t testing.TB, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
