package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"dondoc/bot"
	"dondoc/bot/people"
)

// desk is a hall with a library and an administrator in front of it.
type desk struct {
	*hall
	*stacks
	admin visitor
}

func newDesk(t *testing.T) *desk {
	s := newStacks()
	return &desk{newHall(t, true, bot.WithLibrary(s)), s, visitors["admin"]}
}

func TestFromTheDocumentToTheAnswer(t *testing.T) {
	d := newDesk(t)
	d.send(t, d.admin, "a.docx")
	r := d.send(t, d.admin, "b.docx")
	if got := labelsOf(r); got != "Xem điểm cần xác minh|Xem khác biệt|✅ Công bố|🗑 Bỏ" {
		t.Errorf("the report offers %s", got)
	}
	ask := d.tap(d.admin, r, "Công bố", "Công bố bản 8 thay bản 6: 3 việc mới, 2 việc đổi hạn, 1 việc bỏ; 4 ban sẽ được báo.")
	if got := labelsOf(ask); got != "✅ Công bố ngay|Thôi" || d.inForce() != 6 {
		t.Errorf("offered %s, in force %d", got, d.inForce())
	}
	d.tap(d.admin, ask, "Thôi", "bản 8 vẫn chờ công bố")
	if d.inForce() != 6 {
		t.Error("published all the same")
	}
	d.tap(d.admin, ask, "Công bố ngay", "✅ Bản 8 đã có hiệu lực", "quay lại bản trước")
	d.tap(d.admin, ask, "Công bố ngay", "Bản 8 đang có hiệu lực") // the same press handled twice
	back := d.one(d.admin, "quay lại bản trước", "Quay lại bản 6 thay bản 8: ")
	d.tap(d.admin, back, "Thôi", "không có gì thay đổi")
	d.tap(d.admin, back, "Quay lại ngay", "✅ Đã quay lại bản 6")
	d.tap(d.admin, back, "Quay lại ngay", "Người khác vừa thay bản đang dùng")
	want := []string{"load a.docx", "load b.docx", "publish 8 for 6: ", "back to 6 from 8"}
	if !slices.Equal(d.done, want) {
		t.Errorf("done %q, want %q", d.done, want)
	}
	for i, a := range d.actors {
		if a != (people.Actor{Person: people.Person{Channel: "test", ID: "admin"}, Name: "Nguyễn Văn A", Where: "chat"}) {
			t.Errorf("%s was done by %+v", d.done[i], a)
		}
	}
}

func TestLeafingThroughDoubts(t *testing.T) {
	d := newDesk(t)
	report := d.send(t, d.admin, "a.docx")
	r := d.tap(d.admin, report, "điểm cần xác minh", "Điểm cần xác minh của bản 7 (1–5/12):\n1. điểm\n2. điểm\n3. điểm\n4. điểm\n5. điểm")
	if got := labelsOf(r); got != "Xem tiếp 5 mục|Xem khác biệt|✅ Công bố|🗑 Bỏ" {
		t.Errorf("page 1 offers %s", got)
	}
	r = d.tap(d.admin, r, "Xem tiếp", "(6–10/12):\n6. điểm")
	r = d.tap(d.admin, r, "Xem tiếp 2", "(11–12/12):\n11. điểm\n12. điểm")
	r = d.tap(d.admin, r, "Xem khác biệt", "Khác biệt của bản 7 so với bản đang dùng (1–5/6):\n1. khác biệt")
	r = d.tap(d.admin, r, "Xem tiếp 1", "(6/6):\n6. khác biệt")
	if got := labelsOf(r); got != "Xem điểm cần xác minh|✅ Công bố|🗑 Bỏ" {
		t.Errorf("the last page offers %s", got)
	}
	d.doubts = 0
	if r := d.send(t, d.admin, "b.docx"); strings.Contains(labelsOf(r), "xác minh") {
		t.Errorf("no doubts, and %s", labelsOf(r))
	}
}

