package web

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

var hole = regexp.MustCompile(`\{([a-z]+)(\.\.\.)?\}`)

// requestTo is a request to a route, about what belongs to Phường Hà Tu (06652).
func requestTo(t *testing.T, pattern string, with map[string]string) (method, path string) {
	t.Helper()
	method, path, _ = strings.Cut(pattern, " ")
	path = hole.ReplaceAllStringFunc(strings.TrimSuffix(path, "{$}"), func(h string) string {
		name := hole.FindStringSubmatch(h)[1]
		v, ok := with[name]
		if !ok {
			t.Fatalf("%s: say in TestEveryRouteWithEveryRole what stands for {%s}", pattern, name)
		}
		return v
	})
	return method, path
}

// TestEveryRouteWithEveryRole tries each address of the program with each role at
// each place: nobody gets in without signing in, nothing breaks, and those who may
// not change a thing of Phường Hà Tu do not.
func TestEveryRouteWithEveryRole(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		db := storetest.Open(t, c)
		h := openSite(t, db)
		sent := h.enterAs(h.actor("officer", "06652"), "activity", "first=2026-03-10", "form=TOADAM", "attendances=30", "note=ghi chú", "row_key=A1")
		h.enter("activity", "unit=06652", "first=2026-03-12", "form=TOADAM", "attendances=40")
		with := map[string]string{"register": "activity", "id": fmt.Sprint(sent.ID), "code": "06652", "unit": "06652", "name": "annual", "account": "officer-06652",
			"token": "x", "upload": "1", "batch": "1", "list": "FORM", "n": "1", "year": "2026", "symbol": "BC", "number": "1", "issue": "1",
			"session": "1", "verb": "duyet", "format": "csv", "rest": "x"}
		before := fingerprint(t, db)
		for _, who := range []struct {
			role, at string
			reads    bool // the records of Phường Hà Tu
		}{
			{"", "", false},
			{"viewer", "46", false}, {"officer", "46", false}, {"approver", "46", false}, {"standing_office", "46", false},
			{"officer", "06658", false}, {"approver", "06658", false}, {"standing_office", "06658", false},
			{"viewer", "06652", true}, {"viewer", "22", true},
		} {
			for _, rt := range Routes() {
				method, path := requestTo(t, rt.Pattern, with)
				v := h.as(who.role, who.at)
				var p page
				if method == http.MethodGet {
					p = v.get(path)
				} else {
					p = v.post(path, everything(fmt.Sprint(sent.ID))...)
				}
				name := fmt.Sprintf("%s as %s %s", rt.Pattern, who.role, who.at)
				if p.status >= 500 {
					t.Errorf("%s: %d %.200s", name, p.status, p.body)
				}
				if who.role == "" && !rt.Open && !(p.status == http.StatusSeeOther && strings.HasPrefix(p.to, "/vao") || p.status == http.StatusUnauthorized) {
					t.Errorf("%s: %d to %q, want the sign-in page", name, p.status, p.to)
				}
				if !who.reads && strings.Contains(rt.Pattern, "{id}") && who.role != "" && p.status != http.StatusNotFound && p.status != http.StatusForbidden {
					t.Errorf("%s: %d to %q, want 403 or 404", name, p.status, p.to)
				}
			}
			if now := fingerprint(t, db); now != before {
				t.Fatalf("as %s %s something changed", who.role, who.at)
			}
		}
	})
}

// everything is a form that has whatever a page may ask for, about the record.
func everything(id string) []string {
	return []string{"ban", "1", "why", "thử", "id", id, "name", "officer-06652", "role", "viewer", "unit", "06652",
		"attendances", "99", "first", "11/03/2026", "form", "Tọa đàm", "lead", id, "field", "note", "number", "7", "text", "x", "limits", "x",
		"u", "06652", "p", "2026", "b", "limits", "full_name", "x", "password", "mật khẩu rất dài", "code", "06652.X", "seat", "06652"}
}

// fingerprint is the same while nothing is changed but who is signed in.
func fingerprint(t *testing.T, db *store.DB) string {
	t.Helper()
	var b bytes.Buffer
	if err := db.Backup(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	skip := false
	for n := 0; lines.Scan(); n++ {
		if line := lines.Text(); strings.HasPrefix(line, `{"table":`) {
			skip = strings.HasPrefix(line, `{"table":"event"`)
		} else if strings.HasPrefix(line, `{"sha256"`) || n == 0 {
			continue
		}
		if !skip {
			sum.Write(append(lines.Bytes(), '\n'))
		}
	}
	if lines.Err() != nil {
		t.Fatal(lines.Err())
	}
	return hex.EncodeToString(sum.Sum(nil))
}
