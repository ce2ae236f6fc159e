package telegramtest

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

//go:embed independent.js
var independentScript []byte

// Where telegram-test-api is installed, and whether a test may go without.
const (
	modulesVariable = "DONDOC_NODE_MODULES" // the node_modules directory
	requireVariable = "DONDOC_REQUIRE_NPM"  // "1": without it the test fails
)

// Independent speaks to the bot through the server of the npm package telegram-test-api, which others wrote. That server
// knows getMe, getUpdates, sendMessage, editMessageText, deleteMessage, answerCallbackQuery and the webhook; it answers
// every other method with 500, holds no poll and checks nothing.
type Independent struct {
	URL   string // for Config.APIURL
	Token string
	t     testing.TB

	mu      sync.Mutex
	changed chan struct{} // closed and replaced at every change
}

// StartIndependent runs the server until the test ends. Without node or the package the test is skipped, or fails with
// DONDOC_REQUIRE_NPM=1.
func StartIndependent(t testing.TB) *Independent {
	t.Helper()
	i, err := startIndependent(t)
	switch {
	case err == nil:
		return i
	case errors.Is(err, errNotInstalled) && os.Getenv(requireVariable) != "1":
		t.Skipf("telegramtest: %v (set %s)", err, modulesVariable)
	default:
		t.Fatalf("telegramtest: start telegram-test-api: %v", err)
	}
	return nil
}

var errNotInstalled = errors.New("node or the npm package telegram-test-api is not installed")

func startIndependent(t testing.TB) (*Independent, error) {
	modules := os.Getenv(modulesVariable)
	node, err := exec.LookPath("node")
	if err != nil || modules == "" {
		return nil, errNotInstalled
	}
	if _, err := os.Stat(filepath.Join(modules, "telegram-test-api", "package.json")); err != nil {
		return nil, errNotInstalled
	}
	script := filepath.Join(t.TempDir(), "independent.js")
	if err := os.WriteFile(script, independentScript, 0o600); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	server := exec.CommandContext(ctx, node, script)
	server.Env = append(os.Environ(), "NODE_PATH="+modules)
	stdin, errIn := server.StdinPipe() // closed with this process, whatever ends it
	output, errOut := server.StdoutPipe()
	var complaint bytes.Buffer
	server.Stderr = &complaint
	if err := errors.Join(errIn, errOut, server.Start()); err != nil {
		cancel()
		return nil, err
	}
	lines := bufio.NewReader(output)
	i := &Independent{Token: Token, t: t, changed: make(chan struct{})}
	var reading sync.WaitGroup
	t.Cleanup(func() {
		stdin.Close()
		reading.Wait()
		server.Wait()
		cancel()
	})
	address, err := lines.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("it ended: %s", complaint.String())
	}
	i.URL = strings.TrimSpace(address)
	reading.Go(func() { i.follow(lines) })
	return i, nil
}

// follow wakes whoever waits when the server says that something changed.
func (i *Independent) follow(lines *bufio.Reader) {
	for {
		if _, err := lines.ReadString('\n'); err != nil {
			return
		}
		i.mu.Lock()
		close(i.changed)
		i.changed = make(chan struct{})
		i.mu.Unlock()
	}
}

// call posts to the part of the server that plays the people.
func (i *Independent) call(path string, body map[string]any, result any) {
	i.t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(i.t.Context()), 10*time.Second)
	defer cancel()
	raw, err := json.Marshal(body)
	if err != nil {
		i.t.Fatalf("telegramtest: %v", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, i.URL+path, bytes.NewReader(raw))
	if err != nil {
		i.t.Fatalf("telegramtest: %v", err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		i.t.Fatalf("telegramtest: %v", err)
	}
	defer response.Body.Close()
	raw, err = io.ReadAll(io.LimitReader(response.Body, maxBody))
	if err != nil || response.StatusCode != http.StatusOK {
		i.t.Fatalf("telegramtest: %s: %d %s %v", path, response.StatusCode, raw, err)
	}
	if result == nil {
		return
	}
	if err := json.Unmarshal(raw, result); err != nil {
		i.t.Fatalf("telegramtest: %s: %v", path, err)
	}
}
