package indicator

import (
	"slices"
	"testing"

	"binhdang/internal/period"
	"binhdang/internal/register"
)

const quotaHead = "scale = 100\nover_time = \"none\"\nover_units = \"sum\"\nunit = \"count.x\"\n"

func TestDecodeQuota(t *testing.T) {
	d, err := Decode("x.toml", []byte(quotaHead+"[quota]\nof = \"commune\"\nevery = \"quarter\"\n"+
		"[[quota.need]]\nmeasure = \"activity.sessions\"\nleast = 4\nwhere = { form = [\"FORM.TOADAM\"] }\n[[quota.need]]\nmeasure = \"count(club)\"\nleast = 1\n"))
	if err != nil {
		t.Fatal(err)
	}
	if !d.Ratio() || d.Scale != 100 || d.Quota.Every != period.Quarter || len(d.Quota.Needs) != 2 || d.Quota.Needs[0].Least != 4 ||
		d.Quota.Needs[0].Where["form"][0] != "FORM.TOADAM" || d.Quota.Needs[1].Measure != (Ref{Register: "club"}) {
		t.Errorf("decoded as %+v", d.Quota)
	}
	if got := d.Registers(); !slices.Equal(got, []register.Name{"activity", "club"}) {
		t.Errorf("it reads %v", got)
	}
	if v := d.Value(Cells{"activity": sum(activity, "sessions=9")}); v.Value != nil || v.Denominator != nil {
		t.Error("cells gave a number of who met a quota")
	}
	if v := d.Quota.Needs[0].Plain().Value(Cells{"activity": sum(activity, "sessions=9")}); v.Value == nil || *v.Value != 9 {
		t.Errorf("what is needed is %v, want 9", v.Value)
	}
}

func TestQuotaFaults(t *testing.T) {
	const need = "[[quota.need]]\nmeasure = \"activity.sessions\"\nleast = 4\n"
	commune := "[quota]\nof = \"commune\"\nevery = \"year\"\n"
	for _, test := range []struct{ rule, text, want string }{
		{"as it should be", quotaHead + commune + need, ""},
		{"no formula beside", "value = \"activity.people\"\n" + quotaHead + commune + need, "indicator_file.quota_alone x.toml:6"},
		{"communes or organisations", quotaHead + "[quota]\nof = \"district\"\nevery = \"year\"\n" + need, "content.value x.toml:6"},
		{"organisations have names", quotaHead + "[quota]\nof = \"organisation\"\nevery = \"year\"\n" + need, "indicator_file.quota_named x.toml:6"},
		{"communes are all", quotaHead + "[quota]\nof = \"commune\"\nnamed = [\"xã\"]\nevery = \"year\"\n" + need, "indicator_file.quota_named x.toml:6"},
		{"no weeks", quotaHead + "[quota]\nof = \"commune\"\nevery = \"week\"\n" + need, "content.value x.toml:7"},
		{"something is needed", quotaHead + commune, "indicator_file.quota_needs x.toml:5"},
		{"of a measure", quotaHead + commune + "[[quota.need]]\nmeasure = \"activity.sessions + 1\"\nleast = 4\n", "indicator_file.quota_measure x.toml:9"},
		{"more than nothing", quotaHead + commune + "[[quota.need]]\nmeasure = \"activity.sessions\"\n", "content.value x.toml:1"},
		{"of one that there is", quotaHead + commune + "[[quota.need]]\nmeasure = \"activity.men\"\nleast = 4\n", "formula.measure_unknown x.toml:9"},
		{"of what adds up over time", quotaHead + commune + "[[quota.need]]\nmeasure = \"leadership.leaders\"\nleast = 4\n", "indicator_file.quota_sum x.toml:9"},
		{"and no stock", quotaHead + commune + "[[quota.need]]\nmeasure = \"club.clubs\"\nleast = 4\n", "indicator_file.quota_sum x.toml:9"},
		{"by fields that are kept", quotaHead + commune + need + "where = { mode = [\"x\"] }\n", "indicator_file.by x.toml:11"},
		{"once a record", quotaHead + commune + need + "where = { topic = [\"x\", \"y\"] }\n", "indicator_file.where_several x.toml:11"},
		{"it does not add up over time", "over_time = \"sum\"\nover_units = \"sum\"\nunit = \"count.x\"\n" + commune + need, "indicator_file.quota_adds x.toml:1"},
	} {
		d, err := Decode("x.toml", []byte(test.text))
		if err == nil {
			err = Check(d, find)
		}
		if got := places(err); got != test.want {
			t.Errorf("%s:\n%s\n got %s\nwant %s", test.rule, test.text, got, test.want)
		}
	}
}
