package telegram

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed data/phrases.txt
var phraseData string

//go:embed data/commands.txt
var commandData string

// phrases are the channel's own Vietnamese lines.
type phrases struct {
	choose, failed, panicked, repeated, textOnly string
}

func loadPhrases(data string) (phrases, error) {
	found := make(map[string]string)
	for _, entry := range entries(data) {
		found[entry.key] = entry.value
	}
	var p phrases
	for key, field := range map[string]*string{
		"choose": &p.choose, "failed": &p.failed, "panicked": &p.panicked, "repeated": &p.repeated, "text_only": &p.textOnly,
	} {
		if found[key] == "" {
			return phrases{}, fmt.Errorf("telegram: read phrases: %q is missing", key)
		}
		*field = found[key]
	}
	return p, nil
}

func loadCommands(data string) ([]Command, error) {
	var commands []Command
	for _, entry := range entries(data) {
		vietnamese, english, ok := strings.Cut(entry.value, "|")
		if !ok {
			return nil, fmt.Errorf("telegram: read commands: %q lacks its English text", entry.key)
		}
		commands = append(commands, Command{
			Name: entry.key, Vietnamese: strings.TrimSpace(vietnamese), English: strings.TrimSpace(english),
		})
	}
	return commands, nil
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
