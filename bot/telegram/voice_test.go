package telegram

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"dondoc/bot"
	"dondoc/bot/telegram/telegramtest"
)

// listener understands speech by rote.
type listener struct {
	t        testing.TB
	failures int // before it works
	says     map[string]string
}

func (l *listener) Transcribe(ctx context.Context, name string, audio io.Reader) (string, error) {
	raw, err := io.ReadAll(audio)
	if err != nil {
		return "", err
	}
	if name != "voice.ogg" || ctx.Err() != nil {
		l.t.Errorf("asked for %q, %v", name, ctx.Err())
	}
	if l.failures > 0 {
		l.failures--
		return "", errBroken
	}
	return l.says[string(raw)], nil
}

func TestVoice(t *testing.T) {
	say := testPhrases(t)
	long := strings.Repeat("một câu rất dài ", 60)
	for name, tt := range map[string]struct {
		audio    string
		size     int // as Telegram tells
		off      bool
		failures int
		want     string
	}{
		"understood":        {audio: "hạn", want: "🎙 Tôi nghe được: “hạn của Bắc Giang?”\n\nđáp: hạn của Bắc Giang?"},
		"hostile":           {audio: "<b>", want: "🎙 Tôi nghe được: “<b> & ”\n\nđáp: <b> &"},
		"on the second try": {audio: "hạn", failures: 1, want: "🎙 Tôi nghe được: “hạn của Bắc Giang?”\n\nđáp: hạn của Bắc Giang?"},
		"long":              {audio: "dài", want: "…”\n\nđáp: " + strings.TrimSpace(long)},
		"silence":           {audio: "im", want: say.voiceEmpty},
		"too large":         {audio: "hạn", size: maxDownload + 1, want: say.voiceLarge},
		"switched off":      {audio: "hạn", off: true, want: say.voiceOff},
	} {
		t.Run(name, func(t *testing.T) {
			phone := telegramtest.Start(t)
			f := newFixture(t, func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
				if m.Attachment != nil || m.File != "" || m.Text == "" {
					t.Errorf("got %+v", m)
				}
				return echo(ctx, m)
			}, patienceOfTests)
			f.cfg.APIURL = phone.URL
			if !tt.off {
				f.cfg.Transcriber = &listener{t, tt.failures, map[string]string{"hạn": "hạn của\n Bắc Giang?", "<b>": "<b> &\u202e ", "im": " \u200b", "dài": long}}
			}
			phone.Say(42, an, "", telegramtest.WithVoice(phone.AddFile([]byte(tt.audio)), tt.size))
			r := f.start()
			got := phone.Await(42, 1)[0].Text
			r.stop()
			want := strings.ReplaceAll(tt.want, "& ”", "&”")
			if got != want && (name != "long" || !strings.HasSuffix(got, want) || !strings.HasPrefix(got, "🎙") || len([]rune(got)) > len([]rune(long))+400) {
				t.Errorf("sent %q, want %q", got, want)
			}
			if strings.Contains(f.log.String(), "Bắc Giang") {
				t.Error("the log holds what was said")
			}
		})
	}
}

// What cannot be fetched or understood is tried three times, and apologised for.
func TestVoiceThatFails(t *testing.T) {
	inBubble(t, echo, func(f *fixture) {
		f.cfg.Transcriber = &listener{t: t, failures: 100}
		id := f.double.AddFile([]byte("hạn"))
		m := f.double.Message(42)
		telegramtest.WithVoice(id, 3)(m)
		f.double.Push(map[string]any{"message": m})
		r := f.start()
		f.waitSent(1)
		r.stop()
		if got := f.double.SentTo(42)[0]; !strings.HasPrefix(got, "Xin lỗi") || r.Stats().Intake.GivenUp != 1 || len(f.double.Calls("getFile")) != 3 {
			t.Errorf("sent %q, %+v", got, r.Stats())
		}
	})
}

