package console

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"dondoc/bot/webkit"
	"dondoc/knowledge/library"
	"dondoc/knowledge/review"
)

// patience is how long a visitor waits for a page before it shows progress instead.
const patience = 3 * time.Second

const (
	mostJobs     = 60               // that are remembered
	mostRunning  = 8                // at a time
	jobLife      = 15 * time.Minute // of one that is done
	fetchedLife  = time.Minute      // of what was got to be shown, and nobody came for: it is large
	jobIDBytes   = 12
	progressLoad = 2 * time.Second // how often a page of progress loads itself again
)

// outcome is what came of a job.
type outcome struct {
	to, notice string          // where to go on, and what is said there
	failed     []review.Failed // files that could not be read
	value      any
}

// job is work that may outlive the request that began it: the reading of documents, the comparing of versions.
type job struct {
	id, key, Title string
	ended          chan struct{} // closed when it is done; then out, err and until are there
	out            outcome
	err            error
	until          time.Time // when it is forgotten

	mu          sync.Mutex
	stage       string
	done, total int
}

// Path is the address of its page.
func (j *job) Path() string { return documentsPath + "/viec/" + j.id }

// now says how far it has come.
func (j *job) now() (stage string, done, total int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.stage, j.done, j.total
}

func (j *job) say(stage string, done, total int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.stage, j.done, j.total = stage, done, total
}

// over tells whether it is done, waiting for it for a while.
func (j *job) over(ctx context.Context, wait time.Duration) bool {
	limit := time.NewTimer(wait)
	defer limit.Stop()
	select {
	case <-j.ended:
		return true
	case <-limit.C:
	case <-ctx.Done():
	}
	return false
}

// state is what the document pages keep in memory between requests. Another copy of the program knows nothing of it:
// there, a page that is asked for begins anew.
type state struct {
	mu     sync.Mutex
	jobs   []*job    // oldest first
	looked []*looked // the latest last
	loads  int       // uploads that are in memory
}

func newState() *state { return &state{} }

// mostLoads is how many uploads are in memory at a time: each may be large.
const mostLoads = 2

// admit lets an upload in, until discharge; false when there are too many.
func (s *state) admit() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.loads == mostLoads {
		return false
	}
	s.loads++
	return true
}

func (s *state) discharge() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loads--
}

// errBusy is what a visitor is told when too much is under way.
var errBusy = &wrong{"Máy chủ đang xử lý nhiều việc cùng lúc. Đề nghị chờ vài phút rồi thực hiện lại."}

// begin notes a job, or returns the one of the same key that is there already; fresh tells which. A key of "" is nobody's.
func (s *state) begin(key, title string, now time.Time) (j *job, fresh bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.jobs = slices.DeleteFunc(s.jobs, func(j *job) bool { return j.isOver() && now.After(j.until) })
	busy := 0
	for _, j := range s.jobs {
		if key != "" && j.key == key {
			return j, false, nil
		}
		if !j.isOver() {
			busy++
		}
	}
	if busy >= mostRunning {
		return nil, false, errBusy
	}
	if len(s.jobs) >= mostJobs {
		i := slices.IndexFunc(s.jobs, (*job).isOver)
		s.jobs = slices.Delete(s.jobs, i, i+1)
	}
	j = &job{id: webkit.NewID(jobIDBytes), key: key, Title: title, ended: make(chan struct{})}
	s.jobs = append(s.jobs, j)
	return j, true, nil
}

func (j *job) isOver() bool {
	select {
	case <-j.ended:
		return true
	default:
		return false
	}
}

// Failed tells whether it is done and came to nothing.
func (j *job) Failed() bool { return j.isOver() && j.err != nil }

// find returns a job by its id, nil when it is forgotten.
func (s *state) find(id string) *job {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.jobs {
		if j.id == id {
			return j
		}
	}
	return nil
}

// drop forgets a job whose outcome was taken.
func (s *state) drop(j *job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.jobs = slices.DeleteFunc(s.jobs, func(o *job) bool { return o == j })
}

// running returns the jobs that have a page of their own and are not done, or failed.
func (s *state) running() []*job {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*job
	for _, j := range s.jobs {
		if j.key == "" && (!j.isOver() || j.Failed()) {
			all = append(all, j)
		}
	}
	return all
}

// errBroken is that of a job that panicked.
var errBroken = errors.New("console: a job panicked")

