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
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"sync"
	"time"
)

const (
	authorityCertFile = "egress-ca.crt"
	authorityKeyFile  = "egress-ca.key"
	authorityLifetime = 10 * 365 * 24 * time.Hour
	leafLifetime      = 365 * 24 * time.Hour
	// Certificates are valid from a little earlier, for clocks that differ.
	backdate = 5 * time.Minute
)

// authority issues the certificates of the Services that the stand-in speaks for.
// It is kept in the state folder, because webhooks stay registered with its bundle across restarts.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	// bundle is the certificate as PEM, what goes into caBundle.
	bundle []byte

	mutex  sync.Mutex
	issued map[string]*tls.Certificate
}

// loadAuthority reads the authority of the folder, or makes one when there is none.
func loadAuthority(folder string) (*authority, error) {
	pair, err := tls.LoadX509KeyPair(filepath.Join(folder, authorityCertFile), filepath.Join(folder, authorityKeyFile))
	if errors.Is(err, os.ErrNotExist) {
		return createAuthority(folder)
	}
	if err != nil {
		return nil, fmt.Errorf("read the certificate authority in %q: %w", folder, err)
	}
	key, ok := pair.PrivateKey.(*ecdsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("key of the certificate authority in %q is not ECDSA", folder)
	}
	return newAuthority(pair.Leaf, key), nil
}

func newAuthority(certificate *x509.Certificate, key *ecdsa.PrivateKey) *authority {
	return &authority{
		certificate: certificate,
		key:         key,
		bundle:      pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Raw}),
		issued:      map[string]*tls.Certificate{},
	}
}

func createAuthority(folder string) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := serialNumber()
	if err != nil {
		return nil, err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: "local cluster webhooks"},
		NotBefore:             now.Add(-backdate),
		NotAfter:              now.Add(authorityLifetime),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	created := newAuthority(certificate, key)
	keyDER, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	keyPEM := pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: keyDER})
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make state folder %q: %w", folder, err)
	}
	// The key first: a certificate without its key would be taken for a broken authority.
	if err := os.WriteFile(filepath.Join(folder, authorityKeyFile), keyPEM, 0o600); err != nil {
		return nil, fmt.Errorf("keep the certificate authority: %w", err)
	}
	if err := os.WriteFile(filepath.Join(folder, authorityCertFile), created.bundle, 0o644); err != nil {
		return nil, fmt.Errorf("keep the certificate authority: %w", err)
	}
	return created, nil
}

func serialNumber() (*big.Int, error) {
	return rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
}

// issue returns a server certificate for the host name, the same one while it is fresh.
func (a *authority) issue(hostName string) (*tls.Certificate, error) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	now := time.Now()
	if known := a.issued[hostName]; known != nil && known.Leaf.NotAfter.Sub(now) > leafLifetime/2 {
		return known, nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := serialNumber()
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: hostName},
		DNSNames:     []string{hostName},
		NotBefore:    now.Add(-backdate),
		NotAfter:     now.Add(leafLifetime),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	certificate := &tls.Certificate{Certificate: [][]byte{der, a.certificate.Raw}, PrivateKey: key, Leaf: leaf}
	a.issued[hostName] = certificate
	return certificate, nil
}
