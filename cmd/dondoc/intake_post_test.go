//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// fireProvinces are provinces with one task each: its first line names the province and tells the answers apart.
var fireProvinces = []string{
	"Bắc Giang", "Hà Nam", "Bạc Liêu", "Bắc Ninh", "Cà Mau", "Lào Cai", "Quảng Ninh", "Thái Bình", "Hà Giang", "Lạng Sơn", "Sơn La",
	"Phú Yên", "Bến Tre", "An Giang", "Đồng Nai", "Bình Dương", "Nghệ An", "Tây Ninh",
}

// forgedProvince is the province that only forged updates ask about.
const forgedProvince = "Khánh Hòa"

func questionAbout(province string) string { return "Tỉnh " + province + " phải làm gì?" }

const (
	connections = 40 // as many as Telegram opens
	postPause   = 20 * time.Millisecond
)

// postOffice delivers as a channel does: over many connections, what is not taken with 200 again and again, of one chat
// one after the other. But a third of the letters it puts on two roads at once, of which the longer begins first; many
// it delivers twice; and among them are forged ones, garbage, and bodies that are too large.
type postOffice struct {
	*side
	t      testing.TB
	url    string
	client *http.Client
	random uint64 // seed
	pace   int    // letters a second
	chats  int
	each   int // letters of a chat
	began  time.Time

	mu      sync.Mutex
	taken   int // letters delivered
	changed chan struct{}
	when    map[string][2]time.Time // by key: from when to when the call lasted with which a letter was delivered
	swaps   [][2]letter             // the second was delivered before the first
	bad     map[string]int          // calls that were turned away, by kind
	twice   int
}

func newPostOffice(t testing.TB, s *side, url string, chats, each, pace int) *postOffice {
	transport := &http.Transport{MaxConnsPerHost: connections, MaxIdleConnsPerHost: connections}
	t.Cleanup(transport.CloseIdleConnections)
	return &postOffice{
		side: s, t: t, url: url + s.path, client: &http.Client{Transport: transport, Timeout: patience}, random: fireSeed, pace: pace,
		chats: chats, each: each, changed: make(chan struct{}), when: map[string][2]time.Time{}, bad: map[string]int{},
	}
}

// letter is the n-th question of a chat.
func (p *postOffice) letter(chat, n int) letter {
	return letter{chat: chat, n: n, id: int64(firstID + n*p.chats + chat), text: questionAbout(p.province(chat, n))}
}

func (p *postOffice) province(chat, n int) string {
	return fireProvinces[(chat*7+n)%len(fireProvinces)]
}

