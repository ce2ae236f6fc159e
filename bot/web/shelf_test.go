package web_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"dondoc/bot"
	"dondoc/bot/web"
	"dondoc/knowledge"
)

// citedID has everything in it that an address would stumble over.
const (
	citedID    = "17/qđ-ubqgcds#12"
	citedWords = "Tỉnh này làm trước, rút kinh nghiệm rồi phổ biến cho các tỉnh khác; phần việc phải xong trước tháng 6/2023."
	beforeIt   = "Đưa kết quả giải quyết thủ tục vào kho dữ liệu điện tử."
	rowBefore  = "6\tSố hóa hồ sơ\t"
	rowAfter   = "\tBộ Công an\nVăn phòng Chính phủ"
)

// shelf is an invented document. A reader called "nobody" may not see it.
func shelf(_ context.Context, reader bot.Chat, id string) (web.Passage, bool) {
	switch {
	case id == hostile:
		f := web.Fragment{ID: hostile, Section: hostile, Text: "đầu " + hostile + " cuối"}
		return web.Passage{
			Document: hostile, Title: hostile + "T", Issued: hostile, Status: hostile, Where: hostile, Trail: []string{hostile},
			Fragment: f, Before: []web.Fragment{f}, After: []web.Fragment{f},
		}, true
	case id != citedID && !strings.HasPrefix(id, "doan-"), strings.HasPrefix(reader.ID, "nobody"):
		return web.Passage{}, false
	}
	p := web.Passage{
		Document: "17/QĐ-UBQGCDS", Title: "Quyết định về kế hoạch hoạt động năm 2023", Issued: "04/4/2023", Status: "in_force",
		Trail:    []string{"IV. NHIỆM VỤ TRỌNG TÂM", "TT\tNội dung\tYêu cầu\tPhối hợp"},
		Where:    "trang 4, dòng 12",
		Fragment: web.Fragment{ID: id, Section: "IV.6", Text: rowBefore + citedWords + rowAfter},
	}
	for i := range 20 {
		p.Before = append(p.Before, web.Fragment{
			ID: fmt.Sprintf("doan-%d", i), Section: fmt.Sprintf("IV.%d", 1+i/4),
			Text: fmt.Sprintf("Đoạn trước số %d. %s", i+1, strings.Repeat("Các đơn vị rà soát, cập nhật và báo cáo kết quả hằng tháng. ", 2)),
		})
		p.After = append(p.After, web.Fragment{
			ID: fmt.Sprintf("doan-%d", 30+i), Section: fmt.Sprintf("IV.%d", 6+i/4),
			Text: fmt.Sprintf("Đoạn sau số %d.\t%s", i+1, beforeIt),
		})
	}
	return p, true
}

// charted is an answer with a picture and a file.
func charted() bot.Reply {
	return bot.Reply{
		Text:    knowledge.Text{{strong("Tiến độ"), plain(" của 11 tỉnh đến 22/11/2026")}, {plain("7 tỉnh đã xong, 4 tỉnh còn việc.")}},
		Picture: chart(900, 500),
		File:    &bot.File{Name: "tien-do-2026-11-22.csv", MediaType: "text/csv; charset=utf-8", Content: []byte("tỉnh,đã xong\n")},
	}
}

// chart draws a few bars.
func chart(width, height int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.RGBA{255, 255, 255, 255}
			if y > x/2%height && x%100 > 30 {
				c = color.RGBA{29, 79, 130, 255}
			}
			img.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}
