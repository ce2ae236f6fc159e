package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"syscall"
	"time"

	"dondoc/bot"
	"dondoc/bot/console"
	"dondoc/bot/intake"
	"dondoc/bot/people"
	"dondoc/cmd/dondoc/store"
	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/knowledge"
	"dondoc/knowledge/library"
	"dondoc/reminders"
)

// serveCommand runs every channel that is configured until it is told to stop.
type serveCommand struct{}

const (
	stopTimeout   = 20 * time.Second // how long answers under way may take after the signal
	houseEvery    = time.Hour
	answerTimeout = 60 * time.Second
)

// server is the running program.
type server struct {
	config   *Config
	std      streams
	log      *slog.Logger
	db       *store.DB       // nil until it is open
	base     *knowledge.Base // nil until the database is open
	versions *library.Library
	pages    *console.Console // nil until the site is up
	metrics  *metrics
	gate     gate
	office   *reminders.Office // nil until the database is open
	started  time.Time
	visiting bool   // besides a server that may run: what is published stays so
	owner    string // this copy of the program, among those that share the database
	wires    wires  // the channels besides the web

	inbox    intake.Inbox
	pictures pictures
}

// Run starts the program: listen first, so that a taken port is said at once,
// and answer there that it is starting; then read what --corpus names, so that a
// wrong path leaves nothing behind; then the database, the index, the channels.
// It stops in the order intake, answers under way, loops, database.
func (serveCommand) Run(ctx context.Context, c *Config, std streams) error {
	ctx = people.WithActor(ctx, people.Program) // unless somebody asks for it
	s := &server{config: c, std: std, log: c.logger(std.err), metrics: newMetrics()}
	listener, err := listen(ctx, c.Listen)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var parts sync.WaitGroup
	web := &http.Server{Handler: &s.gate, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: answerTimeout + 15*time.Second, IdleTimeout: 2 * time.Minute}
	parts.Go(func() {
		if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			cancel(fmt.Errorf("trang chat dừng: %w", err))
		}
	})
	if err := s.start(ctx, cancel, &parts); err != nil {
		cancel(err)
	} else {
		fmt.Fprintf(std.err, "Đôn đốc đang chạy: http://%s (Ctrl+C để dừng)\n", listener.Addr())
		if err := s.welcome(ctx, "http://"+localAddress(listener.Addr().String())); err != nil {
			s.log.Warn("no link to the console could be made; see dondoc people link", "error", err)
		}
	}
	<-ctx.Done()
	return s.stop(ctx, web, &parts)
}

// start brings up everything behind the gate, and then opens it.
func (s *server) start(ctx context.Context, cancel context.CancelCauseFunc, parts *sync.WaitGroup) error {
	if err := s.open(ctx); err != nil {
		return err
	}
	s.metrics.registry.MustRegister(modelCollector{s.base})
	conversation := s.conversation()
	if err := s.connect(conversation); err != nil {
		return err
	}
	site, err := s.site(conversation)
	if err != nil {
		return err
	}
	s.gate.open(site)
	parts.Go(func() { s.keepHouse(ctx) })
	parts.Go(func() { s.versions.Run(ctx) })
	s.wires.run(ctx, cancel, parts)
	if !s.config.Rehearse {
		s.startReminders(ctx, parts)
	}
	return nil
}

// open reads what --corpus names, so that a wrong path leaves nothing behind; then it opens the database and makes an
// index of what is to be answered from.
func (s *server) open(ctx context.Context) error {
	s.pictures.base = s.config.PublicURL
	s.started, s.owner = time.Now(), "serve-"+rand.Text()[:12]
	reg, err := s.config.registry()
	if err != nil {
		return err
	}
	given, err := s.config.givenCorpus(ctx, reg, s.std)
	if err != nil {
		return err
	}
	url, err := s.config.database()
	if err != nil {
		return usageError{err}
	}
	if err := s.config.makeDataDir(); err != nil {
		return err
	}
	if s.db, err = store.Open(ctx, url, s.log); err != nil {
		return err
	}
	if s.base, err = s.config.newBase(s.db, s.log); err != nil {
		return err
	}
	if err := s.load(ctx, reg, given); err != nil {
		return err
	}
	s.office = s.newOffice()
	return nil
}

// conversation is the one that all channels lead.
func (s *server) conversation() *bot.Conversation {
	desk := reminders.NewDesk(s.db, s.office, s.now)
	return bot.New(s.metrics.count(s.base), s.db, s.moment, s.log, bot.WithDesk(desk),
		bot.WithPeople(s.policy(), keyboard{s.db}, s.db),
		bot.WithLibrary(librarian{s}), bot.WithComplaints(s.db), s.clerk())
}

// policy decides who may do what.
func (s *server) policy() *people.Policy { return people.NewPolicy(s.config.Access != accessListed) }

// keyboard is the register of people, in which whoever sits at the machine itself may do everything: they can read the
// database anyway.
type keyboard struct{ *store.DB }

// Account implements people.Register.
func (k keyboard) Account(ctx context.Context, p people.Person) (people.Account, error) {
	if p.Channel == channelCLI {
		return people.Account{Person: p, Role: people.Administrator}, nil
	}
	return k.DB.Account(ctx, p)
}

