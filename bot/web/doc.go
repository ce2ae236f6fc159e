// Package web is the chat that the binary serves to browsers.
//
// One page, one style sheet, one script, nothing from anywhere else. The page is a plain form that works without
// JavaScript (POST, redirect, the conversation again); the script turns it into a live chat that speaks JSON with the
// same route. Both show the same thing because they share one template: the page carries an empty answer in a
// <template> element, which the script clones and fills by textContent.
//
// Where to start reading:
//
//	server.go      Config, New, the routes
//	chat.go        the page and POST /chat; forget.go: POST /chat/forget
//	view.go        bot.Reply → what templates and JSON show (marks, citations, the text to copy)
//	session.go     the cookie that is the chat's id, and the form token derived from it
//	transcript.go  what was said lately, in memory, so that a reload still has citations and buttons
//	guard.go       headers, panics, address and rate limits (limit.go)
//	problem.go     every sentence that tells a visitor what went wrong
//
// The package knows nothing of documents or tasks: a Handler answers, a History remembers, a Forgetter erases.
package web
