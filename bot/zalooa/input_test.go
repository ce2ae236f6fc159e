package zalooa_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/zalooa"
)

func update(raw []byte) intake.Update {
	return intake.Update{Key: "k", Chat: user, Order: 1, Payload: raw}
}

func attached(kind, payload string) []byte {
	return []byte(`{"event_name":"` + kind + `","sender":{"id":"` + user + `"},"message":{"msg_id":"m1","attachments":[{"type":"x","payload":` +
		payload + `}]},"timestamp":"1"}`)
}

func TestRead(t *testing.T) {
	r := newRig(t, nil)
	text := func(s string) []byte {
		return r.double.Event(user, "user_send_text", map[string]any{"text": s})
	}
	for name, tc := range map[string]struct {
		raw     []byte
		wanted  bool
		text    string
		file    string
		event   bot.Event
		instead bool
		open    bool
	}{
		"text":           {raw: text(" hạn\u202e bao giờ \n"), wanted: true, text: "hạn bao giờ"},
		"blank":          {raw: text("\u202e \n")},
		"sticker":        {raw: attached("user_send_sticker", `{}`), instead: true},
		"location":       {raw: attached("user_send_location", `{"coordinates":{"latitude":"1"}}`), instead: true},
		"picture":        {raw: attached("user_send_image", `{"url":"https://p.example/x.jpg"}`), wanted: true, instead: true, file: "ảnh (zalooa:m1)", open: true},
		"file":           {raw: attached("user_send_file", `{"url":"https://p.example/x","name":"kq\u0000 1.pdf","size":"12"}`), wanted: true, instead: true, file: "kq 1.pdf (zalooa:m1)", open: true},
		"file over http": {raw: attached("user_send_file", `{"url":"http://p.example/x","name":"kq.pdf"}`), wanted: true, instead: true, file: "kq.pdf (zalooa:m1)"},
		"file as a path": {raw: attached("user_send_file", `{"url":"file:///etc/passwd"}`), wanted: true, instead: true, file: "tệp (zalooa:m1)"},
		"file and login": {raw: attached("user_send_file", `{"url":"https://a:b@p.example/"}`), wanted: true, instead: true, file: "tệp (zalooa:m1)"},
		"no attachment":  {raw: []byte(`{"event_name":"user_send_file","sender":{"id":"` + user + `"}}`), instead: true},
		"follow":         {raw: []byte(`{"event_name":"follow","follower":{"id":"` + user + `"}}`), wanted: true, event: bot.EventJoined},
		"unfollow":       {raw: []byte(`{"event_name":"unfollow","follower":{"id":"` + user + `"}}`), wanted: true, event: bot.EventLeft},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := r.Read(update(tc.raw))
			if err != nil {
				t.Fatal(err)
			}
			m := got.Message
			if got.Wanted != tc.wanted || m.Text != tc.text || m.File != tc.file || m.Event != tc.event || (got.Instead != "") != tc.instead {
				t.Errorf("got %+v", got)
			}
			if (m.Attachment != nil) != tc.open {
				t.Errorf("attachment %+v", m.Attachment)
			}
			if tc.wanted && (m.Chat != bot.Chat{Channel: "zalooa", ID: user} || m.Sender != user || got.To.Chat != user) {
				t.Errorf("chat %+v, sender %q, to %+v", m.Chat, m.Sender, got.To)
			}
		})
	}
	for _, raw := range []string{``, `x`, `{"event_name":"follow"}`, `{"event_name":"follow","follower":{"id":"8"}}`} {
		if _, err := r.Read(update([]byte(raw))); err == nil {
			t.Errorf("%q was read", raw)
		}
	}
}

// files is a server of files, and what trusts it.
func files(t *testing.T, handle http.HandlerFunc) (address string, trust *tls.Config) {
	t.Helper()
	server := httptest.NewTLSServer(handle)
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return server.URL, &tls.Config{RootCAs: roots}
}

// open reads what lies at an address as the file of a message.
func open(t *testing.T, c *zalooa.Channel, address string) ([]byte, error) {
	t.Helper()
	got, err := c.Read(update(attached("user_send_file", `{"url":`+strconv.Quote(address)+`,"name":"a.pdf"}`)))
	if err != nil || got.Message.Attachment == nil {
		t.Fatal(err, got)
	}
	body, err := got.Message.Attachment.Open(t.Context())
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return io.ReadAll(body)
}

func TestFilesAreFetched(t *testing.T) {
	address, trust := files(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/small":
			io.WriteString(w, "nội dung")
		case "/told":
			w.Header().Set("Content-Length", "20971521")
		case "/large":
			w.(http.Flusher).Flush() // without a length
			for range 21 {
				w.Write(make([]byte, 1<<20))
			}
		case "/away":
			http.Redirect(w, r, "/small", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	})
	r := newRig(t, nil)
	if _, err := open(t, r.Channel, address+"/small"); err == nil || !strings.Contains(err.Error(), "not public") {
		t.Errorf("an address of our own: %v", err)
	}
	zalooa.TrustLoopback(r.Channel, trust)
	if got, err := open(t, r.Channel, address+"/small"); err != nil || string(got) != "nội dung" {
		t.Errorf("got %q, %v", got, err)
	}
	for _, path := range []string{"/told", "/large", "/away", "/none"} {
		if got, err := open(t, r.Channel, address+path); err == nil || strings.Contains(err.Error(), "127.0.0.1") {
			t.Errorf("%s: %d bytes, %v; want an error without the address", path, len(got), err)
		}
	}
}
