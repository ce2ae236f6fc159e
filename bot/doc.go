// Package bot holds the one conversation that all channels lead: a Message in,
// Replies out, buttons as data. It keeps the thread of a chat, pages long
// answers, remembers what its buttons mean, and knows the few commands. Channels
// (bot/telegram, bot/web, the command line) alone know escaping, length and looks.
//
// Reminders pass through it in both directions. A Messenger makes text and buttons
// of a Notice (reminder_text.go and its sections), and a Conversation with a desk
// (WithDesk) takes what people answer: answer_read.go reads words so strictly that a
// question is never taken for an answer, answers.go finds out which Work is meant,
// and the files beside it do what was said. What a dialogue waits for lies in the
// Memory (waiting.go); who may say what is for reminders.Desk alone to decide.
package bot
