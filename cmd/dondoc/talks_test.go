package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"dondoc/bot"
	"dondoc/bot/people"
	"dondoc/cmd/dondoc/store"
	"dondoc/reminders"
)

// TestConversations leads testdata/conversations/*.txtar on every channel, each against the running program. What is
// said is the same everywhere, and so must be what is answered; the doubles of the channels refuse what the channels would.
//
// A scene is set by lines with "#": group, new (the program has never spoken with the chat), manages (the speaker
// administers the group), role ROLE [AGENCY], linked AGENCY, and only CHANNEL…. In what is said {code ROLE AGENCY}
// stands for a fresh one-time code, {long} for a message without an end, {bidi} for signs that turn text around. {file
// NAME} sends a document; {load NAME}, {publish} and {golden QUESTION} are what somebody does elsewhere, without an answer.
// What is published is so for everybody, so the scripts about it (library….txtar) have a program of their own.
func TestConversations(t *testing.T) {
	t.Parallel()
	scripts := readScripts(t)
	if *update {
		rewrite(t, scripts)
		return
	}
	for name, connect := range channelsUnderTest {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			led := 0
			common, shelf := newStage(t, connect), newStage(t, connect)
			for _, script := range scripts {
				stage := common
				if script.publishes() {
					stage = shelf
				}
				for i := range script.archive.Files {
					file := &script.archive.Files[i]
					s := readScene(t, string(file.Data))
					if !s.plays(name, stage.line) {
						continue
					}
					led++
					t.Run(file.Name, func(t *testing.T) { stage.lead(t, s) })
				}
			}
			t.Logf("%d conversations", led)
			if least := 38; led < least {
				t.Errorf("only %d conversations were led, want at least %d", led, least)
			}
		})
	}
}

// channelsUnderTest are the ways to lead a conversation. "hand" has no channel at all: it writes the goldens.
var channelsUnderTest = map[string]func(t *testing.T, database string) driver{
	"hand": leadByHand, "cli": leadInTerminal, "web": leadOnWeb, "telegram": leadOnTelegram,
	"telegram-test-api": leadOnIndependent, "zalo": leadOnZalo, "zalooa": leadOnOA,
}

// driver is a channel with the program behind it.
type driver interface {
	// chat names a chat of its own for the nth conversation, and who speaks in it.
	chat(t *testing.T, n int, group bool) (chat bot.Chat, sender string)
	// say has somebody write in a chat; with press it chooses what has the words in its label.
	say(t *testing.T, chat bot.Chat, sender, text string)
	press(t *testing.T, chat bot.Chat, sender, label string)
	// answered waits until what has come to the chat since it was last asked is what want says, or time is up, and
	// returns it.
	answered(t *testing.T, chat bot.Chat, want string) string
	groups() bool
	files() bool   // it can send any
	buttons() bool // else choices are numbered
	manage(chat bot.Chat, sender string)
}

// publishes tells whether the conversations change what everybody is told.
func (s *script) publishes() bool { return strings.HasPrefix(filepath.Base(s.path), "library") }

// script is one file of conversations.
type script struct {
	path    string
	archive *txtar.Archive
}

func readScripts(t *testing.T) []script {
	t.Helper()
	names, err := filepath.Glob("testdata/conversations/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no golden conversations: %v", err)
	}
	var all []script
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, script{name, archive})
	}
	return all
}

// scene is one conversation: what it begins with, and what is said.
type scene struct {
	group, fresh, manages bool
	pictures              bool // some answer comes with one
	role                  people.Role
	roleAgency, linked    string
	only                  []string
	heading               string // the lines with "#"
	turns                 []turn
}

type turn struct{ said, want string }

