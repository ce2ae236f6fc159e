package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dondoc/corpus"
	"dondoc/knowledge/library"
)

const (
	selectInForce = `SELECT version_id FROM corpus_publication ORDER BY id DESC LIMIT 1`

	selectShelf = `
SELECT v.id, v.hash, v.origin, v.by_name, v.created_at, v.base, v.edits,
    CASE WHEN v.id = ? THEN 'in_force' WHEN v.state = 'published' THEN 'former' ELSE v.state END AS state,
    coalesce((SELECT p.published_at FROM corpus_publication p WHERE p.version_id = v.id ORDER BY p.id DESC LIMIT 1), 0) AS published_at
FROM corpus_version v`
	selectShelfByID = selectShelf + ` WHERE v.id = ?`
	selectAllShelf  = selectShelf + ` ORDER BY v.id DESC`

	selectInfos = `
SELECT f.version_id, f.name, f.sha256, length(c.content) AS size
FROM corpus_version_file f JOIN corpus_content c ON c.sha256 = f.sha256`
	selectInfosByID = selectInfos + ` WHERE f.version_id = ? ORDER BY f.position`
	selectAllInfos  = selectInfos + ` ORDER BY f.version_id, f.position`

	selectFiles = `
SELECT f.name, c.content FROM corpus_version_file f JOIN corpus_content c ON c.sha256 = f.sha256
WHERE f.version_id = ? ORDER BY f.position`
	selectEdits = `SELECT c.content FROM corpus_version v JOIN corpus_content c ON c.sha256 = v.edits_sha256 WHERE v.id = ?`

	selectPublications = `SELECT version_id, replaces, kind, reason, by_name, published_at FROM corpus_publication ORDER BY id`
)

// shelfRow is a library.Version as the database tells it.
type shelfRow struct {
	ID        int64  `db:"id"`
	Hash      string `db:"hash"`
	Origin    string `db:"origin"`
	By        string `db:"by_name"`
	Made      int64  `db:"created_at"`
	Base      int64  `db:"base"`
	Edits     int    `db:"edits"`
	State     string `db:"state"`
	Published int64  `db:"published_at"`
}

func (r *shelfRow) version(files []library.FileInfo) library.Version {
	return library.Version{
		ID: r.ID, Hash: r.Hash, Origin: r.Origin, By: r.By, Made: fromMillis(r.Made), Base: r.Base, State: library.State(r.State),
		Published: fromMillis(r.Published), Files: files, Edits: r.Edits,
	}
}

type infoRow struct {
	Version int64  `db:"version_id"`
	Name    string `db:"name"`
	SHA256  string `db:"sha256"`
	Size    int64  `db:"size"`
}

func (r *infoRow) info() library.FileInfo {
	return library.FileInfo{Name: r.Name, SHA256: r.SHA256, Size: r.Size}
}

// noVersion turns "no rows" into what package library says of a Version that is not there.
func noVersion(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return library.ErrUnknown
	}
	return err
}

// subjectVersion is what the audit log calls a version.
func subjectVersion(id int64) string { return fmt.Sprintf("bản %d", id) }

// inForce returns the ID of what is in force, 0 for nothing.
func inForce(ctx context.Context, t *tx) (id int64, err error) {
	if err = t.get(ctx, &id, selectInForce); errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

func readVersion(ctx context.Context, t *tx, id int64) (library.Version, error) {
	now, err := inForce(ctx, t)
	if err != nil {
		return library.Version{}, err
	}
	var row shelfRow
	if err := t.get(ctx, &row, selectShelfByID, now, id); err != nil {
		return library.Version{}, noVersion(err)
	}
	var infos []infoRow
	if err := t.list(ctx, &infos, selectInfosByID, id); err != nil {
		return library.Version{}, err
	}
	files := make([]library.FileInfo, len(infos))
	for i := range infos {
		files[i] = infos[i].info()
	}
	return row.version(files), nil
}

// Version implements library.Shelf.
func (s *Shelf) Version(ctx context.Context, id int64) (v library.Version, err error) {
	err = s.db.view(ctx, "read version", func(t *tx) (err error) {
		v, err = readVersion(ctx, t, id)
		return err
	})
	return v, err
}

// Versions implements library.Shelf.
func (s *Shelf) Versions(ctx context.Context) ([]library.Version, error) {
	var rows []shelfRow
	var infos []infoRow
	err := s.db.view(ctx, "list versions", func(t *tx) error {
		now, err := inForce(ctx, t)
		if err != nil {
			return err
		}
		if err := t.list(ctx, &rows, selectAllShelf, now); err != nil {
			return err
		}
		return t.list(ctx, &infos, selectAllInfos)
	})
	if err != nil {
		return nil, err
	}
	files := map[int64][]library.FileInfo{}
	for i := range infos {
		files[infos[i].Version] = append(files[infos[i].Version], infos[i].info())
	}
	versions := make([]library.Version, len(rows))
	for i := range rows {
		versions[i] = rows[i].version(files[rows[i].ID])
	}
	return versions, nil
}

// Content implements library.Shelf. An empty content of a file may come back as nil.
func (s *Shelf) Content(ctx context.Context, id int64) (library.Content, error) {
	var files []struct {
		Name    string `db:"name"`
		Content []byte `db:"content"`
	}
	var content library.Content
	err := s.db.view(ctx, "read version", func(t *tx) error {
		if err := t.list(ctx, &files, selectFiles, id); err != nil {
			return err
		}
		if len(files) == 0 { // every version has some
			return library.ErrUnknown
		}
		if err := t.get(ctx, &content.Edits, selectEdits, id); !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return nil
	})
	if err != nil {
		return library.Content{}, err
	}
	for _, f := range files {
		content.Files = append(content.Files, corpus.File{Name: f.Name, Content: f.Content})
	}
	return content, nil
}

// InForce implements library.Journal.
func (s *Shelf) InForce(ctx context.Context) (id int64, err error) {
	err = s.db.view(ctx, "read what is in force", func(t *tx) (err error) {
		id, err = inForce(ctx, t)
		return err
	})
	return id, err
}

// Publications implements library.Journal.
func (s *Shelf) Publications(ctx context.Context) ([]library.Publication, error) {
	var rows []struct {
		Version  int64  `db:"version_id"`
		Replaces int64  `db:"replaces"`
		Kind     string `db:"kind"`
		Reason   string `db:"reason"`
		By       string `db:"by_name"`
		At       int64  `db:"published_at"`
	}
	err := s.db.view(ctx, "list publications", func(t *tx) error { return t.list(ctx, &rows, selectPublications) })
	all := make([]library.Publication, len(rows))
	for i, r := range rows {
		all[i] = library.Publication{
			Version: r.Version, Replaces: r.Replaces, Kind: library.Kind(r.Kind), Reason: r.Reason, By: r.By, At: fromMillis(r.At),
		}
	}
	return all, err
}
