package docfile

import (
	"maps"
	"strconv"
	"strings"

	"dondoc/corpus/viet"
)

// docxLevels is how deep lists go.
const docxLevels = 9

// docxLevel says how one level of a list counts, and what is printed.
type docxLevel struct {
	start   int
	format  string
	text    string // "%1.%2."
	plain   bool   // all numbers of the text in Arabic digits
	restart int    // the level, from 1, that starts this one anew, with all above it; 0 is none, -1 the one above
	style   string // the paragraphs of that style stand on this level
}

// docxList is an abstract definition: its numbers run through all that count by it.
type docxList struct {
	levels  [docxLevels]docxLevel
	link    string // the style of a list that has the levels instead
	counts  [docxLevels]int
	running [docxLevels]bool
}

// docxCounter is what paragraphs name: a list, with starts of its own.
type docxCounter struct {
	list   string
	starts map[int]int       // by level
	levels map[int]docxLevel // that differ from those of the list
	seen   [docxLevels]bool
}

// docxLists is word/numbering.xml with the numbers that have been counted.
type docxLists struct {
	lists    map[string]*docxList
	counters map[string]*docxCounter
}

func newDOCXLists() *docxLists {
	return &docxLists{lists: map[string]*docxList{}, counters: map[string]*docxCounter{}}
}

const docxMostLists = 1 << 14

// read reads the part below its root.
func (s *docxLists) read(x *docxXML) error {
	return x.each(func(e docxElement) error {
		if len(s.lists)+len(s.counters) > docxMostLists {
			return x.skip()
		}
		switch e.name {
		case "abstractNum":
			return s.readList(x, e)
		case "num":
			return s.readCounter(x, e)
		}
		return x.skip()
	})
}

func (s *docxLists) readList(x *docxXML, e docxElement) error {
	l := &docxList{}
	s.lists[e.attr("abstractNumId")] = l
	return x.each(func(e docxElement) error {
		switch e.name {
		case "numStyleLink":
			l.link = e.val()
		case "lvl":
			level, err := x.readLevel()
			if i := e.number("ilvl"); i >= 0 && i < docxLevels {
				l.levels[i] = level
			}
			return err
		}
		return x.skip()
	})
}

func (x *docxXML) readLevel() (docxLevel, error) {
	// The standard has a list that says no start begin with 0; whoever leaves it out means 1.
	level := docxLevel{start: 1, format: "decimal", restart: -1}
	var look docxLetters
	err := x.each(func(e docxElement) (err error) {
		switch e.name {
		case "start":
			level.start = max(e.number("val"), 0)
		case "numFmt":
			level.format = e.val()
		case "lvlText":
			level.text = e.val()
		case "isLgl":
			level.plain = e.on()
		case "lvlRestart":
			level.restart = e.number("val")
		case "pStyle":
			level.style = e.val()
		case "rPr":
			look, err = x.readLetters(func(docxElement) error { return x.skip() })
			return err
		case "AlternateContent", "Choice", "Fallback": // a format of newer programs, then one that all know
			inner, err := x.readLevel()
			level.format = inner.format
			return err
		}
		return x.skip()
	})
	if level.format == "bullet" {
		level.text = bulletOf(level.text)
	} else {
		const longestMark = 64
		text, _ := fontToUnicode(look.font, level.text)
		text = strings.ReplaceAll(viet.Normalize(text), Footnote, "")
		level.text = strings.ToValidUTF8(text[:min(len(text), longestMark)], "")
	}
	return level, err
}

// bulletOf brings the many bullets of symbol fonts to the dash of official lists.
func bulletOf(text string) string {
	switch strings.TrimSpace(text) {
	case "":
		return ""
	case "+":
		return "+"
	}
	return "-"
}

func (s *docxLists) readCounter(x *docxXML, e docxElement) error {
	c := &docxCounter{starts: map[int]int{}, levels: map[int]docxLevel{}}
	s.counters[e.attr("numId")] = c
	return x.each(func(e docxElement) error {
		switch e.name {
		case "abstractNumId":
			c.list = e.val()
		case "lvlOverride":
			i := min(max(e.number("ilvl"), 0), docxLevels-1)
			return x.each(func(e docxElement) error {
				switch e.name {
				case "startOverride":
					c.starts[i] = max(e.number("val"), 0)
				case "lvl":
					level, err := x.readLevel()
					c.levels[i] = level
					return err
				}
				return x.skip()
			})
		}
		return x.skip()
	})
}

