package console

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"dondoc/bot/people"
	"dondoc/reminders"
)

// channelNames are what the channels are called to people.
var channelNames = map[string]string{"telegram": "Telegram", "zalo": "Zalo Bot", "zalooa": "Zalo OA", "web": "trang hỏi đáp", people.ConsoleChannel: "trang quản trị", "": "dòng lệnh"}

// channelName is what a channel is called; one that is not known stays as it is.
func channelName(channel string) string {
	if name, ok := channelNames[channel]; ok {
		return name
	}
	return channel
}

// subscriberRow is a chat as it is shown.
type subscriberRow struct {
	reminders.Subscriber
	Where   string
	Steps   string
	Clock   string
	Hears   []string // what it follows, in words
	OnlySee bool     // it answers for nothing
}

func newSubscriberRow(s *reminders.Snapshot, sub reminders.Subscriber) subscriberRow {
	row := subscriberRow{Subscriber: sub, Where: channelName(sub.Channel), Steps: reminders.StepList(sub.Rule), Clock: clock(sub.Rule)}
	if sub.Group {
		row.Where += ", nhóm"
	} else {
		row.Where += ", riêng"
	}
	if b, ok := s.Board(sub.Board); ok {
		row.OnlySee = b.Followers()
	}
	for _, f := range sub.Follows {
		row.Hears = append(row.Hears, followWords(s, f))
	}
	return row
}

func clock(r reminders.Rule) string { return fmt.Sprintf("%02d:%02d", r.Hour, r.Minute) }

// followWords says what a chat follows.
func followWords(s *reminders.Snapshot, f reminders.Follow) string {
	switch f.Kind {
	case reminders.FollowAgency:
		return f.Value
	case reminders.FollowDocument:
		return "văn bản " + f.Value
	case reminders.FollowTheme:
		return "chủ đề “" + f.Value + "”"
	case reminders.FollowWatch:
		return "theo dõi việc của " + f.Value
	}
	if t, ok := s.Task(f.Value); ok {
		return "việc “" + t.Title + "”"
	}
	return "một việc không còn trong văn bản"
}

// subscriberView is the page of one chat.
type subscriberView struct {
	Row       subscriberRow
	Board     reminders.Board
	Rule      ruleForm
	MayChange bool
	Days      int
	Spans     []tab
	Previewed bool
	Coming    []Upcoming
}

// spans are for how many days a page can tell what a chat will get.
var spans = []int{7, 30, 90}

const mostComing = 120

func subscriberPage(c *Console, r *http.Request, v *visit) (reply, error) {
	s, sub, err := c.subscriber(r)
	if err != nil {
		return reply{}, err
	}
	return c.subscriberReply(r, s, sub, v, nil)
}

// subscriber returns the chat that an address names.
func (c *Console) subscriber(r *http.Request) (*reminders.Snapshot, reminders.Subscriber, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, reminders.Subscriber{}, err
	}
	s, err := c.snapshot(r.Context())
	if err != nil {
		return nil, reminders.Subscriber{}, err
	}
	sub, ok := s.Subscriber(id)
	if !ok {
		return nil, reminders.Subscriber{}, errNotFound
	}
	return s, sub, nil
}

func (c *Console) subscriberReply(r *http.Request, s *reminders.Snapshot, sub reminders.Subscriber, v *visit, faulty *ruleForm) (reply, error) {
	d := subscriberView{Row: newSubscriberRow(s, sub), Rule: newRuleForm(sub.Rule), MayChange: v.may(people.Configure), Days: spans[1]}
	d.Board, _ = s.Board(sub.Board)
	for _, n := range spans {
		if r.URL.Query().Get("ngay") == strconv.Itoa(n) {
			d.Days = n
		}
	}
	for _, n := range spans {
		path := fmt.Sprintf("%s/%d?ngay=%d#sap-nhan", subscribersPath, sub.ID, n)
		d.Spans = append(d.Spans, tab{Path: path, Label: fmt.Sprintf("%d ngày", n), Count: -1, Here: n == d.Days})
	}
	if c.cfg.Preview != nil {
		coming, err := c.preview(r.Context(), sub, d.Days)
		if err != nil {
			return reply{}, err
		}
		d.Previewed, d.Coming = true, coming
	}
	a := page("subscriber.html", strings.TrimSpace("Nơi nhận của "+d.Board.Name), d)
	if faulty != nil {
		d.Rule = *faulty
		a.data, a.status = d, http.StatusUnprocessableEntity
	}
	return a, nil
}

// previewLasts bounds the work that a look at a page makes.
const previewLasts = 10 * time.Second

func (c *Console) preview(ctx context.Context, sub reminders.Subscriber, days int) ([]Upcoming, error) {
	ctx, cancel := context.WithTimeout(ctx, previewLasts)
	defer cancel()
	today := c.today()
	coming, err := c.cfg.Preview(ctx, sub, today, today.AddDays(days-1))
	if err != nil {
		return nil, fmt.Errorf("console: tell what is to come: %w", err)
	}
	return coming[:min(len(coming), mostComing)], nil
}

func setSubscriberRule(c *Console, r *http.Request, v *visit) (reply, error) {
	s, sub, err := c.subscriber(r)
	if err != nil {
		return reply{}, err
	}
	form := readRuleForm(v.form)
	if form.Problem != "" {
		return c.subscriberReply(r, s, sub, v, &form)
	}
	if err := c.amendRule(r.Context(), sub, form); err != nil {
		return reply{}, err
	}
	return redirect(fmt.Sprintf("%s/%d", subscribersPath, sub.ID), "Đã đặt giờ và bước nhắc."), nil
}

const mostReason = 200

func pauseSubscriber(c *Console, r *http.Request, v *visit) (reply, error) {
	_, sub, err := c.subscriber(r)
	if err != nil {
		return reply{}, err
	}
	reason := shorten(v.form.Get("reason"), mostReason)
	if reason == "" {
		return reply{}, bad("Anh/chị chưa ghi lý do tạm dừng.")
	}
	if err := c.cfg.Subscribed.Pause(r.Context(), sub.Channel, sub.Chat, reason); err != nil {
		return reply{}, fmt.Errorf("console: pause a chat: %w", err)
	}
	return redirect(fmt.Sprintf("%s/%d", subscribersPath, sub.ID), "Đã tạm dừng gửi tới nơi nhận này."), nil
}

func resumeSubscriber(c *Console, r *http.Request, _ *visit) (reply, error) {
	_, sub, err := c.subscriber(r)
	if err != nil {
		return reply{}, err
	}
	if err := c.cfg.Subscribed.Resume(r.Context(), sub.ID); err != nil {
		return reply{}, fmt.Errorf("console: resume a chat: %w", err)
	}
	return redirect(fmt.Sprintf("%s/%d", subscribersPath, sub.ID), "Nơi nhận này được nhắc lại từ bây giờ."), nil
}
