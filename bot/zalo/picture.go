package zalo

import (
	"time"

	"dondoc/bot/courier"
)

// pictureLimits are those of pictures that people sent. Without TLS they come from a double of the platform only.
func pictureLimits(cfg Config) courier.Limits {
	return courier.Limits{
		Call: "zalo: fetch a picture", Most: 5 << 20, Within: 20 * time.Second, Redirects: 3, Plain: loopback(cfg.APIURL),
	}
}
