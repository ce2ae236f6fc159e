package intake

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed data/phrases.txt
var phraseData string

// phrases are the lines that an intake says by itself.
type phrases struct{ failed, panicked string }

func loadPhrases(data string) (phrases, error) {
	var p phrases
	fields := map[string]*string{"failed": &p.failed, "panicked": &p.panicked}
	for line := range strings.Lines(data) {
		key, value, _ := strings.Cut(line, "=")
		if field := fields[strings.TrimSpace(key)]; field != nil {
			*field = strings.TrimSpace(value)
		}
	}
	for key, field := range fields {
		if *field == "" {
			return phrases{}, fmt.Errorf("intake: read phrases: %q is missing", key)
		}
	}
	return p, nil
}
