package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

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
		t.Skip("no Chromium on this machine: the program is not tried in a browser")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU)
	limited, done := context.WithTimeout(context.Background(), patience) // t.Context ends before the orderly close
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

// evaluate runs a script in the page.
func evaluate[T any](t *testing.T, ctx context.Context, js string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](js))
	if err != nil {
		t.Fatalf("%s: %v", js, err)
	}
	return v
}

// await returns when the condition holds in the page, which it looks at with every frame.
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

// typeQuestion types a question and waits for the answer, whose text it returns.
func typeQuestion(t *testing.T, ctx context.Context, question string) string {
	t.Helper()
	n := evaluate[int](t, ctx, `document.querySelectorAll('.answer').length`)
	evaluate[bool](t, ctx, `document.getElementById('text').focus(), true`)
	if err := chromedp.Do(ctx, chromedp.KeyEvent(question), chromedp.KeyEvent(kb.Enter)); err != nil {
		t.Fatal(err)
	}
	await(t, ctx, fmt.Sprintf(`document.querySelectorAll('.answer').length > %d && !document.body.classList.contains('busy')`, n))
	return evaluate[string](t, ctx, `[...document.querySelectorAll('.answer')].pop().querySelector('.lines').innerText`)
}

// TestInBrowser asks the whole program through Chromium, on a phone's screen and on a desk's.
func TestInBrowser(t *testing.T) {
	t.Parallel()
	for _, on := range []struct {
		name          string
		width, height int64
		options       []chromedp.EmulateViewportOption
	}{
		{"390x844", 390, 844, []chromedp.EmulateViewportOption{chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulatePortrait}},
		{"1280x800", 1280, 800, nil},
	} {
		t.Run(on.name, func(t *testing.T) {
			ctx := browser(t)
			s := serve(t, "--data", t.TempDir(), "--as-of", "2023-04-20")
			calm := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}}
			if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, calm); err != nil {
				t.Fatal(err)
			}
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(on.width, on.height, on.options...), chromedp.Navigate(s.url)); err != nil {
				t.Fatal(err)
			}
			shoot(t, ctx, on.name+"-1-welcome")
			has(t, typeQuestion(t, ctx, bacGiang), "Bắc Giang", "Bộ Công an", "31/05/2023", "41 ngày")
			shoot(t, ctx, on.name+"-2-answer")
			evaluate[bool](t, ctx, `document.querySelectorAll('.answer details').forEach((d) => { d.open = true; }), document.querySelector('.citation').scrollIntoView(), true`)
			quote := evaluate[string](t, ctx, `document.querySelector('.answer .quote').innerText`)
			has(t, bare(quote), bare("trước tháng 6/2023"))
			has(t, sourceText(t), bare(quote))
			shoot(t, ctx, on.name+"-3-citation")
			has(t, typeQuestion(t, ctx, "còn Hà Nam?"), "Hà Nam", "31/08/2023")
			shoot(t, ctx, on.name+"-4-follow-up")
			has(t, typeQuestion(t, ctx, "những tỉnh nào đến hạn trước tháng 6/2023"), "4 tỉnh", "Bạc Liêu", "Nam Định")
			shoot(t, ctx, on.name+"-5-list")
			if wide := evaluate[bool](t, ctx, `document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth`); wide {
				t.Error("the page scrolls sideways")
			}
		})
	}
}

// shoot keeps a picture in $DONDOC_SCREENSHOTS, if that is set.
func shoot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("DONDOC_SCREENSHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "program-"+name+".png"), png)
}
