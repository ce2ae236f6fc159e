package console

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"dondoc/bot/people"
)

const (
	codesPath = Base + "/ma"
	groupCode = "group" // instead of a role
)

func codeRoutes() []route {
	return []route{
		{method: "GET", path: codesPath, action: people.Grant, handle: codesPage},
		{method: "POST", path: codesPath, action: people.Grant, handle: makeCode},
	}
}

// codesView is the page on which codes are made.
type codesView struct {
	Roles  []choice
	Boards []choice
}

func codesPage(c *Console, r *http.Request, v *visit) (reply, error) {
	s, err := c.snapshot(r.Context())
	if err != nil {
		return reply{}, err
	}
	d := codesView{Roles: roleChoices(v, people.Officer), Boards: boardChoices(s, 0)}
	if v.policy.MayGrant(v.standing(), people.Guest) == nil {
		d.Roles = append(d.Roles, choice{Value: groupCode, Label: "gắn một nhóm với ban"})
	}
	return page("codes.html", "Cấp mã", d), nil
}

// madeView shows a secret that only here can be read.
type madeView struct {
	Secret          string
	Words           string
	Expires         time.Time
	Back, BackLabel string
}

func makeCode(c *Console, r *http.Request, v *visit) (reply, error) {
	role, group := people.Guest, v.form.Get("role") == groupCode
	err := error(nil)
	if group {
		err = v.policy.MayGrant(v.standing(), people.Guest)
	} else {
		role, err = roleOf(v)
	}
	if err != nil {
		return reply{}, err
	}
	board, name, err := c.boardOf(r, v.form.Get("board"))
	if err != nil {
		return reply{}, err
	}
	if board == 0 && (group || role == people.Member) {
		return reply{}, bad("Mã cho thành viên ban chỉ đạo hoặc cho nhóm phải có ban.")
	}
	words, code := people.NewGrant(role, group, board, v.account.Name, c.cfg.Now())
	code.ByPerson = v.account.Person
	if err := c.cfg.People.SaveCode(r.Context(), code); err != nil {
		return reply{}, fmt.Errorf("console: store a code: %w", err)
	}
	d := madeView{Secret: words, Expires: code.Expires, Back: codesPath, BackLabel: "Cấp mã khác"}
	if group {
		d.Words = fmt.Sprintf("Đưa trợ lý vào nhóm, rồi gửi mã này trong nhóm để gắn nhóm với %s.", name)
	} else {
		d.Words = fmt.Sprintf("Người nhận gửi mã này cho trợ lý trong trò chuyện riêng để có vai trò %s.", role.Vietnamese())
		if name != "" {
			d.Words += fmt.Sprintf(" Ban: %s.", name)
		}
	}
	return page("made.html", "Mã dùng một lần", d), nil
}

// boardOf reads a board that a form names; "" names none.
func (c *Console) boardOf(r *http.Request, text string) (id int64, name string, err error) {
	if text == "" {
		return 0, "", nil
	}
	s, err := c.snapshot(r.Context())
	if err != nil {
		return 0, "", err
	}
	id, err = strconv.ParseInt(text, 10, 64)
	b, ok := s.Board(id)
	if err != nil || !ok {
		return 0, "", bad("Không có ban này.")
	}
	return id, b.Name, nil
}
