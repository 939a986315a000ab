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
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// certificateSource picks the certificate with which the stand-in speaks for a
// Service: charts that bring their own caBundle bring the matching Secret too;
// for all others it is one of the local authority.
type certificateSource struct {
	view      *view
	authority *authority
	log       *log.Logger
}

func (s *certificateSource) certificateFor(ctx context.Context, ref serviceRef) (*tls.Certificate, error) {
	pool := x509.NewCertPool()
	foreign := false
	for _, bundle := range s.view.webhookBundles()[ref] {
		if len(bundle) == 0 || bytes.Equal(bundle, bytes.TrimSpace(s.authority.bundle)) {
			continue
		}
		foreign = pool.AppendCertsFromPEM(bundle) || foreign
	}
	if !foreign {
		return s.authority.issue(ref.hostName())
	}
	for _, secretType := range []corev1.SecretType{corev1.SecretTypeTLS, corev1.SecretTypeOpaque} {
		list, err := s.view.client.CoreV1().Secrets(ref.namespace).List(ctx, metav1.ListOptions{
			FieldSelector: "type=" + string(secretType),
		})
		if err != nil {
			return nil, fmt.Errorf("look for the certificate of Service %q: %w", ref, err)
		}
		for i := range list.Items {
			if pair := matchingPair(&list.Items[i], ref.hostName(), pool); pair != nil {
				return pair, nil
			}
		}
	}
	s.log.Printf("no Secret in namespace %q holds a certificate for %q that the webhook's caBundle trusts: "+
		"using a local one, which the API server will refuse", ref.namespace, ref.hostName())
	return s.authority.issue(ref.hostName())
}

// matchingPair reads the Secret's key pair when it is for that host and the pool trusts it.
func matchingPair(secret *corev1.Secret, hostName string, pool *x509.CertPool) *tls.Certificate {
	pair, err := tls.X509KeyPair(secret.Data[corev1.TLSCertKey], secret.Data[corev1.TLSPrivateKeyKey])
	if err != nil {
		return nil
	}
	intermediates := x509.NewCertPool()
	for _, der := range pair.Certificate[1:] {
		if certificate, err := x509.ParseCertificate(der); err == nil {
			intermediates.AddCert(certificate)
		}
	}
	_, err = pair.Leaf.Verify(x509.VerifyOptions{DNSName: hostName, Roots: pool, Intermediates: intermediates})
	if err != nil {
		return nil
	}
	return &pair
}
