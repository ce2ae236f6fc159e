package bot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/knowledge"
)

// stacks are a library.
type stacks struct {
	names    []string
	size     int
	err      error
	versions []bot.LibraryVersion
}

func (s *stacks) Receive(_ context.Context, name string, content []byte) (knowledge.Text, error) {
	s.names, s.size = append(s.names, name), len(content)
	return lines("Đọc được " + fmt.Sprint(len(content)) + " byte."), s.err
}
func (s *stacks) Versions(context.Context) ([]bot.LibraryVersion, error) { return s.versions, s.err }
func (s *stacks) Status(context.Context) (knowledge.Text, error) {
	return lines("🟢 chạy tốt"), s.err
}

// parcel is an attachment of so many bytes, which says it has told of them.
func parcel(name string, size int, told int64, err error) *bot.Attachment {
	return &bot.Attachment{Name: name, Size: told, Open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(make([]byte, size))), err
	}}
}

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
		"is read":              {parcel("kh.docx", 7, 7, nil), nil, "Đọc được 7 byte.", 7},
		"size not told":        {parcel("kh.docx", 7, 0, nil), nil, "Đọc được 7 byte.", 7},
		"just fits":            {parcel("kh.docx", thisBig, thisBig, nil), nil, "Đọc được 20971520 byte.", thisBig},
		"told to be too large": {parcel("kh.docx", 7, thisBig+1, nil), nil, "tối đa 20 MB", -1},
		"too large by content": {parcel("kh.docx", thisBig+1, 7, nil), nil, "tối đa 20 MB", -1},
		"cannot be fetched":    {parcel("kh.docx", 7, 7, errBroken), nil, "Đề nghị gửi lại", -1},
		"cannot be read":       {parcel("kh.docx", 7, 7, nil), fmt.Errorf("x: %w", bot.BadDocument("Tệp hỏng.")), "Tệp hỏng.", 7},
		"an unsaid reason":     {parcel("kh.docx", 7, 7, nil), fmt.Errorf("x: %w", bot.ErrDocument), "Không đọc được tệp này.", 7},
	} {
		t.Run(name, func(t *testing.T) {
			s := &stacks{err: tc.err, size: -1}
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
	h := newHall(t, true, bot.WithLibrary(&stacks{err: errBroken}))
	for _, m := range []bot.Message{{Attachment: parcel("kh.docx", 1, 1, nil)}, {Text: "phiên bản"}, {Text: "trạng thái"}} {
		m.Chat, m.Sender = bot.Chat{Channel: "test", ID: "admin"}, "admin"
		if replies, err := h.Handle(t.Context(), m); !errors.Is(err, errBroken) || len(replies) > 0 {
			t.Errorf("%+v: %v, %v", m, replies, err)
		}
	}
}

// TestDocumentsOfOthers are not read, nor those that come in a group, nor where nobody has a role.
func TestDocumentsOfOthers(t *testing.T) {
	s := &stacks{}
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
	made := time.Date(2023, 5, 23, 18, 0, 0, 0, time.UTC) // the 24th in Hanoi
	s := &stacks{versions: []bot.LibraryVersion{{ID: 12, Made: made, Files: 1, Origin: "gửi qua trò chuyện"}, {ID: 11, Made: made, Files: 2, Published: true}}}
	for i := range 15 {
		s.versions = append(s.versions, bot.LibraryVersion{ID: int64(10 - i), Made: made})
	}
	h := newHall(t, true, bot.WithLibrary(s))
	r := h.one(visitors["admin"], "phiên bản", "17 phiên bản tài liệu:", "Bản 12, ngày 24/05/2023, 1 văn bản, gửi qua trò chuyện\n", "Bản 11, ngày 24/05/2023, 2 văn bản – đang dùng")
	if n := len(r.Text); n != 11 {
		t.Errorf("%d lines", n)
	}
	h.one(visitors["admin"], "trạng thái", "🟢 chạy tốt")
	h.one(visitors["admin"], "nạp tài liệu", ".docx", "20 MB")
}

// TestNoLibrary: where nobody looks after documents, the words for it are questions, and the commands are not known.
func TestNoLibrary(t *testing.T) {
	h := newHall(t, true)
	for _, text := range []string{"phiên bản", "trạng thái", "nạp tài liệu"} {
		if r := h.one(visitors["admin"], text); !asked(r) {
			t.Errorf("%q: %q", text, r.Text)
		}
	}
	h.one(visitors["admin"], "/phien_ban", "chưa hiểu lệnh này")
	if replies := h.tell(visitors["admin"], bot.Message{File: "x", Attachment: parcel("x", 1, 1, nil)}); len(replies) > 0 {
		t.Errorf("%+v", replies)
	}
}
