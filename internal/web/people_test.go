package web

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"binhdang/internal/access"
	"binhdang/internal/store"
)

// held are the roles of an account, as role@unit; "" where there is no such account.
func (h *house) held(name string) string {
	h.t.Helper()
	for _, a := range h.accounts() {
		if a.Name == name {
			var out []string
			for _, g := range a.Grants {
				out = append(out, g.Role+"@"+string(h.led.Tree().Unit(g.Unit).Code))
			}
			if a.Disabled {
				out = append(out, "disabled")
			}
			return strings.Join(out, " ")
		}
	}
	return ""
}

func (h *house) accounts() []store.Account {
	h.t.Helper()
	list, err := h.led.Accounts(context.Background(), admin)
	if err != nil {
		h.t.Fatal(err)
	}
	return list
}

// TestPeopleAreSeen holds who sees which accounts, and that no page tells a hash.
func TestPeopleAreSeen(t *testing.T) {
	h := sqlite(t)
	if err := h.led.SetPassword(t.Context(), admin, "officer-06652", "một hai ba bốn"); err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"viewer", "officer", "approver"} {
		v := h.as(role, "22")
		for _, path := range []string{"/nguoi-dung", "/nguoi-dung/moi", "/nguoi-dung/ten/officer-06652", "/nhat-ky"} {
			v.get(path).wants(t, 403)
		}
	}
	v := h.as("standing_office", "22")
	p := v.get("/nguoi-dung")
	p.wants(t, 200, "officer-06652", "officer-06658", "Cán bộ nhập liệu", "là bạn")
	for _, no := range []string{"argon2", "officer-46"} {
		if strings.Contains(p.body, no) {
			t.Errorf("the list of accounts has %q", no)
		}
	}
	if p := v.get("/nguoi-dung?q=ha+tu"); !strings.Contains(p.body, "officer-06652") || strings.Contains(p.body, "officer-06658") {
		t.Error("the search by a unit without marks")
	}
	v.get("/nguoi-dung?q=khong+ai").wants(t, 200, "Không có ai khớp")
	p = v.get("/nguoi-dung/ten/officer-06652")
	p.wants(t, 200, "Thu vai trò", "Khóa tài khoản")
	if strings.Contains(p.body, "argon2") {
		t.Error("the page of an account has its hash")
	}
	v.get("/nguoi-dung/ten/officer-46").wants(t, 403)
	v.get("/nguoi-dung/ten/khong-ai").wants(t, 404, "Không có tài khoản")
	v.get("/nhat-ky").wants(t, 403)
	if p := v.get("/nguoi-dung/ten/standing_office-22"); strings.Contains(p.body, "/mat-khau") {
		t.Error("one's own password is set without the old one")
	}
}

var secret = regexp.MustCompile(`<p class="secret">([a-z0-9-]{19})</p>`)

// TestPeopleAreAdded holds that an account is made with a password that is shown
// once and works, and that faults stand at their fields with what was typed.
func TestPeopleAreAdded(t *testing.T) {
	h := sqlite(t)
	v := h.as("standing_office", "22")
	v.get("/nguoi-dung/moi").wants(t, 200, "Cán bộ nhập liệu", `value="officer" checked`, "Quảng Ninh")
	if p := v.get("/nguoi-dung/moi"); strings.Contains(p.body, `value="administrator"`) {
		t.Error("a standing office is offered the role of the administrator")
	}
	p := v.post("/nguoi-dung/moi", "name", "Thu-Ha", "full_name", `Hà <b>"thu"</b>`, "role", "officer", "unit", "ha tu")
	p.wants(t, 200, "Đã lập tài khoản.", "Hà &lt;b&gt;")
	if strings.Contains(p.body, "<b>\"thu\"") {
		t.Error("a name is not escaped")
	}
	m := secret.FindStringSubmatch(p.body)
	if m == nil {
		t.Fatal("no password was shown")
	}
	if got := h.held("thu-ha"); got != "officer@06652" {
		t.Errorf("the new account has %q", got)
	}
	if p := v.get("/nguoi-dung/ten/thu-ha"); strings.Contains(p.body, m[1]) {
		t.Error("the password is shown again")
	}
	if p := h.as("", "").post("/vao", "name", "thu-ha", "password", m[1]); p.status != http.StatusSeeOther {
		t.Errorf("the password does not sign in: %d", p.status)
	}
	for _, c := range []struct {
		rule   string
		form   []string
		status int
		wants  []string
	}{
		{"a name that is taken", []string{"name", "thu-ha", "role", "officer", "unit", "06652"}, 422, []string{`id="f-name"`, "đã có người dùng", `value="thu-ha"`}},
		{"a short password", []string{"name", "moi", "role", "officer", "unit", "06652", "password", "ngắn"}, 422, []string{"ít nhất 10"}},
		{"a name with spaces", []string{"name", "a b", "role", "officer", "unit", "06652"}, 422, []string{"chưa đúng"}},
		{"no unit", []string{"name", "moi", "role", "officer", "unit", ""}, 422, []string{`class="field bad" id="f-unit"`}},
		{"a unit of another province", []string{"name", "moi", "role", "officer", "unit", "46"}, 422, []string{`class="field bad" id="f-unit"`}},
		{"more than one has", []string{"name", "moi", "role", "administrator", "unit", "22"}, 403, []string{`class="field bad" id="f-role"`}},
		{"the whole country", []string{"name", "moi", "role", "viewer", "unit", "VN"}, 403, nil},
		{"no such role", []string{"name", "moi", "role", "vua", "unit", "22"}, 422, nil},
	} {
		t.Run(c.rule, func(t *testing.T) {
			p := v.post("/nguoi-dung/moi", c.form...)
			p.wants(t, c.status, c.wants...)
			if strings.Contains(p.body, `value="ngắn"`) {
				t.Error("a password is sent back")
			}
			if got := h.held("moi"); got != "" {
				t.Errorf("an account was made: %s", got)
			}
		})
	}
	for _, role := range []string{"viewer", "officer", "approver"} {
		h.as(role, "22").post("/nguoi-dung/moi", "name", "moi", "role", "viewer", "unit", "06652").wants(t, 403)
	}
	if got := h.held("moi"); got != "" {
		t.Errorf("an account was made: %s", got)
	}
}

