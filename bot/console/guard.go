package console

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"time"

	"dondoc/bot/people"
)

// visit is who asks, and with what.
type visit struct {
	session
	account people.Account
	since   time.Time // when they signed in
	policy  *people.Policy
	form    url.Values        // of a POST that brings no files
	parts   *multipart.Reader // of a POST that brings files: what comes after the token
}

// may tells whether who asks may do something else than the route's Action, to show or hide it.
func (v *visit) may(a people.Action) bool { return v.policy.May(v.standing(), a) == nil }

func (v *visit) standing() people.Standing {
	return people.Standing{Role: v.account.Role, Board: v.account.Board, Web: true}
}

// enter stands before every handler: nothing is called before all of it holds.
func (c *Console) enter(w http.ResponseWriter, r *http.Request, rt route) {
	if bad := checkBody(w, r, rt); bad != nil {
		c.refuse(w, r, *bad)
		return
	}
	v, bad, err := c.visitor(r, rt)
	if err != nil {
		c.fail(w, r, v, err)
		return
	}
	if bad != nil {
		if bad.signIn && r.Method == http.MethodGet {
			http.Redirect(w, r, signInPath, http.StatusSeeOther)
			return
		}
		c.refuse(w, r, *bad)
		return
	}
	if r.Method == http.MethodPost {
		if bad := c.readForm(r, rt, v); bad != nil {
			c.refuse(w, r, *bad)
			return
		}
	}
	r = r.WithContext(people.WithActor(r.Context(), people.Actor{Person: v.account.Person, Name: v.account.Name, Where: "console"}))
	answer, err := rt.handle(c, r, v)
	if err != nil {
		c.fail(w, r, v, err)
		return
	}
	c.send(w, r, v, answer)
}

// checkBody refuses a POST of the wrong kind or length, before anything of it is read.
func checkBody(w http.ResponseWriter, r *http.Request, rt route) *problem {
	if r.Method != http.MethodPost {
		return nil
	}
	want := "application/x-www-form-urlencoded"
	if rt.files {
		want = "multipart/form-data"
	}
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != want {
		return &problemMediaType
	}
	if r.ContentLength > rt.most() {
		return tooLarge(rt)
	}
	r.Body = http.MaxBytesReader(w, r.Body, rt.most())
	return nil
}

// visitor finds out who asks and whether they may. The role is that of this moment: one that was taken away is gone.
func (c *Console) visitor(r *http.Request, rt route) (*visit, *problem, error) {
	if rt.action == "" {
		return c.stranger(r), nil, nil
	}
	v, err := c.signedIn(r)
	if errors.Is(err, people.ErrKey) {
		return nil, &problemSignIn, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("console: read the session: %w", err)
	}
	for _, a := range []people.Action{people.Console, rt.action} {
		if denied, ok := errors.AsType[*people.Denied](c.cfg.Policy.May(v.standing(), a)); ok {
			return nil, &problem{status: http.StatusForbidden, sentence: denied.Sentence}, nil
		}
	}
	return v, nil, nil
}

// mostToken is more than a token has.
const mostToken = 200

// readForm reads the form, of one with files only the token, and checks that it comes from a page of this session.
func (c *Console) readForm(r *http.Request, rt route, v *visit) *problem {
	token, err := "", error(nil)
	if rt.files {
		token, err = v.readParts(r)
	} else {
		err = r.ParseForm()
		v.form = r.PostForm
		token = r.PostForm.Get("token")
	}
	if _, long := errors.AsType[*http.MaxBytesError](err); long {
		return tooLarge(rt)
	}
	if err != nil {
		return &problemForm
	}
	if !v.validToken(token) {
		return &problemStale
	}
	return nil
}

// readParts reads the first field of a form with files, which has to be the token: so a file is not even looked at
// before it is known who sends it.
func (v *visit) readParts(r *http.Request) (token string, err error) {
	v.parts, err = r.MultipartReader()
	if err != nil {
		return "", err
	}
	first, err := v.parts.NextPart()
	if err != nil {
		return "", err
	}
	if first.FormName() != "token" {
		return "", nil
	}
	text, err := io.ReadAll(io.LimitReader(first, mostToken))
	return string(text), err
}
