// Package reminders sees to it that no deadline is missed: who must be told of which Task on which day, what a message
// says, and that it goes out once, whatever breaks.
//
// The way of a deadline:
//
//	corpus → Reconcile → the register: Tasks with Milestones that keep their ID over all versions of the corpus
//	register + Boards with their Subscribers (chats) → Snapshot
//	Snapshot → Planner → Reminders: (Milestone, due day, step) for a Subscriber on a working day
//	Scheduler → ledger: a row for each Reminder, a Delivery for each chat and day
//	Dispatcher → claims a Delivery, composes its Notice, begins, sends, records
//	people's answers → Desk → Progress, acknowledgements, extensions
//	people's wishes → Clerk → what a chat follows, when it is reminded; what it may see → View
//
// # Planning
//
// A Rule says which steps a chat wants ("30, 14, 7 … days before, overdue 1, 3, 7 days, then weekly"). A diary puts
// steps on working days: before the due day backwards, after it forwards. What was past when it was first published is
// never reminded of; secretariats are told of it once. Recurring Tasks have due days of their own (cycle.go). Who is
// meant by the name of an agency, by general words ("các bộ, ngành, địa phương") or after a merger, audience.go knows.
// Simulate runs all of it over any span of days and sends nothing.
//
// # Sending
//
// A Reminder is a row with a unique key before it is part of a message, so nothing is told twice, and nothing that was
// planned is lost by a crash: Status lists every move of a Delivery. Of a send whose outcome nobody knows there is one
// more, marked as repeated. Several copies of the program share the work through leases in the database.
//
// # Seams
//
// Storage is behind Book, Planned, Ledger and Records, channels behind Channel. The package speaks no SQL and no HTTP and
// holds no words for people but those of errors. reminders/calendar knows the days off, reminders/report draws and writes
// tables and calendars.
package reminders
