package main

import (
	"context"
	"errors"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"
	"time"

	"dondoc/bot"
	"dondoc/bot/console"
	"dondoc/bot/people"
	"dondoc/corpus"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/knowledge/library"
	"dondoc/knowledge/review"
	"dondoc/reminders"
)

// librarian is what administrators see and do by chat. It implements bot.Library.
type librarian struct{ *server }

// receiveTimeout is how long reading and comparing one document may take.
const receiveTimeout = 60 * time.Second

// Receive adds a document to the open candidate, if there is one.
func (l librarian) Receive(ctx context.Context, name string, content []byte, progress bot.LoadProgress) (bot.Candidate, error) {
	limited, cancel := context.WithTimeout(ctx, receiveTimeout)
	defer cancel()
	file := corpus.File{Name: path.Base(path.Clean("/" + name)), Content: content}
	r, err := l.versions.Load(limited, []corpus.File{file}, library.LoadOptions{Origin: library.OriginChat}, library.Progress(progress))
	var unread *library.UnreadError
	switch {
	case errors.As(err, &unread) && len(unread.Failed) > 0:
		f := unread.Failed[0]
		return bot.Candidate{}, badDocument(f.File, f.Err.Error())
	case errors.Is(err, library.ErrNothing):
		return bot.Candidate{}, bot.BadDocument(errNoDocuments.Error())
	case err != nil && limited.Err() != nil && ctx.Err() == nil:
		return bot.Candidate{}, bot.BadDocument(fmt.Sprintf(readTooLong, int(receiveTimeout.Seconds())))
	case err != nil:
		return bot.Candidate{}, fmt.Errorf("receive a document: %w", err)
	}
	for _, f := range r.Failed {
		if f.File == file.Name {
			return bot.Candidate{}, badDocument(f.File, f.Reason)
		}
	}
	return l.Candidate(ctx, r.Version)
}

// badDocument says why a file was not loaded, with what is wrong in the words of package corpus.
func badDocument(file, reason string) error {
	return bot.BadDocument(fmt.Sprintf("⛔ Chưa nạp được “%s”: %s.", file, strings.TrimRight(reason, ".")))
}

const readTooLong = "Đọc và so sánh tệp này mất hơn %d giây nên tôi đã dừng. Đề nghị gõ “phiên bản” để xem tệp đã được lưu chưa; nếu chưa, chia nhỏ tệp hoặc nạp bằng bảng điều khiển."

// chatErrors are what the conversation calls what the library says no with.
var chatErrors = []struct{ is, say error }{
	{library.ErrUnknown, bot.ErrNoVersion}, {library.ErrConflict, bot.ErrOvertaken}, {library.ErrDrop, bot.ErrReason},
	{library.ErrNoFormer, bot.ErrNoFormer}, {library.ErrState, bot.ErrVersionState},
}

func chatError(err error) error {
	for _, e := range chatErrors {
		if errors.Is(err, e.is) {
			return fmt.Errorf("%w: %w", e.say, err)
		}
	}
	return err
}

// Candidate reviews a version that may be published. Of one that may not only its state is told.
func (l librarian) Candidate(ctx context.Context, id int64) (bot.Candidate, error) {
	versions, err := l.versions.Versions(ctx)
	if err != nil {
		return bot.Candidate{}, err
	}
	var found *library.Version
	var inForce int64
	for i, v := range versions {
		if v.State == library.InForce {
			inForce = v.ID
		}
		if v.ID == id || id == 0 && v.State == library.Candidate {
			found = &versions[i]
		}
	}
	switch {
	case found == nil:
		return bot.Candidate{}, bot.ErrNoVersion
	case found.State != library.Candidate && found.State != library.Former:
		return bot.Candidate{Version: found.ID, Against: inForce, State: bot.VersionState(found.State)}, nil
	}
	r, err := l.versions.Review(ctx, found.ID, nil)
	if err != nil {
		return bot.Candidate{}, chatError(err)
	}
	return candidateOf(&r, found.State), nil
}

// candidateOf words a review.
func candidateOf(r *review.Review, state library.State) bot.Candidate {
	c := bot.Candidate{
		Version: r.Version, Against: r.Against, State: bot.VersionState(state), Report: review.Summary(r),
		Doubts:  bot.Listing{Count: len(r.Open()), Lines: func(from, n int) knowledge.Text { return review.DoubtLines(r, from, n) }},
		Changes: bot.Listing{Count: len(r.Changes), Lines: func(from, n int) knowledge.Text { return review.ChangeLines(r, from, n) }},
		Effect:  effectOf(r),
	}
	if g := r.Golden; g != nil {
		c.Score = bot.Score{Questions: g.Questions, Right: g.Right, Before: g.Before, Lost: len(g.Worse)}
	}
	return c
}

func effectOf(r *review.Review) bot.Effect {
	var e bot.Effect
	for _, c := range r.Changes {
		switch {
		case c.Kind == review.New:
			e.New++
		case c.Kind == review.Gone:
			e.Gone++
		case slices.ContainsFunc(c.Fields, func(f review.Field) bool { return f.Name == review.MilestonesField }):
			e.Moved++
		default:
			e.Reworded++
		}
	}
	for _, b := range r.Boards {
		if b.New+b.Moved+b.Gone > 0 {
			e.Boards++
		}
	}
	return e
}

