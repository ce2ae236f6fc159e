// Package bot holds the one conversation that all channels lead: a Message in,
// Replies out, buttons as data. It keeps the thread of a chat, pages long
// answers, remembers what its buttons mean, and knows the few commands. Channels
// (bot/telegram, bot/web, the command line) alone know escaping, length and looks.
package bot