// TestPeopleAreChanged holds what may be done to an account, and that nobody does
// it to one that is not his to change.
func TestPeopleAreChanged(t *testing.T) {
	h := sqlite(t)
	v := h.as("standing_office", "22")
	const one = "/nguoi-dung/ten/officer-06652"
	if p := v.post(one+"/giao", "role", "approver", "unit", "Phường Hà Tu (06652)"); p.status != 303 || !strings.Contains(p.to, "role_given") {
		t.Errorf("giving a role: %d to %s", p.status, p.to)
	}
	if got := h.held("officer-06652"); got != "approver@06652 officer@06652" {
		t.Errorf("after giving a role: %s", got)
	}
	v.post(one+"/giao", "role", "administrator", "unit", "06652").wants(t, 403, "đủ các quyền đó")
	v.post(one+"/giao", "role", "viewer", "unit", "không có đâu").wants(t, 422, `id="f-unit"`)
	if p := v.post(one+"/thu", "role", "approver", "unit", "06652"); p.status != 303 {
		t.Errorf("taking a role: %d", p.status)
	}
	v.post(one+"/thu", "role", "approver", "unit", "06652").wants(t, 404)
	if got := h.held("officer-06652"); got != "officer@06652" {
		t.Errorf("after taking the role: %s", got)
	}
	signed := h.as("officer", "06652")
	if p := v.post(one+"/trang-thai", "dung", "0"); p.status != 303 || h.held("officer-06652") != "officer@06652 disabled" {
		t.Errorf("closing: %d, %s", p.status, h.held("officer-06652"))
	}
	if p := signed.get("/tai-khoan"); p.status != http.StatusSeeOther {
		t.Errorf("a closed account is still signed in: %d", p.status)
	}
	v.post(one+"/trang-thai").wants(t, 422)
	v.post(one+"/trang-thai", "dung", "1")
	p := v.post(one + "/mat-khau")
	p.wants(t, 200, "Đã đặt mật khẩu mới.")
	if m := secret.FindStringSubmatch(p.body); m == nil || h.as("", "").post("/vao", "name", "officer-06652", "password", m[1]).status != 303 {
		t.Error("the new password does not sign in")
	}
	before := h.held("standing_office-22") + h.held("officer-06658")
	for _, who := range [][2]string{{"standing_office", "46"}, {"standing_office", "06652"}, {"approver", "22"}, {"officer", "22"}, {"viewer", "22"}} {
		w := h.as(who[0], who[1])
		for _, account := range []string{"standing_office-22", "officer-06658"} {
			for path, form := range map[string][]string{"/giao": {"role", "viewer", "unit", "06652"}, "/thu": {"role", "officer", "unit", "06658"},
				"/mat-khau": nil, "/trang-thai": {"dung", "0"}} {
				w.post("/nguoi-dung/ten/"+account+path, form...).wants(t, 403)
			}
		}
	}
	if now := h.held("standing_office-22") + h.held("officer-06658"); now != before {
		t.Errorf("something changed: %s, was %s", now, before)
	}
	for _, a := range h.accounts() {
		if a.Name == "standing_office-22" && a.Password != "" {
			t.Error("somebody set the password of another")
		}
	}
}

// TestLastAdministrator keeps the installation in somebody's hands.
func TestLastAdministrator(t *testing.T) {
	h := sqlite(t)
	v := h.as("administrator", "")
	p := v.post("/nguoi-dung/ten/admin/trang-thai", "dung", "0")
	p.wants(t, 409)
	v.post("/nguoi-dung/ten/admin/thu", "role", "administrator", "unit", "VN").wants(t, 409)
	if got := h.held("admin"); got != "administrator@VN" {
		t.Errorf("admin has %q", got)
	}
}

