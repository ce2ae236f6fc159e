package main

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"dondoc/cmd/dondoc/store"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// feedPath is before the secret of a calendar link.
const feedPath = "/lich/"

// feed answers with the calendar of the board whose secret the path holds. A secret that is unknown or revoked is
// answered like any page that does not exist.
func (s *server) feed(w http.ResponseWriter, r *http.Request) {
	secret, ok := strings.CutSuffix(r.PathValue("secret"), ".ics")
	if !ok {
		http.NotFound(w, r)
		return
	}
	board, err := s.db.BoardOfFeed(r.Context(), secret)
	if errors.Is(err, store.ErrNotFound) {
		http.NotFound(w, r)
		return
	}
	var content []byte
	if err == nil {
		content, err = s.calendarOf(r, board)
	}
	if err != nil {
		s.log.WarnContext(r.Context(), "calendar feed failed", "board", board.ID, "error", err)
		http.Error(w, "Lịch tạm thời chưa xem được, vui lòng thử lại sau.", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Cache-Control", "private, max-age=900")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(content)
}

// calendarOf writes the deadlines of what a board's chats follow.
func (s *server) calendarOf(r *http.Request, board reminders.Board) ([]byte, error) {
	snapshot, err := s.office.Snapshot(r.Context())
	if err != nil {
		return nil, err
	}
	var subscribers []reminders.Subscriber
	for _, sub := range snapshot.Subscribers {
		if sub.Board == board.ID {
			subscribers = append(subscribers, sub)
		}
	}
	if len(subscribers) == 0 { // it has no chat yet
		own := reminders.Follow{Kind: reminders.FollowAgency, Value: board.Agency}
		subscribers = append(subscribers, reminders.Subscriber{Board: board.ID, Follows: []reminders.Follow{own}, Rule: reminders.DefaultRule()})
	}
	now := time.Now()
	return calendarFile(board.Name, snapshot.Works(subscribers, viet.DateOf(now)), now)
}
