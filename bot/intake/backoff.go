package intake

import (
	"time"

	"dondoc/bot/courier"
)

const maxPause = courier.MaxPause

var pause = courier.Pause

// backoff is a courier.Backoff that can begin anew.
type backoff struct{ courier.Backoff }

func (b *backoff) next() time.Duration { return b.Next() }

func (b *backoff) reset() { *b = backoff{} }
