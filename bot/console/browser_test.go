package console_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"dondoc/bot/console"
	"dondoc/bot/people"
	"dondoc/bot/web/browsertest"
)

// click presses what the selector finds, as a person would, and waits for the page that comes.
func click(t *testing.T, ctx context.Context, selector string) {
	t.Helper()
	browsertest.Eval[bool](t, ctx, fmt.Sprintf(`window.left = true, document.querySelector(%q).click(), true`, selector))
	// While one page gives way to the next, looking at it fails: so it is looked at again, in the next moment.
	for range 2000 {
		there, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`window.left === undefined && document.readyState === 'complete'`))
		if there && err == nil {
			return
		}
		if ctx.Err() != nil {
			break
		}
	}
	t.Fatalf("no page comes after %s", selector)
}

// fill writes into a field.
func fill(t *testing.T, ctx context.Context, selector, text string) {
	t.Helper()
	browsertest.Eval[bool](t, ctx, fmt.Sprintf(`document.querySelector(%q).value = %q, true`, selector, text))
}

func text(t *testing.T, ctx context.Context, selector string) string {
	t.Helper()
	return browsertest.Eval[string](t, ctx, fmt.Sprintf(`(document.querySelector(%q) || {textContent: ''}).textContent`, selector))
}

// TestWithoutScripts goes the whole way in a browser whose scripts are switched off: in by a link, a code made, a mistake
// and its correction, out again. What opens on the way is judged, too.
func TestWithoutScripts(t *testing.T) {
	t.Parallel()
	axe := browsertest.AxeSource(t)
	for _, on := range []screen{phone, desktop} {
		t.Run(on.name, func(t *testing.T) {
			s := newSite(t, nil)
			s.fake.populate()
			path, _ := s.link(t, people.Administrator)
			ctx := browsertest.Start(t)
			show(t, ctx, on, "light")
			scripts := func(off bool) {
				t.Helper()
				if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off}); err != nil {
					t.Fatal(err)
				}
			}
			scripts(true)
			look := func(state string) {
				t.Helper()
				scripts(false) // the judge is one
				defer scripts(true)
				judge(t, ctx, axe, state)
				shootWhole(t, ctx, on.name+"-light-open-"+state)
			}
			do(t, ctx, chromedp.Navigate(s.URL+path))
			click(t, ctx, "button.main")
			if got := text(t, ctx, "h1"); got != "Tổng quan" {
				t.Fatalf("signed in to %q", got)
			}
			if on.touch {
				browsertest.Eval[bool](t, ctx, `document.querySelector('.drawer summary').click(), true`)
				look("menu")
				browsertest.Eval[bool](t, ctx, `document.querySelector('.drawer summary').click(), true`)
			}
			browsertest.Eval[bool](t, ctx, `document.querySelector('.me summary').click(), true`)
			look("account")
			do(t, ctx, chromedp.Navigate(s.URL+"/quan-tri/nguoi"))
			browsertest.Eval[bool](t, ctx, `document.querySelectorAll('.rows details').forEach((d) => { d.open = true; }), true`)
			look("people-open")
			do(t, ctx, chromedp.Navigate(s.URL+"/quan-tri/ma"))
			click(t, ctx, "main button.main")
			look("code-made")
			if code := text(t, ctx, ".secret"); !people.LooksLikeCode(code) || people.Hash(code) != s.fake.codes[0].Hash {
				t.Errorf("the page shows the code %q", code)
			}
			do(t, ctx, chromedp.Navigate(s.URL+"/quan-tri/noi-nhan/2"))
			fill(t, ctx, "input[name=steps]", "hằng ngày")
			click(t, ctx, "main form .main")
			look("mistake")
			if got := text(t, ctx, ".problem"); !strings.Contains(got, "Bước nhắc") {
				t.Errorf("the mistake is answered by %q", got)
			}
			fill(t, ctx, "input[name=steps]", "7,1,0")
			click(t, ctx, "main form .main")
			look("notice")
			if got := text(t, ctx, ".notice"); !strings.Contains(got, "Đã đặt giờ") {
				t.Errorf("the correction is answered by %q", got)
			}
			click(t, ctx, "form[action='/quan-tri/ra'] button")
			if got := text(t, ctx, "h1"); got != "Đăng nhập" || len(s.fake.sessions) != 0 {
				t.Errorf("signed out to %q, %d sessions are left", got, len(s.fake.sessions))
			}
		})
	}
}

// TestFromAnotherSite: a page elsewhere that sends our forms in a signed-in browser changes nothing.
func TestFromAnotherSite(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.fake.populate()
	s.signIn(t, people.Administrator)
	token := s.token(t)
	evil := newSite(t, func(c *console.Config) { c.Version = "khác" })
	ctx := browsertest.Start(t)
	s.lend(t, ctx)
	for _, form := range []struct{ host, token string }{{"127.0.0.1", token}, {"localhost", token}} {
		// The other site has another port, and then another name as well.
		do(t, ctx, chromedp.Navigate(strings.Replace(evil.URL, "127.0.0.1", form.host, 1)+"/quan-tri/vao"))
		s.fake.taken()
		browsertest.Eval[bool](t, ctx, `document.querySelector('meta[name=robots]') !== null`)
		const send = `(async () => { const f = await fetch(%q, {method: 'POST', mode: 'no-cors', credentials: 'include',
			headers: {'Content-Type': 'application/x-www-form-urlencoded'}, body: 'role=officer&token=%s'}).catch(() => 'refused'); return true; })()`
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](fmt.Sprintf(send, s.URL+"/quan-tri/ma", form.token), chromedp.EvalAwaitPromise)); err != nil {
			t.Fatal(err)
		}
		if calls := s.fake.taken(); len(calls) > 0 || len(s.fake.codes) > 0 {
			t.Errorf("from %s: called %q", form.host, calls)
		}
	}
}

// TestKeyboard: the first thing that Tab reaches leads past the menu, and everything that can be pressed shows that it
// has the focus.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.fake.populate()
	s.signIn(t, people.Administrator)
	ctx := browsertest.Start(t)
	show(t, ctx, desktop, "light")
	s.lend(t, ctx)
	do(t, ctx, chromedp.Navigate(s.URL+"/quan-tri/ma"), chromedp.KeyEvent("\t"))
	if !browsertest.Eval[bool](t, ctx, `document.activeElement.matches('.skip') && document.activeElement.getBoundingClientRect().top >= 0`) {
		t.Error("the first Tab does not reach the link to the content, or it is not seen")
	}
	do(t, ctx, chromedp.KeyEvent("\r"))
	if !browsertest.Eval[bool](t, ctx, `location.hash === '#noi-dung' && document.activeElement.tagName === 'MAIN'`) {
		t.Error("it does not lead to the content")
	}
	for i, want := range []string{"select[name=role]", "select[name=board]", "button.main"} {
		do(t, ctx, chromedp.KeyEvent("\t"))
		if !browsertest.Eval[bool](t, ctx, fmt.Sprintf(`document.activeElement.matches(%q) && parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2`, want)) {
			t.Errorf("Tab %d does not reach %s visibly", i+1, want)
		}
	}
}