func readScene(t *testing.T, golden string) scene {
	t.Helper()
	var s scene
	for line := range strings.Lines(golden) {
		line = strings.TrimRight(line, "\n")
		if said, ok := strings.CutPrefix(line, "> "); ok {
			s.turns = append(s.turns, turn{said: said})
			continue
		}
		if rest, ok := strings.CutPrefix(line, "# "); ok && len(s.turns) == 0 {
			s.heading += line + "\n"
			s.set(t, rest)
			continue
		}
		s.pictures = s.pictures || line == "[ảnh]"
		if len(s.turns) > 0 {
			s.turns[len(s.turns)-1].want += line + "\n"
		}
	}
	return s
}

func (s *scene) set(t *testing.T, line string) {
	t.Helper()
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "group":
		s.group = true
	case "new":
		s.fresh = true
	case "manages":
		s.manages = true
	case "linked":
		s.linked = rest
	case "only":
		s.only = strings.Fields(rest)
	case "role":
		role, agency, _ := strings.Cut(rest, " ")
		var ok bool
		if s.role, ok = people.ParseRole(role); !ok {
			t.Fatalf("no role is called %q", role)
		}
		s.roleAgency = agency
	default:
		t.Fatalf("nothing is set by %q", line)
	}
}

func (s *scene) plays(channel string, l driver) bool {
	if _, ok := l.(sender); s.sends() && !(ok && l.files()) {
		return false
	}
	if s.group && !l.groups() || s.pictures && channel == "telegram-test-api" { // it knows no sendPhoto
		return false
	}
	return len(s.only) == 0 || channel == "hand" && !s.numbered() && !slices.Equal(s.only, []string{"web"}) || slices.Contains(s.only, channel) || channel == "telegram-test-api" && slices.Contains(s.only, "telegram")
}

// numbered tells a scene that is only for channels whose choices are numbers.
func (s *scene) numbered() bool {
	return slices.Contains(s.only, "cli") && !slices.Contains(s.only, "telegram")
}

// stage is a channel on which conversations are led one after another, over one database.
type stage struct {
	line driver
	db   *store.DB
	led  int
}

// boardsOnStage are there from the beginning, each with a chat that nobody reads, so that what a secretariat sees does
// not depend on which conversations went before.
var boardsOnStage = []string{"Tỉnh Bắc Giang", "Tỉnh Hà Nam", "Tỉnh Bắc Ninh", "Bộ Công an"}

