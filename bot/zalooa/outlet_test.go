package zalooa_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/zalooa"
	"dondoc/bot/zalooa/zalooatest"
	"dondoc/knowledge"
	"dondoc/reminders"
)

const (
	csPath       = "/v3.0/oa/message/cs"
	templatePath = "/v3.0/oa/message/template"
	uploadPath   = "/v2.0/oa/upload/image"
)

// due is a reminder as package bot words it.
func due() bot.Reply {
	return bot.Reply{Text: knowledge.Text{
		{{Text: "⏰ "}, {Text: "Ban Chỉ đạo CĐS tỉnh Bắc Giang", Strong: true}, {Text: " · 1 việc quá hạn, 1 đến hạn trong 7 ngày"}},
		{{Text: "1. Số hóa hồ sơ"}},
		{{Text: "Tháng 4 (30/04/2023), đã gia hạn đến 31/05/2023 theo CV 12/CV-BCĐ, "}, {Text: "còn 7 ngày", Strong: true}, {Text: " · QĐ 17/QĐ-UBQGCDS, IV.6"}},
		{{Text: "2. Mở dữ liệu"}},
		{{Text: "Tháng 5, "}, {Text: "quá hạn 3 ngày", Strong: true}},
	}}
}

// reminds sends all parts of a reminder.
func (r *rig) reminds(reply bot.Reply) (all []reminders.Outcome) {
	r.t.Helper()
	out := r.Outlet()
	parts, err := out.Parts(reply)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, p := range parts {
		all = append(all, out.SendPart(r.t.Context(), user, p))
	}
	return all
}

func withTemplate(c *zalooa.Config) { c.TemplateID = zalooatest.TemplateID }

func TestWindowEdges(t *testing.T) {
	const minute = time.Minute
	for name, tc := range map[string]struct {
		ago      time.Duration // 0 for never
		change   func(*zalooa.Config)
		kind     reminders.OutcomeKind
		template bool
	}{
		"just met":                      {minute, withTemplate, reminders.OutcomeSent, false},
		"shortly before 48 h":           {48*time.Hour - 6*minute, withTemplate, reminders.OutcomeSent, false},
		"too little left for all parts": {48*time.Hour - 4*minute, withTemplate, reminders.OutcomeSent, true},
		"48 h":                          {48 * time.Hour, withTemplate, reminders.OutcomeSent, true},
		"48 h, no template":             {48 * time.Hour, nil, reminders.OutcomeRefused, false},
		"charged at 48 h": {48 * time.Hour, func(c *zalooa.Config) { c.Charged = true },
			reminders.OutcomeSent, false},
		"charged shortly before 7 days": {7*24*time.Hour - 6*minute, func(c *zalooa.Config) { c.Charged = true },
			reminders.OutcomeSent, false},
		"charged at 7 days": {7 * 24 * time.Hour, func(c *zalooa.Config) { c.Charged = true; withTemplate(c) },
			reminders.OutcomeSent, true},
		"never met": {0, withTemplate, reminders.OutcomeSent, true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, tc.change)
			if tc.ago > 0 {
				r.met(tc.ago)
			} else { // Zalo would take a message, and charge it
				r.double.Interacted(user, r.clock.read().Add(-72*time.Hour))
			}
			wantKind(t, r.reminds(due())[0], tc.kind)
			got := r.double.Messages(user)
			if sent := len(got) == 1; sent != (tc.kind == reminders.OutcomeSent) {
				t.Fatalf("messages %+v", got)
			}
			if len(got) == 1 && (got[0].Template != nil) != tc.template {
				t.Errorf("template %v, want %t", got[0].Template, tc.template)
			}
			if len(got) == 1 && got[0].Text != "" && got[0].Charged && !r.cfg.Charged {
				t.Error("a message cost something though Charged is off")
			}
			if tc.kind == reminders.OutcomeRefused && r.double.Calls(csPath) != 0 {
				t.Error("Zalo was asked to send what would have cost")
			}
		})
	}
}

func TestPlatformClosesTheWindow(t *testing.T) {
	for _, code := range []int{-230, -232, -234} {
		r := newRig(t, withTemplate)
		r.met(time.Hour)
		r.double.Fail(zalooatest.Failure{Path: csPath, Code: code})
		illustrated := due()
		illustrated.Picture = picture(t)
		wantKind(t, r.reminds(illustrated)[0], reminders.OutcomeSent)
		if got := r.double.Messages(user); len(got) != 1 || got[0].Template["don_vi"] != "Ban Chỉ đạo CĐS tỉnh Bắc Giang" {
			t.Errorf("%d: got %+v, want one template message", code, got)
		}
	}
	r := newRig(t, withTemplate)
	r.met(time.Hour)
	r.double.Fail(zalooatest.Failure{Path: csPath, Code: -230})
	if o := r.sends("trả lời"); o.Kind != reminders.OutcomeRefused || !strings.Contains(o.Detail, "thời hạn") {
		t.Errorf("an answer outside: %+v, want refused", o)
	}
}

