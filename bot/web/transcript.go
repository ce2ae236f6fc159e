package web

import (
	"sync"

	"dondoc/bot/webkit"
)

const (
	maxShown       = 40       // messages of one chat that the page shows
	maxRemembered  = 32 << 20 // bytes of text over all chats, so that visitors cannot exhaust memory
	maxSaid        = 4_000    // characters of a question that are shown again after a reload
	messageBytes   = 512      // what a message weighs beside its text, roughly
	historyTurns   = 20       // turns asked of the History for a visitor who comes back
	manyCitations  = 3        // more than these are folded into one bundle
	maxAlt         = 200      // characters that describe a picture
	maxLead        = 80       // characters of a quotation that tell it from another of the same place
	maxChoiceBytes = 32       // see bot.Choice
)

// transcripts keeps the last messages of recent chats with their citations and choices, which a History does not
// have. It is a convenience of one process: what it drops comes back from the History as plain text.
type transcripts struct {
	mu    sync.Mutex
	chats *webkit.LRU[transcript]
	bytes int
}

// transcript is never changed in place: a page may be rendering the slice.
type transcript struct {
	messages []message
	bytes    int
}

func newTranscripts() *transcripts { return &transcripts{chats: webkit.NewLRU[transcript]()} }

// get returns the messages of a chat, oldest first. ok is false when the chat is not remembered.
func (t *transcripts) get(chat string) (messages []message, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c, ok := t.chats.Get(chat)
	return c.messages, ok
}

// add appends to a chat. earlier is what it starts with if it is not remembered.
func (t *transcripts) add(chat string, earlier []message, said ...message) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c, ok := t.chats.Get(chat)
	if !ok {
		c.messages = earlier
	}
	t.put(chat, append(append([]message(nil), c.messages...), said...))
}

// restart drops what is remembered of a chat for what it begins with anew.
func (t *transcripts) restart(chat string, said []message) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.put(chat, said)
}

// put needs the lock.
func (t *transcripts) put(chat string, all []message) {
	all = all[max(0, len(all)-maxShown):]
	before, _ := t.chats.Get(chat)
	c := transcript{messages: all, bytes: weight(all)}
	t.bytes += c.bytes - before.bytes
	t.chats.Put(chat, c)
	for t.bytes > maxRemembered {
		oldest, gone, _ := t.chats.Oldest()
		t.chats.Remove(oldest)
		t.bytes -= gone.bytes
	}
}

func (t *transcripts) forget(chat string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c, _ := t.chats.Get(chat)
	t.bytes -= c.bytes
	t.chats.Remove(chat)
}

// label returns what the button with this key said, the latest first, or "".
func (t *transcripts) label(chat, key string) string {
	messages, _ := t.get(chat)
	for i := len(messages) - 1; i >= 0; i-- {
		for _, c := range messages[i].Choices {
			if c.Key == key {
				return c.Label
			}
		}
	}
	return ""
}

func weight(messages []message) int {
	n := 0
	for _, m := range messages {
		n += messageBytes + len(m.Said) + 2*len(m.Copy)
		for _, c := range m.Citations {
			n += len(c.Document) + len(c.Title) + len(c.Section) + len(c.Quote) + len(c.Lead) + len(c.Href)
		}
		for _, t := range []*thing{m.Picture, m.File} {
			if t != nil {
				n += len(t.content) + len(t.Alt) + len(t.Name)
			}
		}
	}
	return n
}
