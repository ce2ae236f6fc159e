package console_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"dondoc/bot/console"
	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// full is a site with something to look at, seen by somebody with a role.
func full(t *testing.T, role people.Role) *site {
	t.Helper()
	s := newSite(t, func(c *console.Config) { c.AddressLimit.PerMinute = -1 })
	s.fake.populate()
	s.signIn(t, role)
	return s
}

// TestHostileText: what strangers wrote is shown as they wrote it, does nothing, and turns no direction.
func TestHostileText(t *testing.T) {
	s := full(t, people.Administrator)
	shown := 0
	for _, p := range judged {
		r := s.get(t, p.path)
		for _, bad := range []string{"<script>alert", "<img src=x", "\u202e", "\u2066", "\x07", " onerror=alert(2)>"} {
			if strings.Contains(r.body, bad) {
				t.Errorf("%s holds %q", p.path, bad)
			}
		}
		if strings.Contains(r.body, "&lt;script&gt;alert(1)") {
			shown++
		}
		for _, bad := range []string{"<style", " style=", " onclick=", "javascript:void"} {
			if strings.Contains(r.body, bad) {
				t.Errorf("%s holds %q", p.path, bad)
			}
		}
	}
	if shown < 8 {
		t.Errorf("hostile text stands on %d pages only", shown)
	}
}

// TestTitleIsHostile: the name of a board is the title of its page, also in what is said after a change.
func TestNoticesAreText(t *testing.T) {
	s := full(t, people.Administrator)
	r := s.post(t, "/quan-tri/nguoi/vai-tro", "channel", "zalo", "id", "z1", "role", "officer")
	if !strings.Contains(r.body, "&lt;script&gt;") || !strings.Contains(r.body, "nay là cán bộ") || strings.Contains(r.body, "<script>alert") {
		t.Errorf("the notice: status %d: %.600s", r.status, r.body)
	}
	if again := s.get(t, "/quan-tri/nguoi"); strings.Contains(again.body, "nay là cán bộ") {
		t.Error("the notice is shown twice")
	}
}

func TestOverview(t *testing.T) {
	s := full(t, people.Administrator)
	body := s.get(t, "/quan-tri/").body
	for _, want := range []string{
		"<b>2</b><span>việc quá hạn", "<b>4</b><span>việc đến hạn trong 14 ngày", "<b>2</b><span>tin chưa gửi được",
		"<b>3</b><span>câu hỏi cần xem lại", "1 nơi nhận đang tạm dừng", "Có 1 đề nghị lùi hạn",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the overview lacks %q", want)
		}
	}
	s.fake.world.SendingFrom = reminders.Everything{}.SendingFrom
	if !strings.Contains(s.get(t, "/quan-tri/").body, "Việc gửi nhắc đang tắt") {
		t.Error("it is not said that sending is off")
	}
	s = full(t, people.Secretariat)
	body = s.get(t, "/quan-tri/").body
	for _, not := range []string{"câu hỏi cần xem lại", "Chờ công bố", "/quan-tri/nguoi", "/quan-tri/nhat-ky", "/quan-tri/ngay-nghi"} {
		if strings.Contains(body, not) {
			t.Errorf("the secretariat sees %q", not)
		}
	}
}

// TestWorksAreListed: what is late, soon, or of which nobody has said a word.
func TestWorksAreListed(t *testing.T) {
	s := full(t, people.Secretariat)
	for path, want := range map[string]struct {
		has, not []string
	}{
		"/quan-tri/den-han":                                  {[]string{"24/05/2023", "còn 2 ngày", "02/06/2023", "đang thực hiện"}, []string{"15/05/2023", "01/12/2023"}},
		"/quan-tri/den-han?loc=tre":                          {[]string{"15/05/2023", "quá hạn 7 ngày", "20/05/2023"}, []string{"24/05/2023"}},
		"/quan-tri/den-han?loc=im":                           {[]string{"15/05/2023", "25/05/2023", "chưa phản hồi"}, []string{"24/05/2023", "30/05/2023"}},
		"/quan-tri/den-han?loc=x&trang=99999999999999999999": {[]string{"02/06/2023"}, nil},
	} {
		r := s.get(t, path)
		for _, w := range want.has {
			if r.status != http.StatusOK || !strings.Contains(r.body, w) {
				t.Errorf("%s: status %d, lacks %q", path, r.status, w)
			}
		}
		for _, w := range want.not {
			if strings.Contains(r.body, w) {
				t.Errorf("%s holds %q", path, w)
			}
		}
	}
}

