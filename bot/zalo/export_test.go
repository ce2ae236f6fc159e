package zalo

import "encoding/json"

// AllowLoopback lets pictures come from this machine.
func (c *Channel) AllowLoopback() { c.pictures.inside = true }

// CheckAddress is what pictures say of "ip:port".
func (c *Channel) CheckAddress(address string) error { return c.pictures.check(address) }

// UnwrapBody is how the webhook reads a body.
func UnwrapBody(body []byte) ([]json.RawMessage, error) { return unwrapBody(body) }

// Updates is what becomes of events.
var Updates = (*Channel).updates
