// Package knowledge answers questions from a Corpus, always with the exact words that an answer stands on.
//
// A Base holds one immutable snapshot at a time and swaps it atomically. A
// question is first understood (question.go: documents, agencies, people,
// period, intent; words and abbreviations come from data/), then answered by the
// first answerer that can (answer.go lists them): facts of a document's face,
// people, lists and counts by query over the task register, one task, a target,
// and last the shortest passage. Whatever no passage supports is refused in one
// line. Every quotation is checked against the source before an answer leaves.
package knowledge
