package console

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"dondoc/bot/people"
)

// problemPassword does not tell what was wrong: whoever guesses would learn which logins there are.
var problemPassword = problem{status: http.StatusForbidden, sentence: "Tên đăng nhập, mật khẩu hoặc mã một lần không đúng. Mỗi mã một lần chỉ dùng được một lần."}

// mostTyped bounds what is hashed, in bytes.
const mostTyped = 1000

func signInByPassword(c *Console, r *http.Request, v *visit) (reply, error) {
	login := plainLogin(v.form.Get("login"))
	wait := c.tries.Take(c.cfg.TrustedProxies.Address(r))
	if wait == 0 { // else an address that is held up could hold up somebody's login
		wait = c.logins.Take(keyHash("login", login))
	}
	if wait > 0 {
		return c.signInRefused(v, signInForm{Login: login}, problemTooFast(wait)), nil
	}
	who, err := c.recognise(r, login, v.form.Get("password"), v.form.Get("code"))
	if errors.Is(err, people.ErrKey) {
		c.cfg.Log.WarnContext(r.Context(), "console: refused a password")
		return c.signInRefused(v, signInForm{Login: login}, problemPassword), nil
	}
	if err != nil {
		return reply{}, fmt.Errorf("console: check a password: %w", err)
	}
	return c.admit(r, v, who)
}

// recognise returns whose login, password and code these are, or people.ErrKey. An unknown login takes as long as a
// wrong password: all is computed before anything is judged.
func (c *Console) recognise(r *http.Request, login, password, code string) (people.Person, error) {
	ctx := r.Context()
	p, err := c.cfg.Keys.Password(ctx, login)
	known := err == nil
	if err != nil && !errors.Is(err, people.ErrKey) {
		return people.Person{}, err
	}
	stored, ok := parseHash(p.Hash)
	if !ok {
		stored, known = nobodysHash, false
	}
	if len(password) > mostTyped {
		password, known = "", false
	}
	fits := false
	if err := c.hashes(ctx, func() { fits = stored.fits(password) }); err != nil {
		return people.Person{}, err
	}
	step := stepOf(p.Secret, code, c.cfg.Now())
	if !known || !fits || step == 0 || len(p.Secret) == 0 {
		return people.Person{}, people.ErrKey
	}
	if err := c.cfg.Keys.UseStep(ctx, login, step); err != nil {
		return people.Person{}, err
	}
	return p.Person, nil
}

// plainLogin is the form in which logins are kept.
func plainLogin(s string) string {
	if len(s) > mostTyped {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(s))
}
