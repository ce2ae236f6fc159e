package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/people"
	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/knowledge/library"
)

// planHead is how the plans of the conversations begin.
const planHead = "ỦY BAN NHÂN DÂN TỈNH HÀ NAM\n\nSố: %d/KH-UBND\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n" +
	"Hà Nam, ngày %d tháng 3 năm 2023\n\nKẾ HOẠCH\n%s năm 2023\n\n"

// parcels are the documents of the conversations.
var parcels = map[string]string{
	"cay.txt": fmt.Sprintf(planHead, 31, 10, "Trồng cây ven sông") + "II. NHIỆM VỤ\n\nTT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n" +
		"1\tTrồng 4.000 cây bàng dọc đê\tSở Xây dựng\tTrước tháng 6/2023\n" +
		"2\tCắm biển cấm tải trên đê\tCông an tỉnh\tTháng 9/2023\n" +
		"3\tPhát quang bờ bãi\tĐội Canh đê Mộc Hoàn\tTrước mùa nước nổi\n",
	"ho.txt": fmt.Sprintf(planHead, 32, 12, "Nạo vét hồ") +
		"1. Sở Tài chính chủ trì bố trí kinh phí nạo vét hồ Chùa Bầu, hoàn thành trước ngày 30/6/2023.\n",
	"ke.txt": fmt.Sprintf(planHead, 34, 16, "Xây kè") +
		"1. Sở Xây dựng chủ trì xây 300 m kè đá, hoàn thành trước ngày 31/8/2023.\n",
	"mat.txt":                          "MẬT\n\n" + fmt.Sprintf(planHead, 33, 14, "Canh gác kho") + "1. Công an tỉnh chủ trì canh gác kho, hoàn thành trước ngày 30/6/2023.\n",
	"<img src=x onerror=alert(1)>.exe": "MZ\x90\x00",
	"anh.docx":                         "\x89PNG\r\n\x1a\n" + strings.Repeat("x", 100),
}

// sender is a driver of a channel by which documents come.
type sender interface {
	send(t *testing.T, chat bot.Chat, who, name string, content []byte)
}

// deed is a line of a script at which nobody in the chat says anything.
var deed = regexp.MustCompile(`^\{(file|load|publish|golden)(?: (.*))?\}$`)

// sends tells whether documents come in a scene.
func (s *scene) sends() bool {
	for _, turn := range s.turns {
		if strings.HasPrefix(turn.said, "{file ") {
			return true
		}
	}
	return false
}

// does carries out what is no message: somebody elsewhere loads or publishes a document, or notes down a golden question.
// With {file NAME} it is sent in the chat, and there will be an answer.
func (st *stage) does(t *testing.T, chat bot.Chat, who, line string) (done, answered bool) {
	t.Helper()
	found := deed.FindStringSubmatch(line)
	if found == nil {
		return false, true
	}
	ctx := people.WithActor(t.Context(), people.Actor{Name: "B", Where: "cli"})
	kept := archive{st.db, func() time.Time { return asked }}.library(&Config{LogLevel: "error"}, agency.Default(), nil, streams{err: newOutput()})
	switch found[1] {
	case "file":
		st.line.(sender).send(t, chat, who, found[2], []byte(parcels[found[2]]))
		return true, true
	case "load":
		_, err := kept.Load(ctx, []corpus.File{{Name: found[2], Content: []byte(parcels[found[2]])}}, library.LoadOptions{Origin: library.OriginCommand}, nil)
		mustDo(t, err)
	case "publish":
		v, err := kept.Open(ctx)
		mustDo(t, err)
		mustDo(t, kept.Publish(ctx, v.ID, 0, "đã xem"))
	case "golden":
		mustDo(t, st.db.SaveGolden(ctx, "g1", fmt.Appendf(nil, `{"id":"g1","q":%q,"must":[["Bắc Giang"]],"answerable":true}`, found[2])))
	}
	return true, false
}
