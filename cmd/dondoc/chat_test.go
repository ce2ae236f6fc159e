package main

import (
	"strings"
	"testing"
)

// talkIn pipes lines into dondoc chat over one database, and returns what it answers.
func talkIn(t *testing.T, dir string, lines ...string) string {
	t.Helper()
	r := invoke(t, strings.Join(lines, "\n"), "chat", "--data", dir, "--as-of", "2023-04-20T09:00")
	if r.code != exitDone {
		t.Fatalf("status %d: %s", r.code, r.errOut)
	}
	has(t, r.errOut, "Ctrl+D")
	return r.out
}

// TestChatInATerminal: numbers press, blank lines are nothing, the thread goes on over a restart, and nobody is greeted
// by a notice on a machine of their own.
func TestChatInATerminal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out := talkIn(t, dir, "", bacGiang, "  ", "còn Hà Nam?")
	has(t, out, "Tỉnh Bắc Giang", "Bộ Công an", "31/05/2023", "31/08/2023", "   “", "Trả lời bằng số để chọn:\n1. ")
	if strings.Contains(out, "ℹ️") || strings.Contains(out, "\x1b") {
		t.Errorf("more than an answer:\n%s", out)
	}
	help := talkIn(t, dir, "trợ giúp")
	first := numberOf(t, help, "của một tỉnh")
	has(t, talkIn(t, dir, first), "📄")
	has(t, talkIn(t, dir, "ai phối hợp?"), "👥")
}

// TestChatAsAdministrator: who sits at the machine may do everything, and may delete the chat.
func TestChatAsAdministrator(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	has(t, talkIn(t, dir, "người dùng"), "Chưa ai được cấp vai trò", "Cấp mã:")
	code := strings.TrimSpace(secretCode.FindString(talkIn(t, dir, "cấp mã thành viên tỉnh Bắc Giang")))
	if code == "" {
		t.Fatal("no code was made")
	}
	has(t, invoke(t, "", "people", "list", "--data", dir).errOut, "Chưa ai được cấp vai trò")
	has(t, talkIn(t, dir, "phiên bản", "trạng thái"), "1 phiên bản tài liệu:\nBản 1, ngày", "kèm theo chương trình – đang dùng", "🟢 Đôn đốc "+version, "Kênh: trang chat\n")
	has(t, talkIn(t, dir, "/xoa_du_lieu", "1"), "Đã xóa")
	has(t, talkIn(t, dir, "người dùng"), "Chưa ai được cấp vai trò", "Cấp mã:") // still may: the role was never kept
}

// TestChatListed: allow-list mode does not shut out who has the machine itself.
func TestChatListed(t *testing.T) {
	t.Parallel()
	r := invoke(t, bacGiang, "chat", "--data", t.TempDir(), "--access", "listed")
	if r.code != exitDone {
		t.Fatalf("%+v", r)
	}
	has(t, r.out, "Tỉnh Bắc Giang")
}

func TestChatMistakes(t *testing.T) {
	t.Parallel()
	r := invoke(t, bacGiang+"\n"+strings.Repeat("a", longestTyped+1), "chat", "--data", t.TempDir())
	if r.code != exitUsage || !strings.Contains(r.errOut, "dondoc: một dòng dài quá 64 KB") {
		t.Errorf("too long a line: %d, %s", r.code, r.errOut)
	}
	has(t, r.out, "Tỉnh Bắc Giang") // what was asked before is answered
	var errOut strings.Builder
	if code := run(t.Context(), []string{"chat", "--data", t.TempDir()}, streams{strings.NewReader(bacGiang), brokenPipe{}, &errOut}); code != exitFailed {
		t.Errorf("output that cannot be written: status %d, %s", code, &errOut)
	}
	hostile := talkIn(t, t.TempDir(), "\x1b[2J\xff\x00 <b>", strings.Repeat("ộ", 10_000), "/", "'; DROP TABLE chat;")
	if strings.ContainsAny(hostile, "\x1b\x00") {
		t.Errorf("a terminal would act on %q", hostile)
	}
}
