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

import type { MtlsResolver } from './resolver';

/** Cilium: its own settings say which encryption is on; without them nothing can be said. */
export const ciliumMtls: MtlsResolver = (
  subject,
  _definition,
  instance,
  settings,
) => {
  const config = settings.data(
    instance?.namespace ?? 'kube-system',
    'cilium-config',
  );
  if (!config)
    return {
      mode: 'unknown',
      text: 'the settings of Cilium (ConfigMap cilium-config) could not be read',
    };
  const on = (key: string) => config[key] === 'true';
  const enrolled =
    subject.namespaceMarks.labels?.['io.cilium/mtls-enabled'] === 'true';
  if (on('enable-ztunnel') && enrolled)
    return {
      mode: 'automatic',
      text: 'ztunnel encrypts TCP between namespaces labelled io.cilium/mtls-enabled=true',
    };
  const transport = [
    on('enable-wireguard') ? 'WireGuard' : undefined,
    on('enable-ipsec') ? 'IPsec' : undefined,
  ].find(name => name !== undefined);
  if (transport)
    return {
      mode: 'automatic',
      text: `${transport} encrypts between nodes${
        on('mesh-auth-enabled')
          ? '; policies may ask for mutual authentication as well'
          : ', without authenticating workloads'
      }`,
    };
  return {
    mode: 'none',
    text: enrolled
      ? 'the namespace asks for mutual TLS, but ztunnel is not enabled in cilium-config'
      : 'neither ztunnel nor transparent encryption is enabled in cilium-config',
  };
};
