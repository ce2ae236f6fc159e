package people_test

import (
	"context"
	"testing"

	"dondoc/bot/people"
)

// TestActor: who acts is who was named last; what nobody asked for, the program does.
func TestActor(t *testing.T) {
	ctx := t.Context()
	if got := people.ActorOf(ctx); got != people.Program {
		t.Errorf("nobody was named, and it is %+v", got)
	}
	first := people.Actor{Person: people.Person{Channel: "telegram", ID: "1"}, Name: "A", Where: "chat"}
	second := people.Actor{Name: "B", Where: "cli"}
	inner := people.WithActor(people.WithActor(ctx, first), second)
	if got := people.ActorOf(inner); got != second {
		t.Errorf("the last named is %+v", got)
	}
	if got := people.ActorOf(context.WithoutCancel(people.WithActor(ctx, first))); got != first {
		t.Errorf("lost: %+v", got)
	}
}
