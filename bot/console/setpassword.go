package console

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"time"
	"unicode/utf8"

	"dondoc/bot/people"
)

const (
	passwordPath  = Base + "/mat-khau"
	leastPassword = 12 // letters
	// freshSignIn is how new a session must be for its password to be set: a machine left alone gives nobody a lasting
	// way in.
	freshSignIn = 30 * time.Minute
)

func passwordRoutes() []route {
	return []route{
		{method: "GET", path: passwordPath, action: people.Console, handle: passwordPage},
		{method: "POST", path: passwordPath, action: people.Console, handle: setPassword},
	}
}

// passwordForm is what the page is given. The secret goes with the form, so nothing is kept of whoever does not finish.
type passwordForm struct {
	Stale   bool // they signed in too long ago
	Fixed   bool // the login is theirs already: who only signs in here is called by it
	Login   string
	Least   int
	Secret  string // in groups of four
	Address string // otpauth://…
	Code    drawing
	Problem string
}

func passwordPage(c *Console, _ *http.Request, v *visit) (reply, error) {
	return c.passwordReply(v, "", newSecret(), "")
}

// passwordReply shows the page, with a mistake if there is one.
func (c *Console) passwordReply(v *visit, login string, secret []byte, mistake string) (reply, error) {
	f := passwordForm{Login: login, Least: leastPassword, Secret: grouped(secret), Problem: mistake}
	if v.account.Channel == people.ConsoleChannel {
		f.Login, f.Fixed = v.account.ID, true
	}
	f.Stale = c.cfg.Now().Sub(v.since) >= freshSignIn
	account := f.Login
	if account == "" {
		account = v.account.Name
	}
	key, err := keyLink(secret, account)
	if err == nil {
		f.Address = key.URL()
		f.Code, err = draw(key)
	}
	if err != nil {
		return reply{}, fmt.Errorf("console: show a secret: %w", err)
	}
	a := page("password.html", "Mật khẩu và mã một lần", f)
	if mistake != "" {
		a.status = http.StatusUnprocessableEntity
	}
	return a, nil
}

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{2,63}$`)

const loginRule = "Tên đăng nhập gồm 3 đến 64 chữ cái không dấu, chữ số hoặc các dấu . _ @ - và bắt đầu bằng chữ hoặc số."

// setPassword also ends all other sessions of the person: whoever had the old password is out.
func setPassword(c *Console, r *http.Request, v *visit) (reply, error) {
	now := c.cfg.Now()
	if now.Sub(v.since) >= freshSignIn {
		return reply{}, bad("Để đặt mật khẩu, vui lòng đăng xuất rồi đăng nhập lại, sau đó đặt trong vòng %d phút.", int(freshSignIn.Minutes()))
	}
	login, password := plainLogin(v.form.Get("login")), v.form.Get("password")
	if v.account.Channel == people.ConsoleChannel {
		login = v.account.ID
	}
	secret, ok := readSecret(v.form.Get("secret"))
	if !ok {
		return c.passwordReply(v, login, newSecret(), "Khóa của mã một lần không còn đúng. Vui lòng quét lại mã dưới đây.")
	}
	step := stepOf(secret, v.form.Get("code"), now)
	if mistake := passwordMistake(login, password, v.form.Get("again"), step); mistake != "" {
		return c.passwordReply(v, login, secret, mistake)
	}
	p := people.Password{Login: login, Person: v.account.Person, Secret: secret, Step: step, Changed: now}
	if err := c.hashes(r.Context(), func() { p.Hash = hashPassword(password) }); err != nil {
		return reply{}, fmt.Errorf("console: set a password: %w", err)
	}
	switch err := c.cfg.Keys.SavePassword(r.Context(), p); {
	case errors.Is(err, people.ErrTaken):
		taken, _ := problemOf(err)
		return c.passwordReply(v, login, secret, taken.sentence)
	case err != nil:
		return reply{}, fmt.Errorf("console: set a password: %w", err)
	}
	if err := c.cfg.Keys.EndSessions(r.Context(), "", v.account.Person); err != nil {
		return reply{}, fmt.Errorf("console: end the other sessions: %w", err)
	}
	s, err := c.begin(r.Context(), v.account.Person)
	if err != nil {
		return reply{}, err
	}
	a := redirect(Base+"/", "Đã đặt mật khẩu. Các phiên làm việc khác của anh/chị đã được đăng xuất.")
	a.cookies = func(w http.ResponseWriter) { c.setCookie(w, sessionCookie, s.id, sessionLife) }
	v.session = s // the notice is for the new one
	return a, nil
}

func passwordMistake(login, password, again string, step int64) string {
	switch {
	case !loginForm.MatchString(login):
		return loginRule
	case utf8.RuneCountInString(password) < leastPassword || len(password) > mostTyped:
		return fmt.Sprintf("Mật khẩu phải có ít nhất %d ký tự. Một câu dài dễ nhớ là tốt nhất.", leastPassword)
	case password == login:
		return "Mật khẩu không được trùng với tên đăng nhập."
	case password != again:
		return "Hai lần nhập mật khẩu không giống nhau."
	case step == 0:
		return "Mã một lần không đúng. Vui lòng nhập mã đang hiện trên điện thoại; nếu vẫn không đúng, đề nghị kiểm tra giờ của điện thoại."
	}
	return ""
}
