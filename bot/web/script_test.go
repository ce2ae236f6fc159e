package web_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"dondoc/bot/web/browsertest"
)

func TestKeyboardOnly(t *testing.T) {
	s := newSite(t, nil)
	ctx := browsertest.Start(t)
	open(t, ctx, s, desktop, "light")
	if !browsertest.Eval[bool](t, ctx, `document.activeElement.id === 'text'`) {
		t.Error("with a keyboard the text box should have the focus")
	}
	browsertest.Eval[bool](t, ctx, `document.body.tabIndex = -1, document.body.focus(), document.body.removeAttribute('tabindex'), true`)
	press(t, ctx, kb.Tab)
	if !browsertest.Eval[bool](t, ctx, `document.activeElement.matches('.skip')`) {
		t.Error("the first stop is not the link to the text box")
	}
	press(t, ctx, kb.Enter)
	tabTo(t, ctx, "#text")

	press(t, ctx, "bac giang")
	do(t, ctx, chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierShift)))
	press(t, ctx, "khi nao vay")
	if got := browsertest.Eval[string](t, ctx, `document.getElementById('text').value`); got != "bac giang\nkhi nao vay" {
		t.Errorf("after Shift+Enter the text is %q", got)
	}
	press(t, ctx, kb.Enter)
	browsertest.Await(t, ctx, `document.querySelectorAll('.answer').length === 1 && !document.body.classList.contains('busy')`)
	if got := browsertest.Eval[string](t, ctx, `document.getElementById('text').value`); got != "" {
		t.Errorf("the text box holds %q after sending", got)
	}
	if s.fake.messages()[0].Text != "bac giang\r\nkhi nao vay" && s.fake.messages()[0].Text != "bac giang\nkhi nao vay" {
		t.Errorf("sent %q", s.fake.messages()[0].Text)
	}

	back := chromedp.KeyModifiers(chromedp.ModifierShift)
	tabTo(t, ctx, ".citation summary", back)
	if !browsertest.Eval[bool](t, ctx, `getComputedStyle(document.activeElement).outlineStyle === 'solid'`) {
		t.Error("the focus is not visible")
	}
	press(t, ctx, kb.Enter)
	if !browsertest.Eval[bool](t, ctx, `document.querySelector('.citation').open && document.querySelector('.quote').checkVisibility()`) {
		t.Error("Enter does not open the citation")
	}
	if got := browsertest.Eval[string](t, ctx, `document.querySelector('.quote').textContent`); got != card().Citations[0].Quote {
		t.Errorf("quoted %q", got)
	}
	tabTo(t, ctx, ".pill[value=nhac1]")
	press(t, ctx, kb.Enter)
	browsertest.Await(t, ctx, `document.querySelectorAll('.answer').length === 2 && !document.body.classList.contains('busy')`)
	if got := s.fake.messages(); got[1].Choice != "nhac1" {
		t.Errorf("pressed %+v", got[1])
	}
}

var betweenTags = regexp.MustCompile(`>\s+<`)

// TestReloadShowsTheSame holds the script and the templates to one rendering.
func TestReloadShowsTheSame(t *testing.T) {
	s := newSite(t, nil)
	ctx := browsertest.Start(t)
	open(t, ctx, s, phone, "light")
	for _, q := range []string{"Hạn của Bắc Giang?", "Những tỉnh nào?", "trưa nay ăn gì?", "độc"} {
		ask(t, ctx, q)
	}
	const turns = `[...document.querySelectorAll('.turn')].map((e) => e.outerHTML).join('\n')`
	live := betweenTags.ReplaceAllString(browsertest.Eval[string](t, ctx, turns), "><")
	do(t, ctx, chromedp.Navigate(s.URL))
	stored := betweenTags.ReplaceAllString(browsertest.Eval[string](t, ctx, turns), "><")
	if live == "" || live != stored {
		t.Errorf("the script shows\n%s\nbut after a reload there is\n%s", live, stored)
	}
	if n := browsertest.Eval[int](t, ctx, `document.querySelectorAll('#turns script, #turns img').length`); n != 0 {
		t.Errorf("%d elements came out of hostile text", n)
	}
}

