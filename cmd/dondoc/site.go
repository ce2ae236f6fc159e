package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"dondoc/bot"
	"dondoc/bot/console"
	"dondoc/bot/web"
	"dondoc/bot/webkit"
	"dondoc/knowledge"
)

// gate answers for the site until that is ready: alive, but not yet of use.
type gate struct{ site atomic.Pointer[http.Handler] }

// open lets requests through to the site.
func (g *gate) open(site http.Handler) { g.site.Store(&site) }

// ServeHTTP hands the request to the site, or asks for patience.
func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if site := g.site.Load(); site != nil {
		(*site).ServeHTTP(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if r.URL.Path == "/healthz" {
		_, _ = io.WriteString(w, "ok\n")
		return
	}
	w.Header().Set("Retry-After", "2")
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = io.WriteString(w, "Tài liệu đang được nạp, anh/chị vui lòng tải lại trang sau ít giây.\n")
}

// site is everything that is served over HTTP: the chat, health and metrics.
func (s *server) site(conversation *bot.Conversation) (http.Handler, error) {
	books := &shelf{server: s, policy: s.policy()}
	cfg := web.Config{
		SecureCookies: s.config.SecureCookies, Version: version, Forgetter: conversation, AnswerTimeout: answerTimeout,
		EmbedOrigins: s.config.EmbedOrigins, Passages: books.passage,
	}
	cfg.Examples = func(ctx context.Context, reader bot.Chat) (questions []string) {
		if !books.mayRead(ctx, reader) {
			return nil
		}
		for _, e := range s.base.Examples() {
			questions = append(questions, e.Question)
		}
		return questions
	}
	var err error
	if cfg.TrustedProxies, err = s.config.proxies(); err != nil {
		return nil, err
	}
	chat, err := web.New(cfg, conversation, s.db, s.log)
	if err != nil {
		return nil, err
	}
	if s.pages, err = s.consolePages(); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle(console.Base+"/", s.pages)
	mux.Handle("GET "+console.Base, http.RedirectHandler(console.Base+"/", http.StatusMovedPermanently))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") })
	mux.HandleFunc("GET /readyz", s.ready)
	mux.HandleFunc("GET "+feedPath+"{secret}", s.feed)
	mux.Handle("GET "+picturePath+"{name}", &s.pictures)
	for _, l := range s.wires {
		if l.webhook != nil {
			mux.Handle(l.path, l.webhook)
		}
	}
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{}))
	mux.Handle("/", chat)
	return mux, nil
}

// proxies are whose word on the visitor's address is believed.
func (c *Config) proxies() (webkit.Proxies, error) {
	var all webkit.Proxies
	for _, p := range c.TrustedProxies {
		prefix, err := parsePrefix(p)
		if err != nil {
			return nil, fmt.Errorf("trusted proxy %q: %w", p, err)
		}
		all = append(all, prefix)
	}
	return all, nil
}

// ready answers 200 when the database can be reached and there is something to answer from.
func (s *server) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if s.db.Ping(ctx) != nil {
		http.Error(w, "database not reachable", http.StatusServiceUnavailable)
		return
	}
	if s.base.Corpus() == nil {
		http.Error(w, "no version in force", http.StatusServiceUnavailable)
		return
	}
	_, _ = io.WriteString(w, "ready\n")
}

// metrics counts what the program does. Nothing in it tells who asked or what.
type metrics struct {
	registry *prometheus.Registry
	answers  *prometheus.CounterVec
	seconds  prometheus.Histogram
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		answers:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "dondoc_answers_total", Help: "Questions by outcome."}, []string{"outcome"}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "dondoc_answer_seconds", Help: "Time to answer a question.", Buckets: prometheus.ExponentialBuckets(0.0005, 4, 8),
		}),
	}
	m.registry.MustRegister(m.answers, m.seconds, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// count returns base with every answer counted.
func (m *metrics) count(base *knowledge.Base) bot.Answerer { return countedBase{base, m} }

type countedBase struct {
	*knowledge.Base
	metrics *metrics
}

func (c countedBase) Answer(ctx context.Context, q knowledge.Question) (knowledge.Answer, error) {
	start := time.Now()
	a, err := c.Base.Answer(ctx, q)
	c.metrics.seconds.Observe(time.Since(start).Seconds())
	outcome := "answered"
	switch {
	case err != nil:
		outcome = "failed"
	case a.Refused:
		outcome = "refused"
	}
	c.metrics.answers.WithLabelValues(outcome).Inc()
	return a, err
}

// healthcheckCommand asks the running server whether it is alive, for a container without a shell.
type healthcheckCommand struct{}

// Run fails when /healthz does not answer 200.
func (healthcheckCommand) Run(ctx context.Context, c *Config) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+localAddress(c.Listen)+"/healthz", nil)
	if err != nil {
		return fmt.Errorf("địa chỉ --listen %q không hợp lệ", c.Listen)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("máy chủ ở %s không trả lời", c.Listen)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("máy chủ ở %s trả lời %d", c.Listen, resp.StatusCode)
	}
	return nil
}

// localAddress turns the address that is listened on, maybe on all interfaces, into one to call.
func localAddress(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}
