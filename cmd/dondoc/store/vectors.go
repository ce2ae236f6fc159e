package store

import (
	"context"
	"encoding/binary"
	"maps"
	"math"
	"slices"

	"github.com/jmoiron/sqlx"
)

const (
	selectVectors = `SELECT sha256, vector FROM embedding WHERE model = ? AND sha256 IN (?)`

	upsertVector = `
INSERT INTO embedding (model, sha256, vector) VALUES (?, ?, ?)
ON CONFLICT (model, sha256) DO UPDATE SET vector = excluded.vector`

	deleteOtherVectors = `DELETE FROM embedding WHERE model <> ?`

	mostHashes = 500 // a statement: every database takes as many values
)

// vectorRow is a vector as the database keeps it: the float32 one after another, little endian.
type vectorRow struct {
	SHA256 string `db:"sha256"`
	Vector []byte `db:"vector"`
}

// Vectors returns what the model made of the texts with these hashes, as far as it is kept.
func (db *DB) Vectors(ctx context.Context, model string, hashes []string) (map[string][]float32, error) {
	vectors := map[string][]float32{}
	err := db.view(ctx, "read vectors", func(t *tx) error {
		for some := range slices.Chunk(hashes, mostHashes) {
			query, args, err := sqlx.In(selectVectors, model, some)
			if err != nil {
				return err
			}
			var rows []vectorRow
			if err := t.list(ctx, &rows, query, args...); err != nil {
				return err
			}
			for _, r := range rows {
				if v := decodeVector(r.Vector); v != nil {
					vectors[r.SHA256] = v
				}
			}
		}
		return nil
	})
	return vectors, err
}

// SaveVectors keeps what the model made of the texts with these hashes, all or none.
func (db *DB) SaveVectors(ctx context.Context, model string, vectors map[string][]float32) error {
	return db.update(ctx, "save vectors", func(t *tx) error {
		if err := checkText("a model's name", model); err != nil {
			return err
		}
		var rows [][]any
		for _, hash := range slices.Sorted(maps.Keys(vectors)) { // in one order everywhere: nobody waits for another
			if err := checkText("a text's hash", hash); err != nil {
				return err
			}
			rows = append(rows, []any{model, hash, encodeVector(vectors[hash])})
		}
		return t.each(ctx, upsertVector, rows)
	})
}

// KeepVectorsOf deletes what all other models made, and returns how many vectors went.
func (db *DB) KeepVectorsOf(ctx context.Context, model string) (int64, error) {
	var deleted int64
	err := db.update(ctx, "delete vectors", func(t *tx) (err error) {
		deleted, err = t.exec(ctx, deleteOtherVectors, model)
		return err
	})
	return deleted, err
}

func encodeVector(v []float32) []byte {
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

// decodeVector returns nil for what encodeVector did not write: a cache forgets rather than fails.
func decodeVector(b []byte) []float32 {
	if len(b) == 0 || len(b)%4 != 0 {
		return nil
	}
	v := make([]float32, len(b)/4)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return v
}
