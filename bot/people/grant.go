package people

import (
	"strings"
	"time"

	"dondoc/corpus/viet"
)

// roleNames are the roles in Vietnamese, by Role.
var roleNames = [...]string{"khách", "cán bộ", "thành viên ban chỉ đạo", "ban thư ký", "quản trị viên"}

// Vietnamese is what the role is called to people.
func (r Role) Vietnamese() string {
	if r < 0 || int(r) >= len(roleNames) {
		return roleNames[Guest]
	}
	return roleNames[r]
}

// grantWords are how people name what a code is for, folded, the longest of alike first.
var grantWords = []struct {
	words string
	role  Role
	group bool
}{
	{"thanh vien ban chi dao", Member, false}, {"thanh vien ban", Member, false}, {"thanh vien", Member, false}, {"ban thu ky", Secretariat, false}, {"thu ky", Secretariat, false},
	{"quan tri vien", Administrator, false}, {"quan tri", Administrator, false}, {"can bo", Officer, false}, {"chuyen vien", Officer, false},
	{"nhom", Guest, true},
}

// ReadGrant reads what a code is asked for: "thành viên tỉnh Bắc Giang" is Member, with the agency's words as rest.
// group means a code that links a group chat. ok is false when it begins with no role.
func ReadGrant(text string) (role Role, group bool, rest string, ok bool) {
	written := withoutFor(strings.Fields(viet.Normalize(text)))
	folded := strings.Fields(viet.Fold(strings.Join(written, " ")))
	for _, g := range grantWords {
		n := len(strings.Fields(g.words))
		if n <= len(folded) && len(folded) == len(written) && strings.Join(folded[:n], " ") == g.words {
			return g.role, g.group, strings.Join(withoutFor(written[n:]), " "), true
		}
	}
	return Guest, false, "", false
}

// withoutFor takes a "cho" off the beginning: "cấp mã cho thành viên", "thành viên cho tỉnh Bắc Giang".
func withoutFor(words []string) []string {
	if len(words) > 0 && strings.EqualFold(words[0], "cho") {
		return words[1:]
	}
	return words
}

// How long codes are good for: the more they open, the shorter.
const (
	personLasts        = 7 * 24 * time.Hour
	groupLasts         = 24 * time.Hour
	administratorLasts = time.Hour
)

// Lifetime is how long a code for a role, or for a group, is good for.
func Lifetime(role Role, group bool) time.Duration {
	switch {
	case group:
		return groupLasts
	case role >= Administrator:
		return administratorLasts
	}
	return personLasts
}

// NewGrant makes a code and its words, which only here can be read. by is for people to read: whoever makes the code in a
// chat also sets its ByPerson.
func NewGrant(role Role, group bool, board int64, by string, now time.Time) (words string, c Code) {
	words, hash := NewCode()
	if group {
		role = Guest
	}
	return words, Code{Hash: hash, Role: role, Board: board, Group: group, By: by, Made: now, Expires: now.Add(Lifetime(role, group))}
}
