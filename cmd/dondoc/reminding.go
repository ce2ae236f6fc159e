package main

import (
	"context"
	"sync"
	"time"

	"dondoc/bot"
	"dondoc/reminders"
	"dondoc/reminders/report"
)

// telegramLimits leave a sixth of what Telegram allows to answers: 30 messages a second in all, one a second to a
// person, twenty a minute to a group (docs of the Bot API, "My bot is hitting limits").
var telegramLimits = reminders.Limits{PerSecond: 25, PerChat: time.Second, PerGroup: 3 * time.Second}

// newOffice returns what plans and composes reminders.
func (s *server) newOffice() *reminders.Office {
	return reminders.NewOffice(s.db, s.agencies)
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
