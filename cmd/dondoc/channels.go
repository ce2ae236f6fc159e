package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/telegram"
	"dondoc/bot/zalo"
	"dondoc/bot/zalooa"
	"dondoc/knowledge/llm"
	"dondoc/reminders"

	"golang.org/x/sync/errgroup"
)

// wire is a channel that is configured, besides the web, as the program needs it.
type wire struct {
	name     string
	path     string                      // of its webhook
	webhook  http.Handler                // nil when it asks for its messages
	run      func(context.Context) error // until the context ends
	outlet   bot.Outlet
	numbered bool // it has no buttons
	limits   reminders.Limits
}

// wires are all of them.
type wires []wire

// run starts every wire. One that ends by itself, for a wrong token, stops the program: an administrator must hear of it.
func (all wires) run(ctx context.Context, cancel context.CancelCauseFunc, parts *sync.WaitGroup) {
	for _, l := range all {
		parts.Go(func() {
			if err := l.run(ctx); err != nil && !errors.Is(err, intake.ErrStopTimeout) {
				cancel(err)
			}
		})
	}
}

// names is what people call the wires.
func (all wires) names() string {
	names := []string{"trang chat"}
	for _, l := range all {
		names = append(names, map[string]string{channelTelegram: "Telegram", channelZalo: "Zalo Bot", channelOA: "Zalo OA"}[l.name])
	}
	return strings.Join(names, ", ")
}

const (
	channelTelegram = "telegram"
	channelZalo     = "zalo"
	channelOA       = "zalooa"

	accessListed = "listed"

	telegramPath = "/nhan/telegram"
	zaloPath     = "/nhan/zalo"
	oaPath       = "/nhan/zalo-oa"
)

// connect makes the wires that the settings name.
func (s *server) connect(conversation *bot.Conversation) error {
	s.inbox = s.db.Inbox() // one for all: what is stored at the same time is committed together
	for _, connect := range []func(*bot.Conversation) error{s.connectTelegram, s.connectZalo, s.connectOA} {
		if err := connect(conversation); err != nil {
			return err
		}
	}
	return nil
}

func (s *server) connectTelegram(conversation *bot.Conversation) error {
	if s.config.TelegramToken == "" {
		return nil
	}
	cfg := telegram.Config{
		Token: s.config.TelegramToken, APIURL: s.config.TelegramURL, StopTimeout: stopTimeout, Owner: s.owner,
		WebhookSecret: s.config.TelegramWebhook,
	}
	if cfg.WebhookSecret != "" {
		cfg.WebhookURL = s.config.PublicURL + telegramPath
	}
	transcriber, err := s.config.transcriber()
	if err != nil {
		return err
	}
	if transcriber != nil {
		cfg.Transcriber = transcriber
	}
	channel, err := telegram.New(cfg, conversation, s.inbox, s.log)
	if err != nil {
		return err
	}
	l := wire{name: channelTelegram, path: telegramPath, run: channel.Run, outlet: channel, limits: telegramLimits}
	if cfg.WebhookSecret != "" {
		l.webhook = channel.Webhook()
	}
	s.wires = append(s.wires, l)
	return nil
}

// transcriber writes down voice messages; nil when none is configured.
func (c *Config) transcriber() (*llm.Transcriber, error) {
	if c.WhisperModel == "" {
		return nil, nil
	}
	client, err := llm.New(llm.Config{BaseURL: cmp.Or(c.WhisperURL, c.ModelURL, llm.PublicURL), Key: c.ModelKey})
	if err != nil {
		return nil, err
	}
	return client.Transcriber(c.WhisperModel), nil
}

// zaloPerSecond is how fast reminders go out: the platform tells no limit, and a board is no newspaper.
const zaloPerSecond = 10