func TestOneTemplateStandsForAllParts(t *testing.T) {
	r := newRig(t, withTemplate)
	r.met(72 * time.Hour)
	long := due()
	for range 200 {
		long.Text = append(long.Text, knowledge.Line{{Text: strings.Repeat("việc nữa ", 8)}})
	}
	got := r.reminds(long)
	if len(got) < 3 {
		t.Fatalf("only %d parts", len(got))
	}
	for _, o := range got {
		wantKind(t, o, reminders.OutcomeSent)
	}
	if m := r.double.Messages(user); len(m) != 1 || r.Stats().LeftOut != int64(len(got)-1) {
		t.Errorf("%d messages, %d left out", len(m), r.Stats().LeftOut)
	}
}

func TestWhoCeasedToFollowGetsNoTemplate(t *testing.T) {
	r := newRig(t, withTemplate)
	r.met(72 * time.Hour)
	_ = r.people.Followed(t.Context(), user, false, r.clock.read())
	wantKind(t, r.reminds(due())[0], reminders.OutcomeGone)
	if n := r.double.Calls(templatePath); n != 0 {
		t.Errorf("%d calls", n)
	}
}

func TestCodes(t *testing.T) {
	const (
		sent, later, unknown = reminders.OutcomeSent, reminders.OutcomeLater, reminders.OutcomeUnknown
		gone, refused        = reminders.OutcomeGone, reminders.OutcomeRefused
	)
	noon := 19 * time.Hour // until 7 in the morning
	for name, tc := range map[string]struct {
		path   string
		fail   zalooatest.Failure
		kind   reminders.OutcomeKind
		wait   time.Duration
		alarms int
	}{
		"fine":             {csPath, zalooatest.Failure{}, sent, 0, 0},
		"rate":             {csPath, zalooatest.Failure{Code: -32}, later, 5 * time.Second, 0},
		"parameter":        {csPath, zalooatest.Failure{Code: -201}, refused, 0, 0},
		"unheard of":       {csPath, zalooatest.Failure{Code: -9999}, refused, 0, 0},
		"account":          {csPath, zalooatest.Failure{Code: -224}, later, 30 * time.Minute, 1},
		"billing":          {csPath, zalooatest.Failure{Code: -321}, later, 30 * time.Minute, 1},
		"quota":            {csPath, zalooatest.Failure{Code: -211}, later, noon, 0},
		"does not follow":  {csPath, zalooatest.Failure{Code: -213}, gone, 0, 0},
		"inactive":         {csPath, zalooatest.Failure{Code: -227}, gone, 0, 0},
		"503":              {csPath, zalooatest.Failure{Status: 503}, later, 0, 0},
		"500":              {csPath, zalooatest.Failure{Status: 500}, unknown, 0, 0},
		"404":              {csPath, zalooatest.Failure{Status: 404}, later, 0, 0},
		"redirect":         {csPath, zalooatest.Failure{Status: 302}, unknown, 0, 0},
		"cut":              {csPath, zalooatest.Failure{Cut: true, Late: true}, unknown, 0, 0},
		"no JSON":          {csPath, zalooatest.Failure{Raw: "OK"}, unknown, 0, 0},
		"no error":         {csPath, zalooatest.Failure{Raw: "{}"}, unknown, 0, 0},
		"code as text":     {csPath, zalooatest.Failure{Raw: `{"error":"-213"}`}, gone, 0, 0},
		"template night":   {templatePath, zalooatest.Failure{Code: -133}, later, 18*time.Hour + 5*time.Minute, 0},
		"template money":   {templatePath, zalooatest.Failure{Code: -115}, later, 30 * time.Minute, 1},
		"template off":     {templatePath, zalooatest.Failure{Code: -146}, later, 30 * time.Minute, 1},
		"template refused": {templatePath, zalooatest.Failure{Code: -139}, gone, 0, 0},
		"no account":       {templatePath, zalooatest.Failure{Code: -118}, gone, 0, 0},
		"template quota":   {templatePath, zalooatest.Failure{Code: -147}, later, noon, 0},
		"template data":    {templatePath, zalooatest.Failure{Code: -1123}, refused, 0, 0},
		"template cut":     {templatePath, zalooatest.Failure{Cut: true}, unknown, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, withTemplate)
			r.met(time.Hour)
			if tc.path == templatePath {
				r.clock.pass(3 * 24 * time.Hour)
			}
			tc.fail.Path = tc.path
			r.double.Fail(tc.fail)
			o := r.reminds(due())[0]
			wantKind(t, o, tc.kind)
			if o.Wait != tc.wait {
				t.Errorf("wait %v, want %v", o.Wait, tc.wait)
			}
			if got := r.alarmed(); len(got) != tc.alarms {
				t.Errorf("alarms %q, want %d", got, tc.alarms)
			}
		})
	}
}

