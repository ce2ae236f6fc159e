package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"dondoc/bot/people"
	"dondoc/cmd/dondoc/store"
	"dondoc/corpus/viet"
)

// openStore opens the database of a data directory as a running program would.
func openStore(t *testing.T, dir string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), "sqlite:"+dir+"/dondoc.db", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// TestPeopleAreKept makes a code, which somebody uses, and changes and takes the role, as an administrator would.
func TestPeopleAreKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	step := func(args string) result {
		t.Helper()
		r := invoke(t, "", append(strings.Fields(args), "--data", dir)...)
		if r.code != exitDone {
			t.Fatalf("%s: status %d, %s", args, r.code, r.errOut)
		}
		return r
	}
	has(t, step("people list").errOut, "Chưa ai được cấp vai trò")
	step("board add --secretariat --chat 77")
	code := step("people code --role secretariat")
	words := strings.TrimSpace(code.out)
	if !people.LooksLikeCode(words) {
		t.Fatalf("no code: %q", code.out)
	}
	has(t, code.errOut, "dùng một lần", "nhắn riêng cho bot", time.Now().Add(people.Lifetime(people.Secretariat, false)).In(viet.Hanoi).Format("02/01/2006"))

	db := openStore(t, dir)
	minh := people.Person{Channel: "zalo", ID: "123"}
	if _, _, err := people.Redeem(t.Context(), db, minh, "Minh \x1b[2J", strings.ToLower(words), time.Now()); err != nil {
		t.Fatal(err)
	}
	has(t, step("people list").out, "zalo 123: ban thư ký, Minh", "từ "+viet.DateOf(time.Now()).Vietnamese())
	has(t, step("people role zalo 123 member --board 1").out, "zalo 123 nay là thành viên ban chỉ đạo")
	has(t, step("people role telegram 9 administrator").out, "quản trị viên")
	list := step("people list --json").objects(t)
	if len(list) != 2 || list[0]["id"] != "123" || list[0]["role"] != "member" || list[0]["board"] != 1.0 || list[0]["by"] != "cli" ||
		!strings.HasPrefix(list[0]["name"].(string), "Minh") || list[1]["role"] != "administrator" {
		t.Errorf("got %v", list)
	}
	if strings.Contains(step("people list").out, "\x1b") {
		t.Error("a terminal would act on a name")
	}
	has(t, step("people remove zalo 123").out, "Đã thu hồi vai trò thành viên")
	if account, err := db.Account(t.Context(), minh); err != nil || account.Role != people.Guest {
		t.Errorf("%+v, %v", account, err)
	}
}

// TestCodesForGroups: the code and the link are printed, and nothing but them, where a program would read them.
func TestCodesForGroups(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	invoke(t, "", "board", "add", "--secretariat", "--chat", "77", "--data", dir).succeeds(t)
	invoke(t, "", "people", "code", "--group", "--board", "1", "--data", dir).fails(t, exitUsage, "board link") // no code makes a secretary
	invoke(t, "", "board", "add", "Tỉnh Bắc Giang", "--chat", "78", "--data", dir).succeeds(t)
	r := invoke(t, "", "people", "code", "--group", "--board", "2", "--hours", "2", "--bot", "@don_doc_bot", "--data", dir)
	found := regexp.MustCompile(`^(\S+)\nhttps://t\.me/don_doc_bot\?startgroup=(\S+)\n$`).FindStringSubmatch(r.out)
	if r.code != exitDone || found == nil || people.Hash(found[1]) != people.Hash(found[2]) {
		t.Fatalf("%+v", r)
	}
	has(t, r.errOut, "quản trị nhóm")
	db := openStore(t, dir)
	lan := people.Person{Channel: "telegram", ID: "8"}
	code, err := db.UseCode(t.Context(), people.Hash(found[2]), lan, time.Now().Add(119*time.Minute))
	if err != nil || !code.Group || code.Board != 2 || code.Role != people.Guest || code.By != "cli" {
		t.Errorf("%+v, %v", code, err)
	}
	second := strings.TrimSpace(invoke(t, "", "people", "code", "--role", "officer", "--hours", "2", "--data", dir).out)
	if _, err := db.UseCode(t.Context(), people.Hash(second), lan, time.Now().Add(2*time.Hour)); err == nil {
		t.Error("a code lasts longer than it should")
	}
}

func TestPeopleMistakes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for args, want := range map[string]string{
		"people code":                                  "officer, member",
		"people code --role king":                      "officer, member",
		"people code --role guest":                     "officer, member",
		"people code --role member":                    "--board",
		"people code --role member --board 9":          "board list",
		"people code --group":                          "--board",
		"people code --group --board 1 --role officer": "--role",
		"people code --role officer --hours 721":       "720",
		"people code --role officer --hours=-1":        "720",
		"people code --role officer --bot a/b?x":       "tên bot",
		"people role fax 7 officer":                    "zalooa",
		"people role zalo 7 member":                    "--board",
		"people role zalo 7 officer --board 9":         "board list",
		"people role zalo 7 guest":                     "officer, member",
		"people remove zalo 7":                         "people list",
		"people remove pigeon 7":                       "telegram",
	} {
		invoke(t, "", append(strings.Fields(args), "--data", dir)...).fails(t, exitUsage, want)
	}
	if r := invoke(t, "", "people", "list", "--data", dir); r.code != exitDone || r.out != "" {
		t.Errorf("a mistake left something: %+v", r)
	}
}
