package main

import (
	"context"
	"sync"

	"dondoc/bot"
	"dondoc/bot/people"
	"dondoc/bot/web"
	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// shelf finds passages with their neighbours, for readers of the web chat.
type shelf struct {
	*server
	policy *people.Policy

	mu        sync.Mutex
	of        *corpus.Corpus // of which places tells
	places    map[string]int // index of a passage, by ID
	documents map[string]*corpus.Document
}

// around is how many neighbours are shown on each side.
const around = 6

// passage implements web.Passages: whoever may not ask may not read either.
func (s *shelf) passage(ctx context.Context, reader bot.Chat, id string) (web.Passage, bool) {
	if !s.mayRead(ctx, reader) {
		return web.Passage{}, false
	}
	c, at, ok := s.find(id)
	if !ok {
		return web.Passage{}, false
	}
	p := &c.Passages[at]
	d := s.document(p.Document)
	if d == nil {
		return web.Passage{}, false
	}
	shown := web.Passage{
		Document: d.Name(), Title: d.Title, Status: string(d.StatusOn(viet.DateOf(s.now()))), Amended: s.base.Amended(id), Trail: p.Trail, Where: p.Source.Where(), Fragment: fragment(p),
	}
	if !d.Date.IsZero() {
		shown.Issued = d.Date.Official()
	}
	for i := max(at-around, 0); i < min(at+around+1, len(c.Passages)); i++ {
		other := &c.Passages[i]
		switch {
		case other.Document != p.Document:
		case i < at:
			shown.Before = append(shown.Before, fragment(other))
		case i > at:
			shown.After = append(shown.After, fragment(other))
		}
	}
	return shown, true
}

func fragment(p *corpus.Passage) web.Fragment {
	return web.Fragment{ID: p.ID, Section: p.Section, Text: p.Text}
}

// find returns the published corpus and where a passage stands in it.
func (s *shelf) find(id string) (c *corpus.Corpus, at int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c = s.base.Corpus()
	if c == nil {
		return nil, 0, false
	}
	if s.of != c {
		s.of, s.places, s.documents = c, make(map[string]int, len(c.Passages)), make(map[string]*corpus.Document, len(c.Documents))
		for i := range c.Passages {
			s.places[c.Passages[i].ID] = i
		}
		for _, d := range c.Documents {
			s.documents[d.ID] = d
		}
	}
	at, ok = s.places[id]
	return c, at, ok
}

func (s *shelf) document(id string) *corpus.Document {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.documents[id]
}

// mayRead reports whether a reader may ask.
func (s *shelf) mayRead(ctx context.Context, reader bot.Chat) bool {
	standing := people.Standing{Web: true}
	if s.policy.May(standing, people.Ask) == nil {
		return true
	}
	if reader.ID == "" {
		return false
	}
	account, err := s.db.Account(ctx, people.Person{Channel: reader.Channel, ID: reader.ID})
	if err != nil {
		s.log.WarnContext(ctx, "who reads is not known", "error", err)
		return false
	}
	standing.Role = account.Role
	return s.policy.May(standing, people.Ask) == nil
}
