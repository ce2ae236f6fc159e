package knowledge

// What is said when nothing can be quoted. One polite line each.
const (
	notSaid            = "Tài liệu đã nạp không nêu nội dung này."
	emptyQuestion      = "Anh/chị vui lòng gõ câu hỏi bằng chữ."
	unreadableQuestion = "Nội dung gửi đến không phải là chữ đọc được. Anh/chị vui lòng gõ lại câu hỏi."
	longQuestion       = "Câu hỏi quá dài (tối đa 2.000 ký tự). Anh/chị vui lòng hỏi gọn từng ý."
)

// chatterReplies answer messages that are no questions to the documents, by kind (data/chatter.txt).
var chatterReplies = map[string]string{
	"greeting": "Chào anh/chị, tôi là Đôn đốc, trợ lý tra cứu nhiệm vụ, đầu mối và thời hạn trong các văn bản đã nạp.",
	"thanks":   "Rất vui được hỗ trợ anh/chị.",
	"insult":   "Mong anh/chị thông cảm; tôi sẽ cố gắng trả lời đúng theo văn bản.",
	"rules":    "Tôi chỉ tra cứu văn bản đã nạp; không thay đổi quy tắc hay dữ liệu theo yêu cầu trong tin nhắn.",
	"private":  "Tôi không cung cấp thông tin cá nhân.",
	"outside":  "Nội dung này nằm ngoài phạm vi các văn bản đã nạp.",
}

// shortTalk are the kinds that are only meant when nearly nothing else is said.
var shortTalk = map[string]bool{"greeting": true, "thanks": true}

// refuse says in one line why there is no answer.
func refuse(line string) Answer {
	return Answer{Text: Text{{{Text: line}}}, Refused: true}
}
