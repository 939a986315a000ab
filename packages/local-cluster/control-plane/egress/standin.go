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
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	admissionv1 "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
)

// An object may have 1.5 MiB, and a review holds it twice.
const maxReviewBytes = 8 << 20

type targetKey struct{}

// standIn is the HTTPS server that speaks for every webhook Service without a real pod.
type standIn struct {
	view         *view
	certificates *certificateSource
	injectors    []injector
	log          *log.Logger
	connections  chan net.Conn
	closed       chan struct{}
	closeOnce    sync.Once
}

func newStandIn(view *view, certificates *certificateSource, logger *log.Logger) *standIn {
	return &standIn{
		view:         view,
		certificates: certificates,
		injectors:    injectors(newLookups(view.client)),
		log:          logger,
		connections:  make(chan net.Conn),
		closed:       make(chan struct{}),
	}
}

// servedConn remembers for which Service a connection was opened.
type servedConn struct {
	net.Conn
	target serviceRef
}

// take serves the connection as the named Service.
func (s *standIn) take(connection net.Conn, target serviceRef) {
	select {
	case s.connections <- &servedConn{Conn: connection, target: target}:
	case <-s.closed:
		connection.Close()
	}
}

// Accept, Close and Addr make the stand-in the listener of its own server.
func (s *standIn) Accept() (net.Conn, error) {
	select {
	case connection := <-s.connections:
		return connection, nil
	case <-s.closed:
		return nil, net.ErrClosed
	}
}

func (s *standIn) Close() error {
	s.closeOnce.Do(func() { close(s.closed) })
	return nil
}

func (s *standIn) Addr() net.Addr { return &net.UnixAddr{Name: "stand-in", Net: "unix"} }

// serve answers until the context ends.
func (s *standIn) serve(ctx context.Context) error {
	server := &http.Server{
		Handler:           s,
		ErrorLog:          s.log,
		ReadHeaderTimeout: 30 * time.Second,
		TLSConfig: &tls.Config{
			MinVersion: tls.VersionTLS12,
			GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
				served, ok := hello.Conn.(*servedConn)
				if !ok {
					return nil, errors.New("connection was not opened for a Service")
				}
				return s.certificates.certificateFor(hello.Context(), served.target)
			},
		},
		ConnContext: func(ctx context.Context, connection net.Conn) context.Context {
			if secured, ok := connection.(*tls.Conn); ok {
				if served, ok := secured.NetConn().(*servedConn); ok {
					return context.WithValue(ctx, targetKey{}, served.target)
				}
			}
			return ctx
		},
	}
	context.AfterFunc(ctx, func() { server.Close() })
	return server.ServeTLS(s, "", "")
}

func (s *standIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	target, ok := r.Context().Value(targetKey{}).(serviceRef)
	if !ok {
		http.Error(w, "connection was not opened for a Service", http.StatusInternalServerError)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxReviewBytes))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer, err := s.answer(r.Context(), target, r.URL.Path, body)
	if err != nil {
		s.log.Printf("webhook %s%s: %v", target, r.URL.Path, err)
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		s.log.Printf("webhook %s%s: %v", target, r.URL.Path, err)
	}
}

func (s *standIn) answer(ctx context.Context, target serviceRef, path string, body []byte) (any, error) {
	var kind metav1.TypeMeta
	if err := json.Unmarshal(body, &kind); err != nil {
		return nil, fmt.Errorf("request is not JSON: %w", err)
	}
	switch kind.Kind {
	case "AdmissionReview":
		var review admissionv1.AdmissionReview
		if err := json.Unmarshal(body, &review); err != nil {
			return nil, fmt.Errorf("request is no AdmissionReview: %w", err)
		}
		return s.admit(ctx, target, path, &review)
	case "ConversionReview":
		return convert(body)
	default:
		return nil, fmt.Errorf("request is of kind %q, known are AdmissionReview and ConversionReview", kind.Kind)
	}
}

