package web

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"binhdang/content"
	"binhdang/internal/catalog"
	"binhdang/internal/demo"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// pages are what a person meets, with a record of Phường Hà Tu in the place of {id}, and
// sets of targets of Quảng Ninh that is and that was in force in those of {set} and {former},
// an article of an outlet of Quảng Ninh in that of {article}.
var pages = []string{
	"/", "/?u=06652&p=2026", "/facts?indicator=sessions&unit=22&from=2025-12-15&to=2026-12-14&by=month", "/so", "/so/activity", "/so/club",
	"/ban-ghi/{id}", "/ban-ghi/{id}/sua", "/ban-ghi/{id}/huy", "/ghi", "/so/activity/moi", "/nhap", "/nhap/activity", "/bao-cao",
	"/bao-cao/annual?u=22&p=2026", "/bao-cao/annual/ban-hanh?u=22&p=2025", "/don-vi", "/don-vi/22", "/don-vi/06652", "/nguoi-dung",
	"/bang-diem?u=22&y=2025", "/bang-diem?u=06652", "/bang-diem/4.1?u=22&y=2025", "/bang-diem/3.2?u=22&y=2025", "/bang-diem/1.1d?u=22&y=2026",
	"/bang-diem/toan-quoc?y=2025", "/bang-diem/chi-tieu?u=22", "/bang-diem/chi-tieu/moi?u=22&p=strategy", "/bang-diem/chi-tieu/{set}", "/bang-diem/chi-tieu/{former}",
	"/nguoi-dung/moi", "/tai-khoan", "/nhat-ky", "/tim?q=ha+tu", "/tro-giup", "/uu-tien?u=22&y=2026",
	"/uu-tien?u=22&y=2026&w_risk=9", "/uu-tien/chon?u=22&y=2026&noi=06658", "/bai", "/bai/moi?u=22.BM", "/bai/22.BM?year=2026&month=2026-10", "/bai/danh-sach/22.BM?month=2026-10&what=women",
	"/bai/danh-sach/22.BM?year=2026&what=disclosure", "/bai/muc/{article}", "/khong-co-trang-nay",
}

// places fills in the addresses of pages.
func (h *house) places(id register.ID) func(string) string {
	former := h.aims(2026, 2030, "15/KH-UBND", asks("1.1b", "≥ 62"))
	n, err := strconv.ParseInt(former, 10, 64)
	if err != nil {
		h.t.Fatal(err)
	}
	if err := h.led.DropTargets(h.t.Context(), admin, n, "thử"); err != nil {
		h.t.Fatal(err)
	}
	set := h.aims(2026, 2030, "16/KH-UBND", asks("1.1b", "≥ 63"), asks("2.1", "≥ 50"))
	_, a := h.someArticles()
	return strings.NewReplacer("{article}", fmt.Sprint(a.ID), "{id}", fmt.Sprint(id), "{set}", set, "{former}", former).Replace
}

// TestEveryPageIsSound looks at every page in a real browser, in both languages, both
// themes and both widths: axe finds nothing, nothing scrolls sideways, nothing is
// fetched from elsewhere.
func TestEveryPageIsSound(t *testing.T) {
	h := sqlite(t)
	r := h.enter("activity", "unit=06652", "first=2026-03-10", "form=TOADAM", "attendances=30", "women=20", "title=Tọa đàm", "note=ghi chú")
	h.enter("activity", "unit=06658", "first=2026-03-10", "form=TOADAM", "attendances=hơn 300")
	h.enter("club", "unit=06652", "first=2026-02-10", "model=CLBHSBDG")
	h.enterAs(h.actor("officer", "06652"), "activity", "first=2026-03-12", "form=TOADAM", "attendances=40")
	someAreas(h)
	here := h.places(r.ID)
	for _, unit := range []string{"22", "46", "VN"} {
		for year := 2024; year <= 2025; year++ {
			h.declare(unit, "BIRTH_SEX_RATIO", year, "value=111,2", "source=Chi cục Dân số", "paper=15/BC-SYT", "method=Tổng hợp từ đăng ký khai sinh")
		}
	}
	for i, l := range []look{desk, phone, {1280, "dark", "en"}, {360, "dark", "en"}, {360, "light", "en"}, {1280, "dark", "vi"}} {
		w := h.window("administrator", "", l)
		for n, path := range pages {
			if i > 1 && (n+i)%2 == 0 { // every page in four looks at least
				continue
			}
			w.sound(here(path))
		}
	}
}

