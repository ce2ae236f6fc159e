package knowledge

import (
	"strings"
	"testing"

	"dondoc/corpus"
)

// TestMayBeOnBounds: no record has more of a subject than the quick look allows, so that none is passed over.
func TestMayBeOnBounds(t *testing.T) {
	t.Parallel()
	s := deskOf(t)
	for _, text := range []string{
		"liệt kê nhiệm vụ về thư viện và sách", "tinh nao lam nhac cu vung cao", "những việc của 31/KH-BVHTTDL",
		"which provinces work on libraries", "các việc do Bộ Văn hóa, Thể thao và Du lịch ban hành", "họp báo về máy chiếu",
	} {
		q := s.asked(t, text)
		if q.ownWords() == 0 {
			continue
		}
		most := s.mayBeOn(q)
		for i, e := range s.entries {
			if has := s.supports(q, i); e.task >= 0 && has > float64(most[i])+1e-6 {
				t.Errorf("%q: %s has %.2f of the subject, %.2f allowed", text, s.corpus.Tasks[e.task].ID, has, most[i])
			}
		}
	}
}

// TestListByOtherColumn: a list is found by what stands in any column of its rows.
func TestListByOtherColumn(t *testing.T) {
	t.Parallel()
	s, err := snapshotOf([]corpus.File{{Name: "a.md", Content: []byte("---\nsố: 3/KH-BNNMT\nngày: 05/01/2026\nloại: Kế hoạch\ntiêu đề: Việc quanh hồ năm 2026\n---\n\n" +
		"| TT | Nhiệm vụ | Chủ trì | Sản phẩm | Thời hạn |\n|---|---|---|---|---|\n" +
		"| 1 | Đếm tổ chim | Bộ Tài chính | Bộ ảnh cánh cò trắng | Tháng 5/2026 |\n" +
		"| 2 | Cắm bè tre | Bộ Nội vụ | Bộ ảnh cánh cò trắng | Tháng 6/2026 |\n" +
		"| 3 | Vớt bèo | Bộ Y tế | Bộ ảnh cánh cò trắng | Tháng 7/2026 |\n" +
		"| 4 | Sửa máy tính đo mưa | Bộ Công an | Báo cáo | Tháng 8/2026 |\n")}})
	if err != nil {
		t.Fatal(err)
	}
	if a := answered(t, s, "liệt kê nhiệm vụ có bộ ảnh cánh cò trắng"); !strings.HasPrefix(a.Text.String(), "3 nhiệm vụ") {
		t.Errorf("%s", a.Text)
	}
	if a := answered(t, s, "liệt kê nhiệm vụ về máy tính"); !strings.Contains(a.Text.String(), "Bộ Công an") { // no "tỉnh" is asked for
		t.Errorf("%s", a.Text)
	}
}