// start runs a job as who asks.
func (c *Console) start(r *http.Request, key, title string, do func(ctx context.Context, progress library.Progress) (outcome, error)) (*job, error) {
	j, fresh, err := c.state.begin(key, title, c.cfg.Now())
	if err != nil || !fresh {
		return j, err
	}
	c.later(r.Context(), func(ctx context.Context) {
		defer close(j.ended)
		defer func() {
			if cause := recover(); cause != nil {
				j.err = errBroken
				c.cfg.Log.ErrorContext(ctx, "console: recovered from a panic of a job", slog.String("title", title), slog.Any("cause", cause))
			}
			j.until = c.cfg.Now().Add(jobLife)
			if key != "" {
				j.until = c.cfg.Now().Add(fetchedLife)
			}
		}()
		j.out, j.err = do(ctx, j.say)
	})
	return j, nil
}

// long does what may take long: when it does, the visitor is shown how far it has come.
func (c *Console) long(r *http.Request, title string, do func(ctx context.Context, progress library.Progress) (outcome, error)) (reply, error) {
	j, err := c.start(r, "", title, do)
	switch {
	case err != nil:
		return reply{}, err
	case !j.over(r.Context(), patience):
		return redirect(j.Path(), ""), nil
	case j.err != nil:
		c.state.drop(j)
		return reply{}, j.err
	}
	return redirect(j.out.to, j.out.notice), nil
}

// fetch gets what may take long to be shown. Where a job comes back it is not there yet: the page is to be loaded again.
func fetch[T any](c *Console, r *http.Request, key, title string, get func(ctx context.Context, progress library.Progress) (T, error)) (got T, still *job, err error) {
	j, err := c.start(r, key, title, func(ctx context.Context, progress library.Progress) (outcome, error) {
		v, err := get(ctx, progress)
		return outcome{value: v}, err
	})
	if err != nil {
		return got, nil, err
	}
	if !j.over(r.Context(), patience) {
		return got, j, nil
	}
	c.state.drop(j)
	if j.err != nil {
		return got, nil, j.err
	}
	got, ok := j.out.value.(T)
	if !ok {
		return got, nil, fmt.Errorf("console: %s is another job's key", key)
	}
	return got, nil, nil
}

// jobData is what a page of progress shows.
type jobData struct {
	Title, Stage string
	Done, Total  int
	Status       string // address of the JSON; "" where the page itself is to be loaded again
	Problem      string // why it failed
	Failed       []review.Failed
}

// waiting shows a page that loads itself until a job is done.
func waiting(j *job, status string) reply {
	d := jobData{Title: j.Title, Status: status}
	d.Stage, d.Done, d.Total = j.now()
	a := page("doc-progress.html", j.Title, d)
	a.refresh = progressLoad
	return a
}

func jobPage(c *Console, r *http.Request, _ *visit) (reply, error) {
	j := c.state.find(r.PathValue("job"))
	if j == nil {
		return reply{}, errNotFound
	}
	if !j.isOver() {
		return waiting(j, j.Path()+"/tien-do"), nil
	}
	if j.err == nil {
		return redirect(j.out.to, j.out.notice), nil
	}
	p, known := problemOf(j.err)
	if !known {
		c.cfg.Log.ErrorContext(r.Context(), "console: a job failed", slog.String("title", j.Title), slog.Any("error", j.err))
	}
	a := page("doc-failed.html", "Chưa thực hiện được", jobData{Title: j.Title, Problem: p.sentence, Failed: append(unread(j.err), j.out.failed...)})
	a.status = p.status
	return a, nil
}

// unread are the files of which nothing could be read.
func unread(err error) []review.Failed {
	u, ok := errors.AsType[*library.UnreadError](err)
	if !ok {
		return nil
	}
	var all []review.Failed
	for _, f := range u.Failed {
		all = append(all, review.Failed{File: f.File, Reason: f.Err.Error()})
	}
	return all
}

// jobStatus tells a script how far a job has come.
func jobStatus(c *Console, r *http.Request, _ *visit) (reply, error) {
	j := c.state.find(r.PathValue("job"))
	if j == nil {
		return reply{}, errNotFound
	}
	stage, done, total := j.now()
	return reply{json: map[string]any{"stage": stage, "done": done, "total": total, "over": j.isOver()}}, nil
}
