package web

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"binhdang/internal/unit"
)

var (
	linked = regexp.MustCompile(`(?s)<a[^>]* href="(/facts\?[^"]*)"[^>]*>(.*?)</a>`)
	tags   = regexp.MustCompile(`(?s)<[^>]*>`)
	cells  = regexp.MustCompile(`(?s)<td class="n[^>]*>(.*?)</td>`)
)

// plainText is what is read of a piece of a page.
func plainText(s string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(s, ""))), " ")
}

// everywhere enters a talk, each with another number of people, in some communes below
// some units on some days.
func (h *house) everywhere(refs []string, days ...string) {
	h.t.Helper()
	n := 30
	for _, ref := range refs {
		for _, day := range days {
			top, at, err := h.led.Tree().Resolve(ref, h.led.Today())
			if err != nil {
				h.t.Fatal(err)
			}
			if at == 0 {
				at = h.led.Today()
			}
			some := 0
			for _, c := range h.led.Tree().Children(top.ID, at) {
				if c.Level != unit.Commune || some == 5 {
					continue
				}
				some++
				n++
				h.talk(string(c.Code), day, fmt.Sprint(n), fmt.Sprint(n/3), "mode=Chuyên đề")
			}
		}
	}
}

// TestBoardLeadsToItsNumbers holds that whoever follows a number of a board finds that
// number: codes are reused, units end within a period, and rows stand on another map
// than that of the unit.
func TestBoardLeadsToItsNumbers(t *testing.T) {
	h := sqlite(t)
	h.everywhere([]string{"193@2024-06-01", "198@2024-06-01", "899@2024-06-01", "883@2024-06-01"}, "2022-05-10", "2024-05-10")
	h.everywhere([]string{"193@2025-06-30", "198@2025-06-30", "899@2025-06-30", "883@2025-06-30"}, "2025-02-10")
	h.everywhere([]string{"22", "91"}, "2025-08-10", "2026-02-10")
	h.talk("22", "2024-05-11", "900", "400", "mode=Lồng ghép")
	h.talk("22", "2025-05-11", "901", "401", "mode=Lồng ghép")
	v := h.as("administrator", "")
	tried := 0
	for _, u := range []string{"22", "22@2024-06-01", "193@2024-06-01", "193@2025-06-30", "91", "91@2025-06-30", "89@2024-06-01", "06652", "VN"} {
		for _, p := range []string{"2021..2025", "2024", "2025", "2025-Q3", "2026"} {
			for _, c := range []string{"", "civil"} {
				if c != "" && p != "2025" {
					continue
				}
				for _, m := range []string{"today", "then"} {
					board := "/?u=" + u + "&p=" + p + "&c=" + c + "&m=" + m
					b := v.get(board)
					if b.status == 422 && m == "then" && strings.Contains(b.body, "chưa có") { // the unit is younger than its period
						continue
					}
					b.wants(t, 200)
					seen := map[string]bool{}
					for _, a := range linked.FindAllStringSubmatch(b.body, -1) {
						to, number := html.UnescapeString(a[1]), plainText(a[2])
						if strings.Contains(a[0], "c-link") { // of a chart: read from its label
							number = ""
						}
						if seen[to+number] || len(seen) > 40 {
							continue
						}
						seen[to+number] = true
						tried++
						f := v.get(to)
						if f.status != 200 {
							t.Errorf("%s: %s leads to %s, which answers %d", board, number, to, f.status)
							continue
						}
						if number == "" || strings.HasPrefix(number, "Tháng") || strings.ContainsAny(number, "đ₫↑↓") || !strings.ContainsAny(number, "0123456789") || strings.Contains(number, "tăng") || strings.Contains(number, "giảm") || strings.Contains(number, "chia") {
							continue
						}
						found := false
						for _, m := range cells.FindAllStringSubmatch(f.body, -1) {
							text := plainText(m[1])
							found = found || text == number || strings.HasPrefix(text, number+" (")
						}
						if !found {
							t.Errorf("%s: %s leads to %s, which has no such number", board, number, to)
						}
					}
				}
			}
		}
	}
	if tried < 1000 {
		t.Errorf("only %d links", tried)
	}
}
