package console

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"dondoc/bot/people"
	"dondoc/knowledge/library"
	"dondoc/reminders"
)

const (
	shownWorks    = 6
	mostQuestions = 200
	mostFailures  = 200
)

// overviewView is the first page.
type overviewView struct {
	Works      workList
	Late, Soon []workRow // the first of them
	Figures    *reminders.Figures
	Boards     int
	Paused     int // subscribers
	Requests   int // for more time, that nobody has decided
	Failures   int
	Questions  int  // -1 when they are not this person's business
	MayReview  bool // see candidates
	Sending    bool
	InForce    *library.Version
	Documents  int
	Published  time.Time
	Candidate  *library.Version
	ManyFailed bool // there are more than are counted
	ManyAsked  bool
}

func overview(c *Console, r *http.Request, v *visit) (reply, error) {
	ctx := r.Context()
	s, err := c.snapshot(ctx)
	if err != nil {
		return reply{}, err
	}
	today := c.today()
	o := overviewView{
		Works: listWorks(s, today), Figures: s.AllFigures(today.AddDays(-365), today), Sending: !s.SendingFrom.IsZero(),
		Boards: len(s.Boards), Questions: -1, MayReview: v.may(people.Versions),
	}
	o.Late, o.Soon = latest(o.Works.Late), o.Works.Soon[:min(len(o.Works.Soon), shownWorks)]
	for _, sub := range s.Subscribers {
		if sub.Paused != "" {
			o.Paused++
		}
	}
	for _, e := range s.Extensions {
		if e.DecideAt.IsZero() {
			o.Requests++
		}
	}
	failed, err := c.cfg.Deliveries.Deliveries(ctx, DeliveryFilter{Status: failing, Since: c.cfg.Now().Add(-sinceFailures), Limit: mostFailures})
	if err != nil {
		return reply{}, fmt.Errorf("console: read deliveries: %w", err)
	}
	o.Failures, o.ManyFailed = len(failed), len(failed) == mostFailures
	if v.may(people.Review) {
		asked, err := c.cfg.Questions.Open(ctx, mostQuestions)
		if err != nil {
			return reply{}, fmt.Errorf("console: read questions: %w", err)
		}
		o.Questions, o.ManyAsked = len(asked), len(asked) == mostQuestions
	}
	if err := o.addVersions(ctx, c); err != nil {
		return reply{}, err
	}
	return page("overview.html", "Tổng quan", o), nil
}

// latest are the last of what is sorted by day, the latest first: what has just become late can still be helped.
func latest(rows []workRow) []workRow {
	var some []workRow
	for i := len(rows) - 1; i >= 0 && len(some) < shownWorks; i-- {
		some = append(some, rows[i])
	}
	return some
}

func (o *overviewView) addVersions(ctx context.Context, c *Console) error {
	if e := c.cfg.Library.InForce(); e != nil {
		o.InForce = &e.Version
		if e.Corpus != nil {
			o.Documents = len(e.Corpus.Documents)
		}
	}
	versions, err := c.cfg.Library.Versions(ctx) // what is in force may have been read as a candidate
	if err != nil {
		return fmt.Errorf("console: list versions: %w", err)
	}
	for _, version := range versions {
		if version.State == library.InForce {
			o.Published = version.Published
		}
	}
	if !o.MayReview {
		return nil
	}
	open, err := c.cfg.Library.Open(ctx)
	switch {
	case errors.Is(err, library.ErrUnknown):
		return nil
	case err != nil:
		return fmt.Errorf("console: read the open candidate: %w", err)
	}
	o.Candidate = &open
	return nil
}
