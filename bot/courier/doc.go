// Package courier carries HTTP towards the servers that channels talk to: it posts calls and tells what certainly was
// not heard from what may have been (Client), waits between tries (Backoff, Insist), and fetches files from addresses
// that strangers name (Fetcher).
//
// What an answer means is its channel's to say; here is only what holds for any server. Secrets stand in addresses, so
// no error of this package holds an address, nor wraps one of the transport, which does.
package courier
