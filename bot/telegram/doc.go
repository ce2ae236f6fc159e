// Package telegram connects the conversation to Telegram by long polling.
//
// An update travels like this:
//
//	getUpdates → Inbox.StoreUpdates → offset moves on → queue of its chat
//	→ Handler.Handle → render → sendMessage → Inbox.MarkHandled
//
// The server forgets an update as soon as a later offset is asked for, so the
// offset moves only after the Inbox has committed. Whatever was stored but not
// marked, because the program stopped or was killed, is handled first by the
// next Run: delivery is at least once. A graceful stop handles nothing twice but
// an answer of several messages that a rate limit held up in the middle; a kill
// between sendMessage and MarkHandled repeats that one answer.
//
// Messages of one chat are handled in order, chats in parallel (dispatch.go). A
// job that has to wait, for a rate limit or a broken network, gives its worker
// back and keeps its place at the head of its chat (job.go, send.go).
//
// Reminders go out without a question: Parts makes messages that the ledger keeps,
// SendPart sends one and says what became of it (outlet.go). It needs no Run.
//
// The package polls by itself: the loop of github.com/go-telegram/bot confirms
// updates before they are handled and loses the queued ones at shutdown. It also
// sends by itself (deliver.go), to tell what was never sent from what may have
// arrived. The library does the rest, and reads the updates.
//
// The token is part of every URL. No error or log record of this package holds
// it: transport errors are turned into text and redacted, never wrapped.
package telegram
