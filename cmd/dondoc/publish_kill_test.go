//go:build unix

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dondoc/knowledge/library"
)

// TestKillWhileLoadingAndPublishing kills commands that load, publish and roll back at any moment. Whatever is in force
// afterwards is one of the versions, complete, and the next command goes on from there.
func TestKillWhileLoadingAndPublishing(t *testing.T) {
	kills := 40
	if raceDetector {
		kills = 12
	}
	onBothDatabases(t, func(t *testing.T, url string) {
		p := newPlace(t, "DATABASE_URL="+url, "DONDOC_DATA="+t.TempDir())
		dirs := make([]string, len(editionsUnderFire))
		for i, e := range editionsUnderFire {
			dirs[i] = t.TempDir()
			for _, f := range e.files() {
				mustDo(t, os.WriteFile(filepath.Join(dirs[i], f.Name), f.Content, 0o600))
			}
		}
		p.run(t, "corpus", "load", dirs[0], "--only", "--json").succeeds(t)
		p.run(t, "corpus", "publish", "1").succeeds(t)
		_, l := shelfOf(t, url)
		random := rand.New(rand.NewPCG(11, 7))
		usual := p.timed(t, "corpus", "load", dirs[1], "--only")
		killed := 0
		for n := range kills {
			args := [][]string{
				{"corpus", "load", dirs[n%2], "--only"}, {"corpus", "publish", "2"}, {"corpus", "rollback"}, {"corpus", "publish", "1"},
			}[random.IntN(4)]
			if p.runAndKill(t, time.Duration(random.Int64N(int64(usual)*3/2)), args...) {
				killed++
			}
			checkInForce(t, l)
		}
		t.Logf("%d of %d commands were killed, each takes about %v", killed, kills, usual)
		p.run(t, "corpus", "load", dirs[1], "--only").succeeds(t)
		checkInForce(t, l)
	})
}

// timed returns how long a command takes.
func (p place) timed(t *testing.T, args ...string) time.Duration {
	t.Helper()
	began := time.Now()
	p.run(t, args...).succeeds(t)
	return time.Since(began)
}

// runAndKill starts a command and kills it after so long; false when it had ended by then.
func (p place) runAndKill(t *testing.T, after time.Duration, args ...string) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), after)
	defer cancel()
	err := p.command(ctx, args...).Run() // CommandContext kills by SIGKILL
	return err != nil && ctx.Err() != nil
}

// checkInForce expects one whole version of the two.
func checkInForce(t *testing.T, l *library.Library) {
	t.Helper()
	versions, err := l.Versions(t.Context())
	mustDo(t, err)
	inForce := 0
	for _, v := range versions {
		if v.State != library.InForce {
			continue
		}
		inForce++
		e, err := l.Edition(t.Context(), v.ID, nil)
		mustDo(t, err)
		if len(e.Failed) > 0 || len(e.Corpus.Documents) != 2 || len(e.Corpus.Tasks) != 2*len(chores) {
			t.Fatalf("version %d is not whole: %d documents, %d tasks, failed: %v", v.ID, len(e.Corpus.Documents), len(e.Corpus.Tasks), e.Failed)
		}
		var numbers []string
		for _, d := range e.Corpus.Documents {
			numbers = append(numbers, d.Number)
		}
		if got := strings.Join(numbers, " "); !isEdition(got) {
			t.Fatalf("version %d mixes %s", v.ID, got)
		}
	}
	if inForce != 1 {
		t.Fatalf("%d versions are in force", inForce)
	}
}

func isEdition(numbers string) bool {
	for _, e := range editionsUnderFire {
		if numbers == fmt.Sprintf("1%s 2%s", e.number, e.number) {
			return true
		}
	}
	return false
}
