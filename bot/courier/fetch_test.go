package courier_test

import (
	"errors"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"dondoc/bot/courier"
)

func fetcher(redirects int, plain, loopback bool) *courier.Fetcher {
	return courier.NewFetcher(courier.Limits{
		Call: "x: fetch", Most: 8, Within: time.Minute, Redirects: redirects, Plain: plain, Loopback: loopback,
	})
}

func TestFetch(t *testing.T) {
	address := start(t, func(w http.ResponseWriter, r *http.Request) {
		switch path, n := r.URL.Path[:2], len(r.URL.Path); path {
		case "/r": // as many redirects as there are letters
			http.Redirect(w, r, "/"+strings.TrimPrefix(r.URL.Path, "/r"), http.StatusFound)
		case "/o":
			http.Redirect(w, r, "ftp://127.0.0.1/", http.StatusFound)
		default:
			_, _ = w.Write(make([]byte, n))
		}
	})
	for name, tc := range map[string]struct {
		from  *courier.Fetcher
		path  string
		cause error
		code  int
	}{
		"a file":              {fetcher(0, true, true), "/x", nil, 0},
		"too large":           {fetcher(0, true, true), "/xxxxxxxx", courier.ErrTooLarge, 0},
		"a redirect":          {fetcher(1, true, true), "/rx", nil, 0},
		"one more":            {fetcher(1, true, true), "/rrx", nil, http.StatusFound},
		"none allowed":        {fetcher(0, true, true), "/rx", nil, http.StatusFound},
		"to another protocol": {fetcher(1, true, true), "/o", courier.ErrNotPublic, 0},
		"no encryption":       {fetcher(0, false, true), "/x", courier.ErrNotPublic, 0},
		"our own network":     {fetcher(0, true, false), "/x", courier.ErrNotPublic, 0},
	} {
		body, err := tc.from.Opener(address + tc.path)(t.Context())
		if err == nil {
			_, err = io.ReadAll(body)
			body.Close()
		}
		if tc.cause == nil && tc.code == 0 {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if f := failure(t, err); f.Cause != tc.cause || f.Code != tc.code || strings.Contains(err.Error(), "127.0.0.1") {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestOnlyPublicAddresses(t *testing.T) {
	f := fetcher(0, false, false)
	for address, want := range map[string]bool{
		"8.8.8.8": true, "1.1.1.1": true, "2606:4700::1111": true, "120.138.69.1": true, "100.128.0.1": true,
		"127.0.0.1": false, "127.8.8.8": false, "::1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false,
		"169.254.169.254": false, "100.64.0.1": false, "100.100.100.200": false, "0.0.0.0": false, "::": false, "224.0.0.1": false,
		"255.255.255.255": false, "fe80::1%eth0": false, "fd00::1": false, "ff02::1": false, "::ffff:127.0.0.1": false,
		"::ffff:10.0.0.1": false, "64:ff9b::7f00:1": false, "64:ff9b::a00:1": false, "2002:7f00:1::": false, "2002:a00:1::": false,
		"::127.0.0.1": false, "192.0.0.1": false, "198.18.0.1": false, "240.0.0.1": false,
	} {
		at := netip.AddrPortFrom(netip.MustParseAddr(address), 443).String()
		if err := f.Check(at); (err == nil) != want {
			t.Errorf("%s: %v", at, err)
		}
	}
	for _, odd := range []string{"", "name:443", "8.8.8.8"} {
		if !errors.Is(f.Check(odd), courier.ErrNotPublic) {
			t.Errorf("%q is public", odd)
		}
	}
}

func FuzzAllows(f *testing.F) {
	for _, seed := range []string{
		"https://a.example/x", "http://a.example", "https://user:pass@example.com/x", "file:///etc/passwd", "//127.0.0.1", "https://", "https://:", "x", "https://\x7f/",
	} {
		f.Add(seed)
	}
	from := fetcher(0, false, false)
	f.Fuzz(func(t *testing.T, address string) {
		if !from.Allows(address) {
			return
		}
		r, err := http.NewRequest(http.MethodGet, address, nil)
		if err != nil || r.URL.Scheme != "https" || r.URL.Host == "" || r.URL.User != nil || len(address) > 4096 {
			t.Errorf("%q is allowed (%v)", address, err)
		}
	})
}
