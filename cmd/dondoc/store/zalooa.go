package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"time"
)

const (
	selectZaloToken = `SELECT serial, sealed FROM zalo_oa_token WHERE id = 1`

	// Nobody's pair is overwritten but the one that the new pair follows.
	saveZaloToken = `
INSERT INTO zalo_oa_token (id, serial, sealed, saved_at, lease_by, lease_until) VALUES (1, ?, ?, ?, '', 0)
ON CONFLICT (id) DO UPDATE SET serial = excluded.serial, sealed = excluded.sealed, saved_at = excluded.saved_at
WHERE zalo_oa_token.serial = ?`

	// A lease that ends too far ahead was taken by a clock that has since been put back.
	leaseZaloToken = `
INSERT INTO zalo_oa_token (id, serial, sealed, saved_at, lease_by, lease_until) VALUES (1, 0, NULL, 0, ?, ?)
ON CONFLICT (id) DO UPDATE SET lease_by = excluded.lease_by, lease_until = excluded.lease_until
WHERE zalo_oa_token.lease_until <= ? OR zalo_oa_token.lease_until > ?`

	releaseZaloToken = `UPDATE zalo_oa_token SET lease_by = '', lease_until = 0 WHERE id = 1 AND lease_by = ?`

	// zaloLease is how long a renewal may take before another copy counts it as dead.
	zaloLease = 90 * time.Second

	zaloName = "renew the tokens of the Zalo Official Account"
)

// ZaloTokens keeps the pair of tokens of the Zalo Official Account, sealed, over all copies of the program.
type ZaloTokens struct{ db *DB }

// ZaloTokens returns where the tokens of the Official Account are kept.
func (db *DB) ZaloTokens() ZaloTokens { return ZaloTokens{db} }

// Load returns the sealed pair and its serial: nil and 0 while there is none.
func (z ZaloTokens) Load(ctx context.Context) (sealed []byte, serial int64, err error) {
	var row struct {
		Serial int64  `db:"serial"`
		Sealed []byte `db:"sealed"`
	}
	err = z.db.view(ctx, "load the tokens of the Official Account", func(t *tx) error {
		if err := t.get(ctx, &row, selectZaloToken); !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return nil
	})
	return row.Sealed, row.Serial, err
}

// Save keeps a sealed pair that follows the one of the serial given; its own serial is one higher. When another pair has
// been saved meanwhile, it changes nothing and saved is false. Once it returns true the pair survives a crash.
func (z ZaloTokens) Save(ctx context.Context, sealed []byte, after int64) (saved bool, err error) {
	err = z.db.update(ctx, "save the tokens of the Official Account", func(t *tx) error {
		changed, err := t.exec(ctx, saveZaloToken, after+1, sealed, t.now.UnixMilli(), after)
		saved = changed > 0
		return err
	})
	return saved && err == nil, err
}

var errLeased = errors.New("another copy holds the lease")

// Exclusively runs do unless another copy of the program is at it, also when several processes share an SQLite file; ran
// tells. A copy that died keeps the others out for at most a minute and a half. The context of do ends before that.
func (z ZaloTokens) Exclusively(ctx context.Context, do func(context.Context) error) (ran bool, err error) {
	ran, err = z.db.Exclusively(ctx, zaloName, func(ctx context.Context) error {
		holder := rand.Text()
		if err := z.lease(ctx, holder); err != nil {
			return err
		}
		defer z.release(ctx, holder)
		ctx, cancel := context.WithTimeout(ctx, zaloLease-unlockTimeout)
		defer cancel()
		return do(ctx)
	})
	if errors.Is(err, errLeased) {
		return false, nil
	}
	return ran, err
}

func (z ZaloTokens) lease(ctx context.Context, holder string) error {
	return z.db.update(ctx, "lease the tokens of the Official Account", func(t *tx) error {
		until := t.now.Add(zaloLease)
		changed, err := t.exec(ctx, leaseZaloToken, holder, until.UnixMilli(),
			t.now.UnixMilli(), until.Add(clockSkew).UnixMilli())
		if err == nil && changed == 0 {
			return errLeased
		}
		return err
	})
}

// release gives the lease back, also when ctx has ended. If that fails it runs out.
func (z ZaloTokens) release(ctx context.Context, holder string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), unlockTimeout)
	defer cancel()
	_ = z.db.update(ctx, "release the tokens of the Official Account", func(t *tx) error {
		_, err := t.exec(ctx, releaseZaloToken, holder)
		return err
	})
}
