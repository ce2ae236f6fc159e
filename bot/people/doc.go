// Package people knows who may do what: the roles, the one policy that every command passes (policy.go reads
// data/policy.txt; what people are told who may not stands in data/sentences.txt), and the one-time codes by which people
// get a role and groups a board (grant.go makes them, code.go writes, reads and redeems them, guard.go stops guessing).
//
// It decides; the conversation asks it, and a Register (the store) keeps what it decided.
package people
