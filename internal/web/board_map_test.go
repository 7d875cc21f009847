package web

import (
	"html"
	"regexp"
	"strings"
	"testing"
)

// TestFactsOnMaps holds that the page of facts offers maps and what becomes of split
// communes where its rows are units, that it calls an area by the names of its units,
// and that a row leads only to a number that is its own.
func TestFactsOnMaps(t *testing.T) {
	h := sqlite(t)
	h.talk("06655@2025-06-30", "2023-03-10", "100", "60")
	h.talk("06661@2025-06-30", "2023-03-10", "10", "5")
	h.talk("06664@2025-06-30", "2023-03-10", "4", "1")
	v := h.as("viewer", "22")
	const q = "/facts?indicator=attendances&unit=22&from=2022-12-15&to=2023-12-14&by=unit"
	today := v.get(q)
	today.wants(t, 200, "Chưa phân bổ", ">100<", ">10</a>", "map=comparable", "split=default", "bản đồ so sánh được",
		"để ở dòng chưa phân bổ", `aria-current="true">bản đồ hôm nay`)
	likely := v.get(q + "&split=default")
	likely.wants(t, 200, "≈ 110", `aria-current="true">gán cho nơi có trung tâm cũ`, "114")
	if strings.Contains(likely.body, `≈ 110</a>`) {
		t.Error("an estimate leads to a number that is not it")
	}
	area := v.get(q + "&map=comparable")
	area.wants(t, 200, "Phường Việt Hưng &#43; Phường Tuần Châu", ">110<", "bản đồ so sánh được.", ">4</a>")
	if strings.Contains(area.body, "split=default") || strings.Contains(area.body, ">110</a>") {
		t.Error("the comparable map asks what becomes of split communes, or leads from an area to one unit")
	}
	v.get("/tai/bang?dang=csv&map=comparable"+strings.TrimPrefix(q, "/facts?indicator=attendances")+"&indicator=attendances").
		wants(t, 200, "Phường Việt Hưng + Phường Tuần Châu,110")
	for _, p := range []page{today, likely, area} { // a row's link gives the number of the row
		for _, m := range regexp.MustCompile(`<a href="(/facts\?[^"]*)">([0-9.]+)</a>`).FindAllStringSubmatch(p.body, -1) {
			v.get(html.UnescapeString(m[1])).wants(t, 200, ">"+m[2]+"<")
		}
	}
	if p := v.get("/facts?indicator=attendances&unit=22&from=2022-12-15&to=2023-12-14"); strings.Contains(p.body, "split=default") {
		t.Error("a question without rows of units offers to split them")
	}
	// From the facts of a former unit on the comparable map the board opens on one of its two.
	v.get("/facts?indicator=attendances&unit=22@2024-06-01&map=comparable&by=unit&from=2022-12-15&to=2023-12-14").wants(t, 200, "m=today")
}
