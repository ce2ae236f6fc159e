package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dondoc/bot/telegram/telegramtest"
	"dondoc/cmd/dondoc/store"
)

// TestOddQuestions: each gets one polite line and cites nothing; the program itself did its duty.
func TestOddQuestions(t *testing.T) {
	t.Parallel()
	for name, q := range map[string]string{
		"blank": " \t\n ", "10,000 letters": strings.Repeat("Bắc Giang ", 1000), "one long word": strings.Repeat("ộ", 10_000),
		"emoji": "😀👨‍👩‍👧🇻🇳", "binary": "\x00\x01\x02\x7f\x1b[31m", "not UTF-8": "\xff\xfe\x80\x81", "signs": "?!?!…", "invisible": "\u200b\u200d\ufeff",
	} {
		t.Run(name, func(t *testing.T) {
			a := invoke(t, "", "ask", "--json", q).succeeds(t).objects(t)[0]
			checkAnswer(t, a)
			if answer := a["answer"].(string); a["refused"] != true || strings.Contains(answer, "\n") {
				t.Errorf("refused %v: %q", a["refused"], answer)
			}
			line, err := json.Marshal(batchLine{ID: "1", Q: q})
			if err != nil {
				t.Fatal(err)
			}
			checkAnswer(t, invoke(t, string(line), "ask", "--batch", "-").succeeds(t).objects(t)[0])
		})
	}
}

func TestBadBatchLine(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"no JSON": "hạn của Bắc Giang?", "torn": `{"id":"2","q":"Bắc`, "a list": `["q"]`, "a number": `{"id":"2","q":7}`,
		"bad as_of": `{"id":"2","q":"a","as_of":"hôm qua"}`, "bad context": `{"id":"2","q":"a","context":"b"}`, "blank": "   ",
		"too long": `{"id":"2","q":"` + strings.Repeat("a", 5<<20) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			r := invoke(t, `{"id":"1","q":"Bắc Giang"}`+"\n"+line+"\n"+`{"id":"3","q":"Hà Nam"}`+"\n", "ask", "--batch", "-")
			if name == "blank" {
				r.succeeds(t)
				return
			}
			r.fails(t, exitFailed, "dòng 2")
			if answers := r.objects(t); len(answers) != 1 || answers[0]["id"] != "1" {
				t.Errorf("the lines before it are not answered: %v", answers)
			}
		})
	}
}

// badCorpora makes a directory with every kind of path that cannot be answered from.
func badCorpora(t *testing.T) map[string]struct{ path, word string } {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, sub := range []string{"empty", "hidden", "unread", "looped"} {
		if err := os.Mkdir(at(sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write(t, at("hidden/.ghi-chu.md"), []byte("# Kế hoạch"))
	write(t, at("unread/anh.png"), []byte("\x89PNG"))
	write(t, at("no-text.txt"), nil)
	write(t, at("binary.md"), []byte("\x00\x01\x02"))
	write(t, at("slides.pptx"), []byte("PK\x03\x04"))
	for link, to := range map[string]string{"loop.md": "loop.md", "dangling.md": "nowhere"} {
		if err := os.Symlink(to, at(link)); err != nil {
			t.Fatal(err)
		}
	}
	return map[string]struct{ path, word string }{
		"missing":          {at("nowhere"), "nowhere"},
		"empty directory":  {at("empty"), "trống"},
		"only hidden":      {at("hidden"), "trống"},
		"below a file":     {at("no-text.txt/plan.md"), "plan.md"},
		"unreadable":       {at("loop.md"), "loop.md"},
		"dangling link":    {at("dangling.md"), "dangling.md"},
		"no document":      {at("slides.pptx"), ""},
		"no text":          {at("no-text.txt"), ""},
		"binary":           {at("binary.md"), ""},
		"nothing readable": {at("unread"), ""},
	}
}

func TestBadCorpus(t *testing.T) {
	t.Parallel()
	for name, tc := range badCorpora(t) {
		for _, command := range []string{"ask", "tasks", "serve", "check"} {
			t.Run(name+"/"+command, func(t *testing.T) {
				data := filepath.Join(t.TempDir(), "data")
				args := []string{command, "--corpus", tc.path, "--data", data}
				switch command {
				case "ask":
					args = append(args, bacGiang)
				case "serve":
					args = append(args, "--listen", "127.0.0.1:0")
				case "check":
					args = []string{"corpus", "check", tc.path}
				}
				r := invoke(t, "", args...)
				if command == "check" && r.out != "" {
					tc.word = "" // then the reason stands in the report
				}
				r.fails(t, exitFailed, tc.word)
				if left := files(t, data); len(left) > 0 {
					t.Errorf("left behind: %v", left)
				}
			})
		}
	}
}

// TestCommaInPath: titles of plans have commas, and so have their files.
func TestCommaInPath(t *testing.T) {
	t.Parallel()
	good, err := os.ReadFile(plan2026)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "Kế hoạch 15, năm 2026.md")
	write(t, path, good)
	if tasks := invoke(t, "", "tasks", "--json", "--corpus", path).succeeds(t).objects(t); len(tasks) != 4 {
		t.Errorf("%d tasks, want 4", len(tasks))
	}
}

// TestOneBadFileDoesNotSpoilTheRest: what can be read answers, and the rest is named.
func TestOneBadFileDoesNotSpoilTheRest(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(path string) error{
		"binary":        func(path string) error { return os.WriteFile(path, []byte("\x00\x01"), 0o600) },
		"dangling link": func(path string) error { return os.Symlink("nowhere", path) },
		"link loop":     func(path string) error { return os.Symlink(path, path) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			good, err := os.ReadFile(plan2026)
			if err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "tot.md"), good)
			if err := spoil(filepath.Join(dir, "hong.txt")); err != nil {
				t.Fatal(err)
			}
			r := invoke(t, "", "tasks", "--json", "--corpus", dir).succeeds(t)
			if len(r.objects(t)) != 4 || strings.Count(r.errOut, "bỏ qua hong.txt: ") != 1 {
				t.Errorf("%d tasks, stderr: %s", len(r.objects(t)), r.errOut)
			}
		})
	}
}

