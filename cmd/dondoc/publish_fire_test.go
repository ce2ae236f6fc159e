package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"dondoc/bot"
)

// fired is one question of the fire and what became of it.
type fired struct {
	took  time.Duration
	fault string
}

// askAll asks so many questions, one every gap, each in a chat of its own, and returns when all are answered.
func askAll(t testing.TB, conversation *bot.Conversation, seed uint64, count int, gap time.Duration) []fired {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 7))
	all := make([]fired, count)
	tick := time.NewTicker(gap)
	defer tick.Stop()
	var wg sync.WaitGroup
	for i := range all {
		<-tick.C
		question := fmt.Sprintf("%s của trụ sở số %d ai chủ trì, hạn khi nào?", chores[random.IntN(len(chores))], 1+random.IntN(2))
		wg.Go(func() {
			began := time.Now()
			chat := bot.Chat{Channel: "web", ID: fmt.Sprintf("fire-%d-%d", seed, i%97)}
			replies, err := conversation.Handle(t.Context(), bot.Message{Chat: chat, Sender: chat.ID, Text: question, At: time.Now(), Noticed: true})
			all[i].took = time.Since(began)
			switch {
			case err != nil:
				all[i].fault = err.Error()
			case len(replies) == 0:
				all[i].fault = "no answer"
			default:
				all[i].fault = mixed(replies[len(replies)-1])
			}
		})
	}
	wg.Wait()
	return all
}

// percentile returns how long the slowest but one in a hundred took.
func percentile(all []fired) time.Duration {
	took := make([]time.Duration, len(all))
	for i, a := range all {
		took[i] = a.took
	}
	slices.Sort(took)
	return took[len(took)*99/100]
}

// TestPublishUnderQuestions: while fifty questions a second are asked, versions come into force and are taken back. No
// answer fails, and none mixes two versions. How much slower the slowest get, BenchmarkPublishUnderQuestions tells.
func TestPublishUnderQuestions(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, url string) {
		s, conversation := openServer(t, url)
		first := loadEdition(t, s.versions, editionsUnderFire[0])
		mustDo(t, s.versions.Publish(t.Context(), first, 0, ""))
		second := loadEdition(t, s.versions, editionsUnderFire[1])
		var publishing sync.WaitGroup
		publishing.Go(func() { alternate(t, s, second, 20, 150*time.Millisecond) })
		for _, a := range askAll(t, conversation, 1, 50*4, time.Second/50) {
			if a.fault != "" {
				t.Error(a.fault)
			}
		}
		publishing.Wait()
	})
}

// alternate publishes a version and rolls it back, so many changes in all.
func alternate(t testing.TB, s *server, version int64, changes int, gap time.Duration) {
	t.Helper()
	tick := time.NewTicker(gap)
	defer tick.Stop()
	for i := range changes {
		<-tick.C
		var err error
		if i%2 == 0 {
			err = s.versions.Publish(context.Background(), version, 0, "")
		} else {
			_, err = s.versions.Rollback(context.Background(), 0, "")
		}
		if err != nil {
			t.Errorf("change %d: %v", i, err)
			return
		}
	}
}

// TestCopiesSwitchTogether: what one copy publishes, the other answers from within two seconds.
func TestCopiesSwitchTogether(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, url string) {
		one, _ := openServer(t, url)
		_, other := openServer(t, url)
		ids := make([]int64, len(editionsUnderFire))
		slowest := time.Duration(0)
		for round := range 6 {
			e := editionsUnderFire[round%2]
			if ids[round%2] == 0 {
				ids[round%2] = loadEdition(t, one.versions, e)
			}
			began := time.Now()
			mustDo(t, one.versions.Publish(t.Context(), ids[round%2], 0, ""))
			awaitEdition(t, other, e)
			slowest = max(slowest, time.Since(began))
		}
		t.Logf("the other copy follows within %v", slowest)
		if slowest > 2*time.Second {
			t.Errorf("the other copy took %v", slowest)
		}
	})
}

// awaitEdition asks until an edition answers.
func awaitEdition(t *testing.T, conversation *bot.Conversation, e edition) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		chat := bot.Chat{Channel: "web", ID: "wait" + e.number}
		replies, err := conversation.Handle(ctx, bot.Message{Chat: chat, Sender: chat.ID, Text: chores[0] + " của trụ sở số 1 ai chủ trì?", At: time.Now(), Noticed: true})
		mustDo(t, err)
		for _, r := range replies {
			if len(r.Citations) > 0 && r.Citations[0].Document == "1"+e.number {
				return
			}
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatal("the other copy does not follow")
		}
	}
}
