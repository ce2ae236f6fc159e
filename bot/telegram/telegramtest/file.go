package telegramtest

import (
	"fmt"
	"net/http"
	"strconv"
)

// AddFile keeps a file that people sent and returns its file_id.
func (s *Server) AddFile(content []byte) string {
	var id string
	s.change(func() {
		id = fmt.Sprintf("file%d", len(s.files)+1)
		s.files[id] = content
	})
	return id
}

func (s *Server) getFile(fields map[string]string) answer {
	id := fields["file_id"]
	s.mu.Lock()
	content, ok := s.files[id]
	s.mu.Unlock()
	if !ok {
		return failed(http.StatusBadRequest, "Bad Request: wrong file_id or the file is temporarily unavailable")
	}
	return succeeded(map[string]any{"file_id": id, "file_unique_id": id, "file_size": len(content), "file_path": "documents/" + id})
}

func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, path string) {
	if f := s.takeFailure("download", nil); f != nil {
		if a, final := s.fail(r, f, "download", nil); final {
			if a.cut {
				panic(http.ErrAbortHandler)
			}
			reply(w, a)
			return
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, content := range s.files {
		if path == "documents/"+id {
			w.Header().Set("Content-Length", strconv.Itoa(len(content)))
			w.Write(content)
			return
		}
	}
	http.NotFound(w, r)
}