// TestStaleChoices: what was offered for a version that is not what it was does nothing but show what there is.
func TestStaleChoices(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(d *desk)
		want   []string
		offers string
	}{
		"another file came": {func(d *desk) { d.send(d.t, d.admin, "b.docx") }, []string{"bản 7 đã được thay bằng bản mới hơn", "Báo cáo hiện nay:\nBáo cáo bản 8"}, "Công bố"},
		"another version":   {func(d *desk) { d.find(6).State = bot.VersionFormer; d.before = append(d.before, 5) }, []string{"bản 5 đã có hiệu lực sau khi báo cáo đó được lập", "Báo cáo bản 7"}, "Công bố"},
		"discarded":         {func(d *desk) { d.find(7).State = bot.VersionDiscarded }, []string{"bản 7 đã được bỏ", "không có bản nào đang chờ công bố"}, ""},
		"replaced, former": {func(d *desk) {
			d.find(7).State = bot.VersionFormer
			d.versions = append(d.versions, bot.LibraryVersion{ID: 8, State: bot.VersionOpen})
		}, []string{"bản 7 đã được thay", "Báo cáo bản 8"}, "Công bố"},
		"gone":      {func(d *desk) { d.versions = d.versions[:2] }, []string{"không còn bản 7", "không có bản nào đang chờ công bố"}, ""},
		"published": {func(d *desk) { d.find(7).State = bot.VersionInForce; d.before = append(d.before, 7) }, []string{"Bản 7 đang có hiệu lực."}, ""},
	} {
		for _, label := range []string{"Xem điểm", "Xem khác biệt", "Công bố", "Bỏ", "Công bố ngay"} {
			t.Run(name+"/"+label, func(t *testing.T) {
				d := newDesk(t)
				r := d.send(t, d.admin, "a.docx")
				if label == "Công bố ngay" {
					r = d.tap(d.admin, r, "Công bố")
				}
				tc.change(d)
				loads := len(d.done)
				got := d.tap(d.admin, r, label, tc.want...)
				if !strings.Contains(labelsOf(got), tc.offers) || tc.offers == "" && len(got.Choices) > 0 {
					t.Errorf("offered %s", labelsOf(got))
				}
				if len(d.done) != loads {
					t.Errorf("done %q", d.done[loads:])
				}
			})
		}
	}
}

func TestDropNeedsAReason(t *testing.T) {
	d := newDesk(t)
	d.score = bot.Score{Questions: 20, Right: 18, Before: 19, Lost: 2}
	r := d.send(t, d.admin, "a.docx")
	r = d.tap(d.admin, r, "Công bố", "⚠️ Bản 7 trả lời đúng 18/20 câu hỏi chuẩn, bản đang dùng đúng 19.", "2 câu đang trả lời đúng sẽ không còn đúng", "lý do bằng một câu", "chưa công bố gì")
	if got := labelsOf(r); got != "Thôi" {
		t.Errorf("offered %s", got)
	}
	if r := d.one(d.admin, "Hà Nam phải làm gì?"); !asked(r) {
		t.Errorf("a question is taken for a reason: %q", r.Text)
	}
	if r := d.one(d.admin, "cảm ơn"); !asked(r) {
		t.Errorf("thanks are taken for a reason: %q", r.Text)
	}
	r = d.one(d.admin, "vì kế hoạch năm 2022 đã hết hiệu lực.", "Công bố bản 7 thay bản 6", "Lý do: kế hoạch năm 2022 đã hết hiệu lực")
	if d.inForce() != 6 {
		t.Fatal("published without being asked twice")
	}
	d.tap(d.admin, r, "Công bố ngay", "✅ Bản 7 đã có hiệu lực")
	if last := d.done[len(d.done)-1]; last != "publish 7 for 6: kế hoạch năm 2022 đã hết hiệu lực" {
		t.Errorf("done %q", last)
	}
	if r := d.one(d.admin, "kế hoạch năm 2022 đã hết hiệu lực"); !asked(r) {
		t.Errorf("still waited for: %q", r.Text)
	}
}

// TestReasonIsNotWaitedForLong nor after somebody changed their mind, nor for another version.
func TestReasonIsNotWaitedForLong(t *testing.T) {
	const reason = "kế hoạch năm 2022 đã hết hiệu lực"
	for name, tc := range map[string]struct {
		between func(d *desk, r bot.Reply)
		want    string
	}{
		"at once":        {func(*desk, bot.Reply) {}, "Công bố bản 7 thay bản 6"},
		"too late":       {func(*desk, bot.Reply) { <-time.After(16 * time.Minute) }, "đáp: "},
		"no more":        {func(d *desk, r bot.Reply) { d.tap(d.admin, r, "Thôi") }, "đáp: "},
		"another file":   {func(d *desk, _ bot.Reply) { d.send(d.t, d.admin, "b.docx") }, "đáp: "},
		"discarded":      {func(d *desk, _ bot.Reply) { d.find(7).State = bot.VersionDiscarded }, "bản 7 đã được bỏ"},
		"no more rights": {func(d *desk, _ bot.Reply) { delete(d.lobby.accounts, people.Person{Channel: "test", ID: "admin"}) }, "đáp: "},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDesk(t)
				d.score = bot.Score{Questions: 2, Right: 1, Before: 2}
				r := d.tap(d.admin, d.send(t, d.admin, "a.docx"), "Công bố", "lý do")
				tc.between(d, r)
				d.one(d.admin, reason, tc.want)
			})
		})
	}
}

