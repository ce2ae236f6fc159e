package web_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"

	"dondoc/bot"
	"dondoc/knowledge"
)

func TestPictureAndFile(t *testing.T) {
	s := newSite(t, nil)
	m := decode(t, s.post(t, "/chat", true, "text", "biểu đồ")).Messages[0]
	if m.Picture.Alt != "Tiến độ của 11 tỉnh đến 22/11/2026" || m.Picture.Width != 900 || m.Picture.Height != 500 {
		t.Errorf("picture %+v", m.Picture)
	}
	page := s.get(t, "/").body
	for _, want := range []string{`src="` + m.Picture.Href + `"`, `href="` + m.File.Href + `"`, "tien-do-2026-11-22.csv"} {
		if !strings.Contains(page, want) {
			t.Errorf("after a reload the page lacks %s", want)
		}
	}
	picture, file := s.get(t, m.Picture.Href), s.get(t, m.File.Href)
	if picture.status != 200 || picture.header.Get("Content-Type") != "image/png" || !bytes.Equal([]byte(picture.body), chart(900, 500)) {
		t.Errorf("picture: status %d, %s", picture.status, picture.header.Get("Content-Type"))
	}
	if got := file.header.Get("Content-Disposition"); file.status != 200 || file.body != "tỉnh,đã xong\n" || got != "attachment; filename=tien-do-2026-11-22.csv" {
		t.Errorf("file: status %d, %q, %q", file.status, got, file.body)
	}
	for name, r := range map[string]result{"picture": picture, "file": file} {
		if r.header.Get("X-Content-Type-Options") != "nosniff" || r.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: headers %v", name, r.header)
		}
	}
	for _, mixed := range []string{"/tep" + strings.TrimPrefix(m.Picture.Href, "/hinh"), "/hinh" + strings.TrimPrefix(m.File.Href, "/tep"), "/hinh/", "/tep/x"} {
		if r := s.get(t, mixed); r.status != http.StatusNotFound {
			t.Errorf("%s: status %d", mixed, r.status)
		}
	}

	mine := s.client
	for name, asks := range map[string]bool{"without a session": false, "another session": true} {
		s.client = newClient(t)
		if asks {
			s.post(t, "/chat", true, "text", "biểu đồ")
		}
		for _, path := range []string{m.Picture.Href, m.File.Href} {
			if r := s.get(t, path); r.status != http.StatusNotFound {
				t.Errorf("%s: %s has status %d", name, path, r.status)
			}
		}
	}
	s.client = mine
	cookie := s.cookie(t)
	s.post(t, "/chat/forget", false, "confirm", "yes")
	for _, path := range []string{m.Picture.Href, m.File.Href} {
		r := s.request(t, http.MethodGet, path, nil)
		r.AddCookie(&http.Cookie{Name: cookie.Name, Value: cookie.Value})
		if got := s.do(t, r); got.status != http.StatusNotFound {
			t.Errorf("after forgetting %s has status %d", path, got.status)
		}
	}
}

// one answers everything with the same reply.
type one struct {
	*fake
	reply bot.Reply
}

func (o one) Handle(_ context.Context, m bot.Message) ([]bot.Reply, error) {
	return []bot.Reply{o.reply}, nil
}

func TestThingsThatAreNotKept(t *testing.T) {
	big := bytes.Repeat([]byte{'x'}, 4<<20+1)
	text := knowledge.Text{{plain("Xong.")}}
	tests := []struct {
		name          string
		reply         bot.Reply
		picture, file bool
	}{
		{"neither", bot.Reply{Text: text}, false, false},
		{"no PNG", bot.Reply{Text: text, Picture: []byte("<svg onload=alert(1)>")}, false, false},
		{"too large", bot.Reply{Text: text, Picture: big, File: &bot.File{Name: "a.csv", MediaType: "text/csv", Content: big}}, false, false},
		{"empty", bot.Reply{Text: text, File: &bot.File{Name: "a.csv", MediaType: "text/csv"}}, false, false},
		{"strange name and type", bot.Reply{Text: text, File: &bot.File{Name: "../a\"\r\nX: b.html", MediaType: "text html\r\nX: y", Content: []byte("<script>")}}, false, true},
		{"picture without words", bot.Reply{Picture: chart(2, 2)}, true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake()
			s := newSiteOf(t, f, one{f, tt.reply}, nil)
			m := decode(t, s.post(t, "/chat", true, "text", "Hạn?")).Messages[0]
			if (m.Picture.Href != "") != tt.picture || (m.File.Href != "") != tt.file {
				t.Fatalf("picture %+v, file %+v", m.Picture, m.File)
			}
			if tt.picture && m.Picture.Alt == "" {
				t.Error("a picture without a description")
			}
			if !tt.file {
				return
			}
			r := s.get(t, m.File.Href)
			if r.header.Get("Content-Type") != "application/octet-stream" || r.header.Get("X") != "" || strings.ContainsAny(r.header.Get("Content-Disposition"), "/\r\n") {
				t.Errorf("headers %v", r.header)
			}
		})
	}
}
