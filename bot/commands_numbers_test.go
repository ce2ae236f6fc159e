package bot_test

import (
	"strings"
	"testing"

	"dondoc/bot"
	"dondoc/reminders"
)

// TestNumbersMeanTheLastList: who reads a list and answers "2 xong" means that list, until a reminder comes.
func TestNumbersMeanTheLastList(t *testing.T) {
	b := newBureau(t, bot.Reports{})
	g := b.in("group")
	b.remind("so-hoa", "trung-tam") // sorted: 1. Đưa trung tâm, 2. Số hóa
	g.says("việc của tôi", "1. Công bố danh mục", "2. Đưa trung tâm")
	g.says("2 xong", "Đã ghi hoàn thành", "Đưa trung tâm")
	g.says("việc của tôi", "2. Ban hành kế hoạch của tu-dat")
	b.remind("so-hoa", "cong-du-lieu") // sorted: 1. Công bố, 2. Số hóa
	g.says("2 xong", "Đã ghi hoàn thành", "Số hóa")
	o := b.in("officer")
	o.says("theo dõi Hà Nam")
	o.says("việc của tôi", "1. Tỉnh Hà Nam – Ban hành kế hoạch của tre")
	if r := o.says("1 xong"); !r.Refused {
		t.Errorf("a follower has reported: %q", r.Text)
	}
}

// TestFollowersGetNoButtons of Work that they do not answer for.
func TestFollowersGetNoButtons(t *testing.T) {
	b := newBureau(t, bot.Reports{})
	b.in("officer").says("theo dõi IV.7")
	sub, _, err := b.register.Subscribed(t.Context(), reminders.Chat{Channel: "test", ID: "officer"})
	if err != nil {
		t.Fatal(err)
	}
	r := b.compose(b.notice(sub, reminders.Reminder{Kind: reminders.KindStep, Day: today, Task: "ha-nam", Work: reminders.Work{Milestone: "ha-nam/1", Agency: haNam}, Due: day(6, 15), Step: "T-14"}))
	if len(r.Choices) > 0 || !strings.Contains(r.Text.String(), "1. Tỉnh Hà Nam – Ban hành") {
		t.Errorf("got %q with %q", r.Text, labels(r))
	}
}
