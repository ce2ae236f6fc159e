package telegramtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Entity is a run of marked text; offset and length count UTF-16 units.
type Entity struct {
	Tag            string // such as "b" or "blockquote expandable"
	Offset, Length int
}

var knownTags = map[string]bool{
	"b": true, "strong": true, "i": true, "em": true, "u": true, "ins": true, "s": true, "strike": true, "del": true,
	"code": true, "pre": true, "a": true, "blockquote": true, "span": true, "tg-spoiler": true, "tg-emoji": true,
}

// Units is the length that Telegram counts.
func Units(s string) int { return len(utf16.Encode([]rune(s))) }

// CheckHTML tells whether Telegram would take the text of a message: its markup, and its length after parsing. It returns
// the text that people see and the number of entities.
func CheckHTML(source string) (plain string, entities int, err error) {
	m, err := readMessage(map[string]string{"text": source, "parse_mode": "HTML"})
	return m.Text, len(m.Entities), err
}

// ParseHTML reads the HTML of a message. It refuses what Telegram refuses, and besides a bare
// "&", which Telegram tolerates but which shows that somebody forgot to escape.
func ParseHTML(source string) (string, []Entity, error) {
	if !utf8.ValidString(source) {
		return "", nil, fmt.Errorf("text must be encoded in UTF-8")
	}
	p := parser{source: source}
	for p.at < len(source) {
		var err error
		switch source[p.at] {
		case '<':
			err = p.tag()
		case '&':
			err = p.character()
		default:
			_, size := utf8.DecodeRuneInString(source[p.at:])
			p.text.WriteString(source[p.at : p.at+size])
			p.at += size
		}
		if err != nil {
			return "", nil, err
		}
	}
	if len(p.open) > 0 {
		return "", nil, fmt.Errorf("can't find end tag corresponding to start tag %q", p.open[len(p.open)-1].name)
	}
	return p.text.String(), p.entities, nil
}

type openTag struct {
	name, face string
	offset     int
}

type parser struct {
	source   string
	at       int
	text     strings.Builder
	open     []openTag
	entities []Entity
}

func (p *parser) tag() error {
	start := p.at
	end := strings.IndexByte(p.source[start:], '>')
	if end < 0 {
		return fmt.Errorf("unclosed start tag at byte offset %d", start)
	}
	inside := p.source[start+1 : start+end]
	p.at = start + end + 1
	if name, closing := strings.CutPrefix(inside, "/"); closing {
		return p.close(strings.ToLower(strings.TrimSpace(name)), start)
	}
	words := strings.Fields(strings.ToLower(inside))
	if len(words) == 0 || !knownTags[words[0]] {
		return fmt.Errorf("unsupported start tag at byte offset %d", start)
	}
	switch {
	case words[0] == "span" && strings.Join(words[1:], " ") != `class="tg-spoiler"`:
		return fmt.Errorf("tag \"span\" must have class \"tg-spoiler\" at byte offset %d", start)
	case words[0] == "blockquote" && slices.ContainsFunc(p.open, func(o openTag) bool { return o.name == "blockquote" }):
		return fmt.Errorf("blockquote inside of a blockquote at byte offset %d", start)
	}
	p.open = append(p.open, openTag{words[0], strings.Join(words, " "), Units(p.text.String())})
	return nil
}

func (p *parser) close(name string, at int) error {
	last := len(p.open) - 1
	if last < 0 {
		return fmt.Errorf("unexpected end tag at byte offset %d", at)
	}
	if name != "" && name != p.open[last].name {
		return fmt.Errorf("unmatched end tag at byte offset %d, expected %q, found %q", at, p.open[last].name, name)
	}
	tag := p.open[last]
	p.open = p.open[:last]
	if length := Units(p.text.String()) - tag.offset; length > 0 {
		p.entities = append(p.entities, Entity{tag.face, tag.offset, length})
	}
	return nil
}

var namedCharacters = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`}

func (p *parser) character() error {
	name, _, found := strings.Cut(p.source[p.at+1:min(p.at+12, len(p.source))], ";")
	if !found {
		return fmt.Errorf("bare & at byte offset %d", p.at)
	}
	value, known := namedCharacters[name]
	if number, numeric := strings.CutPrefix(name, "#"); !known && numeric {
		base := 10
		if hex, isHex := strings.CutPrefix(strings.ToLower(number), "x"); isHex {
			number, base = hex, 16
		}
		code, err := strconv.ParseUint(number, base, 32)
		if err == nil && code > 0 && code <= unicode.MaxRune {
			value, known = string(rune(code)), true
		}
	}
	if !known {
		return fmt.Errorf("unknown entity at byte offset %d", p.at)
	}
	p.text.WriteString(value)
	p.at += len(name) + 2
	return nil
}

// legible tells whether anything of a text is left for a reader.
func legible(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.IsControl(r) && !unicode.Is(unicode.Cf, r) && r != '\u2800' && r != '\u3164'
	})
}
