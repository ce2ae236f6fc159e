package knowledge_test

import (
	"strings"
	"testing"

	"dondoc/knowledge"
)

// TestReplyToAnAnswer: of a thread only the answer is left, and the question still leans on it.
func TestReplyToAnAnswer(t *testing.T) {
	base := must(t, townBase)
	answered := "Tỉnh Nghệ An chủ trì: làm đường băng cản lửa ở rừng thông\n⏰ Trong tháng 3/2026"
	a := ask(t, base, "ai phối hợp?", "2026-03-01", knowledge.Turn{Role: knowledge.RoleAssistant, Text: answered})
	if a.Refused || !strings.Contains(a.Text.String(), "Bộ Công an") {
		t.Errorf("got refused %v: %s", a.Refused, a.Text)
	}
}
