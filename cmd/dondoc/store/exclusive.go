package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"hash/fnv"
	"time"
)

const (
	tryLockName = `SELECT pg_try_advisory_lock($1)`
	unlockName  = `SELECT pg_advisory_unlock($1)`

	unlockTimeout = 5 * time.Second
)

// Exclusively runs do unless somebody is running it under the same name; ran tells. On PostgreSQL that holds over all
// copies of the program, until the connection that holds the name breaks; on SQLite within this DB. An error of do is
// returned as it is.
func (db *DB) Exclusively(ctx context.Context, name string, do func(context.Context) error) (ran bool, err error) {
	if db.write.DriverName() == "postgres" {
		return db.exclusivelyOnServer(ctx, name, do)
	}
	if _, running := db.running.LoadOrStore(name, true); running {
		return false, nil
	}
	defer db.running.Delete(name)
	return true, do(ctx)
}

func (db *DB) exclusivelyOnServer(ctx context.Context, name string, do func(context.Context) error) (ran bool, err error) {
	const action = "take a name for oneself"
	conn, err := db.write.Connx(ctx)
	if err != nil {
		return false, failure(ctx, action, err)
	}
	defer conn.Close()
	key := lockKey(name)
	if err := conn.GetContext(ctx, &ran, tryLockName, key); err != nil {
		// The server may have given the name before the answer was lost.
		conn.Raw(func(any) error { return driver.ErrBadConn })
		return false, failure(ctx, action, err)
	}
	if !ran {
		return false, nil
	}
	defer func() {
		// Also when ctx has ended. If the name cannot be given back, it goes with the connection.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), unlockTimeout)
		defer cancel()
		var released bool
		if err := conn.GetContext(ctx, &released, unlockName, key); err != nil || !released {
			conn.Raw(func(any) error { return driver.ErrBadConn })
		}
	}()
	return true, do(ctx)
}

// lockKey is the number that stands for a name among the server's advisory locks.
func lockKey(name string) int64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "dondoc/%s", name)
	return int64(h.Sum64())
}
