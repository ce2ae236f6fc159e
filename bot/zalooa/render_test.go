package zalooa_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/zalooa"
	"dondoc/bot/zalooa/zalooatest"
	"dondoc/knowledge"
)

func TestParts(t *testing.T) {
	r := newRig(t, nil)
	long := say()
	for i := range 300 {
		long.Text = append(long.Text, knowledge.Line{{Text: fmt.Sprintf("%d. việc 😀 ", i)}, {Text: "đậm", Strong: true}})
	}
	quoted := say("Trước tháng 6/2023.")
	quoted.Citations = []knowledge.Citation{{Document: "17/QĐ-UBQGCDS", Section: "IV.6", Quote: "<b>hết</b> *tháng* 5"}}
	for name, tc := range map[string]struct {
		reply bot.Reply
		want  []string // starts of the parts; the whole of an only one
	}{
		"plain":      {say("Chào anh/chị", "", "dòng hai"), []string{"Chào anh/chị\n\ndòng hai"}},
		"markup":     {say("*a* <b> _c_ & `d`"), []string{"*a* <b> _c_ & `d`"}},
		"decomposed": {say("ha\u0323n"), []string{"hạn"}},
		"quoted":     {quoted, []string{"Trước tháng 6/2023.\n\n“<b>hết</b> *tháng* 5”\n📄 17/QĐ-UBQGCDS, Mục IV.6"}},
		"long":       {long, []string{"0. việc", "", ""}},
		"one word":   {say(strings.Repeat("x", 4000)), []string{"xxx", "xxx", "xxx"}},
	} {
		t.Run(name, func(t *testing.T) {
			parts := r.answer(tc.reply)
			if len(parts) != len(tc.want) {
				t.Fatalf("%d parts, want %d", len(parts), len(tc.want))
			}
			for i, p := range parts {
				got := textOf(t, p)
				if n := len(utf16.Encode([]rune(got))); n > 1900 || !strings.HasPrefix(got, tc.want[i]) || len(parts) == 1 && got != tc.want[i] {
					t.Errorf("part %d, %d units: %q", i, n, got)
				}
			}
		})
	}
	if _, err := r.Parts(intake.Place{}, say("\u200b")); err == nil {
		t.Error("parts of nothing")
	}
}

