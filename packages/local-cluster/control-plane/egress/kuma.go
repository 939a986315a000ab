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
	"strings"

	corev1 "k8s.io/api/core/v1"
)

const (
	kumaSidecar   = "kuma-sidecar"
	kumaInjection = "kuma.io/sidecar-injection"
	kumaMesh      = "kuma.io/mesh"
)

type kumaInjector struct{ lookups *lookups }

func (k *kumaInjector) serves(service *corev1.Service, path string) bool {
	return service.Spec.Selector["app"] == "kuma-control-plane" && path == "/inject-sidecar"
}

func (k *kumaInjector) inject(ctx context.Context, request podRequest) (podChange, error) {
	pod := request.pod
	namespace, err := k.lookups.namespace(ctx, request.namespace)
	if err != nil {
		return podChange{}, err
	}
	wish := firstOf(pod.Labels[kumaInjection], pod.Annotations[kumaInjection], namespace.Labels[kumaInjection])
	switch {
	case findContainer(pod, kumaSidecar) != nil:
		return skipped("it has a kuma-sidecar container already"), nil
	case wish != "enabled" && wish != "true":
		return skipped("%s is %q", kumaInjection, wish), nil
	case pod.Spec.HostNetwork:
		return skipped("it uses the node's network"), nil
	}
	deployment, err := k.lookups.deploymentBehind(ctx, request.service)
	if err != nil {
		return podChange{}, err
	}
	container, environment := kumaControlPlane(deployment.Spec.Template.Spec.Containers)
	image := firstOf(environment["KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_IMAGE"],
		strings.Replace(container.Image, "/kuma-cp:", "/kuma-dp:", 1))
	initImage := firstOf(environment["KUMA_INJECTOR_INIT_CONTAINER_IMAGE"],
		strings.Replace(container.Image, "/kuma-cp:", "/kuma-init:", 1))
	if image == "" {
		return podChange{}, fmt.Errorf("Deployment \"%s/%s\" does not say which proxy to use", deployment.Namespace, deployment.Name)
	}
	mesh := firstOf(pod.Labels[kumaMesh], pod.Annotations[kumaMesh], namespace.Labels[kumaMesh], "default")
	change := podChange{
		initContainers: []corev1.Container{{Name: "kuma-init", Image: initImage}},
		labels:         map[string]string{kumaMesh: mesh},
		annotations: map[string]string{
			kumaMesh:                               mesh,
			"kuma.io/sidecar-injected":             "true",
			"kuma.io/sidecar-uid":                  "5678",
			"kuma.io/transparent-proxying":         "enabled",
			"kuma.io/envoy-admin-port":             "9901",
			"kuma.io/virtual-probes":               "enabled",
			"kuma.io/application-probe-proxy-port": "9001",
		},
		volumes: []corev1.Volume{emptyDir("kuma-sidecar-tmp")},
	}
	change.place(corev1.Container{
		Name:         kumaSidecar,
		Image:        image,
		Args:         []string{"run", "--log-level=info"},
		Env:          []corev1.EnvVar{{Name: "KUMA_DATAPLANE_MESH", Value: mesh}},
		VolumeMounts: []corev1.VolumeMount{{Name: "kuma-sidecar-tmp", MountPath: "/tmp"}},
	}, environment["KUMA_EXPERIMENTAL_SIDECAR_CONTAINERS"] == "true")
	return change, nil
}

// kumaControlPlane finds the control plane's container and its settings.
func kumaControlPlane(containers []corev1.Container) (corev1.Container, map[string]string) {
	environment := map[string]string{}
	for _, container := range containers {
		if !strings.Contains(container.Image, "/kuma-cp:") && container.Name != "control-plane" {
			continue
		}
		for _, variable := range container.Env {
			environment[variable.Name] = variable.Value
		}
		return container, environment
	}
	return corev1.Container{}, environment
}
