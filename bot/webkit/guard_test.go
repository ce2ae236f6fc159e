package webkit_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"dondoc/bot/webkit"
)

func TestGuarded(t *testing.T) {
	sorry := func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "sorry", http.StatusInternalServerError) }
	for name, tc := range map[string]struct {
		h      http.HandlerFunc
		status int
		logged bool
	}{
		"all is well": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }, http.StatusTeapot, false},
		"a panic":     {func(http.ResponseWriter, *http.Request) { panic("oh") }, http.StatusInternalServerError, true},
	} {
		t.Run(name, func(t *testing.T) {
			var said bytes.Buffer
			w := httptest.NewRecorder()
			webkit.Guarded(w, httptest.NewRequest(http.MethodGet, "/x", nil), slog.New(slog.NewTextHandler(&said, nil)), tc.h, sorry)
			if w.Code != tc.status || strings.Contains(said.String(), "panic") != tc.logged {
				t.Errorf("status %d, logged %q", w.Code, said.String())
			}
		})
	}
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("an aborted connection is not dropped")
		}
	}()
	webkit.Guarded(nil, nil, nil, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil)
}
