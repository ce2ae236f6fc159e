package bot

import (
	"context"
	"encoding/json"
	"time"
)

// What the conversation waits for in a chat, in StoredChoice.Action under waitingKey. No button can ask for these.
const (
	waitReport   = "wait-report"   // the number of a report, or a file, for Works that are done
	waitUntil    = "wait-until"    // the day to which Works are to be extended
	waitReason   = "wait-reason"   // why
	waitPause    = "wait-pause"    // until when reminders are to rest
	waitWhich    = "wait-which"    // the number of an Item
	waitDocument = "wait-document" // the number of the document that grants an extension
	waitRefusal  = "wait-refusal"  // why an extension is refused
	waitPublish  = "wait-publish"  // why a version is published that answers less
)

// waitingKey is a Key that no button has: those are random.
const waitingKey = "waiting"

// How long the conversation waits: not as long for free words, which later are rather a question.
const (
	waitsLong  = time.Hour
	waitsShort = 15 * time.Minute
)

// waits tells whether anything is ever waited for.
func (c *Conversation) waits() bool { return c.desk != nil || c.library != nil }

// wait remembers what the next message may be. Without a memory the dialogue goes on by its buttons, or not at all.
func (c *Conversation) wait(ctx context.Context, chat Chat, action string, o order) {
	lasts := waitsLong
	if action == waitReason || action == waitRefusal {
		lasts = waitsShort
	}
	c.saveWaiting(ctx, chat, o.choice(action, action), lasts)
}

// stopWaiting takes the next message for what it is.
func (c *Conversation) stopWaiting(ctx context.Context, chat Chat) {
	c.saveWaiting(ctx, chat, StoredChoice{}, -time.Second)
}

func (c *Conversation) saveWaiting(ctx context.Context, chat Chat, s StoredChoice, lasts time.Duration) {
	s.Key = waitingKey
	if err := c.memory.SaveChoices(ctx, chat, []StoredChoice{s}, time.Now().Add(lasts)); err != nil {
		c.logger.WarnContext(ctx, "dialogue not stored", "channel", chat.Channel, "error", err)
	}
}

// waiting returns what the conversation waits for; "" for nothing.
func (c *Conversation) waiting(ctx context.Context, chat Chat) (action string, o order) {
	s, err := c.memory.Choice(ctx, chat, waitingKey)
	if err != nil || json.Unmarshal([]byte(s.Argument), &o) != nil {
		return "", order{}
	}
	return s.Action, o
}
