// Package web is the chat that the binary serves to browsers.
//
// One page, one style sheet, three small scripts, nothing from anywhere else. The page is a plain form that works
// without JavaScript (POST, redirect, the conversation again); the scripts turn it into a live chat that speaks JSON, or
// a stream of JSON lines, with the same route. Both show the same thing because they share one template: the page carries
// an empty answer in a <template> element, which the script clones and fills by textContent.
//
// Where to start reading:
//
//	server.go      Config, New, the routes
//	chat.go        the page and POST /chat; stream.go: drafts while an answer is worked on; forget.go: POST /chat/forget
//	view.go        bot.Reply → what templates and JSON show (marks, citations, the text to copy)
//	passage.go     GET /doan/…: a quotation where it stands; extent.go: which words of the passage are marked
//	things.go      GET /hinh/… and /tep/…: pictures and files of the visitor's own chat
//	frame.go       GET /khung and /nhung.js: the same chat in frames of the sites that the configuration names
//	session.go     the cookie, and what is derived from it: the chat's ID and the form token
//	transcript.go  what was said lately, in memory, so that a reload still has citations and buttons
//	guard.go       what stands before every route: headers, panics, address and rate limits (package webkit)
//	problem.go     every sentence that tells a visitor what went wrong
//
// and of the scripts draw.js (data → elements), reader.js (the dialog of a passage), app.js (the conversation); embed/nhung.js
// runs in a portal's page. Without scripts all of it is links and forms.
//
// The package knows nothing of documents or tasks: a Handler answers, a History remembers, a Forgetter erases.
package web
