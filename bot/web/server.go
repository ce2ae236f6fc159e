package web

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"dondoc/bot"
	"dondoc/bot/webkit"
	"dondoc/knowledge"
)

// Channel is the bot.Chat.Channel of every message that comes from this package.
const Channel = "web"

// Handler holds the conversation. A pressed button comes as Message.Choice with an empty Text.
// It is called concurrently, also for one chat (two tabs).
type Handler interface {
	Handle(ctx context.Context, m bot.Message) ([]bot.Reply, error)
}

// History returns at most limit latest turns of a chat, oldest first, for a visitor who comes back.
type History interface {
	Turns(ctx context.Context, chat bot.Chat, limit int) ([]knowledge.Turn, error)
}

// Forgetter deletes everything that is stored of a chat and of the person in it, roles and what they follow included.
// Forgetting an unknown chat is no error.
type Forgetter interface {
	Forget(ctx context.Context, chat bot.Chat, sender string) error
}

// Config is what the program decides. The zero value is a usable local server without examples.
type Config struct {
	SecureCookies bool   // the visitor's connection is HTTPS: Secure cookie with the __Host- prefix
	Notice        string // one sentence on the machine and what is stored; "" means the default
	Version       string // shown in the menu; may be empty
	Forgetter     Forgetter
	Passages      Passages // opens citations in their context; nil: citations are quoted only

	// Examples are questions offered to a reader while the conversation is empty. The reader's chat has no ID before
	// the first visit. They come out of documents, so who may not ask must get none. nil: there are none.
	Examples func(ctx context.Context, reader bot.Chat) []string

	// EmbedOrigins are the sites that may show the chat in their pages, such as https://cong.example.vn; none means
	// nobody. Over HTTPS it takes SecureCookies.
	EmbedOrigins []string

	SessionLimit   Limit          // zero means 20 a minute, 10 at once
	AddressLimit   Limit          // zero means 600 a minute, 200 at once: an office shares one address
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed; none means nobody's
	AnswerTimeout  time.Duration  // how long the Handler may take; zero means 60 s
}

const defaultNotice = "Máy trả lời tự động, chỉ dựa trên văn bản đã nạp; câu hỏi và câu trả lời được lưu để giữ mạch trao đổi, " +
	"anh/chị có thể xóa bất cứ lúc nào."

// Server is the web chat. It must be mounted at the root of its host. Safe for concurrent use.
type Server struct {
	cfg         Config
	handler     Handler
	history     History
	log         *slog.Logger
	mux         *http.ServeMux
	origin      *http.CrossOriginProtection
	pages       *template.Template
	assets      *webkit.Assets
	embedding   embedding
	transcripts *transcripts
	sessions    *webkit.Limiter
	addresses   *webkit.Limiter
}

// New builds the web chat. hist may be nil: then the conversation lasts as long as the process.
// A history without cfg.Forgetter is an error, since the page promises deletion.
func New(cfg Config, h Handler, hist History, logger *slog.Logger) (*Server, error) {
	if h == nil {
		return nil, errors.New("web: new server: no handler")
	}
	if hist != nil && cfg.Forgetter == nil {
		return nil, errors.New("web: new server: a history needs a forgetter")
	}
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	embed, err := newEmbedding(cfg.EmbedOrigins, cfg.SecureCookies)
	if err != nil {
		return nil, fmt.Errorf("web: new server: %w", err)
	}
	a, err := loadAssets()
	if err != nil {
		return nil, fmt.Errorf("web: new server: %w", err)
	}
	pages, err := loadPages(a)
	if err != nil {
		return nil, fmt.Errorf("web: load templates: %w", err)
	}
	cfg = cfg.withDefaults()
	s := &Server{
		cfg: cfg, handler: h, history: hist, log: logger, mux: http.NewServeMux(),
		origin: http.NewCrossOriginProtection(), pages: pages, assets: a, embedding: embed,
		transcripts: newTranscripts(),
		sessions:    webkit.NewLimiter(cfg.SessionLimit),
		addresses:   webkit.NewLimiter(cfg.AddressLimit),
	}
	s.routes()
	return s, nil
}

func (c Config) withDefaults() Config {
	if c.Notice == "" {
		c.Notice = defaultNotice
	}
	if c.Examples == nil {
		c.Examples = func(context.Context, bot.Chat) []string { return nil }
	}
	if c.SessionLimit == (Limit{}) {
		c.SessionLimit = Limit{PerMinute: 20, Burst: 10}
	}
	if c.AddressLimit == (Limit{}) {
		c.AddressLimit = Limit{PerMinute: 600, Burst: 200}
	}
	if c.AnswerTimeout == 0 {
		c.AnswerTimeout = 60 * time.Second
	}
	return c
}

func (s *Server) routes() {
	s.mux.HandleFunc("GET /{$}", s.page)
	s.mux.HandleFunc("POST /chat", s.chat)
	s.mux.HandleFunc("POST /chat/forget", s.forget)
	s.mux.HandleFunc("GET /doan/{id}", s.passage)
	s.mux.HandleFunc("GET /hinh/{id}", s.picture)
	s.mux.HandleFunc("GET /tep/{id}", s.file)
	s.mux.HandleFunc("GET /nhung.js", s.serveLoader)
	s.mux.Handle("GET /static/{name}", s.assets)
	// An error page stands at the address of the form: opening that address again leads home.
	home := func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, mountOf(r).Home(), http.StatusSeeOther)
	}
	s.mux.HandleFunc("GET /chat", home)
	s.mux.HandleFunc("GET /chat/forget", home)
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.refuse(w, r, problemNotFound) })
}
