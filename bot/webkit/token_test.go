package webkit_test

import (
	"strings"
	"testing"

	"dondoc/bot/webkit"
)

func TestFormToken(t *testing.T) {
	id, other := webkit.NewID(24), webkit.NewID(24)
	token := webkit.FormToken(id, "forms")
	if !webkit.ValidFormToken(token, id, "forms") || strings.Contains(token, id) {
		t.Error("the token is not valid, or reveals the id")
	}
	for name, bad := range map[string]bool{
		"another session": webkit.ValidFormToken(token, other, "forms"),
		"another purpose": webkit.ValidFormToken(token, id, "other forms"),
		"none":            webkit.ValidFormToken("", id, "forms"),
		"cut short":       webkit.ValidFormToken(token[1:], id, "forms"),
	} {
		if bad {
			t.Errorf("%s: the token is valid", name)
		}
	}
}

func FuzzReadID(f *testing.F) {
	for _, s := range []string{"", "zz", strings.Repeat("a", 48), strings.Repeat("AB", 24), webkit.NewID(24)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, ok := webkit.ReadID(s, 24)
		if ok != (id != "") || ok && (id != strings.ToLower(s) || len(id) != 48) {
			t.Fatalf("%q is read as %q, %v", s, id, ok)
		}
	})
}
