package store

import (
	"context"
	"fmt"
	"strings"

	"dondoc/bot/people"
	"dondoc/reminders"
	"dondoc/reminders/calendar"
)

// What the audit log tells of things. None of it tells who somebody is: chats and names of people are left out.
type (
	accountImage struct {
		Role  string `json:"role"`
		Board int64  `json:"board,omitempty"`
	}
	codeImage struct {
		Role    string `json:"role"`
		Board   int64  `json:"board,omitempty"`
		Group   bool   `json:"group,omitempty"`
		Expires string `json:"expires"`
	}
	boardImage struct {
		Name        string `json:"name"`
		Agency      string `json:"agency,omitempty"`
		Above       int64  `json:"above,omitempty"`
		Secretariat bool   `json:"secretariat,omitempty"`
		Subscribers int    `json:"subscribers,omitempty"` // that go with it
	}
	subscriberImage struct {
		Board   int64              `json:"board"`
		Channel string             `json:"channel"`
		Group   bool               `json:"group,omitempty"`
		Self    bool               `json:"self,omitempty"`
		Follows []reminders.Follow `json:"follows"`
		Rule    reminders.Rule     `json:"rule"`
	}
	pauseImage struct {
		Paused string `json:"paused"` // why; "" while it is not
	}
	dayImage struct {
		Day     string `json:"day"`
		Name    string `json:"name,omitempty"`
		Working bool   `json:"working,omitempty"`
		Source  string `json:"source,omitempty"`
	}
	taskImage struct {
		ID           string           `json:"id"`
		Board        int64            `json:"board"`
		Title        string           `json:"title"`
		Lead         []string         `json:"lead,omitempty"`
		Coordinating []string         `json:"coordinating,omitempty"`
		Milestones   []milestoneImage `json:"milestones,omitempty"`
		Gone         string           `json:"gone,omitempty"`
	}
	milestoneImage struct {
		ID    string `json:"id"`
		Label string `json:"label,omitempty"`
		Due   string `json:"due,omitempty"`
		Gone  string `json:"gone,omitempty"`
	}
	deliveryImage struct {
		Status string `json:"status"`
		Reason string `json:"reason,omitempty"`
	}
	sendingImage struct {
		From string `json:"from"` // "" while nothing is sent
	}
	extensionImage struct {
		Board    int64  `json:"board"`
		Accepted bool   `json:"accepted"`
		Until    string `json:"until"`
		Decision string `json:"decision,omitempty"`
	}
)

func accountImageOf(a people.Account) accountImage { return accountImage{a.Role.String(), a.Board} }

func boardImageOf(b reminders.Board) boardImage {
	return boardImage{Name: b.Name, Agency: b.Agency, Above: b.Above, Secretariat: b.Secretariat}
}

func subscriberImageOf(s reminders.Subscriber) subscriberImage {
	return subscriberImage{s.Board, s.Channel, s.Group, s.Self, s.Follows, s.Rule}
}

func dayImagesOf(days []calendar.Day) []dayImage {
	images := make([]dayImage, len(days))
	for i, d := range days {
		images[i] = dayImage{iso(d.Date), d.Name, d.Working, d.Source}
	}
	return images
}

func taskImageOf(task reminders.Task) taskImage {
	i := taskImage{
		ID: task.ID, Board: task.Board, Title: task.Title, Lead: task.Lead, Coordinating: task.Coordinating, Gone: iso(task.Gone),
	}
	for _, m := range task.Milestones {
		i.Milestones = append(i.Milestones, milestoneImage{m.ID, m.Label, iso(m.Due), iso(m.Gone)})
	}
	return i
}

// auditBoard adds what was done to a board.
func (t *tx) auditBoard(ctx context.Context, action string, b reminders.Board, before, after any) error {
	return t.audit(ctx, action, fmt.Sprintf("%s (ban %d)", b.Name, b.ID), before, after)
}

// auditSubscriber adds what was done to a chat that an administrator has linked; was or is may be nil. What people follow
// by their own wish is their business.
func (t *tx) auditSubscriber(ctx context.Context, action string, was, is *reminders.Subscriber) error {
	var before, after any
	linked, subject := false, ""
	for _, side := range []struct {
		of    *reminders.Subscriber
		image *any
	}{{was, &before}, {is, &after}} {
		if side.of == nil {
			continue
		}
		*side.image, subject = subscriberImageOf(*side.of), subjectSubscriber(side.of.ID)
		own, err := isOwn(ctx, t, *side.of)
		if err != nil {
			return err
		}
		linked = linked || !own
	}
	if !linked {
		return nil
	}
	return t.audit(ctx, action, subject, before, after)
}

func subjectSubscriber(id int64) string { return fmt.Sprintf("nơi nhận %d", id) }

// isOwn reports whether a chat is a subscriber by somebody's own wish.
func isOwn(ctx context.Context, t *tx, s reminders.Subscriber) (bool, error) {
	if s.Self {
		return true, nil
	}
	board, err := readBoard(ctx, t, s.Board)
	if isUnknown(err) {
		return false, nil
	}
	return board.Followers(), err
}

// auditTask adds what was done to a board's own task.
func (t *tx) auditTask(ctx context.Context, action string, was, is *reminders.Task) error {
	const mostTitle = 120 // runes
	var before, after any
	title := ""
	if was != nil {
		before, title = taskImageOf(*was), was.Title
	}
	if is != nil {
		after, title = taskImageOf(*is), is.Title
	}
	if runes := []rune(title); len(runes) > mostTitle {
		title = strings.TrimSpace(string(runes[:mostTitle])) + "…"
	}
	return t.audit(ctx, action, title, before, after)
}
