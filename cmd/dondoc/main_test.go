package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// asProgram, when set, makes the test binary the program itself: for tests of signals and of the environment.
const asProgram = "DONDOC_TEST_AS_PROGRAM"

// patience is how long any single wait may take; a test that needs it all has failed.
const patience = 40 * time.Second

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	if how := os.Getenv(fireChild); how != "" {
		if err := runAsFireChild(context.Background(), how); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	home, err := os.MkdirTemp("", "dondoc-home-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	clearSettings()
	os.Setenv("HOME", home)
	code := m.Run()
	os.RemoveAll(home)
	os.Exit(code)
}

// clearSettings takes the settings of whoever runs the tests out of the environment.
func clearSettings() {
	os.Unsetenv("XDG_DATA_HOME")
	for _, name := range settingNames() {
		os.Unsetenv(name)
		os.Unsetenv(name + "_FILE")
	}
}

// settingNames are the environment variables of all settings.
func settingNames() []string {
	var names []string
	for f := range reflect.TypeFor[Config]().Fields() {
		names = append(names, f.Tag.Get("env"))
	}
	return names
}

// result is what a run of the program left behind.
type result struct {
	code        int
	out, errOut string
}

// invoke runs the program in this process, with input on its standard input.
func invoke(t testing.TB, input string, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var out, errOut bytes.Buffer
	code := run(ctx, args, streams{strings.NewReader(input), &out, &errOut})
	if ctx.Err() != nil {
		t.Fatalf("dondoc %q did not end; stderr: %s", args, &errOut)
	}
	return result{code, out.String(), errOut.String()}
}

// place is where a process runs: an empty HOME, another empty directory to stand in, and nothing set but env.
type place struct {
	home, dir string
	env       []string
}

func newPlace(t testing.TB, env ...string) place {
	p := place{home: t.TempDir(), dir: t.TempDir()}
	p.env = append([]string{"HOME=" + p.home, "PATH=/usr/bin:/bin"}, env...)
	return p
}

func (p place) command(ctx context.Context, args ...string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		panic(err) // no test can go on without itself
	}
	cmd := exec.CommandContext(ctx, self, args...)
	// The race detector would sleep a second at every exit.
	cmd.Dir, cmd.Env = p.dir, slices.Concat(p.env, []string{asProgram + "=1", "GORACE=atexit_sleep_ms=0"})
	return cmd
}

// run runs the program as a process of its own.
func (p place) run(t testing.TB, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := p.command(ctx, args...)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil || ctx.Err() != nil {
		t.Fatalf("dondoc %q: %v", args, err)
	}
	return result{cmd.ProcessState.ExitCode(), out.String(), errOut.String()}
}

// files lists what lies below a directory.
func files(t testing.TB, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if path != dir {
			found = append(found, path)
		}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return found
}

// succeeds expects status 0 and nothing on standard error but progress.
func (r result) succeeds(t testing.TB) result {
	t.Helper()
	if r.code != exitDone || len(r.complaints(t)) > 0 {
		t.Fatalf("status %d, stderr: %s", r.code, r.errOut)
	}
	return r
}

var progressLine = regexp.MustCompile(`^(Đọc văn bản|Lập chỉ mục|So với bản đang dùng): xong \d+$|^Đôn đốc đang chạy: http://|^Bảng điều khiển \(|^dondoc: bỏ qua |^time=\S+ level=(INFO|WARN)`)

// complaints returns the lines of standard error that are no progress.
func (r result) complaints(t testing.TB) []string {
	t.Helper()
	var found []string
	for line := range strings.Lines(r.errOut) {
		if line = strings.TrimRight(line, "\n"); !progressLine.MatchString(line) {
			found = append(found, line)
		}
	}
	return found
}

// fails expects the status and one line that begins with the program's name and holds every one of words.
func (r result) fails(t testing.TB, code int, words ...string) {
	t.Helper()
	lines := r.complaints(t)
	if r.code != code || len(lines) != 1 || !strings.HasPrefix(lines[0], "dondoc: ") {
		t.Fatalf("status %d, want %d with one line that says what to do; stderr: %s", r.code, code, r.errOut)
	}
	for _, word := range words {
		if !strings.Contains(lines[0], word) {
			t.Errorf("%q does not say %q", lines[0], word)
		}
	}
}

// object is a line of JSON output.
type object = map[string]any

// objects parses standard output: one JSON object a line and nothing else.
func (r result) objects(t testing.TB) []object {
	t.Helper()
	var all []object
	for line := range strings.Lines(r.out) {
		var o object
		if err := json.Unmarshal([]byte(line), &o); err != nil || !strings.HasSuffix(line, "\n") {
			t.Fatalf("no JSON object on a line of its own: %q: %v", line, err)
		}
		all = append(all, o)
	}
	return all
}

// output collects what a running program writes, and can be waited on.
type output struct {
	mu      sync.Mutex
	text    strings.Builder
	changed chan struct{} // closed and replaced at every write
}

func newOutput() *output { return &output{changed: make(chan struct{})} }

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text.Write(p)
	close(o.changed)
	o.changed = make(chan struct{})
	return len(p), nil
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// wait returns the groups of the first match of the pattern, "" when ctx ends before.
func (o *output) wait(ctx context.Context, pattern *regexp.Regexp) []string {
	for {
		o.mu.Lock()
		text, changed := o.text.String(), o.changed
		o.mu.Unlock()
		if m := pattern.FindStringSubmatch(text); m != nil {
			return m
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil
		}
	}
}
