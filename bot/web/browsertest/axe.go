package browsertest

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// AxeSource is the script of the npm package axe-core under $DONDOC_NODE_MODULES. Without it the test is skipped, or
// fails if DONDOC_REQUIRE_NPM=1.
func AxeSource(t *testing.T) string {
	t.Helper()
	path := filepath.Join(os.Getenv("DONDOC_NODE_MODULES"), "axe-core", "axe.min.js")
	source, err := os.ReadFile(path)
	if err == nil {
		return string(source)
	}
	if os.Getenv("DONDOC_REQUIRE_NPM") == "1" {
		t.Fatalf("no axe-core in DONDOC_NODE_MODULES, but DONDOC_REQUIRE_NPM=1: %v", err)
	}
	t.Skip("no axe-core in DONDOC_NODE_MODULES: accessibility is not judged by it")
	return ""
}

// Judge has axe-core look at the page as it is now, and fails for each serious or critical violation. DevTools are not
// bound by the page's policy.
func Judge(t *testing.T, ctx context.Context, axe, state string) {
	t.Helper()
	if !Eval[bool](t, ctx, `typeof window.axe === 'object'`) {
		if err := chromedp.Do(ctx, chromedp.EvaluateAsDevTools[chromedp.Void](axe+"\n;undefined")); err != nil {
			t.Fatal(err)
		}
	}
	const run = `axe.run(document, { iframes: false, resultTypes: ['violations'] }).then((r) => [
		'rules ' + (r.passes.length > 10),
		...r.violations.filter((v) => ['serious', 'critical'].includes(v.impact))
			.map((v) => v.id + ': ' + v.help + ': ' + v.nodes.map((n) => n.target + ' ' + n.any.map((a) => a.message).join()).join(' | '))])`
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](run, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", state, err)
	}
	if found[0] != "rules true" {
		t.Errorf("%s: axe-core found hardly anything to judge", state)
	}
	for _, v := range found[1:] {
		t.Errorf("%s: %s", state, v)
	}
}
