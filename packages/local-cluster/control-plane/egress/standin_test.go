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
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	admissionv1 "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

var quiet = log.New(io.Discard, "", 0)

// startProxy serves a cluster with these objects on a socket and returns it with the authority.
func startProxy(t *testing.T, v *view, authority *authority) string {
	t.Helper()
	standIn := newStandIn(v, &certificateSource{view: v, authority: authority, log: quiet}, quiet)
	listener, err := listenUnix(filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: &proxy{view: v, standIn: standIn, log: quiet}}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(func() { cancel(); server.Close() })
	go server.Serve(listener)
	go standIn.serve(ctx)
	return listener.Addr().String()
}

func testAuthority(t *testing.T) *authority {
	t.Helper()
	made, err := loadAuthority(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// connect opens a tunnel the way the API server does, and fails with the status line of a refusal.
func connect(socket, address string) (net.Conn, error) {
	connection, err := net.Dial("unix", socket)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(connection, "CONNECT %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", address)
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, errors.New(response.Status)
	}
	return connection, nil
}

func webhookClient(socket, address, serverName string, bundle []byte) *http.Client {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(bundle)
	return &http.Client{Transport: &http.Transport{
		DialContext:       func(context.Context, string, string) (net.Conn, error) { return connect(socket, address) },
		TLSClientConfig:   &tls.Config{RootCAs: roots, ServerName: serverName},
		ForceAttemptHTTP2: true,
	}}
}

func post(t *testing.T, client *http.Client, url string, body, answer any) {
	t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Post(url, "application/json", bytes.NewReader(encoded))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(response.Body)
		t.Fatalf("answer is %s: %s", response.Status, text)
	}
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		t.Fatal(err)
	}
}

func podReview(t *testing.T, apiVersion string) *admissionv1.AdmissionReview {
	t.Helper()
	raw, err := json.Marshal(appPod(nil))
	if err != nil {
		t.Fatal(err)
	}
	return &admissionv1.AdmissionReview{
		TypeMeta: metav1.TypeMeta{APIVersion: apiVersion, Kind: "AdmissionReview"},
		Request: &admissionv1.AdmissionRequest{
			UID: "42", Operation: admissionv1.Create, Namespace: "shop",
			Resource: metav1.GroupVersionResource{Version: "v1", Resource: "pods"},
			Object:   runtime.RawExtension{Raw: raw},
		},
	}
}

func TestAPodIsInjectedThroughTheTunnel(t *testing.T) {
	authority := testAuthority(t)
	v := testView(t,
		istiodService("default"),
		mutatingConfig("injector", "istio-system", "istiod", authority.bundle),
		configMap("istio-system", "istio-sidecar-injector", "values", istioValues))
	socket := startProxy(t, v, authority)
	client := webhookClient(socket, "10.96.0.10:443", "istiod.istio-system.svc", authority.bundle)

	for _, version := range []string{"admission.k8s.io/v1", "admission.k8s.io/v1beta1"} {
		var answer admissionv1.AdmissionReview
		post(t, client, "https://istiod.istio-system.svc/inject", podReview(t, version), &answer)
		if answer.APIVersion != version || !answer.Response.Allowed || answer.Response.UID != "42" {
			t.Errorf("answer is %+v", answer)
		}
		if !strings.Contains(string(answer.Response.Patch), "docker.io/istio/proxyv2:1.30.3") {
			t.Errorf("patch is %s", answer.Response.Patch)
		}
	}
	var validated admissionv1.AdmissionReview
	post(t, client, "https://istiod.istio-system.svc/validate", podReview(t, "admission.k8s.io/v1"), &validated)
	if !validated.Response.Allowed || validated.Response.Patch != nil {
		t.Errorf("validation answers %+v", validated.Response)
	}
}

func TestAnInjectorWithoutSettingsFailsInsteadOfAdmitting(t *testing.T) {
	authority := testAuthority(t)
	v := testView(t, istiodService("default"), mutatingConfig("injector", "istio-system", "istiod", authority.bundle))
	client := webhookClient(startProxy(t, v, authority), "10.96.0.10:443", "istiod.istio-system.svc", authority.bundle)
	encoded, _ := json.Marshal(podReview(t, "admission.k8s.io/v1"))
	response, err := client.Post("https://istiod.istio-system.svc/inject", "application/json", bytes.NewReader(encoded))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	if response.StatusCode != http.StatusInternalServerError || !strings.Contains(string(text), "no Deployment is behind Service") {
		t.Errorf("answer is %s: %s", response.Status, text)
	}
}

func TestConversionChangesTheVersionOnly(t *testing.T) {
	authority := testAuthority(t)
	v := testView(t, testService("crd", "converter", "10.96.0.14", nil), crdWithConversion("crd", "converter"))
	client := webhookClient(startProxy(t, v, authority), "10.96.0.14:443", "converter.crd.svc", authority.bundle)
	var answer conversionReview
	post(t, client, "https://converter.crd.svc/convert", map[string]any{
		"apiVersion": "apiextensions.k8s.io/v1", "kind": "ConversionReview",
		"request": map[string]any{
			"uid": "7", "desiredAPIVersion": "example.com/v2",
			"objects": []any{map[string]any{"apiVersion": "example.com/v1", "kind": "Thing", "spec": map[string]any{"size": 3}}},
		},
	}, &answer)
	converted, _ := json.Marshal(answer.Response.ConvertedObjects)
	if string(converted) != `[{"apiVersion":"example.com/v2","kind":"Thing","spec":{"size":3}}]` || answer.Response.UID != "7" {
		t.Errorf("converted %s", converted)
	}
}

