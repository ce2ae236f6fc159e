package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

const (
	callTimeout  = 30 * time.Second
	shortTimeout = 5 * time.Second  // for what only decorates: menu, typing, button spinner
	pollGrace    = 15 * time.Second // how long the network may take beyond the server's own timeout
	maxPollBytes = 64 << 20
	pollLimit    = 100
)

// client calls the Bot API. Its errors are *callError and hold no token.
type client struct {
	library *tg.Bot
	http    *http.Client
	base    string // with the token: never to be printed
	redact  redactor
}

func newClient(cfg Config) (*client, error) {
	c := &client{http: cfg.HTTPClient, base: cfg.APIURL + "/bot" + cfg.Token + "/", redact: newRedactor(cfg.Token)}
	library, err := tg.New(cfg.Token,
		tg.WithSkipGetMe(), // it would fail offline
		tg.WithServerURL(cfg.APIURL),
		tg.WithHTTPClient(cfg.PollTimeout, cfg.HTTPClient),
		tg.WithErrorsHandler(func(error) {}),
		tg.WithDefaultHandler(func(context.Context, *tg.Bot, *models.Update) {}), // the library's own logs texts
	)
	if err != nil {
		return nil, c.redact.fromLibrary("new", err)
	}
	c.library = library
	return c, nil
}

type pollAnswer struct {
	OK          bool              `json:"ok"`
	Result      []json.RawMessage `json:"result"`
	Description string            `json:"description"`
	Code        int               `json:"error_code"`
	Parameters  struct {
		RetryAfter int `json:"retry_after"`
	} `json:"parameters"`
}

// getUpdates returns the updates from offset on; an offset of 0 means all that are unconfirmed.
func (c *client) getUpdates(ctx context.Context, offset int64, wait time.Duration) ([]json.RawMessage, error) {
	const method = "getUpdates"
	ctx, cancel := context.WithTimeout(ctx, wait+pollGrace)
	defer cancel()
	body, err := json.Marshal(map[string]any{
		"offset": offset, "limit": pollLimit, "timeout": int(wait / time.Second),
		"allowed_updates": []string{models.AllowedUpdateMessage, models.AllowedUpdateCallbackQuery},
	})
	if err != nil {
		return nil, fmt.Errorf("telegram: encode %s: %w", method, err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+method, bytes.NewReader(body))
	if err != nil {
		return nil, c.redact.fromTransport(method, err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return nil, c.redact.fromTransport(method, err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(response.Body, maxPollBytes))
	if err != nil {
		return nil, c.redact.fromTransport(method, err)
	}
	return c.readPoll(method, response.StatusCode, raw)
}

func (c *client) readPoll(method string, status int, raw []byte) ([]json.RawMessage, error) {
	var answer pollAnswer
	if err := json.Unmarshal(raw, &answer); err != nil {
		if status == http.StatusOK {
			status = http.StatusBadGateway
		}
		return nil, c.redact.fromStatus(method, status, "the answer is not of the Bot API", 0)
	}
	if !answer.OK {
		if answer.Code != 0 {
			status = answer.Code
		}
		return nil, c.redact.fromStatus(method, status, answer.Description, answer.Parameters.RetryAfter)
	}
	return answer.Result, nil
}

func (c *client) getMe(ctx context.Context) (*models.User, error) {
	ctx, cancel := context.WithTimeout(ctx, shortTimeout)
	defer cancel()
	me, err := c.library.GetMe(ctx)
	return me, c.redact.fromLibrary("getMe", err)
}

func (c *client) setCommands(ctx context.Context, commands []models.BotCommand, language string) error {
	ctx, cancel := context.WithTimeout(ctx, shortTimeout)
	defer cancel()
	_, err := c.library.SetMyCommands(ctx, &tg.SetMyCommandsParams{Commands: commands, LanguageCode: language})
	return c.redact.fromLibrary("setMyCommands", err)
}

func (c *client) sendTyping(ctx context.Context, to address) error {
	ctx, cancel := context.WithTimeout(ctx, shortTimeout)
	defer cancel()
	_, err := c.library.SendChatAction(ctx, &tg.SendChatActionParams{
		ChatID: to.chat, MessageThreadID: to.thread, Action: models.ChatActionTyping,
	})
	return c.redact.fromLibrary("sendChatAction", err)
}

func (c *client) answerCallback(ctx context.Context, id string) error {
	ctx, cancel := context.WithTimeout(ctx, shortTimeout)
	defer cancel()
	_, err := c.library.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: id})
	return c.redact.fromLibrary("answerCallbackQuery", err)
}

// address is a place to write to.
type address struct {
	chat    int64
	thread  int // forum topic, 0 for none
	replyTo int // message to hang the first reply on, 0 for none
}

func (a address) key() string { return strconv.FormatInt(a.chat, 10) }
