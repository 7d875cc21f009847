package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path"
	"strconv"
	"strings"
	"testing"
	"time"

	"binhdang/internal/web/base"
)

// restarted is another server over the same ledger.
func (h *house) restarted() *house {
	site := &base.Site{Ledger: h.led, Asset: Assets(), Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return testDay }}
	again := &house{t: h.t, led: h.led, srv: httptest.NewServer(Handler(site))}
	h.t.Cleanup(again.srv.Close)
	return again
}

// TestImportAfterRestart holds that a file waits for its person though the server was
// started anew, and not longer than a day.
func TestImportAfterRestart(t *testing.T) {
	h := sqlite(t)
	v := h.as("officer", "06652")
	at := v.handed("/nhap/activity", "a.xlsx", talks(t, talk("A1", "06652", 5, 58, 31)))
	again := h.restarted()
	again.as("officer", "06652").settledAt(at).wants(t, 200, "Ghi 1 dòng")

	// A server that stopped while it wrote: the next one says so and goes on.
	officer := h.actor("officer", "06652")
	id, err := strconv.ParseInt(path.Base(at), 10, 64)
	if err == nil {
		err = h.led.WritesUpload(t.Context(), officer, id, true)
	}
	if err != nil {
		t.Fatal(err)
	}
	v = h.restarted().as("officer", "06652")
	v.get("/nhap").wants(t, 200, "ghi bị ngắt")
	v.settledAt(at).wants(t, 200, "bị ngắt vì máy chủ dừng", "Ghi 1 dòng")
	v.post(at + "/ghi")
	if p := v.settledAt(at); p.status != http.StatusSeeOther || h.count("activity") != 1 {
		t.Errorf("gone on: %d, %d records", p.status, h.count("activity"))
	}
}

// TestImportTooSoon holds that writing is not begun while a file is still looked at,
// and that this is said.
func TestImportTooSoon(t *testing.T) {
	h := sqlite(t)
	v := h.as("officer", "06652")
	var csv strings.Builder
	csv.WriteString("Mã dòng,Đơn vị báo cáo,Từ ngày,Hình thức,Số lượt người tham gia\n")
	for i := range 60_000 {
		fmt.Fprintf(&csv, "K%d,06652,%02d/%02d/2025,Tọa đàm,%d\n", i, 1+i%28, 1+i%12, 10+i%90)
	}
	at := v.handed("/nhap/activity", "dài.csv", []byte(csv.String()))
	if !strings.Contains(v.get(at).body, `id="job"`) {
		t.Log("looked at too fast to be seen")
		return
	}
	if p := v.post(at + "/ghi"); p.to != at+"?xong=intake.busy" {
		t.Errorf("too soon: %d to %q", p.status, p.to)
	}
	v.get(at+"?xong=intake.busy").wants(t, 200, "chưa ghi gì")
	v.settledAt(at).wants(t, 200, "Ghi 60.000 dòng")
	if n := h.count("activity"); n != 0 {
		t.Errorf("%d records were written", n)
	}
}

// TestImportMostFiles holds that files that wait are few, and that a file which can't
// be read to its end may be tried again.
func TestImportMostFiles(t *testing.T) {
	h := sqlite(t)
	v := h.as("officer", "06652")
	file := talks(t, talk("A1", "06652", 5, 58, 31))
	var last string
	for range 8 {
		last = v.handed("/nhap/activity", "a.xlsx", file)
	}
	v.hand("/nhap/activity", "a.xlsx", file).wants(t, 409, "Bạn đang có 8 tệp chờ ghi", `href="#f-tep"`)
	v.handed("/nhap/activity", "a.xlsx", file, "thay", path.Base(last))
	v.get(last).wants(t, 404)
}
