package main

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"dondoc/bot/web/browsertest"
)

// typeQuestion types a question and waits for the answer, whose text it returns.
func typeQuestion(t *testing.T, ctx context.Context, question string) string {
	t.Helper()
	n := browsertest.Eval[int](t, ctx, `document.querySelectorAll('.answer').length`)
	browsertest.Eval[bool](t, ctx, `document.getElementById('text').focus(), true`)
	if err := chromedp.Do(ctx, chromedp.KeyEvent(question), chromedp.KeyEvent(kb.Enter)); err != nil {
		t.Fatal(err)
	}
	browsertest.Await(t, ctx, fmt.Sprintf(`document.querySelectorAll('.answer').length > %d && !document.body.classList.contains('busy')`, n))
	return browsertest.Eval[string](t, ctx, `[...document.querySelectorAll('.answer')].pop().querySelector('.lines').innerText`)
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
			ctx := browsertest.Start(t)
			s := serve(t, "--data", t.TempDir(), "--as-of", "2023-04-20")
			calm := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}}
			if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, calm); err != nil {
				t.Fatal(err)
			}
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(on.width, on.height, on.options...), chromedp.Navigate(s.url)); err != nil {
				t.Fatal(err)
			}
			browsertest.Shoot(t, ctx, "program-"+on.name+"-1-welcome")
			has(t, typeQuestion(t, ctx, bacGiang), "Bắc Giang", "Bộ Công an", "31/05/2023", "41 ngày")
			browsertest.Shoot(t, ctx, "program-"+on.name+"-2-answer")
			browsertest.Eval[bool](t, ctx, `document.querySelectorAll('.answer details').forEach((d) => { d.open = true; }), document.querySelector('.citation').scrollIntoView(), true`)
			quote := browsertest.Eval[string](t, ctx, `document.querySelector('.answer .quote').innerText`)
			has(t, bare(quote), bare("trước tháng 6/2023"))
			has(t, sourceText(t), bare(quote))
			browsertest.Shoot(t, ctx, "program-"+on.name+"-3-citation")
			has(t, typeQuestion(t, ctx, "còn Hà Nam?"), "Hà Nam", "31/08/2023")
			browsertest.Shoot(t, ctx, "program-"+on.name+"-4-follow-up")
			has(t, typeQuestion(t, ctx, "những tỉnh nào đến hạn trước tháng 6/2023"), "4 tỉnh", "Bạc Liêu", "Nam Định")
			browsertest.Shoot(t, ctx, "program-"+on.name+"-5-list")
			if wide := browsertest.Eval[bool](t, ctx, `document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth`); wide {
				t.Error("the page scrolls sideways")
			}
		})
	}
}
