package main

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dondoc/cmd/dondoc/store"
	"dondoc/cmd/dondoc/store/pgtest"
	"dondoc/corpus"
	"dondoc/knowledge/library"
)

// databases runs a test on both kinds, each empty; open gives the flags that lead to it.
func databases(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		test(t, "sqlite:"+filepath.Join(t.TempDir(), "dondoc.db"))
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		test(t, pgtest.Start(t))
	})
}

func TestServeAnswers(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, url string) {
		s := serve(t, "--db", url, "--as-of", "2023-04-20")
		v := newVisitor(t)
		first := v.ask(s.url, bacGiang)
		has(t, first.text(), "Tỉnh Bắc Giang", "Bộ Công an", "31/05/2023", "41 ngày", "IV.6")
		if len(first.Citations) == 0 || first.Citations[0].Quote == "" || first.Refused {
			t.Errorf("an answer without a citation: %+v", first)
		}
		has(t, v.ask(s.url, "còn Hà Nam?").text(), "Hà Nam", "31/08/2023")
		if refused := v.ask(s.url, "giá vàng hôm nay?"); !refused.Refused || len(refused.Citations) > 0 {
			t.Errorf("not refused: %+v", refused)
		}
		has(t, v.press(s.url, v.ask(s.url, "/help"), "").text(), "📄")
		has(t, v.page(s.url), "Bắc Giang phải hoàn thành gì")
		if stranger := newVisitor(t).page(s.url); strings.Contains(stranger, "31/05/2023") {
			t.Error("a stranger sees the chat")
		}
	})
}

func TestHealthReadyMetrics(t *testing.T) {
	t.Parallel()
	s := serve(t, "--data", t.TempDir())
	v := newVisitor(t)
	v.ask(s.url, bacGiang)
	v.ask(s.url, "Thủ tướng Quắc-Xơ-Mít là ai?")
	for _, path := range []string{"/healthz", "/readyz"} {
		if status, body := fetch(t, v.Client, s.url+path); status != http.StatusOK {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	status, body := fetch(t, v.Client, s.url+"/metrics")
	if status != http.StatusOK {
		t.Fatalf("/metrics: %d", status)
	}
	has(t, body, `dondoc_answers_total{outcome="answered"} 1`, `dondoc_answers_total{outcome="refused"} 1`, "dondoc_answer_seconds_count 2", "process_resident_memory_bytes")
	for name, text := range map[string]string{"/metrics": body, "the log": s.errOut.String()} {
		if strings.Contains(text, "Giang") || strings.Contains(text, "Quắc") {
			t.Errorf("%s tells what was asked:\n%s", name, text)
		}
	}
	address := strings.TrimPrefix(s.url, "http://")
	invoke(t, "", "healthcheck", "--listen", address).succeeds(t)
	_, port, _ := strings.Cut(address, ":")
	invoke(t, "", "healthcheck", "--listen", ":"+port).succeeds(t)
}

func TestStopIsQuick(t *testing.T) {
	t.Parallel()
	s := serve(t, "--data", t.TempDir())
	v := newVisitor(t)
	v.ask(s.url, bacGiang) // leaves an idle connection open
	begun := time.Now()
	s.stop()
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("stopping took %v", took)
	}
	if _, err := v.Get(s.url + "/healthz"); err == nil {
		t.Error("still listening")
	}
	if lines := (result{errOut: s.errOut.String()}).complaints(t); len(lines) > 0 {
		t.Errorf("an ordinary stop complains: %q", lines)
	}
}

// TestFreshHome starts the program as a process, on the address that it chooses by itself in a new HOME.
func TestFreshHome(t *testing.T) {
	t.Parallel()
	p := newPlace(t, "DONDOC_LISTEN=127.0.0.1:0")
	c := p.launch(t)
	c.awaitReady()
	v := newVisitor(t)
	has(t, v.ask(c.url, bacGiang).text(), "Bộ Công an")
	// Asking beside a running server reads the same database.
	has(t, p.run(t, "ask", bacGiang).succeeds(t).out, "Bộ Công an")
	if code := c.terminate(); code != exitDone {
		t.Errorf("SIGTERM ends it with status %d: %s", code, c.errOut)
	}
	dir := filepath.Join(p.home, ".local", "share", "dondoc")
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the data directory: %v, %v", info, err)
	}
	if left := files(t, dir); len(left) != 1 {
		t.Errorf("a stopped server leaves %v, want the database alone", left)
	}
	if left := files(t, p.dir); len(left) != 0 {
		t.Errorf("left where it was started: %v", left)
	}
}

