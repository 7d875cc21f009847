package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/media/eval"
	"binhdang/internal/media/items"
	"binhdang/internal/media/person"
	"binhdang/internal/media/reading"
	"binhdang/internal/media/text"
)

// mediaAnalyse prints what articles hold, one object a line for each item. It keeps
// nothing.
func (a *app) mediaAnalyse(args []string) error {
	reader, err := reading.New(a.cat.FS())
	if err != nil {
		return err
	}
	return a.eachItem(args, func(item items.Item) error {
		data, err := json.Marshal(mediaObject(item.Place(), reader.Find(item.Article)))
		if err == nil {
			_, err = fmt.Fprintf(a.out, "%s\n", data)
		}
		return err
	})
}

// mediaObject is what was found in an article, in the shape of the door.
func mediaObject(file string, f *reading.Found) object {
	heard := f.Heard()
	persons := []object{}
	for i, p := range f.Persons {
		q, quoted := heard[i]
		m := f.Mentions[p.Mentions[0]]
		evidence := object{{"name", object{{"rule", m.Rule}, {"start", m.Start}, {"end", m.End}}},
			{"gender", proofObject(p.GenderProof)}, {"role", proofObject(p.RoleProof)}}
		if quoted {
			evidence = append(evidence, member{"quoted", object{{"rule", q.Rule}, {"verb", q.Verb}, {"direct", q.Direct}, {"start", q.Start}, {"end", q.End}}})
		}
		persons = append(persons, object{{"name", p.Name}, {"gender", p.Gender}, {"role", p.Role}, {"quoted", quoted}, {"evidence", evidence}})
	}
	terms := []object{}
	for _, t := range f.Topic.Evidence {
		terms = append(terms, object{{"words", t.Words}, {"topic", t.Topic}, {"weight", t.Weight}, {"place", t.Place}, {"start", t.Start}, {"end", t.End}})
	}
	used := []string{} // phrases that the article makes its own
	phrases := []object{}
	for _, p := range f.Care.Phrases {
		if p.Used && !slices.Contains(used, p.Words) {
			used = append(used, p.Words)
		}
		phrases = append(phrases, object{{"words", p.Words}, {"kind", p.Kind}, {"degree", p.Degree}, {"used", p.Used}, {"cue", p.Cue}, {"rule", p.Rule}, {"start", p.Start}, {"end", p.End}})
	}
	var details []string
	disclosures := []object{}
	for _, d := range f.Care.Disclosures {
		details = append(details, d.Detail())
		parts := []object{}
		for _, part := range d.Parts {
			parts = append(parts, object{{"kind", part.Kind}, {"start", part.Start}, {"end", part.End}})
		}
		disclosures = append(disclosures, object{{"rule", d.Rule}, {"parts", parts}})
	}
	return object{{"file", file}, {"is_ge_topic", f.Topic.About}, {"topic", f.Topic.Topic}, {"persons", persons},
		{"stereotype", f.Care.Stereotype()}, {"stereotype_phrases", used},
		{"identity_disclosure", len(details) > 0}, {"identity_detail", strings.Join(details, "; ")},
		{"bylines", f.Bylines()}, {"language", f.Language},
		{"evidence", object{{"topic", terms}, {"stereotype", phrases}, {"identity", disclosures}}}}
}

func proofObject(p person.Proof) object {
	return object{{"cue", p.Cue}, {"words", p.Words}, {"start", p.Start}, {"end", p.End}, {"confidence", p.Confidence}}
}

// mediaEval measures what is found in the items of a folder against the labels of a reader.
func (a *app) mediaEval(args []string) error {
	data, err := a.readMedia(args[0])
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return fault.New(fault.Invalid, "media.labels", "file", args[0])
	}
	list, err := eval.Labels(rows)
	if err != nil {
		return fault.New(fault.Invalid, "media.labels", "file", args[0])
	}
	reader, err := reading.New(a.cat.FS())
	if err != nil {
		return err
	}
	pages, err := items.New(a.cat.FS())
	if err != nil {
		return err
	}
	labelled := labelledItems{app: a, reader: pages, dir: args[1], tables: map[string]map[string]*text.Article{}}
	var sum eval.Sum
	var failed error
	for _, want := range list {
		art, err := labelled.article(want.File)
		if err != nil { // the others are measured
			for _, f := range fault.All(err) {
				fmt.Fprintln(a.err, a.cat.Book().Fault(a.lang, f))
			}
			failed = errSaid
			continue
		}
		for _, difference := range sum.Add(eval.Of(reader.Find(art)), want) {
			if a.differences {
				fmt.Fprintf(a.out, "%s: %s\n", want.File, difference)
			}
		}
	}
	for _, m := range sum.Measures() {
		fmt.Fprintln(a.out, m)
	}
	return failed
}

// labelledItems finds the articles that labels name: files, and rows of tables as
// posts.csv:7. A table is read once.
type labelledItems struct {
	*app
	reader *items.Reader
	dir    string
	tables map[string]map[string]*text.Article
}

func (l *labelledItems) article(name string) (*text.Article, error) {
	file := name
	if i := strings.LastIndex(name, ":"); i > 0 && items.IsTable(name[:i]) {
		file = name[:i]
	}
	found := l.tables[file]
	if found == nil {
		data, err := l.readMedia(filepath.Join(l.dir, file))
		if err != nil {
			return nil, err
		}
		list, faults := l.reader.Read(file, data, nil)
		if len(faults) > 0 && !items.IsTable(file) { // of a table other rows may be read
			return nil, faults[0]
		}
		found = map[string]*text.Article{}
		for _, item := range list {
			found[item.Place()] = item.Article
		}
		if items.IsTable(file) {
			l.tables[file] = found
		}
	}
	art := found[name]
	if art == nil {
		return nil, fault.New(fault.NotFound, "media.file", "file", name)
	}
	return art, nil
}
