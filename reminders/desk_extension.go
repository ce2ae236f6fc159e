package reminders

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"dondoc/corpus/viet"
)

// AskExtension asks the secretariat for a later day. The same request while one is open gives that one.
func (d *Desk) AskExtension(ctx context.Context, who Person, w Work, until viet.Date, reason string) (Extension, error) {
	v, err := d.visit(ctx, who.Chat)
	if err != nil {
		return Extension{}, err
	}
	item, err := v.item(w)
	if err != nil {
		return Extension{}, err
	}
	if err := v.extendable(item, until); err != nil {
		return Extension{}, err
	}
	for _, e := range v.Extensions {
		if e.Work != w || !e.DecideAt.IsZero() {
			continue
		}
		if e.Until != until {
			return e, refuse(ErrConflict, asksAlready, e.Until.Vietnamese())
		}
		return e, nil
	}
	e, err := d.records.AskExtension(ctx, who, Extension{
		Work: w, Board: v.board.ID, Until: until, Reason: bounded(reason, longestWords), AskedBy: who.Name, AskedAt: v.now,
	})
	return e, desked(err)
}

// MayExtend returns why AskExtension would refuse, or nil. The zero day stands for one that is not known yet.
func (d *Desk) MayExtend(ctx context.Context, chat Chat, w Work, until viet.Date) error {
	v, err := d.visit(ctx, chat)
	if err != nil {
		return err
	}
	item, err := v.item(w)
	if err != nil {
		return err
	}
	if until.IsZero() && !item.Due.IsZero() {
		until = later(item.Due, v.today).AddDays(1)
	}
	return v.extendable(item, until)
}

// extendable returns why Work cannot be extended to a day, or nil.
func (v *visit) extendable(item Item, until viet.Date) error {
	switch {
	case item.Progress.State.Ends():
		return refuseEnded(item.Progress.State)
	case item.Due.IsZero():
		return refuse(ErrInvalid, hasNoDue)
	case until.IsZero():
		return refuse(ErrInvalid, noDay, v.today.Year)
	case until.Compare(item.Due) <= 0:
		return refuse(ErrInvalid, notLater, item.Due.Vietnamese())
	case until.Compare(v.today) <= 0:
		return refuse(ErrInvalid, notFuture, v.today.Vietnamese())
	case v.today.DaysUntil(until) > longestExtension*366:
		return refuse(ErrInvalid, tooFar, until.Vietnamese())
	}
	return nil
}

// Requests returns the extensions that the chat decides, those that are open first; none for a chat that decides none.
func (d *Desk) Requests(ctx context.Context, chat Chat) ([]RequestItem, error) {
	v, err := d.visit(ctx, chat)
	if err != nil || !v.board.Secretariat {
		return nil, err
	}
	var requests []RequestItem
	for _, e := range v.Extensions {
		item, known := v.Item(e.Work, viet.Date{}, v.today)
		board, ok := v.Board(e.Board)
		if known && ok && v.decidesFor(board) {
			requests = append(requests, RequestItem{item, e, board})
		}
	}
	slices.SortStableFunc(requests, func(a, b RequestItem) int {
		return cmp.Or(a.Extension.DecideAt.Compare(b.Extension.DecideAt), cmp.Compare(a.Extension.ID, b.Extension.ID))
	})
	return requests, nil
}

func (v *visit) decidesFor(asking Board) bool { return asking.Above == 0 || asking.Above == v.board.ID }

// Decide ends a request. It sets the decision's moment itself, and for the zero day the day asked for.
func (d *Desk) Decide(ctx context.Context, who Person, decision ExtensionDecision) (Extension, error) {
	v, err := d.visit(ctx, who.Chat)
	if err != nil {
		return Extension{}, err
	}
	if !v.board.Secretariat {
		return Extension{}, refuse(ErrForbidden, onlySecretary)
	}
	i := slices.IndexFunc(v.Extensions, func(e Extension) bool { return e.ID == decision.ID })
	if i < 0 {
		return Extension{}, refuse(ErrUnknown, noRequest)
	}
	e := v.Extensions[i]
	if asking, ok := v.Board(e.Board); !ok || !v.decidesFor(asking) {
		return Extension{}, refuse(ErrForbidden, notTheirs)
	}
	if !e.DecideAt.IsZero() {
		return e, decidedAlready(e, decision)
	}
	if decision.Accepted {
		item, err := v.item(e.Work)
		if err != nil {
			return Extension{}, err
		}
		if decision.Until.IsZero() {
			decision.Until = e.Until
		}
		if err := v.extendable(item, decision.Until); err != nil {
			return Extension{}, err
		}
	}
	decision.At, decision.Document = v.now, bounded(decision.Document, longestWords)
	e, err = d.records.DecideExtension(ctx, who, decision)
	if errors.Is(err, ErrConflict) {
		return Extension{}, refuse(ErrConflict, decidedNow)
	}
	return e, desked(err)
}

// decidedAlready is nil when the decision says again what was decided.
func decidedAlready(e Extension, again ExtensionDecision) error {
	if e.Accepted == again.Accepted && (again.Until.IsZero() || again.Until == e.Until) {
		return nil
	}
	if !e.Accepted {
		return refuse(ErrConflict, decidedBefore, refusedTo)
	}
	return refuse(ErrConflict, decidedBefore, fmt.Sprintf(agreedTo, e.Until.Vietnamese()))
}
