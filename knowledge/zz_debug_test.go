package knowledge

import (
	"context"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/knowledge/index"
)

func TestZZ(t *testing.T) {
	if os.Getenv("ZQ") == "" {
		t.Skip("debug")
	}
	files, _ := corpus.ReadDir(os.DirFS(os.Getenv("ZC")))
	c, _, _ := corpus.Read(context.Background(), files, agency.Default(), nil)
	s, err := newSnapshot(context.Background(), c, agency.Default(), index.LocalEmbedder{}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	asOf, _ := time.Parse("2006-01-02", os.Getenv("ZD"))
	for _, text := range strings.Split(os.Getenv("ZQ"), "@@") {
		var turns []Turn
		parts := strings.Split(text, "||")
		for i, p := range parts[:len(parts)-1] {
			turns = append(turns, Turn{[]string{RoleUser, RoleAssistant}[i%2], p})
		}
		text = parts[len(parts)-1]
		q := s.inContext(s.understand(viet.Squeeze(viet.Normalize(text)), viet.DateOf(asOf)), turns)
		var in []string
		for k := range q.intents {
			in = append(in, k)
		}
		sort.Strings(in)
		fmt.Printf("== %s\n  intents %v years %v period %v section %q near %q numbered %v\n", text, in, q.years, q.period, q.section, q.near, q.numbered)
		for _, a := range q.agencies {
			fmt.Printf("  agency %s (%s)\n", a.Name, a.Kind)
		}
		for d, h := range q.documents {
			if h > 0.2 {
				fmt.Printf("  doc %s %.2f\n", d, h)
			}
		}
		for _, w := range q.subject {
			fmt.Printf("  asked %s forms%v\n", w.folded, w.forms)
		}
		fmt.Printf("  search %s\n", q.search)
		s.zzTopic(q)
		hits, _ := s.search(context.Background(), q)
		for i, h := range hits {
			if i > 7 {
				break
			}
			p := ""
			if h.entry.passage >= 0 {
				p = s.corpus.Passages[h.entry.passage].Text
			}
			if len(p) > 150 {
				p = p[:150]
			}
			fmt.Printf("  %.2f cov %.2f sup %.2f task %d [%s] %s: %s\n", h.score, h.covers, s.supports(q, h.position), h.task, s.section(h.entry), s.document(h.entry).ID[:8], strings.ReplaceAll(p, "\t", " ⇥ "))
		}
		a, _ := s.answer(context.Background(), Question{Text: text, Context: turns, AsOf: asOf})
		fmt.Printf("  -> refused %v\n%s\n", a.Refused, a.Text)
	}
}

func (s *snapshot) zzTopic(q *query) {
	topic := s.topicOf(q)
	fmt.Println("  topic", topic, "select", s.selectTasks(q, topic))
}
