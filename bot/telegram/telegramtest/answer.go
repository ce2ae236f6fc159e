package telegramtest

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
)

type parameters struct {
	RetryAfter int   `json:"retry_after,omitempty"`
	MigrateTo  int64 `json:"migrate_to_chat_id,omitempty"`
}

type answer struct {
	OK          bool        `json:"ok"`
	Result      any         `json:"result,omitempty"`
	Code        int         `json:"error_code,omitempty"`
	Description string      `json:"description,omitempty"`
	Parameters  *parameters `json:"parameters,omitempty"`

	cut bool   // no answer: the connection breaks
	raw string // instead of JSON, as a broken proxy answers
}

func succeeded(result any) answer { return answer{OK: true, Result: result} }

func failed(code int, description string) answer { return answer{Code: code, Description: description} }

func reply(w http.ResponseWriter, a answer) {
	if a.raw != "" {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(a.Code)
		io.WriteString(w, a.raw)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if !a.OK {
		w.WriteHeader(a.Code)
	}
	json.NewEncoder(w).Encode(a)
}

const maxBody = 12 << 20

// readFields accepts the four ways to pass parameters: query, form, multipart form, JSON.
// Nested values are kept as JSON text.
func readFields(r *http.Request) (map[string]string, error) {
	fields := make(map[string]string)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	r.Body = http.MaxBytesReader(nil, r.Body, maxBody)
	switch kind {
	case "application/json":
		var object map[string]json.RawMessage
		if err := json.NewDecoder(r.Body).Decode(&object); err != nil {
			return nil, errors.New("can't parse JSON body")
		}
		for key, value := range object {
			fields[key] = string(value)
			var text string
			if json.Unmarshal(value, &text) == nil {
				fields[key] = text
			}
		}
	case "multipart/form-data":
		if err := r.ParseMultipartForm(maxBody); err != nil {
			return nil, errors.New("can't parse multipart body")
		}
		if err := readFiles(r, fields); err != nil {
			return nil, err
		}
	}
	if err := r.ParseForm(); err != nil {
		return nil, errors.New("can't parse form")
	}
	for key, values := range r.Form {
		fields[key] = values[0]
	}
	return fields, nil
}

// fileName is added to the name of an upload's field.
const fileName = " file name"

// readFiles keeps the content of uploads beside the other fields.
func readFiles(r *http.Request, fields map[string]string) error {
	for name, files := range r.MultipartForm.File {
		f, err := files[0].Open()
		if err != nil {
			return errors.New("can't open the file")
		}
		content, err := io.ReadAll(f)
		f.Close()
		if err != nil {
			return errors.New("can't read the file")
		}
		fields[name], fields[name+fileName] = string(content), files[0].Filename
	}
	return nil
}
