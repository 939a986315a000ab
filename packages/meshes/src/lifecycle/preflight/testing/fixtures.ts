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

import { getMeshDefinition } from '../../../definitions';
import type { MeshInstance } from '../../../model/results';
import type {
  Finding,
  InstalledMesh,
  LifecycleRequest,
  PreflightFacts,
} from '../../model';

export const NOW = new Date('2026-11-24T00:00:00Z');
const GATEWAY_API = 'gateway.networking.k8s.io';

export const mesh = (
  definition: string,
  version: string,
  more: Partial<MeshInstance> = {},
): MeshInstance => ({
  id: `${definition}~ns`,
  definition,
  displayName: getMeshDefinition(definition).displayName,
  kind: getMeshDefinition(definition).kind,
  mode: getMeshDefinition(definition).mode,
  tags: [],
  version,
  health: 'healthy',
  reasons: [],
  support: { state: 'supported', text: '' },
  management: { by: 'helm', readOnly: false, text: 'Helm' },
  confidence: 1,
  evidence: [],
  components: [],
  dataPlane: { pods: 0, workloads: 0, namespaces: [], versions: [] },
  gateways: [],
  ...more,
});

export const gatewayCrd = (
  plural: string,
  version = 'v1.5.1',
  channel = 'standard',
  more: Partial<NonNullable<PreflightFacts['crds']>[number]> = {},
) => ({
  name: `${plural}.${GATEWAY_API}`,
  group: GATEWAY_API,
  versions: [{ name: 'v1', served: true, storage: true }],
  storedVersions: ['v1'],
  annotations: {
    'gateway.networking.k8s.io/bundle-version': version,
    'gateway.networking.k8s.io/channel': channel,
  },
  ...more,
});

export const install = (
  version: string,
  more: object = {},
): LifecycleRequest => ({
  action: 'install',
  version,
  ...more,
});
export const upgrade = (
  instance: InstalledMesh,
  version: string,
  more: object = {},
): LifecycleRequest => ({
  action: 'upgrade',
  instance,
  version,
  strategy: 'in-place',
  ...more,
});
export const uninstall = (
  instance: InstalledMesh,
  crds: 'keep' | 'remove' = 'keep',
): LifecycleRequest => ({
  action: 'uninstall',
  instance,
  crds,
  namespace: 'keep',
});

export const istio29 = mesh('istio', '1.29.6', { revision: 'default' });
export const linkerd = mesh('linkerd', 'edge-26.6.3');
export const consul = mesh('consul', '2.0.3');
export const kuma = mesh('kuma', '2.14.3');
export const cilium = mesh('cilium', '1.20.0', {
  management: { by: 'cni', readOnly: true, text: 'the network' },
});
export const bundle = mesh('gateway-api', '1.5.1', { channel: 'standard' });
export const resources = (cpuMillis: number) => ({
  cpuMillis,
  memoryBytes: 2 ** 30,
  pods: 5,
});
export const toggles = (
  asked: Record<string, boolean | string>,
): LifecycleRequest => ({
  action: 'configure',
  instance: cilium,
  toggles: asked,
});

/** A rule with facts that make it fire and facts that do not. */
export interface Row {
  rule: string;
  what: string;
  definition: string;
  request: LifecycleRequest;
  /** Facts with which the rule fires. */
  bad: Partial<PreflightFacts>;
  severity: Finding['severity'];
  /** Facts with which it passes. */
  good: Partial<PreflightFacts>;
  /** Where the request itself decides. */
  goodRequest?: LifecycleRequest;
}
