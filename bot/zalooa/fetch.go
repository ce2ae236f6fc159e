package zalooa

import (
	"time"

	"dondoc/bot/courier"
)

// fileLimits are those of files that users sent.
var fileLimits = courier.Limits{Call: named("fetch a file"), Most: 20 << 20, Within: time.Minute}
