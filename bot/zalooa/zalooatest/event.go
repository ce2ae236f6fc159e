package zalooatest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// Hook sets where events go.
func (s *Server) Hook(url string) { s.change(func() { s.hook = url }) }

// Say lets a user write, and returns the HTTP status of the webhook, 0 when it cannot be reached.
func (s *Server) Say(user, text string) int {
	return s.Deliver(s.Event(user, "user_send_text", map[string]any{"text": text}))
}

// SendImage and SendFile let a user send something that lies at an address.
func (s *Server) SendImage(user, url string) int {
	return s.Deliver(s.Event(user, "user_send_image", map[string]any{
		"attachments": []any{map[string]any{"type": "image", "payload": map[string]any{"url": url, "thumbnail": url}}},
	}))
}

// SendFile is like SendImage.
func (s *Server) SendFile(user, name, url string, size int) int {
	return s.Deliver(s.Event(user, "user_send_file", map[string]any{
		"attachments": []any{map[string]any{"type": "file", "payload": map[string]any{
			"url": url, "name": name, "size": strconv.Itoa(size), "type": "pdf",
		}}},
	}))
}

// Follow and Unfollow are what a user does with the account.
func (s *Server) Follow(user string) int {
	return s.Deliver(s.follower(user, "follow", func() { s.user(user).gone = false }))
}

// Unfollow is like Follow.
func (s *Server) Unfollow(user string) int {
	return s.Deliver(s.follower(user, "unfollow", func() { s.user(user).gone = true }))
}

func (s *Server) follower(id, event string, do func()) []byte {
	now := s.time()
	s.change(func() {
		do()
		s.user(id).last = now
	})
	return encode(map[string]any{
		"oa_id": OAID, "app_id": AppID, "event_name": event, "source": "qr_code", "user_id_by_app": "16" + id,
		"follower": map[string]any{"id": id}, "timestamp": strconv.FormatInt(now.UnixMilli(), 10),
	})
}

// Event is the body of an event that a user causes now; message goes with an id of its own.
func (s *Server) Event(user, event string, message map[string]any) []byte {
	now := s.time()
	s.change(func() {
		s.serial++
		s.user(user).last = now
		if message["msg_id"] == nil {
			message["msg_id"] = fmt.Sprintf("%016x", s.serial)
		}
	})
	return encode(map[string]any{
		"app_id": AppID, "event_name": event, "user_id_by_app": "16" + user, "message": message,
		"sender": map[string]any{"id": user}, "recipient": map[string]any{"id": OAID},
		"timestamp": strconv.FormatInt(now.UnixMilli(), 10),
	})
}

func (s *Server) time() time.Time { return read(s, func() func() time.Time { return s.now })() }

// Deliver brings a signed body to the webhook.
func (s *Server) Deliver(body []byte) int { return s.DeliverSigned(body, Sign(body)) }

// DeliverSigned is Deliver with another signature, "" for none.
func (s *Server) DeliverSigned(body []byte, signature string) int {
	call, err := http.NewRequest(http.MethodPost, read(s, func() string { return s.hook }), bytes.NewReader(body))
	if err != nil {
		return 0
	}
	call.Header.Set("Content-Type", "application/json")
	if signature != "" {
		call.Header.Set("X-ZEvent-Signature", signature)
	}
	answer, err := http.DefaultClient.Do(call)
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<16))
	return answer.StatusCode
}

// Sign is the signature of a body, by the time that it names.
func Sign(body []byte) string { return SignWith(AppID, OASecret, body) }

// SignWith is Sign for another app or secret.
func SignWith(appID, secret string, body []byte) string {
	var e struct {
		Timestamp string `json:"timestamp"`
	}
	_ = json.Unmarshal(body, &e) // what has no time is signed without
	sum := sha256.Sum256([]byte(appID + string(body) + e.Timestamp + secret))
	return "mac=" + hex.EncodeToString(sum[:])
}

func encode(v any) []byte {
	raw, _ := json.Marshal(v) // plain data: cannot fail
	return raw
}
