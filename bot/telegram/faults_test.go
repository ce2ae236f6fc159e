package telegram

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/telegram/telegramtest"
)

// inBubble runs a test in virtual time against the double in process.
func inBubble(t *testing.T, h handlerFunc, test func(f *fixture)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(inProcess(t, h)) })
}

func TestSendFailures(t *testing.T) {
	tests := []struct {
		name     string
		failure  telegramtest.Failure
		want     []string // to chat 1, which asks "a" and then "b"
		min, max time.Duration
		stats    intake.Stats // GivenUp and Refused
	}{
		{"429 is waited out", telegramtest.Failure{Code: 429, RetryAfter: 7, Times: 2}, []string{"đáp: a", "đáp: b"}, 14 * time.Second, 15 * time.Second, intake.Stats{}},
		{"429 four times", telegramtest.Failure{Code: 429, RetryAfter: 2, Times: 4}, []string{"đáp: b"}, 6 * time.Second, 8 * time.Second, intake.Stats{GivenUp: 1}},
		{"blocked", telegramtest.Failure{Code: 403, Text: "Forbidden: bot was blocked by the user"}, []string{"đáp: b"}, 0, time.Second, intake.Stats{Refused: 1}},
		{"503 for long", telegramtest.Failure{Code: 503, Times: 15}, []string{"đáp: a", "đáp: b"}, 2 * time.Minute, 8 * time.Minute, intake.Stats{}},
		{"500", telegramtest.Failure{Code: 500, Times: 3}, []string{"(nhắc lại)\nđáp: a", "đáp: b"}, 3 * time.Second, 8 * time.Second, intake.Stats{}},
		{"500 for ever", telegramtest.Failure{Code: 500, Times: 4}, []string{"đáp: b"}, 3 * time.Second, 8 * time.Second, intake.Stats{GivenUp: 1}},
		{"a proxy's page", telegramtest.Failure{Code: 502, Raw: "<html>Bad Gateway</html>"}, []string{"(nhắc lại)\nđáp: a", "đáp: b"}, 0, 2 * time.Second, intake.Stats{}},
		{"connection cut", telegramtest.Failure{Cut: true, Times: 2}, []string{"(nhắc lại)\nđáp: a", "đáp: b"}, time.Second, 4 * time.Second, intake.Stats{}},
		{"cut after it arrived", telegramtest.Failure{Cut: true, Late: true}, []string{"đáp: a", "(nhắc lại)\nđáp: a", "đáp: b"}, 0, 2 * time.Second, intake.Stats{}},
		{"refused markup goes out plain", telegramtest.Failure{Code: 400, Text: "Bad Request: can't parse entities"}, []string{"đáp: a", "đáp: b"}, 0, time.Second, intake.Stats{}},
		{"refused twice", telegramtest.Failure{Code: 400, Text: "Bad Request: message is too long", Times: 2}, []string{"đáp: b"}, 0, time.Second, intake.Stats{GivenUp: 1}},
		{"no such chat", telegramtest.Failure{Code: 400, Text: "Bad Request: chat not found"}, []string{"đáp: b"}, 0, time.Second, intake.Stats{Refused: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, echo, func(f *fixture) {
				tt.failure.Method = "sendMessage"
				tt.failure.Chat = "1"
				f.double.Fail(tt.failure)
				began := time.Now()
				f.double.Text(1, "a")
				f.double.Text(1, "b")
				f.double.Text(2, "khác") // another chat does not wait
				r := f.start()
				f.wait(func() bool { return len(f.double.SentTo(2)) == 1 })
				if took := time.Since(began); took > 0 {
					t.Errorf("the other chat waited %v", took)
				}
				f.wait(func() bool { return len(f.double.SentTo(1)) == len(tt.want) })
				if took := time.Since(began); took < tt.min || took > tt.max {
					t.Errorf("took %v, want %v to %v", took, tt.min, tt.max)
				}
				synctest.Wait()
				r.stop()
				if got := f.double.SentTo(1); !slices.Equal(got, tt.want) {
					t.Errorf("sent %q, want %q", got, tt.want)
				}
				if s := r.Stats().Intake; s.GivenUp != tt.stats.GivenUp || s.Refused != tt.stats.Refused || s.Handled != 3 {
					t.Errorf("stats %+v", s)
				}
			})
		})
	}
}

