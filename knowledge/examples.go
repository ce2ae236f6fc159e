package knowledge

import (
	"context"
	"slices"
)

const (
	mostExamples = 3  // offered at a time: a row of buttons on a phone
	mostTried    = 30 // questions asked to find them, which bounds what publishing costs
)

// favourites are the examples that the shipped documents can answer.
var favourites = []Suggestion{
	{"Việc và hạn của một tỉnh", "Bắc Giang phải hoàn thành gì, khi nào?"},
	{"Đơn vị phối hợp", "Ai phối hợp với Hải Phòng về logistics?"},
	{"Chỉ tiêu năm 2023", "Tỷ trọng kinh tế số trong GDP năm 2023 là bao nhiêu?"},
}

// findExamples keeps of the favourites, then of questions made from the register,
// those that the documents answer: an example that is refused teaches nothing.
func (s *snapshot) findExamples(ctx context.Context) ([]Suggestion, error) {
	candidates := slices.Clone(favourites)
	seen := map[string]bool{}
	for i := range s.agencies {
		for _, lead := range s.agencies[i].lead {
			if !seen[lead] {
				seen[lead] = true
				candidates = append(candidates, Suggestion{"Việc của " + lead, upperFirst(lead) + " chủ trì những việc gì?"})
			}
		}
	}
	var examples []Suggestion
	for _, c := range candidates[:min(mostTried, len(candidates))] {
		a, err := s.answer(ctx, Question{Text: c.Question})
		if err != nil {
			return nil, err
		}
		if !a.Refused {
			examples = append(examples, c)
		}
		if len(examples) == mostExamples {
			break
		}
	}
	return examples, nil
}
