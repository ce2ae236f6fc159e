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

func newLibrary(t *testing.T) library {
	return library{stagedServer(t, "sqlite:"+t.TempDir()+"/dondoc.db")}
}

// versionCount is how many versions are kept.
func (l library) versionCount(t *testing.T) int {
	t.Helper()
	all, err := l.db.Versions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func TestReceiveADocument(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	before := l.base.Corpus()
	text, err := l.Receive(t.Context(), "../../etc/kế hoạch <b>.txt", []byte(smallPlan))
	if err != nil {
		t.Fatal(err)
	}
	has(t, text.String(), "📄 ", "trồng cây ven sông", "Đọc được 2 nhiệm vụ, 2 mốc thời hạn", "Đã lưu thành bản 2, chưa công bố")
	if l.base.Corpus() != before {
		t.Error("questions are answered from what nobody has published")
	}
	all, err := l.Versions(t.Context())
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	if v := all[0]; v.ID != 2 || v.Published || v.Files != 1 || v.Origin != "gửi qua trò chuyện" || v.Made.IsZero() {
		t.Errorf("the document sent: %+v", v)
	}
	if v := all[1]; v.ID != 1 || !v.Published || v.Origin != "kèm theo chương trình" {
		t.Errorf("the document in the program: %+v", v)
	}
	again, err := l.Receive(t.Context(), "kế hoạch <b>.txt", []byte(smallPlan))
	if err != nil || !strings.Contains(again.String(), "bản 2,") || l.versionCount(t) != 2 {
		t.Errorf("sent again: %v, %q", err, again)
	}
}

func TestReceiveWhatIsShipped(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	files, err := shippedFiles()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := l.Receive(t.Context(), f.Name, f.Content)
		if err != nil || !strings.Contains(text.String(), "nhiệm vụ") {
			t.Errorf("%s: %q, %v", f.Name, text, err)
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
	l := newLibrary(t)
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
			text, err := l.Receive(t.Context(), tc.file, tc.content)
			if !errors.Is(err, bot.ErrDocument) || text != nil {
				t.Fatalf("got %q, %v", text, err)
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
	l := newLibrary(t)
	for _, name := range []string{"D1.docx", "D2.pdf", "D3.xlsx", "D4.txt"} {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		text, err := l.Receive(t.Context(), name, content)
		if err != nil || !strings.Contains(text.String(), "Đọc được") || strings.Contains(text.String(), "Đọc được 0 nhiệm vụ") {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
		if lines := len(text); lines > 3+1+mostDoubts+2 {
			t.Errorf("%s: %d lines", name, lines)
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
		text, err := l.Receive(t.Context(), entry.Name(), content)
		if err != nil && !errors.Is(err, bot.ErrDocument) || err == nil && len(text) == 0 {
			t.Errorf("%s: %q, %v", entry.Name(), text, err)
		}
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
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
	if text, err := l.Receive(t.Context(), "a.txt", []byte(smallPlan)); err == nil || errors.Is(err, bot.ErrDocument) {
		t.Errorf("without a database: %q, %v", text, err)
	}
}