func TestPageAList(t *testing.T) {
	s := newSite(t, nil)
	ctx := browsertest.Start(t)
	open(t, ctx, s, phone, "light")
	ask(t, ctx, "Những tỉnh nào làm thí điểm năm 2023?")
	if n := browsertest.Eval[int](t, ctx, `document.querySelectorAll('.turn .line.item').length`); n != 11 {
		t.Errorf("%d entries on the first page, want 11", n)
	}
	do(t, ctx, chromedp.Click(".turn .pill[value=trang2]"))
	browsertest.Await(t, ctx, `document.querySelectorAll('.answer').length === 2 && !document.body.classList.contains('busy')`)
	got := browsertest.Eval[string](t, ctx, `[...document.querySelectorAll('.turn')].slice(-2).map((e) => e.innerText).join('|')`)
	if !strings.Contains(got, "Trang sau|") || !strings.Contains(got, "12.") || !strings.Contains(got, "Yên Bái") {
		t.Errorf("the second page is %q", got)
	}
	if got := s.fake.messages(); len(got) != 2 || got[1].Choice != "trang2" || got[1].Text != "" {
		t.Errorf("the conversation got %+v", got)
	}
}

func TestBusy(t *testing.T) {
	f := newFake()
	f.received, f.release = make(chan struct{}, 1), make(chan struct{})
	s := newSiteWith(t, f, nil)
	ctx := browsertest.Start(t)
	open(t, ctx, s, phone, "light")
	if browsertest.Eval[bool](t, ctx, `document.activeElement.id === 'text'`) {
		t.Error("on a phone the keyboard should not come up by itself")
	}
	browsertest.Eval[bool](t, ctx, `document.querySelector('.example').click(), true`)
	<-f.received
	browsertest.Await(t, ctx, `document.getElementById('progress').textContent === 'Đang tìm trong văn bản…'`)
	browsertest.Eval[bool](t, ctx, `document.getElementById('text').focus(), true`)
	press(t, ctx, "cau sau")
	press(t, ctx, kb.Enter)
	if got := browsertest.Eval[string](t, ctx, `document.getElementById('text').value`); got != "cau sau" {
		t.Errorf("while searching, the next question became %q", got)
	}
	browsertest.Shoot(t, ctx, phone.name+"-light-10-busy")
	close(f.release)
	browsertest.Await(t, ctx, `document.querySelectorAll('.answer').length === 1 && document.getElementById('progress').textContent === ''`)
	if n := len(f.messages()); n != 1 {
		t.Errorf("%d questions were sent, want 1", n)
	}
}

func TestCopy(t *testing.T) {
	s := newSite(t, nil)
	ctx := browsertest.Start(t)
	open(t, ctx, s, phone, "light")
	ask(t, ctx, "trưa nay ăn gì?")
	if browsertest.Eval[bool](t, ctx, `Boolean(document.querySelector('.turn .copy'))`) {
		t.Error("an answer without a source can be copied as if it had one")
	}
	ask(t, ctx, "Hạn của Bắc Giang?")
	// The clipboard itself belongs to the machine that runs the test.
	browsertest.Eval[bool](t, ctx, `Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (w) => { window.copied = w; } } }), true`)
	browsertest.Eval[bool](t, ctx, `document.querySelector('.turn .copy').click(), true`)
	browsertest.Await(t, ctx, `document.querySelector('.turn .copy').textContent.trim() === 'Đã chép'`)
	want := card().Text.String() + "\n\nNguồn: 17/QĐ-UBQGCDS, Mục IV.6\n“" + card().Citations[0].Quote + "”"
	if got := browsertest.Eval[string](t, ctx, `window.copied`); got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
}

func TestNoticeStaysClosed(t *testing.T) {
	s := newSite(t, nil)
	ctx := browsertest.Start(t)
	open(t, ctx, s, phone, "light")
	do(t, ctx, chromedp.WaitVisible("#notice"))
	browsertest.Eval[bool](t, ctx, `document.getElementById('close-notice').click(), true`)
	do(t, ctx, chromedp.Navigate(s.URL))
	browsertest.Await(t, ctx, `document.documentElement.classList.contains('js') && document.getElementById('notice').hidden`)
}

func TestBrowserWithoutScript(t *testing.T) {
	s := newSite(t, nil)
	ctx := browsertest.Start(t)
	do(t, ctx, chromedp.Navigate("about:blank"))
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	open(t, ctx, s, phone, "light")
	do(t, ctx, chromedp.SendKeys("#text", "han cua bac giang"), chromedp.Click(".send"), chromedp.WaitVisible(".answer"))
	do(t, ctx, chromedp.Click(".citation summary"), chromedp.WaitVisible(".quote"))
	browsertest.Shoot(t, ctx, phone.name+"-light-11-noscript")
	do(t, ctx, chromedp.Click(".pill"), chromedp.WaitVisible(".answer ~ .answer"))
	if got := s.fake.messages(); len(got) != 2 || got[0].Text != "han cua bac giang" || got[1].Choice != "nhac1" {
		t.Errorf("the conversation got %+v", got)
	}
}