func TestTakenPort(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for address, code := range map[string]int{l.Addr().String(): exitFailed, "192.0.2.1:80": exitFailed, "127.0.0.1:99999": exitUsage, "nonsense": exitUsage, "127.0.0.1:": exitUsage} {
		data := filepath.Join(t.TempDir(), "data")
		invoke(t, "", "serve", "--listen", address, "--data", data).fails(t, code, address, "--listen")
		if left := files(t, data); len(left) > 0 {
			t.Errorf("%s: left behind: %v", address, left)
		}
	}
}

func TestWrongToken(t *testing.T) {
	t.Parallel()
	double := telegramtest.New()
	url := double.Start()
	defer double.Close()
	for name, token := range map[string]string{"refused": testToken, "no token at all": "hello"} {
		t.Run(name, func(t *testing.T) {
			r := invoke(t, "", "serve", "--listen", "127.0.0.1:0", "--data", t.TempDir(), "--telegram-bot-token", token, "--telegram-api-url", url)
			r.fails(t, exitFailed, "TELEGRAM_BOT_TOKEN")
			if strings.Contains(r.errOut, "never-print-me") {
				t.Errorf("the token is printed: %s", r.errOut)
			}
		})
	}
	r := invoke(t, "", "serve", "--listen", "127.0.0.1:0", "--data", t.TempDir(), "--telegram-bot-token", testToken, "--telegram-api-url", "no address")
	if r.code == exitDone || len(r.complaints(t)) != 1 {
		t.Errorf("a bad TELEGRAM_API_URL: status %d, %s", r.code, r.errOut)
	}
}

// TestUnwritableData uses paths that not even root can write to.
func TestUnwritableData(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	write(t, file, []byte("kept"))
	taken := filepath.Join(dir, "taken")
	if err := os.MkdirAll(filepath.Join(taken, "dondoc.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	before := files(t, dir)
	for name, args := range map[string][]string{
		"is a file": {"--data", file}, "below a file": {"--data", filepath.Join(file, "data")}, "no disk": {"--data", "/proc/nowhere"},
		"database is a directory": {"--data", taken}, "database below a file": {"--db", "sqlite:" + filepath.Join(file, "x.db")},
		"database two levels down": {"--db", "sqlite:" + filepath.Join(dir, "a", "b", "x.db")},
	} {
		t.Run(name, func(t *testing.T) {
			invoke(t, "", append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...).fails(t, exitFailed)
			if after := files(t, dir); len(after) != len(before) {
				t.Errorf("left behind: %v", after)
			}
		})
	}
}

func TestBadDatabase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	foreign, other := filepath.Join(dir, "thu.db"), filepath.Join(dir, "khac.db")
	write(t, foreign, []byte(strings.Repeat("đây không phải cơ sở dữ liệu\n", 100)))
	execute(t, other, `CREATE TABLE theirs (x)`)
	for name, tc := range map[string]struct {
		url  string
		code int
		word string
	}{
		"not a database":     {"sqlite:" + foreign, exitFailed, "--db"},
		"somebody else's":    {"sqlite:" + other, exitFailed, "--db"},
		"unknown scheme":     {"mysql://u:never-print-me@h/d", exitUsage, "postgres://"},
		"no path":            {"sqlite:", exitUsage, "sqlite:"},
		"server not reached": {"postgres://u:never-print-me@127.0.0.1:1/d?sslmode=disable", exitFailed, "DATABASE_URL"},
	} {
		for _, command := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"ask", bacGiang}} {
			t.Run(name+"/"+command[0], func(t *testing.T) {
				r := invoke(t, "", append(command, "--db", tc.url)...)
				r.fails(t, tc.code, tc.word)
				if strings.Contains(r.errOut, "never-print-me") {
					t.Errorf("a password is printed: %s", r.errOut)
				}
			})
		}
	}
	if content, err := os.ReadFile(foreign); err != nil || !strings.HasPrefix(string(content), "đây không phải") {
		t.Errorf("a foreign file was changed: %v", err)
	}
	invoke(t, "", "ask", bacGiang, "--db", "sqlite:"+filepath.Join(dir, "none.db")).fails(t, exitFailed, "--db")
}

func execute(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLockedDatabase(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "dondoc.db")
	db, err := store.Open(t.Context(), "sqlite:"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	holder, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Close()
	lock, err := holder.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if _, err := lock.ExecContext(t.Context(), `BEGIN EXCLUSIVE`); err != nil {
		t.Fatal(err)
	}
	invoke(t, "", "serve", "--listen", "127.0.0.1:0", "--db", fmt.Sprint("sqlite:", path)).fails(t, exitFailed, "đang bị chương trình khác giữ")
	// Whoever asks only reads, and readers do not wait for a writer.
	invoke(t, "", "ask", bacGiang, "--db", "sqlite:"+path).succeeds(t)
	if _, err := lock.ExecContext(t.Context(), `ROLLBACK`); err != nil {
		t.Fatal(err)
	}
}

func TestHealthcheckWithoutServer(t *testing.T) {
	t.Parallel()
	invoke(t, "", "healthcheck", "--listen", "127.0.0.1:1").fails(t, exitFailed, "127.0.0.1:1")
	invoke(t, "", "healthcheck", "--listen", "no address").fails(t, exitUsage)
}