func TestAlarmOnceADay(t *testing.T) {
	r := newRig(t, nil)
	r.met(0)
	r.double.Fail(zalooatest.Failure{Path: csPath, Code: -224, Times: -1})
	for range 50 {
		r.sends("chào")
		r.clock.pass(time.Hour - time.Minute)
	}
	if n := len(r.alarmed()); n != 3 { // two days from noon on see three dates
		t.Errorf("%d alarms, want 3", n)
	}
}

func TestUnreachable(t *testing.T) {
	r := newRig(t, nil)
	r.met(0)
	wantKind(t, r.sends("chào"), reminders.OutcomeSent)
	r.cfg.APIURL = "http://127.0.0.1:1"
	r.Channel = r.another(r.cfg)
	if o := r.sends("chào"); o.Kind != reminders.OutcomeLater || strings.Contains(o.Detail, "127.0.0.1") {
		t.Errorf("got %+v, want later without the address", o)
	}
}

func TestSecretsStayOutOfDetails(t *testing.T) {
	r := newRig(t, nil)
	r.met(0)
	if err := probe(t, r.Channel); err != nil {
		t.Fatal(err)
	}
	r.double.Revoke()
	if o := r.sends("chào"); strings.Contains(o.Detail, "access-") { // the double repeats the token in its words
		t.Errorf("detail %q", o.Detail)
	}
	if log := r.log.String(); strings.Contains(log, "access-") || strings.Contains(log, r.cfg.AppSecret) {
		t.Errorf("log:\n%s", log)
	}
}

func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPictureGoesWithTheTextOrIsLeftOut(t *testing.T) {
	for name, tc := range map[string]struct {
		fail zalooatest.Failure
		big  bool
		want bool
	}{
		"fine":            {want: true},
		"upload fails":    {fail: zalooatest.Failure{Path: uploadPath, Code: -201}},
		"upload is cut":   {fail: zalooatest.Failure{Path: uploadPath, Cut: true}},
		"message refused": {fail: zalooatest.Failure{Path: csPath, Code: -201}},
		"too big":         {big: true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, nil)
			r.met(time.Hour)
			if tc.fail.Path != "" {
				r.double.Fail(tc.fail)
			}
			reply := due()
			if reply.Picture = picture(t); tc.big {
				reply.Picture = append(reply.Picture, make([]byte, 1<<20)...)
			}
			for _, o := range r.reminds(reply) {
				wantKind(t, o, reminders.OutcomeSent)
			}
			got := r.double.Messages(user)
			if len(got) != 1 || !strings.HasPrefix(got[0].Text, "⏰") || (got[0].Picture != nil) != tc.want {
				t.Errorf("got %+v, want picture %t", got, tc.want)
			}
		})
	}
}

func TestRepeated(t *testing.T) {
	r := newRig(t, withTemplate)
	parts, err := r.Outlet().Parts(due())
	if err != nil {
		t.Fatal(err)
	}
	marked, err := r.Repeated(parts[0])
	if err != nil {
		t.Fatal(err)
	}
	var p struct{ Template map[string]string }
	if err := json.Unmarshal(marked, &p); err != nil {
		t.Fatal(err)
	}
	if got := textOf(t, marked); !strings.HasPrefix(got, "(nhắc lại)\n⏰") {
		t.Errorf("text %q", got)
	}
	if got := p.Template["noi_dung"]; got != "(nhắc lại) Số hóa hồ sơ" {
		t.Errorf("template %q", got)
	}
	if _, err := r.Repeated([]byte("{}")); err == nil {
		t.Error("nothing was marked as a repetition")
	}
	wantKind(t, r.SendPart(t.Context(), "không ai", parts[0]), reminders.OutcomeRefused)
	wantKind(t, r.SendPart(t.Context(), user, []byte("x")), reminders.OutcomeRefused)
}
