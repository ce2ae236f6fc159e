package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"dondoc/bot/web"
	"dondoc/bot/web/browsertest"
)

func TestAccessibility(t *testing.T) {
	t.Parallel()
	axe := browsertest.AxeSource(t)
	for _, on := range []screen{phone, desktop} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(on.name+"-"+scheme, func(t *testing.T) {
				t.Parallel()
				s := newSite(t, func(c *web.Config) { c.EmbedOrigins = []string{"http://localhost:1"} })
				ctx := browsertest.Start(t)
				look := func(state string) {
					t.Helper()
					browsertest.Judge(t, ctx, axe, state)
					browsertest.Shoot(t, ctx, on.name+"-"+scheme+"-axe-"+strings.ReplaceAll(state, " ", "-"))
				}
				open(t, ctx, s, on, scheme)
				look("empty")
				for _, q := range []string{"Hạn của Bắc Giang?", "trưa nay ăn gì?", "Những tỉnh nào?", "biểu đồ"} {
					ask(t, ctx, q)
				}
				browsertest.Eval[bool](t, ctx, `document.querySelectorAll('.turn details').forEach((d) => { d.open = true; }), document.querySelector('.quote').scrollIntoView(), true`)
				look("conversation")
				browsertest.Eval[bool](t, ctx, `document.querySelector('.menu summary').click(), true`)
				look("menu")
				browsertest.Eval[bool](t, ctx, `document.querySelector('.context').click(), true`)
				browsertest.Await(t, ctx, `document.querySelector('#reader mark')`)
				look("dialog")
				do(t, ctx, chromedp.Navigate(s.URL+cited(t, s, "Hạn?")))
				look("passage")
				do(t, ctx, chromedp.Navigate(s.URL+strings.Replace(cited(t, s, "Hạn?"), "ma=", "ma=0", 1)))
				look("passage moved")
				do(t, ctx, chromedp.Navigate(s.URL+"/khong-co"))
				look("not found")
				openAt(t, ctx, s.URL+"/khung", on, scheme)
				ask(t, ctx, "Hạn của Bắc Giang?")
				look("framed")
				s.fake.setFailing(true)
				browsertest.Eval[bool](t, ctx, `document.getElementById('text').value = 'Hạn?', document.getElementById('composer').requestSubmit(), true`)
				browsertest.Await(t, ctx, `document.querySelector('.failure')`)
				setOffline(t, ctx, true, true)
				browsertest.Await(t, ctx, bar+` !== ''`)
				look("error and offline")
				setOffline(t, ctx, false, true)
				s.fake.setFailing(false)
				browsertest.Eval[bool](t, ctx, `document.querySelector('button.entry').click(), true`)
				do(t, ctx, chromedp.WaitVisible(`.panel`))
				look("forget")
			})
		}
	}
}

// TestAccessibilityIsJudged proves that the test above can fail.
func TestAccessibilityIsJudged(t *testing.T) {
	axe := browsertest.AxeSource(t)
	s := newSite(t, nil)
	ctx := browsertest.Start(t)
	open(t, ctx, s, phone, "light")
	do(t, ctx, chromedp.EvaluateAsDevTools[chromedp.Void](axe+"\n;undefined"))
	browsertest.Eval[bool](t, ctx, `document.querySelector('.send').removeAttribute('aria-label'), document.documentElement.removeAttribute('lang'), true`)
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`axe.run(document).then((r) => r.violations.map((v) => v.id))`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"button-name", "html-has-lang"} {
		if !strings.Contains(strings.Join(found, " "), want) {
			t.Errorf("axe-core overlooks %s: %q", want, found)
		}
	}
}
