package telegram

import (
	"context"
	"net/http"
	"time"

	"dondoc/bot/intake"
)

const (
	secretName  = "X-Telegram-Bot-Api-Secret-Token"
	maxHookBody = 1 << 20
	// hookHoldBack puts right what overtook each other: Telegram delivers over many connections at once.
	hookHoldBack = 15 * time.Millisecond
)

// Webhook is where Telegram delivers updates when Config.WebhookURL is set: it answers as intake.Webhook does, and 503
// until Run has learnt the bot's name. An update that shows an id but cannot be read is taken and skipped, since it
// would only come again. Without a secret in the configuration it lets nobody in.
func (c *Channel) Webhook() http.Handler {
	return &intake.Webhook{
		MaxBody: maxHookBody, Authentic: intake.SecretHeader(secretName, c.cfg.WebhookSecret),
		Read: c.readHooked, Accept: c.acceptHooked, Log: c.log,
	}
}

func (c *Channel) readHooked(body []byte) ([]intake.Update, error) {
	u, id, err := decode(body)
	switch {
	case err == nil:
		return []intake.Update{stored(&u, body)}, nil
	case id == 0:
		return nil, err
	}
	c.count.undecodable.Add(1)
	c.log.Warn("a Telegram update cannot be read and is skipped", "update", id)
	return nil, nil
}

func (c *Channel) acceptHooked(ctx context.Context, updates []intake.Update) error {
	if c.me.Load() == nil {
		return errNotReady
	}
	return c.intake.Accept(ctx, updates)
}
