package knowledge

import (
	"context"
	"time"

	"dondoc/corpus/viet"
)

// mostExamples is how many questions are offered at a time: a row of buttons on a phone.
const mostExamples = 3

// favourites are the examples that the shipped documents can answer.
var favourites = []Suggestion{
	{"Việc và hạn của một tỉnh", "Bắc Giang phải hoàn thành gì, khi nào?"},
	{"Đơn vị phối hợp", "Ai phối hợp với Hải Phòng về logistics?"},
	{"Chỉ tiêu năm 2023", "Tỷ trọng kinh tế số trong GDP năm 2023 là bao nhiêu?"},
}

// findExamples keeps of the favourites, then of questions made from the register,
// those that the documents answer: an example that is refused teaches nothing.
func (s *snapshot) findExamples(ctx context.Context) []Suggestion {
	var examples []Suggestion
	leads := map[string]bool{}
	try := func(e Suggestion) {
		if len(examples) == mostExamples {
			return
		}
		if a, err := s.answer(ctx, Question{Text: e.Question, AsOf: time.Now()}); err == nil && !a.Refused {
			examples = append(examples, e)
		}
	}
	for _, e := range favourites {
		try(e)
	}
	for i := range s.corpus.Tasks {
		for _, lead := range s.agencies[i].lead {
			if !leads[viet.Fold(lead)] && len(examples) < mostExamples {
				leads[viet.Fold(lead)] = true
				try(Suggestion{"Việc của " + lead, upperFirst(lead) + " chủ trì những việc gì?"})
			}
		}
	}
	return examples
}
