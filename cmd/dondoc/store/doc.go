// Package store keeps what must survive a restart, in an SQLite file or in PostgreSQL.
//
// It holds seven things, each in files of their own:
//
//   - corpus versions (shelf.go, shelfread.go): ordered sets of source files with edits on top, of which one is in force
//     (publish.go), which every copy hears of (watch.go); what each would change (review.go), and questions whose
//     right answer is known (golden.go);
//   - people: their roles (people.go), how they sign in to the console (keys.go), that they were met (contact.go);
//   - who did what (audit.go, auditimage.go), written by the transaction that does it and only ever added to;
//   - chats (chat.go, choice.go, complaint.go): the last turns, the buttons offered, the questions that went badly. These
//     are personal data, so they expire and a chat can be forgotten (privacy.go);
//   - the inbox (inbox.go): updates fetched from a channel, kept until somebody has handled them;
//   - vectors (vectors.go): what an embedding model made of the texts of documents, a cache;
//   - reminders, as package reminders names them: the register of tasks (register.go, owntask.go), who is reminded
//     (board.go, subscriber.go, feed.go, holiday.go), what people say (progress.go, extension.go), and the ledger of what
//     is told to whom: planned (plan.go), sent (ledger.go, rate.go), held up (pause.go, movechat.go), looked at (told.go,
//     console.go). book.go reads all but the ledger at once and counts its changes.
//
// Nothing else in the program speaks SQL. Other packages declare the few methods they need as interfaces of
// their own, and *DB fits them.
//
// How a method is made: its statements are constants beside it, with ? for every value; it calls view or update
// (tx.go), which open the transaction, and does its work on the *tx it is given. A helper takes a *tx and never
// opens one. One statement text serves both databases; only the migrations have a folder a database.
//
// What changes versions uses updateShelf (shelf.go). What an administrator does calls tx.audit.
//
// What changes something of the book uses change (book.go) instead of update; its comment says in which order rows are
// locked.
//
// Times are stored as whole milliseconds since 1970 UTC, so they come back shortened to the millisecond. Days are stored
// as "2023-05-31".
//
// Every error wraps one of the sentinels in errors.go where one fits, and the cause. A board, subscriber, task, extension
// or delivery that is not there is ErrUnknown of package reminders, whose other errors are used as its interfaces say; so
// are those of packages library and people.
package store
