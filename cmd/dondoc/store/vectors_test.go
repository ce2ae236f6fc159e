package store

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestVectorsComeBackAsTheyWere(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		want := map[string][]float32{"a": {0, -1.5, math.MaxFloat32, math.SmallestNonzeroFloat32}, "b": {1}}
		must(t, db.SaveVectors(t.Context(), "m1", want))
		must(t, db.SaveVectors(t.Context(), "m2", map[string][]float32{"a": {9}}))

		if diff := cmp.Diff(want, got[map[string][]float32](t)(db.Vectors(t.Context(), "m1", []string{"a", "absent", "b"}))); diff != "" {
			t.Error(diff)
		}
		if vectors := got[map[string][]float32](t)(db.Vectors(t.Context(), "m3", []string{"a"})); len(vectors) != 0 {
			t.Errorf("another model has %v", vectors)
		}
		if vectors := got[map[string][]float32](t)(db.Vectors(t.Context(), "m1", nil)); len(vectors) != 0 {
			t.Errorf("asked for none, got %v", vectors)
		}

		must(t, db.SaveVectors(t.Context(), "m1", map[string][]float32{"b": {2}}))
		if b := got[map[string][]float32](t)(db.Vectors(t.Context(), "m1", []string{"b"}))["b"]; len(b) != 1 || b[0] != 2 {
			t.Errorf("the newer vector is %v", b)
		}

		if n := got[int64](t)(db.KeepVectorsOf(t.Context(), "m1")); n != 1 {
			t.Errorf("%d vectors of other models went, want 1", n)
		}
		if n := count(t, db, "embedding"); n != 2 {
			t.Errorf("%d vectors are left, want 2", n)
		}
	})
}

func TestManyVectors(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		many := map[string][]float32{}
		var hashes []string
		for i := range 2*mostHashes + 1 {
			hash := fmt.Sprintf("%064d", i)
			many[hash], hashes = []float32{float32(i)}, append(hashes, hash)
		}
		must(t, db.SaveVectors(t.Context(), "m", many))
		if diff := cmp.Diff(many, got[map[string][]float32](t)(db.Vectors(t.Context(), "m", hashes))); diff != "" {
			t.Error(diff)
		}
	})
}

// TestDamagedVectorIsForgotten: a cache is no reason to fail.
func TestDamagedVectorIsForgotten(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		must(t, db.SaveVectors(t.Context(), "m", map[string][]float32{"good": {1, 2}, "empty": {}}))
		must(t, db.update(t.Context(), "damage", func(x *tx) error {
			_, err := x.exec(t.Context(), upsertVector, "m", "torn", []byte{1, 2, 3})
			return err
		}))
		vectors := got[map[string][]float32](t)(db.Vectors(t.Context(), "m", []string{"good", "empty", "torn"}))
		if diff := cmp.Diff(map[string][]float32{"good": {1, 2}}, vectors); diff != "" {
			t.Error(diff)
		}
	})
}

func TestVectorsOfABadName(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		wantError(t, db.SaveVectors(t.Context(), "a\x00b", map[string][]float32{"a": {1}}), ErrInvalid)
		wantError(t, db.SaveVectors(t.Context(), "m", map[string][]float32{"\xff": {1}}), ErrInvalid)
	})
}
