package zalo_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"dondoc/bot"
	"dondoc/bot/zalo"
	"dondoc/bot/zalo/zalotest"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// send puts a reply into a chat of the double and returns what arrived.
func send(t *testing.T, server *zalotest.Server, c *zalo.Channel, chat string, r bot.Reply) []zalotest.Message {
	t.Helper()
	parts, err := c.Outlet().Parts(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range parts {
		if o := c.Outlet().SendPart(t.Context(), chat, part); o.Kind != reminders.OutcomeSent {
			t.Fatalf("a part was not sent: %+v", o)
		}
	}
	return server.Messages(chat)
}

func TestBoldWords(t *testing.T) {
	server := zalotest.Start(t)
	c := newChannel(t, server.URL, nil)
	got := send(t, server, c, "an", bot.Reply{Text: knowledge.Text{
		{},
		{{Text: "  😀 Đồng "}, {Text: "đậm 👩‍👧", Strong: true}, {Text: " nhẹ"}},
		{{Text: "Tie\u0302\u0301ng ", Strong: true}, {Text: "**không** <b>đậm</b>"}},
		{{Text: "📄 "}, {Text: "12/QĐ-X", Strong: true}},
		{{Text: "cuối ", Strong: true}},
		{{Text: " ", Strong: true}},
	}})
	if len(got) != 1 {
		t.Fatalf("%d messages", len(got))
	}
	m := got[0]
	if want := "😀 Đồng đậm 👩‍👧 nhẹ\nTiếng **không** <b>đậm</b>\n📄 12/QĐ-X\ncuối"; m.Text != want {
		t.Errorf("the text is %q, want %q", m.Text, want)
	}
	var bold []string
	for i := range m.Styles {
		bold = append(bold, m.Styled(i))
		if !slices.Equal(m.Styles[i].St, []string{"b"}) {
			t.Errorf("style %v", m.Styles[i])
		}
	}
	if want := []string{"đậm 👩‍👧", "Tiếng ", "cuối"}; !slices.Equal(bold, want) {
		t.Errorf("bold are %q, want %q", bold, want)
	}
}

func units(s string) int { return len(utf16.Encode([]rune(s))) }

func TestLongReplies(t *testing.T) {
	server := zalotest.Start(t)
	c := newChannel(t, server.URL, nil)
	var text knowledge.Text
	for range 100 {
		text = append(text, knowledge.Line{{Text: strings.Repeat("chữ đ", 10)}, {Text: strings.Repeat("Đậm 😀", 7), Strong: true}, {Text: " hết."}})
	}
	text = append(text, knowledge.Line{{Text: strings.Repeat("dài ", 1000), Strong: true}})
	quote := knowledge.Citation{Document: "12/QĐ-X", Quote: "lời trích"}
	got := send(t, server, c, "an", bot.Reply{Text: text, Citations: []knowledge.Citation{quote}})
	if len(got) < 6 {
		t.Fatalf("%d messages of more than 10,000 letters", len(got))
	}
	var whole strings.Builder
	for _, m := range got {
		if n := units(m.Text); n > 1900 {
			t.Errorf("a message of %d units", n)
		}
		whole.WriteString(m.Text)
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	if squeeze(whole.String()) != squeeze(text.String()) {
		t.Error("the text did not arrive as it was, without its quotation")
	}
}

func TestQuotations(t *testing.T) {
	server := zalotest.Start(t)
	c := newChannel(t, server.URL, nil)
	r := plain("Hạn là 30/6.")
	r.Citations = []knowledge.Citation{{Document: "12/QĐ-X", Section: "II", Quote: "xong trước\u202e 30/6"}, {Document: "không lời"}}
	r.Choices = []bot.Choice{{Key: "k", Label: "Nút"}}
	r.File = &bot.File{Name: "a.xlsx"}
	got := send(t, server, c, "an", r)
	if want := "Hạn là 30/6.\n\n“xong trước 30/6”\n📄 12/QĐ-X, Mục II"; len(got) != 1 || got[0].Text != want {
		t.Errorf("messages are %+v, want %q", got, want)
	}
	r.Text = append(r.Text, knowledge.Line{{Text: "📄 12/QĐ-X, Mục II"}})
	got = send(t, server, c, "binh", r)
	if n := strings.Count(got[0].Text, "📄"); n != 1 {
		t.Errorf("the source is named %d times", n)
	}
}

func TestPictures(t *testing.T) {
	server := zalotest.Start(t)
	public := func(address string) func(*zalo.Config) {
		return func(cfg *zalo.Config) {
			cfg.PublicPicture = func([]byte) (string, bool) { return address, address != "" }
		}
	}
	r := plain("số liệu tháng")
	r.Picture = []byte("PNG")
	long := bot.Reply{Text: plain(strings.Repeat("số liệu ", 400)).Text, Picture: r.Picture}
	const line = "(Có hình kèm theo, nhưng tôi chưa gửi được hình qua Zalo.)"
	tests := []struct {
		name   string
		change func(*zalo.Config)
		reply  bot.Reply
		fail   bool
		last   zalotest.Message
		count  int
	}{
		{"nowhere to put it", nil, r, false, zalotest.Message{Text: "số liệu tháng\n" + line}, 1},
		{"could not be put", public(""), r, false, zalotest.Message{Text: "số liệu tháng\n" + line}, 1},
		{"alone", nil, bot.Reply{Picture: r.Picture}, false, zalotest.Message{Text: line}, 1},
		{"with its caption", public("https://x.example/1.png"), r, false, zalotest.Message{Text: "số liệu tháng", Photo: "https://x.example/1.png"}, 1},
		{"behind a long text", public("https://x.example/1.png"), long, false, zalotest.Message{Photo: "https://x.example/1.png"}, 3},
		{"refused", public("https://x.example/1.png"), r, true, zalotest.Message{Text: "số liệu tháng"}, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.fail {
				server.Fail("sendPhoto", zalotest.Failure{Status: http.StatusBadRequest})
			}
			got := send(t, server, newChannel(t, server.URL, test.change), test.name, test.reply)
			if len(got) != test.count {
				t.Fatalf("%d messages, want %d", len(got), test.count)
			}
			if last := got[len(got)-1]; last.Text != test.last.Text || last.Photo != test.last.Photo {
				t.Errorf("the last is %+v, want %+v", last, test.last)
			}
		})
	}
}

func TestHostileText(t *testing.T) {
	server := zalotest.Start(t)
	c := newChannel(t, server.URL, nil)
	got := send(t, server, c, "an", plain("\u202egnôhk\u2066 \x00\x1b[31m{red}**x**</b>\xff\u2028dòng\r\nhai\u0085"))
	if want := "gnôhk [31m{red}**x**</b>\ufffd\ndòng\nhai"; got[0].Text != want || len(got[0].Styles) != 0 {
		t.Errorf("the text is %q, want %q", got[0].Text, want)
	}
	for _, nothing := range []bot.Reply{{}, plain("\u200b \u202e"), {Choices: []bot.Choice{{Key: "k", Label: "Nút"}}}} {
		if parts, err := c.Outlet().Parts(nothing); err == nil {
			t.Errorf("of nothing %d parts were made", len(parts))
		}
	}
}

func TestRepeated(t *testing.T) {
	server := zalotest.Start(t)
	c := newChannel(t, server.URL, nil)
	marker := c.Outlet().(reminders.Marker)
	parts, err := c.Outlet().Parts(bot.Reply{Text: knowledge.Text{{{Text: "nhẹ "}, {Text: "đậm", Strong: true}}}})
	if err != nil {
		t.Fatal(err)
	}
	raw := parts[0]
	for i := range 3 {
		if raw, err = marker.Repeated(raw); err != nil {
			t.Fatal(err)
		}
		if o := c.SendPart(t.Context(), "an", raw); o.Kind != reminders.OutcomeSent {
			t.Fatalf("outcome %+v", o)
		}
		m := server.Messages("an")[i]
		if m.Text != strings.Repeat("(nhắc lại)\n", i+1)+"nhẹ đậm" || m.Styled(0) != "đậm" {
			t.Errorf("the repetition is %+v", m)
		}
	}
	full, _ := json.Marshal(map[string]any{"text": strings.Repeat("đ", 1995), "styles": []zalotest.Style{{Start: 1990, Len: 5, St: []string{"b"}}}})
	if raw, err = marker.Repeated(full); err != nil {
		t.Fatal(err)
	}
	if o := c.SendPart(t.Context(), "binh", raw); o.Kind != reminders.OutcomeSent || !strings.HasPrefix(server.Messages("binh")[0].Text, "(nhắc lại)\n") {
		t.Errorf("a full message: %+v", o)
	}
	photo := []byte(`{"photo":"https://x.example/1.png"}`)
	if raw, err = marker.Repeated(photo); err != nil || !strings.Contains(string(raw), "(nhắc lại)") {
		t.Errorf("a photo becomes %s, %v", raw, err)
	}
	for _, bad := range []string{"", "{}", "x", `{"styles":[]}`} {
		if _, err := marker.Repeated([]byte(bad)); err == nil {
			t.Errorf("%q was marked", bad)
		}
		if o := c.SendPart(t.Context(), "an", []byte(bad)); o.Kind != reminders.OutcomeRefused {
			t.Errorf("%q: %+v", bad, o)
		}
	}
}

func TestOutcomes(t *testing.T) {
	server := zalotest.Start(t)
	status := func(code int) []zalotest.Failure { return []zalotest.Failure{{Status: code}} }
	tests := []struct {
		name     string
		failures []zalotest.Failure
		want     reminders.OutcomeKind
		arrived  int
	}{
		{"sent", nil, reminders.OutcomeSent, 1},
		{"token", status(401), reminders.OutcomeLater, 0},
		{"forbidden", status(403), reminders.OutcomeGone, 0},
		{"timeout", status(408), reminders.OutcomeUnknown, 0},
		{"failed", status(500), reminders.OutcomeUnknown, 0},
		{"gateway", []zalotest.Failure{{Status: 502, Gateway: true, After: true}}, reminders.OutcomeUnknown, 1},
		{"busy", status(503), reminders.OutcomeLater, 0},
		{"no answer of the platform", []zalotest.Failure{{Status: 200, Gateway: true}}, reminders.OutcomeUnknown, 0},
		{"cut", []zalotest.Failure{{Cut: true, After: true}}, reminders.OutcomeUnknown, 1},
		{"redirected", []zalotest.Failure{{Status: 302, Gateway: true}}, reminders.OutcomeUnknown, 0},
		{"refused with bold words", status(400), reminders.OutcomeSent, 1},
		{"refused", slices.Concat(status(400), status(404)), reminders.OutcomeRefused, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := newChannel(t, server.URL, nil)
			parts, err := c.Outlet().Parts(bot.Reply{Text: knowledge.Text{{{Text: "đậm", Strong: true}}}})
			if err != nil {
				t.Fatal(err)
			}
			server.Fail("sendMessage", test.failures...)
			o := c.SendPart(t.Context(), test.name, parts[0])
			if o.Kind != test.want || len(server.Messages(test.name)) != test.arrived {
				t.Errorf("%+v and %d messages, want %v and %d", o, len(server.Messages(test.name)), test.want, test.arrived)
			}
			if _, secret, _ := strings.Cut(zalotest.Token, ":"); strings.Contains(o.Detail, secret) {
				t.Errorf("the token is told: %s", o.Detail)
			}
		})
	}
	nobody := newChannel(t, "http://127.0.0.1:1", nil)
	if o := nobody.SendPart(t.Context(), "an", []byte(`{"text":"x"}`)); o.Kind != reminders.OutcomeLater {
		t.Errorf("with nobody there: %+v", o)
	}
	if o := nobody.SendPart(t.Context(), "", []byte(`{"text":"x"}`)); o.Kind != reminders.OutcomeRefused {
		t.Errorf("without a chat: %+v", o)
	}
}

func TestMessagesToAChatAreApart(t *testing.T) {
	server := zalotest.Start(t)
	c := newChannel(t, server.URL, func(cfg *zalo.Config) { cfg.Spacing = 50 * time.Millisecond })
	begun := time.Now()
	for _, chat := range []string{"an", "binh", "an", "an"} {
		if o := c.SendPart(t.Context(), chat, []byte(`{"text":"x"}`)); o.Kind != reminders.OutcomeSent {
			t.Fatalf("%+v", o)
		}
	}
	if took := time.Since(begun); took < 100*time.Millisecond {
		t.Errorf("three messages to one chat took %v", took)
	}
}
