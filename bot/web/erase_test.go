package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"dondoc/bot"
	"dondoc/bot/web/browsertest"
	"dondoc/knowledge"
)

// erasing deletes a chat when it is told so, as the conversation does.
type erasing struct{ *fake }

const erasedWords = "Đã xóa dữ liệu của cuộc trò chuyện này."

func (e erasing) Handle(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
	if !strings.Contains(m.Text, "xóa") {
		return e.fake.Handle(ctx, m)
	}
	if err := e.Forget(ctx, m.Chat, m.Sender); err != nil {
		return nil, err
	}
	return []bot.Reply{
		{Text: knowledge.Text{{plain("Đang xóa.")}}},
		{Text: knowledge.Text{{plain(erasedWords)}}, Erased: true},
	}, nil
}

// TestConversationErases: what the page shows goes too, with its pictures and buttons.
func TestConversationErases(t *testing.T) {
	for _, script := range []bool{false, true} {
		f := newFake()
		s := newSiteOf(t, f, erasing{f}, nil)
		picture := decode(t, s.post(t, "/chat", true, "text", "biểu đồ")).Messages[0].Picture.Href
		s.post(t, "/chat", true, "text", "Hạn của Bắc Giang?")
		r := s.post(t, "/chat", script, "text", "xóa dữ liệu")
		if script && (!strings.Contains(r.body, `"erased":true`) || strings.Contains(r.body, "Đang xóa.")) {
			t.Errorf("the script is told %s", r.body)
		}
		page := s.get(t, "/").body
		if !strings.Contains(page, erasedWords) || strings.Count(page, `class="turn `) != 1+2 { // two are forms
			t.Errorf("script %v: more is left than the answer, or less", script)
		}
		for _, gone := range []string{"Bắc Giang?</p>", "nhac1", "xóa dữ liệu</p>", "Đang xóa."} {
			if strings.Contains(page, gone) {
				t.Errorf("script %v: the page still has %q", script, gone)
			}
		}
		if got := s.get(t, picture); got.status != http.StatusNotFound {
			t.Errorf("script %v: the picture has status %d", script, got.status)
		}
		s.post(t, "/chat", script, "text", "Những tỉnh nào?")
		if page := s.get(t, "/").body; !strings.Contains(page, "Những tỉnh nào?</p>") || !strings.Contains(page, erasedWords) {
			t.Errorf("script %v: the conversation does not go on", script)
		}
	}
	s := newSite(t, nil)
	if r := s.post(t, "/chat", true, "text", "Hạn?"); strings.Contains(r.body, "erased") {
		t.Errorf("an answer tells of a deletion: %s", r.body)
	}
}

func TestConversationErasesInBrowser(t *testing.T) {
	f := newFake()
	s := newSiteOf(t, f, erasing{f}, nil)
	ctx := browsertest.Start(t)
	open(t, ctx, s, phone, "light")
	ask(t, ctx, "Hạn của Bắc Giang?")
	ask(t, ctx, "hỏi để máy trả lời")
	press(t, ctx, "xóa dữ liệu")
	browsertest.Eval[bool](t, ctx, `document.getElementById('composer').requestSubmit(), true`)
	browsertest.Await(t, ctx, `document.querySelectorAll('.turn').length === 1 && !document.body.classList.contains('busy')`)
	const turns = `[...document.querySelectorAll('.turn')].map((e) => e.outerHTML).join('\n')`
	live := betweenTags.ReplaceAllString(browsertest.Eval[string](t, ctx, turns), "><")
	if !strings.Contains(live, erasedWords) {
		t.Errorf("left is %s", live)
	}
	browsertest.Shoot(t, ctx, phone.name+"-light-14-erased")
	do(t, ctx, chromedp.Navigate(s.URL))
	if stored := betweenTags.ReplaceAllString(browsertest.Eval[string](t, ctx, turns), "><"); stored != live {
		t.Errorf("the script shows\n%s\nbut after a reload there is\n%s", live, stored)
	}
	ask(t, ctx, "Hạn của Bắc Giang?")
	if n := browsertest.Eval[int](t, ctx, `document.querySelectorAll('.turn').length`); n != 3 {
		t.Errorf("%d turns after the next question, want 3", n)
	}
}
