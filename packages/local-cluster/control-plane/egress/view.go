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
	"bytes"
	"context"
	"net"
	"net/netip"
	"sync/atomic"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
)

var crdResource = schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"}

const (
	simulatedNodeLabel = "type"
	simulatedNodeValue = "kwok"
	byClusterIP        = "clusterIP"
)

// serviceRef names a Service.
type serviceRef struct{ namespace, name string }

func (r serviceRef) String() string { return r.namespace + "/" + r.name }

// hostName is the name that the API server expects in the certificate.
func (r serviceRef) hostName() string { return r.name + "." + r.namespace + ".svc" }

// view is what the proxy must know of the cluster to decide about an address.
// Services, nodes and webhook registrations are watched, for there are few;
// pods and endpoints are asked for when needed, for there may be very many.
type view struct {
	client      kubernetes.Interface
	dynamic     dynamic.Interface
	podCIDR     netip.Prefix
	isLocal     func(netip.Addr) bool
	typed       informers.SharedInformerFactory
	untyped     dynamicinformer.DynamicSharedInformerFactory
	services    cache.SharedIndexInformer
	nodes       cache.SharedIndexInformer
	mutating    cache.SharedIndexInformer
	validating  cache.SharedIndexInformer
	crds        cache.SharedIndexInformer
	changed     chan struct{}
	syncedState atomic.Bool
}

func newView(client kubernetes.Interface, dynamicClient dynamic.Interface, podCIDR netip.Prefix, isLocal func(netip.Addr) bool) *view {
	v := &view{
		client:  client,
		dynamic: dynamicClient,
		podCIDR: podCIDR,
		isLocal: isLocal,
		typed:   informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithTransform(dropManagedFields)),
		untyped: dynamicinformer.NewDynamicSharedInformerFactory(dynamicClient, 0),
		changed: make(chan struct{}, 1),
	}
	v.services = v.typed.Core().V1().Services().Informer()
	v.nodes = v.typed.Core().V1().Nodes().Informer()
	v.mutating = v.typed.Admissionregistration().V1().MutatingWebhookConfigurations().Informer()
	v.validating = v.typed.Admissionregistration().V1().ValidatingWebhookConfigurations().Informer()
	v.crds = v.untyped.ForResource(crdResource).Informer()
	must(v.crds.SetTransform(keepConversionOnly))
	must(v.services.AddIndexers(cache.Indexers{byClusterIP: func(object any) ([]string, error) {
		if service, ok := object.(*corev1.Service); ok {
			return service.Spec.ClusterIPs, nil
		}
		return nil, nil
	}}))
	for _, informer := range []cache.SharedIndexInformer{v.mutating, v.validating, v.crds} {
		_, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
			AddFunc:    func(any) { v.signal() },
			UpdateFunc: func(any, any) { v.signal() },
		})
		must(err)
	}
	return v
}

// must is for calls that fail only on informers that have started already.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

func dropManagedFields(object any) (any, error) {
	if accessor, ok := object.(metav1.Object); ok {
		accessor.SetManagedFields(nil)
	}
	return object, nil
}

// keepConversionOnly drops the schemas, which make CRDs the biggest objects of a cluster.
func keepConversionOnly(object any) (any, error) {
	crd, ok := object.(*unstructured.Unstructured)
	if !ok {
		return object, nil
	}
	conversion, _, _ := unstructured.NestedMap(crd.Object, "spec", "conversion")
	slim := &unstructured.Unstructured{Object: map[string]any{}}
	slim.SetAPIVersion(crd.GetAPIVersion())
	slim.SetKind(crd.GetKind())
	slim.SetName(crd.GetName())
	slim.SetResourceVersion(crd.GetResourceVersion())
	if conversion != nil {
		must(unstructured.SetNestedMap(slim.Object, conversion, "spec", "conversion"))
	}
	return slim, nil
}

func (v *view) signal() {
	select {
	case v.changed <- struct{}{}:
	default:
	}
}

func (v *view) start(ctx context.Context) {
	v.typed.Start(ctx.Done())
	v.untyped.Start(ctx.Done())
}

