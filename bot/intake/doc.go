// Package intake carries what a channel delivers from the moment it arrives until it is answered.
//
//	webhook or poll → Intake.Accept → Inbox (committed) → queue of its chat
//	→ Handler.Handle → Channel.Parts → Inbox.Begin → Channel.SendPart → Inbox.Done
//
// A channel is told that an update has arrived only after Accept has returned nil, so no crash loses one.
// The same update twice is one (Update.Key). Updates of one chat are handled in order and one at a time, those of
// different chats at the same time. What was begun and not ended when the program died is answered again by whoever
// runs next, marked as a repetition: delivery is at least once, and a second time says so.
//
// Several copies of the program may share one Inbox. Each update belongs to one of them, by a lease; the updates of
// one chat always to the same. The lease of a copy that died runs out, and another takes its updates over.
package intake
