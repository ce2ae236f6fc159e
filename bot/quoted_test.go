package bot_test

import (
	"testing"

	"dondoc/bot"
	"dondoc/knowledge"
)

// TestQuotedReply: a message that answers to an older reply goes on from there, and one
// that answers to a reply nobody remembers goes on from its words.
func TestQuotedReply(t *testing.T) {
	k := newTalk(t, echo)
	first := k.say("Bắc Giang phải làm gì?").Text.String()
	k.say("còn Hà Nam?")

	k.send(bot.Message{Text: "ai phối hợp?", Quoted: first})
	asked := k.script.questions()
	got := asked[len(asked)-1].Context
	if len(got) != 2 || got[0].Text != "Bắc Giang phải làm gì?" {
		t.Errorf("the thread of the quoted reply is %v", got)
	}

	k.send(bot.Message{Text: "hạn bao giờ?", Quoted: "\n Tỉnh Lai Châu chủ trì: việc đã quên \n⏰ Quý I"})
	asked = k.script.questions()
	got = asked[len(asked)-1].Context
	if len(got) != 1 || got[0].Role != knowledge.RoleAssistant {
		t.Errorf("a forgotten reply gives the thread %v", got)
	}
}
