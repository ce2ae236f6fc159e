package zalooatest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	free    = 48 * time.Hour
	charged = 7 * 24 * time.Hour

	maxText    = 2000
	maxPicture = 1 << 20
)

// templateFields are those of the approved template, with their greatest lengths.
var templateFields = map[string]int{"don_vi": 30, "so_viec": 30, "noi_dung": 200, "han": 30}

// renew is OAuth's answer. Zalo does not document its codes for refresh tokens; these are made up.
func (s *Server) renew(r *http.Request) answer {
	token := r.PostFormValue("refresh_token")
	works, known := s.refresh[token]
	switch {
	case r.Header.Get("secret_key") != AppSecret:
		return answer{"error": -14004, "error_name": "Invalid secret key"}
	case r.PostFormValue("app_id") != AppID || r.PostFormValue("grant_type") != "refresh_token":
		return answer{"error": -14002, "error_name": "Invalid app"}
	case known && !works:
		s.reused = append(s.reused, token)
		return answer{"error": -14014, "error_name": "Invalid refresh token", "error_description": "used: " + token}
	case !known:
		return answer{"error": -14014, "error_name": "Invalid refresh token"}
	}
	s.refresh[token] = false
	s.renewed++
	s.serial++
	s.access = fmt.Sprintf("access-%d-of-the-double", s.serial)
	s.expires = s.now().Add(s.lasts)
	next := fmt.Sprintf("refresh-%d-of-the-double", s.serial)
	s.refresh[next] = true
	return answer{"access_token": s.access, "refresh_token": next, "expires_in": strconv.Itoa(int(s.lasts / time.Second))}
}

// authorized refuses calls without the present access token.
func (s *Server) authorized(r *http.Request) answer {
	switch token := r.Header.Get("access_token"); {
	case s.access == "" || token != s.access:
		return failed(-216, "Access token is invalid: "+token)
	case !s.now().Before(s.expires):
		return failed(-220, "Access token is expired")
	}
	return nil
}

func (s *Server) consult(r *http.Request) answer {
	if refused := s.authorized(r); refused != nil {
		return refused
	}
	var body struct {
		Recipient struct {
			ID string `json:"user_id"`
		} `json:"recipient"`
		Message struct {
			Text       string `json:"text"`
			Attachment *struct {
				Type    string `json:"type"`
				Payload struct {
					Template string `json:"template_type"`
					Elements []struct {
						Type string `json:"media_type"`
						ID   string `json:"attachment_id"`
					} `json:"elements"`
				} `json:"payload"`
			} `json:"attachment"`
		} `json:"message"`
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil || json.Unmarshal(raw, &body) != nil || body.Recipient.ID == "" || !utf8.Valid(raw) {
		return failed(-201, "Params is invalid")
	}
	m := Message{Text: body.Message.Text}
	if a := body.Message.Attachment; a != nil {
		if a.Type != "template" || a.Payload.Template != "media" || len(a.Payload.Elements) != 1 || a.Payload.Elements[0].Type != "image" {
			return failed(-201, "Attachment is invalid")
		}
		if m.Picture = s.pictures[a.Payload.Elements[0].ID]; m.Picture == nil {
			return failed(-201, "Attachment is unknown")
		}
	}
	u := s.user(body.Recipient.ID)
	age := s.now().Sub(u.last)
	switch {
	case m.Text == "" && m.Picture == nil:
		return failed(-201, "Message is empty")
	case len(utf16.Encode([]rune(m.Text))) > maxText:
		return failed(-210, "Message is too long")
	case u.gone:
		return failed(-213, "User does not follow")
	case u.last.IsZero() || age > charged:
		return failed(-230, "User has not interacted in the past 7 days")
	}
	m.Charged = age > free
	u.messages = append(u.messages, m)
	return s.delivered(body.Recipient.ID)
}

func (s *Server) delivered(user string) answer {
	s.serial++
	return done(map[string]any{
		"message_id": fmt.Sprintf("m%d", s.serial), "user_id": user, "sent_time": strconv.FormatInt(s.now().UnixMilli(), 10),
	})
}

func (s *Server) template(r *http.Request) answer {
	if refused := s.authorized(r); refused != nil {
		return refused
	}
	var body struct {
		User     string            `json:"user_id"`
		Template string            `json:"template_id"`
		Data     map[string]string `json:"template_data"`
	}
	if json.NewDecoder(r.Body).Decode(&body) != nil || body.User == "" {
		return failed(-201, "Params is invalid")
	}
	if body.Template != TemplateID {
		return failed(-117, "Template is not permitted")
	}
	if len(body.Data) != len(templateFields) {
		return failed(-121, "Template data is not that of the template")
	}
	for name, longest := range templateFields {
		if n := utf8.RuneCountInString(body.Data[name]); n == 0 || n > longest {
			return failed(-1122, "Template data: "+name)
		}
	}
	s.user(body.User).messages = append(s.user(body.User).messages, Message{Template: body.Data, Charged: true})
	return s.delivered(body.User)
}

func (s *Server) upload(r *http.Request) answer {
	if refused := s.authorized(r); refused != nil {
		return refused
	}
	f, _, err := r.FormFile("file")
	if err != nil {
		return failed(-201, "File is missing")
	}
	defer f.Close()
	raw, err := io.ReadAll(f)
	if kind := http.DetectContentType(raw); err != nil || len(raw) > maxPicture || kind != "image/png" && kind != "image/jpeg" {
		return failed(-201, "File is invalid")
	}
	s.serial++
	id := fmt.Sprintf("picture-%d", s.serial)
	s.pictures[id] = raw
	return done(map[string]any{"attachment_id": id})
}
