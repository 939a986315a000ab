/*
 * Copyright 2026 The Meshplane Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

// Package egress is the local cluster's own way out of the API server: the
// proxy behind the API server's egress selector. It tunnels to pods that really
// run on this machine, answers for the webhook Services of control planes that
// are only simulated, and refuses everything else. See README.md.
package egress

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

type options struct {
	socket         string
	kubeconfig     string
	stateDir       string
	logFile        string
	healthzAddress string
	realPodCIDR    string
}

// Command is the subcommand "egress".
func Command() *cobra.Command {
	var o options
	command := &cobra.Command{
		Use:           "egress",
		Short:         "Proxy through which the API server reaches services and pods of a local cluster",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(command *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(command.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return run(ctx, o)
		},
	}
	flags := command.Flags()
	flags.StringVar(&o.socket, "socket", "", "Unix socket to listen on for HTTP CONNECT (required)")
	flags.StringVar(&o.kubeconfig, "kubeconfig", "", "kubeconfig of an administrator of the cluster (required)")
	flags.StringVar(&o.stateDir, "state-dir", "", "folder that keeps the certificate authority (required)")
	flags.StringVar(&o.logFile, "log", "", "file to append the log to, standard error when empty")
	flags.StringVar(&o.healthzAddress, "healthz-address", "", "loopback host:port that answers /healthz, none when empty")
	flags.StringVar(&o.realPodCIDR, "real-pod-cidr", "10.244.0.0/16", "addresses of pods on real nodes of this machine")
	for _, name := range []string{"socket", "kubeconfig", "state-dir"} {
		if err := command.MarkFlagRequired(name); err != nil {
			panic(err)
		}
	}
	return command
}

func run(ctx context.Context, o options) error {
	logger, closeLog, err := openLog(o.logFile)
	if err != nil {
		return err
	}
	defer closeLog()

	podCIDR, err := netip.ParsePrefix(o.realPodCIDR)
	if err != nil {
		return fmt.Errorf("flag --real-pod-cidr %q is no address range: %w", o.realPodCIDR, err)
	}
	config, err := clientcmd.BuildConfigFromFlags("", o.kubeconfig)
	if err != nil {
		return fmt.Errorf("read kubeconfig %q: %w", o.kubeconfig, err)
	}
	config.QPS, config.Burst = 200, 400
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	dynamicClient, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	authority, err := loadAuthority(o.stateDir)
	if err != nil {
		return err
	}

	view := newView(client, dynamicClient, podCIDR, isLocalAddress)
	certificates := &certificateSource{view: view, authority: authority, log: logger}
	standIn := newStandIn(view, certificates, logger)
	proxy := &proxy{view: view, standIn: standIn, log: logger}

	listener, err := listenUnix(o.socket)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: proxy, ErrorLog: logger}
	failed := make(chan error, 3)
	go func() { failed <- server.Serve(listener) }()
	go func() { failed <- standIn.serve(ctx) }()
	if o.healthzAddress != "" {
		health, err := listenHealthz(o.healthzAddress)
		if err != nil {
			return err
		}
		go func() { failed <- serveHealthz(ctx, health, view) }()
	}
	go func() {
		view.start(ctx)
		filler := &bundleFiller{view: view, bundle: authority.bundle, log: logger}
		go filler.run(ctx)
		if view.waitForSync(ctx) {
			// The first lists were much larger than what is kept of them.
			debug.FreeOSMemory()
			fmt.Println("egress: ready")
			logger.Printf("ready on socket %s", o.socket)
		}
	}()

	select {
	case <-ctx.Done():
		// Tunnels are hijacked connections, which a graceful shutdown would not wait for anyway.
		return errors.Join(server.Close(), os.RemoveAll(o.socket))
	case err := <-failed:
		return err
	}
}

// openLog writes to the file, or to standard error.
func openLog(file string) (*log.Logger, func(), error) {
	if file == "" {
		return log.New(os.Stderr, "egress: ", log.LstdFlags|log.LUTC), func() {}, nil
	}
	opened, err := os.OpenFile(file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("open log file %q: %w", file, err)
	}
	return log.New(opened, "egress: ", log.LstdFlags|log.LUTC), func() { opened.Close() }, nil
}

// listenUnix takes over a socket that a killed predecessor left behind, but not one that still answers.
func listenUnix(path string) (net.Listener, error) {
	if connection, err := net.Dial("unix", path); err == nil {
		connection.Close()
		return nil, fmt.Errorf("socket %q is in use by another process", path)
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("remove stale socket %q: %w", path, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make folder of socket %q: %w", path, err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("listen on socket %q: %w", path, err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		listener.Close()
		return nil, fmt.Errorf("protect socket %q: %w", path, err)
	}
	return listener, nil
}

func listenHealthz(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("flag --healthz-address %q is not host:port: %w", address, err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("flag --healthz-address %q is not a loopback address", address)
	}
	return net.Listen("tcp", address)
}

// serveHealthz says 200 once the view of the cluster is complete, 503 before.
func serveHealthz(ctx context.Context, listener net.Listener, view *view) error {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		if !view.synced() {
			http.Error(w, "waiting for the API server", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	server := &http.Server{Handler: mux}
	context.AfterFunc(ctx, func() { server.Close() })
	return server.Serve(listener)
}
