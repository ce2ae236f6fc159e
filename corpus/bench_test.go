package corpus_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/agency"
)

func benchmarkRead(b *testing.B, files []corpus.File) {
	size := 0
	for _, f := range files {
		size += len(f.Content)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	reg := agency.Default()
	tasks := 0
	for b.Loop() {
		c, _, err := corpus.Read(b.Context(), files, reg, nil)
		if err != nil {
			b.Fatal(err)
		}
		tasks = len(c.Tasks)
	}
	b.ReportMetric(float64(tasks), "tasks")
	b.ReportMetric(peakMB(b), "peak-MB")
}

// peakMB is the most memory that the process has had so far, the benchmarks before included.
func peakMB(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0 // no Linux
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kB float64
	if _, err := fmt.Sscanf(rest, "%f", &kB); err != nil {
		b.Fatal(err)
	}
	return kB / 1024
}

// BenchmarkRead reads the five real documents together.
func BenchmarkRead(b *testing.B) { benchmarkRead(b, realFiles(b)) }

// BenchmarkReadLarge reads one plan of 5 MB: prose, duties in letters and a long table.
func BenchmarkReadLarge(b *testing.B) { benchmarkRead(b, []corpus.File{largePlan(5 << 20)}) }

func largePlan(size int) corpus.File {
	var s strings.Builder
	s.Grow(size + 1<<12)
	s.WriteString("Số: 1/KH-UBND\n\nLào Cai, ngày 02 tháng 01 năm 2024\n\nKẾ HOẠCH\nBảo vệ rừng đầu nguồn năm 2024\n\nI. MỤC TIÊU\n\na) Trên 80% diện tích có chủ.\n\nII. NHIỆM VỤ\n\n")
	for n := 1; s.Len() < size/2; n++ {
		fmt.Fprintf(&s, "%d. Bộ Y tế\n\n", n%900+1)
		for _, letter := range "abcdđeg" {
			fmt.Fprintf(&s, "%c) Phối hợp với Bộ Tài chính, Bộ Nội vụ khám cho người giữ rừng ở tiểu khu %d, xong trước ngày 15/%d/2024.\n\n", letter, n, n%12+1)
		}
		s.WriteString("Rừng đầu nguồn giữ nước cho ruộng bậc thang và cho các bản dưới thấp; người dân được giao khoán,\nhưởng công theo năm.\n\n")
	}
	s.WriteString("Phụ lục I\nDANH MỤC VIỆC\n\nTT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn\n")
	for n := 1; s.Len() < size; n++ {
		fmt.Fprintf(&s, "%d\tPhát quang đường băng cản lửa số %d\tBộ Quốc phòng\tBộ Công an, Bộ Tài chính\tTháng %d, Tháng %d (sơ kết)\n", n, n, n%6+1, n%6+7)
	}
	return corpus.File{Name: "large.txt", Content: []byte(s.String())}
}
