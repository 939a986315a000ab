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
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// podRequest is a pod about to be created, and the injector's Service that was asked about it.
type podRequest struct {
	service   *corev1.Service
	pod       *corev1.Pod
	namespace string
}

// injector stands in for one mesh's sidecar injector.
type injector interface {
	// serves says whether the Service and path are this mesh's injector.
	serves(service *corev1.Service, path string) bool
	inject(ctx context.Context, request podRequest) (podChange, error)
}

// injectors are all that the stand-in knows.
func injectors(lookups *lookups) []injector {
	return []injector{
		&istioInjector{lookups},
		&linkerdInjector{lookups},
		&kumaInjector{lookups},
		&consulInjector{lookups},
	}
}

// podChange is what an injector adds to a pod, or why it adds nothing.
type podChange struct {
	skip           string
	initContainers []corev1.Container
	containers     []corev1.Container
	volumes        []corev1.Volume
	labels         map[string]string
	annotations    map[string]string
	// images of containers that exist already, by name: how Istio fills in a gateway's "auto".
	images map[string]string
}

func skipped(format string, arguments ...any) podChange {
	return podChange{skip: fmt.Sprintf(format, arguments...)}
}

// place puts a proxy where the mesh's version has it: a native sidecar is an
// init container that never ends, an older one a container beside the others.
func (c *podChange) place(sidecar corev1.Container, native bool) {
	if native {
		always := corev1.ContainerRestartPolicyAlways
		sidecar.RestartPolicy = &always
		c.initContainers = append(c.initContainers, sidecar)
		return
	}
	c.containers = append(c.containers, sidecar)
}

// patch replaces whole lists and maps: the pod is new, so nobody else's change can get lost.
func (c podChange) patch(pod *corev1.Pod) []patchOperation {
	operations := []patchOperation{}
	add := func(path string, value any) {
		operations = append(operations, patchOperation{Op: "add", Path: path, Value: value})
	}
	if len(c.labels) > 0 {
		add("/metadata/labels", merged(pod.Labels, c.labels))
	}
	if len(c.annotations) > 0 {
		add("/metadata/annotations", merged(pod.Annotations, c.annotations))
	}
	if len(c.initContainers) > 0 {
		add("/spec/initContainers", slices.Concat(c.initContainers, pod.Spec.InitContainers))
	}
	if len(c.containers) > 0 || len(c.images) > 0 {
		containers := slices.Concat(pod.Spec.Containers, c.containers)
		for i := range containers {
			if image, ok := c.images[containers[i].Name]; ok {
				containers[i].Image = image
			}
		}
		add("/spec/containers", containers)
	}
	if len(c.volumes) > 0 {
		add("/spec/volumes", slices.Concat(pod.Spec.Volumes, c.volumes))
	}
	return operations
}

func (c podChange) summary() string {
	var names []string
	for _, container := range slices.Concat(c.initContainers, c.containers) {
		names = append(names, container.Name+" "+container.Image)
	}
	for name, image := range c.images {
		names = append(names, name+" "+image)
	}
	return strings.Join(names, ", ")
}

// merged lets what the pod says for itself win.
func merged(own, added map[string]string) map[string]string {
	result := maps.Clone(added)
	maps.Copy(result, own)
	return result
}

// findContainer looks among containers and init containers.
func findContainer(pod *corev1.Pod, name string) *corev1.Container {
	for _, list := range [][]corev1.Container{pod.Spec.Containers, pod.Spec.InitContainers} {
		for i := range list {
			if list[i].Name == name {
				return &list[i]
			}
		}
	}
	return nil
}

// workloadName is the name of what manages the pod: for a ReplicaSet of a Deployment, the Deployment's.
func workloadName(pod *corev1.Pod) string {
	for _, owner := range pod.OwnerReferences {
		if owner.Controller == nil || !*owner.Controller {
			continue
		}
		if hash := pod.Labels["pod-template-hash"]; owner.Kind == "ReplicaSet" && hash != "" {
			return strings.TrimSuffix(owner.Name, "-"+hash)
		}
		return owner.Name
	}
	if pod.Name != "" {
		return pod.Name
	}
	return strings.TrimSuffix(pod.GenerateName, "-")
}

func firstOf(values ...string) string {
	for _, value := range values {
		if value != "" {
			return value
		}
	}
	return ""
}

func emptyDir(name string) corev1.Volume {
	return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}
}
