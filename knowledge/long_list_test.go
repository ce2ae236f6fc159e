package knowledge_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"dondoc/corpus"
	"dondoc/knowledge"
)

// oldProvinces are more than the search looks at: a list that was made of its hits would not be whole.
var oldProvinces = strings.Split("An Giang, Bắc Giang, Bắc Kạn, Bạc Liêu, Bắc Ninh, Bến Tre, Bình Dương, Bình Định, Bình Phước, Bình Thuận, Cà Mau, Cao Bằng, "+
	"Đắk Lắk, Đắk Nông, Điện Biên, Đồng Nai, Đồng Tháp, Gia Lai, Hà Giang, Hà Nam, Hà Tĩnh, Hải Dương, Hậu Giang, Hòa Bình, Hưng Yên, Khánh Hòa, Kiên Giang, "+
	"Kon Tum, Lai Châu, Lạng Sơn, Lào Cai, Lâm Đồng, Long An, Nam Định, Nghệ An, Ninh Bình, Ninh Thuận, Phú Thọ, Phú Yên, Quảng Bình, Quảng Nam, Quảng Ngãi, "+
	"Quảng Ninh, Quảng Trị, Sóc Trăng, Sơn La, Tây Ninh, Thái Bình, Thái Nguyên, Thanh Hóa, Tiền Giang, Trà Vinh, Tuyên Quang, Vĩnh Long, Vĩnh Phúc, Yên Bái", ", ")

// drumsBase has one task for each province, worded alike, every third due in another month, and a few others.
var drumsBase = sync.OnceValues(func() (*knowledge.Base, error) {
	var b strings.Builder
	b.WriteString("---\nsố: 77/KH-BVHTTDL\nngày: 05/01/2023\nloại: Kế hoạch\ncơ quan ban hành: Bộ Văn hóa, Thể thao và Du lịch\n" +
		"tiêu đề: Bảo tồn trống cổ năm 2023\ntrạng thái: còn hiệu lực\nnăm kế hoạch: 2023\n---\n\n## III. Địa phương\n\n" +
		"| Mục | Chủ trì | Nhiệm vụ | Phối hợp | Thời hạn |\n|---|---|---|---|---|\n")
	for i, p := range oldProvinces {
		fmt.Fprintf(&b, "| III.%d | Tỉnh %s | Kiểm kê trống đồng đang giữ ở đình làng | Bộ Quốc phòng | trong tháng %d/2023 |\n", i+1, p, []int{6, 6, 9}[i%3])
	}
	b.WriteString("| III.90 | Thành phố Hải Phòng | Đúc chuông cho nhà hát thành phố | Bộ Xây dựng | trong tháng 6/2023 |\n")
	b.WriteString("| III.91 | Thành phố Cần Thơ | Lợp mái đình ở bến sông | Bộ Xây dựng | trong tháng 11/2023 |\n")
	return baseOf([]corpus.File{text("trong-co.md", b.String())}, nil)
})

