package main

import (
	"encoding/base64"
	"html"
	"net/http"
	"strings"
	"testing"
	"time"

	"dondoc/bot/people"
	"dondoc/bot/telegram/telegramtest"
	"dondoc/bot/zalo/zalotest"
	"dondoc/bot/zalooa/zalooatest"
	"dondoc/cmd/dondoc/store"
	"dondoc/corpus"
	"dondoc/corpus/agency"
)

// grant makes a one-time code.
func grant(t *testing.T, db *store.DB, role people.Role) string {
	t.Helper()
	words, code := people.NewGrant(role, false, 0, "test", time.Now())
	if err := db.SaveCode(t.Context(), code); err != nil {
		t.Fatal(err)
	}
	return words
}

// TestAllowList: a guest gets one polite line and reads no passage; with a code they may ask and read.
func TestAllowList(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := serve(t, "--data", dir, "--access", "listed", "--as-of", "2023-04-20")
	db := openStore(t, dir)
	passage := firstPassage(t)
	place := "/doan/" + base64.RawURLEncoding.EncodeToString([]byte(passage.ID))
	guest, officer := newVisitor(t), newVisitor(t)
	for _, v := range []visitor{guest, officer} {
		r := v.ask(s.url, bacGiang)
		if !r.Refused || len(r.Lines) != 1 || len(r.Citations)+len(r.Choices) > 0 {
			t.Errorf("a guest got %+v", r)
		}
		has(t, r.text(), "đã được mời", "vui lòng", "mã")
		if status, body := fetch(t, v.Client, s.url+place); status != http.StatusNotFound || strings.Contains(body, firstWords(passage.Text)) {
			t.Errorf("a guest reads a passage: %d", status)
		}
	}
	has(t, officer.ask(s.url, "/start "+grant(t, db, people.Officer)).text(), "✅ Đã ghép nối", "cán bộ")
	has(t, officer.ask(s.url, bacGiang).text(), "Bộ Công an", "31/05/2023")
	if status, body := fetch(t, officer.Client, s.url+place); status != http.StatusOK || !strings.Contains(body, html.EscapeString(firstWords(passage.Text))) {
		t.Errorf("an officer does not read %q: %d\n%s", firstWords(passage.Text), status, body)
	}
	has(t, guest.ask(s.url, bacGiang).text(), "đã được mời")
	if log := s.errOut.String(); strings.Contains(log, "Giang") {
		t.Errorf("the log tells what was asked: %s", log)
	}
}

// firstWords are some words that stand in one piece of a page.
func firstWords(text string) string {
	words := strings.Fields(text)
	return strings.Join(words[:min(len(words), 4)], " ")
}

