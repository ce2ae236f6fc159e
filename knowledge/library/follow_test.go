package library_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/knowledge"
	"dondoc/knowledge/library"
)

// copyOf is another copy of the program on the same Shelf, which follows until the test ends.
func copyOf(t *testing.T, d *desk, follow func(*library.Edition) error) *desk {
	other := &desk{t: t, shelf: d.shelf, base: &knowledge.Base{}}
	other.Library = library.New(library.Config{
		Shelf: d.shelf, Journal: d.shelf, Base: other.base, Agencies: agency.Default,
		Follow: func(_ context.Context, e *library.Edition) error { return follow(e) },
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		other.Run(ctx)
	}()
	t.Cleanup(func() {
		stop()
		<-ended
	})
	return other
}

func inForce(l *library.Library) int64 {
	if e := l.InForce(); e != nil {
		return e.Version.ID
	}
	return 0
}

func TestCopiesFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(t, nil)
		other := copyOf(t, d, func(*library.Edition) error { return nil })
		synctest.Wait()
		if got := inForce(other.Library); got != 0 {
			t.Errorf("nothing is in force, the other copy has %d", got)
		}
		first := d.load(file("a.txt", plan("1/KH-BXD", roof)))
		second := d.load(file("a.txt", plan("1/KH-BXD", later)))
		for _, id := range []int64{first, second, first} {
			d.publish(id)
			synctest.Wait()
			if got := inForce(other.Library); got != id {
				t.Errorf("the other copy has %d, want %d", got, id)
			}
		}
		other.wantAnswer(roofQuestion, "30/06/2026")
	})
}

func TestWhatFailsIsTriedAgain(t *testing.T) {
	broken := errors.New("broken")
	synctest.Test(t, func(t *testing.T) {
		d := open(t, nil)
		var failures atomic.Int32
		failures.Store(3)
		var told []int64
		other := copyOf(t, d, func(e *library.Edition) error {
			if failures.Add(-1) >= 0 {
				return broken
			}
			told = append(told, e.Version.ID)
			return nil
		})
		first := d.load(file("a.txt", plan("1/KH-BXD", roof)))
		d.publish(first)
		synctest.Wait()
		other.wantAnswer(roofQuestion, "30/06/2026") // what follows may fail, questions are answered
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if want := fmt.Sprint([]int64{first}); fmt.Sprint(told) != want {
			t.Errorf("told of %v, want %s", told, want)
		}

		second := d.load(file("a.txt", plan("1/KH-BXD", later)))
		d.publish(second)
		d.shelf.Fail(broken)
		time.Sleep(5 * time.Second)
		d.shelf.Fail(nil)
		time.Sleep(5 * time.Second)
		if got := inForce(other.Library); got != second {
			t.Errorf("after an outage the other copy has %d, want %d", got, second)
		}
	})
}

func TestRefresh(t *testing.T) {
	d := open(t, nil)
	if err := d.Refresh(t.Context()); err != nil || len(d.told) > 0 {
		t.Errorf("with nothing in force: %v, told of %v", err, d.told)
	}
	first := d.load(file("a.txt", plan("1/KH-BXD", roof)))
	d.publish(first)
	if err := d.Refresh(t.Context()); err != nil || fmt.Sprint(d.told) != fmt.Sprint([]int64{first, first}) {
		t.Errorf("%v, told of %v", err, d.told)
	}
}

func TestPublishedAlthoughWhatFollowsFails(t *testing.T) {
	d := open(t, func(c *library.Config) {
		c.Follow = func(context.Context, *library.Edition) error { return errors.New("broken") }
	})
	first := d.load(file("a.txt", plan("1/KH-BXD", roof)))
	d.publish(first)
	d.wantAnswer(roofQuestion, "30/06/2026")
}

// TestAtOnce: of two who publish at once one is told that the other was faster, and of two who load at once both files
// are in the candidate.
func TestAtOnce(t *testing.T) {
	d := open(t, nil)
	first := d.load(file("a.txt", plan("1/KH-BXD", roof)))
	d.publish(first)
	rivals := []int64{d.load(file("a.txt", plan("1/KH-BXD", later))), d.load(file("b.txt", plan("2/KH-BXD", paint)))}
	errs := make([]error, len(rivals))
	var wg sync.WaitGroup
	for i, id := range rivals {
		wg.Go(func() { errs[i] = d.Publish(t.Context(), id, first, "") })
	}
	wg.Wait()
	won := 0
	for i, err := range errs {
		switch {
		case err == nil:
			won++
			if got := inForce(d.Library); got != rivals[i] {
				t.Errorf("in force is %d, published was %d", got, rivals[i])
			}
		case !errors.Is(err, library.ErrConflict):
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d of two were published: %v", won, errs)
	}
	for _, name := range []string{"c.txt", "d.txt", "e.txt"} {
		wg.Go(func() {
			_, err := d.Load(t.Context(), []corpus.File{file(name, plan(name+"/KH-BXD", paint))}, library.LoadOptions{}, nil)
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	v, err := d.Open(t.Context())
	if err != nil || len(v.Files) < 4 {
		t.Errorf("the candidate has %v, %v", v.Files, err)
	}
}
