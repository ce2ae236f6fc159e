// Package bot holds the one conversation that all channels lead: a Message in,
// Replies out, buttons as data. It keeps the thread of a chat, pages long
// answers, and remembers what its buttons mean. Channels (bot/telegram, bot/zalo,
// bot/zalooa, bot/web, the command line) alone know escaping, length and looks.
//
// Where a message goes (Conversation.Handle): an event (events.go), else a pressed button, a
// command (commands.go and its table; commands_*.go do what they say), a one-time code
// (access.go), an answer to a reminder (answers.go), a document (library_receive.go), else a
// question. Every command and button passes the policy of bot/people in Conversation.may.
// library_publish.go carries a version from its report to being in force, complaints.go
// keeps what went badly. Numbered gives numbers to the choices of channels without buttons.
//
// Reminders pass through it in both directions. A Messenger makes text and buttons
// of a Notice (reminder_text.go and its sections), and a Conversation with a desk
// (WithDesk) takes what people answer: answer_read.go reads words so strictly that a
// question is never taken for an answer, answers.go finds out which Work is meant,
// and the files beside it do what was said. What a dialogue waits for lies in the
// Memory (waiting.go). Whose Work a chat may speak of, reminders.Desk decides.
package bot
