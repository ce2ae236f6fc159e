package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// assets serves the static files under names that carry their content's hash, so that browsers keep them for ever.
type assets struct {
	served map[string]asset  // by hashed name
	names  map[string]string // file name → address
}

type asset struct {
	plain, zipped []byte
	mediaType     string
}

var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

func loadAssets() (*assets, error) {
	a := &assets{served: map[string]asset{}, names: map[string]string{}}
	files, err := fs.ReadDir(staticFiles, "static")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		content, err := staticFiles.ReadFile("static/" + f.Name())
		if err != nil {
			return nil, err
		}
		ext := path.Ext(f.Name())
		if mediaTypes[ext] == "" {
			return nil, fmt.Errorf("no media type for %s", f.Name())
		}
		sum := sha256.Sum256(content)
		name := strings.TrimSuffix(f.Name(), ext) + "." + hex.EncodeToString(sum[:6]) + ext
		zipped, err := zip(content)
		if err != nil {
			return nil, err
		}
		a.served[name] = asset{content, zipped, mediaTypes[ext]}
		a.names[f.Name()] = "/static/" + name
	}
	return a, nil
}

func zip(content []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}

// address returns where a static file is served. A template that names an unknown file fails.
func (a *assets) address(file string) (string, error) {
	name, ok := a.names[file]
	if !ok {
		return "", fmt.Errorf("no static file %q", file)
	}
	return name, nil
}

// ServeHTTP sends the file whose hashed name is in the path.
func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := a.served[r.PathValue("name")]
	if !ok {
		http.Error(w, problemNotFound.sentence, http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.mediaType)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body := f.plain
	// Only these files are compressed: a page holds a secret token beside text that others may choose.
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = f.zipped
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

func loadPages(a *assets) (*template.Template, error) {
	return template.New("").Funcs(template.FuncMap{"static": a.address}).ParseFS(templateFiles, "templates/*.html")
}
