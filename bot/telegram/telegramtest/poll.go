package telegramtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"
)

const (
	defaultLimit = 100
	maxTimeout   = 50 * time.Second // as the real server
)

// getUpdates confirms everything below the offset and waits for something from it on. A new poll
// ends the one before with 409.
func (s *Server) getUpdates(r *http.Request, fields map[string]string) answer {
	s.mu.Lock()
	hooked := s.hook.url != ""
	s.mu.Unlock()
	if hooked {
		return failed(http.StatusConflict, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	offset, _ := strconv.ParseInt(fields["offset"], 10, 64)
	limit, _ := strconv.Atoi(fields["limit"])
	if limit <= 0 || limit > defaultLimit {
		limit = defaultLimit
	}
	wait, _ := strconv.Atoi(fields["timeout"])
	mine := make(chan struct{})
	s.change(func() {
		if s.polling {
			close(s.takeover)
		}
		s.takeover, s.polling = mine, true
		s.confirm(offset)
	})
	defer s.change(func() {
		if s.takeover == mine {
			s.polling = false
		}
	})
	deadline := time.NewTimer(min(time.Duration(wait)*time.Second, maxTimeout))
	defer deadline.Stop()
	for {
		batch, changed := s.batch(limit)
		if len(batch) > 0 || wait <= 0 {
			return succeeded(batch)
		}
		select {
		case <-changed:
		case <-mine:
			return failed(http.StatusConflict, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
		case <-deadline.C:
			return succeeded([]json.RawMessage{})
		case <-r.Context().Done():
			return answer{cut: true}
		}
	}
}

func (s *Server) confirm(offset int64) {
	if offset < 0 {
		keep := min(int(-offset), len(s.updates))
		s.updates = slices.Clone(s.updates[len(s.updates)-keep:])
		return
	}
	if offset >= s.nextID+10 { // far ahead of the numbering: the real server starts from its oldest
		return
	}
	s.updates = slices.DeleteFunc(s.updates, func(u queued) bool { return u.id < offset })
}

func (s *Server) batch(limit int) ([]json.RawMessage, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	batch := []json.RawMessage{}
	for _, u := range s.updates[:min(limit, len(s.updates))] {
		batch = append(batch, u.raw)
	}
	return batch, s.changed
}
