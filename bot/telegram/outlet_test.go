package telegram

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/layout"
	"dondoc/bot/telegram/telegramtest"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// partsOf makes parts of a reply, at least one.
func partsOf(t *testing.T, c *Channel, r bot.Reply) [][]byte {
	t.Helper()
	parts, err := c.Parts(r)
	if err != nil || len(parts) == 0 {
		t.Fatalf("%d parts, %v", len(parts), err)
	}
	return parts
}

// wantOutcome also looks for the token, which a URL in an error would bring along.
func wantOutcome(t *testing.T, got reminders.Outcome, want reminders.OutcomeKind) {
	t.Helper()
	_, secret, _ := strings.Cut(telegramtest.Token, ":")
	if got.Kind != want || strings.Contains(got.Detail, secret) {
		t.Errorf("got %+v, want kind %d", got, want)
	}
	if got.Kind != reminders.OutcomeSent && got.Detail == "" {
		t.Error("no detail says what was wrong")
	}
}

func TestOutcomes(t *testing.T) {
	const sent, later, unknown, gone, refused = reminders.OutcomeSent, reminders.OutcomeLater, reminders.OutcomeUnknown, reminders.OutcomeGone, reminders.OutcomeRefused
	tests := []struct {
		name    string
		failure telegramtest.Failure
		want    reminders.OutcomeKind
		calls   int
	}{
		{"429", telegramtest.Failure{Code: 429, RetryAfter: 7}, later, 1},
		{"500", telegramtest.Failure{Code: 500, Text: "Internal Server Error"}, unknown, 1},
		{"502 of a proxy", telegramtest.Failure{Code: 502, Raw: "<html>Bad Gateway</html>"}, unknown, 1},
		{"504", telegramtest.Failure{Code: 504, Text: "Gateway Timeout"}, unknown, 1},
		{"503 was turned away", telegramtest.Failure{Code: 503, Raw: "<html>Service Unavailable</html>"}, later, 1},
		{"200 that is no answer", telegramtest.Failure{Code: 200, Raw: "<html>"}, unknown, 1},
		{"cut before it arrived", telegramtest.Failure{Cut: true}, unknown, 1},
		{"cut after it arrived", telegramtest.Failure{Cut: true, Late: true}, unknown, 1},
		{"blocked", telegramtest.Failure{Code: 403, Text: "Forbidden: bot was blocked by the user"}, gone, 1},
		{"no such chat", telegramtest.Failure{Code: 400, Text: "Bad Request: chat not found"}, gone, 1},
		{"may not write", telegramtest.Failure{Code: 400, Text: "Bad Request: not enough rights to send text messages to the chat"}, gone, 1},
		{"markup refused", telegramtest.Failure{Code: 400, Text: "Bad Request: can't parse entities"}, sent, 2},
		{"refused without markup too", telegramtest.Failure{Code: 400, Text: "Bad Request: message is too long", Times: 2}, refused, 2},
		{"token revoked", telegramtest.Failure{Code: 401, Text: "Unauthorized"}, later, 1},
		{"another poller", telegramtest.Failure{Code: 409, Text: "Conflict"}, later, 1},
		{"no such method", telegramtest.Failure{Code: 404, Text: "Not Found"}, later, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := overSockets(t, echo)
			c := f.channel()
			tt.failure.Method = "sendMessage"
			f.double.Fail(tt.failure)
			got := c.SendPart(f.ctx, "42", partsOf(t, c, bot.Reply{Text: textOf("⏰ nhắc <việc>")})[0])
			wantOutcome(t, got, tt.want)
			if tt.failure.RetryAfter > 0 && got.Wait != 7*time.Second {
				t.Errorf("wait %v", got.Wait)
			}
			f.wait(func() bool { return len(f.double.Calls("sendMessage")) == tt.calls })
			if arrived := len(f.double.Sent()); tt.want == sent && (arrived != 1 || !f.double.Sent()[0].Plain) || tt.want == later && arrived != 0 {
				t.Errorf("%d messages arrived", arrived)
			}
		})
	}
}

func TestOutcomeOfAMovedGroup(t *testing.T) {
	f := overSockets(t, echo)
	c := f.channel()
	f.double.Upgrade(-5, -1005)
	got := c.SendPart(f.ctx, "-5", partsOf(t, c, bot.Reply{Text: textOf("nhắc")})[0])
	wantOutcome(t, got, reminders.OutcomeMoved)
	if got.MovedTo != "-1005" || strings.Contains(got.Detail, "1005") {
		t.Errorf("moved to %q, detail %q", got.MovedTo, got.Detail)
	}
}

