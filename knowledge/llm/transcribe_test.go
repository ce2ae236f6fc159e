package llm_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"dondoc/knowledge/llm"
)

// TestTranscribe sends a recording as Whisper servers want it.
func TestTranscribe(t *testing.T) {
	for name, tc := range map[string]struct {
		status int
		answer string
		want   string
		err    error
	}{
		"words":   {200, `{"text":" hạn của Bắc Giang "}`, "hạn của Bắc Giang", nil},
		"silence": {200, `{"text":""}`, "", nil},
		"refused": {401, `{"error":{"message":"no"}}`, "", llm.ErrDenied},
		"broken":  {500, `oops`, "", llm.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				file, head, err := r.FormFile("file")
				if r.URL.Path != "/v1/audio/transcriptions" || err != nil {
					t.Errorf("asked %s, file: %v", r.URL.Path, err)
					return
				}
				content, _ := io.ReadAll(file)
				if head.Filename != "voice.ogg" || string(content) != "OggS" || r.FormValue("language") != "vi" || r.FormValue("model") != "whisper-1" {
					t.Errorf("sent %q as %q, form %v", content, head.Filename, r.Form)
				}
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(tc.status)
				_, _ = io.WriteString(w, tc.answer)
			}))
			defer server.Close()
			c, err := llm.New(llm.Config{BaseURL: server.URL + "/v1"})
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.Transcriber("whisper-1").Transcribe(t.Context(), "voice.ogg", strings.NewReader("OggS"))
			if got != tc.want || !errors.Is(err, tc.err) {
				t.Errorf("got %q, %v; want %q, %v", got, err, tc.want, tc.err)
			}
		})
	}
}
