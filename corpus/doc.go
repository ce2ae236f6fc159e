// Package corpus reads official documents as a careful clerk would.
//
// The way of a file: docfile turns its bytes into blocks (paragraphs, headings,
// table rows); secret.go refuses what is stamped secret; mend puts together what a
// page break tore apart; split finds the documents that are bound in it, face and
// issuer read what stands on top of each; outline gives every block its section
// path, and table puts the rows of one table together.
//
// Then the readers of facts go over the outlined blocks. Tasks come from tables
// (tabletasks.go; what a column holds, columns.txt says), from pieces under the
// name of an agency (prose.go), from lines with labels (responsible.go) and from
// sentences that tell somebody to do something (sentences.go, subject.go; the verbs
// are verbs.txt). leads.go and coordinating.go say whose they are, corrections.go
// what a later document changed. targets.go, people.go, platforms.go, rules.go and
// relations.go take the rest; their vocabulary is facts.txt. Whatever is read with
// less than certainty leaves a Doubt. Every fact knows its file, place and Passage.
//
// A Corpus is immutable once Read has returned it, and safe for concurrent use.
package corpus
