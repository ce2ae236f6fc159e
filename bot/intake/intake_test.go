package intake_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/intake/intaketest"
)

func TestAnswers(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"a question", "hỏi", []string{"send a ^hỏi"}},
		{"several parts", "m|n", []string{"send a ^m", "send a n"}},
		{"several replies", "hai", []string{"send a ^một", "send a hai"}},
		{"nobody can read it", "bad", nil},
		{"reading it panics", "worse", nil},
		{"it wants nothing", "nothing", nil},
		{"not for the handler", "photo", []string{"send a ^chỉ đọc chữ"}},
		{"the handler has nothing to say", "im lặng", nil},
		{"the channel has something instead", "tệp", []string{"send a ^không rõ"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
				if m.At.IsZero() {
					t.Error("the message has no time")
				}
				switch m.Text {
				case "im lặng", "tệp":
					return nil, nil
				case "hai":
					return say("một", "hai"), nil
				}
				return echo(ctx, m)
			}
			inBubble(t, quick, h, func(d *desk) {
				d.accept(update("1", "a", 1, test.text))
				d.settle(0)
				d.want(d.channel.noted("send", "typing"), test.want...)
				d.wantOpen()
			})
		})
	}
}

func TestOrderOfChats(t *testing.T) {
	var mu sync.Mutex
	under := map[string]int{}
	most := 0
	h := func(_ context.Context, m bot.Message) ([]bot.Reply, error) {
		mu.Lock()
		under[m.Chat.ID]++
		if under[m.Chat.ID] > 1 {
			t.Error("two of one chat at once")
		}
		all := 0
		for _, n := range under {
			all += n
		}
		most = max(most, all)
		mu.Unlock()
		time.Sleep(100 * time.Millisecond)
		mu.Lock()
		under[m.Chat.ID]--
		mu.Unlock()
		return say(m.Text), nil
	}
	inBubble(t, quick, h, func(d *desk) {
		var updates []intake.Update
		want := map[string][]string{}
		for i := range int64(20) {
			for _, chat := range []string{"a", "b", "c"} {
				updates = append(updates, update(fmt.Sprint(chat, i), chat, i, fmt.Sprint(i)))
				want[chat] = append(want[chat], fmt.Sprintf("send %s ^%d", chat, i))
			}
		}
		d.accept(updates...)
		d.settle(3 * time.Second)
		for chat, lines := range want {
			var got []string
			for _, line := range d.channel.noted("send") {
				if strings.HasPrefix(line, "send "+chat) {
					got = append(got, line)
				}
			}
			d.want(got, lines...)
		}
		if most != 3 {
			t.Errorf("at most %d at once, want 3", most)
		}
	})
}

func TestDuplicatesAreOne(t *testing.T) {
	inBubble(t, quick, echo, func(d *desk) {
		d.accept(update("1", "a", 1, "một"), update("1", "a", 1, "một"))
		d.accept(update("1", "a", 1, "một"))
		d.settle(time.Second)
		d.accept(update("1", "a", 1, "một"))
		d.settle(time.Minute)
		d.want(d.channel.noted("send"), "send a ^một")
		if n := d.Stats(); n.Received != 1 || n.Handled != 1 || n.Sent != 1 || n.Queued != 0 {
			t.Errorf("got %+v", n)
		}
	})
}

// TestReordered: with HoldBack what overtook others on the way is put right, and what waits is always in order.
func TestReordered(t *testing.T) {
	cfg := quick
	cfg.HoldBack = 20 * time.Millisecond
	slow := func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		time.Sleep(100 * time.Millisecond)
		return echo(ctx, m)
	}
	inBubble(t, cfg, slow, func(d *desk) {
		d.accept(update("2", "a", 2, "hai"))
		d.settle(15 * time.Millisecond)
		d.accept(update("1", "a", 1, "một"))
		d.settle(50 * time.Millisecond)
		d.accept(update("5", "a", 5, "năm"))
		d.accept(update("4", "a", 4, "bốn"), update("4b", "a", 4, "bốn nữa"))
		d.accept(update("0", "a", 0, "muộn")) // too late for its place before what is under way
		d.settle(time.Second)
		d.want(d.channel.noted("send"), "send a ^một", "send a ^muộn", "send a ^hai", "send a ^bốn", "send a ^bốn nữa", "send a ^năm")
	})
}

func TestUpdatesWithoutChatDoNotWaitForEachOther(t *testing.T) {
	block := func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		if m.Text == "chậm" {
			time.Sleep(time.Second)
		}
		return echo(ctx, m)
	}
	inBubble(t, quick, block, func(d *desk) {
		d.accept(update("1", "", 1, "chậm"), update("2", "", 2, "nhanh"))
		d.settle(2 * time.Second)
		d.want(d.channel.noted("send"), "send  ^nhanh", "send  ^chậm")
	})
}

