package bot

import (
	"context"
	"fmt"

	"dondoc/bot/people"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// Media types of what is sent along.
const (
	typeWorkbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	typeCalendar = "text/calendar"
)

const calendarName = "lich.ics"

// progressCommand counts the works of the chat, of a secretariat by agency, with a picture and a table.
func (c *Conversation) progressCommand(ctx context.Context, m Message, s said) ([]Reply, bool, error) {
	if c.clerk == nil {
		return nil, false, nil
	}
	v, _, err := c.view(ctx, m)
	if err != nil {
		return nil, false, err
	}
	f := v.Counted()
	if f.Total.All() == 0 {
		if len(v.Sub.Follows) == 0 && !v.Overview() {
			return refused(workNobody), true, nil
		}
		return refused(progressNone), true, nil
	}
	file := c.workbook(ctx, m, v)
	replies, err := c.reply(ctx, m.Chat, progressText(v, f, file), []StoredChoice{
		commandChoice(buttonLate, "quá hạn"), commandChoice(buttonSoon, "sắp đến hạn"),
	})
	if err != nil || len(replies) == 0 {
		return replies, true, err
	}
	replies[0].File = file
	if draw := c.clerk.reports.Draw; draw != nil {
		if replies[0].Picture, err = draw(*f); err != nil {
			c.logger.WarnContext(ctx, "figures not drawn", "channel", m.Chat.Channel, "error", err)
		}
	}
	return replies, true, ctx.Err()
}

// progressText is what the figures say in words.
func progressText(v *reminders.View, f *reminders.Figures, file *File) knowledge.Text {
	const most = 9
	head := knowledge.Line{{Text: "📊 "}, {Text: fmt.Sprintf(progressTitle, v.Today.Vietnamese()), Strong: true}}
	if name := inline(v.Board.Name, longestTitle); name != "" && !v.Board.Followers() {
		head = append(head, knowledge.Span{Text: " · " + name})
	}
	text := knowledge.Text{head, totalLine(f.Total)}
	if len(f.Agencies) > 1 {
		for _, a := range f.Agencies[:min(most, len(f.Agencies))] {
			line := knowledge.Line{{Text: fmt.Sprintf(figuresOne, inline(a.Agency, longestPhrase))}}
			text = append(text, append(line, shares(a.Count)...))
		}
		if more := len(f.Agencies) - most; more > 0 {
			text = append(text, plainLine(bullet+fmt.Sprintf(figuresMore, more)))
		}
	}
	if file != nil {
		return append(text, plainLine(fmt.Sprintf(progressFile, file.Name)))
	}
	return append(text, plainLine(progressWords))
}

// workbook is the table of all works that the chat sees; nil when there is none, or no way to send it.
func (c *Conversation) workbook(ctx context.Context, m Message, v *reminders.View) *File {
	if c.clerk.reports.Workbook == nil || m.NoFiles {
		return nil
	}
	content, err := c.clerk.reports.Workbook(v.All())
	if err != nil {
		c.logger.WarnContext(ctx, "table not written", "channel", m.Chat.Channel, "error", err)
		return nil
	}
	return &File{Name: "tien-do-" + v.Today.String() + ".xlsx", MediaType: typeWorkbook, Content: content}
}

// calendarCommand sends the deadlines of the chat as a file, and offers a link where there is one to give.
func (c *Conversation) calendarCommand(ctx context.Context, m Message, s said) ([]Reply, bool, error) {
	if c.clerk == nil || c.clerk.reports.Calendar == nil {
		return nil, false, nil
	}
	v, standing, err := c.view(ctx, m)
	if err != nil {
		return nil, false, err
	}
	all := v.Own()
	if len(all) == 0 && v.Overview() {
		all = v.All()
	}
	items, _ := open(all, func(i reminders.Item) bool { return !i.Due.IsZero() })
	if len(items) == 0 {
		if len(v.Sub.Follows) == 0 && !v.Overview() {
			return refused(workNobody), true, nil
		}
		return refused(calendarNone), true, nil
	}
	name, whose := inline(v.Board.Name, longestTitle), ""
	if name == "" || v.Board.Followers() {
		name = reminders.FollowersName
	} else {
		whose = fmt.Sprintf(workOf, name)
	}
	var choices []StoredChoice
	if c.mayLink(m, v, standing) {
		choices = []StoredChoice{{Label: buttonFeed, Action: actionFeed}}
	}
	if m.NoFiles {
		replies, err := c.reply(ctx, m.Chat, calendarInWords(items, whose), choices)
		return replies, true, err
	}
	content, err := c.clerk.reports.Calendar(name, items, c.clerk.clerk.Now())
	if err != nil {
		c.logger.WarnContext(ctx, "calendar not written", "channel", m.Chat.Channel, "error", err)
		return refused(calendarNot), true, ctx.Err()
	}
	replies, err := c.reply(ctx, m.Chat, plain(fmt.Sprintf(calendarText, len(items), whose, calendarName)), choices)
	if len(replies) > 0 {
		replies[0].File = &File{Name: calendarName, MediaType: typeCalendar, Content: content}
	}
	return replies, true, err
}

// calendarInWords lists the next days on which something is due, for channels that cannot send a file.
func calendarInWords(items []reminders.Item, whose string) knowledge.Text {
	text := plain(fmt.Sprintf(calendarList, len(items), whose))
	for i, item := range items {
		if len(text) == pageLines-1 {
			text = append(text, plainLine(fmt.Sprintf(calendarMore, len(items)-i)))
			break
		}
		text = append(text, knowledge.Line{
			{Text: bullet}, {Text: item.Due.Vietnamese(), Strong: true}, {Text: ": " + titleOf(item, longestPhrase)},
		})
	}
	return append(text, plainLine(calendarElse))
}

// mayLink reports whether a link to the calendar of the board can be given here: to who answers for it, alone.
func (c *Conversation) mayLink(m Message, v *reminders.View, s people.Standing) bool {
	return c.clerk.reports.FeedURL != nil && !m.Group && v.Board.ID != 0 && !v.Board.Followers() && (s.Role >= people.Member || s.Linked)
}

// feedLink makes a link to the calendar of the board. It is shown in this reply only.
func (c *Conversation) feedLink(ctx context.Context, m Message) ([]Reply, error) {
	v, s, err := c.view(ctx, m)
	if err != nil {
		return nil, err
	}
	if !c.mayLink(m, v, s) {
		return refused(calendarBot), nil
	}
	secret, err := c.clerk.clerk.Feed(ctx, v.Board.ID)
	if err != nil {
		return failed(err)
	}
	text := plain(fmt.Sprintf(calendarLink, inline(v.Board.Name, longestTitle)))
	return []Reply{{Text: append(text, plainLine(c.clerk.reports.FeedURL(secret)), plainLine(calendarHow))}}, nil
}
