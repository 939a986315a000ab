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

// Command control-plane is every daemon of a Kubernetes control plane in one
// binary: the packages that they share are compiled and linked once, which is
// most of them.
package main

import (
	"fmt"
	"os"
	"sort"
	_ "time/tzdata" // CronJobs name time zones, and the machine may have none

	"example.com/meshplane/control-plane/egress"
	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

// daemons are built only when asked for, because building one registers its
// feature gates and flags globally, and those of two daemons collide.
var daemons = map[string]func() int{
	"apiserver":          kubernetesDaemon(apiserver.NewAPIServerCommand),
	"controller-manager": kubernetesDaemon(controllermanager.NewControllerManagerCommand),
	"egress":             kubernetesDaemon(egress.Command),
	"etcd":               runEtcd,
	"kwok":               runKwok,
	"scheduler":          kubernetesDaemon(func() *cobra.Command { return scheduler.NewSchedulerCommand() }),
}

func main() {
	if len(os.Args) < 2 {
		usage()
		os.Exit(2)
	}
	run, known := daemons[os.Args[1]]
	if !known {
		fmt.Fprintf(os.Stderr, "unknown daemon %q\n", os.Args[1])
		usage()
		os.Exit(2)
	}
	// The daemons read their own flags from os.Args, as if they were alone.
	os.Args = append([]string{os.Args[1]}, os.Args[2:]...)
	os.Exit(run())
}

func kubernetesDaemon(command func() *cobra.Command) func() int {
	return func() int { return cli.Run(command()) }
}

func usage() {
	names := make([]string, 0, len(daemons))
	for name := range daemons {
		names = append(names, name)
	}
	sort.Strings(names)
	fmt.Fprintln(os.Stderr, "usage: control-plane DAEMON [flags]\ndaemons:")
	for _, name := range names {
		fmt.Fprintf(os.Stderr, "  %s\n", name)
	}
}
