package llmtest

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Say answers with the text, in a stream when one was asked for.
func Say(text string) Turn {
	return func(w http.ResponseWriter, r *http.Request, c Call) {
		if !c.Stream {
			whole(w, text)
			return
		}
		stream(w, r, text, 0)
		finish(w, "stop")
	}
}

// Reply answers with the text that f makes of the call.
func Reply(f func(Call) string) Turn {
	return func(w http.ResponseWriter, r *http.Request, c Call) { Say(f(c))(w, r, c) }
}

// Slow waits before every word of the text.
func Slow(text string, wait time.Duration) Turn {
	return func(w http.ResponseWriter, r *http.Request, _ Call) {
		if stream(w, r, text, wait) {
			finish(w, "stop")
		}
	}
}

// Unstreamed answers in one piece although a stream was asked for.
func Unstreamed(text string) Turn {
	return func(w http.ResponseWriter, _ *http.Request, _ Call) { whole(w, text) }
}

// Status refuses with a status and an error as OpenAI writes it; retryAfter may be "".
func Status(code int, retryAfter string) Turn {
	return func(w http.ResponseWriter, _ *http.Request, c Call) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		writeError(w, code, "server_says_no", "no, not with "+Key+" for "+c.Material)
	}
}

// Quota refuses because nothing is left to be used.
func Quota() Turn {
	return func(w http.ResponseWriter, _ *http.Request, _ Call) {
		writeError(w, http.StatusTooManyRequests, "insufficient_quota", "You exceeded your current quota")
	}
}

// HTML answers with the error page of a proxy, which repeats the question.
func HTML(code int) Turn {
	return func(w http.ResponseWriter, _ *http.Request, c Call) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(code)
		fmt.Fprintf(w, "<html><body><h1>Bad Gateway</h1>\n%s %s</body></html>\n", Key, c.Material)
	}
}

// Cut says the text and then breaks the connection off.
func Cut(text string) Turn {
	return func(w http.ResponseWriter, r *http.Request, _ Call) {
		stream(w, r, text, 0)
		panic(http.ErrAbortHandler)
	}
}

// Unfinished says the text and ends the stream without saying why.
func Unfinished(text string) Turn {
	return func(w http.ResponseWriter, r *http.Request, _ Call) { stream(w, r, text, 0) }
}

// Truncated says the text and ends for the reason given: "length", "content_filter".
func Truncated(text, reason string) Turn {
	return func(w http.ResponseWriter, r *http.Request, _ Call) {
		stream(w, r, text, 0)
		finish(w, reason)
	}
}

// Broken says the text and then an error within the stream.
func Broken(text string) Turn {
	return func(w http.ResponseWriter, r *http.Request, _ Call) {
		stream(w, r, text, 0)
		fmt.Fprint(w, "data: {\"error\":{\"message\":\"out of memory\",\"type\":\"server_error\"}}\n\n")
	}
}

// Garbage sends a stream of what is no JSON.
func Garbage() Turn {
	return func(w http.ResponseWriter, _ *http.Request, _ Call) {
		fmt.Fprint(w, "data: {{{{ not json\n\ndata: [DONE]\n\n")
	}
}

// Hang says the text and then nothing more, until the caller goes away.
func Hang(text string) Turn {
	return func(w http.ResponseWriter, r *http.Request, _ Call) {
		if text != "" {
			stream(w, r, text, 0)
		}
		<-r.Context().Done()
	}
}

// Vectors makes a vector of so many dimensions for every text, the same for the
// same text, and sends them last first.
func Vectors(dims int) Turn {
	return func(w http.ResponseWriter, _ *http.Request, c Call) {
		var data []map[string]any
		for i, text := range c.Inputs {
			data = append(data, map[string]any{"object": "embedding", "index": i, "embedding": Vector(text, dims)})
		}
		slices.Reverse(data)
		writeJSON(w, map[string]any{"object": "list", "model": c.Model, "data": data})
	}
}

// Vector is the vector of a text: how often its words fall into each place.
func Vector(text string, dims int) []float32 {
	v := make([]float32, dims)
	for word := range strings.FieldsSeq(text) {
		h := fnv.New32a()
		_, _ = io.WriteString(h, word)
		v[int(h.Sum32()%uint32(dims))]++
	}
	return v
}

// JSON answers with anything.
func JSON(v any) Turn {
	return func(w http.ResponseWriter, _ *http.Request, _ Call) { writeJSON(w, v) }
}

// stream sends a text word by word; false means that the caller went away.
func stream(w http.ResponseWriter, r *http.Request, text string, wait time.Duration) bool {
	w.Header().Set("Content-Type", "text/event-stream")
	for _, word := range strings.SplitAfter(text, " ") {
		if wait > 0 {
			select {
			case <-time.After(wait):
			case <-r.Context().Done():
				return false
			}
		}
		event(w, map[string]any{"choices": []any{map[string]any{"index": 0, "delta": map[string]any{"content": word}}}})
	}
	return true
}

// finish ends a stream as OpenAI does, with the usage behind the last choice.
func finish(w http.ResponseWriter, reason string) {
	event(w, map[string]any{"choices": []any{map[string]any{"index": 0, "delta": map[string]any{}, "finish_reason": reason}}})
	event(w, map[string]any{"choices": []any{}, "usage": map[string]any{"total_tokens": 7}})
	_, _ = io.WriteString(w, "data: [DONE]\n\n")
}

func event(w http.ResponseWriter, v any) {
	raw, _ := json.Marshal(v) // maps of plain values
	fmt.Fprintf(w, ": keep-alive\n\ndata: %s\n\n", raw)
	_ = http.NewResponseController(w).Flush()
}

func whole(w http.ResponseWriter, text string) {
	writeJSON(w, map[string]any{"object": "chat.completion", "choices": []any{map[string]any{
		"index": 0, "finish_reason": "stop", "message": map[string]any{"role": "assistant", "content": text},
	}}})
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func writeError(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"message": message, "type": "invalid_request_error", "code": code}})
}
