package web_test

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

	"dondoc/bot/web/browsertest"
)

// TestScreens walks through what visitors see, on both screens and in both colours, and leaves pictures behind.
func TestScreens(t *testing.T) {
	t.Parallel()
	for _, on := range []screen{phone, desktop} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(on.name+"-"+scheme, func(t *testing.T) {
				t.Parallel()
				s := newSite(t, nil)
				ctx := browsertest.Start(t)
				open(t, ctx, s, on, scheme)
				look := func(name string) {
					t.Helper()
					fits(t, ctx)
					browsertest.Shoot(t, ctx, on.name+"-"+scheme+"-"+name)
				}
				look("1-welcome")
				ask(t, ctx, "bac giang phai xong so hoa thu tuc khi nao vay")
				look("2-answer")
				browsertest.Eval[bool](t, ctx, `document.querySelector('.citation summary').click(), true`)
				look("3-citation")
				browsertest.Eval[bool](t, ctx, `document.querySelector('.pill').click(), true`)
				browsertest.Await(t, ctx, `document.querySelectorAll('.answer').length === 2 && !document.body.classList.contains('busy')`)
				ask(t, ctx, "trưa nay ăn gì?")
				look("4-refused")
				ask(t, ctx, "Những tỉnh nào làm thí điểm năm 2023?")
				look("5-list")
				browsertest.Eval[bool](t, ctx, `document.querySelector('.bundle summary').click(), document.querySelectorAll('.bundle .citation')[1].open = true, document.querySelector('.bundle').scrollIntoView(), true`)
				look("6-bundle")
				s.fake.setFailing(true)
				browsertest.Eval[bool](t, ctx, `document.querySelector('.menu summary').click(), document.getElementById('text').value = 'Hạn của Hà Nam?', document.getElementById('composer').requestSubmit(), true`)
				browsertest.Await(t, ctx, `document.querySelector('.failure')`)
				look("7-failure")
				s.fake.setFailing(false)
				browsertest.Eval[bool](t, ctx, `document.querySelector('.entry').click(), true`)
				do(t, ctx, chromedp.WaitVisible(`.panel`))
				look("8-forget")
			})
		}
	}
}

// fits fails when the page needs sideways scrolling or a control is too small for a thumb.
func fits(t *testing.T, ctx context.Context) {
	t.Helper()
	wide := browsertest.Eval[[]string](t, ctx, `[document.scrollingElement, document.getElementById('log')]
		.filter((e) => e && e.scrollWidth > e.clientWidth).map((e) => e.tagName + ' ' + e.scrollWidth + ' > ' + e.clientWidth)`)
	for _, w := range wide {
		t.Errorf("scrolls sideways: %s", w)
	}
	small := browsertest.Eval[[]string](t, ctx, `[...document.querySelectorAll('button, summary, a.button')].filter((e) => e.offsetParent)
		.filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 80))`)
	for _, b := range small {
		t.Errorf("lower than 44 px: %s", b)
	}
}
