package store

import (
	"fmt"
	"testing"
	"time"

	"dondoc/cmd/dondoc/store/pgtest"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// The SQLite figures include the wait for the disk; the test server of PostgreSQL does not wait for it.

func benchDesk(b *testing.B, bench func(b *testing.B, d *desk)) {
	b.Run("sqlite", func(b *testing.B) {
		bench(b, mustSetUp(b, sqliteURL(b)))
	})
	b.Run("postgres", func(b *testing.B) {
		bench(b, mustSetUp(b, pgtest.Start(b)))
	})
}

// linkMany links n chats of the board. Their rows are written in one transaction.
func (d *desk) linkMany(b *testing.B, n int) []reminders.Subscriber {
	b.Helper()
	must(b, d.change(b.Context(), "link many", func(t *tx) (bool, error) {
		for i := range n {
			_, err := addSubscriber(b.Context(), t, reminders.Subscriber{
				Board: d.board.ID, Channel: "telegram", Chat: fmt.Sprintf("bench %d", i), Rule: reminders.DefaultRule(),
				Follows: []reminders.Follow{{Kind: reminders.FollowAgency, Value: bacGiang}},
			})
			if err != nil {
				return false, err
			}
		}
		return true, nil
	}))
	return got[[]reminders.Subscriber](b)(d.Subscribers(b.Context()))[2:]
}

// BenchmarkDispatch claims, begins and records: in batches of 100, and one after another as a Dispatcher does.
func BenchmarkDispatch(b *testing.B) {
	const chats, batch = 1000, 100
	for _, single := range []bool{false, true} {
		b.Run(map[bool]string{false: "batches", true: "single"}[single], func(b *testing.B) {
			benchDesk(b, func(b *testing.B, d *desk) {
				ctx := b.Context()
				subscribers := d.linkMany(b, chats)
				parts := [][]byte{make([]byte, 1500)}
				sent, spent := 0, time.Duration(0)
				for day := 0; b.Loop(); day++ {
					b.StopTimer()
					for _, s := range subscribers {
						d.plan(b, s, today.AddDays(day), fmt.Sprint(day, "a"), fmt.Sprint(day, "b"), fmt.Sprint(day, "c"))
					}
					d.clock.now = d.group.Rule.Moment(today.AddDays(day))
					b.StartTimer()
					began := time.Now()
					for {
						claimed := got[[]reminders.Delivery](b)(d.Claim(ctx, "one", []string{"telegram"}, d.Now(), minute, batch))
						if len(claimed) == 0 {
							break
						}
						sent += len(claimed)
						if single {
							for _, c := range claimed {
								must(b, d.Begin(ctx, "one", c.ID, parts, minute))
								must(b, d.Record(ctx, "one", reminders.Result{Delivery: c.ID, Status: reminders.StatusSent, Part: 1}))
							}
							continue
						}
						var begun []begunDelivery
						var results []reminders.Result
						for _, c := range claimed {
							begun = append(begun, begunDelivery{c.ID, parts})
							results = append(results, reminders.Result{Delivery: c.ID, Status: reminders.StatusSent, Part: 1})
						}
						got[[]int64](b)(d.beginMany(ctx, "one", begun, minute))
						got[[]int64](b)(d.recordMany(ctx, "one", results))
					}
					spent += time.Since(began)
				}
				b.ReportMetric(float64(sent)/spent.Seconds(), "msgs/s")
			})
		})
	}
}

// BenchmarkSavePlan plans 10,000 reminders: for 1,000 chats, and for one.
func BenchmarkSavePlan(b *testing.B) {
	const total = 10_000
	for _, chats := range []int{1000, 1} {
		b.Run(fmt.Sprintf("%d chats", chats), func(b *testing.B) {
			benchDesk(b, func(b *testing.B, d *desk) {
				subscribers := d.linkMany(b, chats)
				keys := make([]string, total/chats)
				for day := 0; b.Loop(); day++ {
					for i := range keys {
						keys[i] = fmt.Sprintf("step:qd17#1/1/2023-05-31/T-%d/%d", day, i)
					}
					for _, s := range subscribers {
						if n := d.plan(b, s, today.AddDays(day), keys...); n != len(keys) {
							b.Fatalf("%d are new", n)
						}
					}
				}
			})
		})
	}
}

// fillRegister makes the register as large as it may get: 5,000 Tasks with two Milestones, 100,000 rows of Progress.
func (d *desk) fillRegister(b *testing.B) {
	b.Helper()
	const tasks, agencies = 5000, 10
	ctx := b.Context()
	var changes reminders.Changes
	for i := range tasks {
		task := d.task
		task.ID = fmt.Sprintf("qd%d#%d", i/50, i)
		task.Milestones = []reminders.Milestone{d.task.Milestones[0], d.task.Milestones[1]}
		task.Milestones[0].ID, task.Milestones[1].ID = task.ID+"/1", task.ID+"/2"
		changes.Insert = append(changes.Insert, task)
	}
	must(b, d.ApplyChanges(ctx, changes))
	must(b, d.change(ctx, "fill", func(t *tx) (bool, error) {
		for _, task := range changes.Insert {
			for i := range 2 * agencies {
				w := reminders.Work{Milestone: task.Milestones[i%2].ID, Agency: fmt.Sprintf("%s %d", bacGiang, i/2)}
				p := statement{Progress: reminders.Progress{Work: w, State: reminders.InProgress, By: "Lan", At: noon, Note: "đang làm"}}
				if i%4 == 0 {
					p.AcknowledgedBy, p.AcknowledgedAt, p.Until = "Lan", noon, viet.Date{Year: 2023, Month: 7, Day: 1}
				}
				if err := writeProgress(ctx, t, p); err != nil {
					return false, err
				}
			}
		}
		return true, nil
	}))
}

// BenchmarkEverything reads a book as large as it may get, with 1,000 subscribers.
func BenchmarkEverything(b *testing.B) {
	benchDesk(b, func(b *testing.B, d *desk) {
		d.fillRegister(b)
		d.linkMany(b, 1000)
		b.ResetTimer()
		for b.Loop() {
			all := got[reminders.Everything](b)(d.Everything(b.Context()))
			if len(all.Progress) != 100_000 || len(all.Tasks) != 5001 || len(all.Subscribers) != 1002 {
				b.Fatalf("%d, %d, %d", len(all.Progress), len(all.Tasks), len(all.Subscribers))
			}
		}
	})
}

// BenchmarkUnacknowledged looks through 100,000 steps that were told, of which one in twenty was acknowledged.
func BenchmarkUnacknowledged(b *testing.B) {
	const days = 100
	benchDesk(b, func(b *testing.B, d *desk) {
		subscribers := d.linkMany(b, 100)
		keys := make([]string, 10)
		for day := range days {
			for i := range keys {
				keys[i] = fmt.Sprint(day, i)
			}
			for _, s := range subscribers {
				p := planOf(s, today.AddDays(day), keys...)
				for i := range p.Reminders {
					p.Reminders[i].Work.Due = today.AddDays(i + 10*(day%2))
				}
				got[int](b)(d.SavePlan(b.Context(), p))
			}
			d.clock.now = d.group.Rule.Moment(today.AddDays(day))
			for claimed := d.claim(b, "one"); len(claimed) > 0; claimed = d.claim(b, "one") {
				var results []reminders.Result
				for _, c := range claimed {
					results = append(results, reminders.Result{Delivery: c.ID, Status: reminders.StatusSent, Part: 1})
				}
				got[[]int64](b)(d.recordMany(b.Context(), "one", results))
			}
		}
		acknowledged := reminders.Work{Milestone: "qd17#1/1", Agency: bacGiang, Due: today}
		must(b, d.Acknowledge(b.Context(), lan, noon, []reminders.Work{acknowledged}))
		b.ResetTimer()
		for b.Loop() {
			if n := len(got[[]reminders.Reminder](b)(d.Unacknowledged(b.Context(), today.AddDays(days)))); n != 95_000 {
				b.Fatalf("%d steps", n)
			}
		}
	})
}
