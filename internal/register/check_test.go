package register

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	defs, _, _ := loadOurs(t)
	env := testEnv(t, "vi")
	const talk = "unit=06652,first=08/03/2025,form=Tọa đàm,"
	const share = "kind=whole,unit=22,first=2023,ratio=women_share,"
	const stated = "unit=22,first=2023,ratio="
	for _, c := range []struct {
		rule     string
		register Name
		row      string
		problems string // "" for none
		has      string // words that the entry shows
	}{
		{"a session is one unless said", "activity", talk, "", "sessions=1"},
		{"an event of one day", "activity", talk, "", "kind=1 unit=1306652 place=0 20250308-20250308 closed=0"},
		{"an event of several days", "activity", talk + "last=2025-03-10", "", "20250308-20250310"},
		{"a name without marks, as a unit", "activity", "unit=phuong ha tu,first=08/03/2025,form=toa dam", "", "unit=1306652"},
		{"name and code together", "activity", "unit=Phường Hà Tu (06652),first=08/03/2025,form=toa dam", "", "unit=1306652"},
		{"name and code that differ", "activity", "unit=Huế (06652),first=08/03/2025,form=toa dam", "unit:unit_two", ""},
		{"several units of a name", "activity", "unit=xã Sơn La,first=08/03/2025,form=toa dam", "unit:unit.ambiguous", ""},
		{"the reporting unit is looked for in the asker's subtree", "activity", "unit=Huế,first=08/03/2025,form=toa dam", "unit:unit.unknown", ""},
		{"a place may be anywhere", "activity", talk + "place=thành phố Huế", "", "place=1100046"},
		{"a school's place is its seat", "activity", talk + "place=22.THCS", "", "place=1306652"},
		{"a unit that has ended", "activity", "unit=193,first=08/03/2026,form=toa dam", "unit:unit.not_then", ""},
		{"a unit that had not ended yet", "activity", "unit=193,first=08/03/2025,form=toa dam", "", "unit=1200193"},
		{"the form is required of an event", "activity", "unit=06652,first=08/03/2025", "form:required", ""},
		{"unit and day are required", "activity", "form=Tọa đàm", "unit:required first:required", ""},
		{"a day ahead", "activity", "unit=06652,first=2026-11-23,form=toa dam", "first:future", ""},
		{"today is no day ahead", "activity", "unit=06652,first=2026-11-22,form=toa dam", "", "20261122"},
		{"the last day ahead", "activity", talk + "last=2026-11-23", "last:future", ""},
		{"the last day first", "activity", talk + "last=2025-03-07", "last:days_reversed", ""},
		{"a day before all", "activity", "unit=06652,first=31/12/1999,form=toa dam", "first:day_early", ""},
		{"no day", "activity", "unit=06652,first=31/02/2025,form=toa dam", "first:period.day_none", ""},
		{"a column that is not there", "activity", talk + "womne=3", "womne:column_unknown", ""},
		{"a key that is too long", "activity", talk + "row_key=" + strings.Repeat("x", 201), "row_key:text_long", ""},

		{"a word stays with its number", "activity", talk + "attendances=hơn 1.200", "", "attendances=1200more"},
		{"a number in words where allowed", "activity", talk + "attendances=hàng chục nghìn", "", "attendances=0hàng chục nghìn"},
		{"a number in words elsewhere", "activity", talk + "attendances=90,women=nhiều", "women:words", ""},
		{"no number", "activity", talk + "attendances=abc", "attendances:number.bad", ""},
		{"a number below nothing", "activity", talk + "attendances=-3", "attendances:number.negative", ""},
		{"a number above all", "activity", talk + "sessions=100001", "sessions:number_max", ""},
		{"zero is a number", "activity", talk + "attendances=90,women=0", "", "women=0"},
		{"a part without its whole", "activity", talk + "women=3", "women:part_alone", ""},
		{"a part above its whole", "activity", talk + "attendances=3,women=4", "women:part_above", ""},
		{"a part above a whole that is more than said", "activity", talk + "attendances=hơn 3,women=4", "women:part_above", ""},
		{"a part as great as its whole", "activity", talk + "attendances=4,women=4", "", "women=4"},
		{"more than a part that is all", "activity", talk + "attendances=10,women=hơn 10", "women:part_above", ""},
		{"more than a part of less", "activity", talk + "attendances=gần 10,women=hơn 10", "women:part_above", ""},
		{"a part that is all of less", "activity", talk + "attendances=gần 10,women=10", "women:part_above", ""},
		{"more of more", "activity", talk + "attendances=hơn 10,women=hơn 10", "", "women=10more"},
		{"less than all", "activity", talk + "attendances=10,women=gần 10", "", "women=10less"},
		{"all of about so many", "activity", talk + "attendances=khoảng 10,women=10", "", "women=10"},
		{"more of about so many", "activity", talk + "attendances=khoảng 10,women=hơn 10", "women:part_maybe?", "women=10more"},
		{"about all", "activity", talk + "attendances=10,women=khoảng 10", "women:part_maybe?", "women=10about"},
		{"about of less", "activity", talk + "attendances=gần 10,women=khoảng 10", "women:part_maybe?", "women=10about"},
		{"about of about", "activity", talk + "attendances=khoảng 10,women=khoảng 10", "", "women=10about"},
		{"a part of a whole in words", "activity", talk + "attendances=hàng trăm,women=4", "women:part_alone", ""},
		{"parts overlap and need not add up", "activity", talk + "attendances=10,women=9,minority=9,pupils=9", "", "pupils=9"},
		{"a hall of too many", "activity", talk + "sessions=2,attendances=10001", "attendances:unusual_per?", "attendances=10001"},
		{"a hall just full", "activity", talk + "sessions=2,attendances=10000", "", "attendances=10000"},

		{"a course is another activity", "activity", "unit=06652,first=08/03/2025,form=Tập huấn,attendances=30,women=20", "", "sessions=1"},
		{"a number that the form does not take", "activity", talk + "views=30", "views:route_code", ""},
		{"a number that the form takes", "activity", "unit=06652,first=08/03/2025,form=Livestream,views=hàng nghìn", "", "views=0hàng nghìn"},
		{"a form that is unknown hides no other fault", "activity", "unit=06652,first=08/03/2025,form=Toa dan,views=3,women=2", "form:code_near women:part_alone", ""},
		{"a route without its code", "activity", "kind=còn lại,unit=06652,first=2025,views=3", "views:route_first", ""},

		{"a total of an administrative year", "activity", "kind=còn lại,unit=22,first=năm 2023,sessions=hơn 900", "", "kind=3 unit=1100022 place=0 20221215-20231214 closed=0 sessions=900more"},
		{"a total of several years", "activity", "kind=Toàn bộ,unit=22,first=2021-2025,sessions=3900", "", "kind=4 unit=1100022 place=0 20201215-20251214"},
		{"a total of a quarter", "activity", "kind=rest,unit=22,first=quý IV/2023,sessions=1", "", "20230915-20231214"},
		{"a total of a quarter by its key", "activity", "kind=rest,unit=22,first=2023-Q4,sessions=1", "", "20230915-20231214"},
		{"a total of nine months", "activity", "kind=rest,unit=22,first=9 tháng đầu năm 2023,sessions=1", "", "20221215-20230914"},
		{"a total of its own days", "activity", "kind=rest,unit=22,first=1/1/2023,last=31/12/2023,sessions=1", "", "20230101-20231231"},
		{"a total has no default", "activity", "kind=rest,unit=22,first=2023,attendances=256000", "", "20231214 closed=0 attendances=256000"},
		{"a total with one day", "activity", "kind=rest,unit=22,first=1/1/2023,sessions=1", "last:total_days", ""},
		{"a total with a period and a day", "activity", "kind=rest,unit=22,first=2023,last=31/12/2023,sessions=1", "last:window_last", ""},
		{"a total of no period", "activity", "kind=rest,unit=22,first=mùa hè,sessions=1", "first:window", ""},
		{"a total without a figure", "activity", "kind=rest,unit=22,first=2023", "kind:total_empty", ""},
		{"a total of a year that is not over", "activity", "kind=rest,unit=22,first=2026,sessions=1", "last:total_open?", "20261214"},
		{"a total of a year that is to come", "activity", "kind=rest,unit=22,first=2027,sessions=1", "first:future", ""},
		{"a year is no day of an event", "activity", "unit=22,first=2023,form=toa dam", "first:period.day_bad", ""},
		{"an unknown kind", "activity", talk + "kind=tổng", "kind:kind", ""},
		{"an event may say so", "activity", talk + "kind=Sự kiện", "", "kind=1"},
		{"a register without totals", "staff", "kind=rest,unit=22,first=2023,officers=1", "first:period.day_bad kind:kind_totals", ""},
		{"a register of statistics means civil years", "violence", "kind=whole,unit=22,first=2019,cases=58", "", "20190101-20191231"},

		{"a stock is open", "club", "unit=06652,first=01/09/2023,model=CLBHSBDG", "", "kind=2 unit=1306652 place=0 20230901-20230901 closed=0 model=MODEL.CLBHSBDG clubs=1"},
		{"a stock is closed", "club", "unit=06652,first=01/09/2023,last=31/05/2024,model=CLBHSBDG", "", "20230901-20230901 closed=20240531"},
		{"a stock closed before it opened", "club", "unit=06652,first=01/09/2023,last=31/05/2023,model=CLBHSBDG", "last:days_reversed", ""},
		{"a stock is no total", "club", "kind=rest,unit=06652,first=01/09/2023,model=CLBHSBDG", "kind:kind_stock", ""},
		{"one line for several", "club", "unit=22,first=01/09/2023,model=CLBHSBDG,clubs=gần 300", "", "clubs=300less"},

		{"a partition adds up", "violence", "unit=06652,first=31/12/2023,households=100,single_parent=10,one_generation=20,two_generations=40,three_generations=25,other_households=5", "", "households=100"},
		{"a partition that does not", "violence", "unit=06652,first=31/12/2023,households=100,single_parent=10,one_generation=20,two_generations=40,three_generations=25,other_households=4", "households:partition", ""},
		{"a partition in part", "violence", "unit=06652,first=31/12/2023,households=100,single_parent=10", "", "single_parent=10"},
		{"a partition in part that is too much", "violence", "unit=06652,first=31/12/2023,households=100,single_parent=60,two_generations=60", "households:partition", ""},
		{"a partition that is not exact", "violence", "unit=06652,first=31/12/2023,households=khoảng 100,single_parent=60,two_generations=60", "", "households=100about"},
		{"victims by sex", "violence_people", "unit=06652,first=31/12/2023,victims=58,victims_male=7,victims_female=24", "victims:partition", ""},
		{"forms may exceed cases together", "violence", "unit=06652,first=31/12/2023,cases=10,mental=8,physical=7", "", "physical=7"},

		{"money as it is said", "resource", "unit=22,first=31/12/2025,fund=Ngân sách tỉnh,amount=15 tỷ", "", "amount=15000000000"},
		{"sponsors of a budget", "resource", "unit=22,first=31/12/2025,fund=Ngân sách tỉnh,amount=15 tỷ,sponsors=2", "sponsors:route_code", ""},
		{"money of no source", "resource", "kind=rest,unit=22,first=2025,amount=15 tỷ", "amount:route_first", ""},
		{"a required number", "resource", "unit=22,first=31/12/2025,fund=Ngân sách tỉnh", "amount:required", ""},

		{"a share that is its numbers'", "value", share + "value=33,numerator=1,denominator=3", "", "value=3300"},
		{"a share rounded to two decimals", "value", share + "value=33.33,numerator=1,denominator=3", "", "value=3333"},
		{"a share that is rounded otherwise", "value", share + "value=33.4,numerator=1,denominator=3", "value:stated_differs", ""},
		{"a share of other numbers", "value", share + "value=90,numerator=1,denominator=3", "value:stated_differs", ""},
		{"a share of numbers that are not exact", "value", share + "value=90,numerator=hơn 1,denominator=3", "", "value=9000"},
		{"a share of nothing", "value", share + "value=0,numerator=0,denominator=0", "", "value=0"},
		{"a value of nothing", "value", share + "value=50,numerator=0,denominator=0", "value:stated_zero", ""},
		{"nothing arose", "value", share + "numerator=0,denominator=0", "", "numerator=0 denominator=0"},
		{"a share of all", "value", share + "value=100", "", "value=10000"},
		{"a share above all", "value", share + "value=100.01", "value:stated_share", ""},
		{"a share of more than all", "value", share + "value=hơn 100", "value:stated_share", ""},
		{"a share below nothing", "value", share + "value=-1", "value:number.negative", ""},
		{"a part above its whole", "value", share + "numerator=44,denominator=43", "numerator:stated_above", ""},
		{"a part that the words put above its whole", "value", share + "numerator=hơn 43,denominator=43", "numerator:stated_above", ""},
		{"a part that may be above its whole", "value", share + "numerator=khoảng 43,denominator=43", "numerator:part_maybe?", "numerator=4300about"},
		{"a numerator alone", "value", share + "numerator=44", "denominator:stated_half", ""},
		{"a denominator alone", "value", share + "denominator=44", "numerator:stated_half", ""},
		{"a numerator with its value", "value", share + "numerator=24.2 triệu,value=46.6", "", "value=4660 numerator=2420000000"},
		{"nothing given at all", "value", share + "note=x", "value:stated_nothing", ""},
		{"nothing said of what", "value", "unit=22,first=2023,value=3", "ratio:required", ""},
		{"a judgement without a value", "value", share + "state=Chưa đạt", "", "state=STATE.NOT_MET"},
		{"a year is civil and whole", "value", "unit=22,first=2023,ratio=women_share,value=3", "", "kind=4 unit=1100022 place=0 20230101-20231231"},
		{"no rest of a value", "value", "kind=rest,unit=22,first=2023,ratio=women_share,value=3", "kind:kind_stated", ""},
		{"no event of a value", "value", "kind=event,unit=22,first=2023,ratio=women_share,value=3", "kind:kind_stated", ""},
		{"a day within", "value", share + "value=3,as_of=31/12/2023", "", "as_of=20231231"},
		{"a day after", "value", share + "value=3,as_of=01/01/2024", "as_of:within", ""},
		{"a day before", "value", share + "value=3,as_of=31/12/2022", "as_of:within", ""},
		{"boys exceed girls", "value", stated + "birth_sex_ratio,value=113.4,numerator=1134,denominator=1000", "", "value=11340"},
		{"boys for girls of other numbers", "value", stated + "birth_sex_ratio,value=103.4,numerator=1134,denominator=1000", "value:stated_differs", ""},
		{"means as one decimal", "value", stated + "care_hours_ratio,value=1.8,numerator=16.13,denominator=8.75", "", "value=180 numerator=1613 denominator=875"},
		{"means as two decimals", "value", stated + "care_hours_ratio,value=1.84,numerator=16.13,denominator=8.75", "", "value=184"},
		{"means of another ratio", "value", stated + "care_hours_ratio,value=1.7,numerator=16.13,denominator=8.75", "value:stated_differs", ""},
		{"deaths for births", "value", stated + "maternal_mortality,value=42,numerator=21,denominator=50000", "", "value=4200"},
		{"deaths as a percentage", "value", stated + "maternal_mortality,value=0.04,numerator=21,denominator=50000", "value:stated_differs", ""},
		{"a rise above all", "value", stated + "awareness_rise,value=112.5", "", "value=11250"},
		{"a yes", "value", stated + "gender_in_teaching,value=Có", "", "value=100"},
		{"a yes as a number", "value", stated + "gender_in_teaching,value=1", "", "value=100"},
		{"a no", "value", stated + "gender_in_teaching,value=không", "", "value=0"},
		{"neither yes nor no", "value", stated + "gender_in_teaching,value=2", "value:stated_yes_no", ""},
		{"about yes", "value", stated + "gender_in_teaching,value=khoảng 1", "value:stated_yes_no", ""},
		{"a yes with inputs", "value", stated + "gender_in_teaching,value=1,numerator=1,denominator=1", "numerator:stated_inputs denominator:stated_inputs", ""},
		{"a yes of a share", "value", share + "value=có", "value:number.decimal", ""},
		{"a share with many decimals", "value", share + "value=46.5783132530120", "value:rounded?", "value=4658"},
		{"a share below one with three", "value", share + "value=0.466", "value:rounded?", "value=47"},
		{"a sign of percent", "value", share + "value=50%", "", "value=5000"},
		{"thousands are not decimals", "value", share + "value=46.578", "value:stated_share", ""},
		{"a day among numbers", "activity", talk + "attendances=2025-06-30", "attendances:number_day", ""},
		{"an hour among decimals", "value", share + "value=12:30", "value:number_day", ""},

		{"several codes", "activity", talk + "audience=Nam giới; dtts | Học sinh; nam gioi", "", "audience=AUD.NAM+AUD.DTTS+AUD.HOCSINH"},
		{"names with commas are not parted at them", "activity", talk + `audience=Thanh niên;Giáo viên`, "", "audience=AUD.THANHNIEN+AUD.GIAOVIEN"},
		{"an unknown code, one by one", "activity", talk + "audience=Nam giới; nông dân; xyz", "audience:code_near audience:code_unknown", ""},
		{"a text in a column of codes", "activity", talk + "audience=" + strings.Repeat("x;", 1000), "audience:code_unknown audience:code_unknown audience:code_unknown audience:code_unknown audience:code_unknown", ""},
		{"one code only", "activity", talk + "mode=Chuyên đề; Lồng ghép", "mode:one_code", ""},
		{"a code that is not for this register", "broadcast", "unit=06652,first=08/03/2025,channel=Báo in", "channel:code_elsewhere", ""},
		{"minutes of what has none", "broadcast", "unit=06652,first=08/03/2025,channel=Bảng tin,minutes=5", "minutes:route_code", ""},
		{"other units, also far ones", "activity", talk + "lead=Bộ Nội vụ,reached=22.THCS; phường hà tu", "", "lead=[10000003] reached=[10000002 1306652]"},
		{"an unknown other unit", "activity", talk + "reached=22.THCS; Công ty X", "reached:unit.unknown", ""},
		{"a further day", "award", "unit=22,first=15/12/2025,award=Bằng khen,paper_day=10/12/2025,individuals=3", "", "paper_day=20251210"},
		{"a bad further day", "award", "unit=22,first=15/12/2025,award=Bằng khen,paper_day=10/13/2025", "paper_day:period.day_none", ""},
		{"yes", "training", "unit=22,first=15/12/2025,course=Lồng ghép giới,online=Có", "", "online=yes"},
		{"neither yes nor no", "training", "unit=22,first=15/12/2025,course=Lồng ghép giới,online=đôi khi", "online:yes_no", ""},
		{"control characters and spaces go", "activity", talk + "title=\x00 Nói  chuyện\u200b", "", "title=Nói chuyện"},
		{"a short text has one line", "activity", talk + "title=a\nb", "", "title=a b"},
		{"a long text keeps its lines", "activity", talk + "note=a\n\nb", "", "note=a\n\nb"},
		{"a text that is too long", "activity", talk + "title=" + strings.Repeat("ă", 2001), "title:text_long", ""},
		{"a long text that is too long", "activity", talk + "note=" + strings.Repeat("ă", 20001), "note:text_long", ""},
		{"what is only spaces is empty", "activity", talk + "women=  ,attendances= ", "", "sessions=1"},
	} {
		d := defs[c.register]
		e, problems := Check(d, row(c.row), env)
		if got := told(problems); got != c.problems {
			t.Errorf("%s: %s: %q says %q, want %q", c.rule, c.register, c.row, got, c.problems)
		}
		if got := show(d, e); !problems.Refused() && !strings.Contains(got, c.has) {
			t.Errorf("%s: %s: %q is %q, want in it %q", c.rule, c.register, c.row, got, c.has)
		}
	}
}

