// Dondoc (Đôn đốc, "to follow up and press for completion") answers Vietnamese
// officials who is responsible for what, and by when, from official plan
// documents, and shows the words it stands on.
//
// This is the guided tour. It goes from the ground up, in the order in which the
// packages import one another; every package has a doc comment that says more.
//
// # Reading documents
//
// corpus/viet knows the language and the calendar: one normal form of text,
// folding ("Bắc Giang" as "bac giang"), syllables, civil dates, and the phrases in
// which deadlines are given ("trước tháng 6/2023" is due on 31 May). It is a leaf.
//
// corpus/agency is the registry of agencies, provinces and companies: official
// names, the ways in which people write them, what became of them in 2025, and by
// which words a body is known that nobody has listed. Its data are text files; an
// administrator adds to them without a new build.
//
// corpus/docfile takes a file apart into blocks: paragraphs, headings, table rows.
// Its content tells what it is (format.go); there is one reader a format (text, html,
// docx, xlsx, pdf), each bound in size, depth and work, because files come from
// strangers. decode.go and legacy.go know the encodings of before Unicode.
//
// corpus makes documents of blocks. The steps are files: secret.go refuses what is
// stamped secret; mend.go joins what page breaks tore; split.go, face.go and issuer.go
// find the documents bound in a file and read number, date, issuer and status;
// outline.go gives each block its section path ("IV.28.c"); table.go and through.go put a
// table together over all its pages. Then the facts: tabletasks.go, prose.go,
// responsible.go and sentences.go read tasks, leads.go and coordinating.go whose they
// are, corrections.go what a later document moved; targets.go, people.go, platforms.go,
// rules.go and relations.go the rest. The words that all this goes by are data:
// columns.txt, verbs.txt, facts.txt. The result is a Corpus: Documents, Passages, Tasks
// with Milestones, Targets, People, Platforms, Rules, Relations and Doubts, each with its
// file and place. It never changes.
//
// corpus/edits is what administrators correct of what was read: data on top of the documents, found again by the words
// that were read (anchor.go), so that a reload keeps it; apply.go makes the corrected Corpus, which says so.
//
// corpus/shipped is what the binary carries: the plan of 2023 in our own words.
//
// # Answering
//
// knowledge/index is the search over passages: syllables and adjacent pairs first,
// vectors to help out, of a local embedder or of a model. knowledge/index/compare is a
// module of its own that measures it beside chromem-go and bleve.
//
// knowledge/llm speaks to a language model, if one is configured: a text, streamed
// and whole or not at all, and vectors in batches.
//
// knowledge answers. A Base holds a snapshot (snapshot.go) that is swapped
// atomically. A question is spelt out (abbreviations.go, spelling.go) and understood
// (question.go, naming.go, period.go, subject.go, topic.go, followup.go; the words are
// in knowledge/data). Then the first answerer that can speaks (respond.go): a document's
// face, people, lists and counts over the register (answer_list.go, lister.go), sums
// over an annex (answer_sums.go), a target, one task's card (card.go), the shortest
// passage (excerpt.go). clauses.go adds what else the message asks and what a second
// document says, related.go what is nearly as near. support.go decides when nothing is an
// answer; verified drops every quotation that is not in the source. model.go lets a model
// reword the plain answer, and grounded.go throws its text away when a number, date,
// agency or name of it is not in the cited passages.
//
// knowledge/golden judges answers by questions whose right answer is known:
// "dondoc eval", and whatever else must know whether a corpus answers well.
//
// # Versions
//
// knowledge/review tells what a candidate version would change: counts, doubts, differences task by task, golden questions.
//
// knowledge/library keeps versions. load.go makes a candidate of files or edits, review.go reviews it, publish.go puts it in
// force: one transaction that fails when somebody else was faster, then a swap; Run has every copy of the program follow.
//
// # Reminding
//
// reminders/calendar knows the working days of Vietnamese offices: holidays by rule, lunar ones
// reckoned, announced ones as data.
//
// reminders sees to it that no deadline is missed. Its register keeps the tasks of the published
// corpus over all its versions (reconcile.go); boards and their chats follow agencies,
// documents, themes or single tasks (board.go, audience.go). planner.go works out which step is
// said on which day, scheduler.go writes it into the ledger, dispatcher.go sends it: a row before
// it is a message, a lease while it is under way, one repetition when the outcome is unknown.
// desk.go takes what people answer, clerk.go shows them their work and changes what they follow.
// simulate.go tells what any span of days would bring, preview.go what a new version would.
//
// reminders/report draws the chart for leaders, writes calendars, and writes and reads tables.
//
// # Talking
//
// bot/people knows who may do what: roles, one policy (data/policy.txt), one-time codes.
//
// bot is the conversation that all channels share: a Message in, Replies out, buttons as data, pages, the thread of a
// chat; the commands (commands.go and its table, data/commands.txt), each behind the policy (access.go); numbers where
// there are no buttons (numbered.go); the words of a reminder and the answers to it (reminder_text.go, answers.go).
//
// bot/layout fits text into messages. bot/intake carries what a channel delivers from arrival to answer: committed before it
// is confirmed, once over all copies, in order per chat, chats in parallel. bot/courier carries calls to the channels'
// servers and fetches files from addresses that strangers name. bot/telegram, bot/zalo (the Bot Platform),
// bot/zalooa (Official Accounts) and bot/web know how their channel looks, its limits and its errors, and nothing of each other.
//
// bot/console is the administrators' pages: one table of routes (routes.go), each behind the policy. bot/webkit is what its
// pages and the chat's have in common.
//
// # The program
//
// cmd/dondoc/store is the only SQL: SQLite in one file or PostgreSQL, one suite of
// tests on both. It keeps versions of the corpus as files by hash, the audit log of who did what,
// chats with their context for as long as the settings say, the inbox, people and codes, the sealed
// tokens of Zalo, and all that reminders need: register, boards, progress, the ledger.
//
// cmd/dondoc wires it all: config.go and config_channels.go are every setting, channels.go the
// channels that are configured, editions.go the versions, registry.go the administrator's
// own agencies on top of those in the binary, main.go the command line,
// serve.go the running program and the order in which it stops, ask.go, tasks.go,
// check.go, versions.go and eval.go the commands that scripts use (their output is a contract: fields are
// added, never renamed), chat.go the conversation in the terminal, explain.go what an error means to the person who runs it.
//
// # Where a question goes
//
//	channel → intake: stored, its turn comes → bot.Conversation.Handle: command? may they?
//	        → store: the turns before
//	        → knowledge.Base.Answer   → understand → search → answerer → verified
//	          (→ model → grounded: its words, else the plain ones)
//	        → Reply: text, citations, choices → channel
//
// # Where a document goes
//
//	file (chat, console, command) → library.Load → docfile.Read → blocks → corpus.Read → edits.Apply → Corpus
//	→ candidate, review → library.Publish → every copy: Base.Prepare → Base.Swap → reminders.Reconcile
//
// # Where a deadline goes
//
//	published Corpus → reminders.Reconcile → register → Planner → ledger → Dispatcher
//	→ bot.Messenger (text, buttons) → channel → people → bot.Conversation → Desk → register
//
// The import map is a test: imports_test.go.
package main
