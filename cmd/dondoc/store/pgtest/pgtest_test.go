package pgtest_test

import (
	"database/sql"
	"testing"

	"dondoc/cmd/dondoc/store/pgtest"
)

func TestStartGivesEachTestItsOwnEmptyDatabase(t *testing.T) {
	for range 2 {
		db, err := sql.Open("postgres", pgtest.Start(t))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.ExecContext(t.Context(), `CREATE TABLE mark (id BIGINT)`); err != nil {
			t.Errorf("a database of its own: %v", err)
		}
	}
}

func TestStartDropsTheDatabaseAfterwards(t *testing.T) {
	var url string
	t.Run("inner", func(t *testing.T) { url = pgtest.Start(t) })
	if url == "" {
		t.Skip("PostgreSQL is not installed")
	}
	db, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `SELECT 1`); err == nil {
		t.Error("the database of a test that has ended still answers")
	}
}
