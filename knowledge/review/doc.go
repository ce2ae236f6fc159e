// Package review tells what a candidate version of the corpus would change, before
// anybody publishes it: what was read and doubted, what differs from the version in
// force, and how the golden questions fare. It is data, which goes into the store as
// JSON; [Summary], [DoubtLines] and [ChangeLines] word it for people.
//
// [Make] compares two versions (make.go). Which task is which, package reminders knows:
// match.go asks it for what it would do with the register, so that what is told here is
// what happens when the version is published. compare.go and fields.go say what differs,
// documents.go counts, doubts.go finds the place of a doubt. [Score] asks both versions the
// golden questions; what the boards would hear of, the caller knows. All words for people
// are in words.go.
//
// All functions may be called at the same time.
package review
