package bot

import (
	"strings"

	"dondoc/corpus/viet"
	"dondoc/knowledge"
)

// What the conversation says of its own.
const (
	welcome = "Chào anh/chị, tôi là Đôn đốc – trợ lý tra cứu ai chủ trì việc gì, hạn khi nào, ghi ở đâu trong các văn bản kế hoạch đã nạp.\n" +
		"Máy trả lời tự động và luôn kèm nguồn. Tôi chỉ lưu vài tin nhắn gần nhất của cuộc trò chuyện này để hiểu câu hỏi nối tiếp; gõ /xoa_du_lieu để xóa."
	help = "Anh/chị cứ hỏi tự nhiên, có dấu hay không dấu đều được: ai chủ trì việc gì, hạn khi nào, tỉnh hoặc bộ phải làm gì, việc nào đến hạn trước một ngày. Các nút dưới đây là ví dụ.\n" +
		"Hỏi tiếp được ngay: “ai phối hợp?”, “hạn bao giờ?”, hoặc chỉ gõ tên một tỉnh khác. Xóa dữ liệu: /xoa_du_lieu"
	askForget     = "Xóa toàn bộ tin nhắn đã lưu của cuộc trò chuyện này?"
	confirmForget = "🗑 Xóa dữ liệu"
	forgotten     = "Đã xóa dữ liệu của cuộc trò chuyện này."
	choiceExpired = "Nút này đã hết hiệu lực. Anh/chị vui lòng gõ lại câu hỏi."
	stillLoading  = "Tài liệu đang được nạp, anh/chị vui lòng hỏi lại sau ít giây."
	showMore      = "Xem tiếp %d dòng"
)

// commands are few, and also work as plain words. Folded, without the slash.
var commands = map[string]struct{ text, action string }{
	"start":       {welcome, ""},
	"bat dau":     {welcome, ""},
	"help":        {help, actionHelp},
	"tro giup":    {help, actionHelp},
	"tro_giup":    {help, actionHelp},
	"huong dan":   {help, actionHelp},
	"xoa_du_lieu": {askForget, actionForget},
	"xoa du lieu": {askForget, actionForget},
}

// command recognises a command; a payload behind /start is ignored.
func command(text string) (knowledge.Text, string, bool) {
	word := strings.TrimSpace(viet.Fold(viet.Normalize(text)))
	if rest, ok := strings.CutPrefix(word, "/"); ok {
		word, _, _ = strings.Cut(rest, " ")
	}
	c, ok := commands[word]
	return plain(c.text), c.action, ok
}

// plain makes a Text of lines without faces.
func plain(s string) knowledge.Text {
	var text knowledge.Text
	for line := range strings.SplitSeq(s, "\n") {
		text = append(text, knowledge.Line{{Text: line}})
	}
	return text
}
