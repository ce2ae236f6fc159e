package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dondoc/cmd/dondoc/store"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// boardCommand sets up who is reminded of what.
type boardCommand struct {
	Add    boardAddCommand    `cmd:"" help:"Thêm một nhóm nhận nhắc của một cơ quan, hoặc một ban thư ký."`
	Set    boardSetCommand    `cmd:"" help:"Đổi cách nhắc, việc theo dõi của một nhóm nhận nhắc."`
	Link   boardLinkCommand   `cmd:"" help:"Thêm một cuộc trò chuyện vào ban đã có."`
	Unlink boardUnlinkCommand `cmd:"" help:"Bỏ một nhóm nhận nhắc khỏi ban."`
	Edit   boardEditCommand   `cmd:"" help:"Đổi tên ban, ban cấp trên."`
	List   boardListCommand   `cmd:"" help:"Liệt kê các nhóm nhận nhắc."`
	Import boardImportCommand `cmd:"" help:"Thêm nhiều nhóm từ tệp CSV: agency,channel,chat,name,group,secretariat."`
	Remove boardRemoveCommand `cmd:"" help:"Bỏ một ban cùng các nhóm của nó."`
	Pause  boardPauseCommand  `cmd:"" help:"Tạm dừng nhắc một nhóm."`
	Resume boardResumeCommand `cmd:"" help:"Nhắc lại nhóm đang tạm dừng; tin còn chờ được gửi muộn."`
	Feed   boardFeedCommand   `cmd:"" help:"Tạo đường dẫn lịch (iCalendar) bí mật cho một ban, hoặc thu hồi."`
}

// ruleFlags change when and of what a chat is reminded; what is not given stays.
type ruleFlags struct {
	Steps        string   `placeholder:"LIST" help:"Các bước nhắc, ví dụ 30,14,7,3,1,0,+1,+3,+7,tuần."`
	Hour         string   `placeholder:"HH:MM" help:"Giờ nhắc."`
	Zone         string   `placeholder:"NAME" help:"Múi giờ, ví dụ Asia/Ho_Chi_Minh."`
	Quiet        string   `placeholder:"LIST" help:"Các thứ không nhắc, ví dụ t6; ghi 0 để bỏ."`
	Coordinating *bool    `negatable:"" help:"Nhắc cả việc chỉ phối hợp."`
	Digest       *bool    `negatable:"" help:"Tổng hợp sáng thứ Hai."`
	Picture      *bool    `negatable:"" help:"Biểu đồ hằng tháng."`
	Document     []string `placeholder:"NUMBER" sep:"none" help:"Theo dõi cả một văn bản; lặp lại được."`
	Theme        []string `placeholder:"WORDS" sep:"none" help:"Theo dõi một chủ đề; lặp lại được."`
	Task         []string `placeholder:"ID" help:"Theo dõi một nhiệm vụ; lặp lại được."`
}

// apply changes a Subscriber as the flags say; the error is a sentence for people.
func (f *ruleFlags) apply(s *reminders.Subscriber) error {
	r := &s.Rule
	var err error
	if f.Steps != "" {
		if r.Before, r.Overdue, r.Weekly, err = reminders.ParseSteps(f.Steps); err != nil {
			return err
		}
	}
	if f.Hour != "" {
		if r.Hour, r.Minute, err = reminders.ParseClock(f.Hour); err != nil {
			return err
		}
	}
	if f.Zone != "" {
		r.Zone = f.Zone
	}
	if f.Quiet != "" {
		if r.Quiet, err = parseWeekdays(f.Quiet); err != nil {
			return err
		}
	}
	for _, option := range []struct {
		given *bool
		field *bool
	}{{f.Coordinating, &r.Coordinating}, {f.Digest, &r.Digest}, {f.Picture, &r.Picture}} {
		if option.given != nil {
			*option.field = *option.given
		}
	}
	f.follow(s)
	return r.Validate()
}

func (f *ruleFlags) follow(s *reminders.Subscriber) {
	for _, more := range []struct {
		kind   reminders.FollowKind
		values []string
	}{{reminders.FollowDocument, f.Document}, {reminders.FollowTheme, f.Theme}, {reminders.FollowTask, f.Task}} {
		for _, value := range more.values {
			follow := reminders.Follow{Kind: more.kind, Value: viet.Squeeze(viet.Normalize(value))}
			if follow.Value != "" && !slices.Contains(s.Follows, follow) {
				s.Follows = append(s.Follows, follow)
			}
		}
	}
}

