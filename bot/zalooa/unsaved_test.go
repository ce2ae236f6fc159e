package zalooa_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot/zalooa"
)

// bubble makes a rig whose double is called without sockets.
func bubble(t *testing.T) *rig {
	return newRig(t, func(c *zalooa.Config) { c.HTTPClient = &http.Client{} })
}

func TestPairThatCannotBeSavedWaitsInMemory(t *testing.T) {
	r := bubble(t)
	r.cfg.HTTPClient = &http.Client{Transport: r.double.Transport()}
	synctest.Test(t, func(t *testing.T) {
		r.t = t
		c := r.another(r.cfg)
		r.tokens.failing(errDown)
		if err := probe(t, c); err == nil {
			t.Error("a pair was used that was not saved")
		}
		if r.double.Renewals() != 1 {
			t.Fatalf("%d renewals, want 1", r.double.Renewals())
		}
		r.tokens.failing(nil)
		r.clock.pass(time.Minute)
		if err := probe(t, c); err != nil {
			t.Errorf("once the database is back: %v", err)
		}
		if r.double.Renewals() != 1 || r.double.Reused() != 0 || r.tokens.saves != 1 {
			t.Errorf("%d renewals, %d used twice, %d saves; want 1, 0, 1", r.double.Renewals(), r.double.Reused(), r.tokens.saves)
		}
	})
}

// While the pair waits in the memory of one copy, another spends the old token again and writes the chain off. The pair
// is good all the same.
func TestUnsavedPairOutlivesTheWriteOff(t *testing.T) {
	r := bubble(t)
	r.cfg.HTTPClient = &http.Client{Transport: r.double.Transport()}
	synctest.Test(t, func(t *testing.T) {
		r.t = t
		first, second := r.another(r.cfg), r.another(r.cfg)
		if err := probe(t, first); err != nil {
			t.Fatal(err)
		}
		r.clock.pass(26 * time.Hour)
		r.tokens.failing(errDown)
		if err := probe(t, first); err == nil {
			t.Error("a pair was used that was not saved")
		}
		r.tokens.failing(nil)
		if err := probe(t, second); err == nil {
			t.Error("the used token cannot have worked")
		}
		r.clock.pass(time.Minute)
		for _, c := range []*zalooa.Channel{first, second} {
			if err := probe(t, c); err != nil {
				t.Error(err)
			}
		}
		if r.double.Renewals() != 2 || r.double.Reused() != 1 {
			t.Errorf("%d renewals, %d used twice; want 2 and 1", r.double.Renewals(), r.double.Reused())
		}
	})
}

// A copy that died while it held the lease keeps the others waiting, not for ever.
func TestWaitsForTheWinner(t *testing.T) {
	r := bubble(t)
	r.cfg.HTTPClient = &http.Client{Transport: r.double.Transport()}
	synctest.Test(t, func(t *testing.T) {
		r.t = t
		c := r.another(r.cfg)
		r.tokens.taken = true
		began := time.Now()
		if err := probe(t, c); err == nil || time.Since(began) > time.Minute {
			t.Errorf("got %v after %v, want an error within a minute", err, time.Since(began))
		}
		go func() {
			time.Sleep(5 * time.Second)
			r.tokens.mu.Lock()
			defer r.tokens.mu.Unlock()
			r.tokens.taken = false
		}()
		if err := probe(t, c); err != nil {
			t.Error(err)
		}
		synctest.Wait()
	})
}

func TestRunRenewsInTime(t *testing.T) {
	r := bubble(t)
	r.cfg.HTTPClient = &http.Client{Transport: r.double.Transport()}
	synctest.Test(t, func(t *testing.T) {
		r.t = t
		r.cfg.Now = time.Now
		r.double.Clock(time.Now)
		c := r.another(r.cfg)
		go func() { _ = c.Run(t.Context()) }()
		for day := 1; day <= 10; day++ {
			time.Sleep(24 * time.Hour)
			if n := r.double.Renewals(); n < day || n > day+1 {
				t.Errorf("day %d: %d renewals", day, n)
			}
		}
		if r.double.Reused() != 0 || r.double.Calls(oauthPath) != r.double.Renewals() {
			t.Errorf("%d used twice, %d calls", r.double.Reused(), r.double.Calls(oauthPath))
		}
	})
}
