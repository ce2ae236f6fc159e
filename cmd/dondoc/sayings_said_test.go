package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/telegram/telegramtest"
	"dondoc/corpus"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// TestHostileReminders: whatever a document holds, every channel takes every message of every kind of reminder, and its
// letters are read.
func TestHostileReminders(t *testing.T) {
	t.Parallel()
	s := newSayings(t, hostileBase{})
	n := 0
	for _, name := range slices.Sorted(maps.Keys(hostileWords)) {
		words := hostileWords[name]
		for kind, notice := range hostileNotices(words) {
			t.Run(name+"/"+kind, func(t *testing.T) {
				n++
				s.follow(t, chatOn(channelOA, n), time.Now())
				for channel, shown := range s.remind(t, n, notice, withoutWeb...) {
					wantSaid(t, channel, words, shown)
				}
			})
		}
	}
}

// follow lets the Official Account's window be open from a moment.
func (s *sayings) follow(t *testing.T, user string, at time.Time) {
	t.Helper()
	s.account.Interacted(user, at)
	users := s.db.ZaloUsers()
	if err := users.Followed(t.Context(), user, true, at); err != nil {
		t.Fatal(err)
	}
	if err := users.Seen(t.Context(), user, at); err != nil {
		t.Fatal(err)
	}
}

// TestLongReminders: a hundred works arrive, all of them, in as many messages as it takes.
func TestLongReminders(t *testing.T) {
	t.Parallel()
	s := newSayings(t, hostileBase{})
	s.follow(t, chatOn(channelOA, 1), time.Now())
	notice := reminders.Notice{Board: reminders.Board{ID: 1, Name: "Ban Chỉ đạo", Agency: "Bộ Y tế"}, Day: viet.DateOf(asked)}
	for i := range 100 {
		words := fmt.Sprintf("Việc<%d> & ", i+1) + strings.Repeat("rất dài ", i%20)
		item := hostileItem(words, i)
		item.Task.Document, item.Task.Section, item.Work.Agency = "17/QĐ-UBQGCDS", "IV.6", "Bộ Y tế"
		notice.Items = append(notice.Items, item)
	}
	for channel, shown := range s.remind(t, 1, notice, withoutWeb...) {
		for i := range 100 {
			if want := fmt.Sprintf("%d. Việc<%d> &", i+1, i+1); !strings.Contains(shown, want) {
				t.Errorf("%s does not show %q", channel, want)
			}
		}
	}
}

// TestHostileTemplates: outside the window of the Official Account the fields of a template are within their lengths.
func TestHostileTemplates(t *testing.T) {
	t.Parallel()
	s := newSayings(t, hostileBase{})
	n := 0
	for name, words := range hostileWords {
		for kind, notice := range hostileNotices(words) {
			n++
			user := chatOn(channelOA, n)
			s.follow(t, user, time.Now().AddDate(0, 0, -30))
			shown := s.remind(t, n, notice, channelOA)[channelOA]
			all := s.account.Messages(user)
			if len(all) != 1 || all[0].Template == nil {
				t.Fatalf("%s/%s: %+v", name, kind, all)
			}
			for field, most := range map[string]int{"don_vi": 30, "so_viec": 30, "noi_dung": 200, "han": 30} {
				value := []rune(all[0].Template[field])
				if len(value) == 0 || len(value) > most || strings.ContainsAny(string(value), "\n\x00\x1b\u202e") {
					t.Errorf("%s/%s: %s is %q", name, kind, field, string(value))
				}
			}
			if kind == "one" {
				wantSaid(t, channelOA, words, shown)
			}
		}
	}
}

// hostileBase answers a question that names hostile words with these: "hỏi …" at length, "trích …" in a line with
// quotations; both with choices.
type hostileBase struct{}

