package agency

import (
	"slices"
	"testing"
)

var splitTests = []struct {
	cell    string
	names   []string
	unknown []string
}{
	{cell: "Bộ Công an", names: []string{"Bộ Công an"}},
	{cell: "", names: nil},
	{cell: " . ; ,", names: nil},
	{cell: "Bộ, ngành, địa phương, tập đoàn, tổng công ty", names: []string{"Bộ, ngành, địa phương, tập đoàn, tổng công ty"}},
	{cell: "Bộ, ngành, địa phương, Hội, Hiệp hội", names: []string{"Bộ, ngành, địa phương, Hội, Hiệp hội"}},
	{cell: "các cơ quan thông tấn, báo chí", names: []string{"các cơ quan thông tấn, báo chí"}},
	{cell: "Các bộ, ngành, địa phương", names: []string{"Các bộ, ngành, địa phương"}},
	{cell: "Bộ Công an Bộ Quốc phòng", names: []string{"Bộ Công an", "Bộ Quốc phòng"}},
	{cell: "Bộ Công an\nBộ Quốc phòng", names: []string{"Bộ Công an", "Bộ Quốc phòng"}},
	{cell: "Bộ TT&TT Cơ sở nghiên cứu, đào tạo", names: []string{"Bộ Thông tin và Truyền thông", "Cơ sở nghiên cứu, đào tạo"}},
	{cell: "Bộ Văn hóa, Thể thao và Du lịch", names: []string{"Bộ Văn hóa, Thể thao và Du lịch"}},
	{cell: "Bộ Văn hoá Thể thao và Du lịch", names: []string{"Bộ Văn hóa, Thể thao và Du lịch"}},
	{cell: "Bộ Nông nghiệp và Phát triển nông thôn", names: []string{"Bộ Nông nghiệp và Phát triển nông thôn"}},
	{cell: "Bộ Lao động Thương binh và Xã hội", names: []string{"Bộ Lao động - Thương binh và Xã hội"}},
	{cell: "Bộ Lao động- Thương binh và Xã hội", names: []string{"Bộ Lao động - Thương binh và Xã hội"}},
	{cell: "Bộ Giáo dục và Đào tạo; Bộ Lao động", names: []string{"Bộ Giáo dục và Đào tạo", "Bộ Lao động - Thương binh và Xã hội"}},
	{cell: "Bộ TT&TT, các Nhà Xuất bản", names: []string{"Bộ Thông tin và Truyền thông", "các Nhà Xuất bản"}},
	{cell: "VCCI, Hội, Hiệp hội", names: []string{"Liên đoàn Thương mại và Công nghiệp Việt Nam", "Hội, Hiệp hội"}},
	{cell: "Bộ Tư pháp và các cơ quan liên quan", names: []string{"Bộ Tư pháp", "các cơ quan liên quan"}},
	{
		cell:  "Bộ Xây dựng, Bộ Giáo dục và Đào tạo, Bộ Y tế và các bộ ngành có liên quan",
		names: []string{"Bộ Xây dựng", "Bộ Giáo dục và Đào tạo", "Bộ Y tế", "các bộ ngành có liên quan"},
	},
	{
		cell:  "Bộ Giáo dục và Đào tạo; Các tỉnh, thành phố trực thuộc TW",
		names: []string{"Bộ Giáo dục và Đào tạo", "Các tỉnh, thành phố trực thuộc Trung ương"},
	},
	{
		cell:    "VNPT, FPT, Mobifone, BKAV, VNG, Comeet.",
		names:   []string{"VNPT", "FPT", "MobiFone", "BKAV", "VNG", "Comeet"},
		unknown: []string{"Comeet"},
	},
	{cell: "MISA, Fast, 1Office", names: []string{"MISA", "Fast", "1Office"}},
	{cell: "Viettel, FPT, các doanh nghiệp bưu chính, viễn thông", names: []string{"Viettel", "FPT", "các doanh nghiệp bưu chính, viễn thông"}},
	{cell: "Bộ trưởng Bộ Công an", names: []string{"Bộ trưởng Bộ Công an"}},
	{cell: "Bộ trưởng Bộ TTTT và Thống đốc NHNN", names: []string{"Bộ trưởng Bộ Thông tin và Truyền thông", "Thống đốc Ngân hàng Nhà nước Việt Nam"}},
	{cell: "Thống đốc Ngân hàng Nhà nước", names: []string{"Thống đốc Ngân hàng Nhà nước Việt Nam"}},
	{cell: "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ", names: []string{"Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ"}},
	{cell: "Tổng Thanh tra Chính phủ", names: []string{"Tổng Thanh tra Chính phủ"}},
	{cell: "Sở Nội vụ các tỉnh, thành phố", names: []string{"Sở Nội vụ các tỉnh, thành phố"}},
	{cell: "Sở Nội vụ các tinh, thành phố", names: []string{"Sở Nội vụ các tỉnh, thành phố"}},
	{cell: "Sở Nội vụ 34 tinh, thành phố", names: []string{"Sở Nội vụ 34 tỉnh, thành phố"}},
	{cell: "Vụ Công chức - Viên chức", names: []string{"Vụ Công chức - Viên chức"}},
	{cell: "UBND cấp tỉnh", names: []string{"Ủy ban nhân dân cấp tỉnh"}},
	{
		cell:  "Ban Chỉ đạo chuyển đổi số của các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ",
		names: []string{"Ban Chỉ đạo chuyển đổi số của các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ"},
	},
	{
		cell:  "UBND các tỉnh, thành phố trực thuộc Trung ương",
		names: []string{"Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương"},
	},
	{
		cell:  "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ, UBND các tỉnh, thành phố trực thuộc TƯ",
		names: []string{"Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ", "Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương"},
	},
	{cell: "HĐND, UBND các tỉnh", names: []string{"Hội đồng nhân dân các tỉnh", "Ủy ban nhân dân các tỉnh"}},
	{cell: "Cục An toàn thông tin, Bộ Thông tin và Truyền thông", names: []string{"Cục An toàn thông tin", "Bộ Thông tin và Truyền thông"}},
	{cell: "Bộ Thông tin và Truyền thông.f", names: []string{"Bộ Thông tin và Truyền thông"}},
	{cell: "<p>Bộ Y tế</p>", names: []string{"Bộ Y tế"}},
	{cell: "- UBND các xã, phường\n- Sở Xây dựng", names: []string{"Ủy ban nhân dân các xã, phường", "Sở Xây dựng"}},
	{cell: "Sở Tài chính\nSở Xây dựng", names: []string{"Sở Tài chính", "Sở Xây dựng"}},
	{cell: "Sở Nông nghiệp\nvà Môi trường", names: []string{"Sở Nông nghiệp và Môi trường"}},
	{cell: "Sở Tài chính, Sở Nông nghiệp và Môi trường và Công an tỉnh", names: []string{"Sở Tài chính", "Sở Nông nghiệp và Môi trường", "Công an tỉnh"}},
	{cell: "Sở TT&TT tỉnh Đăk Lăk", names: []string{"Sở Thông tin và Truyền thông tỉnh Đắk Lắk"}},
	{cell: "Ban Quản lý các khu chế xuất và công nghiệp", names: []string{"Ban Quản lý các khu chế xuất và công nghiệp"}},
	{cell: "Báo và Phát thanh, truyền hình Cà Mau", names: []string{"Báo và Phát thanh, truyền hình Cà Mau"}},
	{cell: "Phòng Quản lý vận tải, phương tiện và người lái", names: []string{"Phòng Quản lý vận tải, phương tiện và người lái"}},
	{cell: "Ngân hàng Nhà nước Chi nhánh Khu vực 15", names: []string{"Ngân hàng Nhà nước Chi nhánh Khu vực 15"}},
	{cell: "Ngân hàng Chính sách xã hội tỉnh", names: []string{"Ngân hàng Chính sách xã hội tỉnh"}},
	{cell: "BHXH tỉnh Cà Mau, Cục Thuế tỉnh Cà Mau", names: []string{"Bảo hiểm xã hội tỉnh Cà Mau", "Cục Thuế tỉnh Cà Mau"}},
	{cell: "Công ty Điện lực Cà Mau", names: []string{"Công ty Điện lực Cà Mau"}},
	{cell: "UBND tỉnh An Giang", names: []string{"Ủy ban nhân dân tỉnh An Giang"}},
	{cell: "Chủ tịch UBND TP. Cần Thơ", names: []string{"Chủ tịch Ủy ban nhân dân thành phố Cần Thơ"}},
	{cell: "Văn phòng UBND tỉnh", names: []string{"Văn phòng Ủy ban nhân dân tỉnh"}},
	{cell: "UBND xã Sông Đốc", names: []string{"Ủy ban nhân dân xã Sông Đốc"}},
	{cell: "Đà Nẵng, TP. Hồ Chí Minh", names: []string{"Thành phố Đà Nẵng", "Thành phố Hồ Chí Minh"}},
	{
		cell:  "UBND các tỉnh, thành phố: An Giang, Cà Mau và Cần Thơ",
		names: []string{"Ủy ban nhân dân tỉnh An Giang", "Ủy ban nhân dân tỉnh Cà Mau", "Ủy ban nhân dân thành phố Cần Thơ"},
	},
	{cell: "các tỉnh Hà Nam, Nam Định", names: []string{"Tỉnh Hà Nam", "Tỉnh Nam Định"}},
	{cell: "các tỉnh, thành phố Cần Thơ, Cà Mau; Bộ Y tế", names: []string{"Thành phố Cần Thơ", "Tỉnh Cà Mau", "Bộ Y tế"}},
	{
		cell:  "Các Bộ: Công an, Văn hóa, Thể thao và Du lịch, Quốc phòng và Nội vụ",
		names: []string{"Bộ Công an", "Bộ Văn hóa, Thể thao và Du lịch", "Bộ Quốc phòng", "Bộ Nội vụ"},
	},
	{cell: "Tổ công tác giúp việc Ủy ban (Tổ công tác)", names: []string{"Tổ công tác giúp việc Ủy ban"}},
	{cell: "Bộ Công an (BCA), Bộ Y tế", names: []string{"Bộ Công an", "Bộ Y tế"}},
	{cell: "Cục Tin học hóa (Bộ TT&TT)", names: []string{"Cục Tin học hóa (Bộ Thông tin và Truyền thông)"}},
	{cell: "Văn phòng Bộ TT&TT", names: []string{"Văn phòng Bộ Thông tin và Truyền thông"}},
	{cell: "Bộ Giáo dục và đào tạo", names: []string{"Bộ Giáo dục và Đào tạo"}},
	{cell: "Bô Giáo dục và Đao tạo", names: []string{"Bộ Giáo dục và Đào tạo"}},
	{cell: "Bộ Y tế; Bộ Y tế", names: []string{"Bộ Y tế"}},
	{cell: "Các tập đoàn/doanh nghiệp công nghệ số lớn", names: []string{"Các tập đoàn/doanh nghiệp công nghệ số lớn"}},
	{cell: "Bà Lê Thị B, Bộ trưởng Bộ Nội vụ", names: []string{"Bà Lê Thị B, Bộ trưởng Bộ Nội vụ"}},
	{cell: "Ông Nguyễn Văn A", names: []string{"Ông Nguyễn Văn A"}, unknown: []string{"Ông Nguyễn Văn A"}},
}

func TestSplit(t *testing.T) {
	r := Default()
	for _, tt := range splitTests {
		names, unknown := r.Split(tt.cell)
		if !slices.Equal(names, tt.names) {
			t.Errorf("Split(%q)\n got %q\nwant %q", tt.cell, names, tt.names)
		}
		if !slices.Equal(unknown, tt.unknown) {
			t.Errorf("Split(%q) unknown\n got %q\nwant %q", tt.cell, unknown, tt.unknown)
		}
	}
}

// A name that Split gives is a name to Split.
func TestSplitIsStable(t *testing.T) {
	r := Default()
	for _, tt := range splitTests {
		for _, n := range tt.names {
			if again, _ := r.Split(n); !slices.Equal(again, []string{n}) {
				t.Errorf("Split(%q) = %q", n, again)
			}
		}
	}
}