// stop ends the program in order and returns why it ended; nil for a signal.
func (s *server) stop(ctx context.Context, web *http.Server, parts *sync.WaitGroup) error {
	deadline, done := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer done()
	if err := web.Shutdown(deadline); err != nil {
		s.log.Warn("answers under way were cut off", "error", err)
	}
	if s.pages != nil {
		if err := s.pages.Close(deadline); err != nil {
			s.log.Warn("loading documents was cut off", "error", err)
		}
	}
	parts.Wait()
	if s.db != nil {
		if err := s.db.Close(); err != nil {
			s.log.Warn("database did not close cleanly", "error", err)
		}
	}
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// listen opens the address, or says in words why it cannot.
func listen(ctx context.Context, address string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", address)
	if err != nil {
		why := "máy này không có địa chỉ đó"
		switch {
		case errors.Is(err, syscall.EADDRINUSE):
			why = "đang có chương trình khác dùng"
		case errors.Is(err, fs.ErrPermission):
			why = "không có quyền dùng cổng đó"
		}
		return nil, fmt.Errorf("không mở được địa chỉ %s: %s; hãy chọn địa chỉ khác bằng --listen", address, why)
	}
	return l, nil
}

// moment is when a question counts as asked.
func (s *server) moment(sent time.Time) time.Time {
	at, err := s.config.asOf(sent)
	if err != nil { // validated at the start
		return sent
	}
	return at
}

// now is the moment of work and reminders: the real one, but in a rehearsal.
func (s *server) now() time.Time { return s.config.now() }

// load answers from what is to be answered from: what --corpus named, else the version in force, else the documents in
// the binary, which become the first version.
func (s *server) load(ctx context.Context, reg *agency.Registry, given *corpus.Corpus) error {
	kept := archive{s.db, s.now}
	if given != nil {
		s.versions = kept.library(s.config, reg, nil, s.std)
		return s.loadGiven(ctx, reg, given)
	}
	s.versions = kept.library(s.config, reg, s.base, s.std)
	if err := s.loadShipped(ctx); err != nil {
		return err
	}
	bars := newBars(s.std.err)
	defer bars.done()
	err := s.versions.Sync(ctx, bars.step)
	if errors.Is(err, library.ErrLater) { // by another copy; Run tries again
		return nil
	}
	return explainLibrary(err)
}

// loadGiven answers from what --corpus named. The register follows the published version; only where nothing was ever
// published it follows that corpus, so that nobody who tries it out is told that all else is gone.
func (s *server) loadGiven(ctx context.Context, reg *agency.Registry, given *corpus.Corpus) error {
	if err := index(ctx, s.base, reg, given, s.std); err != nil {
		return err
	}
	id, err := s.db.Shelf().InForce(ctx)
	if err != nil {
		return err
	}
	if id == 0 {
		return archive{s.db, s.now}.syncRegister(ctx, given, 0)
	}
	s.log.WarnContext(ctx, "questions are answered from --corpus, but reminders follow the published version")
	return nil
}

// loadShipped puts what the binary carries in force where nothing is, or where an older binary did. A visitor leaves
// what is there; a candidate that is open stays so.
func (s *server) loadShipped(ctx context.Context) error {
	versions, err := s.versions.Versions(ctx)
	if err != nil {
		return err
	}
	var inForce library.Version
	for _, v := range versions {
		if v.State == library.InForce {
			inForce = v
		}
	}
	if inForce.ID != 0 && (s.visiting || inForce.Origin != library.OriginShipped || inForce.Edits > 0) {
		return nil
	}
	content, err := shippedContent()
	if err != nil {
		return err
	}
	shelf := s.db.Shelf()
	v, err := shelf.Save(ctx, library.Draft{Content: content, Origin: library.OriginShipped, Expect: library.AnyGround})
	if err != nil || v.ID == inForce.ID {
		return err
	}
	err = shelf.Publish(ctx, library.Publication{Version: v.ID, Replaces: inForce.ID, Kind: library.Publish})
	if errors.Is(err, library.ErrConflict) { // another copy has just done it
		return nil
	}
	return err
}

// agencies returns the registry of what answers.
func (s *server) agencies() *agency.Registry { return s.versions.Agencies() }

// keepHouse does at once and then every hour what the time asks for: what is older than the retention goes, and the
// register follows documents that begin or cease to bind.
func (s *server) keepHouse(ctx context.Context) {
	tick := time.NewTicker(houseEvery)
	defer tick.Stop()
	for {
		if n, err := s.db.Expire(ctx, time.Now().Add(-s.config.ChatRetention)); err != nil && ctx.Err() == nil {
			s.log.Warn("old chats were not deleted", "error", err)
		} else if n > 0 {
			s.log.Info("old chats deleted", "rows", n)
		}
		if err := s.versions.Refresh(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("the task register was not looked through", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func parsePrefix(s string) (netip.Prefix, error) {
	if p, err := netip.ParsePrefix(s); err == nil {
		return p, nil
	}
	a, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Prefix{}, err
	}
	return a.Prefix(a.BitLen())
}
