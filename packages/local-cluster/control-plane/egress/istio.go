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
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

const (
	istioProxy         = "istio-proxy"
	istioInject        = "sidecar.istio.io/inject"
	istioStatus        = "sidecar.istio.io/status"
	istioRevision      = "istio.io/rev"
	istioNativeSidecar = "sidecar.istio.io/nativeSidecar"
	// The first minor version that makes native sidecars by default.
	istioNativeSince = 27
)

// Istio never injects into these, whatever their labels say.
var istioIgnoredNamespaces = []string{"kube-system", "kube-public", "kube-node-lease", "local-path-storage"}

type istioInjector struct{ lookups *lookups }

func (i *istioInjector) serves(service *corev1.Service, path string) bool {
	isIstiod := service.Spec.Selector["app"] == "istiod" || service.Spec.Selector["istio"] == "pilot"
	return isIstiod && (path == "/inject" || strings.HasPrefix(path, "/inject/"))
}

// istioSettings is what of the injector's settings decides about the proxy.
type istioSettings struct {
	revision string
	image    string
	tag      string
}

func (i *istioInjector) inject(ctx context.Context, request podRequest) (podChange, error) {
	pod := request.pod
	if skip := istioSkip(pod, request.namespace); skip != "" {
		return podChange{skip: skip}, nil
	}
	settings, err := i.settings(ctx, request.service)
	if err != nil {
		return podChange{}, err
	}
	image := firstOf(pod.Annotations["sidecar.istio.io/proxyImage"], settings.image)
	change := podChange{
		labels:      istioLabels(pod),
		annotations: istioAnnotations(pod, settings.revision),
		volumes: []corev1.Volume{
			emptyDir("workload-socket"), emptyDir("workload-certs"), emptyDir("istio-envoy"), emptyDir("istio-data"),
		},
	}
	if isIstioGateway(pod) {
		change.images = map[string]string{istioProxy: image}
		delete(change.labels, "security.istio.io/tlsMode")
	} else {
		change.initContainers = []corev1.Container{{
			Name:  "istio-init",
			Image: image,
			Args:  []string{"istio-iptables", "-p", "15001", "-z", "15006", "-u", "1337", "-m", "REDIRECT", "-i", "*", "-b", "*"},
		}}
		change.place(istioSidecar(image), istioNative(pod, settings.tag))
	}
	status, err := istioStatusOf(change, settings.revision)
	if err != nil {
		return podChange{}, err
	}
	change.annotations[istioStatus] = status
	return change, nil
}

// istioSkip gives the reason why a pod stays without sidecar, or "". The label wins over the older annotation.
func istioSkip(pod *corev1.Pod, namespace string) string {
	wish := firstOf(pod.Labels[istioInject], pod.Annotations[istioInject])
	proxy := findContainer(pod, istioProxy)
	switch {
	case slices.Contains(istioIgnoredNamespaces, namespace):
		return fmt.Sprintf("namespace %q is never injected", namespace)
	case pod.Spec.HostNetwork:
		return "it uses the node's network"
	case wish != "" && wish != "true" && wish != "y" && wish != "yes" && wish != "on":
		return fmt.Sprintf("%s is %q", istioInject, wish)
	case proxy != nil && proxy.Image != "auto":
		return "it has an istio-proxy container already"
	case proxy == nil && pod.Annotations[istioStatus] != "":
		return "it carries an injection status already"
	}
	return ""
}

// isIstioGateway: a gateway's pod brings its own istio-proxy, whose image the injector fills in.
func isIstioGateway(pod *corev1.Pod) bool {
	proxy := findContainer(pod, istioProxy)
	return proxy != nil && proxy.Image == "auto"
}

func (i *istioInjector) settings(ctx context.Context, service *corev1.Service) (istioSettings, error) {
	settings := istioSettings{revision: firstOf(service.Labels[istioRevision], "default")}
	name := "istio-sidecar-injector"
	if settings.revision != "default" {
		name += "-" + settings.revision
	}
	configMap, err := i.lookups.configMap(ctx, service.Namespace, name)
	if err != nil {
		return settings, err
	}
	if configMap != nil {
		var values struct {
			Global struct {
				Hub   string `json:"hub"`
				Tag   any    `json:"tag"`
				Proxy struct {
					Image string `json:"image"`
				} `json:"proxy"`
				Variant string `json:"variant"`
			} `json:"global"`
		}
		if err := json.Unmarshal([]byte(configMap.Data["values"]), &values); err != nil {
			return settings, fmt.Errorf("values in ConfigMap \"%s/%s\" are not JSON: %w", service.Namespace, name, err)
		}
		if values.Global.Tag != nil {
			settings.tag = fmt.Sprint(values.Global.Tag)
		}
		settings.image = firstOf(values.Global.Proxy.Image, "proxyv2")
		if !strings.Contains(settings.image, "/") && settings.tag != "" {
			settings.image = fmt.Sprintf("%s/%s:%s", values.Global.Hub, settings.image, settings.tag)
			if values.Global.Variant != "" {
				settings.image += "-" + values.Global.Variant
			}
			return settings, nil
		}
		if strings.Contains(settings.image, "/") {
			return settings, nil
		}
	}
	return i.settingsFromDeployment(ctx, service, settings)
}

