package main

import (
	"github.com/prometheus/client_golang/prometheus"

	"dondoc/reminders"
)

// reminderCollector tells how the sending of reminders goes in this copy of the program.
type reminderCollector struct{ dispatcher *reminders.Dispatcher }

var (
	reminderSends = prometheus.NewDesc("dondoc_reminder_sends_total",
		"What the channels answered to parts of reminder messages.", []string{"outcome"}, nil)
	reminderMessages = prometheus.NewDesc("dondoc_reminder_messages_total",
		"Reminder messages that have ended, by how.", []string{"status"}, nil)
	reminderBusy = prometheus.NewDesc("dondoc_reminder_messages_under_way", "Reminder messages being sent now.", nil, nil)
	reminderRest = prometheus.NewDesc("dondoc_reminder_channels_resting", "Channels left alone because they keep failing.", nil, nil)
)

// Describe satisfies prometheus.Collector.
func (reminderCollector) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{reminderSends, reminderMessages, reminderBusy, reminderRest} {
		to <- d
	}
}

// Collect satisfies prometheus.Collector.
func (r reminderCollector) Collect(to chan<- prometheus.Metric) {
	s := r.dispatcher.Stats()
	counter := func(d *prometheus.Desc, n int64, label string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(n), label)
	}
	counter(reminderSends, s.Parts, "sent")
	counter(reminderSends, s.Later, "later")
	counter(reminderSends, s.Unknown, "unknown")
	counter(reminderSends, s.Gone, "gone")
	counter(reminderSends, s.Moved, "moved")
	counter(reminderSends, s.Refused, "refused")
	counter(reminderMessages, s.Sent, string(reminders.StatusSent))
	counter(reminderMessages, s.Empty, string(reminders.StatusEmpty))
	counter(reminderMessages, s.Dead, string(reminders.StatusDead))
	to <- prometheus.MustNewConstMetric(reminderBusy, prometheus.GaugeValue, float64(s.Busy))
	to <- prometheus.MustNewConstMetric(reminderRest, prometheus.GaugeValue, float64(s.Resting))
}