// TestScoreThatDropsMeanwhile: golden questions that were added since the question are not passed over.
func TestScoreThatDropsMeanwhile(t *testing.T) {
	d := newDesk(t)
	r := d.tap(d.admin, d.send(t, d.admin, "a.docx"), "Công bố", "Công bố bản 7")
	d.score = bot.Score{Questions: 2, Right: 1, Before: 2}
	d.tap(d.admin, r, "Công bố ngay", "đề nghị nhắn cho tôi lý do")
	if d.inForce() != 6 {
		t.Error("published")
	}
	// Nor those that the report does not know of yet.
	d = newDesk(t)
	d.score = bot.Score{Questions: 2, Right: 1, Before: 2}
	d.Conversation = bot.New(d.script, forgetful{d.memory, d.lobby}, nil, slog.New(slog.DiscardHandler),
		bot.WithPeople(people.NewPolicy(true), d.lobby, d.lobby), bot.WithLibrary(outdated{d.stacks}))
	r = d.tap(d.admin, d.send(t, d.admin, "a.docx"), "Công bố", "Công bố bản 7")
	d.tap(d.admin, r, "Công bố ngay", "Theo bộ câu hỏi chuẩn hiện nay", "đề nghị nhắn cho tôi lý do")
	r = d.one(d.admin, "kế hoạch cũ đã hết hiệu lực", "Lý do: kế hoạch cũ")
	d.tap(d.admin, r, "Công bố ngay", "✅ Bản 7")
}

// outdated is a library whose reports know of no golden questions.
type outdated struct{ *stacks }

func (o outdated) Receive(ctx context.Context, name string, content []byte, p bot.LoadProgress) (bot.Candidate, error) {
	c, err := o.stacks.Receive(ctx, name, content, p)
	c.Score = bot.Score{}
	return c, err
}

func (o outdated) Candidate(ctx context.Context, id int64) (bot.Candidate, error) {
	c, err := o.stacks.Candidate(ctx, id)
	c.Score = bot.Score{}
	return c, err
}

// TestTwoAdministrators publish what both have seen: one is told that the other was faster, and nothing is lost.
func TestTwoAdministrators(t *testing.T) {
	d := newDesk(t)
	other := visitor{sender: "admin", chat: "admin", channel: "web"}
	mine := d.tap(d.admin, d.send(t, d.admin, "a.docx"), "Công bố")
	theirs := d.tap(other, d.one(other, "phiên bản"), "Công bố")
	d.tap(other, theirs, "Công bố ngay", "✅ Bản 7 đã có hiệu lực")
	d.tap(d.admin, mine, "Công bố ngay", "Bản 7 đang có hiệu lực.")

	d = newDesk(t)
	mine = d.tap(d.admin, d.send(t, d.admin, "a.docx"), "Công bố")
	d.Conversation = bot.New(d.script, forgetful{d.memory, d.lobby}, nil, slog.New(slog.DiscardHandler),
		bot.WithPeople(people.NewPolicy(true), d.lobby, d.lobby), bot.WithLibrary(overtaken{d.stacks}))
	r := d.tap(d.admin, mine, "Công bố ngay", "Người khác vừa thay bản đang dùng trước anh/chị", "Không có gì bị mất", "Báo cáo hiện nay:\nBáo cáo bản 7")
	if got := labelsOf(r); !r.Refused || !strings.Contains(got, "Công bố") {
		t.Errorf("refused %v, offered %s", r.Refused, got)
	}
	d.tap(d.admin, r, "🗑 Bỏ", "không còn ở trạng thái đó", "Báo cáo bản 7")
}

// overtaken is a library in which somebody is always faster, between the look and the deed.
type overtaken struct{ *stacks }

func (overtaken) Publish(context.Context, int64, int64, string) error {
	return cmpErr(bot.ErrOvertaken)
}
func (overtaken) Discard(context.Context, int64) error { return cmpErr(bot.ErrVersionState) }

