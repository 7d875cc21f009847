package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"strconv"
	"text/tabwriter"

	"binhdang/internal/card"
	"binhdang/internal/score"
	"binhdang/internal/vn"
)

func scoreCommand(fs *flag.FlagSet) func(*app, []string) error {
	ref := fs.String("unit", "", "")
	year := fs.String("year", "", "")
	programme := fs.String("programme", "", "")
	asJSON := fs.Bool("json", false, "")
	return func(a *app, args []string) error {
		if err := need(args, 0, 0); err != nil {
			return err
		}
		switch {
		case *ref == "":
			return usage{"cli.missing", "--unit"}
		case *year == "":
			return usage{"cli.missing", "--year"}
		}
		y, err := strconv.Atoi(*year)
		if err != nil {
			return usage{"cli.year", *year}
		}
		if err := a.ask(); err != nil {
			return err
		}
		c, err := card.Open(a.ctx, a.led, a.by, card.Ask{Programme: *programme, Unit: *ref, Year: y, Series: 2})
		if err != nil {
			return card.Told(a.cat, a.lang, err)
		}
		if *asJSON {
			return a.scoreJSON(c)
		}
		return a.scoreTable(c)
	}
}

// scoreJSON writes a scorecard in the shape of design section 6.
func (a *app) scoreJSON(c *card.Card) error {
	say := card.Speaker(a.cat, a.lang)
	data, err := json.Marshal(object{{"unit", c.Unit.Code}, {"year", c.Year}, {"programme", c.Programme.Name}, {"total", c.Total},
		{"met", c.In[score.Met]}, {"exceeded", c.In[score.Exceeded]}, {"met_or_exceeded", c.Good()}, {"share", math.Round(c.Share(c.Good())*10) / 10},
		{"partly", c.In[score.Partly]}, {"close", c.In[score.Close]}, {"not_met", c.In[score.NotMet]}, {"no_data", c.In[score.NoData]},
		{"nothing_arising", c.In[score.NothingArising]}, {"sentence", say.Result(c.Card)}, {"targets", targets(say, c.Programme, c.Rows)}})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s\n", data)
	return err
}

func targets(say score.Speaker, p *score.Programme, rows []score.Row) []object {
	out := make([]object, 0, len(rows))
	for _, r := range rows {
		o := object{{"code", r.Code}, {"parent", r.Parent}, {"goal", r.Goal}, {"name", say.Name(p, r.Target)}, {"state", r.State}}
		if len(r.Parts) > 0 {
			out = append(out, append(o, member{"parts", targets(say, p, r.Parts)}))
			continue
		}
		var numerator, denominator *float64
		marks := []string{}
		var value *float64
		if v := r.Value; v != nil {
			value, numerator, denominator, marks = v.Value, v.Numerator, v.Denominator, append(marks, v.Marks...)
		}
		o = append(o, member{"indicator", r.Indicator}, member{"level", r.Level}, member{"value", number(value)}, member{"qualifier", r.Qualifier()},
			member{"numerator", number(numerator)}, member{"denominator", number(denominator)}, member{"marks", marks},
			member{"threshold", number(threshold(r.Threshold))}, member{"operator", r.Threshold.Op}, member{"about", r.About}, member{"path", r.Path}, member{"ahead", r.Ahead},
			member{"before", number(r.Before)})
		if r.National != nil {
			o = append(o, member{"national", object{{"threshold", number(&r.National.Value)}, {"operator", r.National.Op}, {"state", r.NationalState}}})
		}
		out = append(out, o)
	}
	return out
}

// threshold is its number; nil where the target asks nothing.
func threshold(t score.Threshold) *float64 {
	if t.Op == "" {
		return nil
	}
	return &t.Value
}

func (a *app) scoreTable(c *card.Card) error {
	say := card.Speaker(a.cat, a.lang)
	fmt.Fprintln(a.out, vn.Capital(say.Result(c.Card)))
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	var write func(rows []score.Row, indent string)
	write = func(rows []score.Row, indent string) {
		for _, r := range rows {
			var value, asked string
			if len(r.Parts) == 0 {
				asked = say.Threshold(r.Target, r.Threshold, r.About)
				switch {
				case r.State == score.NothingArising || r.State != score.NoData && (r.Value == nil || r.Value.Value == nil):
					value = "–" // the judgement alone is known
				case r.Value == nil:
					value = say.Value(r.Target, nil, "")
				default:
					value = say.Value(r.Target, r.Value.Value, r.Value.Qualifier)
				}
			}
			fmt.Fprintf(w, "%s%s\t%s\t%s\t%s\t%s\n", indent, r.Code, say.State(r.State), value, asked, say.Name(c.Programme, r.Target))
			write(r.Parts, indent+"  ")
		}
	}
	write(c.Rows, "")
	return w.Flush()
}
