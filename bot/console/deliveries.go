package console

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"dondoc/bot/people"
	"dondoc/reminders"
)

const (
	deliveriesPath = Base + "/luot-gui"
	mostDeliveries = 200
	// deepDeliveries is how far back the delivery of an address is looked for.
	deepDeliveries = 5000
)

// failing are the states of what does not go on by itself.
var failing = []reminders.Status{reminders.StatusDead, reminders.StatusPaused}

// deliveryLists are the lists to choose from.
var deliveryLists = []struct {
	key, label string
	status     []reminders.Status
}{
	{"loi", "Chưa gửi được", failing},
	{"cho", "Đang chờ", []reminders.Status{reminders.StatusWaiting, reminders.StatusClaimed, reminders.StatusSending}},
	{"gui", "Đã gửi", []reminders.Status{reminders.StatusSent}},
	{"het", "Tất cả", nil},
}

func deliveryRoutes() []route {
	return []route{
		{method: "GET", path: deliveriesPath, action: people.Console, handle: deliveries},
		{method: "GET", path: deliveriesPath + "/{id}", action: people.Console, handle: deliveryPage},
		{method: "POST", path: deliveriesPath + "/{id}/gui-lai", action: people.Resend, handle: retryDelivery},
	}
}

// statusWord says what a state is called, and the class of its badge.
func statusWord(s reminders.Status) (word, badge string) {
	switch s {
	case reminders.StatusWaiting:
		return "đang chờ", "info"
	case reminders.StatusClaimed, reminders.StatusSending:
		return "đang gửi", "info"
	case reminders.StatusSent:
		return "đã gửi", "good"
	case reminders.StatusDead:
		return "không gửi được", "bad"
	case reminders.StatusPaused:
		return "tạm dừng", "warn"
	case reminders.StatusEmpty:
		return "không còn gì để nhắc", ""
	case reminders.StatusMerged:
		return "gộp vào ngày khác", ""
	}
	return string(s), ""
}

// deliveryRow is a delivery as it is shown.
type deliveryRow struct {
	reminders.Delivery
	Board   string
	BoardID int64
	Where   string
	Word    string
	Badge   string
	May     bool // it can be tried again, by who looks at it
}

func newDeliveryRow(s *reminders.Snapshot, d reminders.Delivery, v *visit) deliveryRow {
	row := deliveryRow{Delivery: d, Where: channelName(d.Channel)}
	row.Word, row.Badge = statusWord(d.Status)
	row.May = slices.Contains(failing, d.Status) && v.may(people.Resend)
	if sub, ok := s.Subscriber(d.Subscriber); ok {
		b, _ := s.Board(sub.Board)
		row.Board, row.BoardID = b.Name, b.ID
	}
	return row
}

// deliveriesView is the list of deliveries.
type deliveriesView struct {
	Tabs     []tab
	Channels []string
	List     string // which of deliveryLists
	Channel  string
	Rows     []deliveryRow
	Most     int
}

func deliveries(c *Console, r *http.Request, v *visit) (reply, error) {
	s, err := c.snapshot(r.Context())
	if err != nil {
		return reply{}, err
	}
	chosen := 0
	d := deliveriesView{Channel: shorten(r.URL.Query().Get("kenh"), 40), Most: mostDeliveries}
	for i, l := range deliveryLists {
		if r.URL.Query().Get("loc") == l.key {
			chosen = i
		}
		d.Tabs = append(d.Tabs, tab{Path: deliveriesPath + "?loc=" + l.key, Label: l.label, Count: -1})
	}
	d.Tabs[chosen].Here, d.List = true, deliveryLists[chosen].key
	for _, sub := range s.Subscribers {
		if !slices.Contains(d.Channels, sub.Channel) {
			d.Channels = append(d.Channels, sub.Channel)
		}
	}
	found, err := c.cfg.Deliveries.Deliveries(r.Context(), DeliveryFilter{Status: deliveryLists[chosen].status, Channel: d.Channel, Limit: mostDeliveries})
	if err != nil {
		return reply{}, fmt.Errorf("console: read deliveries: %w", err)
	}
	for _, x := range found {
		d.Rows = append(d.Rows, newDeliveryRow(s, x, v))
	}
	return page("deliveries.html", "Lượt gửi", d), nil
}

