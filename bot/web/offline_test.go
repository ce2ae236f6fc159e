package web_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"dondoc/bot/web/browsertest"
)

// setOffline cuts the browser off, or connects it again. tell is whether the browser notices by itself.
func setOffline(t *testing.T, ctx context.Context, on, tell bool) {
	t.Helper()
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: on, DownloadThroughput: -1, UploadThroughput: -1}},
	}); err != nil {
		t.Fatal(err)
	}
	if !tell {
		return
	}
	if _, err := chromedp.Call(ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{
		Offline: on, DownloadThroughput: -1, UploadThroughput: -1,
	}); err != nil {
		t.Fatal(err)
	}
}

const (
	bar = `document.getElementById('connection-words').textContent`
	box = `document.getElementById('text').value`
)

func TestOfflineAndBack(t *testing.T) {
	s := newSite(t, nil)
	ctx := browsertest.Start(t)
	open(t, ctx, s, phone, "light")
	do(t, ctx, chromedp.WaitVisible("#text"))
	setOffline(t, ctx, true, true)
	browsertest.Await(t, ctx, bar+`.startsWith('Mất kết nối')`)
	if !browsertest.Eval[bool](t, ctx, `document.getElementById('resend').hidden`) {
		t.Error("nothing was asked, but it can be sent again")
	}
	browsertest.Eval[bool](t, ctx, `document.getElementById('text').focus(), true`)
	press(t, ctx, "han cua bac giang")
	press(t, ctx, kb.Enter)
	browsertest.Await(t, ctx, bar+` === 'Mất kết nối – câu hỏi chưa gửi được giữ lại trong ô nhập.'`)
	kept := func(when string) {
		t.Helper()
		if got := browsertest.Eval[string](t, ctx, box); got != "han cua bac giang" {
			t.Errorf("%s the text box holds %q", when, got)
		}
	}
	kept("after sending in vain")
	browsertest.Shoot(t, ctx, phone.name+"-light-9-offline")
	fits(t, ctx)
	do(t, ctx, chromedp.Click("#resend")) // tries even so
	browsertest.Await(t, ctx, `!document.body.classList.contains('busy')`)
	kept("after trying again in vain")
	if !browsertest.Eval[bool](t, ctx, `Boolean(document.getElementById('welcome'))`) {
		t.Error("nothing was asked yet, but the examples are gone")
	}

	setOffline(t, ctx, false, true)
	browsertest.Await(t, ctx, bar+`.startsWith('Đã có kết nối trở lại')`)
	kept("after coming back")
	browsertest.Shoot(t, ctx, phone.name+"-light-9-online")
	do(t, ctx, chromedp.Click("#resend"))
	browsertest.Await(t, ctx, `document.querySelectorAll('.answer').length === 1`)
	if n := browsertest.Eval[int](t, ctx, `document.querySelectorAll('.failure, .failed').length`); n != 0 {
		t.Error("a failure is still shown")
	}
	if got := browsertest.Eval[string](t, ctx, box); got != "" {
		t.Errorf("the question is answered, but the text box holds %q", got)
	}
	browsertest.Await(t, ctx, bar+` === ''`)
	if n := len(s.fake.messages()); n != 1 {
		t.Errorf("the question was taken %d times", n)
	}
}

// TestServerOutOfReach is what a browser does not notice by itself.
func TestServerOutOfReach(t *testing.T) {
	s := newSite(t, nil)
	ctx := browsertest.Start(t)
	open(t, ctx, s, desktop, "light")
	ask(t, ctx, "Hạn của Bắc Giang?")
	setOffline(t, ctx, true, false)
	press(t, ctx, "con Ha Nam")
	press(t, ctx, kb.Enter)
	browsertest.Await(t, ctx, bar+`.endsWith('giữ lại trong ô nhập.')`)
	if got := browsertest.Eval[string](t, ctx, box); got != "con Ha Nam" {
		t.Errorf("the text box holds %q", got)
	}
	if n := browsertest.Eval[int](t, ctx, `document.querySelectorAll('.question').length`); n != 1 {
		t.Errorf("%d questions are shown, of which one was asked", n)
	}
	browsertest.Eval[bool](t, ctx, `document.querySelector('.turn .pill').click(), true`)
	browsertest.Await(t, ctx, `document.querySelector('.failed .again')`) // a button has no box to go back to
	browsertest.Eval[bool](t, ctx, `document.querySelector('.citation').open = true, document.querySelector('.context').click(), true`)
	browsertest.Await(t, ctx, `document.getElementById('reader-title').textContent === 'Chưa mở được văn bản'`)
	press(t, ctx, kb.Escape)
	setOffline(t, ctx, false, false)
	browsertest.Eval[bool](t, ctx, `document.querySelector('.failed .again').click(), true`)
	browsertest.Await(t, ctx, `document.querySelectorAll('.answer').length === 2`)
	do(t, ctx, chromedp.Click("#resend"))
	browsertest.Await(t, ctx, `document.querySelectorAll('.answer').length === 3 && !document.querySelector('.failed')`)
}

// TestRetryInDialog: what could not be opened can be tried again where one is, by keyboard too.
func TestRetryInDialog(t *testing.T) {
	axe := browsertest.AxeSource(t)
	s := newSite(t, nil)
	ctx := browsertest.Start(t)
	open(t, ctx, s, phone, "light")
	ask(t, ctx, "Hạn của Bắc Giang?")
	setOffline(t, ctx, true, true)
	browsertest.Eval[bool](t, ctx, `document.querySelector('.citation').open = true, document.querySelector('.turn .context').click(), true`)
	const offered = `document.activeElement.matches('#reader-body .again')`
	browsertest.Await(t, ctx, offered)
	if got := browsertest.Eval[string](t, ctx, `document.activeElement.textContent`); got != "Thử lại" {
		t.Errorf("the button says %q", got)
	}
	fits(t, ctx)
	browsertest.Judge(t, ctx, axe, "dialog offline")
	browsertest.Shoot(t, ctx, phone.name+"-light-16-retry")
	press(t, ctx, kb.Enter)
	browsertest.Await(t, ctx, offered) // in vain
	setOffline(t, ctx, false, true)
	press(t, ctx, kb.Enter)
	browsertest.Await(t, ctx, `document.querySelector('#reader mark') && !document.querySelector('#reader .again')`)
	press(t, ctx, kb.Escape)
	browsertest.Await(t, ctx, `!document.getElementById('reader').open && document.activeElement.matches('.turn .context')`)
	browsertest.Eval[bool](t, ctx, `document.querySelector('.turn .context').setAttribute('href', '/doan/a2hvbmc'), document.querySelector('.turn .context').click(), true`)
	browsertest.Await(t, ctx, `document.querySelector('#reader .reader-note')`)
	if browsertest.Eval[bool](t, ctx, `Boolean(document.querySelector('#reader .again'))`) {
		t.Error("a passage that is gone can be tried again")
	}
}
