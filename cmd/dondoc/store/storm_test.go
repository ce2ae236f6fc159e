package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"dondoc/reminders"
)

// TestStorm lets all that moves deliveries run at once over two handles. Nothing may block anything else for good or
// fail, and nothing may be lost or told twice.
func TestStorm(t *testing.T) {
	const chats, workers, rounds = 6, 6, 25
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		second := d.again(t, url)
		var subscribers []reminders.Subscriber
		for i := range chats {
			subscribers = append(subscribers, d.link(t, d.board, reminders.Chat{Channel: "telegram", ID: fmt.Sprint(i)}))
		}
		subscribers = append(subscribers, d.chief)
		var mu sync.Mutex
		told := map[string]int{} // by subscriber and key
		var wg sync.WaitGroup
		for w := range workers {
			mine, random := []*desk{d, second}[w%2], rand.New(rand.NewPCG(1, uint64(w)))
			wg.Go(func() {
				for round := range rounds {
					s := subscribers[random.IntN(len(subscribers))]
					if err := mine.stir(t, fmt.Sprintf("%d/%d", w, round), s, random, func(d reminders.Delivery) {
						mu.Lock()
						defer mu.Unlock()
						for _, r := range d.Reminders {
							told[fmt.Sprint(r.Subscriber, r.Key)]++
						}
					}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		for _, s := range subscribers {
			must(t, d.Resume(t.Context(), s.ID))
		}
		for _, dead := range got[[]reminders.Delivery](t)(d.Deliveries(t.Context(), DeliveryFilter{Status: []reminders.Status{reminders.StatusDead}})) {
			must(t, d.Retry(t.Context(), dead.ID))
		}
		for _, s := range subscribers {
			d.plan(t, s, today.AddDays(1))
		}
		d.clock.now = d.group.Rule.Moment(today.AddDays(1))
		for _, c := range d.send(t) {
			for _, r := range c.Reminders {
				told[fmt.Sprint(r.Subscriber, r.Key)]++
			}
		}
		for key, times := range told {
			if times != 1 {
				t.Errorf("%s was told %d times", key, times)
			}
		}
		if n := count(t, d.DB, "reminder"); n != len(told) {
			t.Errorf("%d of %d reminders were told", len(told), n)
		}
	})
}

// stir does one of the things that move deliveries.
func (d *desk) stir(t *testing.T, owner string, s reminders.Subscriber, random *rand.Rand, told func(reminders.Delivery)) error {
	ctx := t.Context()
	switch random.IntN(7) {
	case 0, 1:
		_, err := d.SavePlan(ctx, planOf(s, today, fmt.Sprint(random.IntN(20)), fmt.Sprint(random.IntN(20))))
		return err
	case 2:
		return d.Pause(ctx, s.Channel, s.Chat, "đã chặn")
	case 3:
		return d.Resume(ctx, s.ID)
	}
	claimed, err := d.Claim(ctx, owner, []string{"telegram"}, noon, minute, 4)
	if err != nil {
		return err
	}
	var begun []begunDelivery
	for _, c := range claimed {
		begun = append(begun, begunDelivery{Delivery: c.ID})
	}
	lost, err := d.beginMany(ctx, owner, begun, minute)
	if err != nil {
		return err
	}
	gone := map[int64]bool{}
	for _, id := range lost {
		gone[id] = true
	}
	var results []reminders.Result
	for _, c := range claimed {
		if gone[c.ID] {
			continue
		}
		r := reminders.Result{Delivery: c.ID, Status: reminders.StatusSent, Part: 1}
		switch random.IntN(4) {
		case 0:
			r = reminders.Result{Delivery: c.ID, Status: reminders.StatusWaiting, NextAt: noon}
		case 1:
			r = reminders.Result{Delivery: c.ID, Status: reminders.StatusPaused, Reason: "đã chặn"}
		case 2:
			r = reminders.Result{Delivery: c.ID, Status: reminders.StatusDead, Reason: "kênh từ chối"}
		default:
			told(c)
		}
		results = append(results, r)
	}
	lost, err = d.recordMany(ctx, owner, results)
	if len(lost) > 0 {
		err = errors.Join(err, fmt.Errorf("lost %v while sending", lost))
	}
	return err
}
