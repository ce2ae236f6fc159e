package telegramtest

import (
	"bytes"
	"context"
	"net/http"
	"time"
)

// webhook is where updates are delivered; the zero value is none.
type webhook struct {
	url, secret string
	stop        context.CancelFunc
}

func (s *Server) setWebhook(fields map[string]string) answer {
	if fields["url"] == "" {
		s.setHook(webhook{})
		return succeeded(true)
	}
	ctx, stop := context.WithCancel(context.Background())
	s.setHook(webhook{fields["url"], fields["secret_token"], stop})
	s.hooked.Go(func() { s.deliver(ctx, fields["url"], fields["secret_token"]) })
	return succeeded(true)
}

func (s *Server) setHook(h webhook) {
	s.change(func() {
		if s.hook.stop != nil {
			s.hook.stop()
		}
		s.hook = h
	})
}

// hookRetry lies between two tries to deliver an update.
const hookRetry = 50 * time.Millisecond

// deliver posts updates one by one until ctx ends; what is not taken with 2xx is posted again.
func (s *Server) deliver(ctx context.Context, url, secret string) {
	client := http.Client{Timeout: 10 * time.Second}
	for ctx.Err() == nil {
		s.mu.Lock()
		changed := s.changed
		var next queued
		if len(s.updates) > 0 {
			next = s.updates[0]
		}
		s.mu.Unlock()
		if next.raw == nil {
			select {
			case <-changed:
			case <-ctx.Done():
			}
			continue
		}
		if s.postUpdate(ctx, &client, url, secret, next) {
			s.change(func() { s.confirm(next.id + 1) })
			continue
		}
		select {
		case <-time.After(hookRetry):
		case <-ctx.Done():
		}
	}
}

func (s *Server) postUpdate(ctx context.Context, client *http.Client, url, secret string, u queued) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(u.raw))
	if err != nil {
		return false
	}
	request.Header.Set("Content-Type", "application/json")
	if secret != "" {
		request.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	response, err := client.Do(request)
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode/100 == 2
}
