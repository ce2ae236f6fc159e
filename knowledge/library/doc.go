// Package library keeps the versions of the corpus: it makes candidates of what
// administrators load and correct, tells what each would change (package review),
// puts one in force on every running copy, and takes it back.
//
// A [Version] is a set of files and a list of edits, known by the hash of both; it
// never changes. Loading adds to the open candidate, if there is one, else to what is
// in force, and makes the next candidate. Putting a version in force is one
// transaction of the [Shelf], which fails when somebody else was faster, and then a
// swap of the knowledge.Base; what dies in between comes up with what the transaction
// left. Every copy follows what is in force ([Library.Follow]).
package library
