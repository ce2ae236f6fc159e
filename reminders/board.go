package reminders

import (
	"slices"
	"strings"
	"time"

	"dondoc/corpus/viet"
)

// Board is who answers for an agency's Tasks, or a secretariat above other boards.
type Board struct {
	ID          int64
	Name        string // "Ban Chỉ đạo chuyển đổi số tỉnh Bắc Giang"
	Agency      string // full official name; "" of a secretariat that leads nothing itself
	Above       int64  // the Board that hears what this one leaves unacknowledged; 0: every secretariat
	Secretariat bool   // decides extensions, hears of unacknowledged Work, blocked chats and failures
}

// Followers reports whether it is the board of those who only hear of Work and answer for none.
func (b Board) Followers() bool { return b.Agency == "" && !b.Secretariat }

// Subscriber is a chat of a Board, a person or a group, with its own way of being reminded.
type Subscriber struct {
	ID      int64
	Board   int64
	Channel string
	Chat    string // the channel's own identifier
	Group   bool   // several people read it: other rate limits hold
	Follows []Follow
	Rule    Rule
	Since   time.Time // what was to be said before is not made up for
	Paused  string    // why nothing is sent: "blocked" …; "" when it is
	Self    bool      // it came by its own wish, and goes with the role of who wished it; no administrator linked it

	PlannedThrough viet.Date // the last day whose reminders are in the ledger; zero before the first
}

// Lowered is what a Subscriber becomes that answers for nothing any more: one of the Board of those who only follow, which
// hears of the same Work.
func (s Subscriber) Lowered(followers int64) Subscriber {
	follows := s.Follows
	s.Board, s.Follows = followers, nil
	s.Rule.Digest, s.Rule.Picture = false, false
	for _, f := range follows {
		if f.Kind == FollowAgency {
			f.Kind = FollowWatch
		}
		if !slices.Contains(s.Follows, f) {
			s.Follows = append(s.Follows, f)
		}
	}
	return s
}

// FollowKind says what a Subscriber follows.
type FollowKind string

// The kinds of a Follow.
const (
	FollowAgency   FollowKind = "agency"   // Value is a full official name: the Tasks that it leads
	FollowDocument FollowKind = "document" // Value is how the Document is cited
	FollowTheme    FollowKind = "theme"    // Value are words that the Task has
	FollowTask     FollowKind = "task"     // Value is the ID of a Task
	FollowWatch    FollowKind = "watch"    // Value is as of FollowAgency: Tasks that others answer for, and that one only hears of
)

// Follow is one thing that a Subscriber wants to hear of.
type Follow struct {
	Kind  FollowKind `json:"kind"`
	Value string     `json:"value"`
}

// FollowersName is what the Board of those is called who follow Work without answering for any; see Board.Followers.
const FollowersName = "Người theo dõi"

// FollowersRule is the Rule of who only follows: figures are for those who answer.
func FollowersRule() Rule {
	r := DefaultRule()
	r.Digest, r.Picture = false, false
	return r
}

// BoardName is what the steering board of an agency is called: "Ban Chỉ đạo CĐS tỉnh Bắc Giang".
func BoardName(agency string) string {
	for _, kind := range []string{"Tỉnh ", "Thành phố "} {
		if rest, ok := strings.CutPrefix(agency, kind); ok {
			return "Ban Chỉ đạo CĐS " + strings.ToLower(kind) + rest
		}
	}
	return "Ban Chỉ đạo CĐS " + agency
}
