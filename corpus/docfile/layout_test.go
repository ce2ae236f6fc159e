package docfile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// wrappedText is text broken at 60 letters, with a list and a short last line.
const wrappedText = `Mùa nước nổi năm nay về sớm hơn mọi năm, bà con đầu nguồn đã
dọn xong lọp, lưới và vá lại xuồng. Trạm bơm của Hợp tác xã
Phú Lộc chạy suốt ngày đêm để giữ lúa.

Hội Nông dân xã đứng ra mua chung phân bón cho bà con, bớt
được hai phần mười giá. Người nghèo được mua chịu đến khi
gặt xong.

1. Đắp bờ bao cho xong trước con nước rằm, ai có đất ở ven
kênh thì góp công. Xã lo cát và cừ tràm.
2. Tiêm vịt.
`

func TestWrappedLinesAreJoined(t *testing.T) {
	want := []string{
		"p1^Mùa nước nổi năm nay về sớm hơn mọi năm, bà con đầu nguồn đã dọn xong lọp, lưới và vá lại xuồng. Trạm bơm của Hợp tác xã Phú Lộc chạy suốt ngày đêm để giữ lúa.",
		"p5^Hội Nông dân xã đứng ra mua chung phân bón cho bà con, bớt được hai phần mười giá. Người nghèo được mua chịu đến khi gặt xong.",
		"p9^1. Đắp bờ bao cho xong trước con nước rằm, ai có đất ở ven kênh thì góp công. Xã lo cát và cừ tràm.",
		"p11 2. Tiêm vịt.",
	}
	if diff := cmp.Diff(want, show(mustRead(t, []byte(wrappedText)))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestShortLinesStayApart(t *testing.T) {
	in := "Lúa\nNgô\nKhoai\n\nCá\nTôm\nCua\n\nGà\nVịt\nNgan"
	if got := len(mustRead(t, []byte(in)).Blocks); got != 9 {
		t.Errorf("%d blocks, want 9", got)
	}
}

func TestColumnsSideBySide(t *testing.T) {
	in := strings.Join([]string{
		"ỦY BAN NHÂN DÂN              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
		"   XÃ PHÚ LỘC                     Độc lập - Tự do - Hạnh phúc",
		"Số: 7/TB-UBND                Phú Lộc, ngày 02 tháng 8 năm 2026",
		"",
		"Một dòng có    khoảng trống rộng.",
		"",
		"Nơi nhận:                              CHỦ TỊCH",
		"- Lưu: VT.",
		"                                       Lê Thị Sáu",
	}, "\n")
	want := []string{
		"p1^ỦY BAN NHÂN DÂN", "p2 XÃ PHÚ LỘC", "p3 Số: 7/TB-UBND",
		"p1^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "p2 Độc lập - Tự do - Hạnh phúc", "p3 Phú Lộc, ngày 02 tháng 8 năm 2026",
		"p5^Một dòng có khoảng trống rộng.",
		"p7^Nơi nhận: CHỦ TỊCH", "p8 - Lưu: VT.", "p9 Lê Thị Sáu",
	}
	if diff := cmp.Diff(want, show(mustRead(t, []byte(in)))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
