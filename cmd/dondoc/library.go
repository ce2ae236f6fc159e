package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"dondoc/bot"
	"dondoc/cmd/dondoc/store"
	"dondoc/corpus"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// library is what administrators see and send by chat. It implements bot.Library.
type library struct{ *server }

const originChat = "chat"

// receiveTimeout is how long reading one document may take.
const receiveTimeout = 60 * time.Second

// Receive reads a document by itself and keeps it as a version that nobody answers from.
func (l library) Receive(ctx context.Context, name string, content []byte) (knowledge.Text, error) {
	limited, cancel := context.WithTimeout(ctx, receiveTimeout)
	defer cancel()
	file := corpus.File{Name: filepath.Base(filepath.Clean("/" + name)), Content: content}
	c, failed, err := corpus.Read(limited, []corpus.File{file}, l.reg, nil)
	switch {
	case len(failed) > 0:
		return nil, bot.BadDocument(failed[0].Error())
	case errors.Is(err, corpus.ErrNothing):
		return nil, bot.BadDocument(errNoDocuments.Error())
	case err != nil:
		return nil, fmt.Errorf("receive a document: %w", err)
	}
	version, err := l.db.SaveVersion(ctx, originChat, []store.File{{Name: file.Name, Content: content}})
	if err != nil {
		return nil, fmt.Errorf("receive a document: %w", err)
	}
	return understood(c, version), nil
}

// mostDoubts is how many doubts fit a message.
const mostDoubts = 5

// understood tells what was read of a document: what there is, and what somebody should look at.
func understood(c *corpus.Corpus, version store.Version) knowledge.Text {
	var text knowledge.Text
	say := func(format string, args ...any) {
		text = append(text, knowledge.Line{{Text: fmt.Sprintf(format, args...)}})
	}
	for _, d := range c.Documents {
		text = append(text, knowledge.Line{{Text: "📄 "}, {Text: d.Title, Strong: true}})
	}
	milestones := 0
	for _, t := range c.Tasks {
		milestones += len(t.Milestones)
	}
	say("Đọc được %d nhiệm vụ, %d mốc thời hạn, %d chỉ tiêu, %d người.", len(c.Tasks), milestones, len(c.Targets), len(c.People))
	if n := len(c.Doubts); n > 0 {
		say("⚠️ %d điểm cần xác minh:", n)
		for _, d := range c.Doubts[:min(n, mostDoubts)] {
			say("• %s: %s", d.Source.Where(), d.Text)
		}
		if n > mostDoubts {
			say("… và %d điểm khác: xem bằng lệnh dondoc corpus check.", n-mostDoubts)
		}
	}
	if len(c.Tasks) == 0 {
		say("⚠️ Không thấy nhiệm vụ nào trong tệp này. Đề nghị kiểm tra lại nếu đó là một kế hoạch.")
	}
	if version.Published {
		say("Tệp này giống hệt bản %d đang dùng nên không lưu thêm.", version.ID)
		return text
	}
	say("Đã lưu thành bản %d, chưa công bố: câu trả lời và nhắc việc chưa thay đổi.", version.ID)
	return text
}

// Versions lists the newest versions.
func (l library) Versions(ctx context.Context) ([]bot.LibraryVersion, error) {
	versions, err := l.db.Versions(ctx)
	if err != nil {
		return nil, err
	}
	var all []bot.LibraryVersion
	for _, v := range versions {
		all = append(all, bot.LibraryVersion{ID: v.ID, Origin: originWords[v.Origin], Made: v.CreatedAt, Published: v.Published, Files: v.Files})
	}
	slices.SortFunc(all, func(a, b bot.LibraryVersion) int { return cmp.Compare(b.ID, a.ID) })
	return all, nil
}

// originWords say how a version came.
var originWords = map[string]string{originShipped: "kèm theo chương trình", originChat: "gửi qua trò chuyện"}

// Status tells how the program is doing.
func (l library) Status(ctx context.Context) (knowledge.Text, error) {
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
func (l library) zaloUse(ctx context.Context) (string, error) {
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
