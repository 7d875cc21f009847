package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"binhdang/content"
	"binhdang/internal/fault"
	"binhdang/internal/media/eval"
	"binhdang/internal/media/person"
	"binhdang/internal/media/quote"
	"binhdang/internal/media/text"
)

// mediaAnalyse prints what an article holds, one object a line for each file. It keeps
// nothing.
func (a *app) mediaAnalyse(args []string) error {
	reader, err := person.New(content.FS)
	if err != nil {
		return err
	}
	var failed error
	for _, name := range args {
		item, err := a.mediaItem(name)
		if err != nil { // the batch goes on
			fmt.Fprintln(a.err, a.cat.Book().Fault(a.lang, fault.All(err)[0]))
			failed = errSaid
			continue
		}
		data, err := json.Marshal(mediaObject(reader, name, item))
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(a.out, "%s\n", data); err != nil {
			return err
		}
	}
	return failed
}

// mediaItem is the article of a file, of a saved page without what the page puts around
// it; - is what comes in.
func (a *app) mediaItem(name string) (*text.Article, error) {
	data, err := a.readMedia(name)
	if err != nil {
		return nil, err
	}
	art, err := text.File(data)
	if err != nil {
		return nil, inFile(err, name)
	}
	return art, nil
}

// mediaObject is what was found in an article, in the shape of the door.
func mediaObject(r *person.Reader, file string, item *text.Article) object {
	found := r.FindSigned(item.Text, item.Credits)
	heard := map[int]quote.Quote{}
	for _, q := range quote.Find(found) {
		if _, ok := heard[q.Person]; !ok {
			heard[q.Person] = q
		}
	}
	persons := []object{}
	for i, p := range found.Persons {
		q, quoted := heard[i]
		m := found.Mentions[p.Mentions[0]]
		evidence := object{{"name", object{{"rule", m.Rule}, {"start", m.Start}, {"end", m.End}}},
			{"gender", proofObject(p.GenderProof)}, {"role", proofObject(p.RoleProof)}}
		if quoted {
			evidence = append(evidence, member{"quoted", object{{"rule", q.Rule}, {"verb", q.Verb}, {"direct", q.Direct}, {"start", q.Start}, {"end", q.End}}})
		}
		persons = append(persons, object{{"name", p.Name}, {"gender", p.Gender}, {"role", p.Role}, {"quoted", quoted}, {"evidence", evidence}})
	}
	return object{{"file", file}, {"persons", persons}, {"bylines", bylines(found)}, {"language", found.Language}}
}

func proofObject(p person.Proof) object {
	return object{{"cue", p.Cue}, {"words", p.Words}, {"start", p.Start}, {"end", p.End}, {"confidence", p.Confidence}}
}

func bylines(a *person.Article) []string {
	out := []string{}
	for _, s := range a.Signatures {
		if !slices.Contains(out, s.Name) {
			out = append(out, s.Name)
		}
	}
	return out
}

// mediaEval measures what is found in the items of a folder against the labels of a reader.
func (a *app) mediaEval(args []string) error {
	f, err := os.Open(args[0])
	if err != nil {
		return fault.New(fault.NotFound, "media.file", "file", args[0])
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return fault.New(fault.Invalid, "media.labels", "file", args[0])
	}
	items, err := eval.Labels(rows)
	if err != nil {
		return fault.New(fault.Invalid, "media.labels", "file", args[0])
	}
	reader, err := person.New(content.FS)
	if err != nil {
		return err
	}
	var sum eval.Sum
	for _, item := range items {
		art, err := a.mediaItem(filepath.Join(args[1], item.File))
		if err != nil {
			return err
		}
		found := reader.FindSigned(art.Text, art.Credits)
		heard := map[int]bool{}
		for _, q := range quote.Find(found) {
			heard[q.Person] = true
		}
		var got []eval.Person
		for i, p := range found.Persons {
			got = append(got, eval.Person{Name: p.Name, Gender: string(p.Gender), Role: string(p.Role), Quoted: heard[i]})
		}
		for _, difference := range sum.Add(got, item.Persons) {
			if a.differences {
				fmt.Fprintf(a.out, "%s: %s\n", item.File, difference)
			}
		}
	}
	for _, m := range sum.Measures() {
		fmt.Fprintln(a.out, m)
	}
	return nil
}
