package bot

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// readings are what a message is read as; no name means that it is none.
var readings = map[string]said{
	"/start": {"start", "", true}, "/start abc": {"start", "abc", true}, "xin chào": {"start", "", false}, "Chào": {"start", "", false},
	"/tro_giup": {"help", "", true}, "/TRO_GIUP": {"help", "", true}, "trợ giúp": {"help", "", false}, "tro giup": {"help", "", false},
	"Trợ  giúp!": {"help", "", false}, "TRỢ GIÚP.": {"help", "", false}, "trợ giúp?": {"help", "", false}, " trợ\tgiúp\n": {"help", "", false},
	"tr\u01a1\u0323 giu\u0301p": {"help", "", false}, // letters and marks apart
	"/trợ_giúp":                 {"help", "", true},
	"/xoa_du_lieu":              {"forget", "", true}, "Xoá dữ liệu": {"forget", "", false}, "xóa dữ liệu của tôi": {"forget", "", false},
	"việc của tôi": {"mine", "", false}, "/viec_cua_toi": {"mine", "", true}, "việc của cơ quan tôi?": {"mine", "", false},
	"việc của Bộ Y tế": {"of", "Bộ Y tế", false}, "/viec_cua Bộ Y tế": {"of", "Bộ Y tế", true}, "/viec_cua_Hà_Nam": {"of", "Hà Nam", true},
	"việc của tôi ở Bộ Y tế": {"of", "tôi ở Bộ Y tế", false},
	"quá hạn":                {"late", "", false}, "quá hạn?": {"late", "", false}, "qua han": {"late", "", false}, "quá hạn của Hà Nam": {},
	"đến hạn": {"soon", "", false}, "Sắp đến hạn…": {},
	"theo dõi": {"follow", "", false}, "theo dõi Hà Nam?": {"follow", "Hà Nam?", false}, "/theo_doi Hà Nam": {"follow", "Hà Nam", true},
	"Theo dõi  “dữ liệu  mở”": {"follow", "“dữ liệu mở”", false},
	"bỏ theo dõi Hà Nam":      {"unfollow", "Hà Nam", false}, "thôi theo dõi Hà Nam": {"unfollow", "Hà Nam", false}, "bỏ theo dõi": {"unfollow", "", false},
	"thôi theo dõi": {}, "nhắc tôi": {"remind", "", false}, "nhắc tôi IV.6": {"remind", "IV.6", false}, "/nhac_toi lúc 7h30": {"remind", "lúc 7h30", true},
	"nhắc việc IV.6": {"remind", "IV.6", false}, "báo cáo tiến độ": {"progress", "", false}, "báo cáo": {"progress", "", false}, "báo cáo tiến độ của Hà Nam": {},
	"báo cáo kết quả thực hiện": {}, "lịch": {"calendar", "", false}, "/lich": {"calendar", "", true}, "lịch sử": {}, "lịch họp?": {},
	"mã ABC": {"pair", "ABC", false}, "mã": {}, "mã ghép nối K7QM4C-X2HTPG": {"pair", "K7QM4C-X2HTPG", false},
	"/lien_ket": {"link", "", true}, "liên kết K7QM4C": {"link", "K7QM4C", false}, "gắn nhóm Hà Nam": {"link", "Hà Nam", false},
	"cấp mã": {"grant", "", false}, "cấp mã thành viên Hà Nam": {"grant", "thành viên Hà Nam", false}, "người dùng": {"people", "", false},
	"danh sách người dùng": {"people", "", false}, "nạp tài liệu": {"load", "", false}, "phiên bản": {"versions", "", false}, "trạng thái": {"status", "", false},
	"": {}, "/": {}, "//": {}, "//start": {}, "/_": {}, "/__": {}, "_": {}, "/ start": {"start", "", true}, "start": {"start", "", false}, "/khong_co": {}, "/17/QĐ-UBQGCDS": {},
	"trợ giúp pháp lý do ai chủ trì": {}, "trợ_giúp": {}, "tr ợ giúp": {}, "trợ giúp\u200b": {"help", "", false},
	"lịch làm việc của Bộ Y tế": {}, "việc của": {}, "/viec_cua": {}, "người dùng mạng là ai?": {}, "trạng thái của văn bản 17": {}, "help": {"help", "", false}, "help me": {},
}

func TestReadCommand(t *testing.T) {
	for text, want := range readings {
		got, ok := readCommand(text)
		if got != want || ok != (want.name != "") {
			t.Errorf("%q: %+v, %v; want %+v", text, got, ok, want)
		}
	}
}