// What a record adds to follows its form.
func TestRoutes(t *testing.T) {
	defs, _, _ := loadOurs(t)
	env := testEnv(t, "vi")
	d := defs["activity"]
	for _, c := range []struct{ row, measure string }{
		{"form=Tọa đàm", "women"}, {"form=Tập huấn", "other_women"}, {"form=Sinh hoạt câu lạc bộ", "club_women"},
	} {
		e, problems := Check(d, row("unit=06652,first=08/03/2025,attendances=30,women=20,"+c.row), env)
		if len(problems) > 0 {
			t.Fatal(told(problems))
		}
		for i, g := range d.Figures(e.Values, env.Attr) {
			if i >= len(d.Measures) {
				break
			}
			if m := d.Measures[i].ID; (m == c.measure) != (g.Has && g.N == 20) {
				t.Errorf("%s: %s is %+v", c.row, m, g)
			}
		}
	}
}

// A fault reads as a sentence with nothing unfilled, in both languages.
func TestSentences(t *testing.T) {
	defs, _, book := loadOurs(t)
	for _, c := range []struct {
		register      Name
		row, lang, is string
	}{
		{"activity", "unit=06652,first=08/03/2025,form=tao dam", "vi", "cột form: Không có “tao dam” trong danh mục của cột này. Có phải “Tọa đàm”?"},
		{"activity", "unit=06652,first=08/03/2025,form=Hội nghị truyền", "en", `column form: "Hội nghị truyền" is not in the list of this column. Did you mean "Communication conference"?`},
		{"activity", "unit=06652,first=08/03/2025,form=Tọa đàm,views=3", "vi", "cột views: Không dùng khi “Hình thức” là “Tọa đàm”; hãy để trống. Cột này dành cho: Cuộc thi trực tuyến; Phát trực tiếp, tọa đàm trực tuyến; Chiến dịch mạng xã hội (đổi khung avatar, hashtag)."},
		{"activity", "unit=06652,first=08/03/2025,form=Tọa đàm,attendances=1200,women=1300", "vi", "cột women: 1.300 lớn hơn tổng 1.200 ở cột “Số lượt người tham gia”."},
		{"activity", "unit=06652,first=08/03/2025,form=Tọa đàm,women=13", "en", `column women: A part is given without its whole: fill in "Attendances" too.`},
		{"violence", "unit=06652,first=31/12/2023,households=100,single_parent=60,two_generations=60", "vi", "cột households: Các cột Hộ chỉ có cha hoặc mẹ và con; Hộ một thế hệ; Hộ hai thế hệ; Hộ từ ba thế hệ; Hộ khác cộng lại là 120, không khớp với 100."},
	} {
		_, problems := Check(defs[c.register], row(c.row), testEnv(t, c.lang))
		if len(problems) != 1 {
			t.Errorf("%s: %s", c.row, told(problems))
			continue
		}
		if got := book.Fault(c.lang, problems[0].Fault); got != c.is {
			t.Errorf("%s:\n got %s\nwant %s", c.row, got, c.is)
		}
	}
}

