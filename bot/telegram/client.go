package telegram

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/go-telegram/bot/models"

	"dondoc/bot/courier"
)

const (
	callTimeout    = 30 * time.Second
	shortTimeout   = 5 * time.Second  // for what only decorates: menu, typing, button spinner
	uploadTimeout  = time.Minute      // a file on a slow line
	pollGrace      = 15 * time.Second // how long the network may take beyond the server's own timeout
	maxPollBytes   = 64 << 20
	pollLimit      = 100
	maxConnections = 40 // that Telegram opens to the webhook at once: its own default
)

// updateKinds are the updates that the channel wants. The server remembers them.
var updateKinds = []string{models.AllowedUpdateMessage, models.AllowedUpdateCallbackQuery, models.AllowedUpdateMyChatMember}

// client calls the Bot API. Its errors are *courier.Failure and hold no token.
type client struct {
	http  *courier.Client
	base  string // with the token: never to be printed
	files string // the same for downloads
}

func newClient(cfg Config) *client {
	_, secret, _ := strings.Cut(cfg.Token, ":")
	return &client{
		http: courier.NewClient(cfg.HTTPClient, secret),
		base: cfg.APIURL + "/bot" + cfg.Token + "/", files: cfg.APIURL + "/file/bot" + cfg.Token + "/",
	}
}

// fields are the parameters of a method. What is empty is left out by whoever fills them.
type fields map[string]any

// apiAnswer is what the Bot API answers to a call.
type apiAnswer struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Description string          `json:"description"`
	Code        int             `json:"error_code"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// call posts JSON and reads the result, if one is wanted, into the value pointed to.
func (c *client) call(ctx context.Context, method string, timeout time.Duration, f fields, result any) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	body, err := json.Marshal(f)
	if err != nil {
		return c.failed(method, http.StatusBadRequest, "the call cannot be encoded", 0)
	}
	answer, err := c.post(ctx, method, "application/json", body)
	if err != nil || result == nil {
		return err
	}
	if err := json.Unmarshal(answer, result); err != nil {
		return c.failed(method, http.StatusBadGateway, "the result cannot be read", 0)
	}
	return nil
}

// post calls a method.
func (c *client) post(ctx context.Context, method, mediaType string, body []byte) (json.RawMessage, error) {
	r := courier.Request{Call: named(method), URL: c.base + method, MediaType: mediaType, Body: body}
	if method == methodPoll {
		r.Most = maxPollBytes
	}
	answer, err := c.http.Post(ctx, r)
	if err != nil {
		return nil, err
	}
	return c.readAnswer(method, answer.Status, answer.Body)
}

func (c *client) readAnswer(method string, status int, raw []byte) (json.RawMessage, error) {
	var answer apiAnswer
	if err := json.Unmarshal(raw, &answer); err != nil {
		if status < http.StatusBadRequest {
			status = http.StatusGatewayTimeout // nobody knows what became of it
		}
		return nil, c.failed(method, status, "the answer is not of the Bot API", 0)
	}
	switch {
	case answer.OK:
		return answer.Result, nil
	case answer.Parameters.MigrateTo != 0:
		e := c.failed(method, http.StatusBadRequest, answer.Description, 0)
		e.Cause = movedTo(answer.Parameters.MigrateTo)
		e.Detail = e.Cause.Error()
		return nil, e
	case answer.Code == 0:
		answer.Code = status
	}
	return nil, c.failed(method, answer.Code, answer.Description, answer.Parameters.RetryAfter)
}

const methodPoll = "getUpdates"

// getUpdates returns the updates from offset on; an offset of 0 means all that are unconfirmed.
func (c *client) getUpdates(ctx context.Context, offset int64, wait time.Duration) ([]json.RawMessage, error) {
	var updates []json.RawMessage
	err := c.call(ctx, methodPoll, wait+pollGrace, fields{
		"offset": offset, "limit": pollLimit, "timeout": int(wait / time.Second), "allowed_updates": updateKinds,
	}, &updates)
	return updates, err
}

func (c *client) setWebhook(ctx context.Context, address, secret string) error {
	return c.call(ctx, "setWebhook", callTimeout, fields{
		"url": address, "secret_token": secret, "allowed_updates": updateKinds, "max_connections": maxConnections,
	}, nil)
}

func (c *client) deleteWebhook(ctx context.Context) error {
	return c.call(ctx, "deleteWebhook", callTimeout, fields{}, nil)
}

func (c *client) getMe(ctx context.Context) (*models.User, error) {
	var me models.User
	if err := c.call(ctx, "getMe", shortTimeout, fields{}, &me); err != nil {
		return nil, err
	}
	return &me, nil
}

func (c *client) setCommands(ctx context.Context, commands []models.BotCommand, scope, language string) error {
	return c.call(ctx, "setMyCommands", shortTimeout, fields{
		"commands": commands, "scope": map[string]string{"type": scope}, "language_code": language,
	}, nil)
}

func (c *client) sendTyping(ctx context.Context, to address) error {
	f := to.fields()
	delete(f, "reply_parameters")
	f["action"] = models.ChatActionTyping
	return c.call(ctx, "sendChatAction", shortTimeout, f, nil)
}

func (c *client) answerCallback(ctx context.Context, id string) error {
	return c.call(ctx, "answerCallbackQuery", shortTimeout, fields{"callback_query_id": id}, nil)
}

// manages asks whether a member administers a group.
func (c *client) manages(ctx context.Context, chat, user int64) (bool, error) {
	var member struct {
		Status models.ChatMemberType `json:"status"`
	}
	err := c.call(ctx, "getChatMember", callTimeout, fields{"chat_id": chat, "user_id": user}, &member)
	return member.Status == models.ChatMemberTypeOwner || member.Status == models.ChatMemberTypeAdministrator, err
}
