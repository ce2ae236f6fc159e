package webkit

import "container/list"

// LRU is a map that remembers the order of use. It is not safe for concurrent use.
type LRU[V any] struct {
	order *list.List // front: used last
	items map[string]*list.Element
}

type lruItem[V any] struct {
	key   string
	value V
}

// NewLRU returns an empty LRU.
func NewLRU[V any]() *LRU[V] {
	return &LRU[V]{order: list.New(), items: map[string]*list.Element{}}
}

// Len is how many keys there are.
func (l *LRU[V]) Len() int { return len(l.items) }

// Get returns the value of key and marks it as used.
func (l *LRU[V]) Get(key string) (V, bool) {
	e, ok := l.items[key]
	if !ok {
		var zero V
		return zero, false
	}
	l.order.MoveToFront(e)
	return e.Value.(*lruItem[V]).value, true
}

// Put stores a value and marks its key as used.
func (l *LRU[V]) Put(key string, value V) {
	if e, ok := l.items[key]; ok {
		e.Value.(*lruItem[V]).value = value
		l.order.MoveToFront(e)
		return
	}
	l.items[key] = l.order.PushFront(&lruItem[V]{key, value})
}

// Remove takes a key out. An unknown one is no error.
func (l *LRU[V]) Remove(key string) {
	if e, ok := l.items[key]; ok {
		l.order.Remove(e)
		delete(l.items, key)
	}
}

// Oldest returns the entry that was not used for the longest time; ok is false when there is none.
func (l *LRU[V]) Oldest() (key string, value V, ok bool) {
	e := l.order.Back()
	if e == nil {
		return "", value, false
	}
	item := e.Value.(*lruItem[V])
	return item.key, item.value, true
}