// deliveryView is the page of one delivery.
type deliveryView struct {
	Row   deliveryRow
	Told  []string // what it reminds of
	More  int      // beyond those
	Steps []deliveryStep
}

// deliveryStep is a row of the log as it is shown.
type deliveryStep struct {
	DeliveryEntry
	Word, Badge string
}

const mostTold = 50

func deliveryPage(c *Console, r *http.Request, v *visit) (reply, error) {
	id, err := idOf(r)
	if err != nil {
		return reply{}, err
	}
	s, err := c.snapshot(r.Context())
	if err != nil {
		return reply{}, err
	}
	found, err := c.delivery(r.Context(), id)
	if err != nil {
		return reply{}, err
	}
	entries, err := c.cfg.Deliveries.DeliveryLog(r.Context(), id)
	if err != nil {
		return reply{}, fmt.Errorf("console: read the log of a delivery: %w", err)
	}
	d := deliveryView{Row: newDeliveryRow(s, found, v)}
	for _, rem := range found.Reminders {
		if words := toldWords(s, rem); words != "" && !slices.Contains(d.Told, words) {
			d.Told = append(d.Told, words)
		}
	}
	d.More = max(0, len(d.Told)-mostTold)
	d.Told = d.Told[:min(len(d.Told), mostTold)]
	for _, e := range entries {
		step := deliveryStep{DeliveryEntry: e}
		step.Word, step.Badge = statusWord(e.Status)
		d.Steps = append(d.Steps, step)
	}
	return page("delivery.html", fmt.Sprintf("Lượt gửi %d", id), d), nil
}

// delivery returns one of the later deliveries: most that are opened are of the last days, so those are read first.
func (c *Console) delivery(ctx context.Context, id int64) (reminders.Delivery, error) {
	for _, limit := range []int{mostDeliveries, deepDeliveries} {
		all, err := c.cfg.Deliveries.Deliveries(ctx, DeliveryFilter{Limit: limit})
		if err != nil {
			return reminders.Delivery{}, fmt.Errorf("console: read deliveries: %w", err)
		}
		if i := slices.IndexFunc(all, func(d reminders.Delivery) bool { return d.ID == id }); i >= 0 {
			return all[i], nil
		}
	}
	return reminders.Delivery{}, errNotFound
}

// toldWords says what a reminder of a delivery is about.
func toldWords(s *reminders.Snapshot, rem reminders.Reminder) string {
	if m, t, ok := s.Milestone(rem.Work.Milestone); ok {
		words := t.Title
		if m.Label != "" && m.Label != t.Title {
			words += ": " + m.Label
		}
		return words + " (" + rem.Work.Agency + ")"
	}
	switch rem.Kind {
	case reminders.KindDigest:
		return "Tổng hợp tuần"
	case reminders.KindPicture:
		return "Biểu đồ tháng"
	case reminders.KindUndelivered:
		return "Báo về nơi nhận không liên lạc được"
	case reminders.KindPast:
		return "Việc đã qua hạn khi văn bản được công bố"
	case reminders.KindExtension, reminders.KindDecision:
		return "Đề nghị lùi hạn"
	case reminders.KindUnanswered:
		return "Việc chưa có phản hồi"
	}
	return "Thay đổi trong văn bản"
}

func retryDelivery(c *Console, r *http.Request, _ *visit) (reply, error) {
	id, err := idOf(r)
	if err != nil {
		return reply{}, err
	}
	switch err := c.cfg.Deliveries.Retry(r.Context(), id); {
	case errors.Is(err, reminders.ErrConflict):
		return reply{}, bad("Lượt gửi này không ở tình trạng gửi lại được: có thể đã được gửi hoặc đang chờ gửi.")
	case err != nil:
		return reply{}, fmt.Errorf("console: have a delivery tried again: %w", err)
	}
	return redirect(fmt.Sprintf("%s/%d", deliveriesPath, id), "Lượt gửi này sẽ được gửi lại ngay."), nil
}