// What was never written to a connection has certainly not arrived.
func TestOutcomeWithoutAConnection(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end()
	closed := telegramtest.New()
	address := closed.Start()
	open := telegramtest.New()
	t.Cleanup(open.Close)
	plain := open.Start()
	closed.Close()
	for name, tt := range map[string]struct {
		ctx  context.Context
		url  string
		dial func(context.Context, string, string) (net.Conn, error)
	}{
		"nobody listens": {t.Context(), address, nil},
		"no such name": {t.Context(), address, func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.DNSError{Err: "no such host", Name: "api.telegram.org", IsNotFound: true}
		}},
		"no TLS there":            {t.Context(), strings.Replace(plain, "http:", "https:", 1), nil},
		"stopped before it began": {ended, plain, nil},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, echo, time.Minute)
			f.cfg.APIURL = tt.url
			f.cfg.HTTPClient = &http.Client{Transport: &http.Transport{DialContext: tt.dial}}
			c := f.channel()
			wantOutcome(t, c.SendPart(tt.ctx, "42", partsOf(t, c, bot.Reply{Text: textOf("nhắc")})[0]), reminders.OutcomeLater)
		})
	}
	if n := len(open.Calls("")); n != 0 {
		t.Errorf("%d calls arrived", n)
	}
}

func TestOutcomeWhenNoAnswerComes(t *testing.T) {
	inBubble(t, echo, func(f *fixture) {
		hold := make(chan struct{})
		defer close(hold)
		f.double.Fail(telegramtest.Failure{Method: "sendMessage", Hold: hold})
		c := f.channel()
		began := time.Now()
		wantOutcome(t, c.SendPart(f.ctx, "42", partsOf(t, c, bot.Reply{Text: textOf("nhắc")})[0]), reminders.OutcomeUnknown)
		if took := time.Since(began); took != callTimeout {
			t.Errorf("took %v", took)
		}
	})
}

func TestPartsThatAreNone(t *testing.T) {
	f := overSockets(t, echo)
	c := f.channel()
	if parts, err := c.Parts(bot.Reply{Text: textOf(" \n\u200b")}); err == nil {
		t.Errorf("%d parts of nothing", len(parts))
	}
	good := partsOf(t, c, bot.Reply{Text: textOf("nhắc")})[0]
	for chat, raw := range map[string][]byte{"": good, "abc": good, "0": good, "1": []byte("{"), "2": []byte("{}"), "3": nil} {
		wantOutcome(t, c.SendPart(f.ctx, chat, raw), reminders.OutcomeRefused)
	}
	if n := len(f.double.Calls("")); n != 0 {
		t.Errorf("%d calls", n)
	}
}

// picture is a small PNG.
func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPicture(t *testing.T) {
	photo, choices := picture(t), []bot.Choice{{Key: "k", Label: "Đã nhận"}}
	long := strings.Repeat("một dòng dài vừa phải của bản tổng hợp\n", 40)
	for name, tt := range map[string]struct {
		reply  bot.Reply
		photos []bool // of the messages, in order
	}{
		"caption":        {bot.Reply{Text: textOf("Tình hình <tháng 5>"), Picture: photo, Choices: choices}, []bool{true}},
		"too long":       {bot.Reply{Text: textOf(long), Picture: photo, Choices: choices}, []bool{false, true}},
		"no text at all": {bot.Reply{Picture: photo}, []bool{true}},
	} {
		t.Run(name, func(t *testing.T) {
			f := overSockets(t, echo)
			c := f.channel()
			for _, part := range partsOf(t, c, tt.reply) {
				wantOutcome(t, c.SendPart(f.ctx, "42", part), reminders.OutcomeSent)
			}
			var photos []bool
			for _, m := range f.double.Sent() {
				photos = append(photos, bytes.Equal(m.Photo, photo))
			}
			if sent := f.double.Sent(); !slices.Equal(photos, tt.photos) || len(tt.reply.Choices) > 0 && len(sent[0].Buttons) != 1 {
				t.Errorf("photos %v, want %v, in %+v", photos, tt.photos, sent[0].Buttons)
			}
		})
	}
}

// A photo that Telegram cannot read must not cost the text.
func TestRefusedPicture(t *testing.T) {
	f := overSockets(t, echo)
	c := f.channel()
	wantOutcome(t, c.SendPart(f.ctx, "42", partsOf(t, c, bot.Reply{Text: textOf("Tình hình"), Picture: []byte("no PNG")})[0]), reminders.OutcomeSent)
	if got := f.double.SentTo(42); !slices.Equal(got, []string{"Tình hình"}) {
		t.Errorf("sent %q", got)
	}
}

// The same in an answer to a message.
func TestPictureInAnAnswer(t *testing.T) {
	photo := picture(t)
	f := overSockets(t, func(context.Context, bot.Message) ([]bot.Reply, error) {
		return []bot.Reply{{Text: textOf("đây"), Picture: photo}, {Text: textOf("hỏng"), Picture: []byte("no PNG")}}, nil
	})
	f.double.Text(1, "hình?")
	r := f.start()
	f.waitSent(2)
	r.stop()
	if sent := f.double.Sent(); !bytes.Equal(sent[0].Photo, photo) || sent[0].Text != "đây" || sent[1].Text != "hỏng" || sent[1].Photo != nil {
		t.Errorf("sent %+v", sent)
	}
}

