package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// keyboardClerk works at the keyboard on a data directory of their own.
type keyboardClerk struct {
	t   *testing.T
	dir string
}

func newKeyboardClerk(t *testing.T) keyboardClerk { return keyboardClerk{t, t.TempDir()} }

func (c keyboardClerk) does(args ...string) result {
	c.t.Helper()
	return invoke(c.t, "", append(args, "--data", filepath.Join(c.dir, "data"))...)
}

// file writes a document and returns its path.
func (c keyboardClerk) file(path string, content []byte) string {
	c.t.Helper()
	path = filepath.Join(c.dir, path)
	mustDo(c.t, os.MkdirAll(filepath.Dir(path), 0o700))
	mustDo(c.t, os.WriteFile(path, content, 0o600))
	return path
}

func TestVersionsByCommand(t *testing.T) {
	t.Parallel()
	c := newKeyboardClerk(t)
	plans := editionsUnderFire[0].files()
	first := c.file("tru-so-1.txt", plans[0].Content)

	r := c.does("corpus", "load", first, "--json").succeeds(t).objects(t)[0]
	if r["version"] != 1.0 || r["against"] != 0.0 || r["count"].(object)["tasks"] != float64(len(chores)) {
		t.Errorf("the report says %v", r)
	}
	has(t, c.does("corpus", "review").succeeds(t).out, "Bản số 1", chores[0])
	c.does("corpus", "publish", "9").fails(t, exitFailed, "không có bản này")
	if p := c.does("corpus", "publish", "1", "--json").succeeds(t).objects(t)[0]; p["version"] != 1.0 || p["kind"] != "publish" {
		t.Errorf("published: %v", p)
	}
	c.does("corpus", "publish", "1").fails(t, exitFailed, "bản 1 đang dùng rồi")
	c.does("corpus", "rollback").fails(t, exitFailed, "chưa có bản nào")
	c.does("corpus", "load").fails(t, exitUsage, "hãy nêu tệp")

	c.does("corpus", "load", c.file("tru-so-2.txt", plans[1].Content)).succeeds(t)
	c.does("corpus", "publish", "2", "--replaces", "7").fails(t, exitFailed, "người khác")
	if changes := c.does("corpus", "diff", "1", "2", "--json").succeeds(t).objects(t); len(changes) != len(chores) || changes[0]["kind"] != "new" {
		t.Errorf("differences: %v", changes)
	}
	c.does("corpus", "publish", "2").succeeds(t)
	has(t, c.does("ask", chores[0]+" của trụ sở số 2 ai chủ trì?").succeeds(t).out, "Bộ Y tế")
	if v := c.does("corpus", "rollback", "--json").succeeds(t).objects(t)[0]; v["version"] != 1.0 || v["kind"] != "rollback" {
		t.Errorf("rolled back: %v", v)
	}
	versions := c.does("corpus", "versions", "--json").succeeds(t).objects(t)
	if len(versions) != 2 || versions[0]["state"] != "former" || versions[1]["state"] != "in_force" {
		t.Errorf("versions: %v", versions)
	}
	c.does("corpus", "load", first).succeeds(t) // nothing new
	c.does("corpus", "discard", "1").fails(t, exitFailed, "không làm được")
}

