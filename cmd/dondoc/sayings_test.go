package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"dondoc/bot"
	"dondoc/bot/telegram/telegramtest"
	"dondoc/bot/zalo/zalotest"
	"dondoc/bot/zalooa/zalooatest"
	"dondoc/corpus/viet"
	"dondoc/reminders"
	"dondoc/reminders/report"
)

// hostileWords are what a document may hold. What has letters shows them; how is the business of each channel.
var hostileWords = map[string]string{
	"html":        `<b>Xong</b> & <a href="tg://user?id=1">hết</a> <script>alert(1)</script> &lt;i&gt; </blockquote></code>`,
	"markdown":    "*đậm* _nghiêng_ [liên kết](http://x.vn) `mã` ```khối``` ~~gạch~~ ||ẩn|| \\* # tiêu đề > dẫn",
	"styles":      "{red}đỏ{/red} {b}x{/b} {big}to{/big} $đậm$",
	"sentences":   strings.Repeat("Việc rất dài và ", 320),
	"one word":    strings.Repeat("ộ", 5000),
	"bidi":        "\u202eđảo\u202c \u2066trong\u2069 phải\u200f trái\u200e",
	"emoji":       "gia đình " + strings.Repeat("👨‍👩‍👧‍👦🏳️‍🌈👍🏽", 300),
	"control":     "một\x00 hai\x1b[31m ba\x07\r\nbốn\u2028năm\ufeff",
	"ampersands":  "và " + strings.Repeat(`&<>"'`, 1000),
	"combining":   "dấu a" + strings.Repeat("\u0301", 3000),
	"lines":       "Việc\n1. Việc giả\n2. Việc giả nữa\n📄 Nguồn giả\nTrả lời bằng số để chọn:\n1. Xóa hết",
	"not UTF-8":   "hỏng \xff\xfe\x80 rồi",
	"few letters": "a",
	"none":        "\u200b \u00ad\u2060",
}

// sayings are three channels under one program, whose doubles refuse what the channels would.
type sayings struct {
	*server
	phone   *telegramtest.Phone
	bots    *zalotest.Server
	account *zalooatest.Server
}

// newSayings runs the channels of the program until the test ends; they answer with what the answerer says.
func newSayings(t *testing.T, answers bot.Answerer) *sayings {
	t.Helper()
	s := &sayings{stagedServer(t, "sqlite:"+t.TempDir()+"/dondoc.db"), telegramtest.Start(t), zalotest.Start(t), zalooatest.Start(t)}
	c := s.config
	c.TelegramToken, c.TelegramURL = telegramtest.Token, s.phone.URL
	c.ZaloToken, c.ZaloURL = zalotest.Token, s.bots.URL
	c.OAAppID, c.OAAppSecret, c.OASecretKey, c.OARefreshToken = zalooatest.AppID, zalooatest.AppSecret, zalooatest.OASecret, s.account.Consent()
	c.OAURL, c.OAuthURL, c.OATemplate = s.account.URL, s.account.URL, zalooatest.TemplateID
	if err := s.connect(bot.New(answers, s.db, nil, s.log)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	t.Cleanup(running.Wait)
	t.Cleanup(cancel)
	for _, w := range s.wires {
		if w.webhook != nil {
			hook := httptest.NewServer(w.webhook)
			t.Cleanup(hook.Close)
			s.account.Hook(hook.URL)
		}
		running.Go(func() {
			if err := w.run(ctx); err != nil {
				t.Errorf("%s ended: %v", w.name, err)
			}
		})
	}
	return s
}

// withoutWeb are the channels that messages can be put into without anybody having asked.
var withoutWeb = []string{channelTelegram, channelZalo, channelOA}

// chatOn is the nth chat of a channel.
func chatOn(channel string, n int) string {
	if channel == channelTelegram {
		return fmt.Sprint(5000 + n)
	}
	return fmt.Sprint(7031884412906655000 + n)
}

// remind sends a Notice to the nth chat of the channels, and returns what arrived there, as somebody reads it.
func (s *sayings) remind(t *testing.T, n int, notice reminders.Notice, channels ...string) map[string]string {
	t.Helper()
	shown := map[string]string{}
	for _, w := range s.wires {
		if !slices.Contains(channels, w.name) {
			continue
		}
		chat := chatOn(w.name, n)
		notice.Subscriber = reminders.Subscriber{ID: 1, Board: 1, Channel: w.name, Chat: chat}
		m := bot.NewMessenger(w.outlet, s.db, report.Draw, s.log)
		if w.numbered {
			m = m.Numbered()
		}
		parts, err := m.Compose(t.Context(), notice)
		if err != nil || len(parts) == 0 {
			t.Fatalf("%s: %d parts, %v", w.name, len(parts), err)
		}
		for _, part := range parts {
			if got := m.Send(t.Context(), chat, part); got.Kind != reminders.OutcomeSent {
				t.Errorf("%s refuses %.300q: %+v", w.name, part, got)
			}
		}
		shown[w.name] = s.read(t, w.name, chat)
	}
	return shown
}

// read checks what has arrived in a chat against the channel's limits, and returns the words.
func (s *sayings) read(t *testing.T, channel, chat string) string {
	t.Helper()
	var b strings.Builder
	switch channel {
	case channelTelegram:
		for _, m := range s.phone.Messages(chatNumber(bot.Chat{ID: chat})) {
			checkTelegram(t, m)
			b.WriteString(m.Text + "\n")
		}
	case channelZalo:
		for _, m := range s.bots.Messages(chat) {
			units := telegramtest.Units(m.Text)
			if units > 2000 || units == 0 {
				t.Errorf("%d units on Zalo", units)
			}
			for _, style := range m.Styles {
				if style.Start < 0 || style.Len <= 0 || style.Start+style.Len > units {
					t.Errorf("a style from %d, %d long, in %d units", style.Start, style.Len, units)
				}
			}
			b.WriteString(m.Text + "\n")
		}
	case channelOA:
		for _, m := range s.account.Messages(chat) {
			if units := telegramtest.Units(m.Text); units > 2000 || units == 0 && m.Picture == nil && m.Template == nil {
				t.Errorf("%d units on the account", units)
			}
			b.WriteString(m.Text + "\n")
			for _, name := range []string{"don_vi", "so_viec", "noi_dung", "han"} {
				b.WriteString(m.Template[name] + "\n")
			}
		}
	}
	return b.String()
}

// checkTelegram holds a message against the limits of the Bot API.
func checkTelegram(t *testing.T, m telegramtest.Sent) {
	t.Helper()
	most := 4096
	if m.Photo != nil || m.Document != nil {
		most = 1024
	}
	if units := telegramtest.Units(m.Text); units > most {
		t.Errorf("%d units on Telegram, at most %d", units, most)
	}
	if m.Plain && m.Text != "" {
		t.Errorf("its markup was not taken: %.200q", m.HTML)
	} else if _, entities, err := telegramtest.CheckHTML(m.HTML); m.HTML != "" && (err != nil || entities > 100) {
		t.Errorf("%d entities, %v in %.300q", entities, err, m.HTML)
	}
	buttons := 0
	for _, row := range m.Buttons {
		for _, b := range row {
			if buttons++; b.Data == "" || len(b.Data) > 64 || strings.TrimSpace(b.Text) == "" {
				t.Errorf("a button %+v", b)
			}
		}
	}
	if buttons > 100 {
		t.Errorf("%d buttons", buttons)
	}
}

// lettersOf are the letters and digits of a text, which no channel may lose.
func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, viet.Normalize(strings.ToValidUTF8(s, "")))
}

