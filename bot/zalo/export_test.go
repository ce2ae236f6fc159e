package zalo

import (
	"encoding/json"

	"dondoc/bot/courier"
)

// AllowLoopback lets pictures come from this machine.
func (c *Channel) AllowLoopback() {
	limits := pictureLimits(c.cfg)
	limits.Loopback = true
	c.pictures = courier.NewFetcher(limits)
}

// UnwrapBody is how the webhook reads a body.
func UnwrapBody(body []byte) ([]json.RawMessage, error) { return unwrapBody(body) }

// Updates is what becomes of events.
var Updates = (*Channel).updates