func TestProblemsInOrderOfColumns(t *testing.T) {
	defs, _, _ := loadOurs(t)
	in := row("note=" + strings.Repeat("x", 20001) + ",women=1,form=?,kind=?,last=?,first=?,unit=,zzz=1")
	for range 5 {
		_, problems := Check(defs["activity"], in, testEnv(t, "vi"))
		want := "unit:required kind:kind first:period.day_bad last:period.day_bad form:code_unknown women:part_alone note:text_long zzz:column_unknown"
		if got := told(problems); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
	}
}

func TestRowHash(t *testing.T) {
	base := RowHash(Input{"unit": "06652", "women": "3", "row_key": "a"})
	for _, c := range []struct {
		rule string
		in   Input
		same bool
	}{
		{"the key is no part", Input{"unit": "06652", "women": "3", "row_key": "b"}, true},
		{"spaces and empty columns say nothing", Input{"unit": " 06652 ", "women": "3", "men": " "}, true},
		{"a value", Input{"unit": "06652", "women": "4"}, false},
		{"a column", Input{"unit": "06652", "men": "3"}, false},
		{"columns do not run together", Input{"unit": "06652\x00women=3"}, false},
	} {
		if got := bytes.Equal(RowHash(c.in), base); got != c.same {
			t.Errorf("%s: same is %v, want %v", c.rule, got, c.same)
		}
	}
}

