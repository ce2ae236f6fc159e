package reminders

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"dondoc/corpus/viet"
)

// mostRetries is how often a Desk says again what another has just come before.
const mostRetries = 3

// Complete marks Work as done. Of Work that is done already the first name and time stay; new Evidence is added.
func (d *Desk) Complete(ctx context.Context, who Person, w Work, e Evidence) error {
	return retried(func() error { return d.complete(ctx, who, w, e) })
}

func (d *Desk) complete(ctx context.Context, who Person, w Work, e Evidence) error {
	v, err := d.visit(ctx, who.Chat)
	if err != nil {
		return err
	}
	item, err := v.item(w)
	if err != nil {
		return err
	}
	p := v.said(item, who)
	switch item.Progress.State {
	case Cancelled:
		return refuse(ErrEnded, isCancelled)
	case Done:
		p.By, p.At = item.Progress.By, item.Progress.At
	}
	p.State, p.PausedUntil = Done, viet.Date{}
	p.Report = cmp.Or(bounded(e.Report, longestNumber), p.Report)
	p.File = cmp.Or(bounded(e.File, longestWords), p.File)
	p.Note = cmp.Or(bounded(e.Note, longestWords), p.Note)
	return d.save(ctx, who, item, p)
}

// Start marks Work as under way. Work that was done by mistake is open again, without its Evidence.
func (d *Desk) Start(ctx context.Context, who Person, w Work) error {
	return retried(func() error { return d.start(ctx, who, w) })
}

func (d *Desk) start(ctx context.Context, who Person, w Work) error {
	v, err := d.visit(ctx, who.Chat)
	if err != nil {
		return err
	}
	item, err := v.item(w)
	if err != nil {
		return err
	}
	p := v.said(item, who)
	switch item.Progress.State {
	case Cancelled:
		return refuse(ErrEnded, isCancelled)
	case InProgress, Extended: // Extended says so too, and keeps the later day in force
		return nil
	case Done:
		p.Report, p.File, p.Note = "", "", ""
	}
	p.State = InProgress
	if !p.Until.IsZero() {
		p.State = Extended
	}
	return d.save(ctx, who, item, p)
}

// Pause lets the reminders of Works rest through a day; the zero day ends the rest.
func (d *Desk) Pause(ctx context.Context, who Person, works []Work, until viet.Date) error {
	return retried(func() error { return d.pause(ctx, who, works, until) })
}

// pause leaves out what is paused so already, also by an earlier try.
func (d *Desk) pause(ctx context.Context, who Person, works []Work, until viet.Date) error {
	v, err := d.visit(ctx, who.Chat)
	if err != nil {
		return err
	}
	switch {
	case until.IsZero():
	case until.Before(v.today):
		return refuse(ErrInvalid, pausePast, v.today.Vietnamese())
	case v.today.AddDays(longestPause).Before(until):
		return refuse(ErrInvalid, pauseLong, longestPause)
	}
	items, err := v.items(works)
	if err != nil {
		return err
	}
	open := slices.DeleteFunc(slices.Clone(items), func(i Item) bool { return i.Progress.State.Ends() })
	if len(open) == 0 {
		return refuseEnded(items[0].Progress.State)
	}
	for _, item := range open {
		if item.Progress.PausedUntil == until {
			continue
		}
		p := v.said(item, who)
		p.State, p.PausedUntil = cmp.Or(p.State, NotStarted), until
		if err := d.save(ctx, who, item, p); err != nil {
			return err
		}
	}
	return nil
}

// said is the Progress of an Item with who says something of it now, which also shows that they have seen it.
func (v *visit) said(item Item, who Person) Progress {
	p := item.Progress
	p.Work, p.By, p.At = item.Work, who.Name, v.now
	if p.AcknowledgedAt.IsZero() {
		p.AcknowledgedBy, p.AcknowledgedAt = who.Name, v.now
	}
	return p
}

// save writes what differs from what is known.
func (d *Desk) save(ctx context.Context, who Person, item Item, p Progress) error {
	if p == item.Progress {
		return nil
	}
	return desked(d.records.SaveProgress(ctx, who, item.Progress, p))
}

// retried lets say be said again, of a fresh Snapshot, while somebody else comes before it.
func retried(say func() error) error {
	err := say()
	for range mostRetries {
		var refusal *Refusal
		if !errors.Is(err, ErrConflict) || errors.As(err, &refusal) {
			break
		}
		err = say()
	}
	return err
}
