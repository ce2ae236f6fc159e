package bot_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"dondoc/bot"
	"dondoc/bot/people"
	"dondoc/knowledge"
)

// stacks keep the contract of bot.Library in memory. What a version changes is what the test says in effect and score.
type stacks struct {
	mu       sync.Mutex
	err      error // of everything
	versions []bot.LibraryVersion
	before   []int64 // what was in force, the latest last

	names  []string
	size   int
	steps  int // how often Receive tells how far it has come
	actors []people.Actor
	done   []string // what was changed
	doubts int
	effect bot.Effect
	score  bot.Score
	link   string
}

// newStacks have version 6 in force, and 5 before it.
func newStacks() *stacks {
	made := time.Date(2023, 5, 23, 18, 0, 0, 0, time.UTC) // the 24th in Hanoi
	return &stacks{
		versions: []bot.LibraryVersion{
			{ID: 5, Made: made, Files: 1, State: bot.VersionFormer, Published: made},
			{ID: 6, Made: made, Files: 2, State: bot.VersionInForce, Published: made, Origin: "nạp bằng dòng lệnh"},
		},
		before: []int64{5, 6}, size: -1, doubts: 12, effect: bot.Effect{New: 3, Moved: 2, Gone: 1, Boards: 4}, link: "https://x/console/in/abc",
	}
}

// acts notes who does something, and what.
func (s *stacks) acts(ctx context.Context, format string, args ...any) error {
	if s.err == nil && format != "" {
		s.actors, s.done = append(s.actors, people.ActorOf(ctx)), append(s.done, fmt.Sprintf(format, args...))
	}
	return s.err
}

func (s *stacks) find(id int64) *bot.LibraryVersion {
	for i, v := range s.versions {
		if v.ID == id || id == 0 && v.State == bot.VersionOpen {
			return &s.versions[i]
		}
	}
	return nil
}

func (s *stacks) inForce() int64 { return s.before[len(s.before)-1] }

func (s *stacks) Receive(ctx context.Context, name string, content []byte, progress bot.LoadProgress) (bot.Candidate, error) {
	for i := range s.steps {
		progress("Đọc văn bản", i+1, s.steps)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names, s.size = append(s.names, name), len(content)
	if err := s.acts(ctx, "load %s", name); err != nil {
		return bot.Candidate{}, err
	}
	if string(content) == "same" {
		return s.candidate(s.find(s.inForce())), nil
	}
	files := 1
	if open := s.find(0); open != nil {
		files += open.Files
		open.State = bot.VersionReplaced
	}
	s.versions = append(s.versions, bot.LibraryVersion{ID: int64(len(s.versions) + 5), Files: files, State: bot.VersionOpen, By: people.ActorOf(ctx).Name, Made: time.Date(2023, 5, 24, 9, 0, 0, 0, time.UTC)})
	return s.candidate(s.find(0)), nil
}

func (s *stacks) candidate(v *bot.LibraryVersion) bot.Candidate {
	list := func(word string) func(from, n int) knowledge.Text {
		return func(from, n int) (text knowledge.Text) {
			for i := range n {
				text = append(text, lines(fmt.Sprintf("%d. %s", from+i+1, word))...)
			}
			return text
		}
	}
	return bot.Candidate{
		Version: v.ID, Against: s.inForce(), State: v.State, Report: lines(fmt.Sprintf("Báo cáo bản %d: %d tệp", v.ID, v.Files)),
		Doubts: bot.Listing{Count: s.doubts, Lines: list("điểm")}, Changes: bot.Listing{Count: 6, Lines: list("khác biệt")},
		Effect: s.effect, Score: s.score,
	}
}

func (s *stacks) Candidate(_ context.Context, id int64) (bot.Candidate, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.find(id)
	if s.err != nil || v == nil {
		return bot.Candidate{}, cmpErr(s.err, bot.ErrNoVersion)
	}
	return s.candidate(v), nil
}

// cmpErr is the first error there is, as a library would wrap it.
func cmpErr(all ...error) error {
	i := slices.IndexFunc(all, func(err error) bool { return err != nil })
	return fmt.Errorf("stacks: %w", all[i])
}

func (s *stacks) Publish(ctx context.Context, id, replaces int64, reason string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch v := s.find(id); {
	case s.err != nil:
		return s.err
	case replaces != s.inForce():
		return cmpErr(bot.ErrOvertaken)
	case s.score.Drop() && reason == "":
		return cmpErr(bot.ErrReason)
	default:
		s.find(s.inForce()).State, v.State = bot.VersionFormer, bot.VersionInForce
		s.before = append(s.before, id)
		return s.acts(ctx, "publish %d for %d: %s", id, replaces, reason)
	}
}

func (s *stacks) Discard(ctx context.Context, id int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.acts(ctx, "discard %d", id); err != nil {
		return err
	}
	s.find(id).State = bot.VersionDiscarded
	return nil
}

func (s *stacks) Former(context.Context) (bot.Candidate, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil || len(s.before) < 2 {
		return bot.Candidate{}, cmpErr(s.err, bot.ErrNoFormer)
	}
	return s.candidate(s.find(s.before[len(s.before)-2])), nil
}

func (s *stacks) Rollback(ctx context.Context, to, from int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.before)
	if n < 2 || s.before[n-1] != from || s.before[n-2] != to {
		return cmpErr(bot.ErrOvertaken)
	}
	s.find(from).State, s.find(to).State = bot.VersionFormer, bot.VersionInForce
	s.before = s.before[:n-1]
	return s.acts(ctx, "back to %d from %d", to, from)
}

func (s *stacks) Versions(context.Context) ([]bot.LibraryVersion, error) {
	all := slices.Clone(s.versions)
	slices.Reverse(all)
	return all, s.err
}

func (s *stacks) Status(context.Context) (knowledge.Text, error) {
	return lines("🟢 chạy tốt"), s.err
}

func (s *stacks) Console(ctx context.Context) (string, time.Duration, error) {
	if s.link == "" {
		return "", 0, cmpErr(s.err, bot.ErrNoConsole)
	}
	return s.link, 10 * time.Minute, s.acts(ctx, "link")
}

// parcel is an attachment of so many bytes, which says it has told of them.
func parcel(name string, size int, told int64, err error) *bot.Attachment {
	return sealed(name, make([]byte, size), told, err)
}

func sealed(name string, content []byte, told int64, err error) *bot.Attachment {
	return &bot.Attachment{Name: name, Size: told, Open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(content)), err
	}}
}
