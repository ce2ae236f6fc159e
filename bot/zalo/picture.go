package zalo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"syscall"
	"time"
)

const (
	maxPictureBytes = 5 << 20
	pictureTimeout  = 20 * time.Second
	maxRedirects    = 3
)

// pictures fetches what people sent, from addresses that came with a message: foreign ones, which must not lead into
// the network that the program stands in. The address is checked where the connection is made, behind every name,
// redirect and changed mind of a name server.
type pictures struct {
	client *http.Client
	plain  bool // http will do: the platform is a double
	// inside allows addresses of this machine. Only tests set it.
	inside bool
}

func newPictures(cfg Config) *pictures {
	p := &pictures{plain: loopback(cfg.APIURL)}
	dialer := &net.Dialer{Timeout: pictureTimeout, Control: func(_, address string, _ syscall.RawConn) error {
		return p.check(address)
	}}
	p.client = &http.Client{
		Transport: &http.Transport{ // no Proxy: its address would be checked instead of the picture's
			DialContext: dialer.DialContext, TLSHandshakeTimeout: pictureTimeout, ResponseHeaderTimeout: pictureTimeout,
			MaxResponseHeaderBytes: 64 << 10, DisableKeepAlives: true, ForceAttemptHTTP2: true,
		},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects {
				return errors.New("too many redirects")
			}
			return p.allowed(r.URL)
		},
	}
	return p
}

var errForbidden = errors.New("the address is not a public one")

// closed are blocks that the netip package does not know to be no part of the public network.
var closed = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("2001::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"),
}

// check refuses an address, "ip:port", that is not public.
func (p *pictures) check(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return errForbidden
	}
	ip := at.Addr().Unmap().WithZone("")
	if p.inside && ip.IsLoopback() {
		return nil
	}
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return errForbidden
	}
	for _, block := range closed {
		if block.Contains(ip) {
			return errForbidden
		}
	}
	return nil
}

// allowed checks what can be told from the address itself.
func (p *pictures) allowed(u *url.URL) error {
	if u.Host == "" || u.User != nil || u.Scheme != "https" && !(p.plain && u.Scheme == "http") {
		return errForbidden
	}
	return nil
}

// open returns what fetches a picture: at most 5 MB of it, more is an error while it is read. No error holds the address.
func (p *pictures) open(address string) func(context.Context) (io.ReadCloser, error) {
	return func(ctx context.Context) (io.ReadCloser, error) {
		body, err := p.fetch(ctx, address)
		if err != nil {
			return nil, fmt.Errorf("zalo: fetch a picture: %w", err)
		}
		return body, nil
	}
}

func (p *pictures) fetch(ctx context.Context, address string) (io.ReadCloser, error) {
	u, err := url.Parse(address)
	if err != nil || p.allowed(u) != nil {
		return nil, errForbidden
	}
	ctx, cancel := context.WithTimeout(ctx, pictureTimeout)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		cancel()
		return nil, errForbidden
	}
	response, err := p.client.Do(request)
	if err != nil {
		cancel()
		return nil, withoutURL(err)
	}
	b := &boundedBody{body: response.Body, left: maxPictureBytes, cancel: cancel}
	switch {
	case response.StatusCode != http.StatusOK:
		err = fmt.Errorf("the server says %d", response.StatusCode)
	case response.ContentLength > maxPictureBytes:
		err = errTooLarge
	default:
		return b, nil
	}
	_ = b.Close()
	return nil, err
}

// withoutURL keeps what a caller can act on.
func withoutURL(err error) error {
	for _, cause := range []error{errForbidden, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, cause) {
			return cause
		}
	}
	return errors.New("nobody answers")
}

var errTooLarge = fmt.Errorf("it has more than %d MB", maxPictureBytes>>20)

// boundedBody fails when there is more than allowed.
type boundedBody struct {
	body   io.ReadCloser
	left   int64
	cancel context.CancelFunc
	once   sync.Once
}

func (b *boundedBody) Read(buffer []byte) (int, error) {
	if b.left < 0 {
		return 0, errTooLarge
	}
	if int64(len(buffer)) > b.left+1 {
		buffer = buffer[:b.left+1]
	}
	n, err := b.body.Read(buffer)
	if b.left -= int64(n); b.left < 0 {
		return n - 1, errTooLarge
	}
	return n, err
}

func (b *boundedBody) Close() (err error) {
	b.once.Do(func() {
		err = b.body.Close()
		b.cancel()
	})
	return err
}
