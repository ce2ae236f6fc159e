package console

import (
	"net/http"
	"slices"

	"dondoc/bot/people"
)

// handler answers one request. It writes nothing itself. Of a POST the form is in the visit, but for a route that takes
// files: its parts after the token are in visit.parts.
type handler func(c *Console, r *http.Request, v *visit) (reply, error)

// route is one line of the table.
type route struct {
	method string
	path   string        // a pattern of http.ServeMux
	action people.Action // what somebody must be allowed; "" only of signing in
	handle handler
	body   int64 // the most bytes of a POST; zero means 64 kB
	files  bool  // the form is multipart/form-data, its first field the token
}

const plainBody = 64 << 10

// most is how many bytes a POST may have.
func (rt route) most() int64 {
	if rt.body == 0 {
		return plainBody
	}
	return rt.body
}

// routes is the table of all routes: those of signing in, of what is shown and changed here, and of the documents.
func routes() []route {
	overviews := []route{{method: "GET", path: Base + "/{$}", action: people.Console, handle: overview}}
	return slices.Concat(
		signInRoutes(), passwordRoutes(), overviews, dueRoutes(), boardRoutes(), deliveryRoutes(), questionRoutes(),
		peopleRoutes(), codeRoutes(), holidayRoutes(), auditRoutes(), documentRoutes(),
	)
}
