package people_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"dondoc/bot/people"
)

// situations are all places in which somebody may write, with what they may be in them.
var situations = []struct {
	name string
	is   people.Standing
}{
	{"private", people.Standing{}},
	{"private, linked", people.Standing{Linked: true}},
	{"web", people.Standing{Web: true}},
	{"group", people.Standing{Group: true}},
	{"group, managed", people.Standing{Group: true, Manages: true}},
	{"board", people.Standing{Group: true, Linked: true}},
	{"board, managed", people.Standing{Group: true, Linked: true, Manages: true}},
}

// allowed was written from the issue, not from policy.txt. A word is a situation in the order above, a letter a role:
// guest, officer, member, secretariat, administrator; x may.
var allowed = map[people.Action]string{
	people.Ask:         "xxxxx xxxxx xxxxx xxxxx xxxxx xxxxx xxxxx",
	people.Help:        "xxxxx xxxxx xxxxx xxxxx xxxxx xxxxx xxxxx",
	people.Pair:        "xxxxx xxxxx xxxxx xxxxx xxxxx xxxxx xxxxx",
	people.Forget:      "xxxxx xxxxx xxxxx ----- ----- ----- -----",
	people.ForgetGroup: "----- ----- ----- ---xx xxxxx ---xx xxxxx",
	people.Link:        "----- ----- ----- ---xx ---xx ---xx ---xx",
	people.Mine:        "-xxxx xxxxx -xxxx -xxxx -xxxx xxxxx xxxxx",
	people.Soon:        "-xxxx xxxxx -xxxx -xxxx -xxxx xxxxx xxxxx",
	people.Late:        "-xxxx xxxxx -xxxx -xxxx -xxxx xxxxx xxxxx",
	people.Progress:    "-xxxx xxxxx -xxxx -xxxx -xxxx xxxxx xxxxx",
	people.Calendar:    "-xxxx xxxxx -xxxx -xxxx -xxxx xxxxx xxxxx",
	people.Follow:      "-xxxx xxxxx ----- ----- ----- xxxxx xxxxx",
	people.Unfollow:    "xxxxx xxxxx ----- ----- ----- xxxxx xxxxx",
	people.Remind:      "-xxxx xxxxx ----- ----- ----- xxxxx xxxxx",
	people.Report:      "--xxx xxxxx --xxx ----- ----- xxxxx xxxxx",
	people.Decide:      "---xx ---xx ---xx ----- ----- ---xx ---xx",
	people.Grant:       "---xx ---xx ---xx ----- ----- ----- -----",
	people.People:      "----x ----x ----x ----- ----- ----- -----",
	people.Load:        "----x ----x ----x ----- ----- ----- -----",
	people.Versions:    "----x ----x ----x ----- ----- ----- -----",
	people.Status:      "----x ----x ----x ----- ----- ----- -----",
	people.AuditLog:    "----x ----x ----x ----- ----- ----- -----",
	people.Configure:   "----x ----x ----x ----- ----- ----- -----",
	people.Console:     "---xx ---xx ---xx ----- ----- ----- -----",
	people.Correct:     "----x ----x ----x ----- ----- ----- -----",
	people.Publish:     "----x ----x ----x ----- ----- ----- -----",
	people.Resend:      "---xx ---xx ---xx ----- ----- ----- -----",
	people.Review:      "----x ----x ----x ----- ----- ----- -----",
}

// allowedByInvitation is what differs in allow-list mode.
var allowedByInvitation = map[people.Action]string{
	people.Ask: "-xxxx xxxxx -xxxx -xxxx -xxxx xxxxx xxxxx",
}

// TestPolicy goes through every role, action and place, in both modes.
func TestPolicy(t *testing.T) {
	if got := people.Actions(); len(got) != len(allowed) {
		t.Fatalf("%d actions have a rule, %d are expected: %v", len(got), len(allowed), got)
	}
	for _, open := range []bool{true, false} {
		policy := people.NewPolicy(open)
		for action, table := range allowed {
			if other, ok := allowedByInvitation[action]; ok && !open {
				table = other
			}
			for i, row := range strings.Fields(table) {
				for role := people.Guest; role <= people.Administrator; role++ {
					s := situations[i].is
					s.Role = role
					checkMay(t, policy, s, action, row[role] == 'x', situations[i].name, open)
				}
			}
		}
	}
}

