// Package console is the administrators' site, which the binary serves to browsers
// below /quan-tri/.
//
// Every page is made on the server and works without scripts: links, and forms that
// are POSTed and answered by a redirect with a notice. There is one table of routes
// (routes.go): a method, an address, the Action that people.Policy must allow, a
// handler. What all of them need stands in one place, guard.go: the session, the role
// as it is now, the form's token, the body's bound, who acts. A handler only reads what
// it was given and returns a reply (reply.go), which is rendered whole before its first
// byte is written; what went wrong is worded in one table (problem.go).
//
// Where to start reading:
//
//	config.go    what the program decides, and the small interfaces to all that is shown and changed
//	routes.go    the table; guard.go: what stands before a handler
//	session.go   the cookie and what follows from it; signin.go, password.go, totp.go, setpassword.go: ways to get one
//	reply.go     pages, redirects, files; flash.go: the notice after a redirect
//	problem.go   every sentence that tells somebody what went wrong
//	nav.go       the menu; templates/layout.html: the frame of every page
//
// and then a file, or a few, for each page.
package console
