package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/cmd/dondoc/store"
	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/knowledge/library"
)

// edition is what one version of the test's plans says, of which nothing stands in another: numbers, deadlines and leads.
type edition struct {
	number string // of both plans, "1" and "2" before it
	month  int
	lead   string
}

var editionsUnderFire = []edition{{"/KH-XUAN", 6, "Bộ Y tế"}, {"/KH-THU", 9, "Bộ Tài chính"}}

// nextYear is when all is due, so that the real clock may run: nothing is past.
var nextYear = time.Now().Year() + 1

// chores are what the plans are about; each is asked about.
var chores = []string{"Lợp lại mái nhà kho", "Sơn tường phía đông", "Trồng cây trước cổng", "Thay bóng đèn hành lang", "Kiểm tra bình chữa cháy", "Rửa bể nước"}

// files are the plans of an edition.
func (e edition) files() []corpus.File {
	var files []corpus.File
	for n := 1; n <= 2; n++ {
		var b strings.Builder
		fmt.Fprintf(&b, "BỘ XÂY DỰNG\nSố: %d%s\nHà Nội, ngày 05 tháng 01 năm 2026\n\nKẾ HOẠCH\nSửa chữa trụ sở số %d\n\nII. NHIỆM VỤ\n\nTT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n", n, e.number, n)
		for i, chore := range chores {
			fmt.Fprintf(&b, "%d\t%s của trụ sở số %d\t%s\tTháng %d/%d\n", i+1, chore, n, e.lead, e.month, nextYear)
		}
		files = append(files, corpus.File{Name: fmt.Sprintf("tru-so-%d.txt", n), Content: []byte(b.String())})
	}
	return files
}

// mixed tells what of an answer stands in another edition than the rest; "" when all is of one.
func mixed(r bot.Reply) string {
	said := r.Text.String()
	for _, c := range r.Citations {
		said += "\n" + c.Document + " " + c.Quote
	}
	var of []string
	for _, e := range editionsUnderFire {
		if strings.Contains(said, e.number) || strings.Contains(said, e.lead) || strings.Contains(said, fmt.Sprintf("Tháng %d/%d", e.month, nextYear)) {
			of = append(of, e.number)
		}
	}
	if len(of) != 1 || len(r.Citations) == 0 {
		return fmt.Sprintf("of %q with %d citations: %s", of, len(r.Citations), said)
	}
	return ""
}

// openServer brings up a copy of the program without its channels; it follows what is in force.
func openServer(t testing.TB, url string) (*server, *bot.Conversation) {
	t.Helper()
	quiet := streams{strings.NewReader(""), newOutput(), newOutput()}
	config := &Config{DatabaseURL: url, Data: t.TempDir(), ChatRetention: time.Hour, LogLevel: "error"}
	s := &server{config: config, std: quiet, log: config.logger(newOutput()), metrics: newMetrics()}
	mustDo(t, s.open(t.Context()))
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.versions.Run(ctx)
	}()
	t.Cleanup(func() {
		stop()
		<-ended
		mustDo(t, s.db.Close())
	})
	return s, s.conversation()
}

// loadEdition makes a candidate of nothing but an edition.
func loadEdition(t testing.TB, l *library.Library, e edition) int64 {
	t.Helper()
	r, err := l.Load(t.Context(), e.files(), library.LoadOptions{Only: true, Origin: library.OriginCommand}, nil)
	mustDo(t, err)
	return r.Version
}

// shelfOf opens the versions in a database, as a command does.
func shelfOf(t testing.TB, url string) (*store.DB, *library.Library) {
	t.Helper()
	db := mustHave[*store.DB](t)(store.Open(t.Context(), url, nil))
	t.Cleanup(func() { mustDo(t, db.Close()) })
	config := &Config{Data: t.TempDir(), LogLevel: "error"}
	reg := mustHave[*agency.Registry](t)(config.registry())
	return db, archive{db, time.Now}.library(config, reg, nil, streams{strings.NewReader(""), newOutput(), newOutput()})
}
