package web_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"dondoc/bot/web"
	"dondoc/bot/web/browsertest"
)

// axeSource is the script of the npm package axe-core under $DONDOC_NODE_MODULES. Without it the test is skipped, or
// fails if DONDOC_REQUIRE_NPM=1.
func axeSource(t *testing.T) string {
	t.Helper()
	path := filepath.Join(os.Getenv("DONDOC_NODE_MODULES"), "axe-core", "axe.min.js")
	source, err := os.ReadFile(path)
	if err == nil {
		return string(source)
	}
	if os.Getenv("DONDOC_REQUIRE_NPM") == "1" {
		t.Fatalf("no axe-core in DONDOC_NODE_MODULES, but DONDOC_REQUIRE_NPM=1: %v", err)
	}
	t.Skip("no axe-core in DONDOC_NODE_MODULES: accessibility is not judged by it")
	return ""
}

// judge has axe-core look at the page as it is now, and fails for each serious or critical violation. DevTools are not
// bound by the page's policy.
func judge(t *testing.T, ctx context.Context, axe, state string) {
	t.Helper()
	if !browsertest.Eval[bool](t, ctx, `typeof window.axe === 'object'`) {
		do(t, ctx, chromedp.EvaluateAsDevTools[chromedp.Void](axe+"\n;undefined"))
	}
	const run = `axe.run(document, { iframes: false, resultTypes: ['violations'] }).then((r) => [
		'rules ' + (r.passes.length > 15),
		...r.violations.filter((v) => ['serious', 'critical'].includes(v.impact))
			.map((v) => v.id + ': ' + v.help + ': ' + v.nodes.map((n) => n.target + ' ' + n.any.map((a) => a.message).join()).join(' | '))])`
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](run, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", state, err)
	}
	if found[0] != "rules true" {
		t.Errorf("%s: axe-core found hardly anything to judge", state)
	}
	for _, v := range found[1:] {
		t.Errorf("%s: %s", state, v)
	}
}

func TestAccessibility(t *testing.T) {
	t.Parallel()
	axe := axeSource(t)
	for _, on := range []screen{phone, desktop} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(on.name+"-"+scheme, func(t *testing.T) {
				t.Parallel()
				s := newSite(t, func(c *web.Config) { c.EmbedOrigins = []string{"http://localhost:1"} })
				ctx := browsertest.Start(t)
				look := func(state string) {
					t.Helper()
					judge(t, ctx, axe, state)
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
	axe := axeSource(t)
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