// rest waits; false when ctx ends.
func rest(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// call posts once and returns the status, 0 when there is none.
func (p *postOffice) call(ctx context.Context, body []byte, prove func(http.Header, []byte), chunked bool) int {
	var reader io.Reader = bytes.NewReader(body)
	if chunked {
		reader = io.MultiReader(reader) // of unknown length
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url, reader)
	if err != nil {
		return 0
	}
	req.Header.Set("Content-Type", "application/json")
	prove(req.Header, body)
	resp, err := p.client.Do(req)
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}

// insist posts until the program is there to answer.
func (p *postOffice) insist(ctx context.Context, body []byte, prove func(http.Header, []byte), chunked bool) int {
	for {
		switch status := p.call(ctx, body, prove, chunked); {
		case status != 0 && status != http.StatusServiceUnavailable:
			return status
		case !rest(ctx, postPause):
			return 0
		}
	}
}

// deliver brings a letter until it is taken.
func (p *postOffice) deliver(ctx context.Context, l letter) {
	body := p.body(l)
	for ctx.Err() == nil {
		began := time.Now()
		status := p.call(ctx, body, p.prove, false)
		if status == http.StatusOK {
			p.note(func() {
				p.taken++
				p.when[p.key(l)] = [2]time.Time{began, time.Now()}
				close(p.changed)
				p.changed = make(chan struct{})
			})
			return
		}
		if status != 0 && status != http.StatusServiceUnavailable {
			p.t.Errorf("a letter was turned away with %d", status)
			return
		}
		rest(ctx, postPause)
	}
}

func (p *postOffice) note(what func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	what()
}

// again delivers what was or is being delivered.
func (p *postOffice) again(ctx context.Context, l letter) {
	if status := p.insist(ctx, p.body(l), p.prove, false); status != http.StatusOK && ctx.Err() == nil {
		p.t.Errorf("a letter that came again got %d", status)
	}
	p.note(func() { p.twice++ })
}

// run delivers everything and returns when all of it was taken, or turned away as it deserves.
func (p *postOffice) run(ctx context.Context) {
	p.began = time.Now()
	var all sync.WaitGroup
	defer all.Wait()
	for chat := range p.chats {
		all.Go(func() { p.serveChat(ctx, chat) })
	}
	span := time.Duration(p.chats*p.each) * time.Second / time.Duration(p.pace)
	for kind, mischief := range map[string]func(ctx context.Context, n int){"forged": p.forged, "garbage": p.rubbish, "too large": p.tooLarge} {
		n := map[string]int{"forged": p.chats, "garbage": p.chats, "too large": p.chats / 10}[kind]
		all.Go(func() {
			for i := range n {
				if !rest(ctx, time.Until(p.began.Add(span*time.Duration(i)/time.Duration(n)))) {
					return
				}
				mischief(ctx, i)
				p.note(func() { p.bad[kind]++ })
			}
		})
	}
}

// serveChat delivers the letters of a chat.
func (p *postOffice) serveChat(ctx context.Context, chat int) {
	random := rand.New(rand.NewPCG(p.random, uint64(chat)))
	slot := random.IntN(p.chats)
	var all sync.WaitGroup
	defer all.Wait()
	for n := 0; n < p.each; n++ {
		due := p.began.Add(time.Duration(n*p.chats+slot) * time.Second / time.Duration(p.pace))
		if !rest(ctx, time.Until(due)) {
			return
		}
		l := p.letter(chat, n)
		switch {
		case n+1 < p.each && random.IntN(4) == 0:
			n++
			p.overtake(ctx, l, p.letter(chat, n), time.Duration(1+random.IntN(5))*time.Millisecond)
		case random.IntN(8) == 0:
			all.Go(func() { p.again(ctx, l) })
			p.deliver(ctx, l)
		default:
			p.deliver(ctx, l)
		}
		if random.IntN(8) == 0 { // much later
			old := p.letter(chat, random.IntN(n+1))
			all.Go(func() { p.again(ctx, old) })
		}
	}
}

// overtake delivers the later of two letters first.
func (p *postOffice) overtake(ctx context.Context, earlier, later letter, ahead time.Duration) {
	var both sync.WaitGroup
	both.Go(func() { p.deliver(ctx, later) })
	both.Go(func() {
		rest(ctx, ahead)
		p.deliver(ctx, earlier)
	})
	both.Wait()
	p.note(func() { p.swaps = append(p.swaps, [2]letter{earlier, later}) })
}

// marker stands in every body that nobody may store.
const marker = "gia-mao"

// forged are letters without the secret, half of them in the name of a genuine one that is still to come.
func (p *postOffice) forged(ctx context.Context, n int) {
	l := letter{chat: p.chats + n, id: int64(9_000_000 + n)}
	if n%2 == 0 {
		l = p.letter(n%p.chats, p.each-1)
	}
	l.text = questionAbout(forgedProvince) + " " + marker
	p.expect(ctx, "forged", p.body(l), p.forge[n%len(p.forge)], false, http.StatusUnauthorized)
}

// rubbish are bodies that are no updates although they have the secret.
func (p *postOffice) rubbish(ctx context.Context, n int) {
	g := p.garbage[n%len(p.garbage)]
	if n%3 == 0 {
		body := p.body(letter{chat: p.chats + n, id: int64(8_000_100 + n), text: marker})
		g = garbage{string(body[:len(body)/2]), p.forgotten}
		if p.channel == channelTelegram {
			g.body = fmt.Sprintf(`{"update_id":%d,"message":{"text":"%s","chat":{"id":5`, 8_000_100+n, marker)
		}
	}
	p.expect(ctx, fmt.Sprintf("garbage %q", g.body), []byte(g.body), p.prove, false, g.status)
}

// tooLarge are letters with the secret that are larger than a body may be, whether they say so or not.
func (p *postOffice) tooLarge(ctx context.Context, n int) {
	body := p.body(letter{chat: p.chats + n, id: int64(7_000_000 + n), text: questionAbout(forgedProvince) + " " + marker})
	body = slices.Concat(body, bytes.Repeat([]byte(" "), p.limit+1-len(body)))
	p.expect(ctx, "too large", body, p.prove, n%2 == 1, http.StatusRequestEntityTooLarge)
}

func (p *postOffice) expect(ctx context.Context, what string, body []byte, prove func(http.Header, []byte), chunked bool, want int) {
	if status := p.insist(ctx, body, prove, chunked); status != want && ctx.Err() == nil {
		p.t.Errorf("%s: status %d, want %d", what, status, want)
	}
}

// await returns once so many letters were taken.
func (p *postOffice) await(ctx context.Context, n int) bool {
	for {
		p.mu.Lock()
		taken, changed := p.taken, p.changed
		p.mu.Unlock()
		if taken >= n {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}
