package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"dondoc/bot/web"
	"dondoc/bot/web/browsertest"
)

// portal is a page of another site that has the one line in it, and forbids what a strict portal forbids.
func portal(t *testing.T, line func() string) *httptest.Server {
	t.Helper()
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		host := strings.TrimSuffix(line(), "/nhung.js")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; img-src data:; script-src "+host+"; frame-src "+host+"; require-trusted-types-for 'script'")
		fmt.Fprintf(w, `<!doctype html><html lang="vi"><title>Cổng</title><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">
			<body><main><h1>Cổng thông tin</h1><p>Trang của tỉnh.</p></main><script src="%s" async></script></body></html>`, line())
	}))
	t.Cleanup(srv.Close)
	return srv
}

// frame returns a context in the frame, which as a page of another site has a process of its own.
func frame(t *testing.T, ctx context.Context) context.Context {
	t.Helper()
	var inside context.Context
	until(t, ctx, "the frame", func() bool {
		targets, err := chromedp.Targets(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range targets {
			if g.Type == "iframe" && strings.HasSuffix(g.URL, "/khung") {
				var leave context.CancelFunc
				inside, leave = chromedp.NewContext(ctx, chromedp.WithTargetID(g.TargetID))
				t.Cleanup(leave)
				return true
			}
		}
		return false
	})
	return inside
}

const widget = `document.getElementById('dondoc-nhung')?.shadowRoot`

func embedAt(t *testing.T, origin func() string) (s *site, at string, ctx context.Context) {
	t.Helper()
	p := portal(t, func() string { return s.URL + "/nhung.js" })
	at = strings.Replace(p.URL, "127.0.0.1", "localhost", 1) // another site, not only another origin
	s = newSiteTLS(t, func(c *web.Config) {
		c.SecureCookies = true
		c.EmbedOrigins = []string{at}
		if origin != nil {
			c.EmbedOrigins = []string{origin()}
		}
	})
	ctx = browsertest.Start(t, chromedp.Flag("ignore-certificate-errors", true))
	return s, at, ctx
}

func TestEmbeddedInPortal(t *testing.T) {
	t.Parallel()
	for _, on := range []screen{phone, desktop} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			s, at, ctx := embedAt(t, nil)
			openAt(t, ctx, at, on, "light")
			browsertest.Await(t, ctx, widget+`?.querySelector('.open')`)
			if n := browsertest.Eval[int](t, ctx, widget+`.querySelectorAll('iframe').length`); n != 0 {
				t.Error("the server is asked before anybody wants it")
			}
			browsertest.Shoot(t, ctx, on.name+"-light-14-portal")
			press(t, ctx, kb.Tab) // the only thing on the page that takes the focus
			press(t, ctx, kb.Enter)
			inside := frame(t, ctx)
			browsertest.Await(t, inside, `document.readyState === 'complete' && document.documentElement.classList.contains('js')`)
			ask(t, inside, "Hạn của Bắc Giang?")
			if got := s.fake.messages(); len(got) != 1 || got[0].Text != "Hạn của Bắc Giang?" {
				t.Errorf("the conversation got %+v", got)
			}
			fits(t, inside)
			browsertest.Shoot(t, ctx, on.name+"-light-15-embedded")
			browsertest.Eval[bool](t, inside, `document.querySelector('.citation').open = true, document.querySelector('.context').click(), true`)
			browsertest.Await(t, inside, `document.querySelector('#reader mark')`)
			press(t, inside, kb.Escape) // the passage
			browsertest.Await(t, inside, `!document.getElementById('reader').open`)
			if !browsertest.Eval[bool](t, ctx, `!`+widget+`.querySelector('.panel').hidden`) {
				t.Fatal("Escape closed more than the passage")
			}
			press(t, inside, kb.Escape)
			browsertest.Await(t, ctx, widget+`.querySelector('.panel').hidden && `+widget+`.activeElement.matches('.open')`)
			// Opened again, the conversation goes on.
			browsertest.Eval[bool](t, ctx, widget+`.querySelector('.open').click(), true`)
			browsertest.Await(t, inside, `document.hasFocus()`)
			ask(t, inside, "còn Hà Nam?")
			got := s.fake.messages()
			if len(got) != 2 || got[1].Chat != got[0].Chat {
				t.Errorf("the conversation got %+v", got)
			}
			browsertest.Eval[bool](t, ctx, widget+`.querySelector('.close').click(), true`)
			browsertest.Await(t, ctx, widget+`.querySelector('.panel').hidden`)
			if got := browsertest.Eval[string](t, ctx, `document.cookie + localStorage.length`); got != "0" {
				t.Errorf("the portal's page stores %q", got)
			}
		})
	}
}

func TestEmbeddedElsewhereIsRefused(t *testing.T) {
	s, at, ctx := embedAt(t, func() string { return "https://cong.example.vn" })
	openAt(t, ctx, at, desktop, "light")
	browsertest.Await(t, ctx, widget+`?.querySelector('.open')`)
	var mu sync.Mutex
	var blocked []string
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, func(ev any) {
		if e, ok := ev.(*network.EventLoadingFailed); ok {
			mu.Lock()
			defer mu.Unlock()
			blocked = append(blocked, string(e.BlockedReason)+" "+e.ErrorText)
		}
	}); err != nil {
		t.Fatal(err)
	}
	browsertest.Eval[bool](t, ctx, widget+`.querySelector('.open').click(), true`)
	browsertest.Await(t, ctx, widget+`.querySelector('iframe')`)
	until(t, ctx, "the frame to be blocked", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(blocked) > 0
	})
	mu.Lock()
	defer mu.Unlock()
	if len(blocked) != 1 || !strings.Contains(blocked[0], "ERR_BLOCKED_BY_RESPONSE") {
		t.Errorf("the frame was not blocked: %q", blocked)
	}
	if len(s.fake.messages()) != 0 {
		t.Error("something was asked")
	}
}
