package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"dondoc/corpus/viet"
	"dondoc/knowledge/golden"
)

// decimal writes a number with one place, as Vietnamese does.
func decimal(f float64) string {
	return strings.Replace(strconv.FormatFloat(f, 'f', 1, 64), ".", ",", 1) + " %"
}

func percent(c golden.Count) string {
	if c.All == 0 {
		return "–"
	}
	return decimal(c.Percent())
}

// line is a row of the report: a name, a share, and of how many.
func line(w io.Writer, name string, c golden.Count) {
	fmt.Fprintf(w, "%s\t%s\t(%d/%d)\n", name, percent(c), c.Right, c.All)
}

// printReport writes the scores for people, then every failure.
func printReport(out io.Writer, r *golden.Report) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	line(w, "Trả lời đúng", r.Accuracy)
	line(w, "  câu tài liệu có nêu", r.Answerable)
	line(w, "  câu tài liệu không nêu", r.Unanswerable)
	line(w, "Dẫn đúng văn bản", r.Cited)
	line(w, "  vừa đúng vừa dẫn đúng", r.RightAndCited)
	line(w, "  trích dẫn đúng trên tổng số", r.RightGiven)
	line(w, "  đúng mục", r.Section)
	line(w, "  trích nguyên văn", r.Quotes)
	line(w, "Từ chối đúng chỗ (precision)", r.Precision)
	line(w, "Từ chối đủ (recall)", r.Recall)
	if r.ShouldSay.All > 0 {
		line(w, "Nói điều nên nói", r.ShouldSay)
	}
	printGroups(w, "Theo loại câu hỏi:", r.ByType)
	printGroups(w, "Theo cách gõ:", r.ByStyle)
	if err := w.Flush(); err != nil {
		return err
	}
	return printFailures(out, r.Failures())
}

// printGroups writes the biggest group first.
func printGroups(w io.Writer, title string, groups map[string]*golden.Count) {
	fmt.Fprintln(w, title)
	names := slices.SortedFunc(maps.Keys(groups), func(a, b string) int {
		return cmp.Or(cmp.Compare(groups[b].All, groups[a].All), cmp.Compare(a, b))
	})
	for _, name := range names {
		line(w, "  "+name, *groups[name])
	}
}

func printFailures(out io.Writer, failed []*golden.Outcome) error {
	if len(failed) == 0 {
		_, err := fmt.Fprintln(out, "Không câu nào sai.")
		return err
	}
	_, err := fmt.Fprintf(out, "\n%d câu cần xem lại:\n", len(failed))
	for _, o := range failed {
		r := o.Record
		fmt.Fprintf(out, "\n✗ %s [%s] %s\n", r.ID, groupName(r), r.Q)
		for _, fault := range o.Verdict.Faults() {
			fmt.Fprintln(out, "    "+fault)
		}
		if cited, asked := o.Cited(); asked && !cited && !o.Answer.Refused {
			fmt.Fprintf(out, "    dẫn sai văn bản: %s; cần: %s\n", strings.Join(citedDocuments(o), "; "), strings.Join(r.Doc, " | "))
		}
		_, err = fmt.Fprintln(out, "    trả lời: "+beginning(o.Answer.Text.String()))
	}
	return err
}

func groupName(r *golden.Record) string {
	return cmp.Or(r.Type, golden.Unnamed) + "/" + cmp.Or(r.Style, golden.Unnamed)
}

// citedDocuments names each cited document once.
func citedDocuments(o *golden.Outcome) []string {
	documents := []string{}
	for _, c := range o.Answer.Citations {
		if !slices.Contains(documents, c.Document) {
			documents = append(documents, c.Document)
		}
	}
	return documents
}

// beginning is as much of an answer as tells what went wrong, in one line.
func beginning(text string) string {
	const most = 200
	letters := []rune(viet.Squeeze(text))
	if len(letters) > most {
		return string(letters[:most]) + " …"
	}
	return string(letters)
}

// printRetrieval writes the hits for people, then the questions whose evidence is not among the first ten.
func printRetrieval(out io.Writer, r *golden.Retrieval) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "Đoạn cần tìm đứng trong\tđầu tiên\t3 đầu\t10 đầu\tsố câu")
	row := func(name string, h golden.Hits) {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\n", name, percent(h[0]), percent(h[1]), percent(h[2]), h[0].All)
	}
	row("Tất cả", r.All)
	for _, style := range slices.Sorted(maps.Keys(r.ByStyle)) {
		row("  "+style, *r.ByStyle[style])
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "Có trong văn bản đã nạp: %d/%d câu.\n", r.Held.Right, r.Held.All)
	for _, s := range r.Searches {
		switch {
		case !s.Held:
			_, err = fmt.Fprintf(out, "✗ %s: không đoạn nào chứa nguyên văn: %s\n", s.Record.ID, beginning(s.Record.Evidence))
		case s.Rank == 0:
			_, err = fmt.Fprintf(out, "✗ %s: ngoài 10 đoạn đầu: %s\n", s.Record.ID, s.Record.Q)
		}
	}
	return err
}
