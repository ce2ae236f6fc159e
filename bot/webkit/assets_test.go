package webkit_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"dondoc/bot/webkit"
)

func TestAssets(t *testing.T) {
	a, err := webkit.LoadAssets(fstest.MapFS{"f/a.css": {Data: []byte(strings.Repeat("a{}", 99))}}, "f", "/s/", "none")
	if err != nil {
		t.Fatal(err)
	}
	at, err := a.Address("a.css")
	if err != nil || !regexp.MustCompile(`^/s/a\.[0-9a-f]{12}\.css$`).MatchString(at) {
		t.Fatalf("address %q, %v", at, err)
	}
	if at, err := a.Address("b.css"); err == nil {
		t.Errorf("an unknown file is served at %q", at)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /s/{name}", a)
	for path, want := range map[string]struct {
		status int
		media  string
	}{at: {200, "text/css; charset=utf-8"}, "/s/a.css": {404, "text/plain; charset=utf-8"}} {
		for _, zipped := range []bool{false, true} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			if zipped {
				r.Header.Set("Accept-Encoding", "gzip, br")
			}
			w := httptest.NewRecorder()
			mux.ServeHTTP(w, r)
			if w.Code != want.status || w.Header().Get("Content-Type") != want.media {
				t.Errorf("%s: status %d, %s", path, w.Code, w.Header().Get("Content-Type"))
			}
			if small := w.Body.Len() < 100; want.status == 200 && small != zipped {
				t.Errorf("%s: %d bytes, zipped %v", path, w.Body.Len(), zipped)
			}
		}
	}
}

func TestAssetsOfUnknownKind(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{"a kind that is not served": {"f/a.exe": {}}, "no folder": {}} {
		if _, err := webkit.LoadAssets(files, "f", "/s/", ""); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
