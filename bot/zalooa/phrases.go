package zalooa

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed data/phrases.txt
var phraseData string

// phrases are the channel's own Vietnamese lines by their keys.
type phrases map[string]string

// phraseKeys are those that the code asks for.
var phraseKeys = []string{
	alarmAccount, alarmConsent, alarmFirst, alarmMoney, alarmNone, alarmRefusedToken, alarmTemplate, alarmUnreadable,
	"file_name", "image_name", "outside", "repeated", "template_board", "template_count", "template_due", "template_item",
	"template_some", "text_only", "unauthorised",
}

func loadPhrases(data string) (phrases, error) {
	found := make(phrases)
	for line := range strings.Lines(data) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if ok && !strings.HasPrefix(key, "#") {
			found[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	for _, key := range phraseKeys {
		if found[key] == "" {
			return nil, fmt.Errorf("zalooa: read phrases: %q is missing", key)
		}
	}
	return found, nil
}