// TestEveryLibraryErrorIsSaid in words of its own, that say what helps.
func TestEveryLibraryErrorIsSaid(t *testing.T) {
	seen := map[string]bool{}
	for _, err := range []error{bot.ErrNoVersion, bot.ErrOvertaken, bot.ErrReason, bot.ErrNoFormer, bot.ErrVersionState, bot.ErrNoConsole} {
		d := newDesk(t)
		d.err, d.link = fmt.Errorf("x: %w", err), "x"
		r := d.one(d.admin, "bảng điều khiển")
		said := r.Text.String()
		if !r.Refused || seen[said] || !strings.HasSuffix(said, ".") || strings.Contains(said, "bot:") {
			t.Errorf("%v: %q", err, said)
		}
		seen[said] = true
	}
}

func TestPublishInWords(t *testing.T) {
	d := newDesk(t)
	d.one(d.admin, "công bố", "không có bản nào đang chờ công bố", "nạp tài liệu")
	d.one(d.admin, "/cong_bo 99", "Không có bản nào như vậy")
	d.one(d.admin, "công bố bản 6", "Bản 6 đang có hiệu lực")
	if r := d.one(d.admin, "công bố dịch vụ công trực tuyến khi nào"); !asked(r) {
		t.Errorf("a question is taken for a command: %q", r.Text)
	}
	old := d.one(d.admin, "công bố phiên bản 5", "Công bố bản 5 thay bản 6")
	d.send(t, d.admin, "a.docx")
	r := d.one(d.admin, "Công bố!", "Công bố bản 7 thay bản 6")
	d.tap(d.admin, r, "Công bố ngay", "✅ Bản 7")
	d.tap(d.admin, old, "Công bố ngay", "bản 7 đã có hiệu lực sau khi")
	d.tap(d.admin, d.one(d.admin, "công bố 5"), "Công bố ngay", "✅ Bản 5")
	d.before = d.before[:1]
	d.one(d.admin, "quay lại bản trước", "không có bản nào để quay lại")
}

// TestProgressIsShown in one message, and nothing is shown where a channel cannot.
func TestProgressIsShown(t *testing.T) {
	d := newDesk(t)
	d.steps = 10
	var drafts []string
	show := func(r bot.Reply) { drafts = append(drafts, r.Text.String()) }
	r := d.only("a.docx", d.tell(d.admin, bot.Message{Attachment: parcel("a.docx", 7, 7, nil), Draft: show}), "Báo cáo bản 7")
	if len(drafts) != 10 || drafts[4] != "📥 Đang nạp “a.docx”…\n▓▓▓▓▓░░░░░ Đọc văn bản: 5/10" || !strings.Contains(drafts[9], "▓▓▓▓▓▓▓▓▓▓ ") {
		t.Errorf("%d drafts: %q", len(drafts), drafts)
	}
	r = d.tap(d.admin, r, "Công bố")
	drafts = nil
	d.tell(d.admin, bot.Message{Choice: button(t, r, "Công bố ngay").Key, Draft: show})
	if len(drafts) != 1 || !strings.Contains(drafts[0], "Đang công bố bản 7") {
		t.Errorf("%q", drafts)
	}
	d.send(t, d.admin, "b.docx") // without drafts
}

func TestSameDocumentAgain(t *testing.T) {
	d := newDesk(t)
	m := bot.Message{Text: "nạp tài liệu", Attachment: sealed("kh.docx", []byte("same"), 4, nil)} // the caption is a command
	d.only("caption", d.tell(d.admin, bot.Message{Text: "công bố", Attachment: parcel("a.docx", 7, 7, nil)}), "Báo cáo bản 7")
	if r := d.only("same", d.tell(d.admin, m), "Tệp “kh.docx” giống hệt", "bản 6 đang dùng"); len(r.Choices) > 0 {
		t.Errorf("offered %s", labelsOf(r))
	}
}

// TestForeignNames: of a file's name neither a path nor a sign that nobody sees gets into the library or the chat.
func TestForeignNames(t *testing.T) {
	for name, want := range map[string]string{
		"kế hoạch.docx": "kế hoạch.docx", "../../etc/passwd": "passwd", `..\..\Windows\a.docx`: "a.docx", "/a/b/": "b", "": "van-ban", "..": "van-ban", "/": "van-ban", ".htaccess": "htaccess",
		"\u202egpj.\u202cdocx": "gpj.docx", "a\x00b\x1b[31m\r\n.pdf": "ab[31m .pdf", "<script>alert(1)</script>.txt": "script>.txt", "<img src=x onerror=y>.txt": "<img src=x onerror=y>.txt",
		strings.Repeat("ộ", 300) + ".docx": strings.Repeat("ộ", 95) + ".docx", "a." + strings.Repeat("x", 300): "a." + strings.Repeat("x", 98), "Ke\u0302\u0301.txt": "Kế.txt", "\xff\xfe.txt": "�.txt",
	} {
		d := newDesk(t)
		d.steps = 1
		var drafts []bot.Reply
		m := bot.Message{Attachment: parcel(name, 7, 7, nil), Draft: func(r bot.Reply) { drafts = append(drafts, r) }}
		d.only(name, d.tell(d.admin, m), "Báo cáo")
		if len(d.names) != 1 || d.names[0] != want {
			t.Errorf("%q is kept as %q, want %q", name, d.names, want)
		}
		if shown := drafts[0].Text.String(); !strings.Contains(shown, "“"+want+"”") || !utf8.ValidString(shown) {
			t.Errorf("%q is shown as %q", name, shown)
		}
	}
}

