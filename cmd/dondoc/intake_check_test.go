//go:build unix

package main

import "time"

// answersTally counts what the checks saw.
type answersTally struct {
	kills, repeats, hung, notices int
	marked                        int // says that it may be a repetition, but none was heard before
	swapped, tooLate, late        int // pairs; tooLate: the earlier came too late to be put right; late: and was answered second
	toldTwice, toldNever          int // what is told on first contact, when a kill came in between
}

// checkAnswers: every question of every chat has its answer, in order, and a second one only if that says so and the
// program was killed in between.
func (s *siege) checkAnswers(answers []heard) {
	s.t.Helper()
	if said, _ := s.post.ear.said(); len(said) != len(answers) {
		s.t.Errorf("%d answers to what was delivered once more", len(said)-len(answers))
	}
	sum := answersTally{kills: len(s.kills), swapped: len(s.post.swaps)}
	byChat, told := map[string][]heard{}, map[string]bool{}
	for _, h := range answers {
		if s.subject(h) == "" {
			if told[h.chat] && !isRepeat(h.text) {
				sum.toldTwice++
			}
			told[h.chat] = true
			sum.notices++
			continue
		}
		byChat[h.chat] = append(byChat[h.chat], h)
	}
	if len(byChat) != s.post.chats {
		s.t.Errorf("%d chats were answered, want %d", len(byChat), s.post.chats)
	}
	late := s.overtaken()
	sum.tooLate = len(late)
	for chat := range s.post.chats {
		s.checkChat(chat, byChat[s.post.chat(chat)], late, &sum)
	}
	sum.toldNever = s.post.chats - len(told)
	if most := len(s.kills) * hookWorkers; max(sum.repeats, sum.toldTwice, sum.toldNever) > most {
		s.t.Errorf("after %d kills at most %d answers, or notices of first contact, can go wrong: %+v", len(s.kills), most, sum)
	}
	for kind, n := range s.post.bad {
		if n == 0 {
			s.t.Errorf("nothing %s was delivered", kind)
		}
	}
	s.t.Logf("%d questions of %d chats, %d delivered again; turned away: %v; %+v",
		s.post.chats*s.post.each, s.post.chats, s.post.twice, s.post.bad, sum)
}

// overtaken returns the pairs of which the earlier came too late for the program to put them right.
func (s *siege) overtaken() map[letter]bool {
	s.t.Helper()
	late := map[letter]bool{}
	for _, pair := range s.post.swaps {
		earlier, later := s.post.when[s.post.key(pair[0])], s.post.when[s.post.key(pair[1])]
		if earlier[1].Sub(later[0]) >= hookHoldBack {
			late[pair[1]] = true
		}
	}
	return late
}

// checkChat follows the answers of one chat.
func (s *siege) checkChat(chat int, answers []heard, late map[letter]bool, sum *answersTally) {
	s.t.Helper()
	first := map[int]time.Time{}
	var order []int
	for _, h := range answers {
		n := s.numberOf(chat, s.subject(h))
		if n < 0 {
			s.t.Errorf("chat %d is answered what it never asked: %q", chat, h.text)
			continue
		}
		before, again := first[n]
		says := isRepeat(h.text)
		switch {
		case again && !says:
			s.t.Errorf("chat %d: question %d is answered again without saying so", chat, n)
		case again && !s.killedBetween(before, h.at):
			s.t.Errorf("chat %d: question %d is answered again although nobody killed the program", chat, n)
		case again:
			sum.repeats++
		case says:
			sum.marked++
		}
		if on := s.post.letter(chat, n).id; h.on != 0 && h.on != on {
			s.t.Errorf("chat %d: the answer to question %d hangs on message %d, want %d", chat, n, h.on, on)
		} else if h.on != 0 {
			sum.hung++
		}
		if !again {
			first[n] = h.at
			order = append(order, n)
		} else if last := order[len(order)-1]; last != n && !(last == n-1 && late[s.post.letter(chat, n)]) {
			s.t.Errorf("chat %d: question %d is answered again after the next ones: %v", chat, n, order)
		}
	}
	s.checkOrder(chat, order, late, sum)
}

// numberOf is the place of the question about a province, -1 when the chat asked none.
func (s *siege) numberOf(chat int, province string) int {
	for n := range s.post.each {
		if s.post.province(chat, n) == province {
			return n
		}
	}
	return -1
}

// checkOrder: the answers come by the numbers of the updates, but for neighbours of which the earlier came too late.
func (s *siege) checkOrder(chat int, order []int, late map[letter]bool, sum *answersTally) {
	s.t.Helper()
	if len(order) != s.post.each {
		s.t.Errorf("chat %d: %d of %d questions are answered", chat, len(order), s.post.each)
		return
	}
	for want := 0; want < len(order); want++ {
		switch {
		case order[want] == want:
		case want+1 < len(order) && order[want] == want+1 && order[want+1] == want && late[s.post.letter(chat, want+1)]:
			sum.late++
			want++
		default:
			s.t.Errorf("chat %d is answered in the order %v", chat, order)
			return
		}
	}
}

func (s *siege) killedBetween(from, to time.Time) bool {
	for _, o := range s.kills {
		if from.Before(o.to) && to.After(o.from) {
			return true
		}
	}
	return false
}
