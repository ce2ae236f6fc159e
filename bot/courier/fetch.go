package courier

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

const (
	dialTimeout   = 10 * time.Second
	headerTimeout = 30 * time.Second
	longestURL    = 4096
)

// Limits are what a Fetcher keeps to.
type Limits struct {
	Call      string        // how errors name a fetch
	Most      int64         // bytes
	Within    time.Duration // for opening and reading together
	Redirects int           // how many are followed
	Plain     bool          // http will do

	Loopback bool        // addresses of this machine are allowed; only tests set it
	Trust    *tls.Config // nil for the usual; only tests set it
}

// Fetcher fetches what people sent, from addresses that came with a message: foreign ones, which must not lead into the
// network that the program stands in. The address is checked where the connection is made, behind every name, redirect
// and changed mind of a name server. No error holds it, as it gives access to the file.
type Fetcher struct {
	limits Limits
	client *Client
}

// NewFetcher opens no connection.
func NewFetcher(l Limits) *Fetcher {
	f := &Fetcher{limits: l}
	dialer := &net.Dialer{Timeout: dialTimeout, Control: func(_, address string, _ syscall.RawConn) error {
		return f.check(address)
	}}
	f.client = &Client{quiet: true, http: &http.Client{
		Transport: &http.Transport{ // no Proxy: its address would be checked instead of the file's
			DialContext: dialer.DialContext, TLSHandshakeTimeout: dialTimeout, ResponseHeaderTimeout: headerTimeout,
			MaxResponseHeaderBytes: 64 << 10, DisableKeepAlives: true, ForceAttemptHTTP2: true, TLSClientConfig: l.Trust,
		},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			switch {
			case len(via) > l.Redirects:
				return http.ErrUseLastResponse // which is no file
			case !f.allowed(r.URL):
				return ErrNotPublic
			}
			return nil
		},
	}}
	return f
}

// Open opens a file: see Client.Download. An address that may not be tried fails with ErrNotPublic.
func (f *Fetcher) Open(ctx context.Context, address string) (io.ReadCloser, error) {
	if !f.Allows(address) {
		return nil, f.client.unanswered(f.limits.Call, ErrNotPublic, true)
	}
	return f.client.Download(ctx, File{Call: f.limits.Call, URL: address, Most: f.limits.Most, Within: f.limits.Within})
}

// Opener is Open for a bot.Attachment.
func (f *Fetcher) Opener(address string) func(context.Context) (io.ReadCloser, error) {
	return func(ctx context.Context) (io.ReadCloser, error) { return f.Open(ctx, address) }
}

// Allows tells whether an address may be tried at all, as far as can be told without trying.
func (f *Fetcher) Allows(address string) bool {
	u, err := url.Parse(address)
	return err == nil && len(address) <= longestURL && f.allowed(u)
}

func (f *Fetcher) allowed(u *url.URL) bool {
	return u.Hostname() != "" && u.User == nil && (u.Scheme == "https" || f.limits.Plain && u.Scheme == "http")
}

// check refuses what a name was resolved to, "ip:port", when it is not public.
func (f *Fetcher) check(address string) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return ErrNotPublic
	}
	if ip := to.Addr().Unmap().WithZone(""); !isPublic(ip) && !(f.limits.Loopback && ip.IsLoopback()) {
		return ErrNotPublic
	}
	return nil
}

// reserved are networks that IsGlobalUnicast lets through and that are nobody's public address, or lead to others.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("192.88.99.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("100::/64"), netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"),
}

// isPublic takes addresses without zones, those of IPv4 as such.
func isPublic(ip netip.Addr) bool {
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, network := range reserved {
		if network.Contains(ip) {
			return false
		}
	}
	return true
}
