package knowledge

import (
	"embed"
	"strconv"
	"strings"
	"sync"
	"text/template"
	"unicode"

	"dondoc/corpus/viet"
	"dondoc/knowledge/llm"
)

//go:embed prompts/*.tmpl
var promptFiles embed.FS

// Each prompt is a file with the two templates "instructions", which holds
// nothing foreign, and "material", where everything foreign goes through data.
const (
	promptReword = "prompts/reword.tmpl"
	promptPick   = "prompts/pick.tmpl"
)

// material is what prompts are filled with.
type material struct {
	Question string
	Passages []quoted
	Plain    string // the prose of the plain answer
}

// quoted is a passage in a prompt.
type quoted struct{ Source, Text string }

// loadPrompts parses the prompts once; a test proves that they can be parsed.
var loadPrompts = sync.OnceValue(func() map[string]*template.Template {
	prompts := map[string]*template.Template{}
	for _, file := range []string{promptReword, promptPick} {
		content, err := promptFiles.ReadFile(file)
		if err != nil {
			panic("knowledge: " + err.Error()) // embedded: cannot be missing
		}
		prompts[file] = template.Must(template.New(file).Funcs(template.FuncMap{
			"data":   promptData,
			"number": func(i int) string { return strconv.Itoa(i + 1) },
		}).Parse(string(content)))
	}
	return prompts
})

// prompt fills a prompt.
func prompt(file string, m material, maxTokens int) (llm.Request, error) {
	t := loadPrompts()[file]
	var instructions, text strings.Builder
	if err := t.ExecuteTemplate(&instructions, "instructions", m); err != nil {
		return llm.Request{}, err
	}
	if err := t.ExecuteTemplate(&text, "material", m); err != nil {
		return llm.Request{}, err
	}
	return llm.Request{Instructions: instructions.String(), Material: strings.TrimSpace(text.String()), MaxTokens: maxTokens}, nil
}

// promptData makes foreign text harmless between tags: it can neither close nor
// open one, and holds nothing that cannot be seen.
func promptData(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '<':
			return '‹'
		case r == '>':
			return '›'
		case r == '"':
			return '”'
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, viet.Normalize(s))
}

// passagesFor are the passages in the form that a prompt takes, each cut at
// limit letters.
func (s *snapshot) passagesFor(ids []string, limit int) []quoted {
	var out []quoted
	for _, id := range ids {
		p := &s.corpus.Passages[s.passages[id]]
		text := cut(viet.Squeeze(p.Text), limit)
		if n := len(p.Trail); n > 0 {
			text = p.Trail[n-1] + "\n" + text
		}
		out = append(out, quoted{Source: reference(s.documents[p.Document]) + sectionName(p.Section), Text: text})
	}
	return out
}