// What is printed reads as the same entry, in both languages, for every kind of field.
func TestPrintReads(t *testing.T) {
	defs, _, _ := loadOurs(t)
	for _, c := range []struct {
		register Name
		row      string
	}{
		{"activity", "row_key=R 1,unit=06652,place=Huế,first=08/03/2025,last=09/03/2025,form=Tọa đàm,mode=Lồng ghép,topic=Luật Bình đẳng giới; Bạo lực giới,sessions=khoảng 12,attendances=hơn 1.200,women=gần 600,minority=0,audience=Nam giới; Hội viên phụ nữ,campaign=Tháng hành động,programme=1790; Dự án 8,lead=Bộ Nội vụ,co_organisers=22.THCS; 22,reached=193,note=dòng 1\n- dòng 2"},
		{"activity", "kind=còn lại,unit=22,first=2023,sessions=hơn 900,attendances=hàng chục nghìn"},
		{"activity", "kind=toàn bộ,unit=22,first=2021-2025,sessions=3900"},
		{"club", "unit=22.THCS,first=01/09/2023,last=31/05/2024,model=CLBHSBDG,members=30,women=20,school=THCS"},
		{"award", "unit=22,first=15/12/2025,award=Bằng khen,paper_day=10/12/2025,individuals=3,women=1,prize_money=1 tỷ 200 triệu"},
		{"training", "unit=22,first=15/12/2025,course=Lồng ghép giới,online=không,trainees=~40"},
		{"value", "unit=22,first=2023,ratio=care_hours_ratio,value=1.8,numerator=16.13,denominator=8.75,as_of=31/12/2023,basis=điều tra,source=Thống kê tỉnh"},
		{"value", "unit=22,first=2023,ratio=gender_in_teaching,value=có"},
		{"value", "unit=22,first=2023,ratio=gender_in_teaching,value=0"},
		{"value", "unit=22,first=2023,ratio=maternal_mortality,value=hơn 42"},
		{"value", "unit=22,first=2023,ratio=knowledge_share,state=vượt"},
	} {
		d := defs[c.register]
		for _, lang := range []string{"vi", "en"} {
			env := testEnv(t, lang)
			e, problems := Check(d, row(c.row), env)
			if problems.Refused() {
				t.Fatalf("%s: %s", c.row, told(problems))
			}
			in := Print(d, e, env, lang)
			again, problems := Check(d, in, env)
			if len(problems.Faults()) > 0 || !reflect.DeepEqual(e, again) {
				t.Errorf("%s in %s printed as %v\nwas %s\nnow %s %s", c.row, lang, in, show(d, e), show(d, again), told(problems))
			}
		}
	}
}

