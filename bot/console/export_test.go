package console

import "dondoc/bot/people"

// Route is a line of the table, for tests that walk all of it.
type Route struct {
	Method, Path string
	Action       people.Action
	Most         int64
	Files        bool
}

// Routes is the table.
func Routes() []Route {
	var all []Route
	for _, r := range routes() {
		all = append(all, Route{r.method, r.path, r.action, r.most(), r.files})
	}
	return all
}
