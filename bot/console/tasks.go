package console

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"dondoc/bot/people"
	"dondoc/corpus"
	"dondoc/corpus/viet"
)

func taskRoutes() []route {
	return []route{
		{method: "GET", path: tasksPath, action: people.Versions, handle: tasksPage},
		{method: "GET", path: tasksPath + "/xuat", action: people.Versions, handle: exportTasks},
		{method: "GET", path: tasksPath + "/sua", action: people.Versions, handle: taskPage},
		{method: "POST", path: tasksPath + "/sua", action: people.Correct, handle: changeTask},
		{method: "GET", path: tasksPath + "/gop", action: people.Correct, handle: askMerge},
		{method: "POST", path: tasksPath + "/gop", action: people.Correct, handle: mergeTasks},
		{method: "GET", path: tasksPath + "/tach", action: people.Correct, handle: askSplit},
		{method: "POST", path: tasksPath + "/tach", action: people.Correct, handle: splitTask},
	}
}

const tasksPerPage = 50

// taskFilter says which tasks are wanted. What is zero wants all.
type taskFilter struct {
	Words    string
	Agency   string // it leads or coordinates
	Document string // ID
	From     viet.Date
	Until    viet.Date
	Doubted  bool
	Amended  bool
	Sort     string // "", "viec", "chu-tri", "han", "van-ban"
	Down     bool
}

// readFilter reads the query of an address. A day that is none is not asked for.
func readFilter(q url.Values) taskFilter {
	f := taskFilter{
		Words: strings.TrimSpace(q.Get("chu")), Agency: strings.TrimSpace(q.Get("co-quan")), Document: q.Get("van-ban"),
		Doubted: q.Get("nghi-ngo") != "", Amended: q.Get("da-sua") != "", Sort: q.Get("sap"), Down: q.Get("nguoc") != "",
	}
	f.From, _ = viet.ParseDate(q.Get("tu"))
	f.Until, _ = viet.ParseDate(q.Get("den"))
	return f
}

// tasksData is what the table of tasks shows.
type tasksData struct {
	docWords
	taskFilter
	Version    int64
	InForce    bool // that version answers; else it waits to be published
	Rows       []taskRow
	Pager      pager
	Agencies   []string
	Docs       []*corpus.Document
	Columns    []column
	Filtered   bool
	Export     string
	MayCorrect bool
}

// taskRow is one task of the table.
type taskRow struct {
	*corpus.Task
	Name string // of its document
	Page string // where it stands in it
	Due  []dueLine
}

// dueLine is one deadline: its words, and its day where it has one.
type dueLine struct{ Words, Day string }

// column is the head of one column: a link that sorts by it.
type column struct {
	Label, Path, Sorted string // Sorted as aria-sort has it
}

func tasksPage(c *Console, r *http.Request, v *visit) (reply, error) {
	l, still, err := c.atWork(r)
	switch {
	case err != nil:
		return reply{}, err
	case still != nil:
		return waiting(still, ""), nil
	case l == nil:
		return nothingYet("Nhiệm vụ"), nil
	}
	d := tasksData{taskFilter: readFilter(r.URL.Query()), Version: l.ed.Version.ID, InForce: l.ed.Version.ID == c.inForce(), Agencies: l.agencies(), Docs: l.ed.Corpus.Documents, MayCorrect: v.may(people.Correct)}
	found := l.filter(d.taskFilter)
	d.Pager = newPager(r, len(found), tasksPerPage)
	d.Filtered = d.Words != "" || d.Narrowed()
	for _, i := range found[d.Pager.From:d.Pager.To] {
		d.Rows = append(d.Rows, l.row(i))
	}
	d.Columns = d.columns()
	export := pager{path: tasksPath + "/xuat", query: r.URL.Query()}
	d.Export = export.with("trang", "")
	return page("doc-tasks.html", "Nhiệm vụ", &d), nil
}

