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
	wChot
	wCua
	wCuoi
	wDa
	wDau
	wDen
	wDinh
	wDo
	wDoan
	wDu
	wGian
	wGiao
	wGio
	wGiua
	wGiai
	wHan
	wHang
	wHanh
	wHet
	wHien
	wHoac
	wHoan
	wKe
	wKhai
	wKhi
	wKien
	wKy
	wLa
	wLam
	wLan
	wLien
	wLieu
	wLuc
	wLuyKe
	wMoi
	wMot
	wMuon
	wNam
	wNay
	wNeu
	wNgay
	wNhat
	wQ
	wQuy
	wSau
	wT
	wThang
	wThanh
	wThoi
	wThu
	wThuc
	wThuong
	wTien
	wTinh
	wTrien
	wTrong
	wTruoc
	wTu
	wTuan
	wTuc
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
	{wBan, "ban"}, {wBat, "bắt"}, {wCa, "cả"}, {wCham, "chậm"}, {wChot, "chót"}, {wCua, "của"}, {wCuoi, "cuối"},
	{wDa, "đã"}, {wDau, "đầu"}, {wDen, "đến tới"}, {wDinh, "định"}, {wDo, "độ"}, {wDoan, "đoạn"}, {wDu, "dự"},
	{wGian, "gian"}, {wGiao, "giao"}, {wGio, "giờ"}, {wGiua, "giữa"}, {wGiai, "giai"},
	{wHan, "hạn"}, {wHang, "hằng hàng"}, {wHanh, "hành"}, {wHet, "hết"}, {wHien, "hiện"}, {wHoac, "hoặc"}, {wHoan, "hoàn"},
	{wKe, "kể"}, {wLuyKe, "kế kê"}, {wKhai, "khai"}, {wKhi, "khi"}, {wKien, "kiến"}, {wKy, "ký kỳ kí kì"},
	{wLa, "là"}, {wLam, "làm"}, {wLan, "lần"}, {wLien, "liên"}, {wLieu, "liệu"}, {wLuc, "lực"},
	{wMoi, "mỗi"}, {wMot, "một"}, {wMuon, "muộn trễ"}, {wNam, "năm"}, {wNay, "nay này"}, {wNeu, "nếu"}, {wNgay, "ngày"}, {wNhat, "nhất"},
	{wQ, "q"}, {wQuy, "quý quí"}, {wSau, "sau"},
	{wT, "t"}, {wThang, "tháng"}, {wThanh, "thành"}, {wThoi, "thời"}, {wThu, "thứ"}, {wThuc, "thực"}, {wThuong, "thường"},
	{wTien, "tiến"}, {wTinh, "tính"}, {wTrien, "triển"}, {wTrong, "trong"}, {wTruoc, "trước"}, {wTu, "từ"}, {wTuan, "tuần"}, {wTuc, "tục"},
	{wVa, "và"}, {wVao, "vào"}, {wViec, "việc"}, {wVoi, "với"}, {wVong, "vòng"}, {wXong, "xong"}, {wXuyen, "xuyên"},
}

// misread are the words that scanning often gives with a wrong mark ("Quỷ II", "thảng 5"): any marks will do, at the price of a Doubt.
var misread = map[word]bool{wThang: true, wQuy: true}

type spelling struct {
	word  word
	marks uint32
}

// vocabulary finds a word by its letters without marks, packed as wordKey does.
var vocabulary = buildVocabulary()

func buildVocabulary() map[uint64][]spelling {
	m := make(map[uint64][]spelling, len(spellings))
	for _, s := range spellings {
		for _, form := range strings.Fields(s.forms) {
			var k wordKey
			for _, r := range form {
				k.add(r)
			}
			m[k.letters] = append(m[k.letters], spelling{s.word, k.marks()})
		}
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
func (k *wordKey) find(plain bool) (w word, guessed bool) {
	if k.n > 8 {
		return noWord, false
	}
	for _, s := range vocabulary[k.letters] {
		if s.marks == k.marks() || plain && k.marks() == 0 {
			return s.word, false
		}
		if misread[s.word] {
			w, guessed = s.word, true
		}
	}
	return w, guessed
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
