package console

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/reminders"
	"dondoc/reminders/report"
)

const (
	soonDays  = 14 // ahead
	worksPath = Base + "/den-han"
	worksPage = 50
)

// today is the day in Hanoi.
func (c *Console) today() viet.Date { return viet.DateOf(c.cfg.Now().In(viet.Hanoi)) }

// snapshot returns the register as it is now.
func (c *Console) snapshot(ctx context.Context) (*reminders.Snapshot, error) {
	s, err := c.cfg.Snapshot(ctx)
	if err != nil {
		return nil, fmt.Errorf("console: read the register: %w", err)
	}
	return s, nil
}

// answering are the subscribers that answer for their work, without what they only watch.
func answering(s *reminders.Snapshot) []reminders.Subscriber {
	watches := func(f reminders.Follow) bool { return f.Kind == reminders.FollowWatch }
	var all []reminders.Subscriber
	for _, sub := range s.Subscribers {
		if b, ok := s.Board(sub.Board); !ok || b.Followers() {
			continue
		}
		sub.Follows = slices.DeleteFunc(slices.Clone(sub.Follows), watches)
		all = append(all, sub)
	}
	return all
}

// workList is the open work by how it stands.
type workList struct {
	Late, Soon, Silent []workRow
}

// workRow is one line of open work.
type workRow struct {
	reminders.Item
}

// Left says how near the due day is.
func (w workRow) Left() string {
	switch d := w.DaysLeft; {
	case d < 0:
		return fmt.Sprintf("quá hạn %d ngày", -d)
	case d == 0:
		return "hôm nay"
	case d == 1:
		return "ngày mai"
	default:
		return fmt.Sprintf("còn %d ngày", d)
	}
}

// Badge is the class of Left.
func (w workRow) Badge() string {
	switch {
	case w.DaysLeft < 0:
		return "bad"
	case w.DaysLeft <= 3:
		return "warn"
	}
	return "info"
}

// State words what was said of it.
func (w workRow) State() string {
	if w.Progress.State == "" && !w.Progress.AcknowledgedAt.IsZero() {
		return "đã nhận nhắc việc"
	}
	if w.Progress.State == "" {
		return "chưa phản hồi"
	}
	return strings.ToLower(report.StateWord(w.Progress.State))
}

// Label is what is to be reached, when it is more than the task itself.
func (w workRow) Label() string {
	if w.Milestone == nil || w.Milestone.Label == w.Task.Title {
		return ""
	}
	return w.Milestone.Label
}

// listWorks sorts the open work of all boards: what is late, what is due within a fortnight, and of that within a week
// or late what nobody has said a word about. What was past when it was first published nobody was asked about.
func listWorks(s *reminders.Snapshot, today viet.Date) workList {
	var l workList
	for _, item := range s.Works(answering(s), today) {
		if item.Progress.State.Ends() || item.Task.Draft || item.DaysLeft > soonDays {
			continue
		}
		if !item.Task.Gone.IsZero() || !item.Milestone.Gone.IsZero() || item.Due.Before(item.Milestone.Published) {
			continue
		}
		row := workRow{item}
		if item.DaysLeft < 0 {
			l.Late = append(l.Late, row)
		} else {
			l.Soon = append(l.Soon, row)
		}
		if item.DaysLeft <= 7 && item.Progress.State == "" && item.Progress.AcknowledgedAt.IsZero() {
			l.Silent = append(l.Silent, row)
		}
	}
	return l
}

// worksView is the page of open work.
type worksView struct {
	Tabs []tab
	Rows []workRow
	pager
}

// tab is one choice of a list, with how many it has; negative when that is not told.
type tab struct {
	Path, Label string
	Count       int
	Here        bool
}

func dueRoutes() []route {
	return []route{{method: "GET", path: worksPath, action: people.Console, handle: works}}
}

func works(c *Console, r *http.Request, _ *visit) (reply, error) {
	s, err := c.snapshot(r.Context())
	if err != nil {
		return reply{}, err
	}
	l := listWorks(s, c.today())
	lists := []struct {
		key, label string
		rows       []workRow
	}{{"sap", "Sắp đến hạn", l.Soon}, {"tre", "Quá hạn", l.Late}, {"im", "Chưa phản hồi", l.Silent}}
	chosen := 0
	var tabs []tab
	for i, x := range lists {
		if r.URL.Query().Get("loc") == x.key {
			chosen = i
		}
		tabs = append(tabs, tab{Path: worksPath + "?loc=" + x.key, Label: x.label, Count: len(x.rows)})
	}
	tabs[chosen].Here = true
	p := newPager(r, len(lists[chosen].rows), worksPage)
	return page("works.html", "Việc đến hạn", worksView{tabs, lists[chosen].rows[p.From:p.To], p}), nil
}

// sinceFailures is how far back failed deliveries are counted.
const sinceFailures = 30 * 24 * time.Hour
