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
	"reflect"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"
)

func istiodService(revision string) *corev1.Service {
	service := testService("istio-system", "istiod", "10.96.0.10", map[string]string{"app": "istiod"})
	service.Labels = map[string]string{"istio.io/rev": revision}
	return service
}

const istioValues = `{"global": {"hub": "docker.io/istio", "tag": "1.30.3", "proxy": {"image": "proxyv2"}}}`

func injectWith(t *testing.T, make func(*lookups) injector, service *corev1.Service, pod *corev1.Pod, objects ...runtime.Object) podChange {
	t.Helper()
	change, err := make(newLookups(fake.NewClientset(objects...))).inject(context.Background(),
		podRequest{service: service, pod: pod, namespace: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	return change
}

func istio(l *lookups) injector   { return &istioInjector{l} }
func linkerd(l *lookups) injector { return &linkerdInjector{l} }
func kuma(l *lookups) injector    { return &kumaInjector{l} }
func consul(l *lookups) injector  { return &consulInjector{l} }

func TestIstioAddsANativeSidecarOfTheInjectorsVersion(t *testing.T) {
	pod := appPod(func(pod *corev1.Pod) { pod.Labels["app"] = "cart" })
	change := injectWith(t, istio, istiodService("default"), pod,
		configMap("istio-system", "istio-sidecar-injector", "values", istioValues))
	got := applied(t, pod, change)

	want := []string{"istio-init=docker.io/istio/proxyv2:1.30.3", "istio-proxy=docker.io/istio/proxyv2:1.30.3"}
	if !reflect.DeepEqual(images(got.Spec.InitContainers), want) {
		t.Errorf("init containers are %v", images(got.Spec.InitContainers))
	}
	if policy := got.Spec.InitContainers[1].RestartPolicy; policy == nil || *policy != corev1.ContainerRestartPolicyAlways {
		t.Errorf("istio-proxy is no native sidecar")
	}
	if !reflect.DeepEqual(images(got.Spec.Containers), []string{"cart=registry.example/cart:1"}) {
		t.Errorf("containers are %v", images(got.Spec.Containers))
	}
	for key, value := range map[string]string{
		"app": "cart", "pod-template-hash": "5d9c", "security.istio.io/tlsMode": "istio",
		"service.istio.io/canonical-name": "cart", "service.istio.io/canonical-revision": "latest",
	} {
		if got.Labels[key] != value {
			t.Errorf("label %s is %q", key, got.Labels[key])
		}
	}
	var status struct {
		InitContainers []string
		Revision       string
	}
	if err := json.Unmarshal([]byte(got.Annotations["sidecar.istio.io/status"]), &status); err != nil {
		t.Fatal(err)
	}
	if status.Revision != "default" || !reflect.DeepEqual(status.InitContainers, []string{"istio-init", "istio-proxy"}) {
		t.Errorf("status is %+v", status)
	}
}

func TestIstioTakesTheRevisionOfItsService(t *testing.T) {
	values := strings.Replace(istioValues, "1.30.3", "1.26.8", 1)
	change := injectWith(t, istio, istiodService("1-26-8"), appPod(nil),
		configMap("istio-system", "istio-sidecar-injector", "values", istioValues),
		configMap("istio-system", "istio-sidecar-injector-1-26-8", "values", values))
	if !reflect.DeepEqual(images(change.containers), []string{"istio-proxy=docker.io/istio/proxyv2:1.26.8"}) {
		t.Errorf("before native sidecars, containers are %v", images(change.containers))
	}
	if change.annotations["istio.io/rev"] != "1-26-8" {
		t.Errorf("revision is %q", change.annotations["istio.io/rev"])
	}
}

func TestIstioFallsBackToTheImageOfIstiod(t *testing.T) {
	istiod := deployment("istio-system", "istiod", map[string]string{"app": "istiod"},
		corev1.Container{Name: "discovery", Image: "registry.example/mirror/pilot:1.29.6"})
	change := injectWith(t, istio, istiodService("default"), appPod(nil), istiod)
	if got := change.initContainers[1].Image; got != "registry.example/mirror/proxyv2:1.29.6" {
		t.Errorf("image is %q", got)
	}
}

func TestIstioFillsInTheImageOfAGateway(t *testing.T) {
	pod := appPod(func(pod *corev1.Pod) {
		pod.Spec.Containers = []corev1.Container{{Name: "istio-proxy", Image: "auto"}}
	})
	change := injectWith(t, istio, istiodService("default"), pod,
		configMap("istio-system", "istio-sidecar-injector", "values", istioValues))
	got := applied(t, pod, change)
	if !reflect.DeepEqual(images(got.Spec.Containers), []string{"istio-proxy=docker.io/istio/proxyv2:1.30.3"}) || len(got.Spec.InitContainers) != 0 {
		t.Errorf("containers are %v, init containers %v", images(got.Spec.Containers), images(got.Spec.InitContainers))
	}
}

func TestPodsThatStayWithoutProxy(t *testing.T) {
	linkerdConfig := configMap("linkerd", "linkerd-config", "values", "linkerdVersion: edge-26.6.3\n")
	linkerdService := testService("linkerd", "linkerd-proxy-injector", "10.96.0.20", map[string]string{linkerdComponent: "proxy-injector"})
	kumaService := testService("kuma-system", "kuma-control-plane", "10.96.0.30", map[string]string{"app": "kuma-control-plane"})
	consulService := testService("consul", "injector", "10.96.0.40", map[string]string{"app": "consul", "component": "connect-injector"})
	consulDeployment := deployment("consul", "injector", map[string]string{"app": "consul", "component": "connect-injector"},
		corev1.Container{Name: "sidecar-injector", Image: "hashicorp/consul-k8s-control-plane:2.0.3"})
	cases := []struct {
		name    string
		make    func(*lookups) injector
		service *corev1.Service
		pod     func(*corev1.Pod)
		objects []runtime.Object
		want    string
	}{
		{"Istio opt-out label", istio, istiodService("default"), func(p *corev1.Pod) { p.Labels["sidecar.istio.io/inject"] = "false" }, nil, `sidecar.istio.io/inject is "false"`},
		{"Istio opt-out annotation", istio, istiodService("default"), func(p *corev1.Pod) { p.Annotations = map[string]string{"sidecar.istio.io/inject": "false"} }, nil, `sidecar.istio.io/inject is "false"`},
		{"Istio host network", istio, istiodService("default"), func(p *corev1.Pod) { p.Spec.HostNetwork = true }, nil, "node's network"},
		{"Istio twice", istio, istiodService("default"), func(p *corev1.Pod) {
			p.Spec.InitContainers = []corev1.Container{{Name: "istio-proxy", Image: "docker.io/istio/proxyv2:1.28.5"}}
		}, nil, "istio-proxy container already"},
		{"Linkerd without a word", linkerd, linkerdService, nil, []runtime.Object{namespace("shop", nil, nil), linkerdConfig}, "neither on the pod nor on the namespace"},
		{"Linkerd opt-out in an injected namespace", linkerd, linkerdService, func(p *corev1.Pod) { p.Annotations = map[string]string{"linkerd.io/inject": "disabled"} },
			[]runtime.Object{namespace("shop", nil, map[string]string{"linkerd.io/inject": "enabled"}), linkerdConfig}, `linkerd.io/inject is "disabled"`},
		{"Linkerd twice", linkerd, linkerdService, func(p *corev1.Pod) {
			p.Spec.Containers = append(p.Spec.Containers, corev1.Container{Name: "linkerd-proxy"})
		},
			[]runtime.Object{namespace("shop", nil, map[string]string{"linkerd.io/inject": "enabled"}), linkerdConfig}, "linkerd-proxy container already"},
		{"Kuma opt-out in an injected namespace", kuma, kumaService, func(p *corev1.Pod) { p.Labels["kuma.io/sidecar-injection"] = "disabled" },
			[]runtime.Object{namespace("shop", map[string]string{"kuma.io/sidecar-injection": "enabled"}, nil)}, `kuma.io/sidecar-injection is "disabled"`},
		{"Kuma twice", kuma, kumaService, func(p *corev1.Pod) { p.Spec.InitContainers = []corev1.Container{{Name: "kuma-sidecar"}} },
			[]runtime.Object{namespace("shop", map[string]string{"kuma.io/sidecar-injection": "enabled"}, nil)}, "kuma-sidecar container already"},
		{"Consul without a word", consul, consulService, nil, []runtime.Object{consulDeployment}, `connect-inject is "false"`},
		{"Consul twice", consul, consulService, func(p *corev1.Pod) {
			p.Spec.Containers = append(p.Spec.Containers, corev1.Container{Name: "consul-dataplane"})
		},
			[]runtime.Object{consulDeployment}, "consul-dataplane container already"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			change := injectWith(t, c.make, c.service, appPod(c.pod), c.objects...)
			if !strings.Contains(change.skip, c.want) {
				t.Errorf("reason is %q, want %q", change.skip, c.want)
			}
		})
	}
}

func TestLinkerdAddsItsProxy(t *testing.T) {
	service := testService("linkerd", "linkerd-proxy-injector", "10.96.0.20", map[string]string{linkerdComponent: "proxy-injector"})
	config := configMap("linkerd", "linkerd-config", "values",
		"linkerdVersion: edge-26.6.3\nidentityTrustAnchorsPEM: |\n  anchor\nproxy:\n  nativeSidecar: true\n  image: {name: cr.l5d.io/linkerd/proxy, version: ''}\n")
	pod := appPod(nil)
	change := injectWith(t, linkerd, service, pod, config, namespace("shop", nil, map[string]string{"linkerd.io/inject": "enabled"}))
	got := applied(t, pod, change)
	want := []string{"linkerd-init=cr.l5d.io/linkerd/proxy:edge-26.6.3", "linkerd-proxy=cr.l5d.io/linkerd/proxy:edge-26.6.3"}
	if !reflect.DeepEqual(images(got.Spec.InitContainers), want) {
		t.Errorf("init containers are %v", images(got.Spec.InitContainers))
	}
	if got.Labels["linkerd.io/control-plane-ns"] != "linkerd" || got.Labels["linkerd.io/proxy-deployment"] != "cart" {
		t.Errorf("labels are %v", got.Labels)
	}
	// sha256 of "anchor\n"
	const digest = "c17e992b122619164a1508ecddfe97630fd37db029e97b374a66cb7cb6c5009d"
	if got.Annotations["linkerd.io/proxy-version"] != "edge-26.6.3" || got.Annotations["linkerd.io/trust-root-sha256"] != digest {
		t.Errorf("annotations are %v", got.Annotations)
	}
}

func TestKumaAddsTheImageOfItsSettings(t *testing.T) {
	service := testService("kuma-system", "kuma-control-plane", "10.96.0.30", map[string]string{"app": "kuma-control-plane"})
	control := deployment("kuma-system", "kuma-control-plane", map[string]string{"app": "kuma-control-plane"}, corev1.Container{
		Name: "control-plane", Image: "docker.io/kumahq/kuma-cp:2.14.3",
		Env: []corev1.EnvVar{
			{Name: "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_IMAGE", Value: "mirror.example/kuma-dp:2.14.3"},
			{Name: "KUMA_EXPERIMENTAL_SIDECAR_CONTAINERS", Value: "true"},
		},
	})
	pod := appPod(func(pod *corev1.Pod) { pod.Labels["kuma.io/mesh"] = "second" })
	got := applied(t, pod, injectWith(t, kuma, service, pod, control,
		namespace("shop", map[string]string{"kuma.io/sidecar-injection": "enabled"}, nil)))
	want := []string{"kuma-init=docker.io/kumahq/kuma-init:2.14.3", "kuma-sidecar=mirror.example/kuma-dp:2.14.3"}
	if !reflect.DeepEqual(images(got.Spec.InitContainers), want) {
		t.Errorf("init containers are %v", images(got.Spec.InitContainers))
	}
	if got.Annotations["kuma.io/sidecar-injected"] != "true" || got.Annotations["kuma.io/mesh"] != "second" {
		t.Errorf("annotations are %v", got.Annotations)
	}
}

func TestConsulReadsItsFlags(t *testing.T) {
	service := testService("consul", "injector", "10.96.0.40", map[string]string{"app": "consul", "component": "connect-injector"})
	control := deployment("consul", "injector", map[string]string{"app": "consul", "component": "connect-injector"}, corev1.Container{
		Name: "sidecar-injector", Image: "hashicorp/consul-k8s-control-plane:2.0.3",
		Command: []string{"/bin/sh", "-ec", "exec consul-k8s-control-plane inject-connect \\\n  -consul-dataplane-image=\"mirror.example/consul-dataplane:2.0.3\" \\\n  -default-inject=true \\\n"},
	})
	pod := appPod(nil)
	got := applied(t, pod, injectWith(t, consul, service, pod, control))
	want := []string{"cart=registry.example/cart:1", "consul-dataplane=mirror.example/consul-dataplane:2.0.3"}
	if !reflect.DeepEqual(images(got.Spec.Containers), want) {
		t.Errorf("containers are %v", images(got.Spec.Containers))
	}
	if got.Labels["consul.hashicorp.com/connect-inject-status"] != "injected" {
		t.Errorf("labels are %v", got.Labels)
	}
}
