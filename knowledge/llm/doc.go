// Package llm speaks to a language model over the OpenAI protocol: any server
// that offers /chat/completions and /embeddings, on the own premises too.
//
// A Client makes a text (Generate) and vectors (Embedder). It streams inside, so
// that a server which falls silent is noticed early, but gives back only what
// ended properly: a stream that was cut, a text that hit the token limit and an
// answer that is not of the protocol are errors. It tries again only before the
// first token, only where that can help, and never beyond the context's deadline.
//
// Its errors wrap one of the sentinels in errors.go or the context's error. They
// hold neither the key nor an address nor anything of the request or the answer,
// so they may be logged.
//
// What a text says is not this package's business: package knowledge checks it.
// A double of the server is llmtest. This is a leaf: it imports nothing of ours.
package llm
