package web

import (
	"log/slog"
	"net/http"
)

var (
	askForget = noticeView{
		Title:  "Xóa toàn bộ cuộc trò chuyện?",
		Detail: "Câu hỏi, câu trả lời, vai trò được cấp và những việc anh/chị đang theo dõi trên trình duyệt này sẽ bị xóa, không khôi phục được.",
	}
	forgotten = noticeView{
		Title:  "Đã xóa cuộc trò chuyện",
		Detail: "Không còn dữ liệu nào của anh/chị gắn với trình duyệt này.",
	}
)

// forget first asks, then deletes what is stored of the visitor and the cookie.
func (s *Server) forget(w http.ResponseWriter, r *http.Request) {
	visitor, bad := s.visitor(w, r)
	if bad != nil {
		s.fail(w, r, *bad, "")
		return
	}
	if wait := s.sessions.Take(visitor.id); wait > 0 {
		s.fail(w, r, problemTooFast(wait), "")
		return
	}
	if r.PostForm.Get("confirm") != "yes" {
		ask := askForget
		ask.Token, ask.mount = visitor.token(), mountOf(r)
		s.write(w, r, http.StatusOK, "notice.html", ask)
		return
	}
	if s.cfg.Forgetter != nil {
		if err := s.cfg.Forgetter.Forget(r.Context(), visitor.chat(), visitor.sender()); err != nil {
			s.log.ErrorContext(r.Context(), "web: forget a chat", slog.Any("error", err))
			s.fail(w, r, problemForget, "")
			return
		}
	}
	s.transcripts.forget(visitor.id)
	s.clearCookie(w, r)
	done := forgotten
	done.mount = mountOf(r)
	s.write(w, r, http.StatusOK, "notice.html", done)
}
