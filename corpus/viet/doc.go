// Package viet knows the Vietnamese language and calendar as officials write
// them: one normal form of text, folding of tones and marks, syllables, civil
// dates, and the phrases in which deadlines are given.
//
// A deadline is read in three steps. The lexer (deadline_lex.go) knows a hundred
// words of time, numbers and marks. The parser builds spans of them: a point, a
// period, a delay after an event or a cycle, each with the words that lead to it
// (deadline_span.go, and one file for each kind). In a table cell whatever reads
// as a span is one; in prose a span must earn its place (deadline_prose.go,
// deadline_duty.go). Last, resolve meets the calendar, and says in a Doubt what
// it had to assume.
//
// What is read how is listed in testdata, a wording a line.
//
// It is a leaf: it imports nothing of ours.
package viet
