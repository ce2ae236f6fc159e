package reminders

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"dondoc/corpus/viet"
)

// ClerkStore is where a Clerk keeps what chats follow.
type ClerkStore interface {
	// Subscribed returns who a chat is, with its Board; ErrUnknown for a chat that nobody has linked.
	Subscribed(ctx context.Context, chat Chat) (Subscriber, Board, error)
	// EnsureBoard returns the Board of the agency of b, of "" the one of those who only follow, and stores b if there is
	// none: one, however many ask at once. A secretariat is never the Board of an agency.
	EnsureBoard(ctx context.Context, b Board) (Board, error)
	// SaveSubscriber stores a new Subscriber; a chat that is linked is ErrConflict.
	SaveSubscriber(ctx context.Context, s Subscriber) (Subscriber, error)
	// AmendSubscriber changes what is stored in one transaction, or on an error of amend nothing. One that only follows
	// and has no Follows left is removed. A chat that nobody has linked is ErrUnknown.
	AmendSubscriber(ctx context.Context, chat Chat, amend func(*Subscriber) error) (s Subscriber, removed bool, err error)
	// NewFeed makes a secret that opens the calendar of a Board.
	NewFeed(ctx context.Context, board int64) (secret string, err error)
}

// Why a Clerk refuses, in words for people.
const (
	followsTooMuch = "Cuộc trò chuyện này đã theo dõi %d mục, là mức tối đa. Đề nghị gõ “bỏ theo dõi” để bớt mục không cần nữa."
	followInGroup  = "Nhóm này chưa gắn với ban chỉ đạo nào. Đề nghị quản trị nhóm gõ “liên kết” trước, rồi theo dõi sau."
	followsNot     = "Cuộc trò chuyện này không theo dõi mục đó. Gõ “theo dõi” để xem đang theo dõi những gì."
	followStays    = "Đây là việc của chính %s nên không bỏ theo dõi ở đây được, để không việc nào bị quên. Nếu cần thay đổi, đề nghị liên hệ ban thư ký hoặc quản trị viên."
	followsNothing = "Cuộc trò chuyện này chưa theo dõi việc nào nên chưa có lịch nhắc. Đề nghị gõ “theo dõi” kèm tên cơ quan trước."
	feedOfBoard    = "Liên kết lịch chỉ dành cho các ban chỉ đạo."
)

// mostFollows is how many things one chat can follow.
const mostFollows = 30

// Clerk tells a chat what it may know of the register, and changes what it follows and when it is reminded; a Desk
// writes down what is said of Work. What it refuses is a *Refusal. Whether somebody may ask at all, the caller has seen.
// It is safe for concurrent use.
type Clerk struct {
	store  ClerkStore
	office *Office
	now    func() time.Time
}

// NewClerk returns a Clerk that reads the office's Snapshot.
func NewClerk(store ClerkStore, office *Office, now func() time.Time) *Clerk {
	return &Clerk{store: store, office: office, now: now}
}

// Newcomer is what is known of a chat besides what is stored.
type Newcomer struct {
	Board int64 // for which whoever writes may speak; 0 for none
	Group bool  // several people read the chat
}

// Followed is what came of Follow.
type Followed struct {
	Subscriber Subscriber
	Board      Board
	Added      bool // false: it was followed before
	Joined     bool // from now on the chat is reminded of its Board's own Work too
}

var errFollowed = errors.New("reminders: followed before")

// Follow adds one thing to what a chat follows. A chat that nobody has linked becomes one of the newcomer's Board, with
// all its Work, or of those who only follow, by its own wish: see Subscriber.Self. Into a secretariat nobody comes that
// way. A group has to be linked first.
func (k *Clerk) Follow(ctx context.Context, chat Chat, n Newcomer, f Follow) (Followed, error) {
	snapshot, err := k.office.Snapshot(ctx)
	if err != nil {
		return Followed{}, clerked(err)
	}
	board, ok := snapshot.Board(n.Board)
	if !ok || !joinable(board) {
		board = Board{}
	}
	done := Followed{Added: true}
	for range 2 { // the chat may be linked in between
		done.Subscriber, _, err = k.store.AmendSubscriber(ctx, chat, func(s *Subscriber) error {
			if now, ok := snapshot.Board(s.Board); (!ok || now.Followers()) && board.ID != 0 {
				done.Joined = true
				s.Board, s.Follows, s.Self = board.ID, withOwn(s.Follows, board), !s.Group
			}
			return addFollow(s, ownFollow(snapshot, s.Board, f))
		})
		if errors.Is(err, ErrUnknown) {
			done.Subscriber, err = k.enter(ctx, chat, n, board, f)
			done.Joined = board.ID != 0
		}
		if !errors.Is(err, ErrConflict) {
			break
		}
	}
	if errors.Is(err, errFollowed) {
		done.Subscriber, done.Board, err = k.store.Subscribed(ctx, chat)
		done.Added, done.Joined = false, false
		return done, clerked(err)
	}
	done.Board, _ = snapshot.Board(done.Subscriber.Board)
	return done, clerked(err)
}