// settingsFromDeployment takes hub and tag from istiod's own image.
func (i *istioInjector) settingsFromDeployment(ctx context.Context, service *corev1.Service, settings istioSettings) (istioSettings, error) {
	deployment, err := i.lookups.deploymentBehind(ctx, service)
	if err != nil {
		return settings, err
	}
	for _, container := range deployment.Spec.Template.Spec.Containers {
		if hub, tag, ok := strings.Cut(container.Image, "/pilot:"); ok {
			settings.tag = tag
			settings.image = hub + "/proxyv2:" + tag
			return settings, nil
		}
	}
	return settings, fmt.Errorf("neither the injector's ConfigMap nor Deployment \"%s/%s\" says which proxy to use", deployment.Namespace, deployment.Name)
}

func istioNative(pod *corev1.Pod, tag string) bool {
	if wish := pod.Annotations[istioNativeSidecar]; wish != "" {
		return wish == "true"
	}
	parts := strings.SplitN(tag, ".", 3)
	if len(parts) < 2 {
		return true
	}
	minor, err := strconv.Atoi(parts[1])
	return err != nil || minor >= istioNativeSince
}

func istioSidecar(image string) corev1.Container {
	return corev1.Container{
		Name:  istioProxy,
		Image: image,
		Args:  []string{"proxy", "sidecar", "--domain", "$(POD_NAMESPACE).svc.cluster.local", "--proxyLogLevel=warning"},
		Env: []corev1.EnvVar{
			{Name: "POD_NAME", ValueFrom: fieldRef("metadata.name")},
			{Name: "POD_NAMESPACE", ValueFrom: fieldRef("metadata.namespace")},
			{Name: "ISTIO_META_CLUSTER_ID", Value: "Kubernetes"},
		},
		Ports: []corev1.ContainerPort{{Name: "http-envoy-prom", ContainerPort: 15090, Protocol: corev1.ProtocolTCP}},
		VolumeMounts: []corev1.VolumeMount{
			{Name: "workload-socket", MountPath: "/var/run/secrets/workload-spiffe-uds"},
			{Name: "workload-certs", MountPath: "/var/run/secrets/workload-spiffe-credentials"},
			{Name: "istio-envoy", MountPath: "/etc/istio/proxy"},
			{Name: "istio-data", MountPath: "/var/lib/istio/data"},
		},
	}
}

func fieldRef(path string) *corev1.EnvVarSource {
	return &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{FieldPath: path}}
}

func istioLabels(pod *corev1.Pod) map[string]string {
	return map[string]string{
		"security.istio.io/tlsMode":           "istio",
		"service.istio.io/canonical-name":     firstOf(pod.Labels["app.kubernetes.io/name"], pod.Labels["app"], workloadName(pod)),
		"service.istio.io/canonical-revision": firstOf(pod.Labels["app.kubernetes.io/version"], pod.Labels["version"], "latest"),
	}
}

func istioAnnotations(pod *corev1.Pod, revision string) map[string]string {
	annotations := map[string]string{
		istioRevision:          revision,
		"prometheus.io/path":   "/stats/prometheus",
		"prometheus.io/port":   "15020",
		"prometheus.io/scrape": "true",
	}
	if len(pod.Spec.Containers) > 0 {
		annotations["kubectl.kubernetes.io/default-container"] = pod.Spec.Containers[0].Name
		annotations["kubectl.kubernetes.io/default-logs-container"] = pod.Spec.Containers[0].Name
	}
	return annotations
}

// istioStatusOf lists what was added, in the form that Istio's own tools read.
func istioStatusOf(change podChange, revision string) (string, error) {
	status := struct {
		InitContainers   []string `json:"initContainers"`
		Containers       []string `json:"containers"`
		Volumes          []string `json:"volumes"`
		ImagePullSecrets []string `json:"imagePullSecrets"`
		Revision         string   `json:"revision"`
	}{Revision: revision}
	for _, container := range change.initContainers {
		status.InitContainers = append(status.InitContainers, container.Name)
	}
	for _, container := range change.containers {
		status.Containers = append(status.Containers, container.Name)
	}
	for _, volume := range change.volumes {
		status.Volumes = append(status.Volumes, volume.Name)
	}
	text, err := json.Marshal(status)
	return string(text), err
}
