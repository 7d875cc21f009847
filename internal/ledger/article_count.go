package ledger

import (
	"context"
	"reflect"
	"strconv"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fact"
	"binhdang/internal/media/reading"
	"binhdang/internal/register"
	"binhdang/internal/store"
)

// TopicCode is the code of a topic in NEWSTOPIC.
func TopicCode(topic string) string { return "NEWSTOPIC." + strings.ToUpper(topic) }

// VoiceCode is the code of a role in VOICE.
func VoiceCode(role string) string { return "VOICE." + strings.ToUpper(role) }

// count makes the records of an article say what its reading says: one of the article, one
// for each role; without a reading none. What is said already stays as it is.
func (l *Ledger) count(ctx context.Context, tx *store.Tx, by access.Actor, a *Article, verb articleVerb) error {
	sums := fact.Sums{}
	for _, name := range []register.Name{MediaItem, MediaVoice} {
		if err := l.countIn(ctx, tx, by, a, name, verb, sums); err != nil {
			return err
		}
	}
	return tx.AddFacts(ctx, sums)
}

// countIn is count in one register; what it adds to the facts goes into sums.
func (l *Ledger) countIn(ctx context.Context, tx *store.Tx, by access.Actor, a *Article, name register.Name, verb articleVerb, sums fact.Sums) error {
	def := l.cat.Register(name, a.Day)
	if def == nil {
		return l.unknownRegister(name)
	}
	said := map[string]register.Values{}
	if a.Reading() != nil {
		said = a.values(name)
	}
	keys := a.keys(name)
	shard := l.Tree().Shard(a.Outlet, a.Day)
	there, err := tx.RecordsByKeys(ctx, shard, def.Number, keys)
	if err != nil {
		return err
	}
	state := register.Submitted
	if l.mayArticle(by, access.Approve, "", a.Outlet, a.Day) == nil {
		state = register.Approved
	}
	why := "#" + strconv.FormatInt(a.ID, 10)
	for _, key := range keys {
		values, says := said[key]
		k, stands := there[key]
		if !stands {
			if !says {
				continue
			}
			r := &register.Record{Shard: shard, ID: register.ID(l.db.NewID()), Def: def, Unit: a.Outlet, Kind: register.Event,
				First: a.Day, Last: a.Day, State: state, RowKey: key, Values: values}
			r.Place = l.placeOf(a.Outlet, r)
			if err := l.write(ctx, tx, by, takeArticle.name, "", nil, r, sums); err != nil {
				return err
			}
			continue
		}
		old, err := tx.Record(ctx, shard, k.ID)
		if err != nil {
			return err
		}
		if old.State == register.Approved && verb == withdrawArticle && state != register.Approved {
			return l.approvedOnly("verb."+verb.name, old)
		}
		r, name := *old, verb.name
		if says {
			r.State, r.Values = state, values
		} else {
			r.State, name = register.Void, withdrawArticle.name
		}
		if r.State == old.State && reflect.DeepEqual(r.Values, old.Values) {
			continue
		}
		if err := l.write(ctx, tx, by, name, why, old, &r, sums); err != nil {
			return err
		}
	}
	return nil
}

// keys are the row keys of all records that an article may have in a register.
func (a *Article) keys(name register.Name) []string {
	if name == MediaItem {
		return []string{articleKey(a.ID, "")}
	}
	var out []string
	for _, role := range reading.Roles {
		out = append(out, articleKey(a.ID, string(role)))
	}
	return out
}

// values are what the records of an article hold in a register, by row key.
func (a *Article) values(name register.Name) map[string]register.Values {
	r := a.Reading()
	number := func(n int64) register.Value { return register.Value{Number: &register.Number{N: n}} }
	one := func(is bool) register.Value {
		if is {
			return number(1)
		}
		return number(0)
	}
	channel := register.Value{Codes: []string{a.Channel}}
	out := map[string]register.Values{}
	if name == MediaItem {
		v := register.Values{"channel": channel, "items": number(1), "read": one(a.Reader != nil), "about": one(r.About),
			"stereotype": one(r.Stereotype()), "disclosure": one(len(r.Disclosures) > 0)}
		if r.Topic != "" {
			v["topic"] = register.Value{Codes: []string{TopicCode(r.Topic)}}
		}
		out[articleKey(a.ID, "")] = v
		return out
	}
	for _, v := range r.Voices() {
		out[articleKey(a.ID, string(v.Role))] = register.Values{"channel": channel, "role": {Codes: []string{VoiceCode(string(v.Role))}},
			"women": number(v.Mentioned.Women), "men": number(v.Mentioned.Men), "unknown": number(v.Mentioned.Unknown),
			"quoted_women": number(v.Quoted.Women), "quoted_men": number(v.Quoted.Men), "quoted_unknown": number(v.Quoted.Unknown)}
	}
	return out
}
