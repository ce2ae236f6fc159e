package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"dondoc/bot"
	"dondoc/knowledge"
)

// TestDraftsAreShown: a draft is the first page with its citations and nothing to press, and comes before the answer.
func TestDraftsAreShown(t *testing.T) {
	k := newTalk(t, func(q knowledge.Question) (knowledge.Answer, error) {
		var all []string
		for i := range 40 {
			all = append(all, fmt.Sprintf("%d. Việc", i+1))
		}
		a := knowledge.Answer{Text: lines(append(all, "📄 Quyết định 1/QĐ")...), Citations: []knowledge.Citation{{Quote: "nguyên văn"}}, Suggestions: []knowledge.Suggestion{{Label: "Tiếp", Question: "tiếp"}}}
		if q.Draft != nil {
			q.Draft(a)
			a.Text = lines("viết lại")
		}
		return a, nil
	})
	var drafts []bot.Reply
	final := k.send(bot.Message{Text: "liệt kê", Draft: func(r bot.Reply) { drafts = append(drafts, r) }})
	if final.Text.String() != "viết lại" || len(drafts) != 1 {
		t.Fatalf("%d drafts, then %q", len(drafts), final.Text)
	}
	d := drafts[0]
	if text := d.Text.String(); len(d.Text) != 15 || !strings.HasSuffix(text, "14. Việc\n📄 Quyết định 1/QĐ") || len(d.Citations) != 1 || len(d.Choices) != 0 || d.Refused {
		t.Errorf("the draft: %q, %+v", text, d)
	}
	if r := k.say("liệt kê"); !strings.Contains(r.Text.String(), "14. Việc") {
		t.Errorf("a channel without drafts got %q", r.Text)
	}
}

// TestNoDraftOfACommand: what needs no answerer shows nothing before it is there.
func TestNoDraftOfACommand(t *testing.T) {
	k := newTalk(t, echo)
	choice := k.say("Bắc Giang").Choices[0].Key
	drafted := 0
	draft := func(bot.Reply) { drafted++ }
	k.send(bot.Message{Text: "trợ giúp", Draft: draft})
	k.send(bot.Message{Text: "/xoa_du_lieu", Draft: draft})
	if asked := k.script.questions(); drafted > 0 || asked[0].Draft != nil {
		t.Errorf("%d drafts", drafted)
	}
	k.send(bot.Message{Choice: choice, Draft: draft}) // a question that is pressed may be slow, too
	if asked := k.script.questions(); asked[len(asked)-1].Draft == nil {
		t.Error("a pressed question has no draft")
	}
}