// joinable reports whether chats come to a Board by following or by a group's code. Who a secretariat is, decides.
func joinable(b Board) bool { return !b.Followers() && !b.Secretariat }

// enter makes a Subscriber of a chat.
func (k *Clerk) enter(ctx context.Context, chat Chat, n Newcomer, board Board, f Follow) (Subscriber, error) {
	if n.Group {
		return Subscriber{}, refuse(ErrForbidden, followInGroup)
	}
	s := Subscriber{Board: board.ID, Channel: chat.Channel, Chat: chat.ID, Rule: DefaultRule(), Follows: withOwn(nil, board), Self: true}
	if board.ID == 0 {
		followers, err := k.store.EnsureBoard(ctx, Board{Name: FollowersName})
		if err != nil {
			return s, err
		}
		s.Board, s.Rule = followers.ID, FollowersRule()
	}
	if own := (Follow{FollowAgency, f.Value}); f.Kind != FollowWatch || !slices.Contains(s.Follows, own) {
		s.Follows = append(s.Follows, f)
	}
	return k.store.SaveSubscriber(ctx, s)
}

// withOwn puts a Board's own agency first.
func withOwn(follows []Follow, b Board) []Follow {
	own := Follow{FollowAgency, b.Agency}
	if b.Agency == "" || slices.Contains(follows, own) {
		return follows
	}
	rest := slices.DeleteFunc(slices.Clone(follows), func(f Follow) bool { return f == Follow{FollowWatch, b.Agency} })
	return append([]Follow{own}, rest...)
}

// ownFollow is a Follow of a Board: its own agency it answers for.
func ownFollow(s *Snapshot, board int64, f Follow) Follow {
	if b, ok := s.Board(board); ok && f.Kind == FollowWatch && f.Value == b.Agency {
		f.Kind = FollowAgency
	}
	return f
}

func addFollow(s *Subscriber, f Follow) error {
	switch {
	case slices.Contains(s.Follows, f), f.Kind == FollowWatch && slices.Contains(s.Follows, Follow{FollowAgency, f.Value}):
		return errFollowed
	case len(s.Follows) >= mostFollows:
		return refuse(ErrInvalid, followsTooMuch, len(s.Follows))
	}
	s.Follows = append(slices.Clone(s.Follows), f)
	return nil
}

// Unfollow takes one thing from what a chat follows; removed tells that nothing was left and the chat is not reminded any
// more. A Board's own agency stays, so that no Work is forgotten, but for a chat that came by its own wish: it then only
// follows the rest.
func (k *Clerk) Unfollow(ctx context.Context, chat Chat, f Follow) (left []Follow, removed bool, err error) {
	snapshot, err := k.office.Snapshot(ctx)
	if err != nil {
		return nil, false, clerked(err)
	}
	followers, err := k.store.EnsureBoard(ctx, Board{Name: FollowersName})
	if err != nil {
		return nil, false, clerked(err)
	}
	s, removed, err := k.store.AmendSubscriber(ctx, chat, func(s *Subscriber) error {
		i := slices.Index(s.Follows, f)
		if i < 0 {
			return refuse(ErrUnknown, followsNot)
		}
		if b, ok := snapshot.Board(s.Board); ok && !b.Followers() && f.Kind == FollowAgency {
			if !s.Self {
				return refuse(ErrForbidden, followStays, b.Name)
			}
			s.Board = followers.ID
		}
		s.Follows = slices.Delete(slices.Clone(s.Follows), i, i+1)
		return nil
	})
	if errors.Is(err, ErrUnknown) && !isRefusal(err) {
		err = refuse(ErrUnknown, followsNot)
	}
	return s.Follows, removed, clerked(err)
}

