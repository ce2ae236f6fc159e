package zalooa_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/bot/zalooa"
	"dondoc/bot/zalooa/zalooatest"
	"dondoc/reminders"
)

const oauthPath = "/v4/oa/access_token"

func probe(t *testing.T, c *zalooa.Channel) error {
	t.Helper()
	return c.Outlet().(reminders.Prober).Probe(t.Context())
}

func TestFirstTokenIsUsedOnceAndTheChainGoesOn(t *testing.T) {
	r := newRig(t, nil)
	if err := probe(t, r.Channel); err != nil {
		t.Fatal(err)
	}
	r.clock.pass(23 * time.Hour)
	if err := probe(t, r.another(r.cfg)); err != nil || r.double.Renewals() != 1 {
		t.Errorf("a restart before the time: %v, %d renewals, want 1", err, r.double.Renewals())
	}
	r.clock.pass(90 * time.Minute) // half an hour before the end
	if err := probe(t, r.another(r.cfg)); err != nil {
		t.Error(err)
	}
	r.clock.pass(24 * time.Hour)
	if err := probe(t, r.another(r.cfg)); err != nil {
		t.Error(err)
	}
	if r.double.Renewals() != 2 || r.double.Reused() != 0 {
		t.Errorf("%d renewals, %d used twice; want 2 and 0", r.double.Renewals(), r.double.Reused())
	}
}

