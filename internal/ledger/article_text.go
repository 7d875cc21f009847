package ledger

import (
	"context"
	"strconv"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/store"
)

// The texts of articles are kept so many days where nobody has set otherwise, half a year
// in which a reader can still look, and at most so many, ten years.
const (
	TextDays     = 180
	MostTextDays = 3660
	textDaysKey  = "news.text_days"
)

// TextDays is how many days the text of an article is kept from the day it was handed in.
func (l *Ledger) TextDays(ctx context.Context) (days int, err error) {
	err = l.db.Read(ctx, func(tx *store.Tx) error {
		days, err = textDays(ctx, tx)
		return err
	})
	return days, err
}

func textDays(ctx context.Context, tx *store.Tx) (int, error) {
	v, err := tx.Setting(ctx, textDaysKey)
	if err != nil || v == "" {
		return TextDays, err
	}
	return strconv.Atoi(v)
}

// SetTextDays says how long the texts of articles are kept that are handed in from now on;
// with 0 only what was found is kept.
func (l *Ledger) SetTextDays(ctx context.Context, by access.Actor, days int) error {
	if days < 0 || days > MostTextDays {
		return fault.New(fault.Invalid, "news.text_days", "most", MostTextDays)
	}
	return l.SetSetting(ctx, by, textDaysKey, strconv.Itoa(days))
}

// forgetAtOnce is how many texts are dropped in one transaction.
const forgetAtOnce = 200

// ForgetTexts drops the texts whose time is over, with where they came from; what was
// found in them stays.
func (l *Ledger) ForgetTexts(ctx context.Context) (n int64, err error) {
	for more := true; more; {
		dropped := 0
		err := l.db.Do(ctx, func(tx *store.Tx) error {
			list, err := tx.ArticlesOver(ctx, l.Today(), forgetAtOnce)
			if err != nil {
				return err
			}
			for i := range list {
				a, err := l.article(&list[i])
				if err != nil {
					return err
				}
				s, err := a.stored(list[i].Hash)
				if err != nil {
					return err
				}
				if err := tx.UpdateArticle(ctx, s, s.Version); err != nil {
					return err
				}
			}
			dropped = len(list)
			return nil
		})
		if err != nil {
			return n, err
		}
		n += int64(dropped)
		more = dropped == forgetAtOnce
	}
	return n, nil
}
