package console

import (
	"context"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"sync"

	"dondoc/bot/webkit"
)

// Base is the address below which the console stands.
const Base = "/quan-tri"

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// Console is the administrators' site, an http.Handler for everything below Base + "/". It is safe for concurrent use.
type Console struct {
	cfg       Config
	mux       *http.ServeMux
	origin    *http.CrossOriginProtection
	pages     *template.Template
	assets    *webkit.Assets
	addresses *webkit.Limiter
	tries     *webkit.Limiter // of signing in, by address
	logins    *webkit.Limiter // of signing in, by login
	hashing   chan struct{}   // how many passwords are hashed at a time
	state     *state          // of the document pages

	life context.Context // ends with Close
	end  context.CancelFunc
	work sync.WaitGroup
}

// New builds the console. Close ends it.
func New(cfg Config) (*Console, error) {
	cfg, err := cfg.complete()
	if err != nil {
		return nil, fmt.Errorf("console: new: %w", err)
	}
	a, err := webkit.LoadAssets(staticFiles, "static", Base+"/static/", problemNotFound.sentence)
	if err != nil {
		return nil, fmt.Errorf("console: new: %w", err)
	}
	pages, err := template.New("").Funcs(words).Funcs(template.FuncMap{"static": a.Address}).ParseFS(templateFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("console: load templates: %w", err)
	}
	life, end := context.WithCancel(context.Background())
	c := &Console{
		cfg: cfg, mux: http.NewServeMux(), origin: http.NewCrossOriginProtection(), pages: pages, assets: a,
		addresses: webkit.NewLimiter(cfg.AddressLimit),
		tries:     webkit.NewLimiter(cfg.TryLimit),
		logins:    webkit.NewLimiter(cfg.LoginLimit),
		hashing:   make(chan struct{}, mostHashing),
		state:     newState(),
		life:      life, end: end,
	}
	c.mux.Handle("GET "+Base+"/static/{name}", a)
	for _, rt := range routes() {
		c.mux.HandleFunc(rt.method+" "+rt.path, func(w http.ResponseWriter, r *http.Request) { c.enter(w, r, rt) })
	}
	c.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { c.refuse(w, r, problemNotFound) })
	return c, nil
}

// Close ends what handlers have left running, and waits for it until ctx ends.
func (c *Console) Close(ctx context.Context) error {
	c.end()
	done := make(chan struct{})
	go func() { c.work.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("console: close: %w", context.Cause(ctx))
	}
}

// later runs what outlives the request, such as the reading of many documents: as who acts in ctx, until it is done or
// the console is closed.
func (c *Console) later(ctx context.Context, do func(ctx context.Context)) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(c.life, cancel)
	c.work.Go(func() {
		defer cancel()
		defer stop()
		do(ctx)
	})
}

// ServeHTTP implements http.Handler.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	webkit.SetHeaders(w.Header())
	webkit.Guarded(w, r, c.cfg.Log, c.serve, func(w http.ResponseWriter, r *http.Request) { c.refuse(w, r, problemInternal) })
}

// serve lets through what may come in.
func (c *Console) serve(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, Base+"/static/") {
		c.mux.ServeHTTP(w, r)
		return
	}
	if wait := c.addresses.Take(c.cfg.TrustedProxies.Address(r)); wait > 0 {
		c.refuse(w, r, problemTooFast(wait))
		return
	}
	if err := c.origin.Check(r); err != nil {
		c.cfg.Log.WarnContext(r.Context(), "console: refused a request from another site")
		c.refuse(w, r, problemForeign)
		return
	}
	c.mux.ServeHTTP(w, r)
}