// admit allows everything, and adds a proxy to a new pod when the Service is a known injector's.
// Versions v1 and v1beta1 have the same fields: the answer repeats the version of the question.
func (s *standIn) admit(ctx context.Context, target serviceRef, path string, review *admissionv1.AdmissionReview) (*admissionv1.AdmissionReview, error) {
	request := review.Request
	if request == nil {
		return nil, errors.New("AdmissionReview has no request")
	}
	response := &admissionv1.AdmissionResponse{UID: request.UID, Allowed: true}
	answer := &admissionv1.AdmissionReview{TypeMeta: review.TypeMeta, Response: response}
	isNewPod := request.Operation == admissionv1.Create && request.SubResource == "" &&
		request.Resource == (metav1.GroupVersionResource{Version: "v1", Resource: "pods"})
	if !isNewPod {
		return answer, nil
	}
	service := s.view.service(target)
	if service == nil {
		return nil, fmt.Errorf("Service %q does not exist any more", target)
	}
	for _, candidate := range s.injectors {
		if !candidate.serves(service, path) {
			continue
		}
		var pod corev1.Pod
		if err := json.Unmarshal(request.Object.Raw, &pod); err != nil {
			return nil, fmt.Errorf("object is no Pod: %w", err)
		}
		change, err := candidate.inject(ctx, podRequest{service: service, pod: &pod, namespace: request.Namespace})
		if err != nil {
			return nil, fmt.Errorf("inject into pod %q: %w", describePod(&pod, request.Namespace), err)
		}
		if change.skip != "" {
			s.log.Printf("webhook %s%s: pod %s left alone: %s", target, path, describePod(&pod, request.Namespace), change.skip)
			return answer, nil
		}
		patch, err := json.Marshal(change.patch(&pod))
		if err != nil {
			return nil, err
		}
		patchType := admissionv1.PatchTypeJSONPatch
		response.Patch, response.PatchType = patch, &patchType
		s.log.Printf("webhook %s%s: pod %s gets %s", target, path, describePod(&pod, request.Namespace), change.summary())
		return answer, nil
	}
	return answer, nil
}

func describePod(pod *corev1.Pod, namespace string) string {
	name := pod.Name
	if name == "" {
		name = pod.GenerateName + "*"
	}
	return namespace + "/" + name
}

type conversionReview struct {
	metav1.TypeMeta `json:",inline"`
	Request         *conversionRequest  `json:"request,omitempty"`
	Response        *conversionResponse `json:"response,omitempty"`
}

type conversionRequest struct {
	UID               types.UID              `json:"uid"`
	DesiredAPIVersion string                 `json:"desiredAPIVersion"`
	Objects           []runtime.RawExtension `json:"objects"`
}

type conversionResponse struct {
	UID              types.UID        `json:"uid"`
	ConvertedObjects []map[string]any `json:"convertedObjects"`
	Result           metav1.Status    `json:"result"`
}

// convert copies the objects and changes nothing but their version: the stand-in knows no schema.
func convert(body []byte) (*conversionReview, error) {
	var review conversionReview
	if err := json.Unmarshal(body, &review); err != nil {
		return nil, fmt.Errorf("request is no ConversionReview: %w", err)
	}
	if review.Request == nil || review.Request.DesiredAPIVersion == "" {
		return nil, errors.New("ConversionReview asks for no version")
	}
	response := &conversionResponse{
		UID:              review.Request.UID,
		ConvertedObjects: []map[string]any{},
		Result:           metav1.Status{Status: metav1.StatusSuccess},
	}
	for _, raw := range review.Request.Objects {
		var object map[string]any
		if err := json.Unmarshal(raw.Raw, &object); err != nil {
			return nil, fmt.Errorf("object to convert is not JSON: %w", err)
		}
		object["apiVersion"] = review.Request.DesiredAPIVersion
		response.ConvertedObjects = append(response.ConvertedObjects, object)
	}
	return &conversionReview{TypeMeta: review.TypeMeta, Response: response}, nil
}