// waitForSync returns false when the context ends first.
func (v *view) waitForSync(ctx context.Context) bool {
	if v.syncedState.Load() {
		return true
	}
	done := cache.WaitForCacheSync(ctx.Done(), v.services.HasSynced, v.nodes.HasSynced,
		v.mutating.HasSynced, v.validating.HasSynced, v.crds.HasSynced)
	if done {
		v.syncedState.Store(true)
	}
	return done
}

func (v *view) synced() bool { return v.syncedState.Load() }

func (v *view) serviceByIP(ip netip.Addr) *corev1.Service {
	found, err := v.services.GetIndexer().ByIndex(byClusterIP, ip.String())
	if err != nil || len(found) == 0 {
		return nil
	}
	return found[0].(*corev1.Service)
}

func (v *view) service(ref serviceRef) *corev1.Service {
	found, exists, err := v.services.GetStore().GetByKey(ref.String())
	if err != nil || !exists {
		return nil
	}
	return found.(*corev1.Service)
}

func (v *view) nodeByIP(ip netip.Addr) *corev1.Node {
	for _, object := range v.nodes.GetStore().List() {
		node := object.(*corev1.Node)
		for _, address := range node.Status.Addresses {
			if parsed, err := netip.ParseAddr(address.Address); err == nil && parsed == ip {
				return node
			}
		}
	}
	return nil
}

// isReal says whether pods of the node run as processes of this machine.
func (v *view) isReal(nodeName string) bool {
	object, exists, err := v.nodes.GetStore().GetByKey(nodeName)
	if err != nil || !exists {
		return false
	}
	node := object.(*corev1.Node)
	if node.Labels[simulatedNodeLabel] == simulatedNodeValue {
		return false
	}
	for _, address := range node.Status.Addresses {
		if address.Type != corev1.NodeInternalIP {
			continue
		}
		if ip, err := netip.ParseAddr(address.Address); err == nil && v.isLocal(ip) {
			return true
		}
	}
	return false
}

func (v *view) podByIP(ctx context.Context, ip netip.Addr) (*corev1.Pod, error) {
	list, err := v.client.CoreV1().Pods("").List(ctx, metav1.ListOptions{FieldSelector: "status.podIP=" + ip.String()})
	if err != nil {
		return nil, err
	}
	for i := range list.Items {
		pod := &list.Items[i]
		if pod.Status.PodIP == ip.String() && pod.Status.Phase != corev1.PodSucceeded && pod.Status.Phase != corev1.PodFailed {
			return pod, nil
		}
	}
	return nil, nil
}

func (v *view) endpointSlices(ctx context.Context, ref serviceRef) ([]discoveryv1.EndpointSlice, error) {
	list, err := v.client.DiscoveryV1().EndpointSlices(ref.namespace).List(ctx, metav1.ListOptions{
		LabelSelector: discoveryv1.LabelServiceName + "=" + ref.name,
	})
	if err != nil {
		return nil, err
	}
	return list.Items, nil
}

// webhookBundles maps every Service that some webhook or CRD conversion names to the caBundles registered for it.
func (v *view) webhookBundles() map[serviceRef][][]byte {
	found := map[serviceRef][][]byte{}
	add := func(client admissionv1.WebhookClientConfig) {
		if client.Service != nil {
			ref := serviceRef{client.Service.Namespace, client.Service.Name}
			found[ref] = append(found[ref], bytes.TrimSpace(client.CABundle))
		}
	}
	for _, object := range v.mutating.GetStore().List() {
		for _, webhook := range object.(*admissionv1.MutatingWebhookConfiguration).Webhooks {
			add(webhook.ClientConfig)
		}
	}
	for _, object := range v.validating.GetStore().List() {
		for _, webhook := range object.(*admissionv1.ValidatingWebhookConfiguration).Webhooks {
			add(webhook.ClientConfig)
		}
	}
	for _, object := range v.crds.GetStore().List() {
		if ref, bundle, ok := conversionOf(object.(*unstructured.Unstructured)); ok {
			found[ref] = append(found[ref], bundle)
		}
	}
	return found
}

// isLocalAddress says whether the address belongs to this machine.
func isLocalAddress(ip netip.Addr) bool {
	if ip.IsLoopback() {
		return true
	}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return false
	}
	for _, address := range addresses {
		if prefix, err := netip.ParsePrefix(address.String()); err == nil && prefix.Addr() == ip {
			return true
		}
	}
	return false
}
