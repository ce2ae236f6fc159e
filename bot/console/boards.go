package console

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

const (
	boardsPath      = Base + "/ban"
	subscribersPath = Base + "/noi-nhan"
)

func boardRoutes() []route {
	return []route{
		{method: "GET", path: boardsPath, action: people.Console, handle: boards},
		{method: "GET", path: boardsPath + "/{id}", action: people.Console, handle: boardPage},
		{method: "POST", path: boardsPath + "/{id}/nhac", action: people.Configure, handle: setBoardRule},
		{method: "GET", path: subscribersPath + "/{id}", action: people.Console, handle: subscriberPage},
		{method: "POST", path: subscribersPath + "/{id}/nhac", action: people.Configure, handle: setSubscriberRule},
		{method: "POST", path: subscribersPath + "/{id}/dung", action: people.Configure, handle: pauseSubscriber},
		{method: "POST", path: subscribersPath + "/{id}/tiep", action: people.Configure, handle: resumeSubscriber},
	}
}

// idOf reads the number in an address; anything else names nothing.
func idOf(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || id < 1 {
		return 0, errNotFound
	}
	return id, nil
}

// boardRow is a board with what is told of it in a list.
type boardRow struct {
	reminders.Board
	Count       reminders.Count
	Subscribers int
	Paused      int
}

// Unreached tells that a board answers for work and nobody hears of it.
func (b boardRow) Unreached() bool { return b.Subscribers == 0 && !b.Board.Followers() }

func boards(c *Console, r *http.Request, _ *visit) (reply, error) {
	s, err := c.snapshot(r.Context())
	if err != nil {
		return reply{}, err
	}
	return page("boards.html", "Ban và nơi nhận", boardRows(s, c.today())), nil
}

func boardRows(s *reminders.Snapshot, today viet.Date) []boardRow {
	counts := map[string]reminders.Count{}
	for _, a := range s.AllFigures(today.AddDays(-365), today).Agencies {
		counts[a.Agency] = a.Count
	}
	rows, at := make([]boardRow, len(s.Boards)), map[int64]int{}
	for i, b := range s.Boards {
		rows[i], at[b.ID] = boardRow{Board: b, Count: counts[b.Agency]}, i
	}
	for _, sub := range s.Subscribers {
		if i, ok := at[sub.Board]; ok {
			rows[i].Subscribers++
			if sub.Paused != "" {
				rows[i].Paused++
			}
		}
	}
	return rows
}

// boardView is the page of one board.
type boardView struct {
	Row         boardRow
	Above       string
	Subscribers []subscriberRow
	Rule        ruleForm
	Mixed       bool // its subscribers are reminded in different ways
	MayChange   bool
}

func boardPage(c *Console, r *http.Request, v *visit) (reply, error) {
	s, b, err := c.board(r)
	if err != nil {
		return reply{}, err
	}
	return c.boardReply(s, b, v, nil), nil
}

// board returns the board that an address names.
func (c *Console) board(r *http.Request) (*reminders.Snapshot, reminders.Board, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, reminders.Board{}, err
	}
	s, err := c.snapshot(r.Context())
	if err != nil {
		return nil, reminders.Board{}, err
	}
	b, ok := s.Board(id)
	if !ok {
		return nil, reminders.Board{}, errNotFound
	}
	return s, b, nil
}

// boardReply shows a board, with what was filled in wrong if anything was.
func (c *Console) boardReply(s *reminders.Snapshot, b reminders.Board, v *visit, faulty *ruleForm) reply {
	d := boardView{MayChange: v.may(people.Configure)}
	for _, row := range boardRows(s, c.today()) {
		if row.ID == b.ID {
			d.Row = row
		}
	}
	if above, ok := s.Board(b.Above); ok {
		d.Above = above.Name
	}
	for _, sub := range s.Subscribers {
		if sub.Board == b.ID {
			d.Subscribers = append(d.Subscribers, newSubscriberRow(s, sub))
		}
	}
	rule := reminders.DefaultRule()
	for i, sub := range d.Subscribers {
		if i == 0 {
			rule = sub.Rule
		}
		d.Mixed = d.Mixed || newRuleForm(sub.Rule) != newRuleForm(rule)
	}
	d.Rule = newRuleForm(rule)
	a := page("board.html", b.Name, d)
	if faulty != nil {
		d.Rule = *faulty
		a.data, a.status = d, http.StatusUnprocessableEntity
	}
	return a
}

// setBoardRule sets when all chats of a board are reminded.
func setBoardRule(c *Console, r *http.Request, v *visit) (reply, error) {
	s, b, err := c.board(r)
	if err != nil {
		return reply{}, err
	}
	form := readRuleForm(v.form)
	if form.Problem != "" {
		return c.boardReply(s, b, v, &form), nil
	}
	n := 0
	for _, sub := range s.Subscribers {
		if sub.Board != b.ID {
			continue
		}
		if err := c.amendRule(r.Context(), sub, form); err != nil {
			return reply{}, err
		}
		n++
	}
	if n == 0 {
		return reply{}, bad("Ban này chưa có nơi nhận nào.")
	}
	return redirect(fmt.Sprintf("%s/%d", boardsPath, b.ID), fmt.Sprintf("Đã đặt giờ và bước nhắc cho %d nơi nhận.", n)), nil
}

// amendRule changes when a chat is reminded, and nothing else of it.
func (c *Console) amendRule(ctx context.Context, sub reminders.Subscriber, form ruleForm) error {
	_, _, err := c.cfg.Subscribed.AmendSubscriber(ctx, reminders.Chat{Channel: sub.Channel, ID: sub.Chat}, func(s *reminders.Subscriber) error {
		next := form.onto(s.Rule)
		if err := next.Validate(); err != nil {
			return bad("%s", sentence(err.Error()))
		}
		s.Rule = next
		return nil
	})
	if err != nil {
		return fmt.Errorf("console: set when a chat is reminded: %w", err)
	}
	return nil
}
