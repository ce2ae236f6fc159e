package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
)

// WithComplaints keeps questions that the documents do not answer, and lets people mark answers that are not right.
func WithComplaints(all Complaints) Option {
	return func(c *Conversation) { c.complaints = all }
}

// actionDislike marks an answer; Argument is a disliking.
const actionDislike = "dislike"

const (
	buttonDislike = "👎 Chưa đúng"
	dislikeTaken  = "Cảm ơn anh/chị. Tôi đã ghi lại câu hỏi này để quản trị viên xem lại."
)

// disliking is what a button under an answer stands for.
type disliking struct {
	Text   string `json:"text"`
	Answer string `json:"answer"`
}

// unsaid begins the refusals which say that the documents do not tell. All others are of what is no question to them.
var unsaid = []string{"Tài liệu đã nạp ", "Văn bản ", "Bản đã nạp ", "Kế hoạch năm "}

// noteUnanswered keeps a question that the documents do not answer, with as much of it as fits.
func (c *Conversation) noteUnanswered(ctx context.Context, m Message, a knowledge.Answer) {
	if c.complaints == nil || !a.Refused {
		return
	}
	said := a.Text.String()
	for _, begin := range unsaid {
		if !strings.HasPrefix(said, begin) {
			continue
		}
		err := c.complaints.Complain(ctx, asked(m, m.Text, said, Unanswered))
		if err != nil {
			c.logger.WarnContext(ctx, "an unanswered question was not kept", "channel", m.Chat.Channel, "error", err)
		}
		return
	}
}

func asked(m Message, text, answer string, f Fault) Asked {
	return Asked{Chat: m.Chat, At: m.At, Text: viet.Normalize(shortened(text, knowledge.LongestQuestion)), Answer: shortened(answer, longestStored), Fault: f}
}

func shortened(s string, most int) string {
	letters := []rune(s)
	return string(letters[:min(len(letters), most)])
}

// dislikeChoice is the button under an answer that stands on documents, where buttons are shown: as one more number
// under every answer it would only be in the way.
func (c *Conversation) dislikeChoice(m Message, a knowledge.Answer) (StoredChoice, bool) {
	if c.complaints == nil || m.numbered || a.Refused || len(a.Citations) == 0 {
		return StoredChoice{}, false
	}
	return choiceOf(buttonDislike, actionDislike, disliking{shortened(m.Text, knowledge.LongestQuestion), shortened(a.Text.String(), longestStored)}), true
}

// dislike keeps an answer that whoever read it has marked.
func (c *Conversation) dislike(ctx context.Context, m Message, argument string) ([]Reply, error) {
	var d disliking
	if c.complaints == nil || json.Unmarshal([]byte(argument), &d) != nil {
		return refused(choiceExpired), nil
	}
	if err := c.may(ctx, m, people.Ask); err != nil {
		replies, _, err := c.deniedOr(err)
		return replies, err
	}
	if err := c.complaints.Complain(ctx, asked(m, d.Text, d.Answer, Disliked)); err != nil {
		return nil, fmt.Errorf("bot: dislike: %w", err)
	}
	return []Reply{{Text: plain(dislikeTaken)}}, nil
}
