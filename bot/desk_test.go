package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// register keeps the contracts of reminders.Book and reminders.Records in memory.
type register struct {
	mu     sync.Mutex
	all    reminders.Everything
	told   map[reminders.Chat]reminders.Delivery
	broken error
	log    []string // what was written down
}

func (r *register) Revision(context.Context) (int64, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all.Revision, r.broken
}

func (r *register) Everything(context.Context) (reminders.Everything, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.all
	e.Progress, e.Extensions = slices.Clone(e.Progress), slices.Clone(e.Extensions)
	return e, r.broken
}

func (r *register) Subscribed(_ context.Context, chat reminders.Chat) (reminders.Subscriber, reminders.Board, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.all.Subscribers {
		if s.Channel == chat.Channel && s.Chat == chat.ID {
			i := slices.IndexFunc(r.all.Boards, func(b reminders.Board) bool { return b.ID == s.Board })
			return s, r.all.Boards[i], r.broken
		}
	}
	return reminders.Subscriber{}, reminders.Board{}, reminders.ErrUnknown
}

func (r *register) LastTold(_ context.Context, chat reminders.Chat) (reminders.Delivery, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	d, ok := r.told[chat]
	if !ok {
		return d, reminders.ErrUnknown
	}
	return d, r.broken
}

// change runs f under the lock as one change of the book.
func (r *register) change(note string, f func()) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken != nil {
		return r.broken
	}
	r.all.Revision++
	r.log = append(r.log, note)
	f()
	return nil
}

func (r *register) SaveProgress(_ context.Context, who reminders.Person, was, p reminders.Progress) error {
	r.mu.Lock()
	conflict := r.broken == nil && r.progress(p.Work) != was
	r.mu.Unlock()
	if conflict {
		return reminders.ErrConflict
	}
	return r.change(fmt.Sprintf("%s: %s %s", who.Name, p.Milestone, p.State), func() { r.put(p) })
}

func (r *register) put(p reminders.Progress) {
	r.all.Progress = slices.DeleteFunc(slices.Clone(r.all.Progress), func(o reminders.Progress) bool { return o.Work == p.Work })
	r.all.Progress = append(r.all.Progress, p)
}

func (r *register) progress(w reminders.Work) reminders.Progress {
	for _, p := range r.all.Progress {
		if p.Work == w {
			return p
		}
	}
	return reminders.Progress{Work: w}
}

func (r *register) Acknowledge(_ context.Context, who reminders.Person, at time.Time, works []reminders.Work) error {
	return r.change(fmt.Sprintf("%s: ack %d", who.Name, len(works)), func() {
		for _, w := range works {
			if p := r.progress(w); p.AcknowledgedAt.IsZero() {
				p.AcknowledgedBy, p.AcknowledgedAt = who.Name, at
				r.put(p)
			}
		}
	})
}

func (r *register) AskExtension(_ context.Context, who reminders.Person, e reminders.Extension) (reminders.Extension, error) {
	e.ID = int64(len(r.all.Extensions) + 12)
	return e, r.change(fmt.Sprintf("%s: ask %s", who.Name, e.Until), func() { r.all.Extensions = append(slices.Clone(r.all.Extensions), e) })
}

func (r *register) DecideExtension(_ context.Context, who reminders.Person, d reminders.ExtensionDecision) (reminders.Extension, error) {
	i := slices.IndexFunc(r.all.Extensions, func(e reminders.Extension) bool { return e.ID == d.ID })
	e := r.all.Extensions[i]
	if !e.DecideAt.IsZero() {
		return e, reminders.ErrConflict
	}
	e.Accepted, e.Decision, e.DecideBy, e.DecideAt = d.Accepted, d.Document, who.Name, d.At
	if d.Accepted {
		e.Until = d.Until
	}
	return e, r.change(fmt.Sprintf("%s: decide %v", who.Name, d.Accepted), func() {
		r.all.Extensions = slices.Clone(r.all.Extensions)
		r.all.Extensions[i] = e
		if d.Accepted {
			p := r.progress(e.Work)
			p.State, p.Until, p.Decision, p.By, p.At = reminders.Extended, d.Until, d.Document, who.Name, d.At
			r.put(p)
		}
	})
}

// office is a conversation with a desk over an invented register, on 24 May 2023 at nine.
type office struct {
	*talk
	register *register
	sub, sec reminders.Subscriber
}

var today = viet.Date{Year: 2023, Month: time.May, Day: 24}

func day(month, d int) viet.Date { return viet.Date{Year: 2023, Month: time.Month(month), Day: d} }

const lead = "Tỉnh Bắc Giang"

// invented are the Tasks of the register: title, section, phrase, due day.
var invented = []struct {
	id, title, section, phrase string
	due                        viet.Date
}{
	{"so-hoa", "Số hóa hồ sơ, kết quả giải quyết thủ tục hành chính còn hiệu lực", "IV.6", "Trước tháng 6/2023", day(5, 31)},
	{"trung-tam", "Đưa trung tâm giám sát, điều hành đô thị thông minh vào hoạt động", "V.2", "ngày 24/5/2023", day(5, 24)},
	{"cong-du-lieu", "Công bố danh mục dữ liệu mở và mở dữ liệu trên Cổng dữ liệu của tỉnh", "Phụ lục, Tháng 5", "Tháng 5", day(5, 21)},
}

