package agency

import (
	"strings"
	"testing"
)

// cellTests are cells as plans of many fields write them, and what a careful clerk copies
// from them: names parted by "; ", what follows "?" is unknown.
var cellTests = []struct{ cell, want string }{
	// Health
	{"Sở Y tế\n(chủ trì)", "Sở Y tế"},
	{"TTYT các huyện, thị xã, thành phố; Trạm Y tế xã", "Trung tâm Y tế các huyện, thị xã, thành phố; Trạm Y tế xã"},
	{"Trung tâm KSBT tỉnh, BVĐK tỉnh", "Trung tâm Kiểm soát bệnh tật tỉnh; Bệnh viện Đa khoa tỉnh"},
	{"Sở Y tế, BHXH tỉnh và UBND cấp xã", "Sở Y tế; Bảo hiểm xã hội tỉnh; Ủy ban nhân dân cấp xã"},
	{"Bệnh viện Bạch Mai; Bệnh viện Chợ Rẫy; các bệnh viện tuyến cuối", "Bệnh viện Bạch Mai; Bệnh viện Chợ Rẫy; các bệnh viện tuyến cuối"},
	{"Cục Quản lý Khám, chữa bệnh, Cục Phòng bệnh", "Cục Quản lý Khám, chữa bệnh; Cục Phòng bệnh"},
	{"Hội Đông y tỉnh; Hội Người cao tuổi tỉnh", "Hội Đông y tỉnh; Hội Người cao tuổi tỉnh"},
	{"Chi cục Dân số - Kế hoạch hóa gia đình", "Chi cục Dân số - Kế hoạch hóa gia đình"},

	// Education
	{"Sở GD&ĐT, Phòng GD&ĐT các huyện", "Sở Giáo dục và Đào tạo; Phòng Giáo dục và Đào tạo các huyện"},
	{"Trường Đại học Sư phạm; Trường THPT Chuyên Lê Hồng Phong", "Trường Đại học Sư phạm; Trường Trung học phổ thông Chuyên Lê Hồng Phong"},
	{"Các trường THPT, THCS trên địa bàn", "Các trường trung học phổ thông, trung học cơ sở trên địa bàn"},
	{"Trung tâm GDNN-GDTX tỉnh", "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên tỉnh"},
	{"Đại học Quốc gia Thành phố Hồ Chí Minh, Đại học Quốc gia Hà Nội", "Đại học Quốc gia Thành phố Hồ Chí Minh; Đại học Quốc gia Hà Nội"},
	{"Bộ GD&ĐT, Bộ VHTTDL", "Bộ Giáo dục và Đào tạo; Bộ Văn hóa, Thể thao và Du lịch"},

	// Transport and construction
	{"Phòng Quản lý vận tải, phương tiện và người lái, Thanh tra Sở", "Phòng Quản lý vận tải, phương tiện và người lái; Thanh tra Sở"},
	{"Ban Quản lý dự án đầu tư xây dựng công trình giao thông", "Ban Quản lý dự án đầu tư xây dựng công trình giao thông"},
	{"BQLDA ĐTXD khu vực, Sở XD", "Ban Quản lý dự án đầu tư xây dựng khu vực; Sở Xây dựng"},
	{"Cảng vụ Hàng hải; Cảng vụ Đường thủy nội địa và CSGT", "Cảng vụ Hàng hải; Cảng vụ Đường thủy nội địa; Cảnh sát giao thông"},
	{"Cục Đường bộ Việt Nam, Khu Quản lý đường bộ IV", "Cục Đường bộ Việt Nam; Khu Quản lý đường bộ IV"},
	{"Sở Giao thông vận tải - Xây dựng", "Sở Giao thông vận tải - Xây dựng"},
	{"Phòng Quản lý nhà và thị trường bất động sản\nPhòng Kế hoạch - Tài chính", "Phòng Quản lý nhà và thị trường bất động sản; Phòng Kế hoạch - Tài chính"},

	// Land, farming, environment
	{"Văn phòng Đăng ký đất đai; Trung tâm Phát triển quỹ đất", "Văn phòng Đăng ký đất đai; Trung tâm Phát triển quỹ đất"},
	{"Chi cục TT&BVTV; Chi cục CN&TY", "Chi cục Trồng trọt và Bảo vệ thực vật; Chi cục Chăn nuôi và Thú y"},
	{"VPĐKĐĐ tỉnh và các chi nhánh", "Văn phòng Đăng ký đất đai tỉnh; các chi nhánh"},
	{"Chi cục Kiểm lâm; Hạt Kiểm lâm liên huyện", "Chi cục Kiểm lâm; Hạt Kiểm lâm liên huyện"},
	{"Chi cục Trồng trọt và Bảo vệ thực vật, Chi cục Chăn nuôi và Thú y", "Chi cục Trồng trọt và Bảo vệ thực vật; Chi cục Chăn nuôi và Thú y"},
	{"Cục Quản lý đê điều và Phòng, chống thiên tai", "Cục Quản lý đê điều và Phòng, chống thiên tai"},
	{"BCH PCTT&TKCN tỉnh", "Ban Chỉ huy phòng, chống thiên tai và tìm kiếm cứu nạn tỉnh"},
	{"Ban Chỉ huy Phòng thủ dân sự tỉnh, UBND các xã ven biển", "Ban Chỉ huy Phòng thủ dân sự tỉnh; Ủy ban nhân dân các xã ven biển"},
	{"Ban Quản lý rừng phòng hộ Đất Mũi và Vườn quốc gia U Minh Hạ", "Ban Quản lý rừng phòng hộ Đất Mũi; Vườn quốc gia U Minh Hạ"},

	// Police, army, courts
	{"CA tỉnh, Bộ CHQS tỉnh, Bộ Chỉ huy BĐBP tỉnh", "Công an tỉnh; Bộ Chỉ huy Quân sự tỉnh; Bộ Chỉ huy Bộ đội Biên phòng tỉnh"},
	{"Công an tỉnh (Phòng PC06, Phòng PA05)", "Công an tỉnh (Phòng PC06, Phòng PA05)"},
	{"Công an, Quân sự xã", "Công an xã; Quân sự xã"},
	{"BCHQS xã; Công an xã", "Ban Chỉ huy Quân sự xã; Công an xã"},
	{"TAND tỉnh, VKSND tỉnh, Cục THADS tỉnh", "Tòa án nhân dân tỉnh; Viện kiểm sát nhân dân tỉnh; Cục Thi hành án dân sự tỉnh"},
	{"Tòa án nhân dân khu vực 3 và Viện kiểm sát nhân dân khu vực 3", "Tòa án nhân dân khu vực 3; Viện kiểm sát nhân dân khu vực 3"},
	{"Bộ Tư lệnh Bộ đội Biên phòng, Vùng Cảnh sát biển 4", "Bộ Tư lệnh Bộ đội Biên phòng; Vùng Cảnh sát biển 4"},
	{"Đồn Biên phòng Cửa khẩu, Hải đội 2", "Đồn Biên phòng Cửa khẩu; Hải đội 2"},
	{"Cục CSGT - Bộ Công an", "Cục Cảnh sát giao thông; Bộ Công an"},

	// Finance
	{"Sở TC, KBNN khu vực XIX, Thuế tỉnh Cà Mau", "Sở Tài chính; Kho bạc Nhà nước khu vực XIX; Thuế tỉnh Cà Mau"},
	{"Chi cục Thuế khu vực XX; Chi cục Hải quan khu vực XX", "Chi cục Thuế khu vực XX; Chi cục Hải quan khu vực XX"},
	{"NHNN Chi nhánh Khu vực 15 và các tổ chức tín dụng", "Ngân hàng Nhà nước Chi nhánh Khu vực 15; các tổ chức tín dụng"},
	{"Chi nhánh NHCSXH tỉnh", "Chi nhánh Ngân hàng Chính sách xã hội tỉnh"},
	{"Kho bạc Nhà nước, Tổng cục Thuế", "Kho bạc Nhà nước; Tổng cục Thuế"},
	{"Phòng TC-KH huyện", "Phòng Tài chính - Kế hoạch huyện"},

	// Party and mass organisations
	{"Ban Tuyên giáo và Dân vận Tỉnh ủy, Văn phòng Tỉnh ủy", "Ban Tuyên giáo và Dân vận Tỉnh ủy; Văn phòng Tỉnh ủy"},
	{"UBKT Tỉnh ủy; Ban Nội chính Tỉnh ủy", "Ủy ban Kiểm tra Tỉnh ủy; Ban Nội chính Tỉnh ủy"},
	{"Ủy ban MTTQ Việt Nam tỉnh và các tổ chức chính trị - xã hội", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh; các tổ chức chính trị - xã hội"},
	{"Hội LHPN tỉnh, Hội ND tỉnh, Hội CCB tỉnh, Tỉnh Đoàn", "Hội Liên hiệp Phụ nữ tỉnh; Hội Nông dân tỉnh; Hội Cựu chiến binh tỉnh; Tỉnh đoàn"},
	{"Đoàn Thanh niên, Hội Nông dân, Hội Phụ nữ xã", "Đoàn Thanh niên xã; Hội Nông dân xã; Hội Phụ nữ xã"},
	{"Đảng ủy, HĐND, UBND, UBMTTQ các xã, phường", "Đảng ủy các xã, phường; Hội đồng nhân dân các xã, phường; Ủy ban nhân dân các xã, phường; Ủy ban Mặt trận Tổ quốc các xã, phường"},
	{"HĐND, UBND tỉnh An Giang", "Hội đồng nhân dân tỉnh An Giang; Ủy ban nhân dân tỉnh An Giang"},
	{"Tỉnh ủy, UBND tỉnh", "Tỉnh ủy; Ủy ban nhân dân tỉnh"},
	{"Thường trực HĐND, UBND tỉnh", "Thường trực Hội đồng nhân dân tỉnh; Ủy ban nhân dân tỉnh"},
	{"LĐLĐ tỉnh, Liên minh HTX tỉnh", "Liên đoàn Lao động tỉnh; Liên minh Hợp tác xã tỉnh"},
	{"Trường Chính trị tỉnh; Đảng ủy các cơ quan Đảng tỉnh", "Trường Chính trị tỉnh; Đảng ủy các cơ quan Đảng tỉnh"},

	// Offices
	{"VP HĐND và UBND xã", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã"},
	{"Văn phòng HĐND và UBND phường Cái Răng; Phòng Kinh tế", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường Cái Răng; Phòng Kinh tế"},
	{"VP Đoàn ĐBQH và HĐND tỉnh, VP UBND tỉnh", "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh; Văn phòng Ủy ban nhân dân tỉnh"},
	{"Văn phòng\nUBND tỉnh", "Văn phòng Ủy ban nhân dân tỉnh"},
	{"Văn phòng Bộ, Vụ Pháp chế", "Văn phòng Bộ; Vụ Pháp chế"},
	{"Trung tâm Phục vụ hành chính công xã, các đơn vị liên quan", "Trung tâm Phục vụ hành chính công xã; các đơn vị liên quan"},
	{"TTPVHCC tỉnh", "Trung tâm Phục vụ hành chính công tỉnh"},
	{"Báo và Phát thanh, truyền hình Cà Mau, Cổng TTĐT tỉnh", "Báo và Phát thanh, truyền hình Cà Mau; Cổng Thông tin điện tử tỉnh"},
	{"Đài PT-TH tỉnh; Báo Hậu Giang", "Đài Phát thanh - Truyền hình tỉnh; Báo Hậu Giang"},

	// Communes and districts
	{"UBND P. Cái Răng", "Ủy ban nhân dân phường Cái Răng"},
	{"UBND TP Cà Mau, UBND TX. Giá Rai", "Ủy ban nhân dân thành phố Cà Mau; Ủy ban nhân dân thị xã Giá Rai"},
	{"UBND T.P Vĩnh Long", "Ủy ban nhân dân thành phố Vĩnh Long"},
	{"UBND phường Cái Răng, Hưng Phú", "Ủy ban nhân dân phường Cái Răng; Ủy ban nhân dân phường Hưng Phú"},
	{"UBND các xã Tân Thuận, Đất Mới và phường An Xuyên", "Ủy ban nhân dân xã Tân Thuận; Ủy ban nhân dân xã Đất Mới; Ủy ban nhân dân phường An Xuyên"},
	{"UBND quận 1, quận 3, Bình Thạnh", "Ủy ban nhân dân quận 1; Ủy ban nhân dân quận 3; Ủy ban nhân dân quận Bình Thạnh"},
	{"UBND các huyện: Đầm Dơi, Năm Căn và thành phố Cà Mau", "Ủy ban nhân dân huyện Đầm Dơi; Ủy ban nhân dân huyện Năm Căn; Ủy ban nhân dân thành phố Cà Mau"},
	{"UBND các huyện: Đầm Dơi; Năm Căn; thị xã Giá Rai; Sở Y tế", "Ủy ban nhân dân huyện Đầm Dơi; Ủy ban nhân dân huyện Năm Căn; Ủy ban nhân dân thị xã Giá Rai; Sở Y tế"},
	{"UBND huyện Đầm Dơi, huyện Năm Căn", "Ủy ban nhân dân huyện Đầm Dơi; Ủy ban nhân dân huyện Năm Căn"},
	{"UBND xã Tân Thuận, huyện Đầm Dơi", "Ủy ban nhân dân xã Tân Thuận, huyện Đầm Dơi"},
	{"UBND xã Tân Thuận, tỉnh Cà Mau", "Ủy ban nhân dân xã Tân Thuận, tỉnh Cà Mau"},
	{"UBND các xã, phường: Lý Văn Lâm, An Xuyên", "Ủy ban nhân dân các xã, phường: Lý Văn Lâm, An Xuyên"},
	{"UBND các phường 1, 2 và 5", "Ủy ban nhân dân phường 1; Ủy ban nhân dân phường 2; Ủy ban nhân dân phường 5"},
	{"Công an các xã Khánh An, Khánh Lâm", "Công an xã Khánh An; Công an xã Khánh Lâm"},
	{"UBND các huyện, thị xã, thành phố", "Ủy ban nhân dân các huyện, thị xã, thành phố"},
	{"Chủ tịch UBND các xã, phường, đặc khu", "Chủ tịch Ủy ban nhân dân các xã, phường, đặc khu"},
	{"Các sở, ngành và UBND các huyện, thành phố Huế", "Các sở, ngành; Ủy ban nhân dân các huyện; Ủy ban nhân dân thành phố Huế"},
	{"ubnd cấp xã, công an xã", "Ủy ban nhân dân cấp xã; Công an xã"},
	{"Trưởng thôn, Bí thư chi bộ", "Trưởng thôn; Bí thư chi bộ"},
	{"UBND đặc khu Phú Quốc", "Ủy ban nhân dân đặc khu Phú Quốc"},

	// Provinces
	{"UBND các tỉnh An Giang, Cà Mau, Đồng Tháp", "Ủy ban nhân dân tỉnh An Giang; Ủy ban nhân dân tỉnh Cà Mau; Ủy ban nhân dân tỉnh Đồng Tháp"},
	{"UBND các tỉnh: An Giang, Cà Mau; thành phố Cần Thơ", "Ủy ban nhân dân tỉnh An Giang; Ủy ban nhân dân tỉnh Cà Mau; Ủy ban nhân dân thành phố Cần Thơ"},
	{"UBND tỉnh Cà Mau, Bạc Liêu", "Ủy ban nhân dân tỉnh Cà Mau; Ủy ban nhân dân tỉnh Bạc Liêu"},
	{"Sở Y tế các tỉnh: Cà Mau, Vĩnh Long và TP. Cần Thơ", "Sở Y tế tỉnh Cà Mau; Sở Y tế tỉnh Vĩnh Long; Sở Y tế thành phố Cần Thơ"},
	{"Sở Công Thương Cà Mau, Đồng Tháp", "Sở Công Thương Cà Mau; Sở Công Thương Đồng Tháp"},
	{"Sở Nội vụ 34 tỉnh, thành phố", "Sở Nội vụ 34 tỉnh, thành phố"},
	{"Giám đốc Sở Nội vụ các tỉnh, thành phố", "Giám đốc Sở Nội vụ các tỉnh, thành phố"},

	// What bodies share
	{"Sở: Tài chính, Xây dựng, Nội vụ", "Sở Tài chính; Sở Xây dựng; Sở Nội vụ"},
	{"các Sở Tài chính, Y tế", "Sở Tài chính; Sở Y tế"},
	{"Các Sở: Nông nghiệp và Môi trường, Văn hóa, Thể thao và Du lịch, Y tế; UBND các xã", "Sở Nông nghiệp và Môi trường; Sở Văn hóa, Thể thao và Du lịch; Sở Y tế; Ủy ban nhân dân các xã"},
	{"Sở Nông nghiệp và Môi trường, Tài chính, Công Thương", "Sở Nông nghiệp và Môi trường; Sở Tài chính; Sở Công Thương"},
	{"Các Bệnh viện: Đa khoa tỉnh, Sản Nhi", "Bệnh viện Đa khoa tỉnh; Bệnh viện Sản Nhi"},
	{"Các Sở: Tài chính, Tư pháp tỉnh Cà Mau", "Sở Tài chính; Sở Tư pháp tỉnh Cà Mau"},
	{"Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Chủ tịch UBND các tỉnh", "Bộ trưởng, Thủ trưởng cơ quan ngang bộ; Chủ tịch Ủy ban nhân dân các tỉnh"},
	{"Các Sở: KHĐT, TC, TNMT", "Sở Kế hoạch và Đầu tư; Sở Tài chính; Sở Tài nguyên và Môi trường"},
	{"Các sở, ngành: Tài chính, Nội vụ, Công an tỉnh, Thanh tra tỉnh", "Sở Tài chính; Sở Nội vụ; Công an tỉnh; Thanh tra tỉnh"},
	{"các bộ: Công an, Quốc phòng", "Bộ Công an; Bộ Quốc phòng"},
	{"Bộ Tài chính, Nội vụ", "Bộ Tài chính; Bộ Nội vụ"},
	{"Giám đốc các Sở: Tài chính, Y tế và Chủ tịch UBND cấp xã", "Giám đốc Sở Tài chính; Giám đốc Sở Y tế; Chủ tịch Ủy ban nhân dân cấp xã"},
	{"Các Vụ: Pháp chế, Tổ chức cán bộ, Kế hoạch - Tài chính; Văn phòng Bộ", "Vụ Pháp chế; Vụ Tổ chức cán bộ; Vụ Kế hoạch - Tài chính; Văn phòng Bộ"},
	{"Các phòng: Kinh tế, Văn hóa - Xã hội; Công an xã", "Phòng Kinh tế; Phòng Văn hóa - Xã hội; Công an xã"},
	{"các phòng Kinh tế, Văn hóa - Xã hội", "Phòng Kinh tế; Phòng Văn hóa - Xã hội"},

	{"Ban Dân tộc và Tôn giáo, Ban Dân tộc", "Ban Dân tộc và Tôn giáo; Ban Dân tộc"},
	{"Đoàn TN, Hội PN, Hội CCB xã", "Đoàn Thanh niên xã; Hội Phụ nữ xã; Hội Cựu chiến binh xã"},
	{"Chi bộ, Công đoàn, trạm y tế xã", "Chi bộ; Công đoàn; Trạm y tế xã"},

	{"Bộ NN và MT; Sở NN và PTNT", "Bộ Nông nghiệp và Môi trường; Sở Nông nghiệp và Phát triển nông thôn"},
	{"Bộ: GTVT, XD, CT", "Bộ Giao thông vận tải; Bộ Xây dựng; Bộ Công Thương"},
	{"Thường trực HĐND tỉnh, Chủ tịch, các Phó Chủ tịch UBND tỉnh", "Thường trực Hội đồng nhân dân tỉnh; Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân tỉnh"},
	{"Đoàn ĐBQH tỉnh; các cơ sở GDNN", "Đoàn đại biểu Quốc hội tỉnh; các cơ sở giáo dục nghề nghiệp"},
	{"TAND, VKSND các cấp", "Tòa án nhân dân các cấp; Viện kiểm sát nhân dân các cấp"},
	{"Công an - Quân sự - Biên phòng", "Công an; Quân sự; Biên phòng"},
	{"Hải đội Dân quân thường trực, Tổ giúp việc, Tổ Biên tập", "Hải đội Dân quân thường trực; Tổ giúp việc; Tổ Biên tập"},
	{"Thông tấn xã VN", "Thông tấn xã Việt Nam"},

	// Groups
	{"Các Sở, ban, ngành, UBND các huyện, thị xã, thành phố và các cơ quan, đơn vị liên quan", "Các Sở, ban, ngành; Ủy ban nhân dân các huyện, thị xã, thành phố; các cơ quan, đơn vị liên quan"},
	{"UBND 13 tỉnh, thành phố vùng Đồng bằng sông Cửu Long", "Ủy ban nhân dân 13 tỉnh, thành phố vùng Đồng bằng sông Cửu Long"},
	{"Công an các đơn vị, địa phương", "Công an các đơn vị, địa phương"},
	{"Các phòng chuyên môn, đơn vị sự nghiệp thuộc Sở", "Các phòng chuyên môn, đơn vị sự nghiệp thuộc Sở"},
	{"Các sở, ban, ngành tỉnh; UBND các huyện, thành phố", "Các sở, ban, ngành tỉnh; Ủy ban nhân dân các huyện, thành phố"},
	{"Thủ trưởng các sở, ban, ngành tỉnh và Chủ tịch UBND các xã, phường", "Thủ trưởng các sở, ban, ngành tỉnh; Chủ tịch Ủy ban nhân dân các xã, phường"},
	{"các cơ quan báo chí, các doanh nghiệp viễn thông", "các cơ quan báo chí; các doanh nghiệp viễn thông"},
	{"các bộ, ngành và các địa phương liên quan", "các bộ, ngành và các địa phương liên quan"},
	{"Sở Xây dựng và các sở, ngành, đơn vị liên quan", "Sở Xây dựng; các sở, ngành, đơn vị liên quan"},
	{"Các sở, ban, ngành, đoàn thể, UBND cấp xã", "Các sở, ban, ngành, đoàn thể; Ủy ban nhân dân cấp xã"},
	{"Phòng Kinh tế xã và đơn vị liên quan", "Phòng Kinh tế xã; đơn vị liên quan"},
	{"Các doanh nghiệp, hợp tác xã trên địa bàn", "Các doanh nghiệp, hợp tác xã trên địa bàn"},

	// Bullets, numbers, roles, signs
	{"1. Sở Y tế\n2. Sở Nội vụ", "Sở Y tế; Sở Nội vụ"},
	{"1. Sở Y tế 2. Sở Nội vụ 3. UBND cấp xã", "Sở Y tế; Sở Nội vụ; Ủy ban nhân dân cấp xã"},
	{"- Chủ trì: Sở Y tế\n- Phối hợp: Sở Tài chính", "Sở Y tế; Sở Tài chính"},
	{"Sở Y tế chủ trì, phối hợp với Sở Tài chính", "Sở Y tế; Sở Tài chính"},
	{"Phối hợp với Công an tỉnh", "Phối hợp với Công an tỉnh"}, // as a sentence begins: who reads cells cuts it
	{"Phối hợp với: Công an tỉnh", "Công an tỉnh"},
	{"Sở Y tế/Sở Nội vụ", "Sở Y tế; Sở Nội vụ"},
	{"Sở Y tế + Sở Nội vụ & Sở Tư pháp", "Sở Y tế; Sở Nội vụ; Sở Tư pháp"},
	{"• Sở Y tế • Sở Nội vụ", "Sở Y tế; Sở Nội vụ"},
	{"* Chủ trì: Sở Y tế\n* Phối hợp: Sở Nội vụ", "Sở Y tế; Sở Nội vụ"},
	{"Cơ quan chủ trì: Sở Y tế. Cơ quan phối hợp: Sở Nội vụ", "Sở Y tế; Sở Nội vụ"},
	{"Sở Nông nghiệp; và Môi trường; và Sở Y tế", "Sở Nông nghiệp và Môi trường; Sở Y tế"},
	{"Sở Nông\nnghiệp và Môi\ntrường", "Sở Nông nghiệp và Môi trường"},
	{"Bộ Chỉ huy\nBộ đội Biên phòng tỉnh\nCông an tỉnh", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh; Công an tỉnh"},
	{"Sở Y tế [chủ trì]. Sở Nội vụ", "Sở Y tế; Sở Nội vụ"},
	{"Phòng Văn hóa - Xã hội phối hợp Trạm Y tế", "Phòng Văn hóa - Xã hội; Trạm Y tế"},
	{"- Sở Y tế - Công an tỉnh", "Sở Y tế; Công an tỉnh"},
	{"Sở Tư pháp cùng với Công an tỉnh", "Sở Tư pháp; Công an tỉnh"},
	{"Tổng công ty Khí Việt Nam - Công ty cổ phần", "Tổng công ty Khí Việt Nam - Công ty cổ phần"},
	{"Hội Nghề cá tỉnh (phối hợp), Công an tỉnh (chủ trì)", "Hội Nghề cá tỉnh; Công an tỉnh"},
	{"Viettel, VNPT, MobiFone và các nhà mạng", "Viettel; VNPT; MobiFone; các nhà mạng"},
	{"Công ty TNHH MTV Cấp nước, Công ty Điện lực Cà Mau", "Công ty TNHH MTV Cấp nước; Công ty Điện lực Cà Mau"},
	{"Ông Trần Văn B; Hợp phần 3", "Ông Trần Văn B; Hợp phần 3 ? Ông Trần Văn B; Hợp phần 3"},

	// What a scan leaves
	{"UBND cấp tinh", "Ủy ban nhân dân cấp tỉnh"},
	{"Công an tinh, Sở Y tể", "Công an tỉnh; Sở Y tế"},
	{"So Y tế; Sờ Nội vụ", "Sở Y tế; Sở Nội vụ"},
	{"Bô Nội vụ, Bộ Tài chinh", "Bộ Nội vụ; Bộ Tài chính"},
	{"B0 Y tế", "Bộ Y tế"},
	{"Uỷ ban nhân dân các xã, phưòng", "Ủy ban nhân dân các xã, phường"},
	{"Sở Tài chí nh; Sở X ây dựng", "Sở Tài chính; Sở Xây dựng"},
	{"Chi cục Thủ y lợi", "Chi cục Thủy lợi"},
	{"Phong Hạ tầng kỹ thuật", "Phòng Hạ tầng kỹ thuật"},
	{"Phòng Quan lý đô thị", "Phòng Quản lý đô thị"},
	{"UBNĐ các xã", "Ủy ban nhân dân các xã"},
	{"Uy ban nhan dan cac xa, phuong", "Ủy ban nhân dân các xã, phường"},
	{"Cóng an xã, Trạm Y tê xả", "Công an xã; Trạm Y tế xã"},
	{"Uý ban nhân đân xã Tân Thuận", "Ủy ban nhân dân xã Tân Thuận"},
	{"Đảng uỷ, Uỷ ban nhân dân xã Thuỷ Xuân", "Đảng ủy xã Thuỷ Xuân; Ủy ban nhân dân xã Thuỷ Xuân"},
	{"Thanh tra tình, Công an tình Cà Mau", "Thanh tra tỉnh; Công an tỉnh Cà Mau"},
	{"Hội Nông dân tinh; Liên minh Hợp tác xã tinh", "Hội Nông dân tỉnh; Liên minh Hợp tác xã tỉnh"},
	{"Sở Giáo duc và Đào tao", "Sở Giáo dục và Đào tạo"},
	{"SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "Sở Nông nghiệp và Môi trường"},
	{"Vũ Văn An; Nguyễn Thị Hòa", "Vũ Văn An; Nguyễn Thị Hòa ? Vũ Văn An; Nguyễn Thị Hòa"},
	{"UBND xã Hoa Bình, UBND xã Tân Bính", "Ủy ban nhân dân xã Hoa Bình; Ủy ban nhân dân xã Tân Bính"},
}

func TestCells(t *testing.T) {
	for _, tt := range cellTests {
		names, unknown := Default().Split(tt.cell)
		got := strings.Join(names, "; ")
		if len(unknown) > 0 {
			got += " ? " + strings.Join(unknown, "; ")
		}
		if got != tt.want {
			t.Errorf("Split(%q)\n got %s\nwant %s", tt.cell, got, tt.want)
		}
	}
}

// What Split made of a cell is what it makes of each name.
func TestCellsAreStable(t *testing.T) {
	for _, tt := range cellTests {
		names, _ := Default().Split(tt.cell)
		for _, n := range names {
			if again, _ := Default().Split(n); len(again) != 1 || again[0] != n {
				t.Errorf("Split(%q) of %q = %q", n, tt.cell, again)
			}
		}
	}
}
