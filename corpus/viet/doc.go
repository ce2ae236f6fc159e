// Package viet knows the Vietnamese language and calendar as officials write
// them: one normal form of text, folding of tones and marks, syllables, civil
// dates, and the phrases in which deadlines are given.
//
// It is a leaf: it imports nothing of ours.
package viet
