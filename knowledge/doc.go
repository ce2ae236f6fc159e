// Package knowledge answers questions from a Corpus, always with the exact words that an answer stands on.
//
// A Base holds one immutable snapshot at a time and swaps it atomically. A
// question is first understood (question.go: documents, agencies, people,
// period, intent; words and abbreviations come from data/), then answered by the
// first answerer that can (answer.go lists them): facts of a document's face,
// people, lists and counts by query over the task register, one task, a target,
// and last the shortest passage. Whatever no passage supports is refused in one
// line. Every quotation is checked against the source before an answer leaves.
//
// A language model may help (model.go): say the prose of an answer better
// (wording.go), point at a passage where nothing was found (picking.go), make the
// vectors for the search (vectors.go). It sees the documents as escaped data
// (prompt.go, prompts/), and its text is sent only if it adds nothing to the cited
// passages (grounded.go). Without one, or when it fails, nothing else changes.
package knowledge
