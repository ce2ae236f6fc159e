package web_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// browser starts Chromium with an empty profile, or skips the test where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		if os.Getenv("DONDOC_REQUIRE_CHROMIUM") == "1" {
			t.Fatal("no Chromium on this machine, but DONDOC_REQUIRE_CHROMIUM=1")
		}
		t.Skip("no Chromium on this machine: the page is not tried in a browser")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "vi"),
		// A mouse, which a machine without a screen does not have; touch emulation overrides it.
		chromedp.Flag("blink-settings", "primaryPointerType=4,availablePointerTypes=4,primaryHoverType=2,availableHoverTypes=2"),
	)
	// Not t.Context(): it ends before the clean-up that closes the browser in an orderly way.
	limited, done := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(done)
	alloc, stop := chromedp.NewExecAllocator(limited, opts...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc, chromedp.WithErrorf(t.Logf))
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Logf("close the browser: %v", err)
		}
		cancel()
	})
	return ctx
}

func shots(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("DONDOC_SCREENSHOTS")
	if dir == "" {
		return t.TempDir()
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func shoot(t *testing.T, ctx context.Context, dir, name string) {
	t.Helper()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		t.Fatal(err)
	}
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func eval[T any](t *testing.T, ctx context.Context, js string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](js))
	if err != nil {
		t.Fatalf("%s: %v", js, err)
	}
	return v
}

// await returns when the condition holds in the page. (chromedp.Poll compiles a string, which the page's policy forbids.)
func await(t *testing.T, ctx context.Context, condition string) {
	t.Helper()
	js := fmt.Sprintf(`new Promise((ok, no) => {
		const start = performance.now();
		const look = () => (%s) ? ok(true) : performance.now() - start > 20000 ? no(new Error('in vain')) : requestAnimationFrame(look);
		look();
	})`, condition)
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](js, chromedp.EvalAwaitPromise)); err != nil {
		t.Fatalf("waiting for %s: %v", condition, err)
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
		if eval[bool](t, ctx, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			return
		}
		do(t, ctx, chromedp.KeyEvent(kb.Tab, opts...))
	}
	t.Fatalf("Tab never reaches %s", selector)
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
	do(t, ctx, chromedp.EmulateViewport(on.width, on.height, opts...), chromedp.Navigate(s.URL))
}

// ask types a question and waits for one more answer.
func ask(t *testing.T, ctx context.Context, question string) {
	t.Helper()
	n := eval[int](t, ctx, `document.querySelectorAll('.answer').length`)
	eval[bool](t, ctx, `document.getElementById('text').focus(), true`)
	press(t, ctx, question)
	press(t, ctx, kb.Enter)
	await(t, ctx, fmt.Sprintf(`document.querySelectorAll('.answer').length > %d && !document.body.classList.contains('busy')`, n))
}
