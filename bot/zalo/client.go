package zalo

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"dondoc/bot/courier"
)

const (
	callTimeout  = 30 * time.Second
	shortTimeout = 5 * time.Second  // for what only decorates, and for asking whether all is well
	pollGrace    = 10 * time.Second // how long the network may take beyond the server's own timeout
)

// client calls the platform. Its errors are *courier.Failure and hold no secret.
type client struct {
	http *courier.Client
	base string // with the token: never to be printed
}

func newClient(cfg Config) *client {
	_, secret, _ := strings.Cut(cfg.Token, ":")
	return &client{http: courier.NewClient(cfg.HTTPClient, secret, cfg.Secret), base: cfg.APIURL + "/bot" + cfg.Token + "/"}
}

// answer is the envelope. The code has been met under both names.
type answer struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	OtherCode   int             `json:"errorCode"`
	Description string          `json:"description"`
}

// call calls a method and returns its result, nil when it has none.
func (c *client) call(ctx context.Context, method string, parameters any, timeout time.Duration) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	body, err := json.Marshal(parameters)
	if err != nil {
		return nil, c.failed(method, http.StatusBadRequest, "the parameters cannot be encoded")
	}
	a, err := c.http.Post(ctx, courier.Request{
		Call: "zalo: " + method, URL: c.base + method, MediaType: "application/json; charset=utf-8", Body: body,
	})
	if err != nil {
		return nil, err
	}
	return c.read(method, a.Status, a.Body)
}

func (c *client) read(method string, status int, raw []byte) (json.RawMessage, error) {
	var a answer
	if err := json.Unmarshal(raw, &a); err != nil {
		if status < http.StatusBadRequest {
			status = http.StatusGatewayTimeout // nobody knows what became of it
		}
		return nil, c.failed(method, status, "the answer is not of the platform")
	}
	if a.OK {
		return a.Result, nil
	}
	return nil, c.failed(method, cmp.Or(a.Code, a.OtherCode, status), a.Description)
}

// account is the bot itself. Which of the names people see is not documented.
type account struct {
	AccountName string `json:"account_name"`
	DisplayName string `json:"display_name"`
	Name        string `json:"name"`
}

func (c *client) getMe(ctx context.Context) (account, error) {
	var me account
	return me, c.ask(ctx, "getMe", struct{}{}, &me, shortTimeout)
}

// ask is call with a result, which must be there.
func (c *client) ask(ctx context.Context, method string, parameters, result any, timeout time.Duration) error {
	raw, err := c.call(ctx, method, parameters, timeout)
	if err != nil {
		return err
	}
	if len(raw) == 0 || json.Unmarshal(raw, result) != nil {
		return c.failed(method, http.StatusBadGateway, "the result cannot be read")
	}
	return nil
}

// getUpdates returns the events that a poll brings, mostly one. None within wait is no error.
func (c *client) getUpdates(ctx context.Context, wait time.Duration) ([]json.RawMessage, error) {
	const method = "getUpdates"
	raw, err := c.call(ctx, method, map[string]int{"timeout": int(wait / time.Second)}, wait+pollGrace)
	switch {
	case courier.Coded(err, codeEmpty):
		return nil, nil
	case err != nil:
		return nil, err
	}
	events, err := unwrap(raw)
	if err != nil {
		return nil, c.failed(method, http.StatusBadGateway, "the result cannot be read")
	}
	return events, nil
}

// webhook is where the platform sends events, "" for nowhere.
type webhook struct {
	URL          string `json:"url"`
	Verification struct {
		OK      *bool  `json:"ok"`
		Outcome string `json:"outcome"`
	} `json:"verification"`
}

func (c *client) setWebhook(ctx context.Context, url, secret string) (webhook, error) {
	var w webhook
	return w, c.ask(ctx, "setWebhook", map[string]string{"url": url, "secret_token": secret}, &w, callTimeout)
}

func (c *client) deleteWebhook(ctx context.Context) error {
	_, err := c.call(ctx, "deleteWebhook", struct{}{}, callTimeout)
	return err
}

// getWebhookInfo is asked of a bot that may have no webhook: the platform then answers 404.
func (c *client) getWebhookInfo(ctx context.Context) (webhook, error) {
	var w webhook
	err := c.ask(ctx, "getWebhookInfo", struct{}{}, &w, callTimeout)
	if faulty(err) {
		return webhook{}, nil
	}
	return w, err
}

func (c *client) sendMessage(ctx context.Context, chat, text string, styles []style) error {
	parameters := struct {
		Chat   string  `json:"chat_id"`
		Text   string  `json:"text"`
		Styles []style `json:"text_styles,omitempty"`
	}{chat, text, styles}
	_, err := c.call(ctx, "sendMessage", parameters, callTimeout)
	return err
}

func (c *client) sendPhoto(ctx context.Context, chat, photo, caption string) error {
	parameters := struct {
		Chat    string `json:"chat_id"`
		Photo   string `json:"photo"`
		Caption string `json:"caption,omitempty"`
	}{chat, photo, caption}
	_, err := c.call(ctx, "sendPhoto", parameters, callTimeout)
	return err
}

func (c *client) sendTyping(ctx context.Context, chat string) error {
	_, err := c.call(ctx, "sendChatAction", map[string]string{"chat_id": chat, "action": "typing"}, shortTimeout)
	return err
}
