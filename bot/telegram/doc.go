// Package telegram connects the conversation to Telegram, by long polling or by a webhook.
//
// What becomes of an update is dondoc/bot/intake's to say; this package brings updates in (poll.go,
// webhook.go), understands them (input.go, text.go, files.go), and brings messages out (render.go,
// deliver.go). line.go and draft.go are what an Intake sees of it. The server forgets an update as
// soon as a later offset is asked for, so the offset moves only after Intake.Accept has committed.
//
// Where a reply hangs, which button press to acknowledge and what was heard of a voice message
// travel in the ReplyTo of an intake.Place, which the engine does not look into (place.go).
//
// Reminders go out without a question: Parts makes messages that the ledger keeps,
// SendPart sends one and says what became of it (outlet.go). It needs no Run.
//
// The package calls the Bot API by itself (client.go): the loop of github.com/go-telegram/bot
// confirms updates before they are handled and loses the queued ones at shutdown, and its methods
// do not tell what was never sent from what may have arrived. Its models read the updates.
// Everything goes out as JSON but for uploads.
//
// The token is part of every URL. No error or log record of this package holds
// it: see dondoc/bot/courier, through which every call goes.
package telegram
