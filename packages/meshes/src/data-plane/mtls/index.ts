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

import type { MeshDefinition } from '../../model/definition';
import type { MeshInstance, Mtls, Reason } from '../../model/results';
import { ciliumMtls } from './cilium';
import { consulMtls } from './consul';
import { istioMtls, istioMtlsReasons } from './istio';
import { kumaMtls } from './kuma';
import { linkerdMtls } from './linkerd';
import type { MtlsResolver, MtlsSubject } from './resolver';
import type { MtlsSettings } from './settings';

const RESOLVERS: Record<
  Exclude<MeshDefinition['mtls']['resolver'], 'none'>,
  MtlsResolver
> = {
  istio: istioMtls,
  linkerd: linkerdMtls,
  kuma: kumaMtls,
  consul: consulMtls,
  cilium: ciliumMtls,
};

/** The declared mTLS mode of somebody who is on (or asks for) the given mesh. */
export function mtlsOf(
  subject: MtlsSubject,
  definition: MeshDefinition | undefined,
  instance: MeshInstance | undefined,
  settings: MtlsSettings,
): Mtls {
  if (!definition) return { mode: 'none', text: 'not on a mesh' };
  const { resolver } = definition.mtls;
  return resolver === 'none'
    ? {
        mode: 'unknown',
        text: `how ${definition.displayName} declares mTLS is not known`,
      }
    : RESOLVERS[resolver](subject, definition, instance, settings);
}

/** Settings of clients that undermine the declared mode. */
export function mtlsReasons(
  subject: MtlsSubject,
  definition: MeshDefinition | undefined,
  instance: MeshInstance | undefined,
  settings: MtlsSettings,
): Reason[] {
  return definition?.mtls.resolver === 'istio'
    ? istioMtlsReasons(subject, instance, settings)
    : [];
}