func TestRules(t *testing.T) {
	for name, tc := range map[string]struct {
		path, clock, steps string
		quiet              []string
		status             int
		says               string
	}{
		"a chat":        {"/quan-tri/noi-nhan/3/nhac", "7h30", "14, 7, 0, +1, tuần", []string{"6", "0"}, 200, "Đã đặt giờ và bước nhắc."},
		"a board":       {"/quan-tri/ban/3/nhac", "9", "7,0", nil, 200, "cho 2 nơi nhận"},
		"a wrong clock": {"/quan-tri/noi-nhan/3/nhac", "25:00", "7,0", nil, 422, "Giờ nhắc phải từ 0 đến 23"},
		"wrong steps":   {"/quan-tri/ban/3/nhac", "8:00", "<b>", nil, 422, "Bước nhắc phải là"},
		"always quiet":  {"/quan-tri/noi-nhan/3/nhac", "8:00", "7,0", []string{"1", "2", "3", "4", "5"}, 422, "cả năm ngày"},
		"no such chat":  {"/quan-tri/noi-nhan/999/nhac", "8:00", "7,0", nil, 404, "Không có trang này"},
		"no chats":      {"/quan-tri/ban/4/nhac", "8:00", "7,0", nil, 422, "chưa có nơi nhận"},
		"no number":     {"/quan-tri/ban/x/nhac", "8:00", "7,0", nil, 404, "Không có trang này"},
	} {
		t.Run(name, func(t *testing.T) {
			s := full(t, people.Administrator)
			fields := []string{"clock", tc.clock, "steps", tc.steps, "digest", "1"}
			for _, d := range tc.quiet {
				fields = append(fields, "quiet", d)
			}
			r := s.post(t, tc.path, fields...)
			if r.status != tc.status || !strings.Contains(r.body, tc.says) {
				t.Fatalf("status %d, want %d and %q: %.400s", r.status, tc.status, tc.says, r.body)
			}
			rule := s.fake.world.Subscribers[2].Rule
			changed := reminders.StepList(rule) != reminders.StepList(reminders.DefaultRule())
			if changed != (tc.status == 200) {
				t.Errorf("the rule is now %+v", rule)
			}
			if name == "a chat" && (rule.Hour != 7 || rule.Minute != 30 || len(rule.Quiet) != 2 || !rule.Digest || rule.Picture || !rule.Weekly) {
				t.Errorf("the rule is now %+v", rule)
			}
			if tc.status == 422 && strings.Contains(r.body, "<b>") && tc.steps == "<b>" && !strings.Contains(r.body, `value="&lt;b&gt;"`) {
				t.Error("what was filled in is not kept")
			}
		})
	}
}

func TestPauseAndResume(t *testing.T) {
	s := full(t, people.Administrator)
	if r := s.post(t, "/quan-tri/noi-nhan/2/dung", "reason", " "); r.status != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: status %d", r.status)
	}
	if r := s.post(t, "/quan-tri/noi-nhan/2/dung", "reason", "đang\nsắp xếp lại"); r.status != 200 || s.fake.world.Subscribers[1].Paused != "đang sắp xếp lại" {
		t.Errorf("status %d, paused %q", r.status, s.fake.world.Subscribers[1].Paused)
	}
	if r := s.post(t, "/quan-tri/noi-nhan/2/tiep"); r.status != 200 || s.fake.world.Subscribers[1].Paused != "" {
		t.Errorf("status %d, paused %q", r.status, s.fake.world.Subscribers[1].Paused)
	}
}

