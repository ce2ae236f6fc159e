package web

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot"
	"dondoc/knowledge"
)

// writer is a Handler that shows a draft every so often.
type writer struct {
	drafts int
	pause  time.Duration
	after  func(bot.Message)
}

func (w writer) Handle(_ context.Context, m bot.Message) ([]bot.Reply, error) {
	for i := range w.drafts {
		m.Draft(draftNumber(i))
		time.Sleep(w.pause) // the bubble's clock
	}
	if w.after != nil {
		w.after(m)
	}
	return []bot.Reply{draftNumber(-1)}, nil
}

func draftNumber(i int) bot.Reply {
	return bot.Reply{Text: knowledge.Text{{{Text: fmt.Sprint(i)}}}}
}

func TestDraftsArePaced(t *testing.T) {
	tests := []struct {
		name     string
		writer   writer
		min, max int
	}{
		{"none", writer{}, 0, 0},
		{"one", writer{drafts: 1, pause: time.Second}, 1, 1},
		{"slowly", writer{drafts: 5, pause: time.Second}, 5, 5},
		{"a hundred a second for two seconds", writer{drafts: 200, pause: 10 * time.Millisecond}, 8, 9},
		{"all at once, then a pause", writer{drafts: 50, after: func(bot.Message) { time.Sleep(time.Second) }}, 1, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &Server{handler: tt.writer, log: slog.New(slog.DiscardHandler)}
				var shown []string
				var last time.Time
				replies, err := s.handle(t.Context(), bot.Message{}, func(r bot.Reply) {
					if pause := time.Since(last); pause < draftPause {
						t.Errorf("two drafts within %v", pause)
					}
					last = time.Now()
					shown = append(shown, r.Text.String())
				})
				if err != nil || len(replies) != 1 {
					t.Fatalf("%d replies, %v", len(replies), err)
				}
				if len(shown) < tt.min || len(shown) > tt.max {
					t.Errorf("%d drafts shown, want %d to %d: %v", len(shown), tt.min, tt.max, shown)
				}
				if tt.writer.after != nil && shown[len(shown)-1] != "49" {
					t.Errorf("the newest draft was not shown: %v", shown)
				}
			})
		})
	}
}

func TestDraftAfterTheAnswerIsNotShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Server{handler: writer{after: func(m bot.Message) {
			go func() { time.Sleep(time.Second); m.Draft(draftNumber(9)) }() // against the contract
		}}, log: slog.New(slog.DiscardHandler)}
		if _, err := s.handle(t.Context(), bot.Message{}, func(bot.Reply) { t.Error("shown") }); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Second)
	})
}

// FuzzMarkedPassage holds that marking loses no letter, whatever an address says, and marks what was quoted.
func FuzzMarkedPassage(f *testing.F) {
	f.Add("6\tSố hóa hồ sơ\tBộ Công an\nVăn phòng", "hồ sơ\tBộ", 3, 9, "")
	f.Add("\xff\tđ\u202e", "đ", -1, 1<<40, "00000000")
	f.Fuzz(func(t *testing.T, text, quote string, start, end int, words string) {
		said := func(p Passage, e extent) (all, marked string, moved bool) {
			v := newPassageView(p, e, mount{})
			for _, b := range v.Blocks {
				for _, c := range b.Cells {
					for _, piece := range c {
						all += piece.Text
						if piece.Marked {
							marked += piece.Text
						}
					}
				}
			}
			return all, marked, v.Moved
		}
		bare := func(s string) string { return strings.Join(strings.Fields(clean(s)), "") }
		p := Passage{Fragment: Fragment{Text: text}}
		if all, _, _ := said(p, extent{max(start, 0), max(end, 0), words}); strings.ToValidUTF8(text, "") == text && bare(all) != bare(text) {
			t.Fatalf("%q became %q", text, all)
		}
		e, ok := extentOf(text, quote)
		if !ok {
			return
		}
		if _, marked, moved := said(p, e); strings.ToValidUTF8(text, "") == text && (moved || bare(marked) != bare(quote)) {
			t.Fatalf("%q quoted as %q, marked %q", text, quote, marked)
		}
	})
}
