package people_test

import (
	"testing"

	"dondoc/bot/people"
)

func TestReadGrant(t *testing.T) {
	for text, want := range map[string]struct {
		role  people.Role
		group bool
		rest  string
		ok    bool
	}{
		"cán bộ": {people.Officer, false, "", true},
		"Thành viên ban chỉ đạo Bộ Y tế":    {people.Member, false, "Bộ Y tế", true},
		"thanh vien tinh Bắc  Giang":        {people.Member, false, "tinh Bắc Giang", true},
		"ban thư ký":                        {people.Secretariat, false, "", true},
		"quản trị viên":                     {people.Administrator, false, "", true},
		"nhóm Sở Thông tin và Truyền thông": {people.Guest, true, "Sở Thông tin và Truyền thông", true},
		"cho cán bộ":                        {people.Officer, false, "", true},
		"thành viên cho tỉnh Bắc Giang":     {people.Member, false, "tỉnh Bắc Giang", true},
		"":                                  {},
		"cán":                               {},
		"giám đốc":                          {},
		"\xff thành viên":                   {},
	} {
		role, group, rest, ok := people.ReadGrant(text)
		if role != want.role || group != want.group || rest != want.rest || ok != want.ok {
			t.Errorf("%q: %s, %v, %q, %v", text, role, group, rest, ok)
		}
	}
}
