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
	"net"
	"net/netip"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// decision is what to do with an address: exactly one field is set.
type decision struct {
	// dial is a loopback or pod address of this machine.
	dial string
	// answerFor is a webhook Service that the stand-in speaks for.
	answerFor *serviceRef
}

// resolve decides about "host:port" as the API server asks for it: the cluster
// IP of a Service, "<service>.<namespace>.svc", a pod's or a node's address,
// or the host of a webhook that is registered by URL.
// The error says why the address is refused.
func (v *view) resolve(ctx context.Context, address string) (decision, error) {
	host, portText, err := net.SplitHostPort(address)
	if err != nil {
		return decision{}, fmt.Errorf("%q is not host:port", address)
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil || port == 0 {
		return decision{}, fmt.Errorf("%q has no valid port", address)
	}
	if ref, ok := parseServiceName(host); ok {
		service := v.service(ref)
		if service == nil {
			return decision{}, fmt.Errorf("Service %q does not exist", ref)
		}
		return v.resolveService(ctx, service, int32(port))
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return decision{}, fmt.Errorf("host %q is neither an address nor a Service of this cluster", host)
	}
	if ip.IsLoopback() {
		// A webhook registered by URL, served by a process of this machine: how controllers are developed.
		return decision{dial: net.JoinHostPort(host, portText)}, nil
	}
	if service := v.serviceByIP(ip); service != nil {
		return v.resolveService(ctx, service, int32(port))
	}
	if node := v.nodeByIP(ip); node != nil {
		if !v.isReal(node.Name) {
			return decision{}, fmt.Errorf("node %q is simulated and has no kubelet that could answer", node.Name)
		}
		return decision{dial: address}, nil
	}
	pod, err := v.podByIP(ctx, ip)
	if err != nil {
		return decision{}, fmt.Errorf("look up the pod of address %q: %v", host, err)
	}
	if pod == nil {
		return decision{}, fmt.Errorf("address %q belongs to no Service, node or pod of this cluster", host)
	}
	return v.resolvePod(ctx, pod, ip, uint16(port))
}

// parseServiceName reads "<service>.<namespace>.svc", with or without the cluster domain.
func parseServiceName(host string) (serviceRef, bool) {
	parts := strings.Split(strings.TrimSuffix(strings.TrimSuffix(host, "."), ".cluster.local"), ".")
	if len(parts) != 3 || parts[2] != "svc" || parts[0] == "" || parts[1] == "" {
		return serviceRef{}, false
	}
	return serviceRef{namespace: parts[1], name: parts[0]}, true
}

func (v *view) resolveService(ctx context.Context, service *corev1.Service, port int32) (decision, error) {
	ref := serviceRef{service.Namespace, service.Name}
	address, err := v.realEndpoint(ctx, service, port)
	if err != nil {
		return decision{}, fmt.Errorf("look up the endpoints of Service %q: %v", ref, err)
	}
	if address != "" {
		return decision{dial: address}, nil
	}
	if _, ok := v.webhookBundles()[ref]; ok {
		return decision{answerFor: &ref}, nil
	}
	return decision{}, fmt.Errorf("Service %q has no ready endpoint on a real node, and no webhook names it", ref)
}

// realEndpoint is the address of a ready endpoint that runs on this machine, or "".
func (v *view) realEndpoint(ctx context.Context, service *corev1.Service, port int32) (string, error) {
	portName := ""
	for _, candidate := range service.Spec.Ports {
		if candidate.Port == port {
			portName = candidate.Name
		}
	}
	slices, err := v.endpointSlices(ctx, serviceRef{service.Namespace, service.Name})
	if err != nil {
		return "", err
	}
	for _, slice := range slices {
		var target int32
		for _, candidate := range slice.Ports {
			if candidate.Port != nil && (candidate.Name == nil && portName == "" || candidate.Name != nil && *candidate.Name == portName) {
				target = *candidate.Port
			}
		}
		if target == 0 {
			continue
		}
		for _, endpoint := range slice.Endpoints {
			ready := endpoint.Conditions.Ready == nil || *endpoint.Conditions.Ready
			if !ready || endpoint.NodeName == nil || !v.isReal(*endpoint.NodeName) {
				continue
			}
			for _, text := range endpoint.Addresses {
				if ip, err := netip.ParseAddr(text); err == nil && v.mayDial(ip) {
					return net.JoinHostPort(text, strconv.Itoa(int(target))), nil
				}
			}
		}
	}
	return "", nil
}

// mayDial keeps every tunnel on this machine: pods of its real node, or its own addresses.
func (v *view) mayDial(ip netip.Addr) bool {
	return v.podCIDR.Contains(ip) || v.isLocal(ip)
}

func (v *view) resolvePod(ctx context.Context, pod *corev1.Pod, ip netip.Addr, port uint16) (decision, error) {
	if v.isReal(pod.Spec.NodeName) {
		if !v.mayDial(ip) {
			return decision{}, fmt.Errorf("address %q of pod \"%s/%s\" is outside of %s", ip, pod.Namespace, pod.Name, v.podCIDR)
		}
		return decision{dial: netip.AddrPortFrom(ip, port).String()}, nil
	}
	ref, err := v.webhookServiceOf(ctx, ip, int32(port))
	if err != nil {
		return decision{}, err
	}
	if ref != nil {
		return decision{answerFor: ref}, nil
	}
	return decision{}, fmt.Errorf("pod \"%s/%s\" runs on the simulated node %q and cannot answer", pod.Namespace, pod.Name, pod.Spec.NodeName)
}

// webhookServiceOf finds the webhook Service that has the address among its endpoints, for API servers
// that route to endpoints themselves.
func (v *view) webhookServiceOf(ctx context.Context, ip netip.Addr, port int32) (*serviceRef, error) {
	for ref := range v.webhookBundles() {
		slices, err := v.endpointSlices(ctx, ref)
		if err != nil {
			return nil, fmt.Errorf("look up the endpoints of Service %q: %v", ref, err)
		}
		for _, slice := range slices {
			for _, candidate := range slice.Ports {
				if candidate.Port == nil || *candidate.Port != port {
					continue
				}
				for _, endpoint := range slice.Endpoints {
					for _, address := range endpoint.Addresses {
						if address == ip.String() {
							return &ref, nil
						}
					}
				}
			}
		}
	}
	return nil, nil
}