// TestLongLists: lists and counts hold every task, also those that no search would bring, and nothing else.
func TestLongLists(t *testing.T) {
	if len(oldProvinces) <= 50 {
		t.Fatalf("%d provinces are no more than the search looks at", len(oldProvinces))
	}
	base := must(t, drumsBase)
	for q, want := range map[string]struct {
		head      string
		provinces func(i int) bool // nil: none is checked
		mustNot   []string
	}{
		"Những tỉnh nào phải kiểm kê trống đồng?":                   {"56 tỉnh, thành phố:", func(int) bool { return true }, []string{"Hải Phòng", "Cần Thơ"}},
		"bao nhiêu tỉnh phải kiểm kê trống đồng ở đình làng":        {"56 tỉnh, thành phố:", func(int) bool { return true }, []string{"Hải Phòng"}},
		"Những tỉnh nào phải kiểm kê trống đồng trong tháng 9/2023": {"18 tỉnh, thành phố:", func(i int) bool { return i%3 == 2 }, []string{"Hải Phòng"}},
		"Tháng 6/2023 có bao nhiêu việc đến hạn?":                   {"39 nhiệm vụ:", nil, []string{"Cần Thơ"}},
		"Kế hoạch 77 có bao nhiêu nhiệm vụ?":                        {"58 nhiệm vụ:", nil, nil},
		"Bộ Quốc phòng phối hợp bao nhiêu nhiệm vụ?":                {"56 nhiệm vụ:", nil, []string{"Hải Phòng"}},
	} {
		a := ask(t, base, q, "2023-03-01")
		text := a.Text.String()
		if a.Refused || !strings.HasPrefix(text, want.head) {
			t.Errorf("%q: want %q on top, got %.200q", q, want.head, text)
		}
		for _, m := range want.mustNot {
			if strings.Contains(text, m) {
				t.Errorf("%q: says %s", q, m)
			}
		}
		for i, p := range oldProvinces {
			if has := strings.Contains(text, "Tỉnh "+p+":") || strings.Contains(text, "Tỉnh "+p+" ("); want.provinces != nil && has != want.provinces(i) {
				t.Errorf("%q: %s is in the list: %v", q, p, has)
			}
		}
	}
}

// TestLongListIsCut: what finds no room is counted, and what is shown stands on as many citations.
func TestLongListIsCut(t *testing.T) {
	a := ask(t, must(t, drumsBase), "Kế hoạch 77 có bao nhiêu nhiệm vụ?", "2023-03-01")
	text := a.Text.String()
	shown := strings.Count(text, "\n") - 1 // the head, the tasks, the source
	left := 0
	if i := strings.Index(text, "… và "); i >= 0 {
		fmt.Sscanf(text[i:], "… và %d mục nữa", &left)
		shown--
	}
	if left == 0 || shown+left != 58 || len(a.Tasks) != shown || len(a.Citations) != shown {
		t.Errorf("%d shown, %d left over, %d tasks, %d citations", shown, left, len(a.Tasks), len(a.Citations))
	}
}

// TestAlikeTasks: the agencies of all tasks that are worded alike are listed, but none that lacks what is asked about.
func TestAlikeTasks(t *testing.T) {
	rows := "| II.1 | Tỉnh Gia Lai | Dựng chòi canh lửa ở rừng đầu nguồn và tuần tra ban đêm |  | trong tháng 4/2026 |\n" +
		"| II.2 | Tỉnh Đắk Lắk | Dựng chòi canh lửa ở rừng đầu nguồn và tuần tra ban đêm cùng kiểm lâm |  | trong tháng 4/2026 |\n" +
		"| II.3 | Tỉnh Lâm Đồng | Mở chợ hoa ở bến xe |  | trong tháng 4/2026 |\n"
	base, err := baseOf([]corpus.File{text("a.md", "---\nsố: 3/KH-BNNMT\nngày: 05/01/2026\nloại: Kế hoạch\ntiêu đề: Việc làng năm 2026\nnăm kế hoạch: 2026\n---\n\n"+
		"| Mục | Chủ trì | Nhiệm vụ | Phối hợp | Thời hạn |\n|---|---|---|---|---|\n"+rows)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	a := ask(t, base, "Những tỉnh nào dựng chòi canh lửa?", "2026-03-01")
	got := a.Text.String()
	if !strings.Contains(got, "Gia Lai") || !strings.Contains(got, "Đắk Lắk") || strings.Contains(got, "Lâm Đồng") {
		t.Error(got)
	}
	if a = ask(t, base, "tỉnh nào tuần tra cùng kiểm lâm?", "2026-03-01"); !strings.Contains(a.Text.String(), "Đắk Lắk") || strings.Contains(a.Text.String(), "Gia Lai") {
		t.Errorf("Gia Lai does nothing with the foresters, however alike the words of its task: %s", a.Text)
	}
}
