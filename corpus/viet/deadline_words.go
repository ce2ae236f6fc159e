package viet

import "strings"

// word identifies a word that the grammar of deadlines knows.
type word uint8

const (
	noWord word = iota
	wBan
	wBat
	wCa
	wCham
	wChieu
	wChot
	wChu
	wChua
	wCount
	wCua
	wCuoi
	wDa
	wDau
	wDen
	wDinh
	wDo
	wDoan
	wDu
	wDuoc
	wGian
	wGiao
	wGio
	wGiua
	wGiai
	wHa
	wHan
	wHang
	wHanh
	wHet
	wHien
	wHoac
	wHoan
	wHoi
	wHon
	wIt
	wKe
	wKhai
	wKhi
	wKhong
	wKien
	wKy
	wLa
	wLam
	wLan
	wLien
	wLieu
	wLuc
	wLucHour
	wLuyKe
	wMoi
	wMot
	wMung
	wMuon
	wNam
	wNay
	wNeu
	wNgay
	wNgayAtOnce
	wNhan
	wNhat
	wNhatDay
	wNua
	wPhut
	wQ
	wQua
	wQuy
	wRam
	wSang
	wSau
	wT
	wThang
	wThanh
	wThoi
	wThu
	wThuc
	wThuong
	wThuongWeek
	wTien
	wTinh
	wToi
	wTrien
	wTrong
	wTrua
	wTrung
	wTruoc
	wTu
	wTuan
	wTuc
	wTung
	wVa
	wVao
	wViec
	wVoi
	wVong
	wXong
	wXuyen
)

// spellings lists the accepted forms of every word. In a text without any mark the bare letters do too;
// where two words then look the same, the one listed first is meant.
var spellings = []struct {
	word  word
	forms string
}{
	{wBan, "ban"}, {wBat, "bắt"}, {wCa, "cả"}, {wCham, "chậm"}, {wChieu, "chiều"}, {wChot, "chót"}, {wChu, "chủ"}, {wChua, "chưa"}, {wCua, "của"}, {wCuoi, "cuối"},
	{wDa, "đã"}, {wDau, "đầu"}, {wDen, "đến tới"}, {wDinh, "định"}, {wDo, "độ"}, {wDoan, "đoạn"}, {wDu, "dự"}, {wDuoc, "được"},
	{wGian, "gian"}, {wGiao, "giao"}, {wGio, "giờ"}, {wGiua, "giữa"}, {wGiai, "giai"},
	{wHa, "hạ"}, {wHan, "hạn"}, {wHang, "hằng hàng"}, {wHanh, "hành"}, {wHet, "hết"}, {wHien, "hiện"}, {wHoac, "hoặc"}, {wHoan, "hoàn"}, {wHoi, "hồi"}, {wHon, "hơn"},
	{wIt, "ít"},
	{wKe, "kể"}, {wLuyKe, "kế kê"}, {wKhai, "khai"}, {wKhi, "khi"}, {wKhong, "không"}, {wKien, "kiến"}, {wKy, "ký kỳ kí kì"},
	{wLa, "là"}, {wLam, "làm"}, {wLan, "lần"}, {wLien, "liên"}, {wLieu, "liệu"}, {wLuc, "lực"}, {wLucHour, "lúc"},
	{wMoi, "mỗi"}, {wMot, "một"}, {wMung, "mùng mồng"}, {wMuon, "muộn trễ"},
	{wNam, "năm"}, {wNay, "nay này"}, {wNeu, "nếu"}, {wNgay, "ngày"}, {wNgayAtOnce, "ngay"}, {wNhan, "nhận"}, {wNhat, "nhất"}, {wNhatDay, "nhật"}, {wNua, "nửa"},
	{wPhut, "phút"}, {wQ, "q"}, {wQua, "quá"}, {wQuy, "quý quí"}, {wRam, "rằm"}, {wSang, "sáng"}, {wSau, "sau"},
	{wT, "t"}, {wThang, "tháng"}, {wThanh, "thành"}, {wThoi, "thời"}, {wThu, "thứ"}, {wThuc, "thực"}, {wThuong, "thường"}, {wThuongWeek, "thượng"},
	{wTien, "tiến"}, {wTinh, "tính"}, {wToi, "tối"}, {wTrien, "triển"}, {wTrong, "trong"}, {wTrua, "trưa"}, {wTrung, "trung"}, {wTruoc, "trước"},
	{wTu, "từ"}, {wTuan, "tuần"}, {wTuc, "tục"}, {wTung, "từng"},
	{wVa, "và"}, {wVao, "vào"}, {wViec, "việc"}, {wVoi, "với"}, {wVong, "vòng"}, {wXong, "xong"}, {wXuyen, "xuyên"},
}

