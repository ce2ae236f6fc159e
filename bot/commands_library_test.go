package bot_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"dondoc/bot"
)

const (
	mega    = 1 << 20
	thisBig = 20 * mega
)

func TestDocumentsOfAdministrators(t *testing.T) {
	for name, tc := range map[string]struct {
		attachment *bot.Attachment
		err        error // of the library
		want       string
		size       int // of what the library got; -1: nothing
	}{
		"is read":              {parcel("kh.docx", 7, 7, nil), nil, "Báo cáo bản 7: 1 tệp", 7},
		"size not told":        {parcel("kh.docx", 7, 0, nil), nil, "Báo cáo bản 7: 1 tệp", 7},
		"just fits":            {parcel("kh.docx", thisBig, thisBig, nil), nil, "Báo cáo bản 7: 1 tệp", thisBig},
		"told to be too large": {parcel("kh.docx", 7, thisBig+1, nil), nil, "tối đa 20 MB", -1},
		"too large by content": {parcel("kh.docx", thisBig+1, 7, nil), nil, "tối đa 20 MB", -1},
		"cannot be fetched":    {parcel("kh.docx", 7, 7, errBroken), nil, "Đề nghị gửi lại", -1},
		"cannot be read":       {parcel("kh.docx", 7, 7, nil), fmt.Errorf("x: %w", bot.BadDocument("Tệp hỏng.")), "Tệp hỏng.", 7},
		"an unsaid reason":     {parcel("kh.docx", 7, 7, nil), fmt.Errorf("x: %w", bot.ErrDocument), "Không đọc được tệp này.", 7},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStacks()
			s.err = tc.err
			h := newHall(t, true, bot.WithLibrary(s))
			replies := h.tell(visitors["admin"], bot.Message{File: "kh.docx (test:1)", Attachment: tc.attachment})
			if len(replies) != 1 || !strings.Contains(replies[0].Text.String(), tc.want) || s.size != tc.size {
				t.Fatalf("the library got %d bytes; %+v", s.size, replies)
			}
			if good := tc.err == nil && tc.size >= 0; replies[0].Refused == good {
				t.Errorf("refused %v", replies[0].Refused)
			}
		})
	}
}

func TestLibraryThatFails(t *testing.T) {
	h := newHall(t, true, bot.WithLibrary(&stacks{err: errBroken, link: "x"}))
	for _, m := range []bot.Message{
		{Attachment: parcel("kh.docx", 1, 1, nil)}, {Text: "phiên bản"}, {Text: "trạng thái"}, {Text: "công bố"}, {Text: "quay lại bản trước"}, {Text: "bảng điều khiển"},
	} {
		m.Chat, m.Sender = bot.Chat{Channel: "test", ID: "admin"}, "admin"
		if replies, err := h.Handle(t.Context(), m); !errors.Is(err, errBroken) || len(replies) > 0 {
			t.Errorf("%+v: %v, %v", m, replies, err)
		}
	}
}

// TestDocumentsOfOthers are not read, nor those that come in a group, nor where nobody has a role.
func TestDocumentsOfOthers(t *testing.T) {
	s := newStacks()
	h := newHall(t, true, bot.WithLibrary(s))
	send := func(v visitor) []bot.Reply {
		return h.tell(v, bot.Message{File: "kh.docx (test:1)", Attachment: parcel("kh.docx", 1, 1, nil)})
	}
	for _, who := range []string{"guest", "officer", "member", "secretary", "linked", "admin in linked"} {
		if replies := send(visitors[who]); len(replies) > 0 {
			t.Errorf("%s: %+v", who, replies)
		}
	}
	bare := bot.New(h.script, newMemory(), nil, slog.New(slog.DiscardHandler), bot.WithLibrary(s))
	m := bot.Message{Chat: bot.Chat{Channel: "test", ID: "admin"}, Sender: "admin", File: "x", Attachment: parcel("kh.docx", 1, 1, nil)}
	if replies, err := bare.Handle(t.Context(), m); err != nil || len(replies) > 0 {
		t.Errorf("without people: %v, %v", replies, err)
	}
	if len(s.names) > 0 || len(h.script.questions()) > 0 {
		t.Errorf("read %q, asked %v", s.names, h.script.questions())
	}
	if send(visitors["web admin"]); len(s.names) != 1 {
		t.Error("an administrator's document on the web was not read")
	}
}

func TestVersionsAreListed(t *testing.T) {
	s := newStacks()
	s.versions[1].Edits = 3
	h := newHall(t, true, bot.WithLibrary(s))
	admin := visitors["admin"]
	r := h.one(admin, "phiên bản", "2 phiên bản tài liệu:\nBản 6, ngày 24/05/2023, 2 văn bản, 3 chỗ sửa, nạp bằng dòng lệnh – đang dùng từ 24/05/2023\nBản 5, ngày 24/05/2023, 1 văn bản – đã dùng trước đây")
	if len(r.Choices) > 0 {
		t.Errorf("nothing is open, and there is %v", r.Choices)
	}
	h.send(t, admin, "a.docx")
	h.send(t, admin, "b.docx")
	r = h.one(admin, "/phien_ban", "3 phiên bản tài liệu:\nBản 8, ngày 24/05/2023, 2 văn bản, do Nguyễn Văn A – chờ công bố\nBản 6", "\nKhông kể 1 bản nháp đã bỏ hoặc đã được thay.")
	if got := labelsOf(r); got != "Xem báo cáo|✅ Công bố|🗑 Bỏ" {
		t.Errorf("offered %s", got)
	}
	h.tap(admin, r, "Xem báo cáo", "Báo cáo bản 8: 2 tệp")
	h.one(admin, "trạng thái", "🟢 chạy tốt")
	h.one(admin, "nạp tài liệu", ".docx", "20 MB", "công bố")
	for i := range 20 {
		s.versions = append(s.versions, bot.LibraryVersion{ID: int64(100 + i), State: bot.VersionFormer})
	}
	if r := h.one(admin, "phiên bản", "23 phiên bản", "… và 13 bản cũ hơn."); len(r.Text) != 13 || !strings.Contains(r.Text[1:2].String(), "Bản 8") {
		t.Errorf("%q", r.Text)
	}
}

func labelsOf(r bot.Reply) string {
	var all []string
	for _, c := range r.Choices {
		all = append(all, c.Label)
	}
	return strings.Join(all, "|")
}

// send has an administrator send a document.
func (h *hall) send(t *testing.T, v visitor, name string) bot.Reply {
	t.Helper()
	return h.only(name, h.tell(v, bot.Message{File: name + " (test:1)", Attachment: parcel(name, 7, 7, nil)}), "Báo cáo bản")
}

// TestNoLibrary: where nobody looks after documents, the words for it are questions, and the commands are not known.
func TestNoLibrary(t *testing.T) {
	h := newHall(t, true)
	for _, text := range []string{"phiên bản", "trạng thái", "nạp tài liệu", "công bố", "công bố bản 7", "quay lại bản trước", "bảng điều khiển"} {
		if r := h.one(visitors["admin"], text); !asked(r) {
			t.Errorf("%q: %q", text, r.Text)
		}
	}
	h.one(visitors["admin"], "/phien_ban", "chưa hiểu lệnh này")
	if replies := h.tell(visitors["admin"], bot.Message{File: "x", Attachment: parcel("x", 1, 1, nil)}); len(replies) > 0 {
		t.Errorf("%+v", replies)
	}
}
