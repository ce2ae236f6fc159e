package main

import (
	"context"
	"sync"
	"time"

	"dondoc/bot"
	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/reminders"
	"dondoc/reminders/report"
)

// telegramLimits leave a sixth of what Telegram allows to answers: 30 messages a second in all, one a second to a
// person, twenty a minute to a group (docs of the Bot API, "My bot is hitting limits").
var telegramLimits = reminders.Limits{PerSecond: 25, PerChat: time.Second, PerGroup: 3 * time.Second}

// registerLock lets one copy at a time bring the register to the published corpus.
const registerLock = "register"

// syncRegister brings the task register to the corpus in force: what is new, changed or gone, and who must hear of it.
func (s *server) syncRegister(ctx context.Context, c *corpus.Corpus) error {
	_, err := s.db.Exclusively(ctx, registerLock, func(ctx context.Context) error {
		tasks, err := s.db.Tasks(ctx)
		if err != nil {
			return err
		}
		changes := reminders.Reconcile(tasks, c, viet.DateOf(s.now()))
		if changes.Empty() {
			return nil
		}
		s.log.InfoContext(ctx, "task register changed", "new", len(changes.Insert), "changed", len(changes.Update), "told", len(changes.Told))
		return s.db.ApplyChanges(ctx, changes)
	})
	return err
}

// newOffice returns what plans and composes reminders.
func (s *server) newOffice() *reminders.Office {
	return reminders.NewOffice(s.db, func() *agency.Registry { return s.reg })
}

// startReminders plans and sends until ctx ends. The channels are those that can speak first.
func (s *server) startReminders(ctx context.Context, parts *sync.WaitGroup) {
	channels := map[string]reminders.Outlet{}
	for _, l := range s.wires {
		messenger := bot.NewMessenger(l.outlet, s.db, report.Draw, s.log)
		if l.numbered {
			messenger = messenger.Numbered()
		}
		channels[l.name] = reminders.Outlet{Channel: messenger, Limits: l.limits}
	}
	dispatcher := reminders.NewDispatcher(reminders.DispatcherConfig{Owner: s.owner, Channels: channels}, s.db, s.office, s.log)
	s.metrics.registry.MustRegister(reminderCollector{dispatcher})
	scheduler := reminders.NewScheduler(s.office, s.db, time.Now, dispatcher.Wake, s.log)
	parts.Go(func() { scheduler.Run(ctx) })
	parts.Go(func() {
		if err := dispatcher.Run(ctx); err != nil {
			s.log.Error("sending of reminders stopped", "error", err)
		}
	})
}
