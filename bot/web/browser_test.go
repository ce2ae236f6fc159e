package web_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"dondoc/bot/web/browsertest"
)

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func press(t *testing.T, ctx context.Context, keys string) {
	t.Helper()
	do(t, ctx, chromedp.KeyEvent(keys))
}

// tabTo presses Tab until the element with the keyboard's focus matches the selector.
func tabTo(t *testing.T, ctx context.Context, selector string, opts ...chromedp.KeyOption) {
	t.Helper()
	for range 40 {
		if browsertest.Eval[bool](t, ctx, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			return
		}
		do(t, ctx, chromedp.KeyEvent(kb.Tab, opts...))
	}
	t.Fatalf("Tab never reaches %s", selector)
}

// until looks at a condition of the test itself, which the page knows nothing of, again and again for 20 s.
func until(t *testing.T, ctx context.Context, what string, holds func() bool) {
	t.Helper()
	const pause = `new Promise((ok) => setTimeout(() => ok(true), 20))`
	for range 1000 {
		if holds() {
			return
		}
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](pause, chromedp.EvalAwaitPromise)); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatalf("waited in vain for %s", what)
}

type screen struct {
	name          string
	width, height int64
	touch         bool
}

var (
	phone   = screen{"390x844", 390, 844, true}
	desktop = screen{"1280x800", 1280, 800, false}
)

// open shows the page on a screen, calmly: nothing moves, so that a picture shows where things end up.
func open(t *testing.T, ctx context.Context, s *site, on screen, scheme string) {
	t.Helper()
	openAt(t, ctx, s.URL, on, scheme)
}

func openAt(t *testing.T, ctx context.Context, address string, on screen, scheme string) {
	t.Helper()
	var opts []chromedp.EmulateViewportOption
	if on.touch {
		opts = append(opts, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulatePortrait)
	}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}}); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.EmulateViewport(on.width, on.height, opts...), chromedp.Navigate(address))
}

// ask types a question and waits for one more answer.
func ask(t *testing.T, ctx context.Context, question string) {
	t.Helper()
	n := browsertest.Eval[int](t, ctx, `document.querySelectorAll('.answer').length`)
	browsertest.Eval[bool](t, ctx, `document.getElementById('text').focus(), true`)
	press(t, ctx, question)
	press(t, ctx, kb.Enter)
	browsertest.Await(t, ctx, fmt.Sprintf(`document.querySelectorAll('.answer').length > %d && !document.body.classList.contains('busy')`, n))
}
