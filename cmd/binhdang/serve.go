package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"binhdang/internal/web"
	"binhdang/internal/web/base"
)

// serving is how a server is reached.
type serving struct {
	listen, cert, key, proxies *string

	near bool // the next ports will do where another program has this one
}

func servingFlags(fs *flag.FlagSet) serving {
	return serving{
		listen:  fs.String("listen", "127.0.0.1:8080", ""),
		cert:    fs.String("tls-cert", "", ""),
		key:     fs.String("tls-key", "", ""),
		proxies: fs.String("proxy", "", ""),
	}
}

func serveCommand(fs *flag.FlagSet) func(*app, []string) error {
	s := servingFlags(fs)
	return func(a *app, args []string) error {
		if err := need(args, 0, 0); err != nil {
			return err
		}
		if err := a.open(); err != nil {
			return err
		}
		return a.serve(s)
	}
}

// serve answers until it is told to stop, then finishes the requests that are under
// way. An import is broken off: nothing of it is kept, its file waits and says so.
func (a *app) serve(s serving) error {
	log := slog.New(slog.NewTextHandler(a.err, nil))
	site := &base.Site{Ledger: a.led, Asset: web.Assets(), Log: log, Now: a.clock}
	mark, err := a.led.Setting(a.ctx, demoMark)
	if err != nil {
		return err
	}
	site.Sample = mark != ""
	if err := a.sweep(a.ctx); err != nil {
		return err
	}
	if site.Proxies, err = networks(*s.proxies); err != nil {
		return err
	}
	if (*s.cert == "") != (*s.key == "") {
		return usage{"cli.tls", ""}
	}
	if *s.cert != "" { // before an address is told
		if _, err := tls.LoadX509KeyPair(*s.cert, *s.key); err != nil {
			return usage{"cli.tls_pair", *s.cert + ", " + *s.key}
		}
	}
	listener, err := s.open(a.ctx)
	if err != nil {
		return err
	}
	at := s.address(listener)
	fmt.Fprintln(a.out, a.say("serve.at", "address", at))
	if !site.Sample {
		token, err := a.led.SetupToken(a.ctx)
		if err != nil {
			return err
		}
		if token != "" {
			if listener.Addr().Network() == "unix" { // which browsers can't open: the proxy before it has an address
				at = ""
			}
			fmt.Fprintln(a.out, a.say("serve.setup", "address", at+"/thiet-lap/"+token))
		}
	}
	ctx, stop := signal.NotifyContext(a.ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	server := &http.Server{Handler: web.Handler(site), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn), BaseContext: func(net.Listener) context.Context { return a.ctx }}
	go a.sweepOn(ctx, log)
	ended := make(chan error, 1)
	go func() {
		if *s.cert != "" {
			ended <- server.ServeTLS(listener, *s.cert, *s.key)
		} else {
			ended <- server.Serve(listener)
		}
	}()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(a.ctx), 20*time.Second)
	defer cancel()
	err = server.Shutdown(last)
	a.led.Settle()
	if ended := <-ended; !errors.Is(ended, http.ErrServerClosed) {
		err = errors.Join(err, ended)
	}
	fmt.Fprintln(a.out, a.say("serve.ended"))
	return err
}

// sweep drops what is kept for a time alone and whose time is over: files that nobody
// confirmed, texts of articles.
func (a *app) sweep(ctx context.Context) error {
	if err := a.led.DropOldUploads(ctx); err != nil {
		return err
	}
	_, err := a.led.ForgetTexts(ctx)
	return err
}

// sweepOn sweeps every hour until the end.
func (a *app) sweepOn(ctx context.Context, log *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Hour):
		}
		if err := a.sweep(ctx); err != nil && ctx.Err() == nil {
			log.Error("sweep", "err", err)
		}
	}
}

// open listens on an address or, where it has a slash, on a socket.
func (s serving) open(ctx context.Context) (net.Listener, error) {
	var c net.ListenConfig
	if !strings.Contains(*s.listen, "/") {
		host, port, err := net.SplitHostPort(*s.listen)
		if err != nil {
			return nil, usage{"cli.listen_form", *s.listen}
		}
		l, err := c.Listen(ctx, "tcp", *s.listen)
		for n := 0; err != nil && s.near && n < 10; n++ { // a sample is served where there is room
			number, _ := strconv.Atoi(port)
			port = strconv.Itoa(number + 1)
			l, err = c.Listen(ctx, "tcp", net.JoinHostPort(host, port))
		}
		if err != nil {
			return nil, usage{"cli.listen", *s.listen}
		}
		return l, nil
	}
	if info, err := os.Stat(*s.listen); err == nil && info.Mode()&os.ModeSocket != 0 {
		if err := os.Remove(*s.listen); err != nil {
			return nil, err
		}
	}
	l, err := c.Listen(ctx, "unix", *s.listen)
	if err != nil {
		return nil, usage{"cli.listen", *s.listen}
	}
	return l, nil
}

func (s serving) address(l net.Listener) string {
	scheme := "http"
	if *s.cert != "" {
		scheme = "https"
	}
	if l.Addr().Network() == "unix" {
		return l.Addr().String()
	}
	host, _, _ := net.SplitHostPort(*s.listen)
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil || host == "" {
		return scheme + "://" + l.Addr().String()
	}
	return scheme + "://" + net.JoinHostPort(host, port) // as it was asked for, not as the system writes it
}

// networks reads the addresses of proxies that are trusted.
func networks(text string) (list []*net.IPNet, err error) {
	for _, t := range strings.Split(text, ",") {
		if t = strings.TrimSpace(t); t == "" {
			continue
		}
		if !strings.Contains(t, "/") {
			if strings.Contains(t, ":") {
				t += "/128"
			} else {
				t += "/32"
			}
		}
		_, n, err := net.ParseCIDR(t)
		if err != nil {
			return nil, usage{"cli.proxy", t}
		}
		list = append(list, n)
	}
	return list, nil
}
