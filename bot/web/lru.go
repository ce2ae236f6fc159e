package web

import "container/list"

// lru is a map that remembers the order of use. It is not safe for concurrent use.
type lru[V any] struct {
	order *list.List // front: used last
	items map[string]*list.Element
}

type lruItem[V any] struct {
	key   string
	value V
}

func newLRU[V any]() *lru[V] {
	return &lru[V]{order: list.New(), items: map[string]*list.Element{}}
}

func (l *lru[V]) len() int { return len(l.items) }

// get returns the value of key and marks it as used.
func (l *lru[V]) get(key string) (V, bool) {
	e, ok := l.items[key]
	if !ok {
		var zero V
		return zero, false
	}
	l.order.MoveToFront(e)
	return e.Value.(*lruItem[V]).value, true
}

func (l *lru[V]) put(key string, value V) {
	if e, ok := l.items[key]; ok {
		e.Value.(*lruItem[V]).value = value
		l.order.MoveToFront(e)
		return
	}
	l.items[key] = l.order.PushFront(&lruItem[V]{key, value})
}

func (l *lru[V]) remove(key string) {
	if e, ok := l.items[key]; ok {
		l.order.Remove(e)
		delete(l.items, key)
	}
}

// oldest returns the entry that was not used for the longest time.
func (l *lru[V]) oldest() (key string, value V, ok bool) {
	e := l.order.Back()
	if e == nil {
		return "", value, false
	}
	item := e.Value.(*lruItem[V])
	return item.key, item.value, true
}
