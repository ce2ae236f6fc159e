package webkit_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"dondoc/bot/webkit"
)

func TestAddressBehindProxy(t *testing.T) {
	proxies := webkit.Proxies{netip.MustParsePrefix("10.0.0.0/8")}
	type from struct{ peer, forwarded string }
	address := func(f from) string {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = f.peer
		if f.forwarded != "" {
			r.Header.Set("X-Forwarded-For", f.forwarded)
		}
		return proxies.Address(r)
	}
	tests := []struct {
		name string
		a, b from
		same bool
	}{
		{"two visitors", from{"192.0.2.1:1", ""}, from{"192.0.2.2:1", ""}, false},
		{"one visitor, two ports", from{"192.0.2.1:1", ""}, from{"192.0.2.1:2", ""}, true},
		{"a visitor's claim is not believed", from{"192.0.2.1:1", "198.51.100.1"}, from{"192.0.2.1:1", "198.51.100.2"}, true},
		{"a proxy's word is", from{"10.0.0.1:1", "198.51.100.1"}, from{"10.0.0.1:1", "198.51.100.2"}, false},
		{"also through two proxies", from{"10.0.0.1:1", "198.51.100.1, 10.0.0.2"}, from{"10.0.0.1:1", "198.51.100.2, 10.0.0.2"}, false},
		{"a claim before the proxy's word", from{"10.0.0.1:1", "203.0.113.1, 198.51.100.1"}, from{"10.0.0.1:1", "203.0.113.2, 198.51.100.1"}, true},
		{"nonsense from the proxy", from{"10.0.0.1:1", "x"}, from{"10.0.0.1:1", "y"}, true},
		{"one IPv6 household", from{"[2001:db8::1]:1", ""}, from{"[2001:db8::2]:1", ""}, true},
		{"two IPv6 households", from{"[2001:db8::1]:1", ""}, from{"[2001:db8:0:1::1]:1", ""}, false},
		{"nobody's address", from{"@", ""}, from{"", ""}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := address(tt.a), address(tt.b)
			if a == "" || (a == b) != tt.same {
				t.Errorf("got %q and %q, want the same: %v", a, b, tt.same)
			}
		})
	}
}

// FuzzAddress: what strangers send in a header never breaks the reading of it, and names one bucket at most.
func FuzzAddress(f *testing.F) {
	for _, s := range []string{"", "198.51.100.1", "fe80::1%eth0, 10.0.0.2", ",,,", "::ffff:10.0.0.1, 10.0.0.1", "\xff"} {
		f.Add(s)
	}
	proxies := webkit.Proxies{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fe80::/10")}
	f.Fuzz(func(t *testing.T, header string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = "10.0.0.1:80"
		r.Header["X-Forwarded-For"] = []string{header}
		a := proxies.Address(r)
		if _, err := netip.ParsePrefix(a); err == nil {
			return
		}
		if _, err := netip.ParseAddr(a); err != nil {
			t.Errorf("%q gives %q", header, a)
		}
	})
}
