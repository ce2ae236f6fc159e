package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"dondoc/bot/telegram/telegramtest"
	"dondoc/bot/web/browsertest"
	"dondoc/knowledge/library"
)

// TestSameVersionEveryWay: a new month's document is the same version whether it comes by the command line, by Telegram
// or by the console in a browser, on top of the same version in force.
func TestSameVersionEveryWay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	database := "sqlite:" + filepath.Join(dir, "dondoc.db")
	for i, f := range editionsUnderFire[0].files() {
		name := f.Name
		if i == 1 {
			name = filepath.Join("thang-moi", f.Name)
			mustDo(t, os.Mkdir(filepath.Join(dir, "thang-moi"), 0o700))
		}
		mustDo(t, os.WriteFile(filepath.Join(dir, name), f.Content, 0o600))
	}
	month := filepath.Join(dir, "thang-moi", editionsUnderFire[0].files()[1].Name)
	content, err := os.ReadFile(month)
	mustDo(t, err)
	invoke(t, "", "corpus", "load", filepath.Join(dir, editionsUnderFire[0].files()[0].Name), "--db", database).succeeds(t)
	invoke(t, "", "corpus", "publish", "1", "--db", database).succeeds(t)

	phone := telegramtest.Start(t)
	s := serve(t, "--db", database, "--telegram-bot-token", telegramtest.Token, "--telegram-api-url", phone.URL)
	_, l := shelfOf(t, database)
	ways := map[string]func(){
		"command line": func() { invoke(t, "", "corpus", "load", month, "--db", database).succeeds(t) },
		"Telegram":     func() { sendByTelegram(t, database, phone, filepath.Base(month), content) },
		"console":      func() { uploadInBrowser(t, database, s, month) },
	}
	hashes := map[string]string{}
	for way, load := range ways {
		load()
		v := awaitCandidate(t, l, way)
		hashes[way] = v.Hash
		if v.ID != 2 || len(v.Files) != 2 {
			t.Errorf("%s: version %d with files %v", way, v.ID, v.Files)
		}
		mustDo(t, l.Discard(t.Context(), v.ID))
	}
	if hashes["console"] != hashes["command line"] || hashes["Telegram"] != hashes["command line"] {
		t.Errorf("the versions differ: %v", hashes)
	}
}

// awaitCandidate returns the open candidate once there is one.
func awaitCandidate(t *testing.T, l *library.Library, way string) library.Version {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		if v, err := l.Open(ctx); err == nil {
			return v
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatalf("%s: no candidate", way)
		}
	}
}

// sendByTelegram has an administrator send a document to the bot.
func sendByTelegram(t *testing.T, database string, phone *telegramtest.Phone, name string, content []byte) {
	t.Helper()
	const who = 4242
	invoke(t, "", "people", "role", "telegram", fmt.Sprint(who), "administrator", "--db", database).succeeds(t)
	phone.Say(who, telegramtest.User{ID: who, Name: "Quản trị"}, "", telegramtest.WithDocument(phone.AddFile(content), name, len(content)))
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	mustDo(t, phone.Wait(ctx, func() bool {
		messages := phone.Messages(who)
		return len(messages) > 0 && strings.Contains(messages[len(messages)-1].Text, "so với bản số 1")
	}))
}

// uploadInBrowser has an administrator sign in by a one-time link and load a document in Chromium.
func uploadInBrowser(t *testing.T, database string, s *serving, path string) {
	t.Helper()
	ctx := browsertest.Start(t)
	link := strings.TrimSpace(invoke(t, "", "people", "link", "--db", database, "--listen", strings.TrimPrefix(s.url, "http://")).succeeds(t).out)
	mustDo(t, chromedp.Do(ctx, chromedp.Navigate(link)))
	browsertest.Eval[bool](t, ctx, `document.querySelector('main form').requestSubmit(), true`)
	awaitPage(t, ctx, "Tổng quan")
	mustDo(t, chromedp.Do(ctx, chromedp.Navigate(s.url+"/quan-tri/van-ban/nap")))
	content, err := os.ReadFile(path)
	mustDo(t, err)
	browsertest.Eval[bool](t, ctx, fmt.Sprintf(`(() => {
		const chosen = new DataTransfer();
		chosen.items.add(new File([%q], %q));
		document.querySelector('input[type=file]').files = chosen.files;
		return true;
	})()`, content, filepath.Base(path)))
	browsertest.Eval[bool](t, ctx, `document.querySelector('#nap').requestSubmit(), true`)
	awaitPage(t, ctx, "Đọc được gì")
	browsertest.Shoot(t, ctx, "console-report")
}

// awaitPage waits for a page that says some words.
func awaitPage(t *testing.T, ctx context.Context, words string) {
	t.Helper()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for until := time.After(patience); ; {
		said, err := chromedp.Run(ctx, chromedp.Evaluate[bool](fmt.Sprintf(`!!document.body && document.body.innerText.includes(%q)`, words)))
		if err == nil && said {
			return
		}
		select {
		case <-again.C:
		case <-until:
			t.Fatalf("no page says %q: %v", words, err)
		}
	}
}
