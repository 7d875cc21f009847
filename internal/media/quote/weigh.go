package quote

// predicate tells whether a clause follows behind an object at k: a word such as "là", "đã"
// or "không" before its end.
func (r *reader) predicate(k, b int) bool {
	w := r.Text.Words
	for j := k; j < min(k+14, b); j++ {
		if w[j].Mark {
			return w[j].Text == ":"
		}
		if predicates[w[j].Key] && !w[j].Upper {
			return true
		}
	}
	return false
}

// predicates are words with which a clause says something of its subject.
var predicates = words("rằng là đã đang sẽ không chưa vẫn cũng còn rất phải chính nên mới giờ từng bị được")

// receiver tells whether those whom an order is given to stand at k: a body or a place, or
// several.
func (r *reader) receiver(k, b int) bool {
	w := r.Text.Words
	if k < b && w[k].Key == "cho" {
		k++
	}
	if k+2 >= b || w[k].Mark || r.MentionAt(k) != nil {
		return false
	}
	m := r.At[k]
	return w[k].Upper || m.Has("body") != nil || m.Has("admin") != nil || (w[k].Key == "các" || w[k].Key == "từng") && (r.At[k+1].Has("body") != nil || r.At[k+1].Has("admin") != nil || w[k+1].Upper || w[k+1].Key == "sở" || w[k+1].Key == "đơn" || w[k+1].Key == "cơ")
}

// untold tells whether somebody tells another, and the sentence does not say what: "cháu đã
// kể với cô giáo."
func (r *reader) untold(k, end, a, b int) bool {
	w := r.Text.Words
	if w[k].Key != "kể" && w[k].Key != "tâm" && w[k].Key != "khai" || end >= b || w[end].Key != "với" && w[end].Key != "cho" {
		return false
	}
	for j := a; j < b; j++ {
		if r.quoted[j] || j > end && (j > end+10 || w[j].Mark && j < b-1 || predicates[w[j].Key] || w[j].Key == "rằng" || w[j].Key == "về" || w[j].Key == "chuyện" || w[j].Key == "việc" || w[j].Key == "phóng" || w[j].Key == "chúng" || w[j].Key == "pv" || w[j].Key == "báo" || w[j].Key == "tôi") {
			return false
		}
	}
	return true
}

// shares tells whether "chia sẻ" is the first of several things done: "chia sẻ, gánh vác việc nhà".
func (r *reader) shares(k, end int) bool {
	w := r.Text.Words
	return w[k].Key == "chia" && end+1 < len(w) && (w[end].Text == "," || w[end].Key == "và") && deeds[w[end+1].Key] && !w[end+1].Upper
}

// deeds are the first words of what stands next to sharing a load.
var deeds = words("gánh đùm yêu giúp động hỗ đỡ thấu cảm đồng bảo chăm cùng phụ quan")

// closedBefore tells whether a quotation was closed in the sentence a few words before k.
func (r *reader) closedBefore(k, a int) bool {
	w := r.Text.Words
	for j := k - 1; j > a && j > k-12; j-- {
		if r.quoted[j] {
			return true
		}
		if w[j].Text == "." {
			return false
		}
	}
	return false
}

// heard tells whether a person was found to say the sentence that begins at a byte.
func (r *reader) heard(p, start int) bool {
	for i := len(r.out) - 1; i >= max(0, len(r.out)-12); i-- {
		if r.out[i].Person == p && r.out[i].Start == start {
			return true
		}
	}
	return false
}

// whole gives the speaker of a sentence the sentences around it, in the same paragraph, that
// its quotation reaches into: “Tôi can. Họ không nghe”, chị Lan nói.
func (r *reader) whole(p, a, b int) {
	w := r.Text.Words
	add := func(from, to int) {
		one := Quote{p, "words alone", "", true, w[from].Start, w[to-1].End}
		if !r.heard(p, one.Start) {
			r.out = append(r.out, one)
		}
	}
	for n := 0; n < 4 && a > 0 && !w[a].Line && r.quoted[a]; n++ {
		to := a
		for a--; a > 0 && !r.Stops[a]; a-- {
		}
		add(a, to)
	}
	for n := 0; n < 4 && b < len(w) && !w[b].Line && r.quoted[b] && r.quoted[b-1]; n++ {
		from := b
		for b++; b < len(w) && !r.Stops[b]; b++ {
		}
		add(from, b)
	}
}
