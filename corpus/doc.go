// Package corpus reads official documents as a careful clerk would.
//
// The way of a file: docfile turns its bytes into blocks (paragraphs, headings,
// table rows); mend puts together what a page break tore apart; split finds the
// documents that are bound in it; outline gives every block its section path;
// and the readers of facts (prose.go, table.go, targets.go, people.go,
// platforms.go, rules.go, relations.go) take tasks, targets, people, platforms,
// rules of work and relations to other documents from the outlined blocks; the
// vocabulary of the last five stands in facts.txt. Whatever is read with less
// than certainty leaves a Doubt. Every fact knows its file, line and Passage.
//
// A Corpus is immutable once Read has returned it, and safe for concurrent use.
package corpus
