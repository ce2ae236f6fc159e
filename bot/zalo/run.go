package zalo

import (
	"context"
	"errors"
	"net/http"
	"time"

	"dondoc/bot/courier"
	"dondoc/bot/intake"
)

const (
	// longPause is before what was refused is asked once more: it may have been put right on the other side. Calls of
	// setWebhook are numbered a day.
	longPause   = 10 * time.Minute
	tooOften    = time.Hour
	emptyPoll   = 500 * time.Millisecond // an empty answer that comes sooner is no long poll: do not spin
	lastAccept  = 5 * time.Second        // for an event that came while the program stops: it would not come again
	maxBody     = 256 << 10
	secretField = "X-Bot-Api-Secret-Token"
)

// Accept stores events: see intake.Intake.Accept.
type Accept func(ctx context.Context, updates []intake.Update) error

// Webhook receives events for Config.WebhookURL: POST only. It answers 200 once they are stored, and to events of
// unknown kinds, which are counted.
func (c *Channel) Webhook(accept Accept) http.Handler {
	return &intake.Webhook{
		MaxBody:   maxBody,
		Authentic: intake.SecretHeader(secretField, c.cfg.Secret),
		Read: func(body []byte) ([]intake.Update, error) {
			events, err := unwrapBody(body)
			if err != nil {
				return nil, err
			}
			return c.updates(events), nil
		},
		Accept: accept,
		Log:    c.log,
	}
}

// Run takes events until ctx ends, and then returns nil; ErrBadToken when the platform refuses the token. With a
// WebhookURL it makes it known to the platform, once, and waits; else it polls, for which it takes a webhook that is
// set away. Everything else, from a missing network to a store that fails, is waited out. Only one Run at a time, and
// only one copy of the program may poll.
func (c *Channel) Run(ctx context.Context, accept Accept) error {
	if !c.running.CompareAndSwap(false, true) {
		return ErrRunning
	}
	defer c.running.Store(false)
	if err := c.insist(ctx, c.introduce); err != nil || ctx.Err() != nil {
		return err
	}
	if c.cfg.WebhookURL != "" {
		if err := c.insist(ctx, c.announce); err != nil {
			return err
		}
		<-ctx.Done()
		return nil
	}
	if err := c.insist(ctx, c.withdraw); err != nil {
		return err
	}
	for ctx.Err() == nil {
		err := c.insist(ctx, func(ctx context.Context) error { return c.poll(ctx, accept) })
		if err != nil {
			return err
		}
	}
	return nil
}

// announce tells the platform where the webhook is.
func (c *Channel) announce(ctx context.Context) error {
	w, err := c.client.setWebhook(ctx, c.cfg.WebhookURL, c.cfg.Secret)
	var e *courier.Failure
	if faulty(err) && errors.As(err, &e) {
		e.Cause = errAddress
	}
	if err == nil && w.Verification.OK != nil && !*w.Verification.OK {
		c.log.Warn("Zalo does not reach the webhook", "outcome", c.client.http.Redact(w.Verification.Outcome))
	}
	return err
}

// withdraw takes away a webhook that an earlier run has set: while there is one, polls bring nothing.
func (c *Channel) withdraw(ctx context.Context) error {
	w, err := c.client.getWebhookInfo(ctx)
	if err != nil || w.URL == "" {
		return err
	}
	c.log.Info("the webhook of the Zalo bot is taken away, as this program polls")
	return c.client.deleteWebhook(ctx)
}

// poll takes what the platform has, mostly one event, and stores it.
func (c *Channel) poll(ctx context.Context, accept Accept) error {
	asked := time.Now()
	events, err := c.client.getUpdates(ctx, c.cfg.PollTimeout)
	if err != nil {
		return err
	}
	if len(events) == 0 {
		if time.Since(asked) < emptyPoll {
			courier.Pause(ctx, courier.FirstPause)
		}
		return nil
	}
	c.keep(ctx, c.updates(events), accept)
	return nil
}

// keep stores events until it succeeds, because they do not come again. When ctx ends it tries once more.
func (c *Channel) keep(ctx context.Context, updates []intake.Update, accept Accept) {
	if len(updates) == 0 {
		return
	}
	for retry := (courier.Backoff{}); ctx.Err() == nil; {
		err := accept(ctx, updates)
		if err == nil {
			return
		}
		if ctx.Err() == nil {
			wait := retry.Next()
			c.log.Error("events of Zalo could not be stored and are held", "error", err, "wait", wait)
			courier.Pause(ctx, wait)
		}
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastAccept)
	defer cancel()
	if err := accept(last, updates); err != nil {
		c.log.Error("events of Zalo are lost: they could not be stored", "events", len(updates), "error", err)
	}
}

// insist tries until it succeeds, ctx ends (nil), or the token is refused.
func (c *Channel) insist(ctx context.Context, try func(context.Context) error) error {
	return courier.Insist(ctx, try, func(err error, usual time.Duration) (time.Duration, error) {
		if errors.Is(err, ErrBadToken) {
			return 0, err
		}
		c.count.pollErrors.Add(1)
		wait := waitAfter(err, usual)
		c.log.Warn("Zalo is out of reach for now", "error", err, "wait", wait)
		return wait, nil
	})
}

// waitAfter is how long to wait after an error. Polls never rest for long: what people write meanwhile would be lost.
func waitAfter(err error, usual time.Duration) time.Duration {
	switch {
	case courier.Coded(err, codeTooOften):
		return tooOften
	case errors.Is(err, errAddress):
		return longPause
	}
	return usual
}
