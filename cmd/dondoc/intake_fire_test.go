//go:build unix

package main

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const (
	hookHoldBack = 15 * time.Millisecond // what the channels wait for what was overtaken
	hookWorkers  = 8                     // answers under way at once
	noticeMark   = "ℹ️"                  // begins what a chat is told on first contact
)

// siege is a run of the program, killed again and again, while a postOffice delivers to it.
type siege struct {
	t     *testing.T
	post  *postOffice
	db    string
	child *process
	start func() *process
	kills []outage
}

// outage is from before a kill until the program works again.
type outage struct{ from, to time.Time }

// TestIntakeUnderFire has 500 chats ask 5,000 questions over the webhook of Telegram while the program is killed again and
// again: each question is answered, once and in its turn, and nothing that is not genuine is.
func TestIntakeUnderFire(t *testing.T) {
	chats, pace, kills := 500, 300, 10
	if testing.Short() || raceDetector {
		chats, pace, kills = 100, 100, 8
	}
	onBothDatabases(t, func(t *testing.T, url string) { besiege(t, url, telegramSide, chats, pace, kills) })
}

// TestIntakeOfZaloUnderFire does the same on a smaller scale with the other webhooks.
func TestIntakeOfZaloUnderFire(t *testing.T) {
	for name, channel := range map[string]func(testing.TB, string) *side{"bot": zaloSide, "account": oaSide} {
		t.Run(name, func(t *testing.T) {
			besiege(t, "sqlite:"+filepath.Join(t.TempDir(), "dondoc.db"), channel, 50, 100, 4)
		})
	}
}

func besiege(t *testing.T, database string, channel func(testing.TB, string) *side, chats, pace, kills int) {
	t.Helper()
	const each = 10
	address := freeAddress(t)
	s := &siege{t: t, db: database}
	s.post = newPostOffice(t, channel(t, "http://"+address), "http://"+address, chats, each, pace)
	flags := append([]string{"serve", "--listen", address, "--db", database, "--as-of", "2023-04-20"}, s.post.flags...)
	home := newPlace(t)
	s.start = func() *process {
		c := home.launch(t, flags...)
		c.awaitReady()
		return c
	}
	ctx, cancel := context.WithTimeout(t.Context(), 4*patience)
	defer cancel()
	s.child = s.start()
	delivered := make(chan struct{})
	go func() {
		defer close(delivered)
		s.post.run(ctx)
	}()
	began := time.Now()
	s.burn(ctx, kills)
	<-delivered
	burnt := time.Now()
	answers := s.settle(ctx)
	if code := s.child.terminate(); code != exitDone {
		t.Errorf("status %d: %s", code, s.lastWords())
	}
	s.checkStored() // once it has stopped nothing is just being ended
	s.checkAnswers(answers)
	t.Logf("%s: under fire %v, settled %v", s.post.channel, burnt.Sub(began).Round(time.Millisecond), time.Since(burnt).Round(time.Millisecond))
}

// burn kills the program so many times, evenly spread over the letters.
func (s *siege) burn(ctx context.Context, kills int) {
	s.t.Helper()
	for k := range kills {
		if !s.post.await(ctx, (k+1)*s.post.chats*s.post.each/(kills+1)) {
			s.t.Fatalf("only %d letters were taken: %s", s.post.taken, s.lastWords())
		}
		o := outage{from: time.Now()}
		if code := s.child.end(syscall.SIGKILL); code != -1 {
			s.t.Fatalf("it ended by itself with status %d: %s", code, s.lastWords())
		}
		s.child = s.start()
		o.to = time.Now()
		s.kills = append(s.kills, o)
	}
}

// settle waits until every question is answered, and delivers some once more: nobody may hear more of them.
func (s *siege) settle(ctx context.Context) []heard {
	s.t.Helper()
	all := s.post.chats * s.post.each
	distinct, looked := map[[2]string]bool{}, 0
	done := s.post.ear.await(ctx, func(said []heard) bool {
		for ; looked < len(said); looked++ {
			if about := s.subject(said[looked]); about != "" {
				distinct[[2]string{said[looked].chat, about}] = true
			}
		}
		return len(distinct) >= all
	})
	if !done {
		s.t.Fatalf("%d of %d questions are answered: %s", len(distinct), all, s.lastWords())
	}
	s.t.Logf("all is answered %v after the last kill", time.Since(s.kills[len(s.kills)-1].to).Round(time.Millisecond))
	var late sync.WaitGroup
	for chat := range s.post.chats {
		late.Go(func() { s.post.again(ctx, s.post.letter(chat, chat%s.post.each)) })
	}
	late.Wait()
	said, _ := s.post.ear.said()
	return said
}

// answerHead begins an answer, in whatever markup.
var answerHead = regexp.MustCompile(`Tỉnh (\pL+ \pL+)(?:</b>)? chủ trì`)

// subject is the province that an answer is about, "" for what is no answer.
func (s *siege) subject(h heard) string {
	if strings.Contains(h.text, noticeMark) {
		return ""
	}
	if m := answerHead.FindStringSubmatch(h.text); m != nil {
		return m[1]
	}
	s.t.Errorf("an answer about nothing: %q", h.text)
	return ""
}

// lastWords is the end of what the program said.
func (s *siege) lastWords() string {
	said := s.child.errOut.String()
	return said[max(0, len(said)-2000):]
}

// checkStored looks into the database: it has every letter, all ended and empty, and nothing else.
func (s *siege) checkStored() {
	s.t.Helper()
	driver, source := "postgres", s.db
	if path, ok := strings.CutPrefix(s.db, "sqlite:"); ok {
		driver, source = "sqlite", "file:"+path
		for _, name := range files(s.t, filepath.Dir(path)) {
			if raw, err := os.ReadFile(name); err == nil && bytes.Contains(raw, []byte(marker)) {
				s.t.Errorf("%s holds what is not genuine", filepath.Base(name))
			}
		}
	}
	db := mustHave[*sql.DB](s.t)(sql.Open(driver, source))
	defer db.Close()
	rows := mustHave[*sql.Rows](s.t)(db.QueryContext(s.t.Context(), `SELECT key, handled_at IS NOT NULL AND payload IS NULL FROM inbox`))
	defer rows.Close()
	var keys []string
	for rows.Next() {
		var key string
		var ended bool
		mustDo(s.t, rows.Scan(&key, &ended))
		if keys = append(keys, key); !ended {
			s.t.Errorf("%s has not ended", key)
		}
	}
	mustDo(s.t, rows.Err())
	var want []string
	for chat := range s.post.chats {
		for n := range s.post.each {
			want = append(want, s.post.key(s.post.letter(chat, n)))
		}
	}
	slices.Sort(keys)
	slices.Sort(want)
	if !slices.Equal(keys, want) {
		s.t.Errorf("%d updates are stored, want the %d genuine ones", len(keys), len(want))
	}
}
