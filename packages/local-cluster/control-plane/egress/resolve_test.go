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
	"strings"
	"testing"
)

func TestResolve(t *testing.T) {
	v := testView(t,
		simulatedNode("simulated-1", "10.193.0.1"),
		node("real-1", "127.0.0.9", nil),
		node("elsewhere", "192.0.2.10", nil),
		runningPod("shop", "simulated", "10.128.0.5", "simulated-1"),
		runningPod("shop", "real", "10.244.0.7", "real-1"),
		runningPod("shop", "escaping", "192.0.2.99", "real-1"),
		runningPod("shop", "far", "10.244.0.8", "elsewhere"),
		testService("istio-system", "istiod", "10.96.0.10", nil),
		endpoints("istio-system", "istiod", "10.128.0.6", "simulated-1", 15017),
		runningPod("istio-system", "istiod", "10.128.0.6", "simulated-1"),
		mutatingConfig("injector", "istio-system", "istiod", nil),
		testService("shop", "metrics", "10.96.0.11", nil),
		testService("shop", "real", "10.96.0.12", nil),
		endpoints("shop", "real", "10.244.0.7", "real-1", 8443),
		testService("shop", "escaping", "10.96.0.13", nil),
		endpoints("shop", "escaping", "192.0.2.99", "real-1", 8443),
		testService("crd", "converter", "10.96.0.14", nil),
		crdWithConversion("crd", "converter"),
	)
	cases := []struct{ address, dial, answerFor, refused string }{
		{address: "10.96.0.10:443", answerFor: "istio-system/istiod"},
		{address: "istiod.istio-system.svc:443", answerFor: "istio-system/istiod"},
		{address: "istiod.istio-system.svc.cluster.local:443", answerFor: "istio-system/istiod"},
		{address: "10.128.0.6:15017", answerFor: "istio-system/istiod"},
		{address: "10.96.0.14:443", answerFor: "crd/converter"},
		{address: "10.96.0.12:443", dial: "10.244.0.7:8443"},
		{address: "10.244.0.7:9000", dial: "10.244.0.7:9000"},
		{address: "127.0.0.9:10250", dial: "127.0.0.9:10250"},
		{address: "10.128.0.5:80", refused: `pod "shop/simulated" runs on the simulated node "simulated-1"`},
		{address: "10.193.0.1:10250", refused: `node "simulated-1" is simulated and has no kubelet`},
		{address: "10.96.0.11:443", refused: `Service "shop/metrics" has no ready endpoint on a real node, and no webhook names it`},
		{address: "10.96.0.13:443", refused: `Service "shop/escaping" has no ready endpoint on a real node`},
		{address: "192.0.2.99:443", refused: `address "192.0.2.99" of pod "shop/escaping" is outside of 10.244.0.0/16`},
		{address: "10.244.0.8:443", refused: `pod "shop/far" runs on the simulated node "elsewhere"`},
		{address: "192.0.2.10:10250", refused: `node "elsewhere"`},
		{address: "203.0.113.5:443", refused: `address "203.0.113.5" belongs to no Service, node or pod of this cluster`},
		{address: "127.0.0.1:9443", dial: "127.0.0.1:9443"},
		{address: "[::1]:9443", dial: "[::1]:9443"},
		{address: "localhost:9443", dial: "127.0.0.1:9443"},
		{address: "example.com:443", refused: `host "example.com" is neither an address nor a Service of this cluster`},
		{address: "gone.shop.svc:443", refused: `Service "shop/gone" does not exist`},
		{address: "10.96.0.10:0", refused: `has no valid port`},
		{address: "10.96.0.10", refused: `is not host:port`},
	}
	for _, c := range cases {
		t.Run(c.address, func(t *testing.T) {
			got, err := v.resolve(context.Background(), c.address)
			if c.refused != "" {
				if err == nil || !strings.Contains(err.Error(), c.refused) {
					t.Fatalf("got %+v and error %v, want a refusal with %q", got, err, c.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			answerFor := ""
			if got.answerFor != nil {
				answerFor = got.answerFor.String()
			}
			if got.dial != c.dial || answerFor != c.answerFor {
				t.Fatalf("got dial %q, answer for %q", got.dial, answerFor)
			}
		})
	}
}
