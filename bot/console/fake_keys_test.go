package console_test

import (
	"context"
	"maps"
	"time"

	"dondoc/bot/people"
)

func (f *fake) SaveLink(ctx context.Context, hash string, p people.Person, expires time.Time) error {
	f.mu.Lock()
	f.links[hash] = people.Session{Person: p, Expires: expires}
	f.mu.Unlock()
	return f.note(ctx, "save link")
}

func (f *fake) UseLink(_ context.Context, hash string, at time.Time) (people.Person, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	l, ok := f.links[hash]
	delete(f.links, hash)
	if !ok || !at.Before(l.Expires) {
		return people.Person{}, people.ErrKey
	}
	return l.Person, nil
}

func (f *fake) SaveSession(_ context.Context, hash string, s people.Session) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sessions[hash] = s
	return nil
}

// Session returns when the session was seen before this time.
func (f *fake) Session(_ context.Context, hash string, at time.Time) (people.Session, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s, ok := f.sessions[hash]
	if !ok || !at.Before(s.Expires) {
		return people.Session{}, people.ErrKey
	}
	seen := s
	seen.Seen = at
	f.sessions[hash] = seen
	return s, nil
}

func (f *fake) EndSessions(_ context.Context, hash string, p people.Person) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	maps.DeleteFunc(f.sessions, func(h string, s people.Session) bool {
		return s.Person == p && (hash == "" || h == hash)
	})
	return nil
}

func (f *fake) SavePassword(ctx context.Context, p people.Password) error {
	f.mu.Lock()
	if old, ok := f.keys[p.Login]; ok && old.Person != p.Person {
		f.mu.Unlock()
		return people.ErrTaken
	}
	maps.DeleteFunc(f.keys, func(_ string, k people.Password) bool { return k.Person == p.Person })
	f.keys[p.Login] = p
	f.mu.Unlock()
	return f.note(ctx, "save password")
}

func (f *fake) Password(_ context.Context, login string) (people.Password, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p, ok := f.keys[login]
	if !ok {
		return people.Password{}, people.ErrKey
	}
	return p, nil
}

func (f *fake) UseStep(_ context.Context, login string, step int64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	p, ok := f.keys[login]
	if !ok || step <= p.Step {
		return people.ErrKey
	}
	p.Step = step
	f.keys[login] = p
	return nil
}
