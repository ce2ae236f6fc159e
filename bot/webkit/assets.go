package webkit

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// Assets serves static files under names that carry their content's hash, so that browsers keep them for ever. It is
// safe for concurrent use.
type Assets struct {
	served   map[string]asset  // by hashed name
	names    map[string]string // file name → address
	notFound string
}

type asset struct {
	plain, zipped []byte
	mediaType     string
}

// The media types of static files, by extension.
var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  MediaScript,
	".svg": "image/svg+xml",
}

// MediaScript is the media type of scripts.
const MediaScript = "text/javascript; charset=utf-8"

// LoadAssets reads the files of one folder, which are served below an address such as "/static/". notFound is said to
// who asks for another. A file of unknown kind is an error.
func LoadAssets(files fs.FS, folder, below, notFound string) (*Assets, error) {
	a := &Assets{served: map[string]asset{}, names: map[string]string{}, notFound: notFound}
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return nil, fmt.Errorf("webkit: load assets: %w", err)
	}
	for _, f := range entries {
		content, err := fs.ReadFile(files, folder+"/"+f.Name())
		if err != nil {
			return nil, fmt.Errorf("webkit: load assets: %w", err)
		}
		ext := path.Ext(f.Name())
		if mediaTypes[ext] == "" {
			return nil, fmt.Errorf("webkit: load assets: no media type for %s", f.Name())
		}
		sum := sha256.Sum256(content)
		name := strings.TrimSuffix(f.Name(), ext) + "." + hex.EncodeToString(sum[:6]) + ext
		zipped, err := zip(content)
		if err != nil {
			return nil, fmt.Errorf("webkit: load assets: %w", err)
		}
		a.served[name] = asset{content, zipped, mediaTypes[ext]}
		a.names[f.Name()] = below + name
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

// Address returns where a static file is served; templates call it as "static". One that names an unknown file fails.
func (a *Assets) Address(file string) (string, error) {
	name, ok := a.names[file]
	if !ok {
		return "", fmt.Errorf("no static file %q", file)
	}
	return name, nil
}

// ServeHTTP sends the file whose hashed name is the path value "name".
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := a.served[r.PathValue("name")]
	if !ok {
		http.Error(w, a.notFound, http.StatusNotFound)
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
