package main

import (
	"bufio"
	"encoding/json"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/knowledge"
)

// The five real documents and the questions about them, where they lie beside the repository.
const (
	sharedCorpus    = "../../../shared/corpus"
	sharedQuestions = "../../../shared/eval/questions.jsonl"
)

// benchConfig reads the real documents, else the shipped ones.
func benchConfig(b *testing.B) *Config {
	if _, err := os.Stat(sharedCorpus); err != nil {
		b.Logf("no %s: measured over the shipped documents", sharedCorpus)
		return &Config{Data: b.TempDir()}
	}
	return &Config{CorpusPaths: []string{sharedCorpus}}
}

func benchBase(b *testing.B) *knowledge.Base {
	base, err := benchConfig(b).openBase(b.Context(), streams{err: newOutput()})
	if err != nil {
		b.Fatal(err)
	}
	return base
}

// benchQuestions returns the questions of the evaluation, else a few of our own.
func benchQuestions(b *testing.B) []knowledge.Question {
	f, err := os.Open(sharedQuestions)
	if err != nil {
		b.Logf("no %s: measured with %d questions of our own", sharedQuestions, len(questions))
		var own []knowledge.Question
		for _, q := range questions {
			own = append(own, knowledge.Question{Text: q, AsOf: asked})
		}
		return own
	}
	defer f.Close()
	var all []knowledge.Question
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var in batchLine
		if err := json.Unmarshal(lines.Bytes(), &in); err != nil {
			b.Fatal(err)
		}
		asOf, err := parseMoment(in.AsOf)
		if err != nil {
			asOf = asked
		}
		all = append(all, knowledge.Question{Text: in.Q, Context: in.Context, AsOf: asOf})
	}
	return all
}

// BenchmarkStartToFirstAnswer reads, indexes and answers once. The limit is 1 s.
func BenchmarkStartToFirstAnswer(b *testing.B) {
	config := benchConfig(b)
	for b.Loop() {
		base, err := config.openBase(b.Context(), streams{err: newOutput()})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := base.Answer(b.Context(), knowledge.Question{Text: bacGiang, AsOf: asked}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAsk answers every question once an operation, on one core. The limits are
// 1 ms for the median (p50-ms) and 5 ms for the 99th percentile.
func BenchmarkAsk(b *testing.B) { benchAsk(b, benchBase(b)) }

// BenchmarkAskLarge does the same over forty copies of the documents, some 100,000 passages. The limit is 30 ms
// for the 99th percentile.
func BenchmarkAskLarge(b *testing.B) {
	if testing.Short() {
		b.Skip("reads forty times the documents: about a minute and 1 GB")
	}
	const copies = 40
	files, err := corpus.ReadDir(os.DirFS(sharedCorpus))
	if err != nil || len(files) == 0 {
		b.Skipf("no %s", sharedCorpus)
	}
	var all []corpus.File
	for n := range copies {
		for _, f := range files {
			all = append(all, corpus.File{Name: strconv.Itoa(n) + "-" + f.Name, Content: f.Content})
		}
	}
	c, _, err := corpus.Read(b.Context(), all, agency.Default(), nil)
	if err != nil {
		b.Fatal(err)
	}
	base := knowledge.NewBase(knowledge.Model{})
	if err := base.Publish(b.Context(), c, agency.Default(), nil); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(c.Passages)), "passages")
	benchAsk(b, base)
}

func benchAsk(b *testing.B, base *knowledge.Base) {
	all := benchQuestions(b)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var took []time.Duration
	for b.Loop() {
		for _, q := range all {
			start := time.Now()
			if _, err := base.Answer(b.Context(), q); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	b.ReportMetric(milliseconds(took[len(took)/2]), "p50-ms")
	b.ReportMetric(milliseconds(took[len(took)*99/100]), "p99-ms")
	b.ReportMetric(float64(len(all)), "questions")
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// BenchmarkThroughput answers on all cores at once. The limit on two cores is 2,000 questions a second.
func BenchmarkThroughput(b *testing.B) {
	base, all := benchBase(b), benchQuestions(b)
	var next atomic.Int64
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := base.Answer(b.Context(), all[int(next.Add(1))%len(all)]); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "questions/s")
	b.ReportMetric(float64(runtime.GOMAXPROCS(0)), "cores")
}

// BenchmarkMemory reports what a loaded process holds after it has answered every question, in MB. The limit for
// rss-MB is 150. Resident memory and its highest mark (peak-MB) belong to the whole process: run this benchmark
// alone to read them.
func BenchmarkMemory(b *testing.B) {
	all := benchQuestions(b)
	for b.Loop() {
		base := benchBase(b)
		for _, q := range all {
			if _, err := base.Answer(b.Context(), q); err != nil {
				b.Fatal(err)
			}
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapInuse)/1e6, "heap-MB")
		for unit, field := range map[string]string{"rss-MB": "VmRSS:", "peak-MB": "VmHWM:"} {
			if kB, ok := processStatus(field); ok {
				b.ReportMetric(kB/1e3, unit)
			}
		}
		runtime.KeepAlive(base)
	}
}

// processStatus reads a figure in kB from /proc, which only Linux has.
func processStatus(field string) (float64, bool) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(status)) {
		if words := strings.Fields(line); len(words) > 1 && words[0] == field {
			kB, err := strconv.ParseFloat(words[1], 64)
			return kB, err == nil
		}
	}
	return 0, false
}
