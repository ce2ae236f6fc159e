package telegram

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"dondoc/bot/telegram/telegramtest"
)

func TestMenusPerScopeAndLanguage(t *testing.T) {
	f := overSockets(t, echo)
	r := f.start()
	calls, err := f.double.WaitCalls(f.ctx, "setMyCommands", 6)
	if err != nil {
		t.Fatal(err)
	}
	r.stop()
	got := make(map[string][]string)
	for _, c := range calls {
		var commands []struct{ Command, Description string }
		var scope struct{ Type string }
		if err := json.Unmarshal([]byte(c.Fields["commands"]), &commands); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(c.Fields["scope"]), &scope); err != nil {
			t.Fatal(err)
		}
		key := scope.Type + c.Fields["language_code"]
		for _, command := range commands {
			got[key] = append(got[key], command.Command)
			if english := command.Description == "How to ask"; command.Command == "tro_giup" && english != strings.HasSuffix(key, "en") {
				t.Errorf("%s: %q", key, command.Description)
			}
		}
	}
	for scope, want := range map[string]string{
		"all_private_chats": "viec_cua_toi sap_den_han qua_han theo_doi bo_theo_doi nhac_toi bao_cao lich tro_giup xoa_du_lieu",
		"all_group_chats":   "viec_cua_toi sap_den_han qua_han bao_cao lich lien_ket tro_giup",
		"default":           "viec_cua_toi sap_den_han qua_han bao_cao lich tro_giup",
	} {
		for _, language := range []string{"", "en"} {
			if names := got[scope+language]; !slices.Equal(names, strings.Fields(want)) {
				t.Errorf("%s %s: %q", scope, language, names)
			}
		}
	}
}

// A server that knows no menus, and one that refuses them, are no reason not to answer.
func TestWithoutMenus(t *testing.T) {
	f := overSockets(t, echo)
	f.double.Fail(telegramtest.Failure{Method: "setMyCommands", Code: 500, Raw: `{"message":"not supported"}`, Times: -1})
	f.double.Text(1, "a")
	r := f.start()
	f.waitSent(1)
	if _, err := f.double.WaitCalls(f.ctx, "setMyCommands", 6); err != nil {
		t.Error(err)
	}
	r.stop()
}

func TestBadCommands(t *testing.T) {
	for _, data := range []string{
		"a = b | c", "A = b | c | private", "a-b = b | c | private", "a = | c | private", "a = b | c | everywhere",
		strings.Repeat("a", 33) + " = b | c | private", "a = b | " + strings.Repeat("c", 257) + " | private",
	} {
		if commands, err := loadCommands(data); err == nil {
			t.Errorf("%q gives %v", data, commands)
		}
	}
}

func TestDeepLink(t *testing.T) {
	for _, tt := range []struct {
		name, payload string
		group         bool
		want          string
	}{
		{"DonDocBot", "ma-1_B", false, "https://t.me/DonDocBot?start=ma-1_B"},
		{"DonDocBot", "x", true, "https://t.me/DonDocBot?startgroup=x"},
		{"DonDocBot", strings.Repeat("x", 65), false, ""},
		{"DonDocBot", "a&b", false, ""},
		{"DonDocBot", "", false, ""},
		{"", "x", false, ""},
		{"a/b", "x", false, ""},
	} {
		if got := DeepLink(tt.name, tt.payload, tt.group); got != tt.want {
			t.Errorf("%+v: %q", tt, got)
		}
	}
}

func TestUsername(t *testing.T) {
	f := overSockets(t, echo)
	f.double.Text(1, "a")
	r := f.start()
	if r.Username() != "" && r.Username() != telegramtest.BotName {
		t.Errorf("at first %q", r.Username())
	}
	f.waitSent(1)
	if r.Username() != telegramtest.BotName {
		t.Errorf("then %q", r.Username())
	}
	r.stop()
}