// FuzzCheck: whatever is typed, Check neither fails nor keeps what it would not
// read again as the same.
func FuzzCheck(f *testing.F) {
	f.Add("06652", "", "08/03/2025", "", "Tọa đàm", "1", "1.200", "gần 3", "Nam giới; DTTS", "", "22; 193", "a\nb")
	f.Add("Phường Hà Tu (06652)", "rest", "quý 4/2023", "", "", "hơn 900", "hàng chục nghìn", "", "", "", "", "")
	f.Add("22", "", "8.3.2025", "2025-03-09", "livestream", "", "", "0", "\x00|;", "vài trăm", "Huế", "\u2028")
	f.Fuzz(func(t *testing.T, unit, kind, first, last, form, sessions, attendances, women, audience, views, reached, note string) {
		defs, _, _ := loadOurs(t)
		d, env := defs["activity"], testEnv(t, "vi")
		in := Input{"unit": unit, "kind": kind, "first": first, "last": last, "form": form, "sessions": sessions,
			"attendances": attendances, "women": women, "audience": audience, "views": views, "reached": reached, "note": note, "title": note}
		e, problems := Check(d, in, env)
		if problems.Refused() {
			return
		}
		if e.First == 0 || e.Last < e.First || e.Unit == 0 {
			t.Fatalf("kept without days or unit: %+v", e)
		}
		for _, g := range d.Figures(e.Values, env.Attr) {
			if g.N < 0 {
				t.Fatalf("a figure below nothing: %+v", g)
			}
		}
		again, p := Check(d, Print(d, e, env, "vi"), env)
		if p.Refused() || !reflect.DeepEqual(e, again) {
			t.Fatalf("printed as %v\nwas %s\nnow %s %s", Print(d, e, env, "vi"), show(d, e), show(d, again), told(p))
		}
	})
}

