package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/corpus"
	"dondoc/knowledge/library"
)

// BenchmarkPublishUnderQuestions tells how long answers take while versions come into force and are taken back, beside how
// long they take without: run it with -benchtime 500x or more.
func BenchmarkPublishUnderQuestions(b *testing.B) {
	for name, changes := range map[string]int{"quiet": 0, "publishing": 20} {
		b.Run(name, func(b *testing.B) {
			s, conversation := openServer(b, "sqlite:"+filepath.Join(b.TempDir(), "dondoc.db"))
			mustDo(b, s.versions.Publish(b.Context(), loadEdition(b, s.versions, editionsUnderFire[0]), 0, ""))
			second := loadEdition(b, s.versions, editionsUnderFire[1])
			b.ResetTimer()
			var publishing sync.WaitGroup
			if changes > 0 {
				gap := time.Duration(b.N) * time.Second / 50 / time.Duration(changes+1)
				publishing.Go(func() { alternate(b, s, second, changes, max(gap, time.Millisecond)) })
			}
			all := askAll(b, conversation, 2, b.N, time.Second/50)
			publishing.Wait()
			b.ReportMetric(float64(percentile(all).Microseconds())/1000, "p99-ms")
		})
	}
}

// tenMegabytes are 40 plans of together 10 MB.
func tenMegabytes() []corpus.File {
	var files []corpus.File
	for n := range 40 {
		var b strings.Builder
		fmt.Fprintf(&b, "BỘ XÂY DỰNG\nSố: %d/KH-BXD\nHà Nội, ngày 05 tháng 01 năm 2026\n\nKẾ HOẠCH\nSửa chữa trụ sở số %d\n\nII. NHIỆM VỤ\n\nTT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n", n+1, n+1)
		for i := 1; b.Len() < 256<<10; i++ {
			fmt.Fprintf(&b, "%d\t%s của phòng số %d, kiểm tra lại đường ống và ghi vào sổ theo dõi\tBộ Y tế\tTháng %d/2027\n", i, chores[i%len(chores)], i, 1+i%12)
		}
		files = append(files, corpus.File{Name: fmt.Sprintf("ke-hoach-%02d.txt", n), Content: []byte(b.String())})
	}
	return files
}

// BenchmarkLoad loads 10 MB of documents for the first time, and again. Wanted are at most 20 seconds and one.
func BenchmarkLoad(b *testing.B) {
	files := tenMegabytes()
	for b.Loop() {
		_, l := shelfOf(b, "sqlite:"+filepath.Join(b.TempDir(), "dondoc.db"))
		began := time.Now()
		r, err := l.Load(b.Context(), files, library.LoadOptions{}, nil)
		mustDo(b, err)
		b.ReportMetric(time.Since(began).Seconds(), "first-s")
		began = time.Now()
		again, err := l.Load(b.Context(), files, library.LoadOptions{}, nil)
		mustDo(b, err)
		b.ReportMetric(time.Since(began).Seconds(), "again-s")
		if again.Version != r.Version || r.Count.Tasks < 1000 {
			b.Fatalf("versions %d and %d with %d tasks", r.Version, again.Version, r.Count.Tasks)
		}
	}
}
