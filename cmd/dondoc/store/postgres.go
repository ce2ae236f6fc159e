package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

const (
	postgresConns   = 8
	postgresConnect = 10 * time.Second // unless the URL has a connect_timeout
	postgresIdle    = 5 * time.Minute
)

func openPostgres(ctx context.Context, url string, s settings) (_ *DB, err error) {
	config, err := pq.NewConfig(url)
	if err != nil {
		// The cause quotes the URL, and with it the password.
		return nil, fmt.Errorf("%w: PostgreSQL's driver cannot read it", ErrBadURL)
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = postgresConnect
	}
	if config.ApplicationName == "" {
		config.ApplicationName = "dondoc"
	}
	connector, err := pq.NewConnectorConfig(config)
	if err != nil {
		return nil, fmt.Errorf("%w: PostgreSQL's driver cannot use it", ErrBadURL)
	}
	pool := sqlx.NewDb(sql.OpenDB(connector), "postgres")
	pool.SetMaxOpenConns(postgresConns)
	pool.SetMaxIdleConns(postgresConns)
	pool.SetConnMaxIdleTime(postgresIdle)
	defer func() {
		if err != nil {
			pool.Close()
		}
	}()
	// Not PingContext, which hides the cause.
	if _, err := pool.ExecContext(ctx, `SELECT 1`); err != nil {
		if classify(err) == nil && !errors.Is(err, context.Canceled) {
			err = fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
		return nil, err
	}
	if err := migrate(ctx, pool, postgresDialect, s); err != nil {
		return nil, err
	}
	return &DB{Now: time.Now, write: pool, read: pool, readOnly: s.readOnly, listenURL: listenURL(url, config.ConnectTimeout)}, nil
}
