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
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/netip"
	"strings"
	"testing"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	dynamicfake "k8s.io/client-go/dynamic/fake"
	"k8s.io/client-go/kubernetes/fake"
)

// testView is a synced view of a cluster with these objects; addresses of 127.0.0.0/8 are this machine's.
func testView(t *testing.T, objects ...runtime.Object) *view {
	t.Helper()
	var typed, untyped []runtime.Object
	for _, object := range objects {
		if _, ok := object.(*unstructured.Unstructured); ok {
			untyped = append(untyped, object)
		} else {
			typed = append(typed, object)
		}
	}
	scheme := runtime.NewScheme()
	kinds := map[schema.GroupVersionResource]string{crdResource: "CustomResourceDefinitionList"}
	dynamicClient := dynamicfake.NewSimpleDynamicClientWithCustomListKinds(scheme, kinds, untyped...)
	v := newView(fake.NewClientset(typed...), dynamicClient, netip.MustParsePrefix("10.244.0.0/16"), netip.Addr.IsLoopback)
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	v.start(ctx)
	if !v.waitForSync(ctx) {
		t.Fatal("view did not sync")
	}
	return v
}

func node(name, address string, labels map[string]string) *corev1.Node {
	return &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels},
		Status:     corev1.NodeStatus{Addresses: []corev1.NodeAddress{{Type: corev1.NodeInternalIP, Address: address}}},
	}
}

func simulatedNode(name, address string) *corev1.Node {
	return node(name, address, map[string]string{"type": "kwok"})
}

func testService(namespace, name, ip string, selector map[string]string) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name},
		Spec: corev1.ServiceSpec{
			ClusterIP: ip, ClusterIPs: []string{ip}, Selector: selector,
			Ports: []corev1.ServicePort{{Name: "https", Port: 443}},
		},
	}
}

func endpoints(namespace, service, address, nodeName string, port int32) *discoveryv1.EndpointSlice {
	name := "https"
	return &discoveryv1.EndpointSlice{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: namespace, Name: service + "-abcde",
			Labels: map[string]string{discoveryv1.LabelServiceName: service},
		},
		Ports:     []discoveryv1.EndpointPort{{Name: &name, Port: &port}},
		Endpoints: []discoveryv1.Endpoint{{Addresses: []string{address}, NodeName: &nodeName}},
	}
}

func runningPod(namespace, name, ip, nodeName string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name},
		Spec:       corev1.PodSpec{NodeName: nodeName},
		Status:     corev1.PodStatus{PodIP: ip, Phase: corev1.PodRunning},
	}
}

func mutatingConfig(name, namespace, service string, bundle []byte) *admissionv1.MutatingWebhookConfiguration {
	return &admissionv1.MutatingWebhookConfiguration{
		ObjectMeta: metav1.ObjectMeta{Name: name, ResourceVersion: "7"},
		Webhooks: []admissionv1.MutatingWebhook{{
			Name: "a.example.com",
			ClientConfig: admissionv1.WebhookClientConfig{
				CABundle: bundle,
				Service:  &admissionv1.ServiceReference{Namespace: namespace, Name: service},
			},
		}},
	}
}

func crdWithConversion(namespace, service string) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "apiextensions.k8s.io/v1",
		"kind":       "CustomResourceDefinition",
		"metadata":   map[string]any{"name": "things.example.com", "resourceVersion": "9"},
		"spec": map[string]any{
			"versions": []any{map[string]any{"name": "v1", "schema": map[string]any{"large": "schema"}}},
			"conversion": map[string]any{
				"strategy": "Webhook",
				"webhook": map[string]any{"clientConfig": map[string]any{
					"service": map[string]any{"namespace": namespace, "name": service},
				}},
			},
		},
	}}
}

func deployment(namespace, name string, labels map[string]string, containers ...corev1.Container) *appsv1.Deployment {
	return &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name},
		Spec: appsv1.DeploymentSpec{Template: corev1.PodTemplateSpec{
			ObjectMeta: metav1.ObjectMeta{Labels: labels},
			Spec:       corev1.PodSpec{Containers: containers},
		}},
	}
}

func configMap(namespace, name, key, value string) *corev1.ConfigMap {
	return &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name},
		Data:       map[string]string{key: value},
	}
}

func namespace(name string, labels, annotations map[string]string) *corev1.Namespace {
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels, Annotations: annotations}}
}

// appPod is a pod of Deployment "cart" as the API server hands it to webhooks: it has no name and no namespace yet.
func appPod(edit func(*corev1.Pod)) *corev1.Pod {
	controller := true
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			GenerateName:    "cart-5d9c-",
			Labels:          map[string]string{"pod-template-hash": "5d9c"},
			OwnerReferences: []metav1.OwnerReference{{Kind: "ReplicaSet", Name: "cart-5d9c", Controller: &controller}},
		},
		Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "cart", Image: "registry.example/cart:1"}}},
	}
	if edit != nil {
		edit(pod)
	}
	return pod
}

// applied is the pod after the change's patch, applied as the API server would.
func applied(t *testing.T, pod *corev1.Pod, change podChange) *corev1.Pod {
	t.Helper()
	encoded, err := json.Marshal(pod)
	if err != nil {
		t.Fatal(err)
	}
	var document map[string]map[string]any
	var whole map[string]any
	if err := json.Unmarshal(encoded, &whole); err != nil {
		t.Fatal(err)
	}
	document = map[string]map[string]any{
		"metadata": whole["metadata"].(map[string]any),
		"spec":     whole["spec"].(map[string]any),
	}
	for _, operation := range change.patch(pod) {
		section, field, ok := cutPointer(operation.Path)
		if !ok || operation.Op != "add" {
			t.Fatalf("unexpected operation %+v", operation)
		}
		document[section][field] = operation.Value
	}
	result, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	var patched corev1.Pod
	if err := json.Unmarshal(result, &patched); err != nil {
		t.Fatal(err)
	}
	return &patched
}

func images(containers []corev1.Container) []string {
	result := []string{}
	for _, container := range containers {
		result = append(result, container.Name+"="+container.Image)
	}
	return result
}

// cutPointer splits "/section/field".
func cutPointer(pointer string) (string, string, bool) {
	parts := strings.Split(pointer, "/")
	if len(parts) != 3 {
		return "", "", false
	}
	return parts[1], parts[2], true
}

func pemOf(t *testing.T, pair *tls.Certificate) ([]byte, []byte) {
	t.Helper()
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	var certificates []byte
	for _, der := range pair.Certificate {
		certificates = append(certificates, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return certificates, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})
}
