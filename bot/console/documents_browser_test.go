package console_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"dondoc/bot/people"
	"dondoc/bot/web/browsertest"
)

func init() {
	task := url.QueryEscape("31-kh-byt:ii-6")
	judged = append(judged,
		look{"versions", "/quan-tri/van-ban"},
		look{"upload", "/quan-tri/van-ban/nap"},
		look{"remove-file", "/quan-tri/van-ban/bo-tep?tep=ho-so.txt"},
		look{"report", "/quan-tri/van-ban/ban/3"},
		look{"publish", "/quan-tri/van-ban/ban/3/cong-bo"},
		look{"discard", "/quan-tri/van-ban/ban/3/bo"},
		look{"diff", "/quan-tri/van-ban/so-sanh?truoc=1&sau=3"},
		look{"document", "/quan-tri/van-ban/ban/3/doc/31-kh-byt"},
		look{"doubt", "/quan-tri/diem?so=3"},
		look{"no-doubt", "/quan-tri/diem?van-ban=32-kh-byt"},
		look{"tasks", "/quan-tri/nhiem-vu?sap=han"},
		look{"task", "/quan-tri/nhiem-vu/sua?viec=" + task},
		look{"task-amended", "/quan-tri/nhiem-vu/sua?viec=" + url.QueryEscape("31-kh-byt:ii-3")},
		look{"merge", "/quan-tri/nhiem-vu/gop?viec=" + task + "&viec=" + url.QueryEscape("31-kh-byt:ii-1")},
		look{"split", "/quan-tri/nhiem-vu/tach?viec=" + task},
		look{"alias", "/quan-tri/nhiem-vu/co-quan?ten=Hoa+Ti%C3%AAu&ve=%2Fquan-tri%2Fdiem"},
	)
}

// desk is a browser in which an administrator is signed in.
func desk(t *testing.T, s *site) context.Context {
	t.Helper()
	s.signIn(t, people.Administrator)
	ctx := browsertest.Start(t)
	show(t, ctx, desktop, "light")
	s.lend(t, ctx)
	return ctx
}

// arrive waits for a page with some words in it.
func arrive(t *testing.T, ctx context.Context, words string) {
	t.Helper()
	await(t, ctx, "document.readyState === 'complete' && document.body.innerText.includes('"+words+"')")
}

// await waits for what holds on this page, or on one that it leads to: a page that is left takes its questions along.
func await(t *testing.T, ctx context.Context, condition string) {
	t.Helper()
	const often = `new Promise((ok) => setTimeout(() => ok(!!(%s)), 50))`
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until) && ctx.Err() == nil; {
		if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](fmt.Sprintf(often, condition), chromedp.EvalAwaitPromise)); err == nil && ok {
			return
		}
	}
	t.Fatalf("waited in vain for %s at %s", condition, browsertest.Eval[string](t, ctx, "location.pathname + ': ' + document.querySelector('main').innerText"))
}

func TestDoubtsByKeyboard(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.fake.populate()
	ctx := desk(t, s)
	do(t, ctx, chromedp.Navigate(s.URL+"/quan-tri/diem"))
	press := func(keys, words string) {
		t.Helper()
		do(t, ctx, chromedp.KeyEvent(keys))
		arrive(t, ctx, words)
	}
	arrive(t, ctx, "1/4")
	press("j", "2/4")
	press(kb.ArrowRight, "3/4")
	press("k", "2/4")
	press(kb.ArrowLeft, "1/4")
	press("y", "Đã xác nhận")
	arrive(t, ctx, "1/3")
	press("J", "2/3")
	press("e", "Sửa nhiệm vụ")
	do(t, ctx, chromedp.Navigate(s.URL+"/quan-tri/diem?so=3"))
	arrive(t, ctx, "3/3")
	press("n", "Đã bác")
	// In a field keys are letters.
	do(t, ctx, chromedp.Click(`textarea[name="title"]`), chromedp.KeyEvent("y"))
	if at := browsertest.Eval[string](t, ctx, "location.pathname"); at != "/quan-tri/nhiem-vu/sua" {
		t.Errorf("a letter led to %s", at)
	}
	ed, err := s.fake.library.real.Edition(t.Context(), s.open(t), nil)
	if err != nil || len(ed.Edits) != 3 {
		t.Errorf("%d edits, %v; want the one of before and two verdicts", len(ed.Edits), err)
	}
}

