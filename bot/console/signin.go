package console

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"dondoc/bot/people"
	"dondoc/bot/webkit"
)

const (
	signInPath = Base + "/vao"
	linkPath   = signInPath + "/lien-ket"
	outPath    = Base + "/ra"
	allOutPath = Base + "/ra-het"
)

func signInRoutes() []route {
	return []route{
		{method: "GET", path: signInPath, handle: signInPage},
		{method: "POST", path: signInPath, handle: signInByPassword},
		{method: "POST", path: linkPath, handle: signInByLink},
		{method: "POST", path: outPath, action: people.Console, handle: signOut},
		{method: "POST", path: allOutPath, action: people.Console, handle: signOutEverywhere},
	}
}

// signInForm is what the page of signing in is given.
type signInForm struct {
	Link    string // the secret of a one-time link; "" without one
	Login   string // as it was typed
	Problem string
}

// signInPage shows the way in. A link is not used by opening it: chats open links to show what is behind them.
func signInPage(c *Console, r *http.Request, v *visit) (reply, error) {
	id, _ := webkit.ReadID(r.URL.Query().Get("ma"), linkBytes)
	f := signInForm{Link: id}
	if id == "" && r.URL.Query().Has("ma") {
		f.Problem = "Liên kết không đầy đủ. Vui lòng mở lại liên kết hoặc xin liên kết mới."
	}
	return c.signInReply(v, f), nil
}

// signInReply shows the page, with a cookie for its token if the visitor has none.
func (c *Console) signInReply(v *visit, f signInForm) reply {
	fresh := v.id == ""
	if fresh {
		v.session = session{webkit.NewID(sessionBytes)}
	}
	a := page("signin.html", "Đăng nhập", f)
	id := v.id
	a.cookies = func(w http.ResponseWriter) {
		// The address holds the secret of a link: of it only the host goes into a Referer. (no-referrer would make
		// browsers send "Origin: null" with our own form.)
		w.Header().Set("Referrer-Policy", "strict-origin")
		if fresh {
			c.setCookie(w, signInCookie, id, time.Hour)
		}
	}
	return a
}

func signInByLink(c *Console, r *http.Request, v *visit) (reply, error) {
	if wait := c.tries.Take(c.cfg.TrustedProxies.Address(r)); wait > 0 {
		return c.signInRefused(v, signInForm{}, problemTooFast(wait)), nil
	}
	who, err := people.Person{}, error(people.ErrKey)
	if id, ok := webkit.ReadID(v.form.Get("ma"), linkBytes); ok {
		who, err = c.cfg.Keys.UseLink(r.Context(), keyHash("link", id), c.cfg.Now())
	}
	if errors.Is(err, people.ErrKey) {
		p, _ := problemOf(err)
		p.sentence += " Vui lòng xin liên kết mới."
		return c.signInRefused(v, signInForm{}, p), nil
	}
	if err != nil {
		return reply{}, fmt.Errorf("console: use a link: %w", err)
	}
	return c.admit(r, v, who)
}

// signInRefused shows the page again.
func (c *Console) signInRefused(v *visit, f signInForm, p problem) reply {
	f.Problem = p.sentence
	a := c.signInReply(v, f)
	a.status = p.status
	return a
}

// admit signs somebody in who has shown who they are, if their role lets them.
func (c *Console) admit(r *http.Request, v *visit, who people.Person) (reply, error) {
	account, err := c.cfg.People.Account(r.Context(), who)
	if err != nil {
		return reply{}, fmt.Errorf("console: read the account: %w", err)
	}
	standing := people.Standing{Role: account.Role, Board: account.Board, Web: true}
	if denied, ok := errors.AsType[*people.Denied](c.cfg.Policy.May(standing, people.Console)); ok {
		return c.signInRefused(v, signInForm{}, problem{status: http.StatusForbidden, sentence: denied.Sentence}), nil
	}
	ctx := people.WithActor(r.Context(), people.Actor{Person: who, Name: account.Name, Where: "console"})
	s, err := c.begin(ctx, who)
	if err != nil {
		return reply{}, err
	}
	a := redirect(Base+"/", "")
	a.cookies = func(w http.ResponseWriter) {
		c.setCookie(w, sessionCookie, s.id, sessionLife)
		c.setCookie(w, signInCookie, "", 0)
	}
	return a, nil
}

func signOut(c *Console, r *http.Request, v *visit) (reply, error) {
	return c.leave(r.Context(), v, v.hash())
}

func signOutEverywhere(c *Console, r *http.Request, v *visit) (reply, error) {
	return c.leave(r.Context(), v, "")
}

// leave ends the session of that hash, or with "" all of the person.
func (c *Console) leave(ctx context.Context, v *visit, hash string) (reply, error) {
	if err := c.cfg.Keys.EndSessions(ctx, hash, v.account.Person); err != nil {
		return reply{}, fmt.Errorf("console: sign out: %w", err)
	}
	a := reply{location: signInPath}
	a.cookies = func(w http.ResponseWriter) { c.setCookie(w, sessionCookie, "", 0) }
	return a, nil
}
