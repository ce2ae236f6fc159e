package index

// weights are everything that was tuned, over the sample of questions with
// TestRetrieval -sweep, which measures the neighbours of every value. One
// question is 1.3 % there, and the optimum is flat: only the adjacency of pairs,
// the titles and a weak pull of length clearly matter, so the values are round
// ones from the middle of what does well.
type weights struct {
	// Every kind of term earns its weight times its rarity. Pairs stand in for
	// words: without them hit@1 falls by 5 points. Tones tell some words apart
	// where the question has them; they gain nothing measurable here, 0…0.5.
	syllable, pair, toned float32

	// stop is what a stop syllable keeps of syllable: 0 costs 4
	// points of hit@3, above 0.1 nothing changes.
	stop float32

	// title is how much an occurrence in the title counts against one in the
	// text: without titles hit@1 falls by 4 points, from 0.5 on it is flat.
	title float32

	// saturation and lengthPull are BM25's k1 and b. The textbook 1.2 and 0.75
	// cost 5 points of hit@1: passages are short, and a long one is no worse.
	saturation, lengthPull float32

	// localVector is what a cosine of 1 adds to a lexical score, where 1 means
	// "all that was asked for is there". Hashed letters hardly help a question
	// whose words are known (0…0.5 do alike, 2 costs 4 points of hit@1) and
	// decide where they are not. It is also the bound for asking chromem to scan
	// everything: an entry that only the vectors find scores at most this.
	localVector float64

	// modelVector is the same for the vectors of a model, which do know meaning.
	// Not measured for want of a model: vectors alone then win over half a match.
	modelVector float64
}

func standardWeights() weights {
	return weights{
		syllable: 0.7, pair: 1, toned: 0.3,
		stop: 0.2, title: 0.8,
		saturation: 0.6, lengthPull: 0.4,
		localVector: 0.2, modelVector: 0.5,
	}
}

// typicalImpact is what a term earns that stands once in an entry of average length.
func (w *weights) typicalImpact() float32 { return 1 / (1 + w.saturation) }
