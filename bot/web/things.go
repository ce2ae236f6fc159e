package web

import (
	"bytes"
	"image/png"
	"mime"
	"net/http"
	"regexp"
	"strconv"

	"dondoc/bot"
	"dondoc/bot/webkit"
)

// maxThing is the largest picture or file that is kept for a visitor; what it says stands in the text too.
const maxThing = 4 << 20

// thingBytes make the name of a thing unguessable.
const thingBytes = 16

// thing is a picture or a file that came with an answer. It is kept with the message, and as long.
type thing struct {
	ID     string `json:"-"`
	Href   string `json:"href"`
	Name   string `json:"name,omitempty"`   // of a file
	Size   string `json:"size,omitempty"`   // of a file, as people read it
	Alt    string `json:"alt,omitempty"`    // of a picture
	Width  int    `json:"width,omitempty"`  // of a picture, in pixels
	Height int    `json:"height,omitempty"` // of a picture, in pixels

	mediaType string
	content   []byte
}

// newPicture returns nil for what is no PNG of a sensible size.
func newPicture(m mount, content []byte, alt string) *thing {
	if len(content) == 0 || len(content) > maxThing {
		return nil
	}
	size, err := png.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return nil
	}
	t := &thing{ID: webkit.NewID(thingBytes), Alt: alt, Width: size.Width, Height: size.Height, mediaType: "image/png", content: content}
	t.Href = m.Base + "/hinh/" + t.ID
	return t
}

var unsafeInName = regexp.MustCompile(`[^A-Za-z0-9_.-]+`)

func newFile(m mount, f *bot.File) *thing {
	if f == nil || len(f.Content) == 0 || len(f.Content) > maxThing {
		return nil
	}
	name := unsafeInName.ReplaceAllString(f.Name, "-")
	t := &thing{ID: webkit.NewID(thingBytes), Name: name, Size: byteCount(len(f.Content)), mediaType: f.MediaType, content: f.Content}
	if _, _, err := mime.ParseMediaType(t.mediaType); err != nil {
		t.mediaType = "application/octet-stream"
	}
	t.Href = m.Base + "/tep/" + t.ID
	return t
}

// byteCount writes a size as Vietnamese readers do, with a decimal comma left out: nobody needs it.
func byteCount(n int) string {
	switch {
	case n >= 1<<20:
		return strconv.Itoa((n+1<<19)>>20) + " MB"
	case n >= 1<<10:
		return strconv.Itoa((n+1<<9)>>10) + " kB"
	}
	return strconv.Itoa(n) + " byte"
}

// picture and file serve only what came in the visitor's own chat.
func (s *Server) picture(w http.ResponseWriter, r *http.Request) {
	s.serveThing(w, r, func(m message) *thing { return m.Picture })
}

func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	s.serveThing(w, r, func(m message) *thing { return m.File })
}

func (s *Server) serveThing(w http.ResponseWriter, r *http.Request, of func(message) *thing) {
	visitor, ok := s.session(r)
	if !ok {
		s.refuse(w, r, problemThing)
		return
	}
	messages, _ := s.transcripts.get(visitor.id)
	for _, m := range messages {
		t := of(m)
		if t == nil || t.ID != r.PathValue("id") {
			continue
		}
		h := w.Header()
		h.Set("Content-Type", t.mediaType)
		h.Set("Content-Length", strconv.Itoa(len(t.content)))
		if t.Name != "" {
			h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": t.Name}))
		}
		_, _ = w.Write(t.content) // the visitor has gone: nobody is left to tell
		return
	}
	s.refuse(w, r, problemThing)
}