// row is a task as the table has it.
func (l *looked) row(i int) taskRow {
	t := &l.ed.Corpus.Tasks[i]
	row := taskRow{Task: t, Name: l.DocumentName(t.Document)}
	if len(t.Passages) > 0 {
		row.Page = passagePath(l, t.Passages[0])
	}
	for _, m := range t.Milestones {
		if len(t.Milestones) == 1 {
			m.Label = "" // it says nothing where there is one
		}
		row.Due = append(row.Due, dueLine{milestoneWords(m), day(m.Due)})
	}
	return row
}

// Narrowed tells whether more is asked for than words.
func (d *tasksData) Narrowed() bool {
	return d.Agency+d.Document != "" || d.Doubted || d.Amended || !d.From.IsZero() || !d.Until.IsZero()
}

// columns are the heads of the table; the one that it is sorted by turns it round.
func (d *tasksData) columns() []column {
	var all []column
	for _, x := range []struct{ label, key string }{{"Nhiệm vụ", "viec"}, {"Chủ trì", "chu-tri"}, {"Thời hạn", "han"}, {"Văn bản", "van-ban"}} {
		p := d.Pager
		p.query = url.Values{}
		for k, v := range d.Pager.query {
			if k != "trang" && k != "nguoc" {
				p.query[k] = v
			}
		}
		col := column{Label: x.label}
		if d.Sort == x.key {
			col.Sorted = "descending"
			if !d.Down {
				col.Sorted = "ascending"
				p.query.Set("nguoc", "1")
			}
		}
		col.Path = p.with("sap", x.key)
		all = append(all, col)
	}
	return all
}

// filter returns the wanted tasks in the wanted order.
func (l *looked) filter(f taskFilter) []int {
	words := strings.Fields(viet.Fold(viet.Normalize(f.Words)))
	agency := viet.Fold(viet.Squeeze(viet.Normalize(f.Agency)))
	folded := l.folded()
	var found []int
	for i := range l.ed.Corpus.Tasks {
		t := &l.ed.Corpus.Tasks[i]
		switch {
		case f.Document != "" && t.Document != f.Document,
			f.Doubted && len(t.Doubts) == 0,
			f.Amended && len(t.Amended) == 0,
			slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(folded[i], w) }),
			agency != "" && !slices.ContainsFunc(slices.Concat(t.Lead, t.Coordinating), func(n string) bool { return strings.Contains(viet.Fold(n), agency) }),
			!dueWithin(t, f.From, f.Until):
			continue
		}
		found = append(found, i)
	}
	l.sort(found, f)
	return found
}

// dueWithin reports whether a deadline of a task is on one of the days; without days all are.
func dueWithin(t *corpus.Task, from, until viet.Date) bool {
	if from.IsZero() && until.IsZero() {
		return true
	}
	return slices.ContainsFunc(t.Milestones, func(m corpus.Milestone) bool {
		return !m.Due.IsZero() && (from.IsZero() || !m.Due.Before(from)) && (until.IsZero() || !until.Before(m.Due))
	})
}

// sort orders tasks by a column; those that are alike stay in the order of their documents.
func (l *looked) sort(found []int, f taskFilter) {
	tasks := l.ed.Corpus.Tasks
	var key func(t *corpus.Task) string
	switch f.Sort {
	case "viec":
		key = func(t *corpus.Task) string { return viet.Fold(t.Title) }
	case "chu-tri":
		key = func(t *corpus.Task) string { return viet.Fold(strings.Join(t.Lead, "; ")) }
	case "han":
		key = firstDue
	case "van-ban":
		key = func(t *corpus.Task) string { return viet.Fold(l.DocumentName(t.Document)) }
	default:
		return
	}
	keys := make(map[int]string, len(found))
	for _, i := range found {
		keys[i] = key(&tasks[i])
	}
	slices.SortStableFunc(found, func(a, b int) int {
		order := cmp.Compare(keys[a], keys[b])
		if f.Down {
			return -order
		}
		return order
	})
}

// firstDue is the first day on which something of a task is due; tasks without any stand last.
func firstDue(t *corpus.Task) string {
	const never = "9999-99-99"
	first := never
	for _, m := range t.Milestones {
		if !m.Due.IsZero() {
			first = min(first, m.Due.String())
		}
	}
	return first
}