// Publish puts a version in force instead of another.
func (l librarian) Publish(ctx context.Context, version, replaces int64, reason string) error {
	return chatError(l.versions.Publish(ctx, version, replaces, reason))
}

// Discard ends the open candidate.
func (l librarian) Discard(ctx context.Context, version int64) error {
	return chatError(l.versions.Discard(ctx, version))
}

// Former tells what a rollback would change.
func (l librarian) Former(ctx context.Context) (bot.Candidate, error) {
	to, _, err := l.versions.Former(ctx)
	if err != nil {
		return bot.Candidate{}, chatError(err)
	}
	r, err := l.versions.Review(ctx, to, nil)
	if err != nil {
		return bot.Candidate{}, chatError(err)
	}
	return candidateOf(&r, library.Former), nil
}

// Rollback goes back, if that is still what it means.
func (l librarian) Rollback(ctx context.Context, to, from int64) error {
	now, _, err := l.versions.Former(ctx)
	switch {
	case err != nil:
		return chatError(err)
	case now != to:
		return bot.ErrOvertaken
	}
	_, err = l.versions.Rollback(ctx, from, "")
	return chatError(err)
}

// Versions lists the newest versions.
func (l librarian) Versions(ctx context.Context) ([]bot.LibraryVersion, error) {
	versions, err := l.versions.Versions(ctx)
	if err != nil {
		return nil, err
	}
	var all []bot.LibraryVersion
	for _, v := range versions {
		by := v.By
		if v.Origin == library.OriginShipped { // nobody's
			by = ""
		}
		all = append(all, bot.LibraryVersion{
			ID: v.ID, Origin: originWords[v.Origin], By: by, Made: v.Made, Published: v.Published, State: bot.VersionState(v.State),
			Files: len(v.Files), Edits: v.Edits,
		})
	}
	return all, nil
}

// originWords say how a version came.
var originWords = map[string]string{
	library.OriginShipped: "kèm theo chương trình", library.OriginChat: "gửi qua trò chuyện", library.OriginConsole: "tải lên bảng điều khiển",
	library.OriginCommand: "nạp bằng dòng lệnh", library.OriginEdit: "hiệu chỉnh",
}

// Console makes a link that signs who acts in to the console, once.
func (l librarian) Console(ctx context.Context) (link string, lasts time.Duration, err error) {
	if l.config.PublicURL == "" {
		return "", 0, bot.ErrNoConsole
	}
	link, err = console.NewLink(ctx, l.db, people.ActorOf(ctx).Person, l.config.PublicURL, time.Now())
	return link, console.LinkLife, err
}

// Status tells how the program is doing.
func (l librarian) Status(ctx context.Context) (knowledge.Text, error) {
	deliveries, err := l.db.CountDeliveries(ctx)
	if err != nil {
		return nil, err
	}
	from, err := l.db.SendingFrom(ctx)
	if err != nil {
		return nil, err
	}
	sending := "đang tắt (bật: dondoc remind on)"
	if !from.IsZero() {
		sending = "đang bật từ " + viet.DateOf(from).Vietnamese()
	}
	documents, tasks := 0, 0
	if c := l.base.Corpus(); c != nil {
		documents, tasks = len(c.Documents), len(c.Tasks)
	}
	model := "không dùng"
	if l.config.usesModel() {
		model = "có dùng"
	}
	zaloUse, err := l.zaloUse(ctx)
	if err != nil {
		return nil, err
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	status := knowledge.Text{
		{{Text: "🟢 "}, {Text: "Đôn đốc " + version, Strong: true}, {Text: ", chạy từ " + l.started.In(viet.Hanoi).Format("15:04 02/01/2006")}},
		{{Text: fmt.Sprintf("📚 %d văn bản, %d nhiệm vụ", documents, tasks)}},
		{{Text: "📡 Kênh: " + l.wires.names()}},
		{{Text: "⏰ Nhắc việc: " + sending}},
		{{Text: fmt.Sprintf("📨 Tin nhắc: %d đã gửi, %d đang chờ, %d không gửi được",
			deliveries[reminders.StatusSent], deliveries[reminders.StatusWaiting]+deliveries[reminders.StatusClaimed]+deliveries[reminders.StatusSending], deliveries[reminders.StatusDead])}},
		{{Text: fmt.Sprintf("🧠 Mô hình ngôn ngữ: %s; bộ nhớ %d MB", model, memory.HeapInuse>>20)}},
	}
	if zaloUse != "" {
		status = append(status, knowledge.Line{{Text: zaloUse}})
	}
	return status, nil
}

// zaloUse tells how much of the month's messages Zalo Bot has sent; "" without that channel.
func (l librarian) zaloUse(ctx context.Context) (string, error) {
	if l.config.ZaloToken == "" {
		return "", nil
	}
	used, err := l.db.CountedMessages(ctx, channelZalo, time.Now().In(viet.Hanoi).Format("2006-01"))
	if err != nil {
		return "", err
	}
	text := fmt.Sprintf("💬 Zalo Bot: đã gửi %d tin tháng này", used)
	if l.config.ZaloQuota > 0 {
		text += fmt.Sprintf(", hạn mức %d", l.config.ZaloQuota)
	}
	return text, nil
}
