package edits_test

import (
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