// TestKeyboardReaches holds that the tabulator key goes to everything that can be
// pressed, in an order, with an outline that is seen.
func TestKeyboardReaches(t *testing.T) {
	h := sqlite(t)
	r := h.enter("activity", "unit=06652", "first=2026-03-10", "form=TOADAM", "attendances=30", "women=20", "title=Tọa đàm")
	here := h.places(r.ID)
	w := h.window("standing_office", "22", desk)
	for _, path := range pages {
		if path == "/nhat-ky" || path == "/khong-co-trang-nay" {
			continue
		}
		w.open(here(path))
		var bad []string
		w.eval(`(() => {
			const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
				.filter(e => e.checkVisibility({visibilityProperty: true}) && e.type !== "hidden" && !e.closest("[hidden]") && !e.disabled);
			const bad = [];
			for (const e of all) {
				if (e.tabIndex < 0 && e.id !== "main" && !e.matches("[role=option], .faults, input[type=radio]")) { bad.push("not reached: " + e.outerHTML.slice(0, 120)); continue; }
				if (e.tabIndex > 0) bad.push("out of order: " + e.outerHTML.slice(0, 120));
				e.focus();
				if (document.activeElement !== e && !(e instanceof SVGElement)) bad.push("takes no focus: " + e.outerHTML.slice(0, 120));
			}
			return bad })()`, &bad)
		for _, b := range bad {
			t.Errorf("%s: %s", path, b)
		}
	}
}

// TestShots makes the pictures of the documentation from the sample data, where
// BINHDANG_SHOTS names a folder (make shots).
func TestShots(t *testing.T) {
	if os.Getenv("BINHDANG_SHOTS") == "" {
		t.Skip("BINHDANG_SHOTS names no folder: run make shots")
	}
	cat, err := catalog.Load(catalog.Layer{FS: content.FS})
	if err != nil {
		t.Fatal(err)
	}
	db := storetest.Open(t, store.Config{Dir: t.TempDir()})
	led, err := ledger.New(t.Context(), db, cat, demo.Clock)
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Make(t.Context(), led, admin, nil); err != nil {
		t.Fatal(err)
	}
	if err := demo.MakeWaiting(t.Context(), led); err != nil {
		t.Fatal(err)
	}
	h := serveSample(t, led)
	for _, s := range []struct {
		name, who, path string
		look            look
	}{
		{"sign-in", "", "/vao", desk},
		{"board", "so-noi-vu", "/?p=2021..2025", desk},
		{"board-dark", "so-noi-vu", "/?p=2025", look{1280, "dark", "vi"}},
		{"board-phone", "so-noi-vu", "/?p=2025", phone},
		{"register", "so-noi-vu", "/so/activity?p=2026", desk},
		{"entry-phone", "mong-cai-1", "/so/activity/moi", phone},
		{"report", "so-noi-vu", "/bao-cao/multi-year?u=22&p=2021..2025", desk},
		{"units", "so-noi-vu", "/don-vi/22", desk},
		{"score", "so-noi-vu", "/bang-diem?y=2025", desk},
		{"score-phone", "so-noi-vu", "/bang-diem?y=2025", phone},
		{"target", "admin", "/bang-diem/4.1?u=40&y=2023", desk},
		{"first", "so-noi-vu", "/uu-tien", desk},
		{"news", "so-noi-vu", "/bai/22.BAO?year=2026", desk},
		{"article", "so-noi-vu", "/bai/danh-sach/22.BAO?month=2026-10&what=stereotype", desk},
	} {
		w := h.window("", "", s.look)
		if s.who != "" {
			secret, err := led.SignInSample(t.Context(), s.who, "")
			if err != nil {
				t.Fatal(err)
			}
			w.eval(fmt.Sprintf("document.cookie = %q", "binhdang="+secret+"; path=/"), nil)
		}
		w.open(s.path)
		time.Sleep(300 * time.Millisecond) // letters
		w.view(s.name)
	}
}
