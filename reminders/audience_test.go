package reminders

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// audienceLine writes an audience: names, then kinds.
func audienceLine(a audience) string {
	parts := slices.Sorted(slices.Values(a.named))
	var kinds []string
	for _, k := range a.kinds {
		kinds = append(kinds, string(k))
	}
	slices.Sort(kinds)
	return strings.Join(append(parts, kinds...), ", ")
}

func TestAudience(t *testing.T) {
	for name, want := range map[string]string{
		"Các bộ, ngành, địa phương":                               "agency, ministry, province",
		"Bộ, ngành, địa phương":                                   "agency, ministry, province",
		"CÁC BỘ, NGÀNH":                                           "agency, ministry",
		"Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ":       "agency, ministry",
		"Các bộ quản lý ngành":                                    "ministry",
		"Các địa phương":                                          "province",
		"Các tỉnh, thành phố trực thuộc Trung ương":               "province",
		"Chủ tịch UBND các tỉnh, thành phố trực thuộc trung ương": "province",
		"UBND cấp tỉnh":                                           "province",
		"Bộ trưởng Bộ Công an":                                    boCongAn,
		"các Bộ: Công an, Tư pháp":                                "Bộ Công an, Bộ Tư pháp",
		"UBND tỉnh Bắc Giang":                                     bacGiang,
		"Chủ tịch UBND tỉnh Hà Nam":                               haNam,
		"Bộ Công an":                                              boCongAn,
		"Đài Truyền hình Việt Nam":                                "Đài Truyền hình Việt Nam",
		"Tổ chức, bộ máy":                                         "",
		"Bộ phận Một cửa":                                         "",
		"Cán bộ, công chức":                                       "",
		"Đoàn kết nội bộ":                                         "",
		"Ngành nghề kinh doanh":                                   "",
		"Các doanh nghiệp viễn thông":                             "",
		"Các cơ quan báo chí":                                     "",
		"Các tổ chức chính trị - xã hội":                          "",
		"":      "",
		"   ,;": "",
		// Bodies inside a province are neither the provinces nor the ministries.
		"Các sở, ban, ngành":                  "",
		"Các sở, ban, ngành tỉnh":             "",
		"Sở, ngành":                           "",
		"UBND các huyện, thị xã, thành phố":   "",
		"Công an các huyện, thành phố":        "",
		"UBND các xã, phường, đặc khu":        "",
		"Các tổ chức chính trị - xã hội tỉnh": "",
		// A city that is not under the Government is no province, and none that is meant by all.
		"Thành phố Thủ Đức": "",
		"Thành phố Vinh":    "",
		// Who is not of the state is not meant by the words for where or of what it is.
		"Các cơ quan truyền thông, báo chí từ Trung ương đến địa phương": "",
		"Các doanh nghiệp đầu ngành":                                     "",
		// Words that only sound like a ministry.
		"Hệ thống đồng bộ": "",
	} {
		if got := audienceLine(audienceOf(agency.Default(), name)); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// TestAudienceOfBodies: a department of a province answers to that province, and to no other.
func TestAudienceOfBodies(t *testing.T) {
	for _, name := range []string{"Sở Y tế tỉnh Bắc Giang", "Sở Thông tin và Truyền thông tỉnh Bắc Giang", "Công an tỉnh Bắc Giang"} {
		a := audienceOf(agency.Default(), name)
		if !slices.Contains(a.named, bacGiang) || len(a.kinds) > 0 {
			t.Errorf("%q: %+v", name, a)
		}
		for _, other := range a.named {
			if found, ok := agency.Default().Lookup(other); ok && found.Kind == agency.Province && other != bacGiang {
				t.Errorf("%q concerns %s", name, other)
			}
		}
	}
}

// TestAudienceWords: the data file is sorted, in one normal form, and names only kinds that there are.
func TestAudienceWords(t *testing.T) {
	known := []agency.Kind{agency.Ministry, agency.Central, agency.Province}
	var lines []string
	for line := range strings.Lines(audienceData) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		words, _, ok := strings.Cut(line, "|")
		if !ok || words != strings.ToLower(viet.Normalize(words)) {
			t.Errorf("line %q", line)
		}
		lines = append(lines, viet.Fold(words))
	}
	if !slices.IsSorted(lines) {
		t.Error("the lines are not sorted")
	}
	for words, w := range generalWords() {
		for _, k := range w.kinds {
			if !slices.Contains(known, k) {
				t.Errorf("%q: no agency that follows is of kind %q", words, k)
			}
		}
	}
}

// TestEveryLeadOfTheRegistryIsHeard: each agency under its own name, and each ministry and province under the words
// for all of them.
func TestEveryLeadOfTheRegistryIsHeard(t *testing.T) {
	provinces, ministries := 0, 0
	for _, name := range boardAgencies(t) {
		a := audienceOf(agency.Default(), name)
		if len(a.named) != 1 || a.named[0] != name || len(a.kinds) > 0 {
			t.Errorf("%s: %+v", name, a)
		}
		switch found, _ := agency.Default().Lookup(name); found.Kind {
		case agency.Province:
			provinces++
		case agency.Ministry:
			ministries++
		}
		if got := followedIn(planFor(name, ledBy("t", allOfThem))); got != "t "+name {
			t.Errorf("%s: hears %q of what all have to do", name, got)
		}
	}
	if provinces != 63 || ministries != 7 {
		t.Errorf("%d provinces, %d ministries", provinces, ministries)
	}
}

func FuzzAudience(f *testing.F) {
	for _, name := range []string{"Các bộ, ngành, địa phương", "Sở Y tế tỉnh Bắc Giang", "Bộ\x00", "tỉnh" + strings.Repeat(" tỉnh", 50), "\xff\xfe", ""} {
		f.Add(name)
	}
	reg := agency.Default()
	f.Fuzz(func(t *testing.T, name string) {
		if !utf8.ValidString(name) {
			name = strings.ToValidUTF8(name, "?")
		}
		a := audienceOf(reg, name)
		if len(a.named) > 0 && len(a.kinds) > 0 {
			t.Errorf("%q concerns both named ones and kinds: %+v", name, a)
		}
		for _, n := range a.named {
			if found, ok := reg.Lookup(n); !ok || found.Kind == agency.Group {
				t.Errorf("%q concerns %q, which is no agency", name, n)
			}
		}
	})
}
