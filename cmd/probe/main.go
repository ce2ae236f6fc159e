package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"dondoc/corpus"
	"dondoc/corpus/agency"
)

func main() {
	var files []corpus.File
	dir := os.Args[1]
	files, err := corpus.ReadDir(os.DirFS(dir))
	if err != nil { panic(err) }
	c, failed, err := corpus.Read(context.Background(), files, agency.Default(), nil)
	fmt.Fprintln(os.Stderr, failed, err)
	docs := map[string]*corpus.Document{}
	for _, d := range c.Documents {
		docs[d.ID] = d
		fmt.Fprintf(os.Stderr, "%s | %s | %s | %s | %s | %v | %d | %s | %s:%d\n", d.ID, d.Number, d.Kind, d.Title, d.Issuer, d.Date, d.Year, d.Status, d.Source.File, d.Source.Line)
	}
	fmt.Fprintln(os.Stderr, len(c.Passages), "passages", len(c.Tasks), "tasks", len(c.Targets), "targets", len(c.People), "people", len(c.Doubts), "doubts")
	enc := json.NewEncoder(os.Stdout)
	enc.SetEscapeHTML(false)
	for _, t := range c.Tasks {
		enc.Encode(struct {
			Doc string `json:"document"`
			corpus.Task
		}{docs[t.Document].Name(), t})
	}
	if len(os.Args) > 2 {
		f, _ := os.Create(os.Args[2])
		enc := json.NewEncoder(f)
		enc.SetEscapeHTML(false)
		for _, p := range c.Passages { enc.Encode(p) }
		for _, p := range c.Targets { enc.Encode(p) }
		for _, p := range c.People { enc.Encode(p) }
		for _, p := range c.Doubts { enc.Encode(p) }
	}
}