// Leave ends all that a chat follows that came by its own wish or only follows, also when its Board has no other. A chat
// that an administrator linked stays, so that no Work is forgotten: stays is its Board, so that the person can be told;
// zero when nothing is left.
func (k *Clerk) Leave(ctx context.Context, chat Chat) (stays Board, err error) {
	was, board, err := k.store.Subscribed(ctx, chat)
	switch {
	case errors.Is(err, ErrUnknown):
		return Board{}, nil
	case err != nil:
		return Board{}, clerked(err)
	case !was.Self && !board.Followers():
		return board, nil
	}
	followers, err := k.store.EnsureBoard(ctx, Board{Name: FollowersName})
	if err != nil {
		return Board{}, clerked(err)
	}
	_, _, err = k.store.AmendSubscriber(ctx, chat, func(s *Subscriber) error {
		if s.ID != was.ID { // an administrator has linked it meanwhile
			return ErrConflict
		}
		s.Board, s.Follows = followers.ID, nil
		return nil
	})
	if errors.Is(err, ErrUnknown) { // gone meanwhile
		err = nil
	}
	return Board{}, clerked(err)
}

// SetRule changes when a chat is reminded and returns what holds now. What change makes of it must be valid.
func (k *Clerk) SetRule(ctx context.Context, chat Chat, change func(*Rule)) (Rule, error) {
	s, _, err := k.store.AmendSubscriber(ctx, chat, func(s *Subscriber) error {
		change(&s.Rule)
		if err := s.Rule.Validate(); err != nil {
			return refuse(ErrInvalid, "%s", err.Error())
		}
		return nil
	})
	if errors.Is(err, ErrUnknown) && !isRefusal(err) {
		err = refuse(ErrUnknown, followsNothing)
	}
	return s.Rule, clerked(err)
}

// Feed makes a secret that opens the calendar of a Board. It can be read only this once.
func (k *Clerk) Feed(ctx context.Context, board int64) (string, error) {
	s, err := k.office.Snapshot(ctx)
	if err != nil {
		return "", clerked(err)
	}
	if b, ok := s.Board(board); !ok || b.Followers() {
		return "", refuse(ErrForbidden, feedOfBoard)
	}
	secret, err := k.store.NewFeed(ctx, board)
	return secret, clerked(err)
}

// BoardOf returns the Board that answers for an agency, and makes it when there is none. It is no secretariat.
func (k *Clerk) BoardOf(ctx context.Context, agency string) (Board, error) {
	if agency == "" {
		return Board{}, clerked(ErrInvalid)
	}
	b, err := k.store.EnsureBoard(ctx, Board{Name: BoardName(agency), Agency: agency})
	return b, clerked(err)
}

// Link makes a group a Subscriber of a Board, with all that this answers for. A group of another Board stays there: that
// is returned with ErrConflict. An unknown Board is ErrUnknown, and so is a secretariat: only at the machine is it linked.
func (k *Clerk) Link(ctx context.Context, chat Chat, board int64) (Board, error) {
	snapshot, err := k.office.Snapshot(ctx)
	if err != nil {
		return Board{}, clerked(err)
	}
	b, ok := snapshot.Board(board)
	if !ok || !joinable(b) {
		return Board{}, clerked(ErrUnknown)
	}
	_, err = k.store.SaveSubscriber(ctx, Subscriber{
		Board: board, Channel: chat.Channel, Chat: chat.ID, Group: true, Rule: DefaultRule(), Follows: withOwn(nil, b),
	})
	if !errors.Is(err, ErrConflict) {
		return b, clerked(err)
	}
	_, is, lookup := k.store.Subscribed(ctx, chat)
	if lookup != nil {
		return Board{}, clerked(lookup)
	}
	if is.ID == board {
		return b, nil
	}
	return is, clerked(err)
}

// Today is the day that a Clerk has.
func (k *Clerk) Today() viet.Date { return viet.DateOf(k.now()) }

// Now is the moment that a Clerk has.
func (k *Clerk) Now() time.Time { return k.now() }

func isRefusal(err error) bool {
	var refusal *Refusal
	return errors.As(err, &refusal)
}

func clerked(err error) error {
	if err != nil {
		return fmt.Errorf("reminders: clerk: %w", err)
	}
	return nil
}