func TestGroupBecomesSupergroup(t *testing.T) {
	two := func(context.Context, bot.Message) ([]bot.Reply, error) {
		return []bot.Reply{{Text: textOf("một")}, {Text: textOf("hai")}}, nil
	}
	inBubble(t, two, func(f *fixture) {
		f.double.Upgrade(-5, -1005)
		f.double.Text(-5, "/han")
		r := f.start()
		f.waitSent(2)
		r.stop()
		if got := f.double.SentTo(-1005); !slices.Equal(got, []string{"một", "hai"}) {
			t.Errorf("sent %q", got)
		}
		if n := len(f.double.Calls("sendMessage")); n != 3 {
			t.Errorf("%d calls, want 3", n)
		}
	})
}

func TestPollFailures(t *testing.T) {
	tests := []struct {
		name     string
		failure  telegramtest.Failure
		min, max time.Duration
	}{
		{"409", telegramtest.Failure{Code: 409, Times: 3}, 3 * time.Second, 8 * time.Second},
		{"429", telegramtest.Failure{Code: 429, RetryAfter: 40}, 40 * time.Second, 41 * time.Second},
		{"500", telegramtest.Failure{Code: 500, Times: 2}, time.Second, 4 * time.Second},
		{"502 of a proxy", telegramtest.Failure{Code: 502, Raw: "<html>"}, time.Second / 2, 2 * time.Second},
		{"200 that is no answer", telegramtest.Failure{Code: 200, Raw: "<html>"}, time.Second / 2, 2 * time.Second},
		{"cut", telegramtest.Failure{Cut: true, Times: 10}, time.Minute, 5 * time.Minute},
		{"no answer at all", telegramtest.Failure{Hold: make(chan struct{})}, 65 * time.Second, 67 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := inProcess(t, echo)
				tt.failure.Method = "getUpdates"
				if tt.failure.Hold != nil {
					tt.failure.Hold = make(chan struct{}) // of this bubble
				}
				f.double.Fail(tt.failure)
				f.double.Text(1, "a")
				began := time.Now()
				r := f.start()
				f.waitSent(1)
				if took := time.Since(began); took < tt.min || took > tt.max {
					t.Errorf("took %v, want %v to %v", took, tt.min, tt.max)
				}
				r.stop()
				if r.Stats().PollErrors == 0 {
					t.Error("not counted")
				}
			})
		})
	}
}

func TestStartsOffline(t *testing.T) {
	inBubble(t, echo, func(f *fixture) {
		f.double.Fail(telegramtest.Failure{Cut: true, Times: 12})
		f.double.Text(-1, "@"+telegramtest.BotName+" hạn?")
		r := f.start()
		if got := f.waitSent(1)[0]; got.Text != "đáp: hạn?" || got.ReplyTo == 0 {
			t.Errorf("sent %+v", got)
		}
		r.stop()
	})
}

func TestBadToken(t *testing.T) {
	for _, method := range []string{"getMe", "getUpdates"} {
		t.Run(method, func(t *testing.T) {
			inBubble(t, echo, func(f *fixture) {
				f.double.Fail(telegramtest.Failure{Method: method, Code: 401, Text: "Unauthorized", Times: -1})
				err := f.channel().Run(f.ctx)
				if !errors.Is(err, ErrBadToken) || !strings.Contains(err.Error(), method) {
					t.Errorf("Run = %v", err)
				}
			})
		})
	}
}

func TestTyping(t *testing.T) {
	slow := func(_ context.Context, m bot.Message) ([]bot.Reply, error) {
		wait, err := time.ParseDuration(m.Text)
		<-time.After(wait)
		return []bot.Reply{{Text: textOf("xong")}}, err
	}
	for text, want := range map[string]int{"400ms": 0, "3s": 1, "9s": 3} {
		t.Run(text, func(t *testing.T) {
			inBubble(t, slow, func(f *fixture) {
				f.double.Text(1, text)
				r := f.start()
				f.waitSent(1)
				<-time.After(time.Minute)
				r.stop()
				calls := f.double.Calls("sendChatAction")
				if len(calls) != want {
					t.Errorf("typing %d times, want %d", len(calls), want)
				}
				for _, c := range calls {
					if c.Fields["action"] != "typing" || c.Fields["chat_id"] != "1" {
						t.Errorf("call %v", c.Fields)
					}
				}
			})
		})
	}
}

