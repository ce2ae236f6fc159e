package reminders

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dondoc/corpus/viet"
)

// Records is where a Desk writes down what people say of their Tasks.
type Records interface {
	// Subscribed returns who a chat is, with its Board; ErrUnknown for a chat that nobody has linked.
	Subscribed(ctx context.Context, chat Chat) (Subscriber, Board, error)
	// LastTold returns the newest Delivery that went out to the chat and told of Work (has a Reminder of KindStep), with
	// its Reminders in the order in which the Dispatcher got them; ErrUnknown when there is none.
	LastTold(ctx context.Context, chat Chat) (Delivery, error)
	// SaveProgress replaces was, the Progress of its Work, and adds that to the log. If was is not what is stored, names
	// aside, it is ErrConflict; the zero was stands for nothing.
	SaveProgress(ctx context.Context, who Person, was, p Progress) error
	// Acknowledge marks Works as seen; those that are already keep their first name and time.
	Acknowledge(ctx context.Context, who Person, at time.Time, works []Work) error
	// AskExtension stores a request and a Delivery to each secretariat that can decide it.
	AskExtension(ctx context.Context, who Person, e Extension) (Extension, error)
	// DecideExtension ends a request and tells the board. Of an accepted one Until becomes the day granted, and the
	// Progress Extended. A request that was decided before is ErrConflict.
	DecideExtension(ctx context.Context, who Person, d ExtensionDecision) (Extension, error)
}

// ExtensionDecision is what a secretariat says to an Extension.
type ExtensionDecision struct {
	ID       int64
	Accepted bool
	Until    viet.Date // the day granted; zero: the day asked for
	Document string    // the deciding document, or the reason of a refusal
	At       time.Time
}

// Evidence is what somebody gives for Work that is done; all of it may be "".
type Evidence struct {
	Report string // number of the report
	File   string // name of a file
	Note   string
}

// What a Desk refuses, besides the errors of the Book.
var (
	ErrForbidden = errors.New("reminders: not theirs to say")  // the chat does not follow the Work, or decides nothing
	ErrEnded     = errors.New("reminders: the Work has ended") // it is done or cancelled
)

// Refusal is why a Desk wrote nothing down. Reason is ErrUnknown, ErrForbidden, ErrEnded, ErrInvalid or ErrConflict.
type Refusal struct {
	Reason   error
	Sentence string // for the person who asked
}

func (r *Refusal) Error() string { return r.Reason.Error() + ": " + r.Sentence }

// Unwrap makes errors.Is find the Reason.
func (r *Refusal) Unwrap() error { return r.Reason }

func refuse(reason error, sentence string, args ...any) error {
	return &Refusal{reason, fmt.Sprintf(sentence, args...)}
}

// Why a Desk refuses, in words for people.
const (
	notLinked     = "Cuộc trò chuyện này chưa gắn với ban chỉ đạo nào nên tôi chưa ghi nhận được. Đề nghị liên hệ ban thư ký để đăng ký."
	notInPlan     = "Việc này không còn trong kế hoạch, không cần báo thêm."
	notFollowed   = "Việc này không thuộc các việc mà cuộc trò chuyện này theo dõi."
	notYours      = "Việc này do cơ quan khác báo tiến độ; cuộc trò chuyện này chỉ theo dõi."
	isCancelled   = "Việc này đã được ghi là không thực hiện nữa."
	isDone        = "Việc này đã được ghi hoàn thành."
	hasNoDue      = "Việc này không có hạn cụ thể nên không cần xin gia hạn."
	noDay         = "Chưa rõ ngày. Ví dụ: 30/6/%d."
	notLater      = "Ngày xin gia hạn phải sau hạn hiện nay (%s)."
	notFuture     = "Ngày xin gia hạn phải sau hôm nay (%s)."
	tooFar        = "Ngày %s xa quá hai năm; đề nghị kiểm tra lại năm."
	asksAlready   = "Việc này đang chờ quyết định gia hạn đến %s. Nếu cần ngày khác, đề nghị báo ban thư ký."
	onlySecretary = "Chỉ ban thư ký quyết định việc gia hạn."
	noRequest     = "Không tìm thấy yêu cầu gia hạn này."
	notTheirs     = "Yêu cầu này do ban thư ký khác quyết định."
	decidedBefore = "Yêu cầu này đã được quyết định: %s."
	decidedNow    = "Yêu cầu này vừa được người khác quyết định."
	agreedTo      = "đồng ý gia hạn đến %s"
	refusedTo     = "không đồng ý gia hạn"
	pausePast     = "Ngày nhắc lại phải sau hôm nay (%s)."
	pauseLong     = "Chỉ tạm dừng nhắc được tối đa %d ngày, để không việc nào bị quên."
)

// Bounds of what people say.
const (
	longestExtension = 2   // years
	longestPause     = 31  // days
	longestWords     = 500 // letters of a reason or note
	longestNumber    = 120 // letters of a document's number or a file's name
)

// Desk writes down what people say of their Tasks. It alone decides who may: a chat that is linked to a Board, about
// Work that its Subscriber follows. What it refuses is a *Refusal; saying the same twice changes nothing and is no
// error. It is safe for concurrent use.
type Desk struct {
	records Records
	office  *Office
	now     func() time.Time
}