// counts are the number words that are no other word of the grammar: "một" is, and so is "năm", which is first of all a year.
var counts = []struct {
	value short
	forms string
}{{1, "mốt"}, {2, "hai"}, {3, "ba"}, {4, "tư bốn"}, {5, "lăm nhăm"}, {6, "sáu"}, {7, "bảy bẩy"}, {8, "tám"}, {9, "chín"}, {10, "mười mươi"}}

// misread are the words that scanning often gives with a wrong mark ("Quỷ II", "thảng 5"): any marks will do, at the price of a Doubt.
var misread = map[word]bool{wThang: true, wQuy: true}

type spelling struct {
	word  word
	value short // of a number word
	marks uint32
}

// vocabulary finds a word by its letters without marks, packed as wordKey does.
var vocabulary = buildVocabulary()

func buildVocabulary() map[uint64][]spelling {
	m := make(map[uint64][]spelling, len(spellings))
	add := func(w word, value short, forms string) {
		for _, form := range strings.Fields(forms) {
			var k wordKey
			for _, r := range form {
				k.add(r)
			}
			m[k.letters] = append(m[k.letters], spelling{w, value, k.marks()})
		}
	}
	for _, s := range spellings {
		add(s.word, 0, s.forms)
	}
	for _, c := range counts {
		add(wCount, c.value, c.forms)
	}
	return m
}

// wordKey packs a word of at most eight letters: the letters without marks, the shapes of the vowels in order, and the tone.
// The place of the tone does not matter: hoà is hòa.
type wordKey struct {
	letters uint64
	shapes  uint32
	tone    uint32
	n       int
}

func (k *wordKey) add(r rune) {
	g := glyphOf(r)
	if g.letter == 0 || k.n >= 8 {
		k.n = 9
		return
	}
	k.letters = k.letters<<8 | uint64(g.letter)
	k.shapes |= uint32(g.shape) << (3 * k.n)
	if g.tone != 0 {
		k.tone = uint32(g.tone)
	}
	k.n++
}

func (k *wordKey) marks() uint32 { return k.shapes<<3 | k.tone }

// find returns the word, and whether its marks were guessed. plain says that the whole text has no marks.
func (k *wordKey) find(plain bool) (found spelling, guessed bool) {
	if k.n > 8 {
		return spelling{}, false
	}
	for _, s := range vocabulary[k.letters] {
		if s.marks == k.marks() || plain && k.marks() == 0 {
			return s, false
		}
		if misread[s.word] {
			found, guessed = s, true
		}
	}
	return found, guessed
}

// glyph is a Latin letter taken apart: 'Ấ' is 'a', circumflex, acute.
type glyph struct{ letter, shape, tone byte }

const (
	circumflex = 1 + iota
	breve
	horn
	stroke
)

var shapes = map[rune]byte{'â': circumflex, 'ê': circumflex, 'ô': circumflex, 'ă': breve, 'ơ': horn, 'ư': horn, 'đ': stroke}

// glyphs covers the letters of Vietnamese; the others have no letter.
var glyphs = buildGlyphs()

func buildGlyphs() *[0x1EFA]glyph {
	var t [0x1EFA]glyph
	for r, l := range letters {
		if int(r) < len(t) && l.folded >= 'a' && l.folded <= 'z' {
			t[r] = glyph{byte(l.folded), shapes[l.shape], l.tone - '0'}
		}
	}
	return &t
}

func glyphOf(r rune) glyph {
	if int(r) < len(glyphs) {
		return glyphs[r]
	}
	return glyph{}
}
