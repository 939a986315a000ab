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
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
)

const (
	linkerdComponent = "linkerd.io/control-plane-component"
	linkerdInject    = "linkerd.io/inject"
)

type linkerdInjector struct{ lookups *lookups }

func (l *linkerdInjector) serves(service *corev1.Service, _ string) bool {
	return service.Spec.Selector[linkerdComponent] == "proxy-injector"
}

// linkerdValues is the part of the chart's values, kept in ConfigMap linkerd-config, that decides about the proxy.
type linkerdValues struct {
	LinkerdVersion          string `json:"linkerdVersion"`
	IdentityTrustAnchorsPEM string `json:"identityTrustAnchorsPEM"`
	CNIEnabled              bool   `json:"cniEnabled"`
	Proxy                   struct {
		NativeSidecar bool `json:"nativeSidecar"`
		Image         struct {
			Name    string `json:"name"`
			Version string `json:"version"`
		} `json:"image"`
	} `json:"proxy"`
}

func (l *linkerdInjector) inject(ctx context.Context, request podRequest) (podChange, error) {
	pod := request.pod
	namespace, err := l.lookups.namespace(ctx, request.namespace)
	if err != nil {
		return podChange{}, err
	}
	if skip := linkerdSkip(pod, namespace); skip != "" {
		return podChange{skip: skip}, nil
	}
	controlPlane := request.service.Namespace
	values, err := l.values(ctx, controlPlane)
	if err != nil {
		return podChange{}, err
	}
	setting := func(key string) string {
		return firstOf(pod.Annotations[key], namespace.Annotations[key])
	}
	version := firstOf(setting("config.linkerd.io/proxy-version"), values.Proxy.Image.Version, values.LinkerdVersion)
	image := firstOf(setting("config.linkerd.io/proxy-image"), values.Proxy.Image.Name, "cr.l5d.io/linkerd/proxy") + ":" + version
	change := podChange{
		labels: map[string]string{
			"linkerd.io/control-plane-ns": controlPlane,
			"linkerd.io/workload-ns":      request.namespace,
		},
		annotations: map[string]string{
			"linkerd.io/created-by":    "linkerd/proxy-injector " + values.LinkerdVersion,
			"linkerd.io/inject":        "enabled",
			"linkerd.io/proxy-version": version,
		},
		volumes: []corev1.Volume{emptyDir("linkerd-proxy-init-xtables-lock"), emptyDir("linkerd-identity-end-entity")},
	}
	if values.IdentityTrustAnchorsPEM != "" {
		digest := sha256.Sum256([]byte(values.IdentityTrustAnchorsPEM))
		change.annotations["linkerd.io/trust-root-sha256"] = hex.EncodeToString(digest[:])
	}
	if key := linkerdWorkloadLabel(pod); key != "" {
		change.labels[key] = workloadName(pod)
	}
	if values.CNIEnabled {
		change.initContainers = []corev1.Container{{Name: "linkerd-network-validator", Image: image}}
	} else {
		change.initContainers = []corev1.Container{{
			Name:         "linkerd-init",
			Image:        image,
			Command:      []string{"/usr/lib/linkerd/linkerd2-proxy-init"},
			Args:         []string{"--incoming-proxy-port", "4143", "--outgoing-proxy-port", "4140", "--proxy-uid", "2102"},
			VolumeMounts: []corev1.VolumeMount{{Name: "linkerd-proxy-init-xtables-lock", MountPath: "/run"}},
		}}
	}
	native := values.Proxy.NativeSidecar
	for _, key := range []string{"config.beta.linkerd.io/proxy-enable-native-sidecar", "config.alpha.linkerd.io/proxy-enable-native-sidecar"} {
		if wish := setting(key); wish != "" {
			native = wish == "true"
		}
	}
	change.place(corev1.Container{
		Name:  "linkerd-proxy",
		Image: image,
		Ports: []corev1.ContainerPort{
			{Name: "linkerd-proxy", ContainerPort: 4143},
			{Name: "linkerd-admin", ContainerPort: 4191},
		},
		VolumeMounts: []corev1.VolumeMount{{Name: "linkerd-identity-end-entity", MountPath: "/var/run/linkerd/identity/end-entity"}},
	}, native)
	return change, nil
}

// linkerdSkip gives the reason why a pod stays without proxy, or "". Linkerd is opt-in; the pod's annotation wins
// over the namespace's.
func linkerdSkip(pod *corev1.Pod, namespace *corev1.Namespace) string {
	wish := firstOf(pod.Annotations[linkerdInject], namespace.Annotations[linkerdInject])
	switch {
	case findContainer(pod, "linkerd-proxy") != nil || findContainer(pod, "linkerd-init") != nil:
		return "it has a linkerd-proxy container already"
	case wish == "":
		return linkerdInject + " is set neither on the pod nor on the namespace"
	case wish != "enabled" && wish != "ingress":
		return fmt.Sprintf("%s is %q", linkerdInject, wish)
	case pod.Spec.HostNetwork:
		return "it uses the node's network"
	case pod.Spec.AutomountServiceAccountToken != nil && !*pod.Spec.AutomountServiceAccountToken:
		return "it mounts no service account token"
	}
	return ""
}

func (l *linkerdInjector) values(ctx context.Context, namespace string) (linkerdValues, error) {
	var values linkerdValues
	configMap, err := l.lookups.configMap(ctx, namespace, "linkerd-config")
	if err != nil {
		return values, err
	}
	if configMap == nil {
		return values, fmt.Errorf("ConfigMap \"%s/linkerd-config\" does not exist", namespace)
	}
	if err := yaml.Unmarshal([]byte(configMap.Data["values"]), &values); err != nil {
		return values, fmt.Errorf("values in ConfigMap \"%s/linkerd-config\" are not YAML: %w", namespace, err)
	}
	if values.LinkerdVersion == "" {
		return values, fmt.Errorf("ConfigMap \"%s/linkerd-config\" has no linkerdVersion", namespace)
	}
	if values.IdentityTrustAnchorsPEM == "" {
		// With an external CA the anchors are in a ConfigMap of their own.
		roots, err := l.lookups.configMap(ctx, namespace, "linkerd-identity-trust-roots")
		if err != nil {
			return values, err
		}
		if roots != nil {
			values.IdentityTrustAnchorsPEM = strings.TrimSpace(roots.Data["ca-bundle.crt"]) + "\n"
		}
	}
	return values, nil
}

// linkerdWorkloadLabel is the label that names the pod's workload, by its kind: linkerd.io/proxy-deployment and so on.
func linkerdWorkloadLabel(pod *corev1.Pod) string {
	for _, owner := range pod.OwnerReferences {
		if owner.Controller == nil || !*owner.Controller {
			continue
		}
		kind := strings.ToLower(owner.Kind)
		if kind == "replicaset" && pod.Labels["pod-template-hash"] != "" {
			kind = "deployment"
		}
		return "linkerd.io/proxy-" + kind
	}
	return ""
}