// FuzzStated: no share that is kept is above all, what is kept reads again as the same,
// and every refusal is a sentence with nothing unfilled.
func FuzzStated(f *testing.F) {
	f.Add("women_share", "33,4", "1", "3", "", "31/12/2023")
	f.Add("care_hours_ratio", "1,8", "16,13", "8,75", "", "")
	f.Add("gender_in_teaching", "có", "", "", "đạt", "1/1/2024")
	f.Add("birth_sex_ratio", "hơn 113,4", "24,2 triệu", "0", "x", "")
	f.Fuzz(func(t *testing.T, ratio, value, numerator, denominator, state, asOf string) {
		defs, _, book := loadOurs(t)
		d, env := defs["value"], testEnv(t, "vi")
		e, problems := Check(d, Input{"unit": "22", "first": "2023", "ratio": ratio, "value": value, "numerator": numerator,
			"denominator": denominator, "state": state, "as_of": asOf}, env)
		for _, p := range problems {
			if s := book.Fault("vi", p.Fault); s == "" || strings.Contains(s, p.Fault.Key) {
				t.Fatalf("%v has no sentence: %q", p.Fault, s)
			}
		}
		if problems.Refused() {
			return
		}
		v, num, den := e.Values["value"].Number, e.Values["numerator"].Number, e.Values["denominator"].Number
		if env.Attr("RATIO", e.Values["ratio"].Codes[0], AttrReading) == ReadingShare {
			if v != nil && v.N > 100_00 || num != nil && den != nil && num.N > den.N {
				t.Fatalf("kept a share above all: %s", show(d, e))
			}
		}
		again, p := Check(d, Print(d, e, env, "vi"), env)
		if p.Refused() || !reflect.DeepEqual(e, again) {
			t.Fatalf("printed as %v\nwas %s\nnow %s %s", Print(d, e, env, "vi"), show(d, e), show(d, again), told(p))
		}
	})
}

// A number in a column that has another one beside it is told which.
func TestColumnInstead(t *testing.T) {
	d, err := Decode("talk.toml", []byte(strings.ReplaceAll(good, "[[field]]\nid = \"note\"", `[[field]]
id = "others"
kind = "number"
measure = "others"
route = { by = "form", attr = "counts", to = { club = "others" } }
[[field]]
id = "note"`)))
	if err != nil {
		t.Fatal(err)
	}
	_, problems := Check(d, row("unit=22,first=08/03/2025,form=Tọa đàm,others=3"), testEnv(t, "vi"))
	if len(problems) != 1 || problems[0].Fault.Key != "check.route_column" ||
		strings.Join(problems[0].Fault.Args, " ") != "by register.talk.form code Tọa đàm other register.talk.people" {
		t.Errorf("got %s %v", told(problems), problems)
	}
}
