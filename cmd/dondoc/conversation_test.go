package main

import (
	"flag"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dondoc/bot"
	"dondoc/cmd/dondoc/store"
	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
)

var update = flag.Bool("update", false, "rewrite the golden conversations in testdata/conversations")

// asked is the day on which the golden conversations take place.
var asked = time.Date(2023, 4, 20, 9, 0, 0, 0, viet.Hanoi)

// talk is one chat with the real conversation over the shipped documents and a real store.
type talk struct {
	*bot.Conversation
	t    testing.TB
	chat bot.Chat
}

// shippedBase answers from the documents in the binary.
func shippedBase(t testing.TB) *knowledge.Base {
	t.Helper()
	files, err := shippedFiles()
	if err != nil {
		t.Fatal(err)
	}
	base := new(knowledge.Base)
	answerFrom(t, base, files)
	return base
}

// answerFrom has base answer from files.
func answerFrom(t testing.TB, base *knowledge.Base, files []corpus.File) {
	t.Helper()
	std := streams{err: newOutput()}
	c, err := readCorpus(t.Context(), agency.Default(), files, std)
	if err == nil {
		err = index(t.Context(), base, agency.Default(), c, std)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func newStore(t testing.TB) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "dondoc.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func (k talk) send(text, choice string) bot.Reply {
	k.t.Helper()
	replies, err := k.Handle(k.t.Context(), bot.Message{Chat: k.chat, Text: text, Choice: choice, At: asked})
	if err != nil || len(replies) != 1 {
		k.t.Fatalf("%q %q: %d replies, %v", text, choice, len(replies), err)
	}
	return replies[0]
}

// TestThreadOverRealDocuments holds what must be true of follow-ups however the answers are worded.
func TestThreadOverRealDocuments(t *testing.T) {
	t.Parallel()
	conversation := bot.New(shippedBase(t), newStore(t), nil, slog.New(slog.DiscardHandler))
	const none = "-"
	for name, turns := range map[string][]struct{ say, want, not string }{
		"another province": {{bacGiang, "31/05/2023", none}, {"còn Hà Nam?", "31/08/2023", "Bắc Giang"}, {"con Bac Lieu", "IV.5", "Hà Nam"}},
		"who helps":        {{bacGiang, "31/05/2023", none}, {"ai phối hợp?", "Bộ Công an", none}},
		"when":             {{"Hà Nam phải làm gì?", "Hà Nam", none}, {"hạn bao giờ?", "31/08/2023", none}},
		"the last counts":  {{bacGiang, "IV.6", none}, {"còn Hà Nam?", "Hà Nam", "Bắc Giang"}, {"hạn bao giờ?", "31/08/2023", "31/05/2023"}},
		"two steps":        {{bacGiang, "IV.6", none}, {"ai phối hợp?", "Bộ Công an", none}, {"hạn bao giờ?", "31/05/2023", none}},
		"three steps":      {{bacGiang, "IV.6", none}, {"còn Hà Nam?", "Hà Nam", none}, {"ai phối hợp?", "Bộ Công an", none}, {"hạn bao giờ?", "31/08/2023", none}},
		"after a refusal":  {{bacGiang, "IV.6", none}, {"giá vàng hôm nay?", "", none}, {"còn Hà Nam?", "Hà Nam", none}},
		"help between":     {{bacGiang, "IV.6", none}, {"/help", "", none}, {"còn Hà Nam?", "Hà Nam", none}},
	} {
		t.Run(name, func(t *testing.T) {
			k := talk{conversation, t, bot.Chat{Channel: "test", ID: "thread " + name}}
			for _, turn := range turns {
				got := k.send(turn.say, "").Text.String()
				has(t, got, turn.want)
				if turn.not != none && strings.Contains(got, turn.not) {
					t.Errorf("%q still speaks of %q:\n%s", turn.say, turn.not, got)
				}
			}
		})
	}
}

// TestButtonsOfRealAnswers presses everything that the answers offer, two levels deep.
func TestButtonsOfRealAnswers(t *testing.T) {
	t.Parallel()
	k := talk{bot.New(shippedBase(t), newStore(t), nil, slog.New(slog.DiscardHandler)), t, bot.Chat{Channel: "test", ID: "buttons"}}
	for _, q := range append(questions, "/start", "/help") {
		r := k.send(q, "")
		if !r.Refused && !strings.HasPrefix(q, "/") && (len(r.Citations) == 0 || !strings.Contains(r.Text.String(), "📄")) {
			t.Errorf("%q is answered without a source:\n%s", q, r.Text)
		}
		for _, c := range r.Choices {
			if n := utf8.RuneCountInString(c.Label); n == 0 || n > 45 {
				t.Errorf("%q offers a label of %d letters: %q", q, n, c.Label)
			}
			if next := k.send("", c.Key); next.Refused {
				t.Errorf("%q offers %q, which is then refused: %s", q, c.Label, next.Text)
			}
		}
	}
}
