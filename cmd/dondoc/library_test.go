package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dondoc/bot"
)

// smallPlan is a document of ours.
const smallPlan = "ỦY BAN NHÂN DÂN TỈNH HÀ NAM\n\nSố: 31/KH-UBND\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n" +
	"Hà Nam, ngày 10 tháng 02 năm 2026\n\nKẾ HOẠCH\nTrồng cây ven sông năm 2026\n\n" +
	"1. Sở Xây dựng chủ trì, phối hợp với Sở Tài chính trồng 4.000 cây bàng dọc đê, hoàn thành trước ngày 20/5/2026.\n\n" +
	"2. Công an tỉnh chủ trì cắm biển cấm tải trên đê, hoàn thành trong Quý III/2026.\n"

func newLibrarian(t *testing.T) librarian {
	return librarian{stagedServer(t, "sqlite:"+t.TempDir()+"/dondoc.db")}
}

// versionCount is how many versions are kept.
func (l librarian) versionCount(t *testing.T) int {
	t.Helper()
	all, err := l.Versions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

// receive has a document read that can be.
func (l librarian) receive(t *testing.T, name, content string) bot.Candidate {
	t.Helper()
	c, err := l.Receive(t.Context(), name, []byte(content), func(string, int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestReceiveADocument(t *testing.T) {
	t.Parallel()
	l := newLibrarian(t)
	before := l.base.Corpus()
	var stages []string
	c, err := l.Receive(t.Context(), "../../etc/kế hoạch <b>.txt", []byte(smallPlan), func(stage string, done, total int) {
		if len(stages) == 0 || stages[len(stages)-1] != stage {
			stages = append(stages, stage)
		}
		if done < 0 || done > total {
			t.Errorf("%s: %d of %d", stage, done, total)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	has(t, c.Report.String(), "Bản số 2, so với bản số 1", "ven sông")
	if c.Version != 2 || c.Against != 1 || c.State != bot.VersionOpen || c.Effect.New != 2 || c.Effect.Gone == 0 || c.Changes.Count < 2 || c.Score.Drop() {
		t.Errorf("the candidate: %+v", c)
	}
	if lines := len(c.Report); lines > 14 || len(c.Changes.Lines(0, 5)) < 5 {
		t.Errorf("%d lines, differences %q", lines, c.Changes.Lines(0, 5))
	}
	if l.base.Corpus() != before || len(stages) == 0 {
		t.Errorf("answered from what nobody has published; stages %q", stages)
	}
	all, err := l.Versions(t.Context())
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	if v := all[0]; v.ID != 2 || v.State != bot.VersionOpen || v.Files != 1 || v.Origin != "gửi qua trò chuyện" || v.Made.IsZero() || !v.Published.IsZero() {
		t.Errorf("the document sent: %+v", v)
	}
	if v := all[1]; v.ID != 1 || v.State != bot.VersionInForce || v.Origin != "kèm theo chương trình" || v.Published.IsZero() {
		t.Errorf("the document in the program: %+v", v)
	}
	if e, err := l.versions.Edition(t.Context(), 2, nil); err != nil || e.Version.Files[0].Name != "kế hoạch <b>.txt" {
		t.Errorf("kept as %+v, %v", e.Version.Files, err)
	}
	if again := l.receive(t, "kế hoạch <b>.txt", smallPlan); again.Version != 2 || l.versionCount(t) != 2 {
		t.Errorf("sent again: %+v", again)
	}
	if more := l.receive(t, "thêm.txt", parcels["ho.txt"]); more.Version != 3 || more.Effect.New != 3 {
		t.Errorf("a second document: %+v", more)
	}
}

// TestReceiveWhatIsInForce makes no candidate.
func TestReceiveWhatIsInForce(t *testing.T) {
	t.Parallel()
	l := newLibrarian(t)
	files, err := shippedFiles()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if c := l.receive(t, f.Name, string(f.Content)); c.State != bot.VersionInForce || c.Version != 1 {
			t.Errorf("%s: %+v", f.Name, c)
		}
	}
}

// zipOf is an archive that holds one file of so many blanks.
func zipOf(t *testing.T, name string, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create(name)
	if err == nil {
		_, err = f.Write(bytes.Repeat([]byte(" "), size))
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestReceiveWhatCannotBeRead: each is told in a sentence for people, and nothing of it is kept.
func TestReceiveWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	l := newLibrarian(t)
	for name, tc := range map[string]struct {
		file    string
		content []byte
		word    string
	}{
		"stamped Mật":      {"m.txt", []byte("MẬT\n\n" + smallPlan), "ật"},
		"nothing":          {"a.docx", nil, ""},
		"garbage":          {"a.pdf", []byte("\x00\x01\x02\xff\xfe"), ""},
		"no text":          {"a.txt", []byte("  \n "), ""},
		"a picture":        {"a.docx", []byte("\x89PNG\r\n\x1a\n" + strings.Repeat("x", 100)), ""},
		"an empty archive": {"a.docx", zipOf(t, "x", 0), ""},
		"a bomb":           {"a.docx", zipOf(t, "word/document.xml", 130<<20), ""},
		"a script's name":  {"<script>alert(1)</script>.exe", []byte("MZ\x90\x00"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := l.Receive(t.Context(), tc.file, tc.content, func(string, int, int) {})
			if !errors.Is(err, bot.ErrDocument) || c.Version != 0 {
				t.Fatalf("got %+v, %v", c, err)
			}
			sentence := err.Error()
			if !strings.Contains(sentence, tc.word) || strings.Contains(sentence, "\n") || strings.Contains(sentence, "docfile:") || strings.Contains(sentence, "corpus:") {
				t.Errorf("said %q", sentence)
			}
		})
	}
	if n := l.versionCount(t); n != 1 {
		t.Errorf("%d versions are kept", n)
	}
}

// TestReceiveOtherFormats sends the documents that the project is measured with.
func TestReceiveOtherFormats(t *testing.T) {
	t.Parallel()
	const dir = "../../../shared/corpus-formats"
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no %s: its documents are no part of the repository", dir)
	}
	l := newLibrarian(t)
	for _, name := range []string{"D1.docx", "D2.pdf", "D3.xlsx", "D4.txt"} {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		c := l.receive(t, name, string(content))
		if c.State != bot.VersionOpen || c.Effect.New == 0 || len(c.Report) > 14 {
			t.Errorf("%s: %+v\n%s", name, c, c.Report)
		}
	}
	broken, err := os.ReadDir(filepath.Join(dir, "broken"))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range broken {
		content, err := os.ReadFile(filepath.Join(dir, "broken", entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		c, err := l.Receive(t.Context(), entry.Name(), content, nil)
		if err != nil && !errors.Is(err, bot.ErrDocument) || err == nil && c.Version == 0 {
			t.Errorf("%s: %+v, %v", entry.Name(), c, err)
		}
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	l := newLibrarian(t)
	text, err := l.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	has(t, text.String(), "🟢 Đôn đốc "+version+", chạy từ ", "📚 1 văn bản, ", " nhiệm vụ\n📡 Kênh: trang chat\n⏰ Nhắc việc: đang tắt (bật: dondoc remind on)", "📨 Tin nhắc: 0 đã gửi, 0 đang chờ, 0 không gửi được", "Mô hình ngôn ngữ: không dùng")
	_ = l.db.Close()
	if text, err := l.Status(t.Context()); err == nil {
		t.Errorf("without a database: %q", text)
	}
	if all, err := l.Versions(t.Context()); err == nil {
		t.Errorf("without a database: %v", all)
	}
	if c, err := l.Receive(t.Context(), "a.txt", []byte(smallPlan), nil); err == nil || errors.Is(err, bot.ErrDocument) {
		t.Errorf("without a database: %+v, %v", c, err)
	}
}
