package edits

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"dondoc/corpus/viet"
)

// Bounds of a list as it is stored.
const (
	mostBytes = 8 << 20
	mostEdits = 10_000
)

// New completes an Edit that somebody made: its words in the one form that the program works on, the moment in whole
// seconds, the ID of both. The same correction at the same moment has the same ID, whoever makes it. The error is ErrInvalid.
func New(e Edit) (Edit, error) {
	e.At = stamp(e.At)
	e.By, e.Reason = line(e.By), line(e.Reason)
	if e.Task != nil {
		e.Task = e.Task.clean()
	}
	e.Parts = slices.Clone(e.Parts)
	for i := range e.Parts {
		e.Parts[i] = *e.Parts[i].clean()
	}
	if e.Alias != nil {
		e.Alias = &Alias{line(e.Alias.Agency), line(e.Alias.Alias)}
	}
	if e.Status != nil {
		s := *e.Status
		s.ReplacedBy = line(s.ReplacedBy)
		e.Status = &s
	}
	content := e
	content.ID, content.Of = "", "" // what Bind adds makes no other Edit of it
	content.Anchors = slices.Clone(e.Anchors)
	for i := range content.Anchors {
		content.Anchors[i].Of = ""
	}
	text, err := json.Marshal(content)
	if err != nil { // a moment of a year that JSON does not know
		return Edit{}, invalidf("Hiệu chỉnh không ghi lại được.")
	}
	sum := sha256.Sum256(text)
	e.ID = hex.EncodeToString(sum[:8])
	if err := e.Validate(); err != nil {
		return Edit{}, err
	}
	if e.Kind == AddAlias && isCommon(e.Alias.Alias) {
		return Edit{}, invalidf(commonAlias, e.Alias.Alias)
	}
	return e, nil
}

func line(s string) string { return viet.Squeeze(viet.Normalize(s)) }

// clean returns the fields in the form that the program works on; names that are blank are left out.
func (f *TaskFields) clean() *TaskFields {
	c := TaskFields{}
	for _, text := range []struct{ from, to **string }{{&f.Title, &c.Title}, {&f.Text, &c.Text}} {
		if *text.from != nil {
			s := line(**text.from)
			*text.to = &s
		}
	}
	for _, names := range []struct{ from, to **[]string }{{&f.Lead, &c.Lead}, {&f.Coordinating, &c.Coordinating}} {
		if *names.from == nil {
			continue
		}
		all := []string{}
		for _, name := range **names.from {
			if name = line(name); name != "" && !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
		*names.to = &all
	}
	if f.Milestones != nil {
		all := []Milestone{}
		for _, m := range *f.Milestones {
			m.Label, m.Phrase = line(m.Label), line(m.Phrase)
			all = append(all, m)
		}
		c.Milestones = &all
	}
	return &c
}

// Encode writes a list of valid edits as JSON, one a line, without who made them; the same list always gives the same bytes.
// None gives nil.
func Encode(list []Edit) []byte {
	var b bytes.Buffer
	for i := range list {
		text, err := json.Marshal(&list[i])
		if err != nil { // only a moment of a year that Validate refuses
			continue
		}
		b.Write(text)
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// Decode reads what Encode writes. The error is ErrInvalid and names the line.
func Decode(text []byte) ([]Edit, error) {
	if len(text) > mostBytes {
		return nil, fmt.Errorf("edits: decode: %w: %d bytes, at most %d", ErrInvalid, len(text), mostBytes)
	}
	var list []Edit
	seen := map[string]bool{}
	n := 0
	for row := range bytes.Lines(text) {
		n++
		if len(bytes.TrimSpace(row)) == 0 {
			continue
		}
		e, err := decodeOne(row)
		if err != nil {
			return nil, fmt.Errorf("edits: decode: line %d: %w", n, err)
		}
		if seen[e.ID] {
			return nil, fmt.Errorf("edits: decode: line %d: %w: the ID %s is there already", n, ErrInvalid, e.ID)
		}
		seen[e.ID] = true
		if list = append(list, e); len(list) > mostEdits {
			return nil, fmt.Errorf("edits: decode: %w: more than %d edits", ErrInvalid, mostEdits)
		}
	}
	return list, nil
}

func decodeOne(row []byte) (Edit, error) {
	d := json.NewDecoder(bytes.NewReader(row))
	d.DisallowUnknownFields()
	var stored struct {
		Edit
		By string `json:"by"` // names were kept once
	}
	if err := d.Decode(&stored); err != nil {
		return Edit{}, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Edit{}, fmt.Errorf("%w: something behind the object", ErrInvalid)
	}
	e := stored.Edit
	e.At = stamp(e.At)
	return e, e.Validate()
}

// Merge puts more edits on top of a list, which stays as it is. What they take the place of is left out: of a ChangeTask the
// fields that a later one of the same task sets (a correction of the dates leaves that of the title), and as a whole a
// verdict on the same Doubt, the standing of the same Document, the same alias, a split of the same task and a merger of the
// same tasks. An edit that is there already is not added again.
func Merge(list []Edit, more ...Edit) []Edit {
	out := slices.Clone(list)
	for _, e := range more {
		if slices.ContainsFunc(out, func(had Edit) bool { return had.ID == e.ID }) {
			continue
		}
		kept := out[:0]
		for _, had := range out {
			if had, ok := had.beside(&e); ok {
				kept = append(kept, had)
			}
		}
		out = append(kept, e)
	}
	return out
}

// beside returns what is left of an Edit when a later one is there, if anything is.
func (e Edit) beside(later *Edit) (Edit, bool) {
	if e.Kind != later.Kind {
		return e, true
	}
	switch e.Kind {
	case ChangeTask:
		if !e.sameTasks(later, 1) || e.Task == nil || later.Task == nil {
			return e, true
		}
		e.Task = e.Task.without(later.Task)
		return e, *e.Task != TaskFields{}
	case SplitTask:
		return e, !e.sameTasks(later, 1)
	case MergeTasks:
		return e, len(e.Anchors) != len(later.Anchors) || !e.sameTasks(later, len(e.Anchors))
	case SettleDoubt:
		return e, e.Doubt == nil || later.Doubt == nil || e.Doubt.Words != later.Doubt.Words
	case AddAlias:
		return e, e.Alias == nil || later.Alias == nil || aliasKey(e.Alias.Alias) != aliasKey(later.Alias.Alias)
	case SetDocument:
		if e.Of != "" && later.Of != "" {
			return e, e.Of != later.Of
		}
		return e, e.Document != later.Document
	}
	return e, true
}

// sameTasks reports whether the first n anchors of two edits are of the same tasks.
func (e *Edit) sameTasks(other *Edit, n int) bool {
	return len(e.Anchors) >= n && len(other.Anchors) >= n && slices.EqualFunc(e.Anchors[:n], other.Anchors[:n], sameTask)
}

// without returns the fields that the other does not set. A text sets the title, too.
func (f *TaskFields) without(other *TaskFields) *TaskFields {
	left := *f
	if other.Title != nil || other.Text != nil {
		left.Title = nil
	}
	if other.Text != nil {
		left.Text = nil
	}
	if other.Lead != nil {
		left.Lead = nil
	}
	if other.Coordinating != nil {
		left.Coordinating = nil
	}
	if other.Milestones != nil {
		left.Milestones = nil
	}
	return &left
}

// Without returns the list without the edit of that ID. What rests on it (the correction of a part, when the split is
// withdrawn) stays and is stale.
func Without(list []Edit, id string) []Edit {
	return slices.DeleteFunc(slices.Clone(list), func(e Edit) bool { return e.ID == id })
}
