package console

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"dondoc/bot/people"
	"dondoc/bot/webkit"
)

const (
	sessionBytes = 24
	idleLife     = 2 * time.Hour
	sessionLife  = 12 * time.Hour

	sessionCookie = "dondoc-quan-tri"
	// signInCookie is of a visitor who has not signed in. It is another one, so that a link that is opened from
	// elsewhere, to which browsers do not send the session's (SameSite), ends no session.
	signInCookie = "dondoc-quan-tri-vao"

	formPurpose = "dondoc console form"
)

// session is a random id, which is the cookie and leaves this package only as a hash.
type session struct{ id string }

// hash is the name by which the session is kept.
func (s session) hash() string { return keyHash("session", s.id) }

// token is what forms of the session carry.
func (s session) token() string { return webkit.FormToken(s.id, formPurpose) }

func (s session) validToken(token string) bool {
	return s.id != "" && webkit.ValidFormToken(token, s.id, formPurpose)
}

// cookieName binds a secure cookie to this host, so that no neighbour under the same domain can plant one.
func (c *Console) cookieName(name string) string {
	if c.cfg.SecureCookies {
		return "__Host-" + name
	}
	return name
}

// setCookie with an empty value takes the cookie back.
func (c *Console) setCookie(w http.ResponseWriter, name, value string, life time.Duration) {
	age := int(life / time.Second)
	if value == "" {
		age = -1
	}
	http.SetCookie(w, &http.Cookie{
		Name: c.cookieName(name), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: c.cfg.SecureCookies, SameSite: http.SameSiteStrictMode,
	})
}

// cookie reads a random id; "" when there is none of the right form.
func (c *Console) cookie(r *http.Request, name string) string {
	k, err := r.Cookie(c.cookieName(name))
	if err != nil {
		return ""
	}
	id, _ := webkit.ReadID(k.Value, sessionBytes)
	return id
}

// signedIn returns who has a session, or people.ErrKey.
func (c *Console) signedIn(r *http.Request) (*visit, error) {
	v := &visit{session: session{c.cookie(r, sessionCookie)}, policy: c.cfg.Policy}
	if v.id == "" {
		return nil, people.ErrKey
	}
	now := c.cfg.Now()
	s, err := c.cfg.Keys.Session(r.Context(), v.hash(), now)
	if err != nil {
		return nil, err
	}
	if !now.Before(s.Expires) || now.Sub(s.Made) >= sessionLife || now.Sub(s.Seen) >= idleLife {
		if err := c.cfg.Keys.EndSessions(r.Context(), v.hash(), s.Person); err != nil {
			return nil, err
		}
		return nil, people.ErrKey
	}
	v.since = s.Made
	if v.account, err = c.cfg.People.Account(r.Context(), s.Person); err != nil {
		return nil, err
	}
	if v.account.Name == "" {
		v.account.Name = s.Person.ID
	}
	return v, nil
}

// stranger is whoever signs in.
func (c *Console) stranger(r *http.Request) *visit {
	return &visit{session: session{c.cookie(r, signInCookie)}, policy: c.cfg.Policy}
}

// begin makes a session and returns the cookie's value.
func (c *Console) begin(ctx context.Context, p people.Person) (session, error) {
	now := c.cfg.Now()
	s := session{webkit.NewID(sessionBytes)}
	err := c.cfg.Keys.SaveSession(ctx, s.hash(), people.Session{Person: p, Made: now, Seen: now, Expires: now.Add(sessionLife)})
	if err != nil {
		return session{}, fmt.Errorf("console: begin a session: %w", err)
	}
	return s, nil
}
