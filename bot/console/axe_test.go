package console_test

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"dondoc/bot/people"
	"dondoc/bot/web/browsertest"
)

// look is a page to be judged.
type look struct{ name, path string }

// judged are all pages that an administrator can open.
var judged = []look{
	{"overview", "/quan-tri/"},
	{"due", "/quan-tri/den-han"},
	{"late", "/quan-tri/den-han?loc=tre"},
	{"boards", "/quan-tri/ban"},
	{"board", "/quan-tri/ban/3"},
	{"board-without-chats", "/quan-tri/ban/4"},
	{"subscriber", "/quan-tri/noi-nhan/3"},
	{"subscriber-paused", "/quan-tri/noi-nhan/4?ngay=7"},
	{"deliveries", "/quan-tri/luot-gui"},
	{"deliveries-all", "/quan-tri/luot-gui?loc=het&kenh=telegram"},
	{"delivery", "/quan-tri/luot-gui/1"},
	{"questions", "/quan-tri/cau-hoi"},
	{"golden", "/quan-tri/cau-hoi/2/mau"},
	{"people", "/quan-tri/nguoi"},
	{"codes", "/quan-tri/ma"},
	{"holidays", "/quan-tri/ngay-nghi"},
	{"audit", "/quan-tri/nhat-ky"},
	{"password", "/quan-tri/mat-khau"},
}

// judge has axe-core look at the page as it is now, and fails for each serious or critical violation, and for a page
// that is wider than its screen.
func judge(t *testing.T, ctx context.Context, axe, state string) {
	t.Helper()
	browsertest.Judge(t, ctx, axe, state)
	if wide := browsertest.Eval[int](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide > 0 {
		t.Errorf("%s: the page is %d pixels wider than the screen", state, wide)
	}
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
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

// show sets the browser up as a screen in a colour scheme, calmly: nothing moves.
func show(t *testing.T, ctx context.Context, on screen, scheme string) {
	t.Helper()
	var opts []chromedp.EmulateViewportOption
	if on.touch {
		opts = append(opts, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulatePortrait)
	}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}}); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.EmulateViewport(on.width, on.height, opts...))
}

// lend gives the browser the session that the site's visitor has.
func (s *site) lend(t *testing.T, ctx context.Context) {
	t.Helper()
	at, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range s.client.Jar.Cookies(at) {
		if _, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{
			Name: c.Name, Value: c.Value, URL: s.URL, HTTPOnly: new(true), SameSite: network.CookieSameSiteStrict,
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAccessibility(t *testing.T) {
	t.Parallel()
	axe := browsertest.AxeSource(t)
	for _, on := range []screen{phone, desktop} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(on.name+"-"+scheme, func(t *testing.T) {
				s := newSite(t, nil)
				s.fake.populate()
				ctx := browsertest.Start(t)
				show(t, ctx, on, scheme)
				visit := func(p look) {
					t.Helper()
					do(t, ctx, chromedp.Navigate(s.URL+p.path))
					judge(t, ctx, axe, p.name)
					shootWhole(t, ctx, on.name+"-"+scheme+"-"+p.name)
				}
				visit(look{"sign-in", "/quan-tri/vao"})
				visit(look{"sign-in-by-link", "/quan-tri/vao?ma=" + strings.Repeat("ab", 24)})
				visit(look{"refused", "/quan-tri/khong-co"})
				s.signIn(t, people.Administrator)
				s.lend(t, ctx)
				for _, p := range judged {
					visit(p)
				}
			})
		}
	}
}

// shootWhole keeps a picture of the whole page in $DONDOC_SCREENSHOTS, if that is set.
func shootWhole(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("DONDOC_SCREENSHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(90))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".jpg"), png, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestJudgedPagesAreThere: a page that answers something else would be judged for nothing.
func TestJudgedPagesAreThere(t *testing.T) {
	s := newSite(t, nil)
	s.fake.populate()
	s.signIn(t, people.Administrator)
	for _, p := range judged {
		if r := s.get(t, p.path); r.status != http.StatusOK {
			t.Errorf("%s: status %d: %.300s", p.path, r.status, r.body)
		}
	}
}
