package web_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"dondoc/bot"
	"dondoc/bot/web/browsertest"
)

// seen tells whether the quotation is on the screen, so in the box that scrolls.
const seen = `(() => { const m = document.querySelector('mark').getBoundingClientRect(); return m.top >= 0 && m.bottom <= innerHeight; })()`

func TestFollowCitation(t *testing.T) {
	s := newSite(t, nil)
	ctx := browsertest.Start(t)
	open(t, ctx, s, phone, "light")
	ask(t, ctx, "Hạn của Bắc Giang?")
	do(t, ctx, chromedp.Click(".turn .citation summary"), chromedp.Click(".turn .context"))
	browsertest.Await(t, ctx, `document.querySelector('#reader mark')`)
	if got := browsertest.Eval[string](t, ctx, `document.querySelector('mark').textContent`); got != citedWords {
		t.Errorf("marked %q", got)
	}
	if !browsertest.Eval[bool](t, ctx, seen) {
		t.Error("the quotation is not on the screen")
	}
	if got := browsertest.Eval[string](t, ctx, `location.pathname`); got != "/" {
		t.Errorf("the chat was left for %s", got)
	}
	const content = `document.querySelector('.passage').outerHTML`
	shown := betweenTags.ReplaceAllString(browsertest.Eval[string](t, ctx, content), "><")
	do(t, ctx, chromedp.Click("#reader .later"))
	browsertest.Await(t, ctx, `document.querySelector('#reader .passage') && !document.querySelector('#reader mark')`)
	do(t, ctx, chromedp.Click("#reader-close"))
	browsertest.Await(t, ctx, `!document.getElementById('reader').open`)
	if !browsertest.Eval[bool](t, ctx, `document.activeElement.matches('.turn .context')`) {
		t.Error("the focus did not return to the citation")
	}
	href := browsertest.Eval[string](t, ctx, `document.querySelector('.turn .context').href`)
	do(t, ctx, chromedp.Navigate(href))
	if !browsertest.Eval[bool](t, ctx, seen) {
		t.Error("the page does not open at the quotation")
	}
	page := betweenTags.ReplaceAllString(browsertest.Eval[string](t, ctx, content), "><")
	if page = strings.ReplaceAll(page, ` id="trich"`, ""); page != shown {
		t.Errorf("the dialog shows\n%s\nbut the page\n%s", shown, page)
	}
	do(t, ctx, chromedp.Click(".top .button"), chromedp.WaitVisible(".answer"))
}

func TestFollowCitationByKeyboard(t *testing.T) {
	s := newSite(t, nil)
	ctx := browsertest.Start(t)
	open(t, ctx, s, desktop, "light")
	ask(t, ctx, "Hạn của Bắc Giang?")
	back := chromedp.KeyModifiers(chromedp.ModifierShift)
	tabTo(t, ctx, ".turn .citation summary", back)
	press(t, ctx, kb.Enter)
	tabTo(t, ctx, ".turn .context")
	press(t, ctx, kb.Enter)
	browsertest.Await(t, ctx, `document.querySelector('#reader mark')`)
	for range 8 { // the focus stays in the dialog, or goes to the browser's own controls
		if !browsertest.Eval[bool](t, ctx, `document.activeElement === document.body || document.getElementById('reader').contains(document.activeElement)`) {
			t.Fatalf("Tab leaves the dialog for %s", browsertest.Eval[string](t, ctx, `document.activeElement.outerHTML.slice(0, 80)`))
		}
		press(t, ctx, kb.Tab)
	}
	press(t, ctx, kb.Escape)
	browsertest.Await(t, ctx, `!document.getElementById('reader').open && document.activeElement.matches('.turn .context')`)
}