// NewDesk returns a Desk that writes into records what it checks against the office's Snapshot.
func NewDesk(records Records, office *Office, now func() time.Time) *Desk {
	return &Desk{records: records, office: office, now: now}
}

// visit is one chat at the Desk, at one moment.
type visit struct {
	*Snapshot
	sub   Subscriber
	board Board
	now   time.Time
	today viet.Date
}

func (d *Desk) visit(ctx context.Context, chat Chat) (visit, error) {
	sub, board, err := d.records.Subscribed(ctx, chat)
	if errors.Is(err, ErrUnknown) {
		return visit{}, refuse(ErrUnknown, notLinked)
	}
	if err != nil {
		return visit{}, fmt.Errorf("reminders: desk: %w", err)
	}
	s, err := d.office.Snapshot(ctx)
	if err != nil {
		return visit{}, fmt.Errorf("reminders: desk: %w", err)
	}
	now := d.now()
	return visit{s, sub, board, now, viet.DateOf(now)}, nil
}

// item returns Work that the chat may speak about.
func (v *visit) item(w Work) (Item, error) {
	item, ok := v.Item(w, viet.Date{}, v.today)
	if !ok || !item.Task.Gone.IsZero() || !item.Milestone.Gone.IsZero() {
		return Item{}, refuse(ErrUnknown, notInPlan)
	}
	if !v.Follows(v.sub, w, v.today) {
		return Item{}, refuse(ErrForbidden, notFollowed)
	}
	if !v.MayReport(v.sub, w, v.today) {
		return Item{}, refuse(ErrForbidden, notYours)
	}
	return item, nil
}

// items returns those of the Works that the chat may speak about, each once; there is at least one, or an error.
func (v *visit) items(works []Work) ([]Item, error) {
	var items []Item
	refusal := refuse(ErrUnknown, notInPlan)
	for i, w := range works {
		if slices.Contains(works[:i], w) {
			continue
		}
		item, err := v.item(w)
		if err != nil {
			refusal = err
			continue
		}
		items = append(items, item)
	}
	if len(items) == 0 {
		return nil, refusal
	}
	return items, nil
}

// Look returns how Works stand today: those that the chat may speak about.
func (d *Desk) Look(ctx context.Context, chat Chat, works ...Work) ([]Item, error) {
	v, err := d.visit(ctx, chat)
	if err != nil {
		return nil, err
	}
	return v.items(works)
}

// Open returns the Works of the last message to the chat that told of any, as they stand today, in the order in which
// it numbered them. There are none when nothing was ever told.
func (d *Desk) Open(ctx context.Context, chat Chat) ([]Item, error) {
	v, err := d.visit(ctx, chat)
	if err != nil {
		return nil, err
	}
	told, err := d.records.LastTold(ctx, chat)
	if errors.Is(err, ErrUnknown) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reminders: desk: %w", err)
	}
	return v.told(told), nil
}

// told works out what a message that is out has listed: Snapshot.Notice, as it was at the time.
func (v *visit) told(d Delivery) []Item {
	dues := map[Work]viet.Date{} // as told
	var items []Item
	for _, r := range d.Reminders {
		item, ok := v.Item(r.Work, viet.Date{}, v.today)
		if _, again := dues[r.Work]; again || !ok || r.Kind != KindStep || leftOut(item, r, d) {
			continue
		}
		dues[r.Work] = r.Due
		items = append(items, item)
	}
	slices.SortStableFunc(items, func(a, b Item) int {
		return cmp.Or(dues[a.Work].Compare(dues[b.Work]), cmp.Compare(a.Task.Document, b.Task.Document))
	})
	return items
}

// leftOut reports whether a step was no longer to be told when the message went out: what people say later does not
// change the numbers in it.
func leftOut(i Item, r Reminder, d Delivery) bool {
	sent := viet.DateOf(d.SentAt)
	before := func(day viet.Date) bool { return !day.IsZero() && day.Before(sent) }
	if before(i.Task.Gone) || before(i.Milestone.Gone) || i.Due != r.Due && before(i.Milestone.Moved) {
		return true
	}
	changed := i.Due != r.Due || i.Progress.State.Ends() || !i.Progress.PausedUntil.IsZero() && i.Progress.PausedUntil.Compare(sent) >= 0
	return changed && !i.Progress.At.IsZero() && i.Progress.At.Before(d.SentAt)
}

// Acknowledge marks Works as seen. They are reminded of all the same.
func (d *Desk) Acknowledge(ctx context.Context, who Person, works []Work) error {
	v, err := d.visit(ctx, who.Chat)
	if err != nil {
		return err
	}
	items, err := v.items(works)
	if err != nil {
		return err
	}
	var fresh []Work
	for _, i := range items {
		if i.Progress.AcknowledgedAt.IsZero() {
			fresh = append(fresh, i.Work)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return desked(d.records.Acknowledge(ctx, who, v.now, fresh))
}

func desked(err error) error {
	if err != nil {
		return fmt.Errorf("reminders: desk: %w", err)
	}
	return nil
}

func refuseEnded(s State) error {
	if s == Cancelled {
		return refuse(ErrEnded, isCancelled)
	}
	return refuse(ErrEnded, isDone)
}

// bounded is foreign text on one line, cut where nobody reads on.
func bounded(s string, letters int) string {
	runes := []rune(viet.Squeeze(viet.Normalize(s)))
	return strings.TrimSpace(string(runes[:min(letters, len(runes))]))
}
