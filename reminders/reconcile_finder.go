package reminders

import (
	"cmp"
	"slices"
)

// finder finds sheets by their rarest words.
type finder struct {
	sheets []sheet
	weight []float32
	having [][]int32 // the sheets that have a word, in their order
	votes  []float32
	voted  []int32
}

// newFinder indexes the sheets named; all of them when only is nil.
func newFinder(sheets []sheet, weight []float32, only []int32) finder {
	f := finder{sheets: sheets, weight: weight, having: make([][]int32, len(weight)), votes: make([]float32, len(sheets))}
	if only == nil {
		for at := range sheets {
			only = append(only, int32(at))
		}
	}
	for _, at := range only {
		for _, w := range sheets[at].words {
			f.having[w] = append(f.having[w], at)
		}
	}
	return f
}

// What bounds the search, so that it takes time in proportion to the Tasks: how many of a sheet's rarest words are
// looked up, how many of those that have one, and how many of the best are returned.
const (
	mostWords  = 16
	mostHaving = 32
	mostFound  = 16
)

// closest returns the sheets that share most of the rarest words of s, but for those of the content left out. Of a word
// that many have, those that stand near place, from 0 to 1, are looked at.
func (f *finder) closest(s *sheet, place float64, leftOut int32) []int32 {
	words := make([]int32, 0, len(s.words))
	for _, w := range s.words {
		if len(f.having[w]) > 0 {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(a, b int32) int {
		return cmp.Or(cmp.Compare(len(f.having[a]), len(f.having[b])), cmp.Compare(a, b))
	})
	for _, w := range words[:min(len(words), mostWords)] {
		for _, at := range near(f.having[w], int32(place*float64(len(f.sheets)))) {
			if f.sheets[at].content == leftOut {
				continue
			}
			if f.votes[at] == 0 {
				f.voted = append(f.voted, at)
			}
			f.votes[at] += f.weight[w]
		}
	}
	found := make([]int32, 0, mostFound+1)
	for _, at := range f.voted {
		i, _ := slices.BinarySearchFunc(found, at, func(a, b int32) int { return cmp.Or(cmp.Compare(f.votes[b], f.votes[a]), cmp.Compare(a, b)) })
		if i < mostFound {
			found = slices.Insert(found, i, at)
			found = found[:min(len(found), mostFound)]
		}
	}
	for _, at := range f.voted {
		f.votes[at] = 0
	}
	f.voted = f.voted[:0]
	return found
}

// near cuts the part of a sorted list that lies around a place.
func near(list []int32, place int32) []int32 {
	if len(list) <= mostHaving {
		return list
	}
	at, _ := slices.BinarySearch(list, place)
	from := min(max(at-mostHaving/2, 0), len(list)-mostHaving)
	return list[from : from+mostHaving]
}
