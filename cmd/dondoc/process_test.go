//go:build unix

package main

import (
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// process is a `dondoc serve` in a process of its own.
type process struct {
	t      testing.TB
	cmd    *exec.Cmd
	url    string
	errOut *output
	ended  chan struct{}
}

// launch starts the program; it is killed when the test ends.
func (p place) launch(t testing.TB, args ...string) *process {
	t.Helper()
	cmd := p.command(context.Background(), args...)
	c := &process{t: t, cmd: cmd, errOut: newOutput(), ended: make(chan struct{})}
	cmd.Stderr = c.errOut
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = cmd.Wait() // the status is read from ProcessState
		close(c.ended)
	}()
	t.Cleanup(func() { c.end(syscall.SIGKILL) })
	return c
}

// awaitReady returns when the program says that it runs.
func (c *process) awaitReady() {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	m := c.errOut.wait(ctx, runningLine)
	if m == nil {
		c.t.Fatalf("the program does not start: %s", c.errOut)
	}
	c.url = m[1]
}

// end sends a signal and returns the status once the process has ended; -1 for a killed one.
func (c *process) end(signal os.Signal) int {
	c.t.Helper()
	_ = c.cmd.Process.Signal(signal) // it may have ended already
	select {
	case <-c.ended:
	case <-time.After(patience):
		_ = c.cmd.Process.Kill()
		c.t.Errorf("%v does not end it: %s", signal, c.errOut)
		<-c.ended
	}
	return c.cmd.ProcessState.ExitCode()
}

func (c *process) terminate() int { c.t.Helper(); return c.end(syscall.SIGTERM) }

// TestWhileLoading reads its corpus from a pipe, so that loading takes exactly as long as the test wants.
func TestWhileLoading(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pipe := filepath.Join(dir, "plan.md")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(plan2026)
	if err != nil {
		t.Fatal(err)
	}
	address := freeAddress(t)
	s := begin(t, "--listen", address, "--data", filepath.Join(dir, "data"), "--corpus", pipe)
	s.url = "http://" + address
	v := newVisitor(t)
	awaitStatus(t, s, "/healthz", http.StatusOK)
	if status, _ := fetch(t, v.Client, s.url+"/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("/readyz while loading: %d", status)
	}
	if status, body := fetch(t, v.Client, s.url+"/"); status != http.StatusOK && status != http.StatusServiceUnavailable || strings.TrimSpace(body) == "" {
		t.Errorf("the page while loading: %d %q", status, body)
	}
	feed, err := os.OpenFile(pipe, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := feed.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := feed.Close(); err != nil {
		t.Fatal(err)
	}
	awaitStatus(t, s, "/readyz", http.StatusOK)
	has(t, v.ask(s.url, "Tập huấn cán bộ cấp xã ai chủ trì?").text(), "Bộ Nội vụ")
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// awaitStatus asks until the path answers so.
func awaitStatus(t *testing.T, s *serving, path string, want int) {
	t.Helper()
	client := &http.Client{Timeout: patience}
	deadline := time.After(patience)
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	last := "no answer"
	for {
		if resp, err := client.Get(s.url + path); err == nil {
			resp.Body.Close()
			if last = resp.Status; resp.StatusCode == want {
				return
			}
		}
		select {
		case <-again.C:
		case <-deadline:
			t.Fatalf("%s: %s, want %d; %s", path, last, want, s.errOut)
		}
	}
}

// TestInterruptedStart stops the program as early as a signal can hit it.
func TestInterruptedStart(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var errOut strings.Builder
	code := run(ctx, []string{"serve", "--listen", "127.0.0.1:0", "--data", t.TempDir()}, streams{strings.NewReader(""), &errOut, &errOut})
	if code != exitDone {
		t.Errorf("status %d: %s", code, &errOut)
	}
}
