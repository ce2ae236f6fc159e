package viet

// dutyVerbs are what officials are told to do again and again. A cycle beside one of them is the cycle of a duty.
var dutyVerbs = wordSet("báo cáo, gửi, nộp, trình, tổng hợp, thống kê, cập nhật, rà soát, kiểm tra, thanh tra, giám sát, theo dõi, đôn đốc, đánh giá, xếp hạng, xếp loại, " +
	"công bố, công khai, thông báo, thông tin, phát hành, phát sóng, phát, đăng, đăng tải, tuyên truyền, phổ biến, tổ chức, họp, giao ban, tiếp, đối thoại, sơ kết, tổng kết, " +
	"tập huấn, bồi dưỡng, đào tạo, diễn tập, huấn luyện, tuyển sinh, trực, tuần tra, canh gác, quan trắc, đo, đo đạc, lấy mẫu, xét nghiệm, khám, tiêm, phun, vệ sinh, thu gom, " +
	"bảo dưỡng, bảo trì, duy tu, sửa chữa, nạo vét, vận hành, đối chiếu, quyết toán, kiểm kê, khảo sát, điều tra, đo lường, thẩm định, phê duyệt, ban hành, xây dựng, lập, " +
	"tham mưu, đề xuất, bố trí, phân bổ, cấp, cung cấp, chia sẻ, chuyển, bàn giao, hướng dẫn, chỉ đạo, chủ trì, phối hợp, thực hiện, triển khai, hoàn thành, làm việc, sinh hoạt chi bộ, " +
	"bình xét, xem xét, lựa chọn, biểu dương, khen thưởng, tôn vinh, phân tích, dự báo, cảnh báo, ghi, ghi chép, nhập, sao lưu, quét, chăm sóc, thăm, gặp mặt, ký kết, giao, đăng ký")

// modals may stand between a cycle and its verb: "hằng năm sẽ rà soát", "hằng quý có trách nhiệm báo cáo".
var modals = wordSet("sẽ, phải, cần, đều, chủ động, có trách nhiệm, chịu trách nhiệm, tiếp tục, tiến hành, có, nghiêm túc, kịp thời")

// describedNouns take a cycle as an attribute: "tình hình hằng ngày", "lượng mưa hằng năm".
var describedNouns = wordSet("tình hình, chi phí, kinh phí, lương, tiền lương, mưa, lượng mưa, vốn, ngân sách, dự toán, kế hoạch, chương trình, thu nhập, doanh thu, sinh hoạt, hoạt động, " +
	"nhu cầu, công việc, đời sống, phụ cấp, trợ cấp, học phí, bình quân, trung bình, tăng trưởng, sản lượng, chỉ tiêu, đi lại, ăn uống, diễn biến, nhiệm vụ, công tác, thường xuyên, " +
	"tăng, giảm, gấp, mức, phí, thuế, nợ, lãi, quỹ, chi, tiêu dùng, cuộc sống, giá trị, nhà nước, phát sinh")

// moneyNouns describe what is paid again and again, wherever they stand between the verb and the cycle: "tổng hợp vốn đầu tư phát triển hằng năm".
var moneyNouns = wordSet("vốn, kinh phí, chi phí, ngân sách, dự toán, lương, tiền, thu nhập, trợ cấp, phụ cấp, nhu cầu")

// purposes turn the verb before them into one of a long task: "xây dựng hồ chứa phục vụ sinh hoạt hằng ngày".
var purposes = wordSet("phục vụ, đáp ứng, bảo đảm, đảm bảo, nhằm, nâng cao, phát triển, tăng cường, theo, căn cứ, mọi, những, để")

// planNouns make a noun of the verb behind them: "kế hoạch kiểm tra hằng năm".
var planNouns = wordSet("kế hoạch, chương trình, công tác, hoạt động, nhiệm vụ, nội dung, kết quả, kinh phí, quy trình, tiêu chí, phương án, đợt, cuộc")

var conjunction = wordSet("và")

// possessive behind a cycle makes it an attribute: "kế hoạch kiểm tra hằng năm của Hội đồng".
var possessive = wordSet("của")

// statistics begin sentences that count what happens by itself: "Hằng năm, tổng số sinh viên tuyển mới vào khoảng …".
var statistics = wordSet("tổng số, tổng lượng, số lượng, số, tỷ lệ, khoảng, trung bình, bình quân, ước, có ít nhất, có khoảng, có trên, có hơn, có tới, tình hình, lượng")

// goodsWords stand before "hàng" in words of trade: "khách hàng ngày càng đông" is no cycle.
var goodsWords = wordSet("khách, ngân, cửa, bán, mặt, nhà, đặt, giao, mua, đơn, xuất, nhập, kho, hãng")

// duty reports whether a bare cycle is that of a duty. It must open the clause with a verb of duty behind it, or stand right before a verb of duty
// or right behind one, or end the object of one; and it must not describe the noun before it.
func (p *parser) duty(s span) bool {
	left, right := p.clauseBefore(s.first), p.clauseBehind(s.next)
	end := len(left.words)
	if left.endsIn(describedNouns, end) > 0 || p.is(s.first, wHang) && left.endsIn(goodsWords, end) > 0 || right.in(possessive, 0) > 0 {
		return false
	}
	if p.opens(s.first) {
		return right.in(statistics, right.afterComma()) == 0 && right.has(dutyVerbs)
	}
	if right.verbFirst() {
		return true
	}
	return left.governs()
}

// afterComma returns the index of the first syllable behind a comma that the clause may begin with.
func (c clause) afterComma() int {
	if len(c.words) > 0 && c.words[0] == comma {
		return 1
	}
	return 0
}

// verbFirst reports whether the clause begins with a verb of duty, or with a modal and one.
func (c clause) verbFirst() bool {
	i := 0
	for n := 0; n < 3; n++ {
		if c.in(dutyVerbs, i) > 0 {
			return true
		}
		k := c.in(modals, i)
		if k == 0 {
			break
		}
		i += k
	}
	return false
}

// longestObject bounds the syllables between the verb and the cycle.
const longestObject = 14

// governs reports whether the last verb of duty in the clause, or a list of them, governs the cycle at its end.
func (c clause) governs() bool {
	for i := len(c.words); i > 0 && len(c.words)-i <= longestObject; i-- {
		if c.endsIn(moneyNouns, i) > 0 || c.endsIn(purposes, i) > 0 {
			return false
		}
		n := c.endsIn(dutyVerbs, i)
		if n == 0 {
			continue
		}
		for k := i - n; k > 0; { // back over "kiểm tra, đánh giá, báo cáo"
			if c.words[k-1] == comma || c.endsIn(conjunction, k) > 0 {
				k--
				continue
			}
			if c.endsIn(planNouns, k) > 0 || c.endsIn(purposes, k) > 0 {
				return false
			}
			m := c.endsIn(dutyVerbs, k)
			if m == 0 {
				break
			}
			k -= m
		}
		return true
	}
	return false
}

// verbAt reports whether a verb of duty stands at the lexeme i.
func (p *parser) verbAt(i int) bool {
	if i >= len(p.out) {
		return false
	}
	from := p.out[i].start
	head := p.text[from:min(from+longestPaper, len(p.text))]
	return newClause(head, p.plain).in(dutyVerbs, 0) > 0
}
