package console

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// pager is one page of a long list, with the way to the others.
type pager struct {
	From, To, All int // what of the list is on it
	Page, Pages   int
	path          string
	query         url.Values
}

// newPager reads which page is asked for. A page beyond the last is the last.
func newPager(r *http.Request, all, perPage int) pager {
	p := pager{All: all, Pages: max(1, (all+perPage-1)/perPage), path: r.URL.Path, query: r.URL.Query()}
	n, err := strconv.Atoi(p.query.Get("trang"))
	if err != nil {
		n = 1
	}
	p.Page = min(max(n, 1), p.Pages)
	p.From = (p.Page - 1) * perPage
	p.To = min(p.From+perPage, all)
	return p
}

// Before is the address of the page before; "" when there is none.
func (p pager) Before() string { return p.at(p.Page - 1) }

// After is the address of the page after; "" when there is none.
func (p pager) After() string { return p.at(p.Page + 1) }

func (p pager) at(page int) string {
	if page < 1 || page > p.Pages {
		return ""
	}
	return p.with("trang", strconv.Itoa(page))
}

// with is the address with one thing of the query changed; "" takes it away.
func (p pager) with(name, value string) string {
	q := url.Values{}
	for k, v := range p.query {
		q[k] = v
	}
	if q.Set(name, value); value == "" {
		q.Del(name)
	}
	if len(q) == 0 {
		return p.path
	}
	return p.path + "?" + q.Encode()
}

// Words says which part of the list is shown.
func (p pager) Words() string {
	if p.All == 0 {
		return "0"
	}
	return fmt.Sprintf("%s–%s trong %s", number(p.From+1), number(p.To), number(p.All))
}
