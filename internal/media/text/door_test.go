package text

// asPage finds the article in data as one in a page, whatever it looks like.
func asPage(data []byte) (*Article, error) { return asPageOf(&Habits{}, data) }

// asPageOf does so without what the pages of an outlet share.
func asPageOf(h *Habits, data []byte) (*Article, error) {
	s, m, err := Decode(data)
	if err != nil {
		return nil, err
	}
	return pageArticle(s, m, builtIn(), h)
}

// teach has the habits of an outlet learn one more page of it.
func teach(h *Habits, data []byte) { OneOutlet(h).Learn(own(), data) }
