package edits_test

import (
	"errors"
	"strings"
	"testing"

	"dondoc/corpus/agency"
	"dondoc/corpus/edits"
)

func alias(tb testing.TB, name, other string) edits.Edit {
	tb.Helper()
	return edit(tb, edits.Edit{Kind: edits.AddAlias, Alias: &edits.Alias{Agency: name, Alias: other}})
}

func TestRegistry(t *testing.T) {
	list := []edits.Edit{
		alias(t, "Bộ Y tế", "Bộ Chăm Sóc"),
		alias(t, "BYT", "Nhà Thuốc Lớn"),
		alias(t, "Ban Đèn Biển", "BĐB"),
		alias(t, "Bộ Tài chính", "Kho Bạc Mới"),
		alias(t, "Bộ Công an", "kho bạc mới"), // the later
		alias(t, "Bộ Công an", "Bộ Quốc phòng"),
	}
	reg, err := edits.Registry(agency.Default(), list)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Bộ Chăm Sóc": "Bộ Y tế", "nhà thuốc lớn": "Bộ Y tế", "BĐB": "Ban Đèn Biển", "Kho Bạc Mới": "Bộ Công an",
		"Bộ Quốc phòng": "Bộ Quốc phòng", "BYT": "Bộ Y tế",
	} {
		if a, ok := reg.Lookup(name); !ok || a.Name != want {
			t.Errorf("%s is %v, want %s", name, a, want)
		}
	}
	if a, _ := reg.Lookup("Bộ Y tế"); a.Kind != agency.Ministry {
		t.Errorf("the kind of a ministry has become %s", a.Kind)
	}
	if _, ok := agency.Default().Lookup("Bộ Chăm Sóc"); ok {
		t.Error("the registry that was given has changed")
	}
	var gone []int
	for i, o := range edits.Apply(read(t, plan), list, reg).Outcomes {
		if o.Stale != "" {
			gone = append(gone, i)
		}
	}
	if len(gone) != 2 || gone[0] != 3 || gone[1] != 5 {
		t.Errorf("stale: %v, want those that others won", gone)
	}
}

func TestRegistryOfNothing(t *testing.T) {
	if reg, err := edits.Registry(agency.Default(), nil); err != nil || reg != agency.Default() {
		t.Errorf("%v, %v", reg, err)
	}
	if _, err := edits.Registry(nil, nil); err == nil {
		t.Error("aliases of no registry")
	}
}

// TestOneBadAliasSparesTheOthers: what the registry cannot take keeps nothing else out.
func TestOneBadAliasSparesTheOthers(t *testing.T) {
	bad := edits.Edit{Kind: edits.AddAlias, Alias: &edits.Alias{Agency: "Bộ | Y | tế | x | y", Alias: "z"}} // Validate refuses it
	reg, err := edits.Registry(agency.Default(), []edits.Edit{alias(t, "Bộ Y tế", "Bộ Chăm Sóc"), bad, alias(t, "Bộ Y tế", "Nhà Thuốc Lớn")})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Bộ Chăm Sóc", "Nhà Thuốc Lớn"} {
		if a, ok := reg.Lookup(name); !ok || a.Name != "Bộ Y tế" {
			t.Errorf("%s is %v", name, a)
		}
	}
}

// TestAliasThatIsNone: ordinary words are refused when they are typed, and left out when they are stored; a name that is
// another agency's is told whose it is.
func TestAliasThatIsNone(t *testing.T) {
	for _, word := range []string{"và", "Việc", "2027", "chủ trì", "hoàn thành", "tháng", "đến hạn", "xe công", "kiểm kê", "B", "đèn", "năm 2027"} {
		e := edits.Edit{Kind: edits.AddAlias, At: moment, Alias: &edits.Alias{Agency: "Bộ Y tế", Alias: word}}
		if _, err := edits.New(e); !errors.Is(err, edits.ErrInvalid) || !strings.Contains(err.Error(), word) {
			t.Errorf("%s: %v", word, err)
		}
		reg, err := edits.Registry(agency.Default(), []edits.Edit{e})
		if err != nil {
			t.Fatal(err)
		}
		if a, ok := reg.Lookup(word); ok && a.Name == "Bộ Y tế" {
			t.Errorf("%s is an alias now", word)
		}
		if o := edits.Apply(read(t, plan), []edits.Edit{e}, reg).Outcomes[0]; !strings.Contains(o.Stale, word) {
			t.Errorf("%s: %q", word, o.Stale)
		}
	}
	for _, name := range []string{"BXYZ", "Hoa Tiêu", "hội người lái đò", "Ban 389"} {
		alias(t, "Bộ Y tế", name)
	}
	for name, holder := range map[string]string{"BYT": "Bộ Y tế", "Bộ Quốc phòng": "Bộ Quốc phòng"} {
		list := []edits.Edit{alias(t, "Bộ Xây dựng", name)}
		reg, err := edits.Registry(agency.Default(), list)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := reg.Lookup(name)
		if o := edits.Apply(read(t, plan), list, reg).Outcomes[0]; a == nil || a.Name != holder || !strings.Contains(o.Stale, holder) {
			t.Errorf("%s is %v: %q", name, a, o.Stale)
		}
	}
}