func (hostileBase) Answer(_ context.Context, q knowledge.Question) (knowledge.Answer, error) {
	how, name, _ := strings.Cut(q.Text, " ")
	words, ok := hostileWords[name]
	if !ok {
		return knowledge.Answer{Text: knowledge.Text{{{Text: "không rõ"}}}, Refused: true}, nil
	}
	a := knowledge.Answer{Suggestions: []knowledge.Suggestion{{Label: words, Question: "hỏi html"}, {Label: "Tiếp", Question: "hỏi styles"}}}
	if how == "trích" {
		a.Text = knowledge.Text{{{Text: "Ngắn gọn."}}}
		for i := range 5 {
			a.Citations = append(a.Citations, knowledge.Citation{Document: short(words), Section: short(words), Quote: fmt.Sprint("trích ", i, " ") + words, Passage: fmt.Sprint("p", i)})
		}
		return a, nil
	}
	a.Text = knowledge.Text{{{Text: words}, {Text: words, Strong: true}}}
	for i := range 12 {
		line := knowledge.Line{{Text: fmt.Sprint(i+1, ". ")}}
		for range 12 { // more faces than a message may have
			line = append(line, knowledge.Span{Text: short(words), Strong: true}, knowledge.Span{Text: " x "})
		}
		a.Text = append(a.Text, line)
	}
	a.Text = append(a.Text, knowledge.Line{{Text: "📄 " + words}})
	return a, nil
}

// short are words of such a length as a document's number may have.
func short(words string) string {
	if len(words) > 100 {
		words = strings.ToValidUTF8(words[:100], "")
	}
	return words
}

func (hostileBase) Passage(string) (corpus.Passage, *corpus.Document, bool) {
	return corpus.Passage{}, nil, false
}
func (hostileBase) Examples() []knowledge.Suggestion { return nil }

// TestHostileAnswers: an answer with such words in its text, its quotations and its choices arrives whole everywhere.
func TestHostileAnswers(t *testing.T) {
	t.Parallel()
	s := newSayings(t, hostileBase{})
	type question struct{ how, name, last string }
	var all []question
	for name := range hostileWords {
		all = append(all, question{"hỏi", name, "Tiếp"}, question{"trích", name, "trích 0"})
	}
	for n, q := range all { // all at once: a long answer goes out at the channel's pace
		s.askEverywhere(n, q.how+" "+q.name)
	}
	for n, q := range all {
		for _, channel := range withoutWeb {
			shown, ok := s.await(t, channel, n, q.last)
			if !ok {
				t.Errorf("%s, %s: no whole answer: %.300q", q, channel, shown)
			}
			wantSaid(t, channel, hostileWords[q.name], shown)
		}
	}
	for _, call := range s.phone.Calls("sendMessage") {
		if call.Code != http.StatusOK {
			t.Errorf("Telegram answers %d to %.200q", call.Code, call.Fields["text"])
		}
	}
	if calls, taken := s.bots.Calls("sendMessage"), len(s.bots.Messages("")); calls != taken {
		t.Errorf("Zalo took %d messages of %d", taken, calls)
	}
}

// askEverywhere has the nth person ask on every channel.
func (s *sayings) askEverywhere(n int, question string) {
	id := chatNumber(bot.Chat{ID: chatOn(channelTelegram, n)})
	s.phone.Say(id, telegramtest.User{ID: id, Name: "A"}, question)
	s.bots.Say(chatOn(channelZalo, n), chatOn(channelZalo, n), question)
	s.account.Say(chatOn(channelOA, n), question)
}

// await waits for an answer that shows words and something to choose, and returns what is shown.
func (s *sayings) await(t *testing.T, channel string, n int, last string) (shown string, ok bool) {
	t.Helper()
	chat := chatOn(channel, n)
	wait := map[string]func(context.Context, func() bool) error{channelTelegram: s.phone.Wait, channelZalo: s.bots.Wait, channelOA: s.account.Wait}[channel]
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	err := wait(ctx, func() bool {
		shown = s.read(t, channel, chat)
		if channel == channelTelegram {
			for _, m := range s.phone.Messages(chatNumber(bot.Chat{ID: chat})) {
				for _, label := range m.Labels() {
					shown += label + "\n"
				}
			}
		}
		return strings.Contains(shown, "Tiếp") && strings.Contains(shown, last)
	})
	return shown, err == nil
}
