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
	"sync"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/kubernetes"
)

// Thousands of pods may be created in a burst, and all ask for the same settings.
const lookupLifetime = 2 * time.Second

// lookups reads what injectors need to know of their control plane and of the pod's namespace.
type lookups struct {
	client kubernetes.Interface
	mutex  sync.Mutex
	cached map[string]cachedLookup
}

type cachedLookup struct {
	value   any
	expires time.Time
}

func newLookups(client kubernetes.Interface) *lookups {
	return &lookups{client: client, cached: map[string]cachedLookup{}}
}

// remember keeps answers for a moment, never failures.
func remember[T any](l *lookups, key string, read func() (T, error)) (T, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	now := time.Now()
	if known, ok := l.cached[key]; ok && now.Before(known.expires) {
		return known.value.(T), nil
	}
	value, err := read()
	if err != nil {
		return value, err
	}
	for other, entry := range l.cached {
		if now.After(entry.expires) {
			delete(l.cached, other)
		}
	}
	l.cached[key] = cachedLookup{value, now.Add(lookupLifetime)}
	return value, nil
}

func (l *lookups) namespace(ctx context.Context, name string) (*corev1.Namespace, error) {
	return remember(l, "namespace "+name, func() (*corev1.Namespace, error) {
		return l.client.CoreV1().Namespaces().Get(ctx, name, metav1.GetOptions{})
	})
}

// configMap returns nil when there is none of that name.
func (l *lookups) configMap(ctx context.Context, namespace, name string) (*corev1.ConfigMap, error) {
	return remember(l, "configmap "+namespace+"/"+name, func() (*corev1.ConfigMap, error) {
		found, err := l.client.CoreV1().ConfigMaps(namespace).Get(ctx, name, metav1.GetOptions{})
		if apierrors.IsNotFound(err) {
			return nil, nil
		}
		return found, err
	})
}

// deploymentBehind finds the Deployment whose pods the Service selects.
func (l *lookups) deploymentBehind(ctx context.Context, service *corev1.Service) (*appsv1.Deployment, error) {
	return remember(l, "deployment "+service.Namespace+"/"+service.Name, func() (*appsv1.Deployment, error) {
		list, err := l.client.AppsV1().Deployments(service.Namespace).List(ctx, metav1.ListOptions{})
		if err != nil {
			return nil, err
		}
		selector := labels.SelectorFromSet(service.Spec.Selector)
		for i := range list.Items {
			if len(service.Spec.Selector) > 0 && selector.Matches(labels.Set(list.Items[i].Spec.Template.Labels)) {
				return &list.Items[i], nil
			}
		}
		return nil, fmt.Errorf("no Deployment is behind Service \"%s/%s\"", service.Namespace, service.Name)
	})
}
