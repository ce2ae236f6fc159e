package console

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"dondoc/bot/people"
	"dondoc/knowledge/library"
)

// documentRoutes are the pages of documents, versions, doubts and tasks.
func documentRoutes() []route {
	return slices.Concat([]route{
		{method: "GET", path: documentsPath, action: people.Versions, handle: documentsPage},
		{method: "GET", path: documentsPath + "/quay-lai", action: people.Publish, handle: askRollback},
		{method: "POST", path: documentsPath + "/quay-lai", action: people.Publish, handle: rollback},
		{method: "GET", path: documentsPath + "/ban/{id}/tep/{number}", action: people.Versions, handle: originalFile},
		{method: "GET", path: documentsPath + "/ban/{id}/doc/{document}", action: people.Versions, handle: documentPage},
		{method: "GET", path: documentsPath + "/doan", action: people.Versions, handle: citedPassage},
		{method: "POST", path: documentsPath + "/trang-thai", action: people.Correct, handle: setStatus},
	}, uploadRoutes(), reviewRoutes(), doubtRoutes(), taskRoutes())
}

// documentNav are their entries in the menu.
func documentNav() []entry {
	return []entry{
		{Path: documentsPath, Label: "Văn bản", Action: people.Versions},
		{Path: doubtsPath, Label: "Điểm cần xác minh", Action: people.Review},
		{Path: tasksPath, Label: "Nhiệm vụ", Action: people.Versions},
	}
}

// number64 reads the number of a version; an address with anything else names nothing.
func number64(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		return 0, errNotFound
	}
	return n, nil
}

// versionOf returns the version that an address names.
func (c *Console) versionOf(r *http.Request) (library.Version, error) {
	id, err := number64(r.PathValue("id"))
	if err != nil {
		return library.Version{}, err
	}
	versions, err := c.cfg.Library.Versions(r.Context())
	if err != nil {
		return library.Version{}, err
	}
	for _, v := range versions {
		if v.ID == id {
			return v, nil
		}
	}
	return library.Version{}, errNotFound
}

// inForce is the number of the version that answers here, 0 for none.
func (c *Console) inForce() int64 {
	if e := c.cfg.Library.InForce(); e != nil {
		return e.Version.ID
	}
	return 0
}

// working returns the number of the version that corrections are made to: the open candidate, else what is in force; 0
// when there is none.
func (c *Console) working(ctx context.Context) (int64, error) {
	v, err := c.cfg.Library.Open(ctx)
	if errors.Is(err, library.ErrUnknown) {
		return c.inForce(), nil
	}
	return v.ID, err
}

// documentsData is what the page of versions shows.
type documentsData struct {
	docWords
	InForce, Open *library.Version
	Versions      []library.Version // of this page
	Pager         pager
	History       []library.Publication // the latest first
	Former        int64                 // what a rollback leads to; of its page only
	MayLoad       bool
	MayPublish    bool
	Jobs          []*job // that are under way
}

const (
	versionsPerPage = 30
	mostHistory     = 20
)

func documentsPage(c *Console, r *http.Request, v *visit) (reply, error) {
	versions, err := c.cfg.Library.Versions(r.Context())
	if err != nil {
		return reply{}, err
	}
	d := documentsData{MayLoad: v.may(people.Load), MayPublish: v.may(people.Publish), Jobs: c.state.running()}
	for i := range versions {
		switch versions[i].State {
		case library.InForce:
			d.InForce = &versions[i]
		case library.Candidate:
			d.Open = &versions[i]
		}
	}
	d.Pager = newPager(r, len(versions), versionsPerPage)
	d.Versions = versions[d.Pager.From:d.Pager.To]
	publications, err := c.cfg.Library.Publications(r.Context())
	if err != nil {
		return reply{}, err
	}
	d.History = slices.Clone(publications[max(0, len(publications)-mostHistory):])
	slices.Reverse(d.History)
	return page("doc-versions.html", "Văn bản", d), nil
}

// citedPassage leads from a citation of what is in force to its passage on the page of the document.
func citedPassage(c *Console, r *http.Request, _ *visit) (reply, error) {
	e := c.cfg.Library.InForce()
	if e == nil {
		return reply{}, errNotFound
	}
	path := passagePath(c.state.look(e), r.URL.Query().Get("id"))
	if path == "" {
		return reply{}, errNotFound
	}
	return redirect(path, ""), nil
}

// originalFile gives a file of a version back, never to be shown by the browser: strangers wrote it.
func originalFile(c *Console, r *http.Request, _ *visit) (reply, error) {
	version, err := c.versionOf(r)
	if err != nil {
		return reply{}, err
	}
	number, err := number64(r.PathValue("number"))
	if err != nil {
		return reply{}, err
	}
	content, err := c.cfg.Library.Content(r.Context(), version.ID)
	switch {
	case err != nil:
		return reply{}, err
	case number > int64(len(version.Files)):
		return reply{}, errNotFound
	}
	for _, f := range content.Files {
		if f.Name == version.Files[number-1].Name {
			return attachment(safeName(f.Name, int(number)), "application/octet-stream", f.Content), nil
		}
	}
	return reply{}, errNotFound
}
