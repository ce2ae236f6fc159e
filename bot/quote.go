package bot

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// listed is an Item under the number by which a reminder listed it.
type listed struct {
	number int
	reminders.Item
}

// quoteChoice keeps what an Item in a message means under a name made of its lines, for answers that quote the message.
func quoteChoice(number int, i reminders.Item, lines knowledge.Text) StoredChoice {
	c := order{Works: []reminders.Work{i.Work}, Number: number}.choice(strconv.Itoa(number), actionShow)
	c.Key = quoteKey(lines.String())
	return c
}

// quoteKey names the lines of an Item, however a channel has set their blanks.
func quoteKey(lines string) string {
	sum := sha256.Sum256([]byte(viet.Squeeze(inline(lines, len(lines)))))
	const letters = 24 // 120 bits
	return "q" + strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:letters])
}

// listedLine begins an Item in a message of ours.
var listedLine = regexp.MustCompile(`^(\d{1,3})\. \S`)

// quotedItems returns the Items that a quoted message of ours lists, as they stand today. list is true when it looks as
// if it listed any, though none may be known any more.
func (c *Conversation) quotedItems(ctx context.Context, m Message) (items []listed, list bool, err error) {
	const most = 200
	lines := strings.Split(m.Quoted, "\n")
	for i := range lines[:min(len(lines), most)] {
		if !listedLine.MatchString(strings.TrimSpace(lines[i])) || i+1 == len(lines) {
			continue
		}
		list = true
		choice, err := c.memory.Choice(ctx, m.Chat, quoteKey(lines[i]+"\n"+lines[i+1]))
		var o order
		if err != nil || json.Unmarshal([]byte(choice.Argument), &o) != nil || len(o.Works) != 1 {
			continue
		}
		found, err := c.desk.Look(ctx, deskChat(m.Chat), o.Works...)
		var refusal *reminders.Refusal
		switch {
		case errors.As(err, &refusal):
		case err != nil:
			return nil, list, err
		default:
			items = append(items, listed{o.Number, found[0]})
		}
	}
	return items, list, ctx.Err()
}

// openItems are those of the last reminder.
func (c *Conversation) openItems(ctx context.Context, chat Chat) ([]listed, error) {
	items, err := c.desk.Open(ctx, deskChat(chat))
	var all []listed
	for n, i := range items {
		all = append(all, listed{n + 1, i})
	}
	return all, err
}

func deskChat(c Chat) reminders.Chat { return reminders.Chat{Channel: c.Channel, ID: c.ID} }

// requestQuoted finds the requests in a quoted message of ours.
var requestQuoted = regexp.MustCompile(`Yêu cầu số (\d{1,9})\b`)

// quotedRequests returns the numbers of the requests that a quoted message tells of.
func quotedRequests(quoted string) []int64 {
	var ids []int64
	for _, found := range requestQuoted.FindAllStringSubmatch(viet.Normalize(quoted), -1) {
		id, _ := strconv.ParseInt(found[1], 10, 64)
		ids = append(ids, id)
	}
	return ids
}
