package agency

import (
	"strings"
	"testing"

	"dondoc/corpus/viet"
)

func TestKindOf(t *testing.T) {
	for name, want := range map[string]Kind{
		"Bộ Công an":             Ministry,
		"Tỉnh Cà Mau":            Province,
		"UBND tỉnh Cà Mau":       Province,
		"UBND tỉnh":              Province,
		"Sở Xây dựng":            Department,
		"Sở Nội vụ Cà Mau":       Department,
		"Sở Mới":                 Department,
		"Vụ Pháp chế":            Department,
		"Phòng Kinh tế":          Department,
		"Chi cục Kiểm ngư":       Department,
		"Công an xã":             Department,
		"Công an thành phố":      Department,
		"Văn phòng Sở":           Department,
		"Trạm Y tế xã":           Department,
		"Trung tâm y tế":         Department,
		"Thanh tra Bộ Y tế":      Department,
		"Cảng vụ Hàng hải":       Department,
		"TTYT huyện Năm Căn":     Department,
		"Phòng Quản lý xây dựng": Department,
		"Phòng Quản lý vận tải, phương tiện và người lái":         Department,
		"Ban Quản lý dự án đầu tư xây dựng công trình giao thông": Department,
		"Ngân hàng Nhà nước Chi nhánh Khu vực 15":                 Department,
		"Vùng Cảnh sát biển 4":                                    Department,
		"Ban Chỉ đạo tỉnh":                                        Committee,
		"Tổ công tác triển khai Đề án 99":                         Committee,
		"Hội đồng phối hợp phổ biến, giáo dục pháp luật tỉnh":     Committee,
		"Hội đồng nhân dân tỉnh":                                  Committee,
		"UBND xã Sông Đốc":                                        Locality,
		"UBND phường":                                             Locality,
		"Xã Đất Mũi":                                              Locality,
		"huyện Năm Căn":                                           Locality,
		"UBND thành phố Cà Mau":                                   Locality,
		"Hội Nghề cá tỉnh":                                        Organisation,
		"Hiệp hội Chế biến và Xuất khẩu thủy sản tỉnh":            Organisation,
		"Công ty Điện lực Cà Mau":                                 Company,
		"Báo và Phát thanh, truyền hình Cà Mau":                   Broadcaster,
		"Bộ, ngành, địa phương":                                   Group,
		"các bộ, ngành, địa phương liên quan":                     Group,
		"UBND các xã, phường, đặc khu":                            Group,
		"UBND cấp xã":                                             Group,
		"Sở Nội vụ các tỉnh, thành phố":                           Group,
		"Sở Nội vụ 34 tỉnh, thành phố":                            Group,
		"Công an các xã, phường":                                  Group,
		"các cơ quan báo chí":                                     Group,
		"các doanh nghiệp viễn thông":                             Group,
		"Các địa phương":                                          Group,
		"các sở, ban, ngành tỉnh":                                 Group,
		"đơn vị liên quan":                                        Group,
		"nhà mạng":                                                Group,
	} {
		if got, ok := Default().KindOf(name); !ok || got != want {
			t.Errorf("KindOf(%q) = %q %v, want %q", name, got, ok, want)
		}
	}
	for _, name := range []string{
		"", "Nguyễn Văn A", "Bộ trưởng Bộ Công an", "Giám đốc Sở Nội vụ", "Sở Y tế, Sở Nội vụ", "Sở Xây dựng xây dựng kế hoạch",
		"Vụ Pháp chế trình Bộ trưởng", "các cơ quan phải báo cáo", "Hội nghị tổng kết", "Báo cáo quý I", "Phòng chống cháy rừng",
		"Ban Chỉ đạo họp thường kỳ mỗi quý", "Tổ công tác báo cáo Chủ tịch", "Sở", "Comeet", "Tổ chức hội nghị", "đồng bộ dữ liệu", "Vụ việc kéo dài", strings.Repeat("Sở Y tế ", 1000),
	} {
		if got, ok := Default().KindOf(name); ok {
			t.Errorf("KindOf(%.60q) = %q, want none", name, got)
		}
	}
	if _, ok := (&Registry{}).KindOf("Bộ Công an"); ok {
		t.Error("the zero Registry knows a ministry")
	}
}

func TestCutPost(t *testing.T) {
	for name, want := range map[string][2]string{
		"Giám đốc Sở Nội vụ các tỉnh":              {"Giám đốc", "Sở Nội vụ các tỉnh"},
		"Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ": {"Bộ trưởng, Chủ nhiệm", "Văn phòng Chính phủ"},
		"Phó Chủ tịch UBND xã":                     {"Phó Chủ tịch", "UBND xã"},
		"Thủ trưởng các sở, ban, ngành":            {"Thủ trưởng", "các sở, ban, ngành"},
		"Chủ tịch":                                 {"Chủ tịch", ""},
		"Sở Nội vụ":                                {"", "Sở Nội vụ"},
		"":                                         {"", ""},
		"Tổng công ty Đường sắt Việt Nam":          {"", "Tổng công ty Đường sắt Việt Nam"},
		"Thường trực Hội đồng nhân dân tỉnh Cà Mau": {"Thường trực", "Hội đồng nhân dân tỉnh Cà Mau"},
	} {
		if post, body := CutPost(name); post != want[0] || body != want[1] {
			t.Errorf("CutPost(%q) = %q, %q", name, post, body)
		}
	}
}

func TestDistrictsEnded(t *testing.T) {
	day, _ := viet.NewDate(2025, 7, 2)
	before, _ := viet.NewDate(2025, 6, 30)
	r := Default()
	for name, want := range map[string]string{
		"UBND cấp huyện":              "Ủy ban nhân dân cấp xã; Ủy ban nhân dân cấp tỉnh",
		"UBND huyện Năm Căn":          "Ủy ban nhân dân cấp xã; Ủy ban nhân dân cấp tỉnh",
		"Ủy ban nhân dân quận 1":      "Ủy ban nhân dân cấp xã; Ủy ban nhân dân cấp tỉnh",
		"UBND thành phố Cà Mau":       "Ủy ban nhân dân cấp xã; Ủy ban nhân dân cấp tỉnh",
		"Huyện Đầm Dơi":               "Ủy ban nhân dân cấp xã; Ủy ban nhân dân cấp tỉnh",
		"Công an thị xã Giá Rai":      "Công an tỉnh; Công an cấp xã",
		"Tòa án nhân dân huyện U Thu": "Tòa án nhân dân khu vực",
		"UBND xã Năm Căn":             "",
		"UBND thành phố Cần Thơ":      "",
		"Trạm Y tế huyện":             "",
		"Sở Giao thông vận tải":       "Sở Xây dựng",
		"Cục Thuế tỉnh":               "Thuế tỉnh",
	} {
		var got []string
		for _, s := range r.Successor(name, day) {
			got = append(got, s.Name)
		}
		if g := strings.Join(got, "; "); g != want {
			t.Errorf("Successor(%q) = %q, want %q", name, g, want)
		}
	}
	if got := r.Successor("UBND huyện Năm Căn", before); len(got) > 0 {
		t.Errorf("a district is succeeded before its end: %v", got)
	}
}
