//go:build !unix

package pgtest

import "testing"

// Start skips the test: the private server needs the users and sockets of a Unix.
func Start(t testing.TB) string {
	t.Helper()
	t.Skip("the private PostgreSQL server runs on Unix only")
	return ""
}
