// Package knowledge answers questions from a Corpus, always with the exact words that an answer stands on.
//
// A Base holds one immutable snapshot at a time and swaps it atomically. A question is
// first spelt out (abbreviations.go, spelling.go) and understood (question.go: naming.go
// finds documents and agencies, parts.go what they are named for, period.go the time,
// subject.go and topic.go the theme, followup.go what the turns before add; the words
// come from data/). Then the first answerer that can speaks (respond.go): facts of a
// document's face (answer_face.go), people (answer_people.go), lists and counts by query
// over the task register (answer_list.go, lister.go, list_passages.go, and state.go where
// a tracker says how tasks stand), sums (answer_sums.go), a target, one task
// (answer_tasks.go, card.go), and last the shortest passage (answer_passage.go,
// excerpt.go). clauses.go adds what else was asked and what a second document says,
// related.go what is nearly as near. Whatever no passage supports is refused in a line
// (support.go). Every quotation is checked against the source before an answer leaves,
// and told by the day of asking how its document stands (standing.go). What an
// administrator corrected is marked wherever it is said (amended.go).
//
// A language model may help (model.go): say the prose of an answer better
// (wording.go), point at a passage where nothing was found (picking.go), make the
// vectors for the search (vectors.go). It sees the documents as escaped data
// (prompt.go, prompts/), and its text is sent only if it adds nothing to the cited
// passages (grounded.go). Without one, or when it fails, nothing else changes.
package knowledge