func TestConsoleLink(t *testing.T) {
	d := newDesk(t)
	d.one(visitors["secretary"], "bảng điều khiển", "trong 10 phút", "không chuyển tiếp", "\nhttps://x/console/in/abc")
	if len(d.actors) != 1 || d.actors[0].ID != "secretary" {
		t.Errorf("signs in %+v", d.actors)
	}
	if r := d.one(visitors["admin in linked"], "/bang_dieu_khien"); !r.Refused || strings.Contains(r.Text.String(), "https") {
		t.Errorf("a group reads %q", r.Text)
	}
	d.link = ""
	d.one(d.admin, "bảng điều khiển", "chưa có địa chỉ web")
}

// TestLibraryByNumbers: where there are no buttons the same is done by numbers, the reason in words.
func TestLibraryByNumbers(t *testing.T) {
	d := newDesk(t)
	d.score = bot.Score{Questions: 2, Right: 1, Before: 2}
	numbered := bot.NewNumbered(d.Conversation)
	say := func(m bot.Message, want string) {
		t.Helper()
		m.Chat, m.Sender, m.Noticed = bot.Chat{Channel: "test", ID: "admin"}, "admin", true
		replies, err := numbered.Handle(t.Context(), m)
		if err != nil {
			t.Fatal(err)
		}
		d.only(m.Text, replies, want)
	}
	say(bot.Message{Attachment: parcel("a.docx", 7, 7, nil)}, "Báo cáo bản 7: 1 tệp\n\nTrả lời bằng số để chọn:\n1. Xem điểm cần xác minh\n2. Xem khác biệt\n3. ✅ Công bố\n4. 🗑 Bỏ")
	say(bot.Message{Text: "1"}, "1. điểm")
	say(bot.Message{Text: "công bố"}, "đề nghị nhắn cho tôi lý do")
	say(bot.Message{Text: "kế hoạch cũ đã hết hiệu lực"}, "Lý do: kế hoạch cũ đã hết hiệu lực\n\nTrả lời bằng số để chọn:\n1. ✅ Công bố ngay\n2. Thôi")
	say(bot.Message{Text: "1"}, "✅ Bản 7 đã có hiệu lực")
}

// TestLibraryThatFailsLater: what fails in the middle is tried again, and nothing is said to be done.
func TestLibraryThatFailsLater(t *testing.T) {
	d := newDesk(t)
	report := d.send(t, d.admin, "a.docx")
	now := d.tap(d.admin, report, "Công bố")
	back := d.one(d.admin, "quay lại bản trước")
	d.err = errBroken
	for _, key := range []string{button(t, report, "Xem điểm").Key, button(t, report, "Bỏ").Key, button(t, now, "ngay").Key, button(t, back, "ngay").Key} {
		m := bot.Message{Chat: bot.Chat{Channel: "test", ID: "admin"}, Sender: "admin", Choice: key}
		if replies, err := d.Handle(t.Context(), m); !errors.Is(err, errBroken) || len(replies) > 0 {
			t.Errorf("%v, %v", replies, err)
		}
	}
}

// TestPressedByOthers: a button does nothing for who has lost the role it was offered to.
func TestPressedByOthers(t *testing.T) {
	d := newDesk(t)
	report := d.send(t, d.admin, "a.docx")
	now := d.tap(d.admin, report, "Công bố")
	d.lobby.accounts[people.Person{Channel: "test", ID: "admin"}] = people.Account{Role: people.Secretariat}
	for _, c := range append(report.Choices, now.Choices...) {
		if r := d.only(c.Label, d.tell(d.admin, bot.Message{Choice: c.Key})); !r.Refused || !strings.Contains(r.Text.String(), "quản trị viên") {
			t.Errorf("%s: %q", c.Label, r.Text)
		}
	}
	if len(d.done) != 1 {
		t.Errorf("done %q", d.done)
	}
}