func TestCopiesRenewOnce(t *testing.T) {
	r := newRig(t, nil)
	copies := []*zalooa.Channel{r.Channel, r.another(r.cfg), r.another(r.cfg)}
	for round := range 4 {
		var all sync.WaitGroup
		for i := range 12 {
			all.Go(func() {
				if err := probe(t, copies[i%len(copies)]); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if r.double.Renewals() != round+1 || r.double.Reused() != 0 {
			t.Fatalf("round %d: %d renewals, %d used twice", round, r.double.Renewals(), r.double.Reused())
		}
		r.clock.pass(26 * time.Hour)
	}
}

// Between the look that found a renewal due and the turn to renew, another copy did.
func TestNoSecondRenewalAfterWaitingForTheTurn(t *testing.T) {
	r := newRig(t, nil)
	other := r.another(r.cfg)
	r.tokens.before = func() {
		r.tokens.before = nil
		if err := probe(t, other); err != nil {
			t.Error(err)
		}
	}
	if err := probe(t, r.Channel); err != nil {
		t.Error(err)
	}
	if r.double.Renewals() != 1 || r.double.Reused() != 0 {
		t.Errorf("%d renewals, %d used twice; want 1 and 0", r.double.Renewals(), r.double.Reused())
	}
}

// stopping is a transport under which the program is told to stop before the answer to a renewal is there.
type stopping struct {
	inner http.RoundTripper
	stop  func()
}

func (s stopping) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := s.inner.RoundTrip(r)
	if s.stop(); r.Context().Err() != nil {
		return nil, r.Context().Err()
	}
	return answer, err
}

func TestRenewalUnderWayIsBroughtToItsEnd(t *testing.T) {
	r := newRig(t, nil)
	ctx, stop := context.WithCancel(t.Context())
	cfg := r.cfg
	cfg.HTTPClient = &http.Client{Transport: stopping{r.double.Transport(), stop}}
	_ = r.another(cfg).Outlet().(reminders.Prober).Probe(ctx) // whatever it says: it was told to stop
	if err := probe(t, r.Channel); err != nil || r.double.Renewals() != 1 || r.double.Reused() != 0 {
		t.Errorf("%v, %d renewals, %d used twice; want 1 and 0", err, r.double.Renewals(), r.double.Reused())
	}
}

func TestTheOtherCopyLearnsOfTheNewPairByTheRefusal(t *testing.T) {
	r := newRig(t, nil)
	r.met(0)
	other := r.another(r.cfg)
	if err := errors.Join(probe(t, r.Channel), probe(t, other)); err != nil {
		t.Fatal(err)
	}
	r.clock.pass(24*time.Hour + 30*time.Minute)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- other.Run(ctx) }() // renews early; the old access token dies at once
	if err := r.double.Wait(t.Context(), func() bool { return r.double.Renewals() == 2 }); err != nil {
		t.Fatal(err)
	}
	wantKind(t, r.sends("chào"), reminders.OutcomeSent)
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if r.double.Renewals() != 2 || r.double.Reused() != 0 || len(r.double.Messages(user)) != 1 {
		t.Errorf("%d renewals, %d used twice, %d messages", r.double.Renewals(), r.double.Reused(), len(r.double.Messages(user)))
	}
}

func TestRefusedAccessTokenIsRenewedOnce(t *testing.T) {
	r := newRig(t, nil)
	r.met(0)
	wantKind(t, r.sends("một"), reminders.OutcomeSent)
	r.clock.pass(time.Hour)
	r.double.Revoke()
	wantKind(t, r.sends("hai"), reminders.OutcomeSent)
	if r.double.Renewals() != 2 {
		t.Errorf("%d renewals, want 2", r.double.Renewals())
	}
	r.double.Fail(zalooatest.Failure{Path: "/v3.0/oa/message/cs", Code: -216, Times: -1})
	for range 3 {
		if o := r.sends("ba"); o.Kind != reminders.OutcomeLater || o.Wait == 0 {
			t.Errorf("got %+v, want later", o)
		}
		r.clock.pass(time.Minute)
	}
	if r.double.Renewals() != 2 || len(r.alarmed()) != 1 {
		t.Errorf("%d renewals, want no third in a moment; alarms %q", r.double.Renewals(), r.alarmed())
	}
}

func TestRefusedRenewalIsFinalAndTold(t *testing.T) {
	r := newRig(t, nil)
	r.met(0)
	if err := probe(t, r.Channel); err != nil {
		t.Fatal(err)
	}
	r.double.RevokeAll()
	r.clock.pass(26 * time.Hour)
	for range 3 {
		if o := r.sends("chào"); o.Kind != reminders.OutcomeLater {
			t.Errorf("got %+v, want later: nothing is wrong with the message", o)
		}
	}
	if err := probe(t, r.another(r.cfg)); !errors.Is(err, zalooa.ErrConsent) {
		t.Errorf("after a restart: %v, want ErrConsent", err)
	}
	if n := r.double.Calls(oauthPath); n != 2 {
		t.Errorf("%d calls, want 2: the first pair and the refusal", n)
	}
	if a := r.alarmed(); len(a) != 2 || !strings.Contains(a[0], "cấp quyền lại") { // the restart tells it again
		t.Errorf("alarms %q", a)
	}
	r.cfg.FirstRefreshToken = r.double.Consent()
	if err := probe(t, r.another(r.cfg)); err != nil {
		t.Errorf("after a new consent: %v", err)
	}
	if got := r.log.String(); strings.Count(got, "cannot be renewed any more") != 1 || strings.Contains(got, "refresh-") || strings.Contains(got, "access-") {
		t.Errorf("log:\n%s", got)
	}
}

func TestNewFirstTokenBeginsAChainAndAnOldOneDoesNot(t *testing.T) {
	r := newRig(t, nil)
	old := r.cfg
	if err := probe(t, r.Channel); err != nil {
		t.Fatal(err)
	}
	r.cfg.FirstRefreshToken = r.double.Consent()
	ctx, stop := context.WithCancel(t.Context())
	go func() {
		_ = r.double.Wait(ctx, func() bool { return r.double.Renewals() == 2 })
		stop()
	}()
	if err := r.another(r.cfg).Run(ctx); err != nil { // at its start, though the stored pair is good still
		t.Error(err)
	}
	// A copy that was not restarted yet, and one that was with the old configuration.
	if err := errors.Join(probe(t, r.Channel), probe(t, r.another(old))); err != nil {
		t.Error(err)
	}
	if r.double.Renewals() != 2 || r.double.Reused() != 0 {
		t.Errorf("%d renewals, %d used twice; want 2 and 0", r.double.Renewals(), r.double.Reused())
	}
}

func TestUselessFirstTokenLeavesTheChainAlone(t *testing.T) {
	r := newRig(t, nil)
	if err := probe(t, r.Channel); err != nil {
		t.Fatal(err)
	}
	r.cfg.FirstRefreshToken = "refresh-nobody-gave"
	r.clock.pass(26 * time.Hour)
	if err := probe(t, r.another(r.cfg)); err != nil {
		t.Errorf("the stored chain must go on: %v", err)
	}
	if a := r.alarmed(); len(a) != 1 || !strings.Contains(a[0], "ZALO_OA_REFRESH_TOKEN") {
		t.Errorf("alarms %q", a)
	}
}

func TestWhatNobodySaidIsTriedAgain(t *testing.T) {
	for name, f := range map[string]zalooatest.Failure{
		"too many calls": {Code: -32}, "a proxy's page": {Raw: "<html>"}, "503": {Status: 503}, "500": {Status: 500}, "cut": {Cut: true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, nil)
			f.Path = oauthPath
			r.double.Fail(f)
			if probe(t, r.Channel) == nil {
				t.Fatal("it cannot have worked")
			}
			r.clock.pass(time.Minute)
			if err := probe(t, r.Channel); err != nil || len(r.alarmed()) != 0 {
				t.Errorf("%v, alarms %q", err, r.alarmed())
			}
		})
	}
}

