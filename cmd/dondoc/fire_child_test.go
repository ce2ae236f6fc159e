package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"time"
)

// fireChild, when set, makes the test binary a copy of the program (see TestMain); its value says how it runs.
const fireChild = "DONDOC_TEST_FIRE_CHILD"

// What a child says on its standard output, each on a line.
const (
	childReady    = "fire: ready"
	childStumbled = "fire: stumbled"
)

// runAsFireChild is the process that TestDeliveryUnderFire starts and kills. It ends in order when its standard input
// does, and so also when whoever started it is no more.
func runAsFireChild(ctx context.Context, how string) error {
	var r runningCopy
	if err := json.Unmarshal([]byte(how), &r); err != nil {
		return err
	}
	r.log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	r.stumbled = func(call string, err error) { fmt.Printf("\n%s: %s: %v\n", childStumbled, call, err) }
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	c, err := openCopy(ctx, r)
	if err != nil {
		return err
	}
	fmt.Printf("\n%s\n", childReady)
	return errors.Join(c.run(ctx), c.clock.Close())
}

// fireProcess is a copy of the program in a process of its own.
type fireProcess struct {
	cmd   *exec.Cmd
	stdin io.Closer
	ready chan struct{} // closed when it works
	ended chan error    // receives how it ended
	said  *output       // on standard error
}

// startFireProcess starts a child. Each Begin or Record that fails in it adds to stumbles.
func startFireProcess(r runningCopy, dir string, stumbles *atomic.Int64) (*fireProcess, error) {
	how, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	p := &fireProcess{ready: make(chan struct{}), ended: make(chan error, 1), said: newOutput()}
	p.cmd = exec.Command(os.Args[0])
	p.cmd.Dir = dir
	p.cmd.Env = append(os.Environ(), fireChild+"="+string(how), "TMPDIR="+dir, "GORACE=atexit_sleep_ms=0")
	p.cmd.Stderr = p.said
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		lines := bufio.NewScanner(stdout)
		for lines.Scan() {
			switch line := lines.Text(); {
			case line == childReady:
				close(p.ready)
			case strings.HasPrefix(line, childStumbled):
				stumbles.Add(1)
				fmt.Fprintln(p.said, line)
			}
		}
		p.ended <- p.cmd.Wait()
	}()
	return p, nil
}

// kill ends the process at once, wherever it is. It fails if the process had ended before.
func (p *fireProcess) kill() error {
	killed := p.cmd.Process.Kill()
	err := <-p.ended
	if killed != nil || err == nil || p.cmd.ProcessState.Exited() {
		return fmt.Errorf("the child ended by itself: %v; %s", err, p.said)
	}
	return nil
}

// stop lets the process end in order.
func (p *fireProcess) stop() error {
	p.stdin.Close()
	select {
	case err := <-p.ended:
		if err != nil {
			return fmt.Errorf("the child did not end in order: %w; %s", err, p.said)
		}
		return nil
	case <-time.After(patience):
		return fmt.Errorf("the child does not end: %v; %s", p.kill(), p.said)
	}
}
