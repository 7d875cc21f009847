package main

import (
	"bytes"
	"context"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"binhdang/internal/store/storetest"
)

// TestServeSaysWhatToMend before it says that it serves.
func TestServeSaysWhatToMend(t *testing.T) {
	taken, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	data := filepath.Join(t.TempDir(), "data")
	at, err := url.Parse(storetest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	none, silent := *at, *at
	none.Path = "/khong_co"
	q := silent.Query()
	q.Set("host", "127.0.0.1")
	q.Set("port", "1")
	silent.Host, silent.RawQuery = "", q.Encode()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--data", data, "--listen", "8080"}, "--listen nhận địa chỉ và cổng"},
		{[]string{"--data", data, "--listen", taken.Addr().String()}, "--listen 127.0.0.1:8081"},
		{[]string{"--data", data, "--listen", "/khong/co/socket"}, "/khong/co/socket"},
		{[]string{"--data", data, "--tls-cert", "khong.pem", "--tls-key", "khong.key"}, "Không đọc được chứng chỉ và khóa TLS: khong.pem, khong.key."},
		{[]string{"--database", none.String()}, "không có cơ sở dữ liệu"},
		{[]string{"--database", silent.String()}, "Không kết nối được tới 127.0.0.1:1"},
	} {
		var out, errw bytes.Buffer
		code := within(t, &out, &errw, append([]string{"serve"}, c.args...)...)
		if code == 0 || !strings.Contains(errw.String(), c.want) || strings.Contains(out.String(), "://") {
			t.Errorf("%v: %d\n%s%s\nwant %q and no address", c.args, code, out.String(), errw.String(), c.want)
		}
	}
}

// TestSampleIsServedWhereThereIsRoom: a stranger's first minute does not end at a busy port.
func TestSampleIsServedWhereThereIsRoom(t *testing.T) {
	taken, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	address, empty := taken.Addr().String(), ""
	l, err := serving{listen: &address, cert: &empty, key: &empty, near: true}.open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if l.Addr().String() == address {
		t.Error("the same address twice")
	}
}
