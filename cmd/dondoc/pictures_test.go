package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestPictures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pictures{base: "https://bot.example"}
		mux := http.NewServeMux()
		mux.Handle("GET "+picturePath+"{name}", p)
		get := func(address string) *httptest.ResponseRecorder {
			w := httptest.NewRecorder()
			mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, strings.TrimPrefix(address, p.base), nil))
			return w
		}
		address, ok := p.put([]byte("png"))
		if w := get(address); !ok || w.Code != http.StatusOK || w.Body.String() != "png" || w.Header().Get("Content-Type") != "image/png" {
			t.Errorf("%s: %d %q", address, w.Code, w.Body)
		}
		if w := get(p.base + picturePath + "unknown.png"); w.Code != http.StatusNotFound {
			t.Errorf("a name that nobody was given: %d", w.Code)
		}
		for range mostPictures - 1 {
			p.put(nil)
		}
		if _, ok := p.put(nil); ok {
			t.Error("more pictures are kept than there is room for")
		}
		time.Sleep(pictureLasts + time.Second)
		if w := get(address); w.Code != http.StatusNotFound {
			t.Errorf("an old picture: %d", w.Code)
		}
		if _, ok := p.put(nil); !ok {
			t.Error("old pictures still take room")
		}
	})
}
