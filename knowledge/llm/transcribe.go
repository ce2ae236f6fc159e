package llm

import (
	"context"
	"io"
	"strings"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

// transcribeTimeout is how long a server may work on a voice message.
const transcribeTimeout = 90 * time.Second

// transcribeHint is given to the server, as names that it has seen are spelt better.
const transcribeHint = "Ủy ban nhân dân tỉnh, Bộ Khoa học và Công nghệ, Ban Chỉ đạo chuyển đổi số, chủ trì, phối hợp, thời hạn, dịch vụ công trực tuyến"

// Transcriber writes down what is said in Vietnamese. It is safe for concurrent use.
type Transcriber struct {
	client *Client
	model  string
}

// Transcriber returns one that asks the model of that name, by the API that Whisper servers share.
func (c *Client) Transcriber(model string) *Transcriber { return &Transcriber{client: c, model: model} }

// Transcribe returns what is said in a recording, "" for nothing. name tells the server its format by the ending:
// "voice.ogg". It does not try twice: the recording is read only once. Errors are like those of Generate.
func (t *Transcriber) Transcribe(ctx context.Context, name string, audio io.Reader) (string, error) {
	limited, cancel := context.WithTimeout(ctx, transcribeTimeout)
	defer cancel()
	answer, err := t.client.api.CreateTranscription(limited, openai.AudioRequest{
		Model: t.model, Reader: audio, FilePath: name, Language: "vi", Prompt: transcribeHint, Format: openai.AudioResponseFormatJSON,
	})
	if err != nil {
		return "", faultOf(ctx, "transcribe", err, false)
	}
	return strings.TrimSpace(answer.Text), nil
}