// weekdayWords are how people write the days of a week, folded.
var weekdayWords = map[string]time.Weekday{
	"t2": time.Monday, "t3": time.Tuesday, "t4": time.Wednesday, "t5": time.Thursday, "t6": time.Friday,
	"thu hai": time.Monday, "thu ba": time.Tuesday, "thu tu": time.Wednesday, "thu nam": time.Thursday, "thu sau": time.Friday,
}

func parseWeekdays(list string) ([]time.Weekday, error) {
	var days []time.Weekday
	for _, word := range strings.Split(list, ",") {
		word = viet.Squeeze(viet.Fold(viet.Normalize(word)))
		if word == "0" {
			return nil, nil
		}
		day, ok := weekdayWords[word]
		if !ok {
			return nil, fmt.Errorf("không hiểu ngày %q; hãy ghi t2 đến t6, cách nhau bằng dấu phẩy, hoặc 0", word)
		}
		if !slices.Contains(days, day) {
			days = append(days, day)
		}
	}
	return days, nil
}

// boardAddCommand adds a board with one chat.
type boardAddCommand struct {
	Agency      string `arg:"" optional:"" help:"Cơ quan mà ban chịu trách nhiệm; ban thư ký có thể để trống."`
	Channel     string `default:"telegram" help:"Kênh: telegram, zalo, zalooa."`
	Chat        string `required:"" placeholder:"ID" help:"Mã cuộc trò chuyện trên kênh đó."`
	Group       bool   `help:"Là nhóm, không phải cá nhân."`
	Name        string `help:"Tên gọi; mặc định Ban Chỉ đạo CĐS của cơ quan."`
	Secretariat bool   `help:"Là ban thư ký: quyết định gia hạn, nghe việc không ai nhận."`
	Above       int64  `placeholder:"ID" help:"Ban thư ký cấp trên; mặc định mọi ban thư ký."`
	ruleFlags
}

// Run stores the board and its chat, all or nothing.
func (b *boardAddCommand) Run(ctx context.Context, c *Config, std streams) error {
	reg, err := c.registry()
	if err != nil {
		return err
	}
	entry := store.NewBoard{Board: reminders.Board{Name: b.Name, Agency: b.Agency, Above: b.Above, Secretariat: b.Secretariat}}
	entry.Subscriber = newChat(b.Channel, b.Chat, b.Group)
	if err := completeBoard(&entry, reg); err != nil {
		return usageError{err}
	}
	if err := b.apply(&entry.Subscriber); err != nil {
		return usageError{err}
	}
	return c.withDatabase(ctx, std, func(db *store.DB) error { return addBoards(ctx, db, []store.NewBoard{entry}, std) })
}

// knownChannels are those that can speak first.
var knownChannels = []string{channelTelegram, channelZalo, channelOA}

// completeBoard fills in what follows from the agency, or says in words what is wrong.
func completeBoard(e *store.NewBoard, reg *agency.Registry) error {
	named, err := lookupAgency(reg, e.Board.Agency)
	switch {
	case err != nil:
		return err
	case named == nil && !e.Board.Secretariat:
		return errors.New("hãy ghi tên cơ quan, hoặc --secretariat nếu là ban thư ký")
	case e.Board.Name == "" && named == nil:
		e.Board.Name = "Ban Thư ký"
	case named != nil:
		e.Board.Agency = named.Name
		e.Board.Name = cmp.Or(e.Board.Name, reminders.BoardName(named.Name))
		e.Subscriber.Follows = []reminders.Follow{{Kind: reminders.FollowAgency, Value: named.Name}}
	}
	if !slices.Contains(knownChannels, e.Subscriber.Channel) {
		return fmt.Errorf("kênh %q chưa gửi nhắc việc được; các kênh: %s", e.Subscriber.Channel, strings.Join(knownChannels, ", "))
	}
	if id, err := strconv.ParseInt(e.Subscriber.Chat, 10, 64); e.Subscriber.Channel == channelTelegram && (err != nil || id == 0) {
		return fmt.Errorf("mã cuộc trò chuyện Telegram phải là số, ví dụ 7654321 hoặc -1001234567890, không phải %q", e.Subscriber.Chat)
	}
	return nil
}

// addBoards stores all entries in one transaction and says what they got.
func addBoards(ctx context.Context, db *store.DB, entries []store.NewBoard, std streams) error {
	added, err := db.AddBoards(ctx, entries)
	switch {
	case errors.Is(err, reminders.ErrConflict):
		return errChatTaken
	case errors.Is(err, reminders.ErrUnknown):
		return errNoAbove
	case err != nil:
		return err
	}
	for _, b := range added {
		fmt.Fprintf(std.out, "Đã thêm ban %d: %s\n", b.ID, b.Name)
	}
	return nil
}
