package library_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/knowledge/library"
)

func TestNames(t *testing.T) {
	d := open(t, nil)
	a, b := file("a.txt", plan("1/KH-BXD", roof)), file("a.txt", plan("2/KH-BXD", paint))
	if _, err := d.Load(t.Context(), []corpus.File{a, b}, library.LoadOptions{}, nil); !errors.Is(err, library.ErrTwice) {
		t.Errorf("%v, want that two files have one name", err)
	}
	first := d.load(file("sửa.txt", plan("1/KH-BXD", roof)))
	if again := d.load(file("su\u031b\u0309a.txt", plan("1/KH-BXD", roof))); again != first {
		t.Error("a name in another normal form is another file")
	}
}

// TestSecondLoadWithABadFile: what is there already is not read again for it.
func TestSecondLoadWithABadFile(t *testing.T) {
	d := open(t, nil)
	files := []corpus.File{file("a.txt", plan("1/KH-BXD", roof)), file("b.txt", plan("2/KH-BXD", paint)), file("c.exe", []byte("MZ\x90\x00"))}
	first, err := d.Load(t.Context(), files, library.LoadOptions{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.Load(t.Context(), files, library.LoadOptions{}, func(stage string, _, _ int) { t.Errorf("%s again", stage) })
	if err != nil || again.Version != first.Version || len(again.Failed) != 1 || again.Failed[0].File != "c.exe" {
		t.Errorf("version %d, want %d; failed %v, %v", again.Version, first.Version, again.Failed, err)
	}
}

// TestTwoCopiesLoad: each adds to what the other has made.
func TestTwoCopiesLoad(t *testing.T) {
	d := open(t, nil)
	copies := []*library.Library{d.Library}
	for range 2 {
		copies = append(copies, library.New(library.Config{Shelf: d.shelf, Journal: d.shelf, Agencies: agency.Default}))
	}
	var wg sync.WaitGroup
	for i, l := range copies {
		wg.Go(func() {
			name := fmt.Sprintf("%d.txt", i)
			if _, err := l.Load(t.Context(), []corpus.File{file(name, plan(fmt.Sprintf("%d/KH-BXD", i), roof))}, library.LoadOptions{}, nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if v, err := d.Open(t.Context()); err != nil || len(v.Files) != len(copies) {
		t.Errorf("the candidate has %v, %v", v.Files, err)
	}
}

// TestWaitingEnds with the context: whoever reads a long document holds up nobody who has given up.
func TestWaitingEnds(t *testing.T) {
	reached, goOn := make(chan struct{}), make(chan struct{})
	var once sync.Once
	d := open(t, func(c *library.Config) {
		c.Agencies = func() *agency.Registry {
			once.Do(func() { close(reached) })
			<-goOn
			return agency.Default()
		}
	})
	var wg sync.WaitGroup
	wg.Go(func() { d.load(file("a.txt", plan("1/KH-BXD", roof))) })
	<-reached
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Load(impatient, []corpus.File{file("b.txt", plan("2/KH-BXD", paint))}, library.LoadOptions{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want that the context has ended", err)
	}
	close(goOn)
	wg.Wait()
}
