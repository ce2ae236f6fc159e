package zalo_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/zalo"
	"dondoc/bot/zalo/zalotest"
)

// picture is the message of a picture event.
func picture(t *testing.T, c *zalo.Channel, more map[string]any) bot.Message {
	t.Helper()
	message := map[string]any{"message_id": "77aa02", "from": map[string]any{"id": "an"}, "chat": map[string]any{"id": "an"}}
	for key, value := range more {
		message[key] = value
	}
	raw, err := json.Marshal(map[string]any{"event_name": "message.image.received", "message": message})
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Read(intake.Update{Payload: raw})
	if err != nil || !r.Wanted || r.Instead == "" {
		t.Fatalf("a picture is read as %+v, %v", r, err)
	}
	return r.Message
}

func fetch(ctx context.Context, m bot.Message) ([]byte, error) {
	body, err := m.Attachment.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return io.ReadAll(body)
}

func TestPictureComesIn(t *testing.T) {
	server := zalotest.Start(t)
	c := newChannel(t, server.URL, nil)
	c.AllowLoopback()
	content := bytes.Repeat([]byte("x"), 5<<20)
	for _, field := range []string{"photo", "photo_url"} {
		m := picture(t, c, map[string]any{field: server.AddPicture(content), "caption": " ảnh kết quả "})
		if m.Text != "ảnh kết quả" || m.File != "ảnh (zalo:77aa02)" || m.Attachment.Name != "anh.jpg" {
			t.Errorf("the message is %+v", m)
		}
		got, err := fetch(t.Context(), m)
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
	}
	if m := picture(t, c, nil); m.Attachment != nil || m.File == "" {
		t.Errorf("a picture without an address is %+v", m)
	}
}

func TestPictureIsBounded(t *testing.T) {
	server := zalotest.Start(t)
	endless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/away":
			http.Redirect(w, r, "ftp://127.0.0.1/x", http.StatusFound)
		case "/hang":
			<-r.Context().Done()
		default:
			for range 6 << 4 {
				_, _ = w.Write(make([]byte, 64<<10))
				w.(http.Flusher).Flush()
			}
		}
	}))
	t.Cleanup(endless.Close)
	c := newChannel(t, server.URL, nil)
	c.AllowLoopback()
	if body, err := picture(t, c, map[string]any{"photo": server.AddPicture(make([]byte, 5<<20+1))}).Attachment.Open(t.Context()); err == nil {
		body.Close()
		t.Error("what says that it is too large is opened")
	}
	for _, address := range []string{
		server.AddPicture(make([]byte, 5<<20+1)), endless.URL + "/x", endless.URL + "/loop", endless.URL + "/away", server.URL + "/pictures/none",
	} {
		got, err := fetch(t.Context(), picture(t, c, map[string]any{"photo": address}))
		if err == nil || len(got) > 5<<20 || strings.Contains(err.Error(), "127.0.0.1") {
			t.Errorf("%s: %d bytes, %v", address, len(got), err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := fetch(ctx, picture(t, c, map[string]any{"photo": endless.URL + "/hang"})); err == nil {
		t.Error("a context that has ended is no matter")
	}
}

func TestPictureFromInsideIsRefused(t *testing.T) {
	visited := false
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visited = true }))
	t.Cleanup(inside.Close)
	c := newChannel(t, "http://127.0.0.1:1", nil)
	_, port, _ := strings.Cut(strings.TrimPrefix(inside.URL, "http://"), ":")
	for _, address := range []string{
		inside.URL, "http://localhost:" + port, "http://[::1]:" + port, "http://[::ffff:127.0.0.1]:" + port, "http://0.0.0.0:" + port,
		"https://user:pass@example.com/x", "file:///etc/passwd", "gopher://127.0.0.1", "//127.0.0.1", "http://", "x", "https://\x7f/",
	} {
		if _, err := fetch(t.Context(), picture(t, c, map[string]any{"photo": address})); err == nil || visited {
			t.Errorf("%s was fetched (%v)", address, err)
		}
	}
	far := newChannel(t, "https://bot-api.zapps.me", nil)
	far.AllowLoopback()
	if _, err := fetch(t.Context(), picture(t, far, map[string]any{"photo": inside.URL})); err == nil || visited {
		t.Errorf("the real platform's pictures come without TLS: %v", err)
	}
}