func TestPanicsAndFailures(t *testing.T) {
	calls := map[string]int{}
	h := func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		calls[m.Text]++
		switch {
		case m.Text == "hoảng":
			panic("bí mật")
		case m.Text == "hỏng", m.Text == "chập chờn" && calls[m.Text] < 3:
			return nil, errors.New("model out of reach")
		}
		return echo(ctx, m)
	}
	cfg := quick
	cfg.Workers = 1
	inBubble(t, cfg, h, func(d *desk) {
		d.accept(update("1", "a", 1, "hoảng"), update("2", "b", 2, "hỏng"), update("3", "b", 3, "sau"), update("4", "c", 4, "chập chờn"))
		d.settle(500 * time.Millisecond)
		// Who waits after a failure gives its worker to others, but keeps its chat.
		sent := d.channel.noted("send")
		if len(sent) != 1 || !strings.HasPrefix(sent[0], "send a ^Xin lỗi") || !strings.Contains(sent[0], "diễn đạt") {
			t.Errorf("got %v", sent)
		}
		d.settle(10 * time.Second)
		sent = d.channel.noted("send")[1:]
		rest := strings.Join(sent, "\n")
		if len(sent) != 3 || !strings.Contains(rest, "send b ^Xin lỗi, tôi chưa") || !strings.Contains(rest, "send c ^chập chờn") || sent[len(sent)-1] == sent[0] {
			t.Errorf("got %v", sent)
		}
		if calls["hỏng"] != 3 || calls["hoảng"] != 1 {
			t.Errorf("calls: %v", calls)
		}
		d.wantOpen()
		if n := d.Stats(); n.Panics != 1 || n.GivenUp != 1 || n.Handled != 4 {
			t.Errorf("got %+v", n)
		}
	})
}

// TestEverythingPanics: not even the apology can be made, and still the next question is answered.
func TestEverythingPanics(t *testing.T) {
	inBubble(t, quick, echo, func(d *desk) {
		d.channel.parts = func(text string) {
			if text != "sau" {
				panic("parts")
			}
		}
		d.accept(update("1", "a", 1, "một"), update("2", "a", 2, "sau"))
		d.settle(time.Second)
		d.want(d.channel.noted("send"), "send a ^sau")
		d.wantOpen()
	})
}

func TestComplete(t *testing.T) {
	tries, whole := 0, 0
	h := func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		if m.Text == "đã chép lại" && tries == 2 {
			tries++ // fails once
			return nil, errors.New("model out of reach")
		}
		return echo(ctx, m)
	}
	inBubble(t, quick, h, func(d *desk) {
		d.channel.complete = func(r intake.Request) (intake.Request, error) {
			switch r.Message.Text {
			case "giọng nói":
				if tries++; tries < 2 {
					return r, errors.New("transcription is busy")
				}
				r.Message.Text = "đã chép lại"
				whole++
			case "":
				r.Wanted, r.Message.Text = true, "ảnh đã đọc"
			case "thôi":
				r.Wanted = false
			}
			return r, nil
		}
		d.accept(update("1", "a", 1, "giọng nói"), update("2", "b", 2, "photo"), update("3", "c", 3, "thôi"))
		d.settle(10 * time.Second)
		d.want(d.channel.noted("send"), "send b ^ảnh đã đọc", "send a ^đã chép lại")
		if whole != 1 {
			t.Errorf("completed %d times", whole)
		}
		d.wantOpen()
	})
}

func TestPrepareComesBeforeTheTurn(t *testing.T) {
	slow := func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		time.Sleep(time.Second)
		return echo(ctx, m)
	}
	inBubble(t, quick, slow, func(d *desk) {
		d.accept(update("1", "a", 1, "một"), update("2", "a", 2, "hai"))
		d.settle(time.Millisecond)
		if got := d.channel.noted("prepare"); len(got) != 2 {
			t.Errorf("got %v", got)
		}
		d.settle(3 * time.Second)
	})
}

func TestTyping(t *testing.T) {
	h := func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		wait, _ := time.ParseDuration(m.Text)
		time.Sleep(wait)
		return echo(ctx, m)
	}
	inBubble(t, quick, h, func(d *desk) {
		d.accept(update("1", "a", 1, "400ms"), update("2", "a", 2, "9s"))
		d.settle(time.Minute)
		d.want(d.channel.noted("send", "typing"), "send a ^400ms", "typing a", "typing a", "typing a", "send a ^9s")
	})
}

func TestAcceptBeforeRunAndWithoutRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStub()
		d := open(t, quick, s, s, echo, intaketest.NewInbox())
		const many = 3*intake.MaxClaimed + 7
		for i := range many {
			d.accept(update(fmt.Sprint(i), fmt.Sprint(i%40), int64(i), fmt.Sprint(i)))
		}
		if n := d.Stats().Queued; n != intake.MaxClaimed {
			t.Errorf("%d are queued, want %d", n, intake.MaxClaimed)
		}
		d.run()
		if err := d.Run(t.Context()); !errors.Is(err, intake.ErrRunning) {
			t.Errorf("a second Run: %v", err)
		}
		d.settle(time.Second) // it does not wait for the next look into the inbox
		if n := len(s.noted("send")); n != many {
			t.Errorf("%d were answered, want %d", n, many)
		}
		d.wantOpen()
		if last, err := d.Last(t.Context()); err != nil || last != many-1 {
			t.Errorf("last: %d, %v", last, err)
		}
		if err := d.stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestAcceptRefuses(t *testing.T) {
	inBubble(t, quick, echo, func(d *desk) {
		d.accept(update("", "a", 1, "x"), update("\xff", "a", 2, "x"), update("3", "a\x00", 3, "x"), update(strings.Repeat("k", 300), "a", 4, "x"), update("5", "a", 5, "được"))
		d.settle(time.Second)
		d.want(d.channel.noted("send"), "send a ^được")
		d.inbox.Fail(errors.New("disk full"))
		if err := d.Accept(t.Context(), []intake.Update{update("6", "a", 6, "x")}); err == nil {
			t.Error("nothing was committed, and Accept says it was")
		}
		d.inbox.Fail(nil)
		d.wantOpen()
	})
}
