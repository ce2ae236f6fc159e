package intake

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// letter is an update of a chat; its key tells both.
func letter(chat string, order int64) *job {
	return &job{update: Update{Key: fmt.Sprintf("%s%d", chat, order), Chat: chat, Order: order}, at: time.Now()}
}

// TestQueueLeavesInTheInbox: what may be queued while the Inbox has something that is not. "7" has just arrived, "?7" was
// found by a look, "(" begins a look, ")" ends one, "+" ends one that was not told all, "x" takes a job off.
func TestQueueLeavesInTheInbox(t *testing.T) {
	tests := map[string]struct {
		size  int
		steps string
		lane  []int64 // of the chat, when all is done
	}{
		"an earlier one joins its later one":                        {2, "7 6", []int64{6, 7}},
		"a later one stays when all is full":                        {1, "7 8", []int64{7}},
		"nothing overtakes what stayed":                             {1, "1 2 x 3", nil},
		"what stayed is found":                                      {2, "1 2 3 x 4 ( ?2 ?3 ) 5", []int64{2, 3}},
		"one that arrives during the look is not overtaken":         {1, "1 9 x ( 8 ?9 ) ( ?8 ) ", []int64{8}},
		"the later one waits for it":                                {2, "1 2 9 x x ( 8 ?9 ) ( ?8 ?9 )", []int64{8, 9}},
		"what a look leaves is not overtaken by what it finds next": {1, "1 2 3 ( ?2 x ?3 )", nil},
		"a look that was not told all leaves the chat behind":       {2, "1 2 3 x x ( + 4", nil},
		"caught up": {2, "1 2 3 x x ( ?3 ) 4", []int64{3, 4}},
		"an earlier one takes the place of the last": {2, "8 9 7", []int64{7, 8}},
		"new lanes wait for the look":                {2, "( 8 ?7 )", []int64{7, 8}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			q := newQueue(test.size, 0)
			for _, step := range strings.Fields(test.steps) {
				switch step {
				case "(":
					q.looking()
				case ")", "+":
					q.looked(step == "+")
				case "x":
					l := <-q.ready
					q.settle(l, q.start(l), verdict{done: true})
				default:
					var order int64
					fresh := step[0] != '?'
					fmt.Sscan(step[len(step)-1:], &order)
					q.add(letter("c", order), fresh)
				}
			}
			var got []int64
			if l := q.lanes["c"]; l != nil {
				for _, j := range l.jobs {
					got = append(got, j.update.Order)
				}
			}
			if !slices.Equal(got, test.lane) {
				t.Errorf("queued are %v, want %v", got, test.lane)
			}
		})
	}
}

// TestQueueKeepsTheOrder has updates arrive, here or at a run that dies, looks find them and workers end them in any
// interleaving: none is lost and each chat's are handled as they arrived.
func TestQueueKeepsTheOrder(t *testing.T) {
	for seed := range uint64(1000) {
		random := rand.New(rand.NewPCG(seed, 1))
		q := newQueue(1+random.IntN(6), 0)
		const total = 60
		var inbox, foreign, found []Update // what is not handled, and what of it is another run's; what a look has yet to queue
		arrived, handled := 0, map[string]int64{}
		looking := false
		for done := 0; done < total; {
			switch move := random.IntN(4); {
			case move == 0 && arrived < total:
				u := letter(string(rune('a'+random.IntN(3))), int64(arrived)).update
				arrived++
				ofChat := func(o Update) bool { return o.Chat == u.Chat }
				if slices.ContainsFunc(foreign, ofChat) || !slices.ContainsFunc(inbox, ofChat) && random.IntN(3) == 0 {
					foreign = append(foreign, u) // whoever has older ones of a chat gets the next
					break
				}
				inbox = append(inbox, u)
				q.add(&job{update: u, at: time.Now()}, true)
			case move == 1 && !looking:
				q.looking()
				inbox, foreign = append(inbox, foreign...), nil
				looking, found = true, slices.Clone(inbox)
			case move == 2 && looking:
				if len(found) == 0 {
					q.looked(false)
					looking = false
					break
				}
				q.add(&job{update: found[0], at: time.Now()}, false)
				found = found[1:]
			case move == 3 && len(q.ready) > 0:
				l := <-q.ready
				j := q.start(l)
				if last, ok := handled[l.name]; ok && last >= j.update.Order {
					t.Fatalf("seed %d: %s comes after %d", seed, j.update.Key, last)
				}
				handled[l.name] = j.update.Order
				inbox = slices.DeleteFunc(inbox, func(u Update) bool { return u.Key == j.update.Key })
				q.settle(l, j, verdict{done: true})
				done++
			}
		}
	}
}