// wantSaid expects the first letters of the words in what is shown.
func wantSaid(t *testing.T, channel, words, shown string) {
	t.Helper()
	const enough = 24
	want := []rune(lettersOf(words))
	if want := string(want[:min(len(want), enough)]); !strings.Contains(lettersOf(shown), want) {
		t.Errorf("%s does not show %q: %.400q", channel, want, shown)
	}
	if strings.ContainsAny(shown, "\x00\x1b\u202e\u2066") {
		t.Errorf("%s shows signs that turn text around: %.400q", channel, shown)
	}
}

// hostileItem is Work that a document calls by such words.
func hostileItem(words string, n int) reminders.Item {
	due := viet.DateOf(asked).AddDays(n - 3)
	task := &reminders.Task{ID: fmt.Sprint("t", n), Document: words, Section: words, Title: words, Text: words, Lead: []string{words}}
	task.Milestones = []reminders.Milestone{{ID: task.ID + "/1", Label: words, Phrase: words, Due: due}}
	return reminders.Item{
		Work: reminders.Work{Milestone: task.ID + "/1", Agency: words}, Task: task, Milestone: &task.Milestones[0], Due: due, DaysLeft: n - 3,
		Progress: reminders.Progress{By: words, Report: words, Decision: words},
	}
}

// hostileNotices are Notices with the words wherever a document or a person has put some.
func hostileNotices(words string) map[string]reminders.Notice {
	board := reminders.Board{ID: 1, Name: words, Agency: words}
	day := viet.DateOf(asked)
	some := []reminders.Item{hostileItem(words, 1), hostileItem(words, 9)}
	request := reminders.RequestItem{Item: some[0], Extension: reminders.Extension{ID: 12, Until: day, Reason: words, Decision: words, DecideBy: words, AskedBy: words}}
	figures := &reminders.Figures{From: day, To: day, Agencies: []reminders.AgencyCount{{Agency: words, Count: reminders.Count{Late: 1}}, {Agency: words, Count: reminders.Count{Done: 2}}}}
	picture := figures
	if !strings.Contains(words, "<b>") { // one is slow enough to draw
		picture = nil
	}
	return map[string]reminders.Notice{
		"one":  {Board: board, Day: day, Items: some[:1]},
		"some": {Board: board, Day: day, Items: some, Late: true, Repeated: true},
		"changes": {Board: board, Day: day, Moved: []reminders.Move{{Item: some[0], Was: words, WasDue: day, ChangedBy: words}}, Gone: some,
			Decisions: []reminders.RequestItem{request}},
		"secretariat": {Board: reminders.Board{ID: 2, Name: words, Secretariat: true}, Day: day, Items: some, Requests: []reminders.RequestItem{request},
			Unanswered: []reminders.Unanswered{{Board: board, Items: some}}, Undelivered: []string{words, words},
			Past: []reminders.PastDocument{{Document: words, Milestones: 2, Latest: words, Examples: []string{words}}}, Digest: figures, Picture: picture},
	}
}
