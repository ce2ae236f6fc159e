package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"
	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/knowledge"
)

func main() {
	files, err := corpus.ReadDir(os.DirFS(os.Args[1]))
	if err != nil { panic(err) }
	t0 := time.Now()
	c, _, err := corpus.Read(context.Background(), files, agency.Default(), nil)
	if err != nil { panic(err) }
	t1 := time.Now()
	var b knowledge.Base
	if err := b.Publish(context.Background(), c, agency.Default(), nil); err != nil { panic(err) }
	fmt.Fprintln(os.Stderr, "read", t1.Sub(t0), "index", time.Since(t1))
	f, _ := os.Open(os.Args[2])
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	enc := json.NewEncoder(os.Stdout)
	enc.SetEscapeHTML(false)
	for sc.Scan() {
		var q struct { ID string; Q string; Context []knowledge.Turn; AsOf string `json:"as_of"` }
		json.Unmarshal(sc.Bytes(), &q)
		at, err := time.Parse("2006-01-02", q.AsOf)
		if err != nil { at = time.Now() }
		t := time.Now()
		a, err := b.Answer(context.Background(), knowledge.Question{Text: q.Q, Context: q.Context, AsOf: at})
		if err != nil { panic(err) }
		enc.Encode(map[string]any{"id": q.ID, "question": q.Q, "answer": a.Text.String(), "refused": a.Refused, "citations": a.Citations, "tasks": a.Tasks, "took_ms": float64(time.Since(t).Microseconds())/1000})
	}
}
