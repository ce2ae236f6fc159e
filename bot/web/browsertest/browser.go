// Package browsertest drives the installed Chromium for tests that look at pages.
package browsertest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long one test may keep its browser.
const patience = 2 * time.Minute

// Start starts Chromium with an empty profile, which lasts as long as the test. The options come after its own.
// Where there is none the test is skipped, or fails if DONDOC_REQUIRE_CHROMIUM=1.
func Start(t *testing.T, options ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	path := installed()
	if path == "" {
		if os.Getenv("DONDOC_REQUIRE_CHROMIUM") == "1" {
			t.Fatal("no Chromium on this machine, but DONDOC_REQUIRE_CHROMIUM=1")
		}
		t.Skip("no Chromium on this machine: nothing is tried in a browser")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "vi"),
		// A mouse, which a machine without a screen does not have; touch emulation overrides it.
		chromedp.Flag("blink-settings", "primaryPointerType=4,availablePointerTypes=4,primaryHoverType=2,availableHoverTypes=2"),
	)
	opts = append(opts, options...)
	// Not t.Context(): it ends before the clean-up that closes the browser in an orderly way.
	limited, done := context.WithTimeout(context.Background(), patience)
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

func installed() string {
	for _, name := range []string{"/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Eval runs a script in the page.
func Eval[T any](t *testing.T, ctx context.Context, js string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](js))
	if err != nil {
		t.Fatalf("%s: %v", js, err)
	}
	return v
}

// Await returns when the condition holds in the page, which it looks at with every
// frame. (chromedp.Poll compiles a string, which the page's policy forbids.)
func Await(t *testing.T, ctx context.Context, condition string) {
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

// Shoot keeps a picture of the page as name.png in $DONDOC_SCREENSHOTS, if that is set.
func Shoot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	dir := os.Getenv("DONDOC_SCREENSHOTS")
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		t.Fatal(err)
	}
}
