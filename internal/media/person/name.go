package person

import (
	"math"
	"strconv"
	"strings"

	"binhdang/internal/media/lexicon"
	"binhdang/internal/vn"
)

// Gender of a person as the text tells it.
type Gender string

// The genders told apart. Unknown is an answer: the text gives no cue.
const (
	Female  Gender = "F"
	Male    Gender = "M"
	Unknown Gender = "U"
)

// names is what is known of names: how often each family name is borne, and how
// much each part of a given name speaks for a man (above nought) or a woman.
type names struct {
	surname map[string]int // by key
	folded  map[string]int // by fold, for texts without marks
	weight  map[string]float64
	plain   map[string]float64 // weights by fold
	part    map[string]bool    // syllables that names have, by key
	bias    float64
	foreign map[string]Gender
	stage   map[string]Gender // whole names of singers, actors and players, by key
}

// sure is how far from even the odds must be (log) before a name alone says a gender: three
// to one. Names that are less one-sided are wrong so often that shares of women suffer more
// from them than from the unknown.
const sure = 1.1

// byName is the gender that a name alone suggests, with how likely it is. The words
// are keys, family name first; plain tells that they lack their marks.
func (n *names) byName(words []string, plain bool) (Gender, float64) {
	if len(words) == 0 {
		return Unknown, 0
	}
	z, known := n.score(words, plain)
	if !known || math.Abs(z) < sure {
		return Unknown, 0.5
	}
	p := 1 / (1 + math.Exp(-math.Abs(z)))
	if z > 0 {
		return Male, p
	}
	return Female, p
}

// score adds up the weights of a name; known is false if no part of the given name was seen.
func (n *names) score(words []string, plain bool) (z float64, known bool) {
	weight := n.weight
	if plain {
		weight = n.plain
	}
	given := words[len(words)-1]
	var middle []string
	switch {
	case len(words) > 2:
		middle = words[1 : len(words)-1]
	case len(words) == 2 && n.surname[words[0]] == 0: // a name without its family name
		middle = words[:1]
	}
	z = n.bias
	add := func(feature string) {
		if w, ok := weight[feature]; ok {
			z += w
			known = true
		}
	}
	add("f=" + given)
	for i, m := range middle {
		add("m=" + m)
		if i == 0 {
			add("m1=" + m)
		}
	}
	if k := len(middle); k > 0 {
		add("ml=" + middle[k-1])
		add("mf=" + middle[k-1] + "_" + given)
		if k > 1 {
			add("mm=" + middle[0] + "_" + middle[1])
		}
	}
	return z, known
}

func newNames(table, surnames, foreign, stage string) *names {
	n := &names{surname: map[string]int{}, folded: map[string]int{}, weight: map[string]float64{}, plain: map[string]float64{},
		part: map[string]bool{}, foreign: map[string]Gender{}, stage: map[string]Gender{}}
	for _, e := range lexicon.Table("", surnames) {
		count, _ := strconv.Atoi(e.Value)
		k := lexicon.Key(e.Term)
		n.surname[k] += count
		n.folded[vn.Fold(k)] += count
		n.part[k] = true
	}
	total := map[string]float64{}
	for _, line := range strings.Split(table, "\n") {
		f := strings.Split(line, "\t")
		if f[0] == "# bias" && len(f) > 1 {
			n.bias, _ = strconv.ParseFloat(f[1], 64)
			continue
		}
		if len(f) < 4 {
			continue
		}
		w, err := strconv.ParseFloat(f[3], 64)
		if err != nil {
			continue
		}
		kind, value, _ := strings.Cut(f[0], "=")
		words := strings.FieldsFunc(value, func(r rune) bool { return r == '_' || r == ' ' })
		plain := make([]string, len(words))
		for i, s := range words {
			words[i] = lexicon.Key(s)
			plain[i] = vn.Fold(words[i])
			n.part[words[i]] = true
		}
		n.weight[kind+"="+strings.Join(words, "_")] = w
		// A name without marks stands for all that it may be, each as often as it is borne.
		male, _ := strconv.ParseFloat(f[1], 64)
		female, _ := strconv.ParseFloat(f[2], 64)
		k := kind + "=" + strings.Join(plain, "_")
		n.plain[k] += w * (male + female)
		total[k] += male + female
	}
	for k, t := range total {
		n.plain[k] /= t
	}
	for _, e := range lexicon.Table("", foreign) {
		n.foreign[strings.ToLower(e.Term)] = Gender(e.Value)
	}
	for _, e := range lexicon.Table("", stage) {
		n.stage[lexicon.Key(e.Term)] = Gender(e.Value)
	}
	return n
}

var (
	onsets = strings.Fields("ngh nh ng ch gh gi kh kp ph qu th tr b c d g h k l m n p q r s t v x")
	rimes  = words("a ac ach ai am an ang anh ao ap at au ay e ec em en eng eo ep et eu i ia ic ich iec iem ien ieng iep iet ieu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong oong op ot u ua uan uang uat uau uay uc ue uech uenh ui uoi uoc uom uon uong uop uot uou um un ung uo uoa up ut uu uy uya uych uyen uyet uynh uyt uyu y yem yen yet yeu oo oi uoi uay ich")
)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// Foreign tells whether a name has a word without marks that is no Vietnamese syllable.
func Foreign(name string) bool {
	for _, w := range strings.Fields(name) {
		if k := lexicon.Key(w); len(k) > 1 && !strings.ContainsAny(k, ".'") && vn.Fold(k) == k && !syllable(k) {
			return true
		}
	}
	return false
}

// syllable tells whether a word without its marks can be a Vietnamese syllable.
func syllable(fold string) bool { return syllables[fold] }

// syllables are all that an onset and a rime can make.
var syllables = func() map[string]bool {
	m := map[string]bool{"gi": true}
	for r := range rimes {
		m[r] = true
		for _, o := range onsets {
			m[o+r] = true
		}
	}
	return m
}()
