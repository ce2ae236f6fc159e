package web_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"dondoc/bot/web/browsertest"
)

// traffic is what a page asked for, and how much of it came over the line.
type traffic struct {
	mu    sync.Mutex
	asked []string
	sizes []float64
}

func listen(t *testing.T, ctx context.Context) *traffic {
	t.Helper()
	var r traffic
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, func(ev any) {
		r.mu.Lock()
		defer r.mu.Unlock()
		switch e := ev.(type) {
		case *network.EventRequestWillBeSent:
			r.asked = append(r.asked, e.Request.URL)
		case *network.EventLoadingFinished:
			r.sizes = append(r.sizes, e.EncodedDataLength)
		}
	}); err != nil {
		t.Fatal(err)
	}
	return &r
}

// finished waits until at least n requests are through, and returns their bytes, headers included.
func (r *traffic) finished(t *testing.T, ctx context.Context, n int) (bytes int) {
	t.Helper()
	until(t, ctx, "requests to finish", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		bytes = 0
		for _, s := range r.sizes {
			bytes += int(s)
		}
		return len(r.sizes) >= n
	})
	return bytes
}

func (r *traffic) addresses() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.asked...)
}

// TestOnlyOurOwnRequests listens to what the browser asks for, from the first load to a passage.
func TestOnlyOurOwnRequests(t *testing.T) {
	s := newSite(t, nil)
	ctx := browsertest.Start(t)
	requests := listen(t, ctx)
	open(t, ctx, s, phone, "light")
	do(t, ctx, chromedp.WaitVisible("#text"))
	// The page, the style sheet, three scripts; the icon comes when the browser likes.
	if bytes := requests.finished(t, ctx, 5); bytes < 10_000 || bytes > 100_000 {
		t.Errorf("the first load took %d bytes over the line", bytes)
	} else {
		t.Logf("the first load took %d bytes over the line", bytes)
	}
	ask(t, ctx, "Hạn của Bắc Giang?")
	ask(t, ctx, "biểu đồ")
	browsertest.Eval[bool](t, ctx, `document.querySelector('.context').click(), true`)
	browsertest.Await(t, ctx, `document.querySelector('#reader mark')`)
	for _, u := range requests.addresses() {
		if !strings.HasPrefix(u, s.URL+"/") {
			t.Errorf("the browser asked for %s", u)
		}
	}
}