// TestPreviewIsOfThatChat: the page tells what the chat of its address will get, as far ahead as asked.
func TestPreviewIsOfThatChat(t *testing.T) {
	var days []int
	s := newSite(t, func(c *console.Config) {
		c.Preview = func(_ context.Context, sub reminders.Subscriber, from, to viet.Date) ([]console.Upcoming, error) {
			if sub.ID != 2 {
				t.Errorf("asked for %d", sub.ID)
			}
			days = append(days, from.DaysUntil(to)+1)
			return []console.Upcoming{{At: now, Text: "1 việc đến hạn"}}, nil
		}
	})
	s.fake.populate()
	s.signIn(t, people.Secretariat)
	for _, q := range []string{"", "?ngay=90", "?ngay=5000"} {
		if r := s.get(t, "/quan-tri/noi-nhan/2"+q); r.status != 200 || !strings.Contains(r.body, "1 việc đến hạn") {
			t.Errorf("%s: status %d", q, r.status)
		}
	}
	if len(days) != 3 || days[0] != 30 || days[1] != 90 || days[2] != 30 {
		t.Errorf("asked for %v days", days)
	}
}

func TestDeliveries(t *testing.T) {
	s := full(t, people.Secretariat)
	if r := s.get(t, "/quan-tri/luot-gui"); strings.Count(r.body, "Gửi lại") != 2 || strings.Contains(r.body, "đã gửi</span>") {
		t.Errorf("%d can be tried again", strings.Count(r.body, "Gửi lại"))
	}
	if r := s.get(t, "/quan-tri/luot-gui/1"); !strings.Contains(r.body, "Tổng hợp tuần") || !strings.Contains(r.body, "1 lần không rõ kết quả") && !strings.Contains(r.body, "không gửi được") {
		t.Errorf("the page of a delivery: %.300s", r.body)
	}
	if r := s.post(t, "/quan-tri/luot-gui/1/gui-lai"); r.status != 200 || !strings.Contains(r.body, "sẽ được gửi lại") || s.fake.sent[0].Status != reminders.StatusWaiting {
		t.Errorf("status %d, now %s", r.status, s.fake.sent[0].Status)
	}
	for path, want := range map[string]int{"/quan-tri/luot-gui/77": 404, "/quan-tri/luot-gui/-1": 404, "/quan-tri/luot-gui/1e3": 404} {
		if r := s.get(t, path); r.status != want {
			t.Errorf("%s: status %d", path, r.status)
		}
	}
	s.fake.failing = reminders.ErrConflict
	token := s.answer(t, probe{route: console.Route{Method: "GET", Path: "/quan-tri/mat-khau"}}).Body.String()
	w := s.answer(t, probe{route: console.Route{Method: "POST", Path: "/quan-tri/luot-gui/4/gui-lai"}, token: tokenField.FindStringSubmatch(token)[1]})
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "không ở tình trạng gửi lại") {
		t.Errorf("what is sent already: status %d", w.Code)
	}
}

// TestFailures: what goes wrong below is told in a sentence, and only the log knows more.
func TestFailures(t *testing.T) {
	for name, tc := range map[string]struct {
		err    error
		status int
		says   string
		logged bool
	}{
		"a fault":          {errors.New("disk on fire at 10.0.0.7"), 500, "Có lỗi khi thực hiện", true},
		"gone meanwhile":   {reminders.ErrUnknown, 404, "Đề nghị tải lại trang", false},
		"took too long":    {context.DeadlineExceeded, 504, "đã lâu mà chưa xong", false},
		"changed by other": {reminders.ErrConflict, 409, "người khác thay đổi", false},
	} {
		s := full(t, people.Administrator)
		s.fake.failing = tc.err
		r := s.get(t, "/quan-tri/ban")
		if r.status != tc.status || !strings.Contains(r.body, tc.says) || strings.Contains(r.body, "10.0.0.7") {
			t.Errorf("%s: status %d: %.300s", name, r.status, r.body)
		}
		if got := strings.Contains(s.logged.String(), "disk on fire"); got != tc.logged {
			t.Errorf("%s: logged %v", name, got)
		}
	}
}