func TestTemplateData(t *testing.T) {
	for name, tc := range map[string]struct {
		reply bot.Reply
		want  [4]string
	}{
		"items": {due(), [4]string{"Ban Chỉ đạo CĐS tỉnh Bắc Giang", "2 việc", "Số hóa hồ sơ", "31/05/2023, còn 7 ngày"}},
		"a section": {bot.Reply{Text: knowledge.Text{
			{{Text: "📝 "}, {Text: "Ban Thư ký", Strong: true}, {Text: " · kết quả xin gia hạn"}}, {{Text: "Yêu cầu số 12: đồng ý"}},
		}}, [4]string{"Ban Thư ký", "kết quả xin gia hạn", "Yêu cầu số 12: đồng ý", "xem chi tiết"}},
		"nothing to go by": {say("…"), [4]string{"Quý đơn vị", "…", "Mời nhắn tin cho Official Account để xem chi tiết", "xem chi tiết"}},
		"nothing":          {say(), [4]string{"Quý đơn vị", "Có thông tin mới", "Mời nhắn tin cho Official Account để xem chi tiết", "xem chi tiết"}},
		"no day": {say("⏰ việc", "1. "+strings.Repeat("dài ", 100), "Không nêu hạn · QĐ 1"),
			[4]string{"Quý đơn vị", "1 việc", strings.Repeat("dài ", 49) + "dài…", "Không nêu hạn"}},
	} {
		if got := zalooa.TemplateOf(tc.reply.Text); got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}

func FuzzTemplateData(f *testing.F) {
	f.Add("⏰ Ban · 1 việc", "1. việc", "Hạn 31/05/2023, còn 1 ngày", true)
	f.Add("", "", "", false)
	f.Fuzz(func(t *testing.T, a, b, c string, strong bool) {
		text := knowledge.Text{{{Text: a, Strong: strong}}, {{Text: b}}, {{Text: c}, {Text: b, Strong: strong}}}
		for i, longest := range [4]int{30, 30, 200, 30} {
			field := zalooa.TemplateOf(text)[i]
			if n := utf8.RuneCountInString(field); n == 0 || n > longest || !utf8.ValidString(field) || strings.ContainsAny(field, "\n\r\t") {
				t.Errorf("field %d: %q", i, field)
			}
		}
	})
}

func FuzzEvent(f *testing.F) {
	r := zalooatest.Sign(nil)
	f.Add([]byte(r))
	f.Add([]byte(`{"event_name":"user_send_file","sender":{"id":"1"},"message":{"msg_id":"a","attachments":[{"payload":{"url":"https://x"}}]},"timestamp":"1"}`))
	f.Add([]byte(`{"event_name":"follow","follower":{"id":1e400},"timestamp":18446744073709551616}`))
	f.Add([]byte(`{"message":null,"sender":null,"timestamp":1789000000123}`))
	c := newFuzzed(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		if zalooa.ReadEvent(raw) != nil {
			return
		}
		for _, u := range []string{"1", user} {
			got, err := c.Read(intake.Update{Key: "k", Chat: u, Payload: raw})
			if err == nil && got.To.Chat != "" && got.To.Chat != u {
				t.Errorf("an event of %q went to %q", u, got.To.Chat)
			}
			if !utf8.ValidString(got.Message.Text) || !utf8.ValidString(got.Message.File) {
				t.Errorf("got %+v", got.Message)
			}
		}
	})
}

func newFuzzed(f *testing.F) *zalooa.Channel {
	f.Helper()
	c, err := zalooa.New(zalooa.Config{AppID: "1", AppSecret: "s", Owner: "a"}, handler(echo), &inbox{}, &tokens{}, &people{}, nil)
	if err != nil {
		f.Fatal(err)
	}
	return c
}

func FuzzTokenAnswer(f *testing.F) {
	f.Add([]byte(`{"access_token":"a","refresh_token":"b","expires_in":"90000"}`))
	f.Add([]byte(`{"access_token":"a","refresh_token":"b","expires_in":1e9}`))
	f.Add([]byte(`{"error":-14014,"error_name":"x"}`))
	f.Add([]byte(`{"error":"-32"}`))
	f.Add([]byte(`<html>`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		access, _, lasts, code := zalooa.ReadGrant(raw)
		if access != "" && (lasts < 120 || lasts > 400*86400 || code != 0 || strings.ContainsAny(access, " \r\n")) {
			t.Errorf("access %q, %v s, code %d", access, lasts, code)
		}
	})
}

func TestTokenAnswers(t *testing.T) {
	for raw, want := range map[string]struct {
		lasts float64
		code  int
	}{
		`{"access_token":"a","refresh_token":"b","expires_in":"90000"}`: {90000, 0},
		`{"access_token":"a","refresh_token":"b","expires_in":3600}`:    {3600, 0},
		`{"access_token":"a","refresh_token":"b","expires_in":"x"}`:     {90000, 0},
		`{"access_token":"a","refresh_token":"b"}`:                      {90000, 0},
		`{"access_token":"a","refresh_token":"b","expires_in":"1"}`:     {120, 0},
		`{"access_token":"a\nb","error":-32}`:                           {0, -32},
		`{"error":"-14014"}`:                                            {0, -14014},
		`{"error":"odd"}`:                                               {0, -1},
		`{}`:                                                            {0, 0},
	} {
		if _, _, lasts, code := zalooa.ReadGrant([]byte(raw)); lasts != want.lasts || code != want.code {
			t.Errorf("%s: %v s, code %d", raw, lasts, code)
		}
	}
}