func TestTheChartsOwnCertificateIsUsed(t *testing.T) {
	chart, local := testAuthority(t), testAuthority(t)
	issued, err := chart.issue("linkerd-proxy-injector.linkerd.svc")
	if err != nil {
		t.Fatal(err)
	}
	wrongHost, err := chart.issue("other.linkerd.svc")
	if err != nil {
		t.Fatal(err)
	}
	v := testView(t,
		testService("linkerd", "linkerd-proxy-injector", "10.96.0.20", nil),
		mutatingConfig("injector", "linkerd", "linkerd-proxy-injector", chart.bundle),
		tlsSecret(t, "a-other", corev1.SecretTypeTLS, wrongHost),
		tlsSecret(t, "b-matching", corev1.SecretTypeOpaque, issued))
	source := &certificateSource{view: v, authority: local, log: quiet}
	got, err := source.certificateFor(context.Background(), serviceRef{"linkerd", "linkerd-proxy-injector"})
	if err != nil {
		t.Fatal(err)
	}
	if !got.Leaf.Equal(issued.Leaf) {
		t.Errorf("certificate is for %v by %v", got.Leaf.DNSNames, got.Leaf.Issuer)
	}
}

func tlsSecret(t *testing.T, name string, secretType corev1.SecretType, pair *tls.Certificate) *corev1.Secret {
	t.Helper()
	certificate, key := pemOf(t, pair)
	return &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Namespace: "linkerd", Name: name},
		Type:       secretType,
		Data:       map[string][]byte{corev1.TLSCertKey: certificate, corev1.TLSPrivateKeyKey: key},
	}
}

func TestARefusalSaysWhyInTheStatusLine(t *testing.T) {
	socket := startProxy(t, testView(t), testAuthority(t))
	_, err := connect(socket, "203.0.113.5:443")
	if err == nil || !strings.Contains(err.Error(), `502 Bad Gateway: address "203.0.113.5" belongs to no Service, node or pod of this cluster`) {
		t.Errorf("refused with %v", err)
	}
}

func TestAPodOfThisMachineIsReached(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		defer connection.Close()
		io.Copy(connection, connection)
	}()
	v := testView(t, node("real-1", "127.0.0.1", nil))
	connection, err := connect(startProxy(t, v, testAuthority(t)), listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if _, err := io.WriteString(connection, "hello"); err != nil {
		t.Fatal(err)
	}
	connection.(*net.UnixConn).CloseWrite()
	echoed, err := io.ReadAll(connection)
	if err != nil || string(echoed) != "hello" {
		t.Errorf("got %q, %v", echoed, err)
	}
}

func TestOnlyEmptyBundlesAreFilled(t *testing.T) {
	local, foreign := testAuthority(t), testAuthority(t)
	crd := crdWithConversion("crd", "converter")
	v := testView(t,
		mutatingConfig("empty", "istio-system", "istiod", nil),
		mutatingConfig("full", "linkerd", "injector", foreign.bundle),
		crd)
	(&bundleFiller{view: v, bundle: local.bundle, log: quiet}).fillAll(context.Background())

	configs := v.client.AdmissionregistrationV1().MutatingWebhookConfigurations()
	for name, want := range map[string][]byte{"empty": local.bundle, "full": foreign.bundle} {
		config, err := configs.Get(context.Background(), name, metav1.GetOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(config.Webhooks[0].ClientConfig.CABundle, want) {
			t.Errorf("bundle of %q is %q", name, config.Webhooks[0].ClientConfig.CABundle)
		}
	}
	filled, err := v.dynamic.Resource(crdResource).Get(context.Background(), crd.GetName(), metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if encoded, _ := json.Marshal(filled); !strings.Contains(string(encoded), base64.StdEncoding.EncodeToString(local.bundle)) {
		t.Errorf("CRD is %s", encoded)
	}
	if encoded, _ := json.Marshal(filled); !strings.Contains(string(encoded), `"large":"schema"`) {
		t.Errorf("filling lost the schema: %s", encoded)
	}
}

func TestTheAuthorityOutlivesARestart(t *testing.T) {
	folder := t.TempDir()
	first, err := loadAuthority(folder)
	if err != nil {
		t.Fatal(err)
	}
	second, err := loadAuthority(folder)
	if err != nil {
		t.Fatal(err)
	}
	issued, err := second.issue("a.b.svc")
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(first.bundle)
	if _, err := issued.Leaf.Verify(x509.VerifyOptions{DNSName: "a.b.svc", Roots: roots}); err != nil {
		t.Error(err)
	}
}
