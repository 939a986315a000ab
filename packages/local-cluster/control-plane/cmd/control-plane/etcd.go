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

package main

import (
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/signal"
	"syscall"

	"go.etcd.io/etcd/client/pkg/v3/types"
	etcdflags "go.etcd.io/etcd/pkg/v3/flags"
	"go.etcd.io/etcd/server/v3/embed"
)

// runEtcd serves one etcd member until it is told to stop. Its flags carry the
// names of the real etcd's, so that either binary can be started the same way.
func runEtcd() int {
	if err := serveEtcd(os.Args[1:]); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		fmt.Fprintf(os.Stderr, "etcd: %v\n", err)
		return 1
	}
	return 0
}

func serveEtcd(args []string) error {
	config, err := etcdConfig(args)
	if err != nil {
		return err
	}
	// Subscribed before the start, so that a stop during a slow start is not lost.
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)

	server, err := embed.StartEtcd(config)
	if err != nil {
		return err
	}
	defer server.Close()

	select {
	case <-stop:
		return nil
	case <-server.Server.StopNotify():
		return errors.New("the member stopped by itself")
	case err := <-server.Err():
		return err
	}
}

func etcdConfig(args []string) (*embed.Config, error) {
	config := embed.NewConfig()
	flags := flag.NewFlagSet("etcd", flag.ContinueOnError)
	config.AddFlags(flags)
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	config.ListenPeerUrls = urlsOf(flags, "listen-peer-urls")
	config.ListenClientUrls = urlsOf(flags, "listen-client-urls")
	config.AdvertisePeerUrls = urlsOf(flags, "initial-advertise-peer-urls")
	config.AdvertiseClientUrls = urlsOf(flags, "advertise-client-urls")
	if config.InitialCluster == config.InitialClusterFromName(config.Name) || !wasSet(flags, "initial-cluster") {
		config.InitialCluster = fmt.Sprintf("%s=%s", config.Name, types.URLs(config.AdvertisePeerUrls).String())
	}
	return config, config.Validate()
}

func urlsOf(flags *flag.FlagSet, name string) []url.URL {
	return []url.URL(etcdflags.UniqueURLsFromFlag(flags, name))
}

func wasSet(flags *flag.FlagSet, name string) bool {
	found := false
	flags.Visit(func(f *flag.Flag) { found = found || f.Name == name })
	return found
}
