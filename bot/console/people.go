package console

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

const (
	peoplePath = Base + "/nguoi"
	mostName   = 100
)

func peopleRoutes() []route {
	return []route{
		{method: "GET", path: peoplePath, action: people.People, handle: peoplePage},
		{method: "POST", path: peoplePath + "/vai-tro", action: people.People, handle: setRole},
		{method: "POST", path: peoplePath + "/xoa", action: people.People, handle: removePerson},
		{method: "POST", path: peoplePath + "/moi", action: people.People, handle: addPerson},
		{method: "POST", path: peoplePath + "/lien-ket", action: people.People, handle: linkPerson},
	}
}

// choice is an option of a list.
type choice struct {
	Value, Label string
	On           bool
}

// roleChoices are the roles that somebody may give, the one that is had marked.
func roleChoices(v *visit, has people.Role) []choice {
	var all []choice
	for r := people.Officer; r <= people.Administrator; r++ {
		if v.policy.MayGrant(v.standing(), r) == nil {
			all = append(all, choice{r.String(), r.Vietnamese(), r == has})
		}
	}
	return all
}

// boardChoices are all boards, with none in front.
func boardChoices(s *reminders.Snapshot, has int64) []choice {
	all := []choice{{"", "Không thuộc ban nào", has == 0}}
	for _, b := range s.Boards {
		if !b.Followers() {
			all = append(all, choice{fmt.Sprint(b.ID), shorten(b.Name, 100), b.ID == has})
		}
	}
	return all
}

// personRow is an account as it is shown.
type personRow struct {
	people.Account
	Where  string
	Board  string
	Roles  []choice
	Self   bool
	ByLink bool // who only signs in here gets a new link here
}

// peopleView is the page of people and roles.
type peopleView struct {
	Rows  []personRow
	Roles []choice
}

func peoplePage(c *Console, r *http.Request, v *visit) (reply, error) {
	s, err := c.snapshot(r.Context())
	if err != nil {
		return reply{}, err
	}
	accounts, err := c.cfg.People.Accounts(r.Context())
	if err != nil {
		return reply{}, fmt.Errorf("console: read the accounts: %w", err)
	}
	d := peopleView{Roles: consoleRoles(v)}
	for _, a := range accounts {
		row := personRow{Account: a, Where: channelName(a.Channel), Roles: roleChoices(v, a.Role), Self: a.Person == v.account.Person}
		row.ByLink = a.Channel == people.ConsoleChannel
		if b, ok := s.Board(a.Board); ok {
			row.Board = b.Name
		}
		d.Rows = append(d.Rows, row)
	}
	slices.SortStableFunc(d.Rows, func(a, b personRow) int {
		return cmp.Or(cmp.Compare(b.Role, a.Role), cmp.Compare(viet.Fold(a.Name), viet.Fold(b.Name)))
	})
	return page("people.html", "Người dùng", d), nil
}

// consoleRoles are the roles with which somebody may sign in here.
func consoleRoles(v *visit) []choice {
	return slices.DeleteFunc(roleChoices(v, people.Secretariat), func(x choice) bool {
		r, _ := people.ParseRole(x.Value)
		return v.policy.May(people.Standing{Role: r, Web: true}, people.Console) != nil
	})
}

// named returns the account that a form names. Nobody changes their own: the last administrator would be locked out.
func (c *Console) named(r *http.Request, v *visit) (people.Account, error) {
	p := people.Person{Channel: v.form.Get("channel"), ID: v.form.Get("id")}
	if p == v.account.Person {
		return people.Account{}, bad("Anh/chị không tự đổi hay xóa vai trò của mình được. Đề nghị nhờ quản trị viên khác.")
	}
	a, err := c.cfg.People.Account(r.Context(), p)
	if err != nil {
		return people.Account{}, fmt.Errorf("console: read an account: %w", err)
	}
	if a.Role == people.Guest {
		return people.Account{}, bad("Người này không còn vai trò nào. Đề nghị tải lại trang.")
	}
	return a, nil
}

// roleOf reads a role that a form gives, if whoever fills it in may give it.
func roleOf(v *visit) (people.Role, error) {
	role, ok := people.ParseRole(v.form.Get("role"))
	if !ok || role == people.Guest {
		return 0, bad("Vai trò này không có.")
	}
	return role, v.policy.MayGrant(v.standing(), role)
}