// TestAccessibilityOfStates judges what is only seen on the way.
func TestAccessibilityOfStates(t *testing.T) {
	t.Parallel()
	axe := browsertest.AxeSource(t)
	for _, on := range []screen{phone, desktop} {
		t.Run(on.name, func(t *testing.T) {
			s := newSite(t, nil)
			l := s.fake.library
			l.publish(l.put(fileOf("a.txt", planOf("31/KH-BYT", "Mắt", eyes, posters))))
			l.publish(l.put(fileOf("a.txt", planOf("31/KH-BYT", "Mắt", eyesNew, posters))))
			ctx := desk(t, s)
			show(t, ctx, on, "dark")
			seen := func(name, words string) {
				t.Helper()
				arrive(t, ctx, words)
				judge(t, ctx, axe, name)
				shootWhole(t, ctx, on.name+"-dark-"+name)
			}
			do(t, ctx, chromedp.Navigate(s.URL+"/quan-tri/van-ban/quay-lai"))
			seen("rollback", "Quay về sẽ thay đổi những gì")
			do(t, ctx, chromedp.Navigate(s.URL+edit("31-kh-byt:ii-1")), chromedp.SetValue(`input[name="phrase"]`, "trước ngày 15/7/2026"), chromedp.Click(`button[value="xem"]`))
			seen("previewed", "14/07/2026")
			do(t, ctx, chromedp.SetValue(`textarea[name="title"]`, " "), chromedp.Click(`.fields .main`))
			seen("refused-edit", "Tên nhiệm vụ không được để trống")
			do(t, ctx, chromedp.SetValue(`textarea[name="title"]`, "Đo mắt"), chromedp.Click(`.fields .main`))
			seen("edited", "Đã sửa nhiệm vụ")
			failed := s.upload(t, upload, part{"file", "may.exe", "MZ\x90\x00\x03"})
			do(t, ctx, chromedp.Navigate(s.URL+s.settled(t, failed).path))
			seen("failed", "định dạng chưa đọc được")
			do(t, ctx, chromedp.Navigate(s.URL+"/quan-tri/van-ban"))
			seen("failed-job", "Xem lý do")
		})
	}
}

func TestUploadInABrowser(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.fake.library.hold = make(chan struct{})
	ctx := desk(t, s)
	dir := t.TempDir()
	var files []string
	for name, content := range map[string]string{
		"Kế hoạch mắt.txt":   planOf("31/KH-BYT", "Chăm sóc mắt cho người đi biển", eyes, posters),
		"<b onclick=x>đ.txt": planOf("32/KH-BYT", "Hồ sơ đo mắt", shelves),
		"hỏng.docx":          "PK\x03\x04",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	do(t, ctx, chromedp.Navigate(s.URL+"/quan-tri/van-ban/nap"), chromedp.SetUploadFiles(`input[type="file"]`, files))
	arrive(t, ctx, "Đã chọn 3 tệp")
	do(t, ctx, chromedp.Click(`form#nap button`))
	await(t, ctx, "document.getElementById('thanh')?.value === 3 && document.getElementById('buoc').textContent.includes('3/7')")
	shootWhole(t, ctx, "progress")
	close(s.fake.library.hold)
	arrive(t, ctx, "Đã đọc xong")
	for _, words := range []string{"31/KH-BYT", "32/KH-BYT", "hỏng.docx", "1 tệp chưa đọc được"} {
		arrive(t, ctx, words)
	}
	shootWhole(t, ctx, "uploaded")
	if n := browsertest.Eval[int](t, ctx, "document.querySelectorAll('[onclick]').length"); n != 0 {
		t.Errorf("%d elements came out of a file's name", n)
	}
}

// TestOddWordsFit: what strangers write must not make a page wider than the screen.
func TestOddWordsFit(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	long := strings.Repeat("ă", 10_000)
	id := s.fake.library.put(fileOf(strings.Repeat("x", 110)+".txt", planOf("31/KH-BYT", "Mắt "+long, long+"|"+strings.Repeat("Bộ", 300)+"||Tháng 7/2026", eyes)))
	ctx := desk(t, s)
	for _, on := range []screen{phone, desktop} {
		show(t, ctx, on, "light")
		for _, path := range []string{at(id, ""), at(id, "/doc/31-kh-byt"), "/quan-tri/nhiem-vu", "/quan-tri/diem", "/quan-tri/van-ban", "/quan-tri/van-ban/nap", at(id, "/cong-bo")} {
			do(t, ctx, chromedp.Navigate(s.URL+path))
			if wide := browsertest.Eval[int](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide > 0 {
				t.Errorf("%s %s: %d pixels wider than the screen", on.name, path, wide)
			}
		}
	}
}