func (s *server) connectZalo(conversation *bot.Conversation) error {
	if s.config.ZaloToken == "" {
		return nil
	}
	spacing := s.config.ZaloSpacing
	if spacing == 0 {
		spacing = -1 // none
	}
	cfg := zalo.Config{
		Token: s.config.ZaloToken, APIURL: s.config.ZaloURL, Name: s.config.ZaloName, Secret: s.config.ZaloWebhook,
		Spacing: spacing, Quota: s.config.ZaloQuota, Counter: s.db, Warn: s.warnOfQuota,
	}
	if cfg.Secret != "" {
		cfg.WebhookURL = s.config.PublicURL + zaloPath
	}
	if s.config.PublicURL != "" {
		cfg.PublicPicture = s.pictures.put
	}
	channel, err := zalo.New(cfg, s.log)
	if err != nil {
		return err
	}
	answers, err := intake.New(intake.Config{Name: zalo.Name, Owner: s.owner, StopTimeout: stopTimeout, HoldBack: holdBack(cfg.Secret)},
		channel, bot.NewNumbered(conversation), s.inbox, s.log)
	if err != nil {
		return err
	}
	w := wire{name: zalo.Name, path: zaloPath, outlet: channel.Outlet(), numbered: true}
	w.limits = reminders.Limits{PerSecond: zaloPerSecond, PerChat: s.config.ZaloSpacing, PerGroup: s.config.ZaloSpacing}
	if cfg.Secret != "" {
		w.webhook = channel.Webhook(answers.Accept)
	}
	w.run = func(ctx context.Context) error {
		both, ctx := errgroup.WithContext(ctx) // a wrong token ends both
		both.Go(func() error { return answers.Run(ctx) })
		both.Go(func() error { return channel.Run(ctx, answers.Accept) })
		return both.Wait()
	}
	s.wires = append(s.wires, w)
	return nil
}

// holdBack is how long a silent chat waits for what may have been overtaken on another connection; polls come in order.
func holdBack(secret string) time.Duration {
	if secret == "" {
		return 0
	}
	return 15 * time.Millisecond
}

// warnOfQuota tells the secretariats how much of the month's Zalo messages is used.
func (s *server) warnOfQuota(ctx context.Context, used, quota int) {
	sentence := fmt.Sprintf("Zalo Bot đã gửi %d trong %d tin của tháng này. Hết hạn mức thì người dùng Zalo không nhận được trả lời và nhắc việc: "+
		"đề nghị giảm bớt nhóm nhận nhắc qua Zalo, hoặc nâng gói.", used, quota)
	s.alarm(ctx, fmt.Sprintf("zalo-quota-%d", used*100/max(quota, 1)), sentence)
}

// alarm leaves a sentence for the secretariats, and in the log.
func (s *server) alarm(ctx context.Context, subject, sentence string) {
	s.log.WarnContext(ctx, "administrators are told of a channel", "subject", subject, "told", sentence)
	if err := s.db.TellSecretariats(ctx, subject, sentence); err != nil {
		s.log.ErrorContext(ctx, "administrators could not be told", "subject", subject, "error", err)
	}
}

// oaLimits stay far below the 4,000 calls a minute of an app.
var oaLimits = reminders.Limits{PerSecond: 25, PerChat: time.Second, PerGroup: time.Second}

func (s *server) connectOA(conversation *bot.Conversation) error {
	if s.config.OAAppID == "" {
		return nil
	}
	channel, err := zalooa.New(zalooa.Config{
		AppID: s.config.OAAppID, AppSecret: s.config.OAAppSecret, OASecret: s.config.OASecretKey, FirstRefreshToken: s.config.OARefreshToken,
		OAuthURL: s.config.OAuthURL, APIURL: s.config.OAURL, TemplateID: s.config.OATemplate, Charged: s.config.OACharged,
		Alarm: func(ctx context.Context, sentence string) { s.alarm(ctx, channelOA, sentence) },
		Owner: s.owner, StopTimeout: stopTimeout,
	}, bot.NewNumbered(conversation), s.inbox, s.db.ZaloTokens(), s.db.ZaloUsers(), s.log)
	if err != nil {
		return err
	}
	s.wires = append(s.wires, wire{
		name: channelOA, path: oaPath, webhook: channel.Webhook(), run: channel.Run, outlet: channel.Outlet(), numbered: true, limits: oaLimits,
	})
	return nil
}
