package zalooa

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"time"

	"dondoc/bot/intake"
)

const (
	maxEvent       = 256 << 10
	oldestEvent    = 2 * time.Hour // the platform's last try comes after about one
	signature      = "X-ZEvent-Signature"
	seenPrecision  = time.Minute // of Users.Seen: more often a person need not be noted
	mostRemembered = 4096
)

// Webhook is where Zalo delivers events, each answered once it is committed. What is not signed with the OA secret key,
// or older than two hours, is refused with 401; the unsigned "{}" of the console's check is taken and nothing of it kept.
func (c *Channel) Webhook() http.Handler {
	return &intake.Webhook{MaxBody: maxEvent, Authentic: c.authentic, Read: c.updates, Accept: c.accept, Log: c.log}
}

func isCheck(body []byte) bool { return string(bytes.TrimSpace(body)) == "{}" }

// authentic checks the signature over the bytes as they came: SHA-256 of app id, body, time and secret.
func (c *Channel) authentic(r *http.Request, body []byte) bool {
	given := r.Header.Values(signature)
	if len(given) == 0 && isCheck(body) {
		return true
	}
	if len(given) != 1 || c.cfg.OASecret == "" {
		c.count.unauthentic.Add(1)
		return false
	}
	mac, err := hex.DecodeString(strings.TrimPrefix(strings.TrimSpace(given[0]), "mac="))
	e, broken := readEvent(body)
	at, timed := e.at()
	if err != nil || broken != nil || !timed {
		c.count.unauthentic.Add(1)
		return false
	}
	want := digest(c.cfg.AppID, body, string(e.Timestamp), c.cfg.OASecret)
	if subtle.ConstantTimeCompare(mac, want) != 1 {
		c.count.unauthentic.Add(1)
		c.variants.explain(c, mac, body, e)
		return false
	}
	c.variants.matched(c)
	if age := c.cfg.Now().Sub(at); age > oldestEvent {
		c.count.stale.Add(1)
		c.log.Warn("an event of the Official Account is too old and refused", "age", age.Round(time.Second))
		return false
	}
	return true
}

func digest(appID string, body []byte, timestamp, secret string) []byte {
	h := sha256.New()
	h.Write([]byte(appID))
	h.Write(body)
	h.Write([]byte(timestamp))
	h.Write([]byte(secret))
	return h.Sum(nil)
}

// variants says once which other reading of the platform's documentation a refused signature follows: that tells what is
// wrong with the configuration. Nothing is ever accepted by one.
type variants struct{ said, good sync.Once }

func (v *variants) matched(c *Channel) {
	v.good.Do(func() { c.log.Info("the first event with a good signature came", "variant", "documented") })
}

func (v *variants) explain(c *Channel, mac, body []byte, e event) {
	keyed := hmac.New(sha256.New, []byte(c.cfg.OASecret))
	keyed.Write([]byte(c.cfg.AppID + string(body) + string(e.Timestamp)))
	for _, variant := range []struct {
		name string
		sum  []byte
	}{
		{"app secret in place of the OA secret key", digest(c.cfg.AppID, body, string(e.Timestamp), c.cfg.AppSecret)},
		{"id of the account in place of the app's", digest(string(e.OAID), body, string(e.Timestamp), c.cfg.OASecret)},
		{"id of the recipient in place of the app's", digest(string(e.Recipient.ID), body, string(e.Timestamp), c.cfg.OASecret)},
		{"id of another app", digest(string(e.AppID), body, string(e.Timestamp), c.cfg.OASecret)},
		{"HMAC", keyed.Sum(nil)},
	} {
		if subtle.ConstantTimeCompare(mac, variant.sum) == 1 {
			v.said.Do(func() {
				c.log.Warn("an event was refused whose signature is of another kind than documented", "variant", variant.name)
			})
		}
	}
}

// updates makes updates of a body: one or none. What is authentic but of no use is taken all the same, as Zalo switches
// a webhook off that refuses.
func (c *Channel) updates(body []byte) ([]intake.Update, error) {
	if isCheck(body) {
		return nil, nil
	}
	e, err := readEvent(body)
	if err != nil {
		return nil, err
	}
	switch {
	case e.Name == eventReceived:
		c.count.receipts.Add(1)
		return nil, nil
	case e.Name == eventSeen || strings.HasPrefix(string(e.Name), accountSent):
		return nil, nil
	case !e.wanted():
		c.count.unknown.Add(1)
		return nil, nil
	}
	u, err := e.update(body)
	if err != nil {
		c.count.unknown.Add(1)
		c.log.Warn("an event of the Official Account is of no use", "error", err)
		return nil, nil
	}
	return []intake.Update{u}, nil
}

// accept notes who was heard of and commits the updates, in this order: when the first succeeds and the second does not,
// Zalo delivers again, so a crash loses neither.
func (c *Channel) accept(ctx context.Context, updates []intake.Update) error {
	for _, u := range updates {
		if err := c.note(ctx, u); err != nil {
			return err
		}
	}
	return c.intake.Accept(ctx, updates)
}

func (c *Channel) note(ctx context.Context, u intake.Update) error {
	e, err := readEvent(u.Payload)
	if err != nil {
		return err
	}
	at := time.UnixMilli(u.Order)
	if now := c.cfg.Now(); at.After(now) { // a clock that is ahead must not hold the window open
		at = now
	}
	if e.follows() || e.Name == eventLeave {
		if err := c.users.Followed(ctx, u.Chat, e.follows(), at); err != nil {
			return err
		}
	}
	if e.Name == eventLeave || !c.noted.before(u.Chat, at) {
		return nil
	}
	if err := c.users.Seen(ctx, u.Chat, at); err != nil {
		return err
	}
	c.noted.done(u.Chat, at)
	return nil
}

// recently spares the database what it knows nearly as well.
type recently struct {
	mu   sync.Mutex
	last map[string]time.Time
}

// before tells whether what is known of a user is older than at by more than it may be.
func (r *recently) before(user string, at time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	last, ok := r.last[user]
	return !ok || at.Sub(last) >= seenPrecision
}

func (r *recently) done(user string, at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.last) >= mostRemembered {
		clear(r.last)
	}
	r.last[user] = at
}