func TestRowsOfNumbers(t *testing.T) {
	choices := []bot.Choice{{Key: "all", Label: "Đã nhận cả 19 việc"}}
	for i := range 19 {
		choices = append(choices, bot.Choice{Key: fmt.Sprintf("n%d", i+1), Label: fmt.Sprint(i + 1)})
	}
	var lengths []int
	for _, row := range buttons(choices).InlineKeyboard {
		lengths = append(lengths, len(row))
	}
	if !slices.Equal(lengths, []int{1, 8, 8, 3}) {
		t.Errorf("rows of %v", lengths)
	}
}

func TestRepeated(t *testing.T) {
	const mark = "(nhắc lại)\n"
	photo, choices := picture(t), []bot.Choice{{Key: "k", Label: "Đã nhận"}}
	bold := func(n int) bot.Reply {
		return bot.Reply{Text: knowledge.Text{{{Text: strings.Repeat("<&> ộ ", n), Strong: true}, {Text: "hết"}}}, Choices: choices}
	}
	full := func(letter string, units int, photo []byte) bot.Reply {
		return bot.Reply{Text: textOf(strings.Repeat(letter, units)), Picture: photo, Choices: choices}
	}
	left := maxUnits - layout.Units(mark)
	for name, tt := range map[string]struct {
		reply bot.Reply
		whole bool // nothing is lost
	}{
		"short":                   {bold(3), true},
		"just fits":               {full("ộ", left, nil), true},
		"one too long":            {full("ộ", left+1, nil), false},
		"full":                    {full("ộ", maxUnits, nil), false},
		"full of what is escaped": {full("&", maxUnits, nil), false},
		"full of pairs":           {full("😀", maxUnits/2, nil), false},
		"full of bold":            {bold(681), false},
		"caption":                 {full("ộ", maxCaption-layout.Units(mark), photo), true},
		"full caption":            {full("<", maxCaption, photo), false},
	} {
		t.Run(name, func(t *testing.T) {
			f := overSockets(t, echo)
			c := f.channel()
			parts := partsOf(t, c, tt.reply)
			marked, err := c.Repeated(parts[0])
			if err != nil || len(parts) != 1 {
				t.Fatalf("%d parts, %v", len(parts), err)
			}
			before, _ := readPart(parts[0])
			p, err := readPart(marked)
			if err != nil {
				t.Fatal(err)
			}
			check(t, []outgoing{{html: p.HTML, plain: p.Plain}})
			if whole := p.Plain == mark+before.Plain && p.HTML == mark+before.HTML; whole != tt.whole || !strings.HasPrefix(p.Plain, mark) {
				t.Errorf("whole %v, %q", whole, p.Plain)
			}
			limit := maxUnits
			if tt.reply.Picture != nil {
				limit = maxCaption
			}
			if n := telegramtest.Units(p.Plain); n > limit || !tt.whole && (n < limit-10 || !strings.HasSuffix(p.Plain, "…")) {
				t.Errorf("%d units", n)
			}
			wantOutcome(t, c.SendPart(f.ctx, "42", marked), reminders.OutcomeSent)
			sent := f.double.Sent()
			if len(sent) != 1 || sent[0].Plain || !strings.HasPrefix(sent[0].Text, mark) || !bytes.Equal(sent[0].Photo, tt.reply.Picture) || len(sent[0].Buttons) != 1 {
				t.Errorf("sent %+v", sent)
			}
		})
	}
}

// A photo without a caption gets the mark for one; the mark alone is no message.
func TestRepeatedPhoto(t *testing.T) {
	for name, tt := range map[string]struct {
		photo []byte
		want  reminders.OutcomeKind
	}{"good": {picture(t), reminders.OutcomeSent}, "refused": {[]byte("no PNG"), reminders.OutcomeRefused}} {
		t.Run(name, func(t *testing.T) {
			f := overSockets(t, echo)
			c := f.channel()
			marked, err := c.Repeated(partsOf(t, c, bot.Reply{Picture: tt.photo})[0])
			if err != nil {
				t.Fatal(err)
			}
			wantOutcome(t, c.SendPart(f.ctx, "42", marked), tt.want)
			if sent := f.double.Sent(); tt.want == reminders.OutcomeSent && (len(sent) != 1 || sent[0].Text != "(nhắc lại)") || tt.want != reminders.OutcomeSent && len(sent) > 0 {
				t.Errorf("sent %+v", sent)
			}
			for _, raw := range []string{"", "{", "{}"} {
				if got, err := c.Repeated([]byte(raw)); err == nil {
					t.Errorf("%q marked: %q", raw, got)
				}
			}
		})
	}
}
