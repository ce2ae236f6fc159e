package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"dondoc/bot"
)

const (
	sessionBytes = 16
	sessionLife  = 180 * 24 * time.Hour // counted from the last visit
)

// session is a visitor: an unguessable id that is both the cookie and the chat's id.
type session struct{ id string }

func (s session) chat() bot.Chat { return bot.Chat{Channel: Channel, ID: s.id} }

// token is what forms carry. It follows from the id, which no other site can read, so it outlives a restart and
// needs no memory; it does not reveal the id.
func (s session) token() string {
	m := hmac.New(sha256.New, []byte(s.id))
	m.Write([]byte("dondoc web form"))
	return hex.EncodeToString(m.Sum(nil))
}

func (s session) validToken(token string) bool {
	return hmac.Equal([]byte(token), []byte(s.token()))
}

func newSession() session {
	b := make([]byte, sessionBytes)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	return session{hex.EncodeToString(b)}
}

// cookieName binds a secure cookie to this host, so that no neighbour under the same domain can plant one.
func (s *Server) cookieName(m mount) string {
	name := "dondoc"
	if m.Framed {
		name += "-khung"
	}
	if s.cfg.SecureCookies {
		return "__Host-" + name
	}
	return name
}

// session reads the visitor's cookie. ok is false when there is none of the right form.
func (s *Server) session(r *http.Request) (v session, ok bool) {
	c, err := r.Cookie(s.cookieName(mountOf(r)))
	if err != nil {
		return session{}, false
	}
	b, err := hex.DecodeString(c.Value)
	if err != nil || len(b) != sessionBytes {
		return session{}, false
	}
	return session{hex.EncodeToString(b)}, true
}

func (s *Server) setCookie(w http.ResponseWriter, r *http.Request, v session) {
	http.SetCookie(w, s.cookie(mountOf(r), v.id, int(sessionLife/time.Second)))
}

func (s *Server) clearCookie(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, s.cookie(mountOf(r), "", -1))
}

// cookie of a frame is sent in the middle of another site's page, where Lax would hold it back. Browsers keep one such
// cookie a site that shows the frame (Partitioned), and only over HTTPS. What keeps other sites from using it is the
// form's token and the check of the Origin.
func (s *Server) cookie(m mount, value string, maxAge int) *http.Cookie {
	c := &http.Cookie{
		Name: s.cookieName(m), Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: s.cfg.SecureCookies, SameSite: http.SameSiteLaxMode,
	}
	if m.Framed && s.cfg.SecureCookies {
		c.SameSite, c.Partitioned = http.SameSiteNoneMode, true
	}
	return c
}
