// Package golden judges answers by golden questions: an administrator's own
// questions with the facts that a right answer must hold.
//
// [Read] reads them from JSON lines and says what is wrong with a line; [Run] asks
// a [knowledge.Base] all of them and counts in a [Report]; [Judge] is the verdict on
// one answer. [Retrieve] measures only the search below the answers.
//
// The rules are those by which the project is measured: text is compared in NFC and
// lower case with white space folded, on the edges of words and numbers, and nothing
// else is forgiven.
package golden
