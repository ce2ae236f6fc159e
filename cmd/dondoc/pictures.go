package main

import (
	"crypto/rand"
	"net/http"
	"strings"
	"sync"
	"time"
)

// picturePath is before the name of a picture that a channel fetches by itself.
const picturePath = "/anh/"

const (
	pictureLasts = 24 * time.Hour
	mostPictures = 200 // some 20 MB
)

// pictures are what channels without uploads are given an address of: for a day, in memory, under names that nobody guesses.
type pictures struct {
	base string // of the addresses, without a slash at the end

	mu   sync.Mutex
	kept map[string]picture
}

type picture struct {
	png  []byte
	made time.Time
}

// put keeps a picture and returns its address; ok is false when there is no room.
func (p *pictures) put(png []byte) (address string, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	for name, old := range p.kept {
		if now.Sub(old.made) > pictureLasts {
			delete(p.kept, name)
		}
	}
	if len(p.kept) >= mostPictures {
		return "", false
	}
	if p.kept == nil {
		p.kept = map[string]picture{}
	}
	name := strings.ToLower(rand.Text())
	p.kept[name] = picture{png, now}
	return p.base + picturePath + name + ".png", true
}

// ServeHTTP gives a picture to whoever knows its name.
func (p *pictures) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	found, ok := p.kept[strings.TrimSuffix(r.PathValue("name"), ".png")]
	p.mu.Unlock()
	if !ok || time.Since(found.made) > pictureLasts {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "private, max-age=3600")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(found.png)
}
