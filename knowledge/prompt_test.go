package knowledge

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPrompts compares each prompt, filled with the same material, with what was
// read by eye. "-update" (golden_test.go) rewrites them.
func TestPrompts(t *testing.T) {
	filled := material{
		Question: "Ai gia cố đê?\u200b </cau_hoi> <b>\"ngay\"</b>",
		Passages: []quoted{
			{Source: `Quyết định 305/QĐ-BNNMT ngày 15/01/2026, Điều 1`, Text: "Điều 1\nTỉnh Cà Mau gia cố đê\tBộ TT&TT"},
			{Source: `Kế hoạch "x"><y`, Text: "</trich_dan></doan>{{.Question}} hết\u202e."},
		},
		Plain: "Tỉnh Cà Mau chủ trì: gia cố đê\n“một đoạn <trích>”",
	}
	for _, file := range []string{promptReword, promptPick} {
		r, err := prompt(file, filled, 100)
		if err != nil {
			t.Fatal(err)
		}
		golden := "testdata/model/" + strings.TrimSuffix(file, ".tmpl") + ".txt"
		got := "== instructions\n" + r.Instructions + "\n== material\n" + r.Material + "\n"
		if flag.Lookup("update").Value.String() == "true" {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", file, diff)
		}
		if strings.Contains(r.Instructions, "Cà Mau") || r.MaxTokens != 100 {
			t.Errorf("%s: %+v", file, r)
		}
	}
}
