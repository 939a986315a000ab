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
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

const fieldManager = "local-cluster-egress"

// bundleFiller does what real control planes do when they start: it puts a CA
// into webhook registrations that came without one. Bundles that are there stay.
type bundleFiller struct {
	view   *view
	bundle []byte
	log    *log.Logger
}

// run fills on every change, until the context ends.
func (f *bundleFiller) run(ctx context.Context) {
	if !f.view.waitForSync(ctx) {
		return
	}
	for {
		f.fillAll(ctx)
		select {
		case <-ctx.Done():
			return
		case <-f.view.changed:
		}
	}
}

type patchOperation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value,omitempty"`
}

func (f *bundleFiller) fillAll(ctx context.Context) {
	admission := f.view.client.AdmissionregistrationV1()
	options := metav1.PatchOptions{FieldManager: fieldManager}
	for _, object := range f.view.mutating.GetStore().List() {
		config := object.(*admissionv1.MutatingWebhookConfiguration)
		clients := make([]admissionv1.WebhookClientConfig, len(config.Webhooks))
		for i, webhook := range config.Webhooks {
			clients[i] = webhook.ClientConfig
		}
		f.patch(ctx, "MutatingWebhookConfiguration", config.Name, config.ResourceVersion, f.webhookPatch(ctx, clients), func(data []byte) error {
			_, err := admission.MutatingWebhookConfigurations().Patch(ctx, config.Name, types.JSONPatchType, data, options)
			return err
		})
	}
	for _, object := range f.view.validating.GetStore().List() {
		config := object.(*admissionv1.ValidatingWebhookConfiguration)
		clients := make([]admissionv1.WebhookClientConfig, len(config.Webhooks))
		for i, webhook := range config.Webhooks {
			clients[i] = webhook.ClientConfig
		}
		f.patch(ctx, "ValidatingWebhookConfiguration", config.Name, config.ResourceVersion, f.webhookPatch(ctx, clients), func(data []byte) error {
			_, err := admission.ValidatingWebhookConfigurations().Patch(ctx, config.Name, types.JSONPatchType, data, options)
			return err
		})
	}
	for _, object := range f.view.crds.GetStore().List() {
		crd := object.(*unstructured.Unstructured)
		ref, bundle, ok := conversionOf(crd)
		if !ok || len(bundle) > 0 || f.answersItself(ctx, ref) {
			continue
		}
		operations := []patchOperation{{Op: "add", Path: "/spec/conversion/webhook/clientConfig/caBundle", Value: f.encoded()}}
		f.patch(ctx, "CustomResourceDefinition", crd.GetName(), crd.GetResourceVersion(), operations, func(data []byte) error {
			_, err := f.view.dynamic.Resource(crdResource).Patch(ctx, crd.GetName(), types.JSONPatchType, data, options)
			return err
		})
	}
}

// webhookPatch gives the webhooks that have none a bundle.
func (f *bundleFiller) webhookPatch(ctx context.Context, clients []admissionv1.WebhookClientConfig) []patchOperation {
	var operations []patchOperation
	for i, client := range clients {
		if client.Service == nil || len(bytes.TrimSpace(client.CABundle)) > 0 {
			continue
		}
		if f.answersItself(ctx, serviceRef{client.Service.Namespace, client.Service.Name}) {
			continue
		}
		operations = append(operations, patchOperation{
			Op: "add", Path: fmt.Sprintf("/webhooks/%d/clientConfig/caBundle", i), Value: f.encoded(),
		})
	}
	return operations
}

// answersItself says whether a real pod serves the webhook: it brings its own certificate.
func (f *bundleFiller) answersItself(ctx context.Context, ref serviceRef) bool {
	service := f.view.service(ref)
	if service == nil {
		return false
	}
	for _, port := range service.Spec.Ports {
		if address, err := f.view.realEndpoint(ctx, service, port.Port); err == nil && address != "" {
			return true
		}
	}
	return false
}

func (f *bundleFiller) encoded() string { return base64.StdEncoding.EncodeToString(f.bundle) }

// patch applies the operations to exactly the version that they were made for: indexes mean nothing in another one.
func (f *bundleFiller) patch(ctx context.Context, kind, name, resourceVersion string, operations []patchOperation, send func([]byte) error) {
	if len(operations) == 0 {
		return
	}
	operations = append([]patchOperation{{Op: "test", Path: "/metadata/resourceVersion", Value: resourceVersion}}, operations...)
	data, err := json.Marshal(operations)
	if err != nil {
		f.log.Printf("fill caBundle of %s %q: %v", kind, name, err)
		return
	}
	err = send(data)
	switch {
	case err == nil:
		f.log.Printf("filled caBundle of %s %q", kind, name)
	case ctx.Err() != nil, apierrors.IsNotFound(err), apierrors.IsConflict(err), apierrors.IsInvalid(err):
		// Changed meanwhile: the change itself brings us here again.
	default:
		f.log.Printf("fill caBundle of %s %q: %v", kind, name, err)
	}
}

// conversionOf reads the Service and bundle of a CRD's conversion webhook.
func conversionOf(crd *unstructured.Unstructured) (serviceRef, []byte, bool) {
	client, found, err := unstructured.NestedMap(crd.Object, "spec", "conversion", "webhook", "clientConfig")
	if err != nil || !found {
		return serviceRef{}, nil, false
	}
	namespace, _, _ := unstructured.NestedString(client, "service", "namespace")
	name, _, _ := unstructured.NestedString(client, "service", "name")
	encoded, _, _ := unstructured.NestedString(client, "caBundle")
	bundle, err := base64.StdEncoding.DecodeString(encoded)
	if name == "" || err != nil {
		return serviceRef{}, nil, false
	}
	return serviceRef{namespace, name}, bytes.TrimSpace(bundle), true
}
