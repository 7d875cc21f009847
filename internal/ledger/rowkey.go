package ledger

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// sheetKey is the row key of a "Mã dòng": unit and code together, so that each unit
// may number its rows as it likes.
func sheetKey(id unit.ID, code string) string { return strconv.FormatInt(int64(id), 10) + "/" + code }

// madeKey is the row key of a record that came without one.
func madeKey(id register.ID) string { return "@" + strconv.FormatInt(int64(id), 10) }

// freeKey is the row key of the n-th row of a sheet without a "Mã dòng" that says
// the same.
func freeKey(id unit.ID, hash string, n int) string {
	return "#" + strconv.FormatInt(int64(id), 10) + "/" + hash + "/" + strconv.Itoa(n)
}

// articleKey is the row key of a record that an article writes, of one role or with "" of
// the article itself.
func articleKey(id int64, role string) string {
	key := "~" + strconv.FormatInt(id, 10)
	if role != "" {
		key += "." + role
	}
	return key
}

// ArticleOf is the article that wrote a record, 0 for none.
func ArticleOf(r *register.Record) int64 {
	if !r.Def.Made || !strings.HasPrefix(r.RowKey, "~") {
		return 0
	}
	text, _, _ := strings.Cut(r.RowKey[1:], ".")
	id, _ := strconv.ParseInt(text, 10, 64) // of what is no number: none
	return id
}

var made = regexp.MustCompile(`^(?:@[1-9][0-9]{0,18}|~[1-9][0-9]{0,18}(?:\.[a-z]+)?|#[1-9][0-9]{0,18}/[0-9a-f]{32}/[1-9][0-9]{0,8})$`)

// ourKey tells whether a key has the form of those that madeKey, freeKey and articleKey make.
// In a sheet it means a record only if one bears it, and is of the row's unit.
func ourKey(key string) bool { return made.MatchString(key) }

// keyFree refuses a row key that a record of the unit already bears.
func (l *Ledger) keyFree(ctx context.Context, tx *store.Tx, r *register.Record) error {
	found, err := tx.RecordsByKeys(ctx, r.Shard, r.Def.Number, []string{r.RowKey})
	if err != nil {
		return err
	}
	if k, ok := found[r.RowKey]; ok {
		return fault.New(fault.Conflict, "record.key_taken", "id", int64(k.ID))
	}
	return nil
}

// KeyOf is the "Mã dòng" of a record: as its sheet gave it, else the key that we made.
func KeyOf(r *register.Record) string {
	if ourKey(r.RowKey) {
		return r.RowKey
	}
	if _, code, ok := strings.Cut(r.RowKey, "/"); ok {
		return code
	}
	return r.RowKey
}
