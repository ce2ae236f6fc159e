package console

import (
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"dondoc/bot/webkit"
)

const (
	flashCookie = "dondoc-quan-tri-bao"
	flashLife   = 5 * time.Minute
	mostFlash   = 600 // runes; a cookie holds 4 kB
	flashParts  = "dondoc console notice "
)

// setFlash keeps a notice for the next page. It is in a cookie, as several copies of the program may answer, and signed
// by the session, so that nobody else can put words on the page.
func (c *Console) setFlash(w http.ResponseWriter, s session, notice string) {
	if notice == "" || s.id == "" {
		return
	}
	text := base64.RawURLEncoding.EncodeToString([]byte(webkit.Shorten(webkit.OneLine(notice), mostFlash)))
	c.setCookie(w, flashCookie, text+"."+webkit.FormToken(s.id, flashParts+text), flashLife)
}

// takeFlash returns the notice that was kept, once.
func (c *Console) takeFlash(w http.ResponseWriter, r *http.Request, s session) string {
	k, err := r.Cookie(c.cookieName(flashCookie))
	if err != nil {
		return ""
	}
	c.setCookie(w, flashCookie, "", 0)
	return readFlash(k.Value, s.id)
}

// readFlash returns the notice in a cookie of the session with that id; "" for any other cookie.
func readFlash(cookie, id string) string {
	text, sign, _ := strings.Cut(cookie, ".")
	if id == "" || !webkit.ValidFormToken(sign, id, flashParts+text) {
		return ""
	}
	notice, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return ""
	}
	return string(notice)
}
