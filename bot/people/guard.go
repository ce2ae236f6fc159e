package people

import (
	"sync"
	"time"
)

const (
	guardSpan     = time.Hour
	guardPerson   = 5   // failed tries of a person in guardSpan
	guardOverall  = 100 // of everybody on a channel
	guardChannels = 16  // more than there are
)

// Guard limits how often codes are guessed: 5 failed tries an hour for a person, 100 for all people of a channel, so that
// a flood on one does not close the others. It may be used by many at once, and forgets when the program ends.
type Guard struct {
	now func() time.Time

	mu sync.Mutex
	// tries are the failed ones of the last hour, oldest first. Nobody can add one beyond guardOverall, so no more people
	// than that are remembered.
	tries map[string][]try
}

type try struct {
	person string
	at     time.Time
}

// NewGuard returns a Guard that has seen nothing. now is time.Now but in tests.
func NewGuard(now func() time.Time) *Guard {
	return &Guard{now: now, tries: map[string][]try{}}
}

// Wait returns how long somebody has to wait before they may try a code; 0 when they may now.
func (g *Guard) Wait(p Person) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	all := g.recent(p.Channel, now)
	var own []try
	for _, t := range all {
		if t.person == p.ID {
			own = append(own, t)
		}
	}
	return max(untilFree(own, guardPerson, now), untilFree(all, guardOverall, now))
}

// untilFree returns when so many tries have become old that there are fewer than most.
func untilFree(tries []try, most int, now time.Time) time.Duration {
	if len(tries) < most {
		return 0
	}
	return tries[len(tries)-most].at.Add(guardSpan).Sub(now)
}

// Failed counts a try with a code that was not valid.
func (g *Guard) Failed(p Person) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	all := append(g.recent(p.Channel, now), try{p.ID, now})
	// Tries that were under way together may exceed the limit by a few: the oldest go.
	all = all[max(len(all)-guardOverall, 0):]
	if _, known := g.tries[p.Channel]; known || len(g.tries) < guardChannels {
		g.tries[p.Channel] = all
	}
}

// recent returns the tries of the last hour. A clock put back makes none last longer than guardSpan from now.
func (g *Guard) recent(channel string, now time.Time) []try {
	all := g.tries[channel]
	kept := all[:0:0]
	for _, t := range all {
		if age := now.Sub(t.at); age < guardSpan && age >= 0 {
			kept = append(kept, t)
		}
	}
	if len(all) > 0 {
		g.tries[channel] = kept
	}
	return kept
}
