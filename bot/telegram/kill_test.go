package telegram

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dondoc/bot/intake"
	"dondoc/bot/telegram/telegramtest"
)

const (
	childAPI   = "DONDOC_TELEGRAM_TEST_API"
	childInbox = "DONDOC_TELEGRAM_TEST_INBOX"
)

// TestMain lets the test binary be the program that the kill test kills.
func TestMain(m *testing.M) {
	if api := os.Getenv(childAPI); api != "" {
		fmt.Fprintln(os.Stderr, runChild(api, os.Getenv(childInbox)))
		os.Exit(1) // a child ends by being killed
	}
	os.Exit(m.Run())
}

func runChild(api, path string) error {
	inbox, err := openFileInbox(path)
	if err != nil {
		return err
	}
	c, err := New(Config{Token: telegramtest.Token, APIURL: api, Workers: 2}, handlerFunc(echo), inbox, nil)
	if err != nil {
		return err
	}
	return c.Run(context.Background())
}

// fileInbox is a journal: each line is a batch of updates, or a key that was begun or handled.
type fileInbox struct {
	*memoryInbox
	writing sync.Mutex
	file    *os.File
}

type journalLine struct {
	Updates        []intake.Update
	Begun, Handled string
}

func openFileInbox(path string) (*fileInbox, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	inbox := &fileInbox{memoryInbox: newInbox(), file: f}
	lines := bufio.NewReader(f)
	for good := int64(0); ; {
		raw, err := lines.ReadBytes('\n')
		if err != nil {
			return inbox, f.Truncate(good) // a line torn by the kill was never confirmed
		}
		good += int64(len(raw))
		var l journalLine
		if err := json.Unmarshal(raw, &l); err != nil {
			return nil, err
		}
		inbox.stored = append(inbox.stored, l.Updates...)
		inbox.begun[l.Begun] = true
		inbox.handled[l.Handled]++
	}
}

func (i *fileInbox) write(l journalLine) error {
	raw, err := json.Marshal(l)
	if err != nil {
		return err
	}
	i.writing.Lock()
	defer i.writing.Unlock()
	if _, err := i.file.Write(append(raw, '\n')); err != nil {
		return err
	}
	return i.file.Sync()
}

func (i *fileInbox) Accept(ctx context.Context, c intake.Claim, updates []intake.Update) ([]intake.Update, error) {
	if err := i.write(journalLine{Updates: updates}); err != nil {
		return nil, err
	}
	return i.memoryInbox.Accept(ctx, c, updates)
}

func (i *fileInbox) Begin(ctx context.Context, c intake.Claim, key string) error {
	if err := i.write(journalLine{Begun: key}); err != nil {
		return err
	}
	return i.memoryInbox.Begin(ctx, c, key)
}

func (i *fileInbox) Done(ctx context.Context, channel, key string) error {
	if err := i.write(journalLine{Handled: key}); err != nil {
		return err
	}
	return i.memoryInbox.Done(ctx, channel, key)
}

func TestKilledInTheMiddle(t *testing.T) {
	const all, kills = 60, 3
	f := overSockets(t, echo)
	journal := filepath.Join(t.TempDir(), "inbox.jsonl")
	launch := func() (*exec.Cmd, *bytes.Buffer) {
		child := exec.CommandContext(f.ctx, os.Args[0])
		child.Env = append(os.Environ(), childAPI+"="+f.cfg.APIURL, childInbox+"="+journal)
		var output bytes.Buffer
		child.Stderr = &output
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		return child, &output
	}
	pushed := 0
	push := func(n int) {
		for range n {
			f.double.Text(int64(pushed%4+1), fmt.Sprint(pushed))
			pushed++
		}
	}
	for k := range kills {
		push(all / kills)
		// After some answers every further one hangs, so that the kill hits work under way.
		release := make(chan struct{})
		f.double.Fail(telegramtest.Failure{Method: "sendMessage", Times: 5})
		f.double.Fail(telegramtest.Failure{Method: "sendMessage", Times: -1, Hold: release})
		child, output := launch()
		f.wait(func() bool { return len(f.double.Sent()) >= 5*(k+1) && len(f.double.Unconfirmed()) == 0 })
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if child.Wait(); child.ProcessState.Success() || output.Len() > 0 {
			t.Fatalf("the child was not killed: %v %s", child.ProcessState, output)
		}
		f.double.Heal()
		close(release)
	}
	child, output := launch()
	defer func() {
		child.Process.Kill()
		child.Wait()
	}()
	answered := func() map[string]int { return answersOf(f) }
	if err := f.double.Wait(f.ctx, func() bool { return len(answered()) == all }); err != nil {
		t.Fatalf("%v: %d of %d answered; child: %s", err, len(answered()), all, output)
	}
	// Two workers: a kill can at most repeat the two answers that were under way.
	if extra := len(f.double.Sent()) - all; extra > 2*kills {
		t.Errorf("%d answers were repeated", extra)
	}
}

// answersOf counts the answers by their text. One that comes again must say so.
func answersOf(f *fixture) map[string]int {
	seen := make(map[string]int)
	for _, m := range f.double.Sent() {
		text, again := strings.CutPrefix(m.Text, "(nhắc lại)\n")
		if seen[text]++; seen[text] > 1 && !again {
			f.t.Errorf("%q came again without saying so", text)
		}
	}
	return seen
}
