// Package webkit is what every page of the binary needs, whatever it shows: static
// files under names that never change, rate limits, the visitor's address behind
// proxies, response headers, tokens for forms, text without tricks, and an answer
// when a handler panics. It words nothing: what people read, its callers say.
package webkit
