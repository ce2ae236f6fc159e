// Package edits keeps what administrators correct of what was read: data on top of
// the documents, never in them.
//
// An [Edit] names what it is about by the document and a fingerprint of the words
// that were read (an [Anchor]), not by a position: loading the documents anew keeps
// it where those words are unchanged, and tells that it no longer fits where they
// are not. [Apply] makes of a Corpus as it was read, and Edits, a Corpus that is
// corrected and says so (corpus.Amendment); what administrators see and correct further
// is that one, so [Applied.Anchors] leads from a task of it back to what was read.
// [Registry] adds the agencies' aliases, which reading needs; fingerprints are of words
// as the documents have them, so that an alias does not part an edit from its task.
// A list of Edits is stored as JSON lines ([Encode], [Decode]).
package edits