func TestCitationWithoutScript(t *testing.T) {
	s := newSite(t, nil)
	ctx := browsertest.Start(t)
	do(t, ctx, chromedp.Navigate("about:blank"))
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	open(t, ctx, s, phone, "light")
	do(t, ctx, chromedp.SendKeys("#text", "han cua bac giang"), chromedp.Click(".send"), chromedp.WaitVisible(".answer"),
		chromedp.Click(".turn .citation summary"), chromedp.Click(".turn .context"), chromedp.WaitVisible("mark"))
	if !browsertest.Eval[bool](t, ctx, seen) {
		t.Error("the page does not open at the quotation")
	}
	do(t, ctx, chromedp.Click(".top .button"), chromedp.WaitVisible(".answer"))
}

func TestHostilePassageInBrowser(t *testing.T) {
	s := newSite(t, nil)
	ctx := browsertest.Start(t)
	open(t, ctx, s, desktop, "light")
	ask(t, ctx, "độc")
	browsertest.Eval[bool](t, ctx, `document.querySelector('.turn .context').click(), true`)
	browsertest.Await(t, ctx, `document.querySelector('#reader mark')`)
	if n := browsertest.Eval[int](t, ctx, `document.querySelectorAll('#reader script, #reader img').length`); n != 0 {
		t.Errorf("%d elements came out of hostile text", n)
	}
}

func TestDraftsInBrowser(t *testing.T) {
	f := newFake()
	f.drafts = []bot.Reply{draftOf("Đang đọc"), draftOf("Đang đọc văn bản số 17")}
	f.next, f.release = make(chan struct{}), make(chan struct{})
	s := newSiteWith(t, f, nil)
	ctx := browsertest.Start(t)
	open(t, ctx, s, phone, "light")
	browsertest.Eval[bool](t, ctx, `document.querySelector('.example').click(), true`)
	browsertest.Await(t, ctx, `document.querySelector('.turn.draft .lines')?.textContent === 'Đang đọc'`)
	if !browsertest.Eval[bool](t, ctx, `document.querySelector('.turn.draft').getAttribute('aria-busy') === 'true' && Boolean(document.querySelector('.question .said'))`) {
		t.Error("the draft is not marked as one, or the question is not shown")
	}
	f.next <- struct{}{}
	browsertest.Await(t, ctx, `document.querySelector('.turn.draft .lines')?.textContent === 'Đang đọc văn bản số 17'`)
	if n := browsertest.Eval[int](t, ctx, `document.querySelectorAll('.answer').length`); n != 1 {
		t.Errorf("%d answers are shown while one is worked on", n)
	}
	browsertest.Shoot(t, ctx, phone.name+"-light-12-draft")
	close(f.release)
	browsertest.Await(t, ctx, `document.querySelector('.answer') && !document.querySelector('.draft') && !document.body.classList.contains('busy')`)
	if got := browsertest.Eval[string](t, ctx, `document.getElementById('turns').textContent`); strings.Contains(got, "Đang đọc") {
		t.Error("a draft is left over")
	}
}

func TestPicturesInBrowser(t *testing.T) {
	s := newSite(t, nil)
	ctx := browsertest.Start(t)
	open(t, ctx, s, phone, "dark")
	ask(t, ctx, "biểu đồ")
	browsertest.Await(t, ctx, `document.querySelector('.turn .picture').naturalWidth === 900`)
	fits(t, ctx)
	browsertest.Shoot(t, ctx, phone.name+"-dark-13-picture")
	const turns = `[...document.querySelectorAll('.turn')].map((e) => e.outerHTML).join('\n')`
	live := betweenTags.ReplaceAllString(browsertest.Eval[string](t, ctx, turns), "><")
	do(t, ctx, chromedp.Navigate(s.URL))
	if stored := betweenTags.ReplaceAllString(browsertest.Eval[string](t, ctx, turns), "><"); stored != live {
		t.Errorf("the script shows\n%s\nbut after a reload there is\n%s", live, stored)
	}
	if !regexp.MustCompile(`class="file" href="/tep/[0-9a-f]{32}" download`).MatchString(live) {
		t.Error("the file cannot be fetched")
	}
}
