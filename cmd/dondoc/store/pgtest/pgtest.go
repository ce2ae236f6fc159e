//go:build unix

// Package pgtest gives tests a PostgreSQL database of their own, from a private server that is started once a test
// binary out of the binaries installed on the machine. It needs no TestMain: the server stops, and its directory
// goes, when the test binary ends, even by a panic or a time-out.
//
// Where PostgreSQL is not installed the test is skipped, or fails if DONDOC_REQUIRE_POSTGRES is 1.
package pgtest

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/lib/pq" // the driver "postgres"
)

//go:embed server.sh
var script string

// server is shared by all tests of the binary: starting one takes about two seconds. It holds its standard input
// so that it is not closed before the binary ends.
type server struct {
	dir   string // also where its socket is
	stdin *os.File
}

var (
	errNotInstalled = errors.New("PostgreSQL is not installed: neither initdb in PATH nor /usr/lib/postgresql/*/bin")

	shared    = sync.OnceValues(startServer)
	databases atomic.Int64
)

// Start returns the URL of a new, empty database, which is dropped when the test ends.
func Start(t testing.TB) string {
	t.Helper()
	s, err := shared()
	if errors.Is(err, errNotInstalled) && os.Getenv("DONDOC_REQUIRE_POSTGRES") != "1" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	name := fmt.Sprintf("test_%d", databases.Add(1))
	if err := s.admin(t.Context(), `CREATE DATABASE `+name); err != nil {
		t.Fatalf("pgtest: create database: %v", err)
	}
	t.Cleanup(func() {
		if err := s.admin(context.Background(), `DROP DATABASE `+name+` WITH (FORCE)`); err != nil {
			t.Errorf("pgtest: drop database: %v", err)
		}
	})
	return s.url(name)
}

func (s *server) url(database string) string {
	q := url.Values{"host": {s.dir}, "user": {"postgres"}, "sslmode": {"disable"}}
	return "postgres:///" + database + "?" + q.Encode()
}

func (s *server) admin(ctx context.Context, statement string) error {
	db, err := sql.Open("postgres", s.url("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, statement)
	return err
}

func startServer() (*server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := socketDir()
	if err != nil {
		return nil, err
	}
	attr := &syscall.SysProcAttr{Setpgid: true} // so that Ctrl-C reaches the tests only, and the server stops in order
	if os.Geteuid() == 0 {
		// PostgreSQL refuses to run as root.
		if attr.Credential, err = unprivileged(); err == nil {
			err = os.Chown(dir, int(attr.Credential.Uid), int(attr.Credential.Gid))
		}
		if err != nil {
			return nil, errors.Join(err, os.Remove(dir))
		}
	}
	s := &server{dir: dir}
	return s, s.run(bin, attr)
}

// run starts the script and waits until the server is ready.
func (s *server) run(bin string, attr *syscall.SysProcAttr) error {
	stdin, keep, err := os.Pipe()
	if err != nil {
		return err
	}
	defer stdin.Close()
	var stderr bytes.Buffer
	cmd := exec.Command("/bin/sh", "-c", script, "server.sh", s.dir, bin)
	cmd.Dir, cmd.SysProcAttr, cmd.Stdin, cmd.Stderr = s.dir, attr, stdin, &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	s.stdin = keep
	const patience = 2 * time.Minute // initdb on a busy machine
	timer := time.AfterFunc(patience, func() { keep.Close() })
	defer timer.Stop()
	if line, _ := bufio.NewReader(stdout).ReadString('\n'); line != "ready\n" {
		keep.Close()
		return fmt.Errorf("start the server: %w\n%s", cmd.Wait(), stderr.Bytes())
	}
	return nil
}

// binaries returns the directory of initdb, pg_ctl and postgres.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		found = append(found, path)
	}
	if len(found) == 0 {
		return "", errNotInstalled
	}
	path, err := filepath.EvalSymlinks(found[len(found)-1])
	return filepath.Dir(path), err
}

// socketDir makes a directory whose name leaves room for the socket's: such an address ends after 107 bytes.
func socketDir() (string, error) {
	const pattern, longest = "dondoc-pg-*", 60
	if len(os.TempDir()) > longest {
		return os.MkdirTemp("/tmp", pattern)
	}
	return os.MkdirTemp("", pattern)
}

func unprivileged() (*syscall.Credential, error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("running as root, and there is neither a user postgres nor nobody to run the server as")
}