// TestEveryPhrase: each is read as its command, in words and as a command of a menu, and every command is done by somebody.
func TestEveryPhrase(t *testing.T) {
	phrases := commandPhrases()
	names := map[string]bool{}
	for _, p := range phrases {
		names[p.name] = true
		if p.words != viet.Fold(viet.Squeeze(p.words)) || p.words == "" {
			t.Errorf("%q is not folded", p.words)
		}
		argument := ""
		if p.argument {
			argument = " Xyz"
		}
		for _, text := range []string{p.words + argument, "/" + strings.ReplaceAll(p.words, " ", "_") + argument, strings.ToUpper(p.words) + argument} {
			if got, ok := readCommand(text); !ok || got.name != p.name || got.argument != strings.TrimSpace(argument) || got.slash != (text[0] == '/') {
				t.Errorf("%q is read as %+v, %v", text, got, ok)
			}
		}
	}
	table := commandTable()
	for name := range names {
		if c, ok := table[name]; !ok || c.do == nil || c.action == "" {
			t.Errorf("%q does nothing", name)
		}
	}
	for name := range table {
		if !names[name] {
			t.Errorf("nobody can say %q", name)
		}
	}
	for i, p := range phrases {
		if j := slices.IndexFunc(phrases, func(q commandPhrase) bool { return q.words == p.words && q.argument == p.argument }); j != i {
			t.Errorf("%q means %s and %s", p.words, p.name, phrases[j].name)
		}
	}
}

func TestSpoken(t *testing.T) {
	for label, want := range map[string]string{
		"Ai phối hợp?": "ai phoi hop", "  “Hạn bao giờ?” ": "han bao gio", "ĐÃ NHẬN": "da nhan", "1.": "1", "…": "", "": "", "\x00": "",
	} {
		if got := spoken(label); strings.Trim(got, "\x00") != want {
			t.Errorf("%q is spoken %q, want %q", label, got, want)
		}
	}
}

func TestWithoutPicture(t *testing.T) {
	for label, want := range map[string]string{
		"👥 Ai phối hợp?": "Ai phối hợp?", "⏰ Hạn": "Hạn", "🗑 Xóa dữ liệu": "Xóa dữ liệu", "👨‍👩‍👧 Nhà": "Nhà", "Ai phối hợp?": "Ai phối hợp?", "Đã nhận": "Đã nhận", "👥": "👥", "": "",
	} {
		if got := withoutPicture(label); got != want {
			t.Errorf("%q is %q without its picture, want %q", label, got, want)
		}
	}
}

// FuzzReadCommand: what is read is a command that is known, and its argument stands at the end of what was said.
func FuzzReadCommand(f *testing.F) {
	for text := range readings {
		f.Add(text)
	}
	for _, text := range []string{"/a_b_c_d\u00a0x", "/_theo_doi_", "\u1e9ecấp mã İ", "/theo_doi\xff", "mã \u0301x", "theo dõi ﷺ", "/\u2028theo_doi x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := readCommand(text)
		if !ok {
			if got != (said{}) {
				t.Errorf("%q is no command, and %+v", text, got)
			}
			return
		}
		if _, known := commandTable()[got.name]; !known {
			t.Errorf("%q is %q, which nobody knows", text, got.name)
		}
		blanks := func(s string) string { return strings.ReplaceAll(s, "_", " ") } // as in the words of a menu's command
		if !strings.HasSuffix(blanks(viet.Squeeze(viet.Normalize(text))), blanks(got.argument)) {
			t.Errorf("%q has the argument %q", text, got.argument)
		}
	})
}

// FuzzSpoken: what is spoken of a label is spoken of itself, and valid.
func FuzzSpoken(f *testing.F) {
	for text := range readings {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, label string) {
		once := spoken(label)
		if again := spoken(once); again != once || !utf8.ValidString(once) {
			t.Errorf("%q is spoken %q, then %q", label, once, again)
		}
	})
}

// TestManners: politeness around an argument does not make it another.
func TestManners(t *testing.T) {
	for text, want := range map[string]string{
		"theo dõi Bộ Công an nhé": "Bộ Công an", "theo dõi giúp tôi Bộ Y tế": "Bộ Y tế", "theo dõi Bộ Y tế giúp em với ạ": "Bộ Y tế",
		"theo doi ho toi Bo Y te nha": "Bo Y te", "theo dõi Hộ tịch": "Hộ tịch", "theo dõi tỉnh Hà Giang": "tỉnh Hà Giang",
	} {
		if s, ok := readCommand(text); !ok || s.name != "follow" || s.argument != want {
			t.Errorf("%q: %+v, want %q", text, s, want)
		}
	}
}
