package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"

	"dondoc/bot/webkit"
)

// frameBase is where the chat is served once more, for frames in other sites' pages.
const frameBase = "/khung"

// mount is one of the two places where the chat is served: at the root for its own window, under frameBase for frames.
// They have a cookie each, because that of a frame has to be sent in the middle of another site's page.
type mount struct {
	Base   string // what addresses begin with; "" at the root
	Framed bool
}

// Home is the address of the chat itself.
func (m mount) Home() string {
	if m.Framed {
		return m.Base
	}
	return "/"
}

type mountKey struct{}

func mountOf(r *http.Request) mount {
	m, _ := r.Context().Value(mountKey{}).(mount)
	return m
}

// mounted takes frameBase off a request for the framed chat, so that both places share their routes.
func mounted(r *http.Request) *http.Request {
	rest, ok := strings.CutPrefix(r.URL.Path, frameBase)
	if !ok || rest != "" && rest[0] != '/' {
		return r
	}
	if rest == "" {
		rest = "/"
	}
	m := mount{Base: frameBase, Framed: true}
	r = r.WithContext(context.WithValue(r.Context(), mountKey{}, m))
	u := *r.URL
	u.Path, u.RawPath = rest, ""
	r.URL = &u
	return r
}

// embedding is which other sites may show the chat in their pages.
type embedding struct {
	ancestors string // for frame-ancestors; "" means none
	loader    []byte // the script that puts the button into their pages
	tag       string
}

//go:embed embed/nhung.js
var loader []byte

func newEmbedding(origins []string, secure bool) (embedding, error) {
	for _, o := range origins {
		if err := checkOrigin(o, secure); err != nil {
			return embedding{}, err
		}
	}
	sum := sha256.Sum256(loader)
	return embedding{strings.Join(origins, " "), loader, `"` + hex.EncodeToString(sum[:8]) + `"`}, nil
}

var hostName = regexp.MustCompile(`^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.|$))+$`)

// checkOrigin accepts only what names one origin exactly: it goes into a header, where a blank or a wildcard would
// open the chat to others.
func checkOrigin(origin string, secure bool) error {
	wrong := func(cause string) error {
		return fmt.Errorf("embed origin %q: %s; wanted is one like https://cong.example.vn or https://cong.example.vn:8443", origin, cause)
	}
	u, err := url.Parse(origin)
	if err != nil {
		return wrong("cannot be read")
	}
	if u.Scheme+"://"+u.Host != origin {
		return wrong("scheme and host only, in lower case")
	}
	ip, notIP := netip.ParseAddr(u.Hostname())
	if notIP != nil && (!hostName.MatchString(u.Hostname()) || strings.HasSuffix(u.Hostname(), ".")) {
		return wrong("no such host name")
	}
	if strings.HasSuffix(u.Host, ":") {
		return wrong("no port after the colon")
	}
	switch {
	case u.Scheme == "https" && !secure:
		return errors.New("embedding in pages that are served over HTTPS needs secure cookies, so this server has to be reached over HTTPS too")
	case u.Scheme == "https":
		return nil
	case u.Scheme == "http" && (u.Hostname() == "localhost" || notIP == nil && ip.IsLoopback()):
		return nil
	}
	return wrong("only HTTPS, or HTTP on this very machine")
}

// allowed tells whether the chat may be shown in frames.
func (e embedding) allowed() bool { return e.ancestors != "" }

// serveLoader sends the script that a portal includes by one line.
func (s *Server) serveLoader(w http.ResponseWriter, r *http.Request) {
	if !s.embedding.allowed() || mountOf(r).Framed {
		s.refuse(w, r, problemNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", webkit.MediaScript)
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("ETag", s.embedding.tag)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(s.embedding.loader))
}
