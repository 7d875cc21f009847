package indicator

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"binhdang/internal/fault"
	"binhdang/internal/register"
)

// A formula longer or more deeply nested than this is a mistake.
const (
	maxText  = 2000
	maxDepth = 50
)

// ParseExpr reads a formula: numbers, names register.measure, + - * /,
// parentheses, min(a, b), max(a, b), if(a < b, x, y) with < <= > >= =,
// whole(register.part) and count(register). A fault names the column, counted in
// letters from 1.
func ParseExpr(text string) (Expr, error) {
	if len(text) > maxText {
		return nil, fault.New(fault.Invalid, "formula.long", "max", maxText)
	}
	p := &parser{text: text}
	e := p.sum()
	if p.skip(); p.fault == nil && p.at < len(p.text) {
		p.unexpected()
	}
	if p.fault != nil {
		return nil, p.fault
	}
	return e, nil
}

// parser walks over the text once. After the first fault every method gives nil
// or "" and nothing is read any more.
type parser struct {
	text  string
	at    int
	depth int
	fault *fault.Error
}

func (p *parser) fail(at int, key string, args ...any) {
	if p.fault != nil {
		return
	}
	args = append([]any{"column", utf8.RuneCountInString(p.text[:at]) + 1}, args...)
	p.fault = fault.New(fault.Invalid, key, args...)
}

// unexpected says that what stands here does not belong here.
func (p *parser) unexpected() {
	if p.at >= len(p.text) {
		p.fail(len(p.text), "formula.ends")
		return
	}
	r, _ := utf8.DecodeRuneInString(p.text[p.at:])
	p.fail(p.at, "formula.unexpected", "found", string(r))
}

func (p *parser) skip() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// accept reads the sign s if it is next.
func (p *parser) accept(s string) bool {
	p.skip()
	if p.fault != nil || !strings.HasPrefix(p.text[p.at:], s) {
		return false
	}
	p.at += len(s)
	return true
}

func (p *parser) expect(s string) {
	if p.fault == nil && !p.accept(s) {
		p.unexpected()
	}
}

// sum := product { (+|-) product }
func (p *parser) sum() Expr {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		p.fail(p.at, "formula.deep", "max", maxDepth)
		return nil
	}
	e := p.product()
	for p.fault == nil {
		switch {
		case p.accept("+"):
			e = binary{'+', e, p.product()}
		case p.accept("-"):
			e = binary{'-', e, p.product()}
		default:
			return e
		}
	}
	return nil
}

// product := factor { (*|/) factor }
func (p *parser) product() Expr {
	e := p.factor()
	for p.fault == nil {
		switch {
		case p.accept("*"):
			e = binary{'*', e, p.factor()}
		case p.accept("/"):
			e = binary{'/', e, p.factor()}
		default:
			return e
		}
	}
	return nil
}

// factor := number | name | function | ( sum )
func (p *parser) factor() Expr {
	p.skip()
	if p.fault != nil {
		return nil
	}
	if p.accept("(") {
		e := p.sum()
		p.expect(")")
		return e
	}
	if p.at < len(p.text) && digit(p.text[p.at]) {
		return p.number()
	}
	at := p.at
	word := p.word()
	switch {
	case p.fault != nil:
		return nil
	case p.accept("("):
		e := p.function(at, word)
		p.expect(")")
		return e
	}
	return name{p.ref(at, word, false)}
}

func (p *parser) function(at int, word string) Expr {
	switch word {
	case "min", "max":
		a := p.sum()
		p.expect(",")
		return extreme{word, a, p.sum()}
	case "if":
		c := choice{a: p.sum()}
		for _, op := range []string{"<=", ">=", "<", ">", "="} { // the longer signs first
			if p.accept(op) {
				c.op = op
				break
			}
		}
		if c.op == "" {
			p.unexpected()
			return nil
		}
		c.b = p.sum()
		p.expect(",")
		c.then = p.sum()
		p.expect(",")
		c.other = p.sum()
		return c
	case "whole":
		p.skip()
		at := p.at
		return name{p.ref(at, p.word(), true)}
	case "count":
		p.skip()
		return name{Ref{Register: register.Name(p.word())}}
	}
	p.fail(at, "formula.function", "name", word)
	return nil
}

// ref reads the rest of a name whose register has been read.
func (p *parser) ref(at int, first string, whole bool) Ref {
	if p.fault == nil && (p.at >= len(p.text) || p.text[p.at] != '.') {
		p.fail(at, "formula.name", "name", first)
	}
	if p.fault != nil {
		return Ref{}
	}
	p.at++
	return Ref{Register: register.Name(first), Measure: p.word(), Whole: whole}
}

// word reads a name of small letters, digits and underscores.
func (p *parser) word() string {
	start := p.at
	for p.at < len(p.text) && (letter(p.text[p.at]) || p.at > start && digit(p.text[p.at])) {
		p.at++
	}
	if p.at == start {
		p.unexpected()
	}
	return p.text[start:p.at]
}

func (p *parser) number() Expr {
	start := p.at
	digits := func() {
		for p.at < len(p.text) && digit(p.text[p.at]) {
			p.at++
		}
	}
	digits()
	if p.at+1 < len(p.text) && p.text[p.at] == '.' && digit(p.text[p.at+1]) {
		p.at++
		digits()
	}
	text := p.text[start:p.at]
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v > math.MaxInt64 {
		p.fail(start, "formula.number", "number", text)
		return nil
	}
	return number{text, v}
}

func digit(c byte) bool  { return '0' <= c && c <= '9' }
func letter(c byte) bool { return 'a' <= c && c <= 'z' || c == '_' }
