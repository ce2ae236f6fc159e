package zalo

// What the channel itself says, besides the conversation's replies.
const (
	textOnly  = "Hiện tôi mới đọc được tin nhắn văn bản. Anh/chị vui lòng gõ câu hỏi giúp tôi."
	noPicture = "(Có hình kèm theo, nhưng tôi chưa gửi được hình qua Zalo.)"
	repeated  = "(nhắc lại)"
)
