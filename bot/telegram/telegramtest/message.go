package telegramtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

const (
	maxCaption  = 1024
	maxPhoto    = 10 << 20
	maxDocument = 50 << 20
	maxUnits    = 4096
	maxEntities = 100
	maxButtons  = 100
	maxData     = 64
)

// readMessage checks a sendMessage.
func readMessage(fields map[string]string) (Sent, error) {
	m, err := readText(fields, fields["text"], maxUnits)
	if err == nil && !legible(m.Text) {
		err = errors.New("message text is empty")
	}
	return m, err
}

// readPhoto checks a sendPhoto: the picture must begin like a PNG.
func readPhoto(fields map[string]string) (Sent, error) {
	m, err := readText(fields, fields["caption"], maxCaption)
	m.Photo = []byte(fields["photo"])
	switch {
	case err != nil:
		return Sent{}, err
	case len(m.Photo) == 0:
		return Sent{}, errors.New("there is no photo in the request")
	case len(m.Photo) > maxPhoto || !strings.HasPrefix(fields["photo"], "\x89PNG"):
		return Sent{}, errors.New("IMAGE_PROCESS_FAILED")
	}
	return m, nil
}

// readDocument checks a sendDocument.
func readDocument(fields map[string]string) (Sent, error) {
	m, err := readText(fields, fields["caption"], maxCaption)
	m.Document, m.FileName = []byte(fields["document"]), fields["document"+fileName]
	switch {
	case err != nil:
		return Sent{}, err
	case len(m.Document) == 0 || m.FileName == "":
		return Sent{}, errors.New("there is no document in the request")
	case len(m.Document) > maxDocument:
		return Sent{}, errors.New("file is too big")
	}
	return m, nil
}

// readText checks what is common to all. More than 100 entities are refused although Telegram only
// drops them: a test should notice.
func readText(fields map[string]string, source string, longest int) (Sent, error) {
	m := Sent{HTML: source, Text: source}
	m.Thread, _ = strconv.Atoi(fields["message_thread_id"])
	switch strings.ToUpper(fields["parse_mode"]) {
	case "HTML":
		text, entities, err := ParseHTML(m.HTML)
		if err != nil {
			return Sent{}, fmt.Errorf("can't parse entities: %w", err)
		}
		m.Text, m.Entities = text, entities
	case "":
		m.Plain = true
	default:
		return Sent{}, errors.New("unsupported parse_mode")
	}
	m.Text = strings.TrimSpace(m.Text)
	switch {
	case Units(m.Text) > longest && longest == maxCaption:
		return Sent{}, errors.New("message caption is too long")
	case Units(m.Text) > longest:
		return Sent{}, errors.New("message is too long")
	case len(m.Entities) > maxEntities:
		return Sent{}, errors.New("too many entities")
	}
	if err := readExtras(fields, &m); err != nil {
		return Sent{}, err
	}
	return m, nil
}

func readExtras(fields map[string]string, m *Sent) error {
	if raw := fields["link_preview_options"]; raw != "" {
		var options struct {
			Disabled bool `json:"is_disabled"`
		}
		if err := json.Unmarshal([]byte(raw), &options); err != nil {
			return errors.New("can't parse link preview options")
		}
		m.Silent = options.Disabled
	}
	if raw := fields["reply_parameters"]; raw != "" {
		var to struct {
			ID int `json:"message_id"`
		}
		if err := json.Unmarshal([]byte(raw), &to); err != nil {
			return errors.New("can't parse reply parameters")
		}
		m.ReplyTo = to.ID
	}
	var err error
	if raw := fields["reply_markup"]; raw != "" {
		m.Buttons, err = readButtons(raw)
	}
	return err
}

func readButtons(raw string) ([][]Button, error) {
	var markup struct {
		Rows [][]Button `json:"inline_keyboard"`
	}
	if err := json.Unmarshal([]byte(raw), &markup); err != nil {
		return nil, errors.New("can't parse reply keyboard markup JSON object")
	}
	count := 0
	for _, row := range markup.Rows {
		for _, b := range row {
			count++
			switch {
			case strings.TrimSpace(b.Text) == "":
				return nil, errors.New("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
			case len(b.Data) < 1 || len(b.Data) > maxData:
				return nil, errors.New("BUTTON_DATA_INVALID")
			}
		}
	}
	if count > maxButtons {
		return nil, errors.New("reply markup is too long")
	}
	return markup.Rows, nil
}