// link resolves lists that only name a style with the list: such are shared by many documents.
func (s *docxLists) link(styles *docxStyles) {
	targets := map[string]*docxList{}
	for id, l := range s.lists {
		if l.link == "" {
			continue
		}
		if c := s.counters[styles.of(l.link).shape.list]; c != nil && s.lists[c.list] != nil {
			targets[id] = s.lists[c.list]
		}
	}
	maps.Copy(s.lists, targets)
}

// levelOfStyle returns the level, from 1, that a list keeps for the paragraphs of a style.
func (s *docxLists) levelOfStyle(id, style string) int {
	if c := s.counters[id]; c != nil && s.lists[c.list] != nil {
		for i, level := range s.lists[c.list].levels {
			if level.style == style && style != "" {
				return i + 1
			}
		}
	}
	return 1
}

// count counts one paragraph and returns what Word prints before it.
func (s *docxLists) count(id string, level int) string {
	c := s.counters[id]
	if c == nil || s.lists[c.list] == nil {
		return ""
	}
	l := s.lists[c.list]
	i := min(max(level-1, 0), docxLevels-1)
	start, fresh := c.starts[i]
	if fresh && !c.seen[i] {
		l.running[i] = false
	}
	if !fresh {
		start = c.level(l, i).start
	}
	c.seen[i] = true
	if l.running[i] {
		l.counts[i]++
	} else {
		l.counts[i], l.running[i] = start, true
	}
	for below := i + 1; below < docxLevels; below++ {
		if r := c.level(l, below).restart; r < 0 || i < r {
			l.running[below] = false
		}
	}
	return c.print(l, i)
}

func (c *docxCounter) level(l *docxList, i int) docxLevel {
	if level, ok := c.levels[i]; ok {
		return level
	}
	return l.levels[i]
}

// print fills the numbers into the text of a level.
func (c *docxCounter) print(l *docxList, i int) string {
	level := c.level(l, i)
	if level.format == "bullet" || !strings.Contains(level.text, "%") {
		return strings.TrimSpace(level.text)
	}
	var b strings.Builder
	for rest := level.text; rest != ""; {
		before, behind, found := strings.Cut(rest, "%")
		b.WriteString(before)
		if rest = behind; !found {
			break
		}
		if behind == "" || behind[0] < '1' || behind[0] > '9' {
			b.WriteByte('%')
			continue
		}
		k := int(behind[0] - '1')
		if k > i {
			return "" // as Word does
		}
		rest = behind[1:]
		of := c.level(l, k)
		n := of.start
		if l.running[k] {
			n = l.counts[k]
		}
		if level.plain {
			of.format = "decimal"
		}
		b.WriteString(docxCount(n, of.format))
	}
	return strings.TrimSpace(b.String())
}

// docxCount writes a number as Word counts. Formats of other languages become Arabic digits.
func docxCount(n int, format string) string {
	const mostRepeats = 8
	digits := strconv.Itoa(n)
	switch format {
	case "none":
		return ""
	case "decimalZero":
		if n < 10 {
			return "0" + digits
		}
	case "upperRoman", "lowerRoman":
		if n < 1 || n > 3999 {
			return digits
		}
		if format == "lowerRoman" {
			return strings.ToLower(roman(n))
		}
		return roman(n)
	case "upperLetter", "lowerLetter": // behind z follow aa, bb
		if n < 1 || n > 26*mostRepeats {
			return digits
		}
		first := byte('A')
		if format == "lowerLetter" {
			first = 'a'
		}
		return strings.Repeat(string(first+byte((n-1)%26)), (n-1)/26+1)
	}
	return digits
}

func roman(n int) string {
	var b strings.Builder
	for _, step := range []struct {
		value int
		mark  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= step.value; n -= step.value {
			b.WriteString(step.mark)
		}
	}
	return b.String()
}
