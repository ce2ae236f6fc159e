package store

import (
	"testing"

	"dondoc/cmd/dondoc/store/pgtest"
)

// The SQLite figures include the wait for the disk; the test server of PostgreSQL does not wait for it.

func benchEach(b *testing.B, bench func(b *testing.B, db *DB)) {
	b.Run("sqlite", func(b *testing.B) {
		db, _ := mustOpen(b, sqliteURL(b))
		bench(b, db)
	})
	b.Run("postgres", func(b *testing.B) {
		db, _ := mustOpen(b, pgtest.Start(b))
		bench(b, db)
	})
}

func BenchmarkAppendTurns(b *testing.B) {
	benchEach(b, func(b *testing.B, db *DB) {
		for b.Loop() {
			must(b, db.AppendTurns(b.Context(), alice, asked("hạn của Bắc Giang?"), said("Trước tháng 6/2023")))
		}
	})
}
