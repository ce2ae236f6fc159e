package people

import "context"

// Actor is who does something, for the audit log.
type Actor struct {
	Person        // zero for the command line and the program itself
	Name   string // for people to read
	Where  string // "chat", "console", "cli", "program"
}

// Program is the Actor of what nobody asked for.
var Program = Actor{Name: "Đôn đốc", Where: "program"}

type actorKey struct{}

// WithActor returns a context in which the store writes down who did what it does.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf returns who acts in a context, Program when nobody was named.
func ActorOf(ctx context.Context) Actor {
	if a, ok := ctx.Value(actorKey{}).(Actor); ok {
		return a
	}
	return Program
}