// firstPassage is one of the documents in the program.
func firstPassage(t *testing.T) corpus.Passage {
	t.Helper()
	files, err := shippedFiles()
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := corpus.Read(t.Context(), files, agency.Default(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return c.Passages[0]
}

// TestDocumentOverTelegram: an administrator sends a document and is told what was understood; what others send is not
// read, and nothing of it is answered from.
func TestDocumentOverTelegram(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	phone := telegramtest.Start(t)
	s := serve(t, "--data", dir, "--telegram-bot-token", telegramtest.Token, "--telegram-api-url", phone.URL)
	db := openStore(t, dir)
	admin, guest := telegramtest.User{ID: 42, Name: "A"}, telegramtest.User{ID: 43, Name: "B"}
	phone.Say(42, admin, grant(t, db, people.Administrator))
	phone.Until("the role", func() bool { return strings.Contains(lastText(phone, 42), "quản trị viên") })

	content := []byte(smallPlan)
	send := func(user telegramtest.User, name string, content []byte) {
		phone.Say(user.ID, user, "", telegramtest.WithDocument(phone.AddFile(content), name, len(content)))
	}
	send(admin, "ke-hoach.txt", content)
	phone.Until("the report", func() bool { return strings.Contains(lastText(phone, 42), "Đọc được") })
	has(t, lastText(phone, 42), "trồng cây ven sông", "2 nhiệm vụ", "Bản số 2")
	send(admin, "hong.pdf", []byte("\x00\x01"))
	phone.Until("the refusal", func() bool { return !strings.Contains(lastText(phone, 42), "Đọc được") })
	if text := lastText(phone, 42); strings.Contains(text, ":") && strings.Contains(text, "docfile") {
		t.Errorf("told %q", text)
	}
	send(guest, "ke-hoach-khac.txt", content)
	phone.Say(43, guest, "Trồng cây bàng dọc đê ai chủ trì?")
	phone.Until("the guest's answers", func() bool { return strings.Contains(lastText(phone, 43), "không") })
	for _, m := range phone.Messages(43) {
		if strings.Contains(m.Text, "Đọc được") || strings.Contains(m.Text, "Sở Xây dựng") {
			t.Errorf("a guest was told %q", m.Text)
		}
	}
	phone.Say(42, admin, "phiên bản")
	phone.Until("the versions", func() bool { return strings.Contains(lastText(phone, 42), "2 phiên bản tài liệu") })
	phone.Say(42, admin, "trạng thái")
	phone.Until("the status", func() bool { return strings.Contains(lastText(phone, 42), "Kênh: trang chat, Telegram") })
	if log := s.errOut.String(); strings.Contains(log, "ke-hoach") || strings.Contains(log, telegramtest.Token) {
		t.Errorf("the log tells too much: %s", log)
	}
}

// lastText is what the newest message of a chat says.
func lastText(phone *telegramtest.Phone, chat int64) string {
	all := phone.Messages(chat)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1].Text
}

// TestAllChannelsAtOnce: one program speaks on every channel that is configured, and tells an administrator which.
func TestAllChannelsAtOnce(t *testing.T) {
	t.Parallel()
	phone, bots, account := telegramtest.Start(t), zalotest.Start(t), zalooatest.Start(t)
	s := serve(t, "--data", t.TempDir(), "--as-of", "2023-04-20", "--telegram-bot-token", telegramtest.Token, "--telegram-api-url", phone.URL,
		"--zalo-bot-token", zalotest.Token, "--zalo-api-url", bots.URL, "--zalo-spacing", "0s",
		"--zalo-oa-app-id", zalooatest.AppID, "--zalo-oa-app-secret", zalooatest.AppSecret, "--zalo-oa-secret-key", zalooatest.OASecret,
		"--zalo-oa-refresh-token", account.Consent(), "--zalo-oa-api-url", account.URL, "--zalo-oauth-url", account.URL)
	account.Hook(s.url + oaPath)
	phone.Say(7, telegramtest.User{ID: 7, Name: "A"}, bacGiang)
	bots.Say("z7", "z7", bacGiang)
	if status := account.Say("7031884412906655128", bacGiang); status != http.StatusOK {
		t.Errorf("the webhook answers %d", status)
	}
	const want = "Bộ Công an"
	phone.Until("Telegram", func() bool { return strings.Contains(lastText(phone, 7), want) })
	if err := bots.Wait(t.Context(), func() bool { return sentWith(bots, want) }); err != nil {
		t.Error(err)
	}
	messages, err := account.WaitMessages(t.Context(), "7031884412906655128", 2) // the notice and the answer
	if err != nil || !strings.Contains(messages[len(messages)-1].Text, want) {
		t.Errorf("%v, %v", messages, err)
	}
	has(t, newVisitor(t).ask(s.url, bacGiang).text(), want)
}

func sentWith(bots *zalotest.Server, word string) bool {
	for _, m := range bots.Messages("z7") {
		if strings.Contains(m.Text, word) {
			return true
		}
	}
	return false
}

// TestWrongZaloToken ends the program: an administrator must hear of it, and not read the token in the log.
func TestWrongZaloToken(t *testing.T) {
	t.Parallel()
	bots := zalotest.Start(t)
	const token = "999:wrong-never-print-me"
	r := invoke(t, "", "serve", "--listen", "127.0.0.1:0", "--data", t.TempDir(), "--zalo-bot-token", token, "--zalo-api-url", bots.URL)
	if r.code == exitDone || strings.Contains(r.errOut, "never-print-me") {
		t.Errorf("status %d: %s", r.code, r.errOut)
	}
}
