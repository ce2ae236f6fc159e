package corpus_test

import (
	"strings"
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/agency"
)

// TestGivenTwice: a document in two files is doubted first of all, whatever the order of the files; two of one number are not.
func TestGivenTwice(t *testing.T) {
	const plan = "ỦY BAN NHÂN DÂN TỈNH GIA LAI\nSố: 46/KH-UBND\nGia Lai, ngày 03 tháng 11 năm 2026\n\nKẾ HOẠCH\nĐếm thuyền năm 2027\n\nI. NHIỆM VỤ\n1. Sở Tài chính chủ trì đếm thuyền nan, hoàn thành trước ngày 15/5/2027.\n"
	note := "BẢN TIN\nVề việc đếm thuyền ở các bến\n\nCác bến đã đếm thuyền xong.\n"
	for name, tc := range map[string]struct {
		files map[string]string
		want  string
	}{
		"one number":  {map[string]string{"a.txt": plan, "b.txt": plan + "2. Sở Y tế khám mắt người lái thuyền.\n"}, "Văn bản 46/KH-UBND ngày 03/11/2026 có trong hai tệp: a.txt và b.txt;"},
		"same bytes":  {map[string]string{"a.txt": note, "b.txt": note}, "Tệp b.txt có nội dung giống hệt tệp a.txt;"},
		"another day": {map[string]string{"a.txt": plan, "b.txt": strings.Replace(plan, "ngày 03 tháng", "ngày 04 tháng", 1)}, ""},
		"another":     {map[string]string{"a.txt": plan, "b.txt": strings.Replace(plan, "GIA LAI", "ĐẮK LẮK", 1)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			for _, order := range [][]string{{"a.txt", "b.txt"}, {"b.txt", "a.txt"}} {
				var files []corpus.File
				for _, f := range order {
					files = append(files, corpus.File{Name: f, Content: []byte(tc.files[f])})
				}
				c, _, err := corpus.Read(t.Context(), files, agency.Default(), nil)
				if err != nil {
					t.Fatal(err)
				}
				var got []corpus.Doubt
				for _, d := range c.Doubts {
					if strings.Contains(d.Text, "hai lần") {
						got = append(got, d)
					}
				}
				if tc.want == "" && len(got) > 0 || tc.want != "" && (len(got) != 1 || c.Doubts[0] != got[0] || got[0].Kind != corpus.ConflictDoubt || !strings.HasPrefix(got[0].Text, tc.want)) {
					t.Errorf("%v: %+v", order, got)
				}
			}
		})
	}
}
