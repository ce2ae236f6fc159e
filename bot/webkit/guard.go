package webkit

import (
	"log/slog"
	"net/http"
	"runtime/debug"
)

// ContentPolicy allows this host's own files and nothing else. Trusted types make the browser refuse any script that
// would turn a string into markup. The form target is this host, so that planted markup could not send data away.
// The origins that may frame it follow.
const ContentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors "

// SetHeaders makes a response one that no other site can frame, read or keep.
func SetHeaders(h http.Header) {
	h.Set("Content-Security-Policy", ContentPolicy+"'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	// Not no-referrer: that would make browsers send "Origin: null" with our own forms.
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// Guarded runs a handler. When it panics, that is logged and sorry answers instead, so the handler must not have
// written before. http.ErrAbortHandler goes through: it is the way to drop a connection that net/http defines.
func Guarded(w http.ResponseWriter, r *http.Request, log *slog.Logger, h, sorry http.HandlerFunc) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if cause == http.ErrAbortHandler {
			panic(cause)
		}
		log.ErrorContext(r.Context(), "webkit: recovered from a panic",
			slog.String("path", r.URL.Path), slog.Any("cause", cause), slog.String("stack", string(debug.Stack())))
		sorry(w, r)
	}()
	h(w, r)
}
