package corpus_test

import (
	"errors"
	"strings"
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/agency"
)

func TestSecretFilesAreRefused(t *testing.T) {
	const open = "Số: 5/KH-UBND\n\nKẾ HOẠCH\nBảo vệ bí mật nhà nước năm 2026\n\n1. Bộ Công an phân loại tài liệu Mật, Tối mật trước ngày 20/5/2026.\n"
	for name, c := range map[string]struct {
		text   string
		secret string
	}{
		"only speaks of secrets":     {open, ""},
		"stamp on top":               {"MẬT\n\n" + open, "MẬT"},
		"stamp in the letterhead":    {"ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỐI MẬT\tĐộc lập - Tự do - Hạnh phúc\n\n" + open, "TỐI MẬT"},
		"degree by name":             {strings.Replace(open, "\n\n", "\n\nĐộ mật: Tuyệt mật\n\n", 1), "TUYỆT MẬT"},
		"stamp of the second paper":  {open + strings.Repeat("\nLời.\n", 60) + "\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\n(MẬT)\n\n" + open, "MẬT"},
		"a word that looks alike":    {"MẶT\n\n" + open, ""},
		"in lower case, without tag": {"mật\n\n" + open, ""},
		"far down":                   {open + strings.Repeat("\nLời.\n", 60) + "\nMẬT\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, failed, err := corpus.Read(t.Context(), []corpus.File{{Name: "a.txt", Content: []byte(c.text)}}, agency.Default(), nil)
			if c.secret == "" {
				if err != nil || len(failed) > 0 || len(got.Tasks) != 1 {
					t.Fatalf("Read: %v, %v", failed, err)
				}
				return
			}
			if got != nil || !errors.Is(err, corpus.ErrNothing) || len(failed) != 1 || !errors.Is(failed[0], corpus.ErrSecret) || !strings.Contains(failed[0].Error(), "“"+c.secret+"”") {
				t.Fatalf("Read = %v, %v, %v; want a refusal that names %q", got, failed, err, c.secret)
			}
		})
	}
}