func checkMay(t *testing.T, p *people.Policy, s people.Standing, a people.Action, want bool, where string, open bool) {
	t.Helper()
	err := p.May(s, a)
	if (err == nil) != want {
		t.Errorf("open %v: a %s may %s in %s: %v, want %v", open, s.Role, a, where, err == nil, want)
	}
	if err == nil {
		return
	}
	denied, ok := errors.AsType[*people.Denied](err)
	if !ok || denied.Action != a || !strings.HasSuffix(denied.Sentence, ".") || len(strings.Fields(denied.Sentence)) < 8 {
		t.Errorf("open %v: %s %s in %s: the refusal says nothing: %#v", open, s.Role, a, where, err)
	}
}

// TestRefusalsHelp: what people read says what to do, and names the obstacle that stands first.
func TestRefusalsHelp(t *testing.T) {
	closed := people.NewPolicy(false)
	for _, tc := range []struct {
		is   people.Standing
		a    people.Action
		want string
	}{
		{people.Standing{}, people.Ask, "đã được mời"},
		{people.Standing{}, people.Mine, "xin mã"},
		{people.Standing{Role: people.Officer}, people.Report, "mã thành viên"},
		{people.Standing{Role: people.Member}, people.Decide, "ban thư ký quyết định"},
		{people.Standing{Group: true}, people.People, "dành cho quản trị viên"}, // not: come to me in private, and then no
		{people.Standing{Group: true, Role: people.Administrator}, people.People, "nhắn riêng"},
		{people.Standing{Group: true, Role: people.Officer}, people.Follow, "chưa được gắn với ban"},
		{people.Standing{Web: true, Role: people.Officer}, people.Follow, "Telegram hoặc Zalo"},
		{people.Standing{Group: true}, people.Forget, "/xoa_du_lieu"},
		{people.Standing{Group: true}, people.ForgetGroup, "quản trị nhóm"},
		{people.Standing{Group: true, Manages: true}, people.Link, "mã nhóm"}, // a group's administrator brings a code
		{people.Standing{Role: people.Secretariat}, people.Link, "trong nhóm"},
		{people.Standing{Role: people.Secretariat}, people.Publish, "dành cho quản trị viên"},
		{people.Standing{Role: people.Member}, people.Console, "dành cho ban thư ký"},
		{people.Standing{Group: true, Linked: true, Role: people.Administrator}, people.Console, "nhắn riêng"},
		{people.Standing{Role: people.Administrator}, "fly", "trợ giúp"},
	} {
		denied, ok := errors.AsType[*people.Denied](closed.May(tc.is, tc.a))
		if !ok || !strings.Contains(denied.Sentence, tc.want) {
			t.Errorf("%s: %+v, want %q", tc.a, denied, tc.want)
		}
	}
}

// TestRolesOutOfRange: a damaged number gives no rights.
func TestRolesOutOfRange(t *testing.T) {
	p := people.NewPolicy(true)
	for _, r := range []people.Role{-1, people.Administrator + 1, 99} {
		if p.May(people.Standing{Role: r}, people.Status) == nil || p.MayGrant(people.Standing{Role: people.Administrator}, r) == nil {
			t.Errorf("%d has rights or can be given", r)
		}
		if r.String() != "guest" || r.Vietnamese() != "khách" {
			t.Errorf("%d is called %s, %s", r, r, r.Vietnamese())
		}
	}
}

func TestMayGrant(t *testing.T) {
	p := people.NewPolicy(true)
	// Columns: a group's code (Guest), officer, member, secretariat, administrator.
	for role, row := range []string{"-----", "-----", "-----", "xxx--", "xxxxx"} {
		for given := people.Guest; given <= people.Administrator; given++ {
			s := people.Standing{Role: people.Role(role)}
			if got := p.MayGrant(s, given) == nil; got != (row[given] == 'x') {
				t.Errorf("a %s gives %s: %v", s.Role, given, got)
			}
			s.Group, s.Linked, s.Manages = true, true, true
			if p.MayGrant(s, given) == nil {
				t.Errorf("a %s gives %s in front of the group", s.Role, given)
			}
		}
	}
}

func TestRoleWords(t *testing.T) {
	var seen []string
	for r := people.Guest; r <= people.Administrator; r++ {
		if back, ok := people.ParseRole(r.String()); !ok || back != r {
			t.Errorf("%s is read as %v", r, back)
		}
		if slices.Contains(seen, r.Vietnamese()) {
			t.Errorf("two roles are called %s", r.Vietnamese())
		}
		seen = append(seen, r.Vietnamese())
	}
	if _, ok := people.ParseRole("king"); ok {
		t.Error("a king has a role")
	}
}
