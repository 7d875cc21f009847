package web

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// signIn signs a person in with name and password, by hand.
func (w *tab) signIn(name, password string) {
	w.t.Helper()
	w.open("/vao")
	w.fill("name", name)
	w.fill("password", password)
	w.press("Đăng nhập")
}

// TestStory is the work of a programme from the first start to a signed report, in
// a real browser, on both databases.
func TestStory(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		h := bareSite(t, storetest.Open(t, c))
		const password = "một câu dễ nhớ"

		// The first start gives a link; whoever opens it becomes the administrator.
		token, err := h.led.SetupToken(t.Context())
		if err != nil || token == "" {
			t.Fatal(token, err)
		}
		boss := h.window("", "", desk)
		boss.open("/thiet-lap/" + token)
		boss.fill("name", "quan-tri")
		boss.fill("full_name", "Người Quản Trị")
		boss.fill("password", password)
		boss.press("Tạo tài khoản và vào")
		boss.wants("Người Quản Trị", "Tổng quan")

		// He invites the standing office and an officer of a ward.
		for _, p := range [][4]string{{"so-noi-vu", "Nguyễn Thu Hà", "standing_office", "22"}, {"ha-tu", "Lê Minh Tuấn", "officer", "06652"}} {
			boss.open("/nguoi-dung/moi")
			boss.fill("name", p[0])
			boss.fill("full_name", p[1])
			boss.fill("password", password)
			boss.choose("role", p[2])
			boss.fill("unit", p[3])
			boss.press("Lập tài khoản")
			boss.wants(p[1])
		}

		// The officer enters a talk, with a mistake that the form tells, mends it and sends it.
		officer := h.window("", "", phone)
		officer.signIn("ha-tu", password)
		officer.open("/so/activity/moi")
		officer.fill("first", "10/11/2026")
		officer.fill("form", "Tọa đàm")
		officer.fill("title", "Chia sẻ việc nhà")
		officer.fill("attendances", "65")
		officer.fill("women", "78")
		officer.press("Gửi duyệt")
		officer.wants("78", "65", "Còn 1 chỗ phải sửa")
		officer.fill("women", "38")
		officer.press("Gửi duyệt")
		officer.wants("Chia sẻ việc nhà", "Chờ duyệt")
		talk := strings.Split(officer.where(), "?")[0]

		// The office returns it with a reason; corrected and approved, the board of the province shows it at once.
		office := h.window("", "", desk)
		office.signIn("so-noi-vu", password)
		office.open(talk)
		office.wants("Chờ duyệt")
		office.open(talk + "/tra-lai")
		office.fill("why", "Thiếu người dân tộc thiểu số")
		office.press("Trả lại")
		office.wants("Trả lại")
		officer.open(talk)
		officer.wants("Thiếu người dân tộc thiểu số")
		officer.open(talk + "/sua")
		officer.fill("minority", "12")
		officer.press("Gửi lại")
		officer.wants("Chờ duyệt")
		office.open(talk)
		office.press("Duyệt")
		office.wants("Đã duyệt")
		office.open("/?u=22&p=2026")
		office.wants("Buổi truyền thông", "65")

		// A file with three faults is refused with their places; mended it is taken.
		dir := t.TempDir()
		write := func(name, rows string) string {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, []byte("Mã dòng,Đơn vị báo cáo,Từ ngày,Hình thức,Số lượt người tham gia,Trong đó nữ\n"+rows), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}
		officer.open("/nhap/activity")
		officer.file(write("loi.csv", "A1,06652,31/11/2026,Tọa đàm,50,20\nA2,06652,12/11/2026,Không có hình thức này,50,20\nA3,06652,13/11/2026,Tọa đàm,50,60\nA4,06652,14/11/2026,Tọa đàm,30,20\n"))
		officer.press("Xem trước")
		officer.until("Ô C2")
		officer.wants("Ô D3", "Ô F4")
		officer.open("/nhap/activity")
		officer.file(write("dung.csv", "A1,06652,11/11/2026,Tọa đàm,50,20\nA2,06652,12/11/2026,Hội thảo,50,20\nA3,06652,13/11/2026,Tọa đàm,50,30\n"))
		officer.press("Xem trước")
		officer.until("Ghi 3 dòng")
		officer.press("Ghi 3 dòng")
		officer.until("3")
		office.open("/so/activity")
		office.wants("Chia sẻ việc nhà", "13/11/2026")

		// The review is issued, and tells later what has moved since.
		office.open("/bao-cao/multi-year/ban-hanh?u=22&p=2021..2025")
		office.fill("number", "125")
		office.click("label:has(#blank)")
		office.press("Ban hành")
		office.wants("125/BC")
		issued := strings.Split(office.where(), "?")[0]
		if p := h.as("", ""); p.get(issued+"/docx").status == 200 {
			t.Error("an issued paper is given to somebody who is not signed in")
		}
		office.open("/so/activity/moi")
		office.fill("unit", "06652")
		office.fill("first", "10/03/2025")
		office.fill("form", "Tọa đàm")
		office.fill("attendances", "40")
		office.press("Ghi và duyệt")
		office.wants("Đã duyệt")
		office.open(issued)
		office.wants("Đã thay đổi từ khi ban hành")
		for _, w := range []*tab{boss, officer, office} {
			for _, f := range w.axes() {
				t.Errorf("%s %s: %s", w.name, w.where(), f)
			}
		}
	})
}
