package console

import (
	"errors"
	"net/http"

	"dondoc/corpus/edits"
)

// aliasData is what the form for another name of an agency shows.
type aliasData struct {
	docWords
	Agency, Alias, Reason string
	Back                  string
	Agencies              []string
	Known                 []edits.Edit // that give agencies other names
	Problem               string
}

func aliasPage(c *Console, r *http.Request, _ *visit) (reply, error) {
	q := r.URL.Query()
	return c.aliasForm(r, aliasData{Alias: q.Get("ten"), Back: q.Get("ve")})
}

func (c *Console) aliasForm(r *http.Request, d aliasData) (reply, error) {
	l, still, err := c.atWork(r)
	switch {
	case err != nil:
		return reply{}, err
	case still != nil:
		return waiting(still, ""), nil
	case l == nil:
		return nothingYet("Tên gọi khác của cơ quan"), nil
	}
	if !isOwn(d.Back) {
		d.Back = doubtsPath
	}
	d.Agencies = l.agencies()
	for _, e := range l.ed.Edits {
		if e.Kind == edits.AddAlias && e.Alias != nil {
			d.Known = append(d.Known, e)
		}
	}
	a := page("doc-alias.html", "Tên gọi khác của cơ quan", d)
	if d.Problem != "" {
		a.status = http.StatusUnprocessableEntity
	}
	return a, nil
}

// addAlias gives an agency another name. The documents are read anew with it.
func addAlias(c *Console, r *http.Request, v *visit) (reply, error) {
	d := aliasData{Agency: v.form.Get("agency"), Alias: v.form.Get("alias"), Reason: v.form.Get("reason"), Back: v.form.Get("ve")}
	e, err := edits.New(edits.Edit{
		Kind: edits.AddAlias, At: c.cfg.Now(), By: v.account.Name, Reason: d.Reason, Alias: &edits.Alias{Agency: d.Agency, Alias: d.Alias},
	})
	if err != nil {
		d.Problem = problemWords(err)
		return c.aliasForm(r, d)
	}
	if !isOwn(d.Back) {
		d.Back = doubtsPath
	}
	return c.correct(r, e, "Đã thêm tên gọi khác.", func(int64) string { return d.Back })
}

// wordInvalid makes what an Edit is refused for a sentence for the visitor.
func wordInvalid(err error) error {
	if errors.Is(err, edits.ErrInvalid) {
		return bad("%s", problemWords(err))
	}
	return err
}

// problemWords is the sentence of an error.
func problemWords(err error) string {
	for e := err; e != nil; e = errors.Unwrap(e) {
		if errors.Is(e, edits.ErrInvalid) && errors.Unwrap(e) == nil {
			return e.Error()
		}
	}
	p, _ := problemOf(err)
	return p.sentence
}