func newOffice(t *testing.T) *office {
	o := &office{register: &register{told: map[reminders.Chat]reminders.Delivery{}}}
	e := &o.register.all
	e.Boards = []reminders.Board{{ID: 1, Name: "Ban Chỉ đạo CĐS tỉnh Bắc Giang", Agency: lead}, {ID: 2, Name: "Ban Thư ký Ủy ban Quốc gia về CĐS", Secretariat: true}}
	o.sub = reminders.Subscriber{ID: 1, Board: 1, Channel: "test", Chat: "1", Follows: []reminders.Follow{{Kind: reminders.FollowAgency, Value: lead}}}
	o.sec = reminders.Subscriber{ID: 2, Board: 2, Channel: "test", Chat: "2"}
	e.Subscribers = []reminders.Subscriber{o.sub, o.sec}
	for _, i := range invented {
		e.Tasks = append(e.Tasks, reminders.Task{
			ID: i.id, Document: "17/QĐ-UBQGCDS", Section: i.section, Title: i.title, Text: i.title, Lead: []string{lead},
			Milestones: []reminders.Milestone{{ID: i.id + "/1", Label: "thực hiện", Phrase: i.phrase, Due: i.due}},
		})
	}
	snapshots := reminders.NewOffice(o.register, agency.Default)
	desk := reminders.NewDesk(o.register, snapshots, func() time.Time { return time.Date(2023, 5, 24, 9, 0, 0, 0, viet.Hanoi) })
	o.talk = newTalk(t, echo)
	o.Conversation = bot.New(o.script, o.memory, func(time.Time) time.Time { return today.Time() }, slog.New(slog.DiscardHandler), bot.WithDesk(desk))
	return o
}

// work is that of a Task of the register.
func work(id string) reminders.Work { return reminders.Work{Milestone: id + "/1", Agency: lead} }

// remind lets the chat have been told of Tasks, and returns the reminder as the chat got it.
func (o *office) remind(ids ...string) bot.Reply {
	o.t.Helper()
	var d reminders.Delivery
	d.SentAt = today.Time().Add(8 * time.Hour)
	for _, id := range ids {
		i := slices.IndexFunc(o.register.all.Tasks, func(t reminders.Task) bool { return t.ID == id })
		d.Reminders = append(d.Reminders, reminders.Reminder{
			Subscriber: 1, Kind: reminders.KindStep, Day: today, Task: id, Work: work(id), Due: o.register.all.Tasks[i].Milestones[0].Due, Step: "T-7",
		})
	}
	o.register.told[reminders.Chat{Channel: "test", ID: "1"}] = d
	return o.compose(o.notice(o.sub, d.Reminders...))
}

func (o *office) notice(sub reminders.Subscriber, all ...reminders.Reminder) reminders.Notice {
	return reminders.NewSnapshot(o.register.all, agency.Default()).Notice(sub, all, today)
}

// compose sends a Notice through a Messenger, and returns it as the chat got it.
func (o *office) compose(n reminders.Notice) bot.Reply {
	o.t.Helper()
	return o.deliver(bot.NewMessenger, n)
}

// deliver composes a Notice with a Messenger and sends all of it.
func (o *office) deliver(make func(bot.Outlet, bot.Memory, func(reminders.Figures) ([]byte, error), *slog.Logger) *bot.Messenger, n reminders.Notice) bot.Reply {
	o.t.Helper()
	tray := &tray{}
	m := make(tray, o.memory, nil, nil)
	parts, err := m.Compose(o.t.Context(), n)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, part := range parts {
		if outcome := m.Send(o.t.Context(), n.Subscriber.Chat, part); outcome.Kind != reminders.OutcomeSent {
			o.t.Fatalf("not sent: %+v", outcome)
		}
	}
	return tray.replies[0]
}

// tray is an outlet that keeps what it is given.
type tray struct{ replies []bot.Reply }

func (p *tray) Parts(r bot.Reply) ([][]byte, error) {
	p.replies = append(p.replies, r)
	return [][]byte{[]byte(r.Text.String())}, nil
}

func (p *tray) SendPart(_ context.Context, chat string, part []byte) reminders.Outcome {
	return reminders.Outcome{Kind: reminders.OutcomeSent, Detail: chat + ": " + string(part)}
}

// says sends a text and expects words in the reply.
func (o *office) says(text string, want ...string) bot.Reply {
	o.t.Helper()
	r := o.send(bot.Message{Text: text, From: "Nguyễn Văn A"})
	o.expect(text, r, want...)
	return r
}

func (o *office) expect(said string, r bot.Reply, want ...string) {
	o.t.Helper()
	for _, w := range want {
		if !strings.Contains(r.Text.String(), w) {
			o.t.Errorf("%q: got %q, want %q in it", said, r.Text, w)
		}
	}
}
