package llm

import (
	"context"
	"errors"
	"io"
	"math"
	"strings"

	openai "github.com/sashabaranov/go-openai"
)

// Request asks for a text.
type Request struct {
	Instructions string // what to do, from us alone
	Material     string // what to do it with: foreign text belongs here
	MaxTokens    int    // a text that would be longer is ErrCut; 0 leaves it to the server
}

// maxText bounds a text in bytes, thoughts of the model included.
const maxText = 64 << 10

// Generate returns the model's whole text, trimmed. The model is asked to decide
// as little as possible by chance. A context without a deadline may wait for as
// long as the server keeps sending.
func (c *Client) Generate(ctx context.Context, r Request) (string, error) {
	var text string
	err := attempt(ctx, func(ctx context.Context) *fault {
		ctx, dog := watch(ctx, c.idle)
		defer dog.stop()
		var b strings.Builder
		begun, err := c.stream(ctx, dog, r, &b)
		if err != nil {
			return faultOf(ctx, "generate", err, begun)
		}
		text = withoutThoughts(b.String())
		return nil
	})
	return text, err
}

// stream receives one text into b. begun says that at least one token came.
func (c *Client) stream(ctx context.Context, dog *watchdog, r Request, b *strings.Builder) (begun bool, err error) {
	stream, err := c.api.CreateChatCompletionStream(ctx, c.request(r))
	if err != nil {
		return false, err
	}
	defer stream.Close()
	finish := openai.FinishReason("")
	for chunks := 0; ; chunks++ {
		chunk, err := stream.Recv()
		switch {
		case errors.Is(err, io.EOF) && chunks == 0 && ctx.Err() == nil:
			return false, &fault{action: "generate", kind: ErrNonsense, detail: "no stream"}
		case errors.Is(err, io.EOF) && ctx.Err() == nil:
			return begun, finished(finish)
		case err != nil:
			return begun, err
		}
		dog.feed()
		if len(chunk.Choices) == 0 { // the last one, when a server counts what was used
			continue
		}
		choice := chunk.Choices[0]
		if choice.FinishReason != "" && choice.FinishReason != openai.FinishReasonNull {
			finish = choice.FinishReason
		}
		begun = begun || choice.Delta.Content != ""
		b.WriteString(choice.Delta.Content)
		if b.Len() > maxText {
			return true, &fault{action: "generate", kind: ErrNonsense, detail: "endless"}
		}
	}
}

// finished accepts a text only when the model itself ended it.
func finished(reason openai.FinishReason) error {
	switch reason {
	case openai.FinishReasonStop:
		return nil
	case openai.FinishReasonLength:
		return &fault{action: "generate", kind: ErrCut, detail: "token limit"}
	case "":
		return &fault{action: "generate", kind: ErrCut}
	}
	return &fault{action: "generate", kind: ErrDenied, detail: "the model was stopped"}
}

func (c *Client) request(r Request) openai.ChatCompletionRequest {
	seed := 17
	request := openai.ChatCompletionRequest{
		Model: c.model,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: r.Instructions},
			{Role: openai.ChatMessageRoleUser, Content: r.Material},
		},
		Stream: true,
		Seed:   &seed,
	}
	if reasons(c.model) {
		request.MaxCompletionTokens = r.MaxTokens
		return request
	}
	//lint:ignore SA1019 servers on the own premises know no newer name
	request.MaxTokens = r.MaxTokens
	request.Temperature = math.SmallestNonzeroFloat32 // 0 would be left out of the request
	return request
}

// reasons reports whether a model's name is one for which the library, and
// OpenAI, refuse MaxTokens and a temperature.
func reasons(model string) bool {
	for _, prefix := range []string{"o1", "o3", "o4", "gpt-5", "gpt-6"} {
		if strings.HasPrefix(model, prefix) {
			return true
		}
	}
	return false
}

// withoutThoughts drops what a model thought aloud before its text, which
// servers that do not know the model send as part of it.
func withoutThoughts(text string) string {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "<think>") {
		_, text, _ = strings.Cut(text, "</think>") // thoughts without an end: no text
	}
	return strings.TrimSpace(text)
}
