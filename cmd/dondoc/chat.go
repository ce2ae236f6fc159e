package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"dondoc/bot"
	"dondoc/bot/layout"
)

// chatCommand talks in the terminal: the same conversation as in every channel, with numbers for buttons.
type chatCommand struct{}

// longestTyped is more than anybody types in one line.
const longestTyped = 64 << 10

// Run reads a line, answers it, and so on until the input ends.
func (chatCommand) Run(ctx context.Context, c *Config, std streams) error {
	if c.LogLevel == "info" { // beside a conversation that is noise
		c.LogLevel = "warn"
	}
	s := &server{config: c, std: std, log: c.logger(std.err), metrics: newMetrics(), visiting: true}
	conversation, done, err := s.talk(ctx)
	if err != nil {
		return err
	}
	defer done()
	fmt.Fprintln(std.err, "Gõ câu hỏi rồi Enter; “trợ giúp” để xem các lệnh; Ctrl+D để dừng.")
	lines, failed := typed(ctx, std.in)
	for line := range lines {
		m := bot.Message{
			Chat: bot.Chat{Channel: channelCLI, ID: localPerson}, Sender: localPerson, Text: line, At: time.Now(), Noticed: true,
		}
		if err := converse(ctx, conversation, m, std.out); err != nil {
			return err
		}
	}
	if ctx.Err() != nil { // Ctrl+C is the way to leave
		return nil
	}
	return <-failed
}

// typed yields what is typed, line by line, until the input or ctx ends; blank lines are left out. Then failed has why the
// input could not be read on, or nil.
func typed(ctx context.Context, in io.Reader) (lines <-chan string, failed <-chan error) {
	said, problem := make(chan string), make(chan error, 1)
	scanned := make(chan string)
	go func() { // a read from a terminal cannot be broken off: with the program it ends
		defer close(scanned)
		scanner := bufio.NewScanner(in)
		scanner.Buffer(nil, longestTyped)
		for scanner.Scan() {
			select {
			case scanned <- scanner.Text():
			case <-ctx.Done():
				return
			}
		}
		err := scanner.Err()
		if errors.Is(err, bufio.ErrTooLong) {
			err = usageError{fmt.Errorf("một dòng dài quá %d KB", longestTyped>>10)}
		}
		problem <- err
	}()
	go func() {
		defer close(said)
		for {
			select {
			case <-ctx.Done():
				return
			case line, ok := <-scanned:
				if !ok {
					return
				}
				if strings.TrimSpace(line) != "" {
					said <- line
				}
			}
		}
	}()
	return said, problem
}

// localPerson is who sits at the machine's own keyboard.
const localPerson = "ban-phim"

// talk brings up what a conversation at this machine needs. done closes it.
func (s *server) talk(ctx context.Context) (talk *bot.Numbered, done func(), err error) {
	if err := s.open(ctx); err != nil {
		return nil, nil, err
	}
	conversation := s.conversation()
	return bot.NewNumbered(conversation), func() { _ = s.db.Close() }, nil
}

// converse answers one line.
func converse(ctx context.Context, talk *bot.Numbered, m bot.Message, out io.Writer) error {
	replies, err := talk.Handle(ctx, m)
	if err != nil {
		return err
	}
	for _, r := range replies {
		if _, err := io.WriteString(out, terminal(r)+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// terminal is a reply as a terminal shows it.
func terminal(r bot.Reply) string {
	var b strings.Builder
	b.WriteString(layout.Lines(r.Text).String() + "\n")
	for _, c := range layout.Quotable(r.Citations) {
		b.WriteString("   “" + c.Quote + "”\n")
	}
	return b.String()
}