func TestDocument(t *testing.T) {
	phone := telegramtest.Start(t)
	id := phone.AddFile([]byte("nội dung"))
	got := make(chan string, 1)
	f := newFixture(t, func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		if m.Attachment == nil || m.Attachment.Name != "kế hoạch.docx" || m.Attachment.Size != 8 || m.File != "kế hoạch.docx (telegram:"+id+")" || m.Text != "nạp giúp" {
			t.Errorf("got %+v", m)
			return nil, nil
		}
		content, err := m.Attachment.Open(ctx)
		if err != nil {
			return nil, err
		}
		defer content.Close()
		raw, err := io.ReadAll(content)
		got <- string(raw)
		return []bot.Reply{
			{Text: textOf("đã nhận"), Choices: []bot.Choice{{Key: "k", Label: "Xem"}}, File: &bot.File{Name: "tien-do.csv", MediaType: "text/csv", Content: []byte("a,b")}},
			{File: &bot.File{Name: "rong.csv", MediaType: "text/csv"}, Text: textOf("hết")},
		}, err
	}, patienceOfTests)
	f.cfg.APIURL = phone.URL
	phone.Say(42, an, "nạp giúp", telegramtest.WithDocument(id, "kế hoạch.docx", 8))
	r := f.start()
	sent := phone.Await(42, 3)
	r.stop()
	if content := <-got; content != "nội dung" {
		t.Errorf("content %q", content)
	}
	if m := sent[0]; m.Text != "đã nhận" || len(m.Labels()) != 1 || m.Document != nil {
		t.Errorf("first %+v", m)
	}
	if m := sent[1]; m.FileName != "tien-do.csv" || string(m.Document) != "a,b" || m.Text != "" || len(m.Labels()) != 0 {
		t.Errorf("file %+v", m)
	}
	if m := sent[2]; m.Text != "hết" || m.Document != nil {
		t.Errorf("last %+v", m)
	}
}

// Every document of an album arrives; of its photos one speaks for all.
func TestAlbumOfDocuments(t *testing.T) {
	phone, h := telegramtest.Start(t), &heard{}
	f := newFixture(t, h.Handle, patienceOfTests)
	f.cfg.APIURL = phone.URL
	album := func(m map[string]any) { m["media_group_id"] = "album" }
	for _, name := range []string{"a.pdf", "b.pdf"} {
		phone.Say(42, an, name, telegramtest.WithDocument(phone.AddFile([]byte(name)), name, 5), album)
	}
	r := f.start()
	phone.Await(42, 2)
	r.stop()
	var names []string
	for _, m := range h.all() {
		names = append(names, m.Attachment.Name)
	}
	if !slices.Equal(names, []string{"a.pdf", "b.pdf"}) {
		t.Errorf("got %q", names)
	}
}

func TestDownloadFailures(t *testing.T) {
	for name, tt := range map[string]struct {
		failure telegramtest.Failure
		size    int64
		large   bool
	}{
		"too large as told":          {size: maxDownload + 1, large: true},
		"too large as getFile tells": {failure: telegramtest.Failure{Method: "getFile", Code: 400, Text: "Bad Request: file is too big"}, large: true},
		"unknown file":               {failure: telegramtest.Failure{Method: "getFile", Code: 400, Text: "Bad Request: wrong file_id"}},
		"path outside":               {failure: telegramtest.Failure{Method: "getFile", Code: 200, Raw: `{"ok":true,"result":{"file_path":"../../getMe"}}`}},
		"path on a disk":             {failure: telegramtest.Failure{Method: "getFile", Code: 200, Raw: `{"ok":true,"result":{"file_path":"/var/lib/x"}}`}},
		"no path":                    {failure: telegramtest.Failure{Method: "getFile", Code: 200, Raw: `{"ok":true,"result":{}}`}},
		"gone":                       {failure: telegramtest.Failure{Method: "download", Code: 404, Text: "Not Found"}},
		"redirected":                 {failure: telegramtest.Failure{Method: "download", Code: 302, Raw: "x"}},
		"cut":                        {failure: telegramtest.Failure{Method: "download", Cut: true, Times: 3}},
	} {
		t.Run(name, func(t *testing.T) {
			f := overSockets(t, echo)
			id := f.double.AddFile([]byte("x"))
			if tt.failure.Method != "" {
				f.double.Fail(tt.failure)
			}
			content, err := f.channel().client.attachment("a", id, tt.size).Open(f.ctx)
			if err == nil {
				content.Close()
				t.Fatal("no error")
			}
			if errors.Is(err, ErrTooLarge) != tt.large || strings.Contains(err.Error(), secret) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// A server that sends more than it said is cut off.
func TestDownloadIsBounded(t *testing.T) {
	for extra, want := range []error{nil, ErrTooLarge} {
		f := overSockets(t, echo)
		id := f.double.AddFile([]byte("x"))
		f.cfg.HTTPClient = &http.Client{Transport: oversized{int64(maxDownload + extra)}}
		c, err := f.channel().client.download(f.ctx, id, 0)
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(io.Discard, c)
		if n != maxDownload || !errors.Is(err, want) || c.Close() != nil {
			t.Errorf("%d bytes too many: read %d, %v", extra, n, err)
		}
	}
}

// oversized answers downloads, without telling the length, with so many bytes.
type oversized struct{ bytes int64 }

func (o oversized) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.Contains(r.URL.Path, "/file/") {
		return http.DefaultTransport.RoundTrip(r)
	}
	body := io.NopCloser(io.LimitReader(neverEnding{}, o.bytes))
	return &http.Response{StatusCode: http.StatusOK, ContentLength: -1, Body: body, Request: r}, nil
}

type neverEnding struct{}

func (neverEnding) Read(p []byte) (int, error) { return len(p), nil }
