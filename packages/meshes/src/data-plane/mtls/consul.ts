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

import { inWords, refOf } from '../../detection/references';
import type { MtlsResolver } from './resolver';
import { textField } from './settings';

const SERVICE_DEFAULTS = 'ServiceDefaults.consul.hashicorp.com';
const PROXY_DEFAULTS = 'ProxyDefaults.consul.hashicorp.com';

/** Consul encrypts between its members unless a service, or all of them, are declared permissive. */
export const consulMtls: MtlsResolver = (
  subject,
  _definition,
  _instance,
  settings,
) => {
  const declared = [
    ...settings
      .of(SERVICE_DEFAULTS, subject.namespace)
      .filter(d => subject.services.includes(d.metadata.name)),
    ...settings.all(PROXY_DEFAULTS),
  ];
  for (const object of declared) {
    const mode = textField(object.spec, 'mutualTLSMode');
    if (!mode) continue;
    const source = refOf(object);
    return mode === 'permissive'
      ? {
          mode: 'permissive',
          text: `${inWords(
            source,
          )} sets mutualTLSMode permissive: mTLS and plaintext are accepted`,
          source,
        }
      : {
          mode: 'strict',
          text: `${inWords(source)} sets mutualTLSMode ${mode}`,
          source,
        };
  }
  return {
    mode: 'automatic',
    text: 'Consul encrypts between members of the mesh by default',
  };
};
