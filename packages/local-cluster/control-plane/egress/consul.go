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

package egress

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

const (
	consulDataplane    = "consul-dataplane"
	consulInject       = "consul.hashicorp.com/connect-inject"
	consulInjectStatus = "consul.hashicorp.com/connect-inject-status"
)

// Consul never injects into these.
var consulIgnoredNamespaces = []string{"kube-system", "kube-public", "local-path-storage"}

type consulInjector struct{ lookups *lookups }

func (c *consulInjector) serves(service *corev1.Service, path string) bool {
	return service.Spec.Selector["app"] == "consul" && service.Spec.Selector["component"] == "connect-injector" && path == "/mutate"
}

func (c *consulInjector) inject(ctx context.Context, request podRequest) (podChange, error) {
	pod := request.pod
	switch {
	case slices.Contains(consulIgnoredNamespaces, request.namespace):
		return skipped("namespace %q is never injected", request.namespace), nil
	case findContainer(pod, consulDataplane) != nil || pod.Annotations[consulInjectStatus] == "injected":
		return skipped("it has a consul-dataplane container already"), nil
	}
	deployment, err := c.lookups.deploymentBehind(ctx, request.service)
	if err != nil {
		return podChange{}, err
	}
	flags, controlPlaneImage := consulFlags(deployment.Spec.Template.Spec.Containers)
	wish := firstOf(pod.Annotations[consulInject], flags["default-inject"], "false")
	if wish != "true" {
		return skipped("%s is %q", consulInject, wish), nil
	}
	image := flags["consul-dataplane-image"]
	_, version, tagged := strings.Cut(controlPlaneImage, ":")
	if image == "" && tagged {
		image = "hashicorp/consul-dataplane:" + version
	}
	if image == "" {
		return podChange{}, fmt.Errorf("Deployment \"%s/%s\" does not say which proxy to use", deployment.Namespace, deployment.Name)
	}
	change := podChange{
		initContainers: []corev1.Container{{
			Name:  "consul-connect-inject-init",
			Image: controlPlaneImage,
		}},
		labels: map[string]string{consulInjectStatus: "injected"},
		annotations: map[string]string{
			consulInjectStatus:                              "injected",
			"consul.hashicorp.com/consul-k8s-version":       version,
			"consul.hashicorp.com/transparent-proxy-status": "enabled",
		},
		volumes: []corev1.Volume{emptyDir("consul-connect-inject-data")},
	}
	change.place(corev1.Container{
		Name:         consulDataplane,
		Image:        image,
		VolumeMounts: []corev1.VolumeMount{{Name: "consul-connect-inject-data", MountPath: "/consul/connect-inject"}},
	}, flags["default-enable-consul-dataplane-as-sidecar"] == "true")
	return change, nil
}

var consulFlag = regexp.MustCompile(`(?:^|\s)-{1,2}([a-z0-9-]+)=("[^"]*"|\S+)`)

// consulFlags reads the injector's flags, which the chart puts into one shell command.
func consulFlags(containers []corev1.Container) (map[string]string, string) {
	flags := map[string]string{}
	image := ""
	for _, container := range containers {
		if container.Name != "sidecar-injector" {
			continue
		}
		image = container.Image
		command := strings.Join(slices.Concat(container.Command, container.Args), "\n")
		for _, match := range consulFlag.FindAllStringSubmatch(command, -1) {
			flags[match[1]] = strings.Trim(match[2], `"`)
		}
	}
	return flags, image
}
