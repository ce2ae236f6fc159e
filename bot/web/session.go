package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"dondoc/bot"
	"dondoc/bot/webkit"
)

const (
	sessionBytes = 24 // more than a chat's ID has: whatever stands in the database is no cookie even in form
	chatBytes    = 16
	sessionLife  = 180 * 24 * time.Hour // counted from the last visit
)

// session is a visitor: an unguessable id, which is the cookie and never leaves this package. The zero session is one
// before the first visit.
type session struct{ id string }

// chat is named by a hash of the id. The name stands in the database, in backups and in lists of people: who reads it
// there must not be able to go on as the visitor, who may hold a role.
func (s session) chat() bot.Chat {
	if s.id == "" {
		return bot.Chat{Channel: Channel}
	}
	sum := sha256.Sum256([]byte("dondoc web chat" + s.id))
	return bot.Chat{Channel: Channel, ID: hex.EncodeToString(sum[:chatBytes])}
}

// sender is the person, who is alone in the chat.
func (s session) sender() string { return s.chat().ID }

// formPurpose parts our forms' tokens from those of other pages under the same host.
const formPurpose = "dondoc web form"

// token is what forms carry.
func (s session) token() string { return webkit.FormToken(s.id, formPurpose) }

func (s session) validToken(token string) bool {
	return webkit.ValidFormToken(token, s.id, formPurpose)
}

func newSession() session { return session{webkit.NewID(sessionBytes)} }

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
	id, ok := webkit.ReadID(c.Value, sessionBytes)
	return session{id}, ok
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