// versions returns what the store holds while no server runs, the newest first; change is made before, nil for none.
func versions(t *testing.T, url string, change func(*store.Shelf) error) []library.Version {
	t.Helper()
	db, err := store.Open(t.Context(), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if change != nil {
		if err := change(db.Shelf()); err != nil {
			t.Fatal(err)
		}
	}
	all, err := db.Shelf().Versions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// publishPlan publishes the plan of 2026 as if it had come in another way.
func publishPlan(t *testing.T, origin string) func(*store.Shelf) error {
	return func(shelf *store.Shelf) error {
		content, err := os.ReadFile(plan2026)
		if err != nil {
			return err
		}
		plan := library.Content{Files: []corpus.File{{Name: filepath.Base(plan2026), Content: content}}}
		v, err := shelf.Save(t.Context(), library.Draft{Content: plan, Origin: origin})
		if err != nil {
			return err
		}
		return shelf.Publish(t.Context(), library.Publication{Version: v.ID})
	}
}

func TestSecondStartReusesTheVersion(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, url string) {
		serve(t, "--db", url).stop()
		first := versions(t, url, nil)
		serve(t, "--db", url).stop()
		second := versions(t, url, nil)
		if len(first) != 1 || len(second) != 1 || second[0].State != library.InForce || !first[0].Published.Equal(second[0].Published) {
			t.Errorf("first %+v, second %+v", first, second)
		}
	})
}

func TestNewerBinaryPublishesItsDocuments(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, url string) {
		versions(t, url, publishPlan(t, library.OriginShipped)) // by an older binary
		has(t, newVisitor(t).ask(serve(t, "--db", url).url, bacGiang).text(), "Bộ Công an")
		all := versions(t, url, nil)
		if len(all) != 2 || all[1].State != library.Former || all[0].State != library.InForce || all[0].Origin != library.OriginShipped {
			t.Errorf("versions %+v", all)
		}
	})
}

// TestLoadedVersionStays: what an administrator has published is never replaced by what the binary carries.
func TestLoadedVersionStays(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, url string) {
		versions(t, url, publishPlan(t, library.OriginCommand))
		s := serve(t, "--db", url)
		has(t, newVisitor(t).ask(s.url, "Tập huấn cán bộ cấp xã ai chủ trì?").text(), "Bộ Nội vụ", "15/KH-UBND")
		out := invoke(t, "", "tasks", "--json", "--db", url).succeeds(t)
		if tasks := out.objects(t); len(tasks) != 4 {
			t.Errorf("tasks reads %d tasks, want those of the published version", len(tasks))
		}
		s.stop()
		if all := versions(t, url, nil); len(all) != 1 {
			t.Errorf("versions %+v", all)
		}
	})
}

// TestCorpusFlagPublishesNothing: --corpus is for a look, not for good.
func TestCorpusFlagPublishesNothing(t *testing.T) {
	t.Parallel()
	url := "sqlite:" + filepath.Join(t.TempDir(), "dondoc.db")
	s := serve(t, "--db", url, "--corpus", plan2026)
	has(t, newVisitor(t).ask(s.url, "Tập huấn cán bộ cấp xã ai chủ trì?").text(), "Bộ Nội vụ")
	s.stop()
	if all := versions(t, url, nil); len(all) != 0 {
		t.Errorf("versions %+v", all)
	}
}

func TestChatsSurviveARestart(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, url string) {
		v := newVisitor(t)
		s := serve(t, "--db", url)
		first := v.ask(s.url, bacGiang)
		help := v.ask(s.url, "/help")
		s.stop()
		s = serve(t, "--db", url)
		has(t, v.page(s.url), "Bắc Giang phải hoàn thành gì", "Bộ Công an")
		has(t, v.ask(s.url, "còn Hà Nam?").text(), "Hà Nam", "31/08/2023")
		if len(first.Choices) > 0 {
			if r := v.post(s.url, "choice", first.Choices[0].Key); r.Refused {
				t.Errorf("a button from before the restart: %q", r.text())
			}
		}
		if r := v.press(s.url, help, ""); strings.Contains(r.text(), "hết hiệu lực") {
			t.Errorf("a button from before the restart: %q", r.text())
		}
	})
}

var deleted = regexp.MustCompile(`Đã xóa`)

func TestForgetOverHTTP(t *testing.T) {
	t.Parallel()
	url := "sqlite:" + filepath.Join(t.TempDir(), "dondoc.db")
	s := serve(t, "--db", url)
	v := newVisitor(t)
	v.ask(s.url, bacGiang)
	if r := v.press(s.url, v.ask(s.url, "/xoa_du_lieu"), "Đồng ý xóa"); !deleted.MatchString(r.text()) {
		t.Fatalf("got %q", r.text())
	}
	s.stop()
	if page := v.page(serve(t, "--db", url).url); strings.Contains(page, "Bắc Giang phải hoàn thành gì, khi nào?</p>") {
		t.Error("after a restart the deleted chat is back")
	}
}
