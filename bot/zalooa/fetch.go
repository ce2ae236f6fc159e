package zalooa

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

const (
	maxFile      = 20 << 20
	fetchTimeout = time.Minute
	longestURL   = 4096
)

// fetcher gets what users sent from addresses that an event names. They are foreign: only https, no redirect, no proxy,
// and nothing inside our own network.
type fetcher struct {
	http     *http.Client
	loopback bool // tests reach their server
}

var errForbidden = errors.New("an address that is not public")

func newFetcher(trust *tls.Config) *fetcher {
	f := &fetcher{}
	dialer := &net.Dialer{Timeout: 10 * time.Second, ControlContext: f.control}
	f.http = &http.Client{
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: 30 * time.Second,
			TLSClientConfig: trust, DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return f
}

// control sees the address that a name was resolved to, so no name server can lead astray.
func (f *fetcher) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !isPublic(to.Addr()) && !(f.loopback && to.Addr().IsLoopback()) {
		return errForbidden
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

func isPublic(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, p := range reserved {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// fetchable tells whether an address may be tried at all.
func fetchable(address string) bool {
	u, err := url.Parse(address)
	return err == nil && len(address) <= longestURL && u.Scheme == "https" && u.Host != "" && u.User == nil
}

// opener returns what fetches an address. It never names the address, which gives access to the file.
func (f *fetcher) opener(address string) func(context.Context) (io.ReadCloser, error) {
	return func(ctx context.Context) (io.ReadCloser, error) {
		ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
		call, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			cancel()
			return nil, errors.New("zalooa: fetch a file: no address")
		}
		answer, err := f.http.Do(call)
		switch {
		case errors.Is(err, errForbidden):
			cancel()
			return nil, fmt.Errorf("zalooa: fetch a file: %w", errForbidden)
		case err != nil && contextCause(err) != nil:
			cancel()
			return nil, fmt.Errorf("zalooa: fetch a file: %w", contextCause(err))
		case err != nil:
			cancel()
			return nil, errors.New("zalooa: fetch a file: it cannot be reached")
		}
		body := &file{body: answer.Body, left: maxFile, cancel: cancel}
		switch {
		case answer.StatusCode != http.StatusOK:
			body.Close()
			return nil, fmt.Errorf("zalooa: fetch a file: HTTP %d", answer.StatusCode)
		case answer.ContentLength > maxFile:
			body.Close()
			return nil, errTooLarge
		}
		return body, nil
	}
}

var errTooLarge = errors.New("zalooa: fetch a file: it is larger than 20 MB")

// file is a body that fails, instead of ending, where it is too large.
type file struct {
	body   io.ReadCloser
	left   int64
	cancel context.CancelFunc
}

func (f *file) Read(p []byte) (int, error) {
	if f.left < 0 {
		return 0, errTooLarge
	}
	if int64(len(p)) > f.left+1 {
		p = p[:f.left+1]
	}
	n, err := f.body.Read(p)
	if f.left -= int64(n); f.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

func (f *file) Close() error {
	defer f.cancel()
	return f.body.Close()
}