func TestPanicIsApologisedFor(t *testing.T) {
	bad := func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		if m.Text == "nổ" {
			panic("câu hỏi mật")
		}
		return echo(ctx, m)
	}
	inBubble(t, bad, func(f *fixture) {
		f.double.Text(1, "nổ")
		f.double.Text(1, "sau")
		r := f.start()
		f.waitSent(2)
		r.stop()
		if got := f.double.SentTo(1); len(got) != 2 || !strings.HasPrefix(got[0], "Xin lỗi") || got[1] != "đáp: sau" {
			t.Errorf("sent %q", got)
		}
		if s := r.Stats().Intake; s.Panics != 1 || s.Handled != 2 || len(f.inbox.pending()) != 0 {
			t.Errorf("stats %+v", s)
		}
		if strings.Contains(f.log.String(), "mật") {
			t.Errorf("the panic's value is logged: %s", f.log)
		}
	})
}

func TestFailingHandlerIsTriedThreeTimes(t *testing.T) {
	tries := 0
	broken := func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		if m.Text == "hỏng" {
			tries++
			return nil, errBroken
		}
		return echo(ctx, m)
	}
	inBubble(t, broken, func(f *fixture) {
		f.double.Text(1, "hỏng")
		f.double.Text(1, "sau")
		r := f.start()
		f.waitSent(2)
		r.stop()
		if got := f.double.SentTo(1); len(got) != 2 || !strings.HasPrefix(got[0], "Xin lỗi") || got[1] != "đáp: sau" || tries != 3 {
			t.Errorf("sent %q after %d tries", got, tries)
		}
		if r.Stats().Intake.GivenUp != 1 || !strings.Contains(f.log.String(), "given up") {
			t.Errorf("stats %+v", r.Stats())
		}
	})
}

func TestMarkIsTriedAgainWithoutAnsweringAgain(t *testing.T) {
	inBubble(t, echo, func(f *fixture) {
		f.inbox.markErr = errBroken
		f.double.Text(1, "a")
		f.double.Text(1, "b")
		r := f.start()
		f.waitSent(2)
		synctest.Wait()
		r.stop()
		if got := f.double.SentTo(1); !slices.Equal(got, []string{"đáp: a", "đáp: b"}) || len(f.inbox.pending()) != 0 {
			t.Errorf("sent %q, pending %v", got, f.inbox.pending())
		}
	})
}

func TestStopDoesNotWaitForEver(t *testing.T) {
	stuck := func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	inBubble(t, stuck, func(f *fixture) {
		f.cfg.StopTimeout = 5 * time.Second
		id := f.double.Text(1, "a")
		r := f.start()
		synctest.Wait()
		began := time.Now()
		r.cancel()
		if err := <-r.result; !errors.Is(err, ErrStopTimeout) {
			t.Errorf("Run = %v", err)
		}
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("took %v", took)
		}
		if got := f.inbox.pending(); !slices.Equal(got, []int64{id}) {
			t.Errorf("pending %v, want %d", got, id)
		}
		synctest.Wait()
	})
}

func TestPressIsAcknowledgedWhileTheChatIsBusy(t *testing.T) {
	slow := func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		<-time.After(20 * time.Second)
		return echo(ctx, m)
	}
	inBubble(t, slow, func(f *fixture) {
		f.double.Fail(telegramtest.Failure{Method: "answerCallbackQuery", Code: 400, Text: "Bad Request: query is too old and response timeout expired or query ID is invalid"})
		f.double.Text(1, "a")
		f.double.Press(1, "k")
		began := time.Now()
		r := f.start()
		if _, err := f.double.WaitCalls(f.ctx, "answerCallbackQuery", 1); err != nil || time.Since(began) > 0 {
			t.Errorf("acknowledged after %v, %v", time.Since(began), err)
		}
		f.waitSent(2)
		r.stop()
	})
}

func TestAlbumGetsOneAnswer(t *testing.T) {
	noFiles := func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		if m.File != "" {
			return nil, nil
		}
		return echo(ctx, m)
	}
	inBubble(t, noFiles, func(f *fixture) {
		for range 5 {
			m := f.double.Message(1)
			m["photo"] = []any{map[string]any{"file_id": "x"}}
			m["media_group_id"] = "album"
			f.double.Push(map[string]any{"message": m})
		}
		f.double.Text(1, "sau")
		r := f.start()
		f.waitSent(2)
		r.stop()
		if got := f.double.SentTo(1); !slices.Equal(got, []string{testPhrases(t).textOnly, "đáp: sau"}) {
			t.Errorf("sent %q", got)
		}
	})
}