func setRole(c *Console, r *http.Request, v *visit) (reply, error) {
	a, err := c.named(r, v)
	if err != nil {
		return reply{}, err
	}
	role, err := roleOf(v)
	if err != nil {
		return reply{}, err
	}
	if role != a.Role {
		a.Role, a.By, a.ByPerson, a.Since = role, v.account.Name, v.account.Person, c.cfg.Now()
		if err := c.cfg.People.SaveAccount(r.Context(), a); err != nil {
			return reply{}, fmt.Errorf("console: give a role: %w", err)
		}
	}
	return redirect(peoplePath, fmt.Sprintf("%s nay là %s.", shorten(a.Name, mostName), role.Vietnamese())), nil
}

func removePerson(c *Console, r *http.Request, v *visit) (reply, error) {
	a, err := c.named(r, v)
	if err != nil {
		return reply{}, err
	}
	if err := c.cfg.People.DeleteAccount(r.Context(), a.Person); err != nil {
		return reply{}, fmt.Errorf("console: take a role away: %w", err)
	}
	if err := c.cfg.Keys.EndSessions(r.Context(), "", a.Person); err != nil {
		return reply{}, fmt.Errorf("console: end the sessions: %w", err)
	}
	return redirect(peoplePath, fmt.Sprintf("Đã bỏ vai trò của %s.", shorten(a.Name, mostName))), nil
}

// addPerson makes an account for somebody who is on no channel, and their first way in.
func addPerson(c *Console, r *http.Request, v *visit) (reply, error) {
	name, login := shorten(v.form.Get("name"), mostName), plainLogin(v.form.Get("login"))
	role, err := roleOf(v)
	if err != nil {
		return reply{}, err
	}
	switch {
	case name == "":
		return reply{}, bad("Anh/chị chưa ghi họ tên.")
	case !loginForm.MatchString(login):
		return reply{}, bad("%s", loginRule)
	}
	if denied := c.cfg.Policy.May(people.Standing{Role: role, Web: true}, people.Console); denied != nil {
		return reply{}, denied
	}
	p := people.Person{Channel: people.ConsoleChannel, ID: login}
	has, err := c.cfg.People.Account(r.Context(), p)
	if err != nil {
		return reply{}, fmt.Errorf("console: read an account: %w", err)
	}
	// A login that somebody else has set a password for would let them in under this name.
	_, taken := c.cfg.Keys.Password(r.Context(), login)
	switch {
	case taken != nil && !errors.Is(taken, people.ErrKey):
		return reply{}, fmt.Errorf("console: look for a login: %w", taken)
	case has.Role != people.Guest || taken == nil:
		return reply{}, people.ErrTaken
	}
	a := people.Account{Person: p, Role: role, Name: name, By: v.account.Name, ByPerson: v.account.Person, Since: c.cfg.Now()}
	if err := c.cfg.People.SaveAccount(r.Context(), a); err != nil {
		return reply{}, fmt.Errorf("console: make an account: %w", err)
	}
	return c.linkReply(r, a)
}

// linkPerson makes a new way in for somebody who is on no channel. Others get theirs in the chat, so that nobody comes in
// under their name.
func linkPerson(c *Console, r *http.Request, v *visit) (reply, error) {
	a, err := c.named(r, v)
	if err != nil {
		return reply{}, err
	}
	if a.Channel != people.ConsoleChannel {
		return reply{}, bad("Người này tự lấy liên kết bằng cách nhắn “trang quản trị” cho trợ lý.")
	}
	return c.linkReply(r, a)
}

// linkReply shows a new one-time link, which only here can be read.
func (c *Console) linkReply(r *http.Request, a people.Account) (reply, error) {
	base := c.cfg.URL
	if base == "" {
		base = "http://" + r.Host
		if c.cfg.SecureCookies {
			base = "https://" + r.Host
		}
	}
	link, err := NewLink(r.Context(), c.cfg.Keys, a.Person, base, c.cfg.Now())
	if err != nil {
		return reply{}, err
	}
	return page("made.html", "Liên kết vào một lần", madeView{
		Secret: link, Back: peoplePath, BackLabel: "Người dùng", Expires: c.cfg.Now().Add(LinkLife),
		Words: fmt.Sprintf("Đề nghị chuyển liên kết này cho %s qua đường riêng. Sau khi vào, người đó nên đặt mật khẩu và mã một lần ngay.", a.Name),
	}), nil
}
