package store

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// instant is a channel that costs nothing. Its updates are the moments at which they were delivered.
type instant struct {
	mu    sync.Mutex
	waits []time.Duration
	all   sync.WaitGroup
}

func (c *instant) Read(u intake.Update) (intake.Request, error) {
	return intake.Request{Message: bot.Message{Text: string(u.Payload)}, Wanted: true, To: intake.Place{Chat: u.Chat}}, nil
}

func (c *instant) Prepare(context.Context, intake.Request) {}

func (c *instant) Complete(_ context.Context, r intake.Request) (intake.Request, error) {
	return r, nil
}

func (c *instant) Parts(_ intake.Place, r bot.Reply) ([][]byte, error) {
	return [][]byte{[]byte(strings.TrimSpace(r.Text.String()))}, nil
}

func (c *instant) Repeated(part []byte) ([]byte, error) { return part, nil }

func (c *instant) SendPart(_ context.Context, _ string, part []byte) reminders.Outcome {
	nanos, _ := strconv.ParseInt(string(part), 10, 64)
	c.mu.Lock()
	c.waits = append(c.waits, time.Since(time.Unix(0, nanos)))
	c.mu.Unlock()
	c.all.Done()
	return reminders.Outcome{}
}

func (c *instant) Typing(context.Context, intake.Place) error { return nil }

func (c *instant) Handle(_ context.Context, m bot.Message) ([]bot.Reply, error) {
	return []bot.Reply{{Text: knowledge.Text{{{Text: m.Text}}}}}, nil
}

// BenchmarkWebhookToAnswer delivers 200 questions a second from 500 chats. Handler and channel cost nothing: what is
// measured is the way through the inbox.
func BenchmarkWebhookToAnswer(b *testing.B) {
	const perSecond, chats = 200, 500
	benchEach(b, func(b *testing.B, db *DB) {
		db.Now = time.Now
		c := &instant{}
		in, err := intake.New(intake.Config{Name: "bench", Owner: "one"}, c, c, db.Inbox(), nil)
		must(b, err)
		ctx, cancel := context.WithCancel(b.Context())
		var running sync.WaitGroup
		running.Go(func() { must(b, in.Run(ctx)) })
		hook := &intake.Webhook{Authentic: intake.SecretHeader("X-Secret", "s"), Accept: in.Accept, Read: func(body []byte) ([]intake.Update, error) {
			key := string(body)
			nanos, err := strconv.ParseInt(key, 10, 64)
			return []intake.Update{{Key: key, Chat: strconv.FormatInt(nanos%chats, 10), Order: nanos, Payload: body}}, err
		}}
		tick := time.NewTicker(time.Second / perSecond)
		defer tick.Stop()
		for b.Loop() {
			<-tick.C
			c.all.Add(1)
			running.Go(func() {
				r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(strconv.FormatInt(time.Now().UnixNano(), 10)))
				r.Header.Set("X-Secret", "s")
				w := httptest.NewRecorder()
				if hook.ServeHTTP(w, r); w.Code != http.StatusOK {
					b.Error(w.Code)
					c.all.Done()
				}
			})
		}
		c.all.Wait()
		cancel()
		running.Wait()
		slices.Sort(c.waits)
		b.ReportMetric(float64(c.waits[len(c.waits)/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(c.waits[len(c.waits)*99/100].Microseconds())/1000, "p99-ms")
	})
}