// TestOwnAccount holds the rules of passwords, and that browsers are signed out by
// their owner alone.
func TestOwnAccount(t *testing.T) {
	h := sqlite(t)
	const old = "một hai ba bốn"
	for _, name := range []string{"officer-06652", "viewer-22"} {
		if err := h.led.SetPassword(t.Context(), admin, name, old); err != nil {
			t.Fatal(err)
		}
	}
	v, other, foreign := h.as("officer", "06652"), h.as("officer", "06652"), h.as("viewer", "22")
	v.get("/tai-khoan").wants(t, 200, "Cán bộ nhập liệu", "máy này", "20/11/2026 09:00", "/tai-khoan/phien/")
	for _, c := range []struct{ rule, old, new, again, want string }{
		{"the old one is asked for", "sai rồi nhé", "năm sáu bảy tám", "năm sáu bảy tám", "Mật khẩu cũ chưa đúng."},
		{"a short one is refused", old, "ngắn", "ngắn", "ít nhất 10"},
		{"none is refused", old, "", "", "ít nhất 10"},
		{"twice the same", old, "năm sáu bảy tám", "năm sáu bảy chín", "chưa giống nhau"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			v.post("/tai-khoan/mat-khau", "old", c.old, "password", c.new, "again", c.again).wants(t, 422, c.want, `aria-invalid="true"`)
		})
	}
	// Another's session is not ended.
	list, err := h.led.Sessions(t.Context(), h.actor("viewer", "22"))
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	v.post("/tai-khoan/phien/" + strconv.FormatInt(list[0].ID, 10))
	foreign.get("/tai-khoan").wants(t, 200)

	if p := v.post("/tai-khoan/mat-khau", "old", old, "password", "năm sáu bảy tám", "again", "năm sáu bảy tám"); p.status != 303 {
		t.Errorf("changing: %d %.300s", p.status, p.body)
	}
	v.get("/tai-khoan?xong=password").wants(t, 200, "Đã đổi mật khẩu")
	if p := other.get("/tai-khoan"); p.status != http.StatusSeeOther {
		t.Errorf("the other browser is still signed in: %d", p.status)
	}
	if p := h.as("", "").post("/vao", "name", "officer-06652", "password", old); p.status == 303 {
		t.Error("the old password still signs in")
	}
	// The last session: who ends it is signed out.
	list, err = h.led.Sessions(t.Context(), h.actor("officer", "06652"))
	if err != nil || len(list) != 1 {
		t.Fatalf("%d sessions, want 1: %v", len(list), err)
	}
	if p := v.post("/tai-khoan/phien/" + strconv.FormatInt(list[0].ID, 10)); p.to != "/vao" {
		t.Errorf("ending the last session leads to %s", p.to)
	}
	if p := v.get("/tai-khoan"); p.status != http.StatusSeeOther {
		t.Errorf("after ending the last session: %d", p.status)
	}
	foreign.post("/chon", "lang", "en", "ve", "/tai-khoan")
	foreign.get("/tai-khoan").wants(t, 200, `lang="en"`, "Sign out this browser", "Change the password")
}

// TestJournal tells of every act in words, page by page, to administrators alone.
func TestJournal(t *testing.T) {
	h := sqlite(t)
	office := h.as("standing_office", "22")
	office.post("/nguoi-dung/ten/officer-06652/giao", "role", "viewer", "unit", "06658")
	office.post("/nguoi-dung/ten/officer-06652/trang-thai", "dung", "0")
	office.post("/nguoi-dung/ten/officer-06652/trang-thai", "dung", "1")
	if err := h.led.SetSetting(t.Context(), admin, "x", "<i>"); err != nil {
		t.Fatal(err)
	}
	v := h.as("administrator", "")
	p := v.get("/nhat-ky")
	p.wants(t, 200, "Giao vai trò", "officer-06652: Người xem, ", "Khóa tài khoản", "Mở lại tài khoản", "Đăng nhập", "Đổi cài đặt", "(dòng lệnh)")
	if strings.Contains(p.body, "account.") {
		t.Error("an act has no words")
	}
	for range 30 {
		office.post("/nguoi-dung/ten/officer-06652/trang-thai", "dung", "0")
		office.post("/nguoi-dung/ten/officer-06652/trang-thai", "dung", "1")
	}
	older := regexp.MustCompile(`/nhat-ky\?truoc=\d+`).FindString(v.get("/nhat-ky").body)
	if older == "" {
		t.Fatal("no way to older lines")
	}
	v.get(older).wants(t, 200, "Giao vai trò", "Mới nhất")
	v.get("/nhat-ky?truoc=abc").wants(t, 200)
	v.get("/nhat-ky?xem=nhap").wants(t, 200, "Chưa nhập tệp nào")
	for _, role := range []string{"standing_office", "approver", "officer", "viewer"} {
		h.as(role, "22").get("/nhat-ky?xem=nhap").wants(t, 403)
	}
	_, err := h.led.Events(t.Context(), access.Actor{}, 0, 1)
	if err == nil {
		t.Error("the journal is told to nobody in particular")
	}
}