// The answer to the renewal is lost, as by a kill before it was saved: nothing helps, and that is told.
func TestLostAnswerIsTold(t *testing.T) {
	r := newRig(t, nil)
	r.double.Fail(zalooatest.Failure{Path: oauthPath, Cut: true, Late: true})
	if probe(t, r.Channel) == nil {
		t.Fatal("it cannot have worked")
	}
	if err := probe(t, r.another(r.cfg)); !errors.Is(err, zalooa.ErrConsent) {
		t.Errorf("got %v, want ErrConsent", err)
	}
	if a := r.alarmed(); len(a) != 1 || r.double.Reused() != 1 {
		t.Errorf("alarms %q, %d used twice", a, r.double.Reused())
	}
}

// A kill after the pair was saved and before it was used costs nothing.
func TestSavedPairIsGoodAfterAKill(t *testing.T) {
	r := newRig(t, nil)
	r.met(0)
	if err := probe(t, r.Channel); err != nil {
		t.Fatal(err)
	}
	r.Channel = r.another(r.cfg)
	wantKind(t, r.sends("chào"), reminders.OutcomeSent)
	if r.double.Renewals() != 1 || r.double.Reused() != 0 {
		t.Errorf("%d renewals, %d used twice", r.double.Renewals(), r.double.Reused())
	}
}

func TestPairIsSealedAndAnotherSecretCannotReadIt(t *testing.T) {
	r := newRig(t, nil)
	if err := probe(t, r.Channel); err != nil {
		t.Fatal(err)
	}
	access, refresh := r.double.Tokens()
	for _, secret := range append(refresh, access, r.cfg.AppSecret) {
		if bytes.Contains(r.tokens.sealed, []byte(secret)) {
			t.Errorf("the stored bytes tell a secret")
		}
	}
	wrong := r.cfg
	wrong.AppSecret = "another"
	stored := bytes.Clone(r.tokens.sealed)
	if err := probe(t, r.another(wrong)); err == nil {
		t.Error("a pair was read with another secret")
	}
	if !bytes.Equal(stored, r.tokens.sealed) {
		t.Error("a copy with a wrong secret has overwritten the pair")
	}
	if a := r.alarmed(); len(a) == 0 || !strings.Contains(a[0], "khóa bí mật") {
		t.Errorf("alarms %q", a)
	}
	if err := probe(t, r.another(r.cfg)); err != nil {
		t.Errorf("with the right one: %v", err)
	}
}
