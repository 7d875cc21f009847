package web

import (
	"encoding/json"
	"testing"

	"binhdang/internal/score"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
	"binhdang/internal/unit"
)

// TestUnfitSet: a set that no longer fits its programme, as after content changed, says
// whose it is and what to mend, and does not hold up the other provinces.
func TestUnfitSet(t *testing.T) {
	db := storetest.Open(t, store.Config{Dir: t.TempDir()})
	h := openSite(t, db)
	h.declare("46", "WAGE_WOMEN_SHARE", 2025, "value=51")
	body, err := json.Marshal(score.Set{Years: [2]int{2021, 2026}, Act: "9/KH-UBND", Rows: []score.SetRow{{Code: "1.1z", Parent: "1.1z"}}})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Do(t.Context(), func(tx *store.Tx) error {
		for _, of := range []unit.ID{h.unit("22"), h.unit("06652")} { // a commune's is none of the country's sheet
			s := store.TargetSet{ID: db.NewID(), Unit: of, Programme: "strategy", First: 2021, Last: 2026, Body: string(body), At: tx.Now(), Actor: "cli:thu"}
			if err := tx.InsertTargetSet(t.Context(), s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	v := h.as("administrator", "")
	v.get("/bang-diem/toan-quoc?y=2025").wants(t, 200, "Quảng Ninh</a> <span class=\"tag\">bộ riêng không khớp chương trình</span>", `class="sum-up">–<`, "<b>1</b>/20")
	v.get("/tai/bang-diem?bang=toan-quoc&dang=csv&y=2025").wants(t, 200, "bộ riêng không khớp chương trình")
	v.get("/bang-diem?u=22&y=2025").wants(t, 422, "Quảng Ninh cho các năm 2021-2026 không còn khớp", "dòng 1, cột Theo chỉ tiêu của chương trình", "1.1z")
	v.get("/bang-diem/2.1?u=22&y=2025").wants(t, 422, "Quảng Ninh cho các năm 2021-2026 không còn khớp", "1.1z")
	h.as("viewer", "46").get("/bang-diem/2.1?u=22&y=2025").lacks(t, "1.1z")
	p := h.as("viewer", "46").get("/bang-diem?u=22&y=2025")
	p.wants(t, 403, "Quảng Ninh")
	p.lacks(t, "1.1z")
	h.as("standing_office", "22").get("/bang-diem/chi-tieu?u=22").wants(t, 200, "9/KH-UBND")
}
