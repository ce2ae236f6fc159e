package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestHelpAndVersion(t *testing.T) {
	t.Parallel()
	const secret = "4444:never-print-me"
	p := newPlace(t, "TELEGRAM_BOT_TOKEN="+secret, "DATABASE_URL=postgres://u:"+secret+"@h/d")
	for _, args := range [][]string{{"--version"}, {"--help"}, {"ask", "--help"}, {"serve", "--help"}, {"eval", "--help"}, {"corpus", "check", "--help"}} {
		r := p.run(t, args...).succeeds(t)
		if strings.TrimSpace(r.out) == "" || strings.Contains(r.out, secret) {
			t.Errorf("%q prints %q", args, r.out)
		}
	}
	if got := p.run(t, "--version").out; got != version+"\n" {
		t.Errorf("--version prints %q", got)
	}
	for _, command := range []string{"serve", "ask", "tasks", "eval", "corpus", "settings"} {
		if !strings.Contains(p.run(t, "--help").out, command) {
			t.Errorf("--help does not name %s", command)
		}
	}
}

func TestBadUsage(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"unknown command":       {"remember"},
		"unknown flag":          {"ask", "a", "--colour"},
		"two questions":         {"ask", "a", "b"},
		"no question":           {"ask"},
		"empty question":        {"ask", ""},
		"question and batch":    {"ask", "a", "--batch", "-"},
		"batch file missing":    {"ask", "--batch", "/nowhere/at/all"},
		"check without path":    {"corpus", "check"},
		"corpus alone":          {"corpus"},
		"unknown agency":        {"tasks", "--agency", "Bộ Phép thuật"},
		"due-before":            {"tasks", "--due-before", "30/6/2023"},
		"API address":           {"settings", "--telegram-api-url", "telegram"},
		"log level":             {"settings", "--log-level", "loud"},
		"retention, no time":    {"settings", "--chat-retention", "long"},
		"retention, too short":  {"settings", "--chat-retention", "1m"},
		"retention, negative":   {"settings", "--chat-retention=-720h"},
		"proxies":               {"settings", "--trusted-proxies", "inside"},
		"as-of, words":          {"ask", "a", "--as-of", "hôm nay"},
		"as-of, Vietnamese":     {"ask", "a", "--as-of", "20/04/2023"},
		"as-of, no such day":    {"ask", "a", "--as-of", "2023-02-30"},
		"as-of, no such hour":   {"ask", "a", "--as-of", "2023-02-20T25:00"},
		"as-of, trailing words": {"ask", "a", "--as-of", "2023-04-20 "},
	} {
		t.Run(name, func(t *testing.T) {
			r := invoke(t, "", args...)
			r.fails(t, exitUsage)
			if r.out != "" {
				t.Errorf("standard output: %q", r.out)
			}
		})
	}
}

func TestAsOfForms(t *testing.T) {
	t.Parallel()
	for asOf, want := range map[string]string{
		"2023-04-20": "còn 41 ngày", "2023-04-20T08:00": "còn 41 ngày", "2023-04-20T23:59": "còn 41 ngày",
		"2023-04-20T18:00:00Z": "còn 40 ngày", // already the 21st in Hanoi
		"2023-06-02":           "2 ngày",
	} {
		if r := invoke(t, "", "ask", bacGiang, "--as-of", asOf).succeeds(t); !strings.Contains(r.out, want) {
			t.Errorf("as of %s: want %q in\n%s", asOf, want, r.out)
		}
	}
}

const testToken = "123456789:AbC-dEf_never-print-me"

func TestSettingsNeverPrintSecrets(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const url = "postgres://u:pass-never-print-me@h/d"
	write(t, filepath.Join(dir, "token"), []byte("\n "+testToken+"\n"))
	write(t, filepath.Join(dir, "url"), []byte(url))
	for name, env := range map[string][]string{
		"environment": {"TELEGRAM_BOT_TOKEN=" + testToken, "DATABASE_URL=" + url},
		"files":       {"TELEGRAM_BOT_TOKEN_FILE=" + filepath.Join(dir, "token"), "DATABASE_URL_FILE=" + filepath.Join(dir, "url")},
	} {
		t.Run(name, func(t *testing.T) {
			r := newPlace(t, env...).run(t, "settings", "--listen", "127.0.0.1:9").succeeds(t)
			if strings.Contains(r.out, "never-print-me") {
				t.Errorf("a secret is printed:\n%s", r.out)
			}
			for _, want := range []string{"DATABASE_URL=(đã đặt", "TELEGRAM_BOT_TOKEN=(đã đặt", "DONDOC_LISTEN=127.0.0.1:9\n"} {
				if !strings.Contains(r.out, want) {
					t.Errorf("no %q in:\n%s", want, r.out)
				}
			}
		})
	}
	r := invoke(t, "", "settings", "--telegram-bot-token", testToken).succeeds(t)
	for _, name := range settingNames() {
		if !strings.Contains(r.out, name+"=") {
			t.Errorf("settings does not print %s", name)
		}
	}
	if strings.Contains(r.out, testToken) || !strings.Contains(r.out, "DATABASE_URL=sqlite:") || strings.Contains(r.out, "DONDOC_DATA=\n") {
		t.Errorf("set and unset secrets:\n%s", r.out)
	}
}

func TestSecretFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	database := filepath.Join(dir, "url")
	write(t, database, []byte("mysql://u:pass-never-print-me@h/d\n"))
	for name, tc := range map[string]struct {
		env  []string
		code int
		word string
	}{
		"used":        {[]string{"DATABASE_URL_FILE=" + database}, exitUsage, "cơ sở dữ liệu"}, // its content is no usable URL
		"missing":     {[]string{"DATABASE_URL_FILE=" + filepath.Join(dir, "none")}, exitUsage, "DATABASE_URL_FILE"},
		"a directory": {[]string{"TELEGRAM_BOT_TOKEN_FILE=" + dir}, exitUsage, "TELEGRAM_BOT_TOKEN_FILE"},
		"both":        {[]string{"DATABASE_URL_FILE=" + database, "DATABASE_URL=sqlite:x"}, exitUsage, "DATABASE_URL_FILE"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newPlace(t, tc.env...).run(t, "ask", bacGiang)
			r.fails(t, tc.code, tc.word)
			if strings.Contains(r.errOut, "never-print-me") {
				t.Errorf("a secret is printed: %s", r.errOut)
			}
		})
	}
}

// TestEmptyVariableIsUnset: a compose file with NAME= means that nothing is set.
func TestEmptyVariableIsUnset(t *testing.T) {
	t.Parallel()
	for _, name := range settingNames() {
		p := newPlace(t, name+"=")
		if r := p.run(t, "settings"); r.code != exitDone {
			t.Errorf("%s= ends with status %d: %s", name, r.code, r.errOut)
		}
	}
}

var errPipe = errors.New("broken pipe")

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errPipe }

func TestUnwritableOutput(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"ask", bacGiang}, {"ask", bacGiang, "--json"}, {"ask", "--batch", "-"}, {"tasks"}, {"tasks", "--json"}, {"corpus", "check", plan2026},
	} {
		var errOut strings.Builder
		code := run(t.Context(), args, streams{strings.NewReader(`{"id":"1","q":"Bắc Giang"}`), brokenPipe{}, &errOut})
		result{code: code, errOut: errOut.String()}.fails(t, exitFailed)
	}
}
