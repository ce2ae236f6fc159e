package telegram

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed data/phrases.txt
var phraseData string

// phrases are the channel's own Vietnamese lines.
type phrases struct {
	choose, heard, repeated, textOnly, voiceEmpty, voiceLarge, voiceOff string
}

func loadPhrases(data string) (phrases, error) {
	found := make(map[string]string)
	for _, entry := range entries(data) {
		found[entry.key] = entry.value
	}
	var p phrases
	for key, field := range map[string]*string{
		"choose": &p.choose, "heard": &p.heard, "repeated": &p.repeated, "text_only": &p.textOnly,
		"voice_empty": &p.voiceEmpty, "voice_large": &p.voiceLarge, "voice_off": &p.voiceOff,
	} {
		if found[key] == "" {
			return phrases{}, fmt.Errorf("telegram: read phrases: %q is missing", key)
		}
		*field = found[key]
	}
	return p, nil
}

type entry struct{ key, value string }

func entries(data string) []entry {
	var list []entry
	for line := range strings.Lines(data) {
		line = strings.TrimSpace(line)
		if key, value, ok := strings.Cut(line, "="); ok && !strings.HasPrefix(line, "#") {
			list = append(list, entry{strings.TrimSpace(key), strings.TrimSpace(value)})
		}
	}
	return list
}