func newStage(t *testing.T, connect func(*testing.T, string) driver) *stage {
	t.Helper()
	url := "sqlite:" + filepath.Join(t.TempDir(), "dondoc.db")
	db, err := store.Open(t.Context(), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	var boards []store.NewBoard
	for i, name := range boardsOnStage {
		boards = append(boards, store.NewBoard{
			Board: reminders.Board{Name: reminders.BoardName(name), Agency: name},
			Subscriber: reminders.Subscriber{Channel: "none", Chat: fmt.Sprint(i), Rule: reminders.DefaultRule(),
				Follows: []reminders.Follow{{Kind: reminders.FollowAgency, Value: name}}},
		})
	}
	if _, err := db.AddBoards(t.Context(), boards); err != nil {
		t.Fatal(err)
	}
	return &stage{line: connect(t, url), db: db}
}

// set puts the scene into the database.
func (st *stage) set(t *testing.T, s scene, chat bot.Chat, sender string) {
	t.Helper()
	ctx := t.Context()
	if !s.fresh {
		if _, err := st.db.FirstContact(ctx, chat, time.Now().Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if s.role != people.Guest {
		a := people.Account{Person: people.Person{Channel: chat.Channel, ID: sender}, Role: s.role, Board: st.board(t, s.roleAgency), Name: "A", By: "test", Since: asked}
		if err := st.db.SaveAccount(ctx, a); err != nil {
			t.Fatal(err)
		}
	}
	if s.linked != "" {
		_, err := st.db.SaveSubscriber(ctx, reminders.Subscriber{
			Board: st.board(t, s.linked), Channel: chat.Channel, Chat: chat.ID, Group: s.group, Rule: reminders.DefaultRule(),
			Follows: []reminders.Follow{{Kind: reminders.FollowAgency, Value: s.linked}},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if s.manages {
		st.line.manage(chat, sender)
	}
}

// board is the ID of an agency's; 0 for none.
func (st *stage) board(t *testing.T, name string) int64 {
	t.Helper()
	if name == "" {
		return 0
	}
	boards, err := st.db.Boards(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(boards, func(b reminders.Board) bool { return b.Agency == name })
	if i < 0 {
		t.Fatalf("%s has no board on the stage", name)
	}
	return boards[i].ID
}

var placeholder = regexp.MustCompile(`\{(code [a-z]+(?: [^}]*)?|long|bidi)\}`)

// spoken is what is really said for the line of a script.
func (st *stage) spoken(t *testing.T, line string) string {
	t.Helper()
	return placeholder.ReplaceAllStringFunc(line, func(found string) string {
		words := strings.Fields(strings.Trim(found, "{}"))
		switch words[0] {
		case "long":
			return strings.Repeat("Tỉnh Bắc Giang phải hoàn thành gì, khi nào? ", 80) // within a message of every channel
		case "bidi":
			return "Bắc \u202egnaiG\u202c phải\u200b làm \u2066gì\u2069?\u0007"
		}
		role, _ := people.ParseRole(words[1])
		now := time.Now()
		code, stored := people.NewGrant(role, words[1] == "group", st.board(t, strings.Join(words[2:], " ")), "test", now)
		if err := st.db.SaveCode(context.WithoutCancel(t.Context()), stored); err != nil {
			t.Fatal(err)
		}
		return code
	})
}

// lead leads a conversation and compares every answer.
func (st *stage) lead(t *testing.T, s scene) {
	t.Helper()
	for _, turn := range st.play(t, s, func(want string) string { return shownBy(st.line, want) }) {
		if d := diff.Diff(shownBy(st.line, turn.want), turn.got); d != "" {
			t.Errorf("> %s (-want +got):\n%s", turn.said, d)
		}
	}
}

type played struct{ said, want, got string }

func (st *stage) play(t *testing.T, s scene, shown func(string) string) []played {
	t.Helper()
	st.led++
	chat, sender := st.line.chat(t, st.led, s.group)
	st.set(t, s, chat, sender)
	var all []played
	for _, turn := range s.turns {
		done, answered := st.does(t, chat, sender, turn.said)
		label, pressed := strings.CutPrefix(turn.said, "[")
		switch {
		case done && !answered:
			all = append(all, played{said: turn.said})
			continue
		case done:
		case pressed:
			st.line.press(t, chat, sender, strings.TrimSuffix(label, "]"))
		default:
			st.line.say(t, chat, sender, st.spoken(t, turn.said))
		}
		want := shown(turn.want)
		got := masked(st.line.answered(t, chat, want))
		all = append(all, played{turn.said, turn.want, got})
		if got != want && !*update { // what follows would only follow from it
			break
		}
	}
	return all
}

// rewrite leads all by hand and stores what was answered; what is only for channels with numbers, or for the web, there.
func rewrite(t *testing.T, scripts []script) {
	stagesFor := func() map[string]*stage {
		return map[string]*stage{"hand": newStage(t, leadByHand), "cli": newStage(t, leadInTerminal), "web": newStage(t, leadOnWeb)}
	}
	common, shelves := stagesFor(), stagesFor()
	for _, script := range scripts {
		stages := common
		if script.publishes() {
			stages = shelves
		}
		for i := range script.archive.Files {
			file := &script.archive.Files[i]
			s := readScene(t, string(file.Data))
			for _, name := range []string{"cli", "web", "hand"} { // the last that plays it has the word
				stage := stages[name]
				if !s.plays(name, stage.line) {
					continue
				}
				var out strings.Builder
				out.WriteString(s.heading)
				for _, turn := range stage.play(t, s, func(want string) string { return want }) {
					fmt.Fprintf(&out, "> %s\n%s", turn.said, turn.got)
				}
				file.Data = []byte(out.String())
			}
		}
		if err := os.WriteFile(script.path, txtar.Format(script.archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