func TestCorrectionsByCommand(t *testing.T) {
	t.Parallel()
	c := newKeyboardClerk(t)
	plan := editionsUnderFire[0].files()[0]
	c.does("corpus", "amend", "x", "--title", "y").fails(t, exitFailed, "chưa có văn bản nào")
	c.does("corpus", "load", c.file(plan.Name, plan.Content)).succeeds(t)
	c.does("corpus", "publish", "1").succeeds(t)
	tasks := c.does("tasks", "--json").succeeds(t).objects(t)
	id := tasks[1]["id"].(string)
	c.does("corpus", "amend", "nhiem-vu-la", "--title", "y").fails(t, exitUsage, "không có nhiệm vụ")
	c.does("corpus", "amend", id).fails(t, exitUsage)
	edit := c.does("corpus", "amend", id, "--lead", "Bộ Công an", "--reason", "Công văn 9", "--json").succeeds(t).objects(t)[0]
	if edit["version"] != 2.0 || edit["task"] != id {
		t.Errorf("corrected: %v", edit)
	}
	has(t, c.does("corpus", "edits").succeeds(t).out, edit["edit"].(string), "sửa nhiệm vụ", "Công văn 9")
	has(t, tasksOf(t, c)[1]["lead"], "Bộ Y tế") // not published yet
	c.does("corpus", "publish", "2").succeeds(t)
	has(t, tasksOf(t, c)[1]["lead"], "Bộ Công an")
	line := c.does("ask", chores[1]+" của trụ sở số 1 ai chủ trì?", "--json").succeeds(t).objects(t)[0]
	has(t, line["answer"].(string), "Bộ Công an", "hiệu chỉnh", "Công văn 9")
	has(t, line["citations"].([]any)[0].(object)["amended"].(string), "hiệu chỉnh")

	// In the candidate another row stands where the task was.
	more := strings.Replace(string(plan.Content), "1\t"+chores[0], "1\tDọn kho giấy cũ\tBộ Công an\tTháng 5/2030\n2\t"+chores[0], 1)
	c.does("corpus", "load", c.file(plan.Name, []byte(more))).succeeds(t)
	c.does("corpus", "amend", tasks[0]["id"].(string), "--title", "y").fails(t, exitFailed, "là việc khác", "Dọn kho giấy cũ")
	c.does("corpus", "discard", "3", "--json").succeeds(t)
	c.does("corpus", "withdraw", "la").fails(t, exitUsage, "không có hiệu chỉnh")
	c.does("corpus", "withdraw", edit["edit"].(string)).succeeds(t)
}

// tasksOf returns the register, with the leads of each task in one text.
func tasksOf(t *testing.T, c keyboardClerk) []map[string]string {
	t.Helper()
	var all []map[string]string
	for _, o := range c.does("tasks", "--json").succeeds(t).objects(t) {
		var lead []string
		for _, name := range o["lead"].([]any) {
			lead = append(lead, name.(string))
		}
		all = append(all, map[string]string{"lead": strings.Join(lead, "; ")})
	}
	return all
}

func TestLoadTellsWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	c := newKeyboardClerk(t)
	plan := editionsUnderFire[0].files()[0]
	good := c.file("a/kh.txt", plan.Content)
	c.does("corpus", "load", good, c.file("b/kh.txt", plan.Content)).fails(t, exitFailed, "hai tệp cùng tên")
	bad := c.file("a/anh.exe", []byte("MZ\x90\x00"))
	for range 2 { // the second time nothing is new
		r := c.does("corpus", "load", good, bad, "--json")
		failed := r.objects(t)[0]["failed"].([]any)
		if r.code != exitFailed || len(failed) != 1 || failed[0].(object)["file"] != "anh.exe" {
			t.Errorf("status %d, failed %v", r.code, failed)
		}
	}
	r := c.does("corpus", "load", c.file("mat.txt", append([]byte("TUYỆT MẬT\n\n"), plan.Content...)))
	if r.code != exitFailed || r.out != "" {
		t.Errorf("status %d: %s", r.code, r.out)
	}
	has(t, r.errOut, "mat.txt: văn bản mật", "không lưu gì")
}

// TestServeBesideACandidate: what was loaded before the first start waits, and questions are answered from the sample.
func TestServeBesideACandidate(t *testing.T) {
	t.Parallel()
	c := newKeyboardClerk(t)
	plan := editionsUnderFire[0].files()[0]
	c.does("corpus", "load", c.file(plan.Name, plan.Content)).succeeds(t)
	s := serve(t, "--data", filepath.Join(c.dir, "data"), "--as-of", "2023-04-20")
	has(t, newVisitor(t).ask(s.url, bacGiang).text(), "Bộ Công an")
	states := map[any]any{}
	for _, v := range c.does("corpus", "versions", "--json").succeeds(t).objects(t) {
		states[v["state"]] = v["id"]
	}
	if states["candidate"] != 1.0 || states["in_force"] != 2.0 {
		t.Errorf("versions: %v", states)
	}
}
