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

import type { MeshDefinition } from '../model/definition';
import type { KindId, ObjectReader } from '../model/ObjectReader';
import type { Reason } from '../model/results';
import { CRD_KIND, GATEWAY_CLASS_KIND } from './evidence';
import { GATEWAY_KIND } from './gateways';
import { WEBHOOK_KINDS } from './webhooks';

const [MUTATING, VALIDATING] = WEBHOOK_KINDS;

/** What is missed when a kind cannot be read. */
const MISSED: readonly {
  kind: KindId;
  severity: Reason['severity'];
  name: string;
  missed: string;
}[] = [
  {
    kind: 'Deployment.apps',
    severity: 'warning',
    name: 'Deployments',
    missed: 'control planes, their health and their versions may be missing',
  },
  {
    kind: 'DaemonSet.apps',
    severity: 'warning',
    name: 'DaemonSets',
    missed: 'node agents and their health may be missing',
  },
  {
    kind: 'StatefulSet.apps',
    severity: 'warning',
    name: 'StatefulSets',
    missed: 'parts that run as StatefulSet may be missing',
  },
  {
    kind: 'Pod',
    severity: 'warning',
    name: 'Pods',
    missed: 'who is on the mesh and the proxy versions are not known',
  },
  {
    kind: 'Namespace',
    severity: 'warning',
    name: 'Namespaces',
    missed: 'what they ask for with labels and annotations is not known',
  },
  {
    kind: CRD_KIND,
    severity: 'warning',
    name: 'CustomResourceDefinitions',
    missed:
      'CRD bundles, their versions and products that have ended may be missing',
  },
  {
    kind: MUTATING,
    severity: 'warning',
    name: 'MutatingWebhookConfigurations',
    missed: 'revision tags and the state of injectors are not known',
  },
  {
    kind: VALIDATING,
    severity: 'info',
    name: 'ValidatingWebhookConfigurations',
    missed:
      'the state of the webhooks that validate configuration is not known',
  },
  {
    kind: 'ConfigMap',
    severity: 'info',
    name: 'ConfigMaps',
    missed: 'mesh-wide settings are not known',
  },
  {
    kind: 'Secret',
    severity: 'info',
    name: 'Helm release Secrets',
    missed: 'Helm releases are known only from annotations',
  },
  {
    kind: GATEWAY_CLASS_KIND,
    severity: 'warning',
    name: 'GatewayClasses',
    missed: 'which gateway controllers serve this cluster is not known',
  },
  {
    kind: GATEWAY_KIND,
    severity: 'warning',
    name: 'Gateways',
    missed: 'the state of gateways is not known',
  },
];

/**
 * What the cluster did not let us read, as findings: the difference between "nothing is there" and "nothing could be
 * seen". Call it also when no mesh was found.
 *
 * @public
 */
export function detectionGaps(objects: ObjectReader): Reason[] {
  return gaps(objects, () => true);
}

/** The gaps that matter for one definition. */
export function gapsFor(
  definition: MeshDefinition,
  objects: ObjectReader,
): Reason[] {
  const { detect, proxy, kind } = definition;
  const relevant = new Set<KindId>(
    detect.components.flatMap(c => c.kinds as KindId[]),
  );
  if (kind !== 'crds' && proxy.type !== 'none') relevant.add('Pod');
  if (definition.onboard.some(rule => rule.scope === 'namespace'))
    relevant.add('Namespace');
  if (detect.crdGroups.length > 0) relevant.add(CRD_KIND);
  if (detect.webhooks.length > 0) {
    relevant.add(MUTATING);
    relevant.add(VALIDATING);
  }
  if (detect.configMaps.length > 0) relevant.add('ConfigMap');
  if (detect.helmReleases.length > 0) relevant.add('Secret');
  if (detect.gatewayControllers.length > 0) {
    relevant.add(GATEWAY_CLASS_KIND);
    relevant.add(GATEWAY_KIND);
  }
  return gaps(objects, wanted => relevant.has(wanted));
}

function gaps(
  objects: ObjectReader,
  relevant: (kind: KindId) => boolean,
): Reason[] {
  return MISSED.filter(
    ({ kind }) => relevant(kind) && objects.availability(kind) === 'unknown',
  ).map(({ severity, name, missed }) => ({
    code: 'not-readable',
    severity,
    text: `${name} could not be read: ${missed}. Grant list and watch on them, or wait for the first sync`,
  }));
}
