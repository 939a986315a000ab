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

import type { KubeObject, PodTemplate, Workload } from '@meshplane/meshes';
import { projectConditions } from './conditions';
import { keptAnnotations, type ProjectionContext } from './metadata';
import { projectPodSpec } from './pods';
import { compact, numberOf, rawObject, textsOf, type Raw } from './raw';

/** Deployment, DaemonSet, StatefulSet, ReplicaSet and Job: they share the fields that are read. */
export function projectWorkload(
  raw: Raw,
  base: KubeObject,
  context: ProjectionContext,
): Workload {
  const spec = rawObject(raw.spec);
  const status = rawObject(raw.status);
  const matchLabels = textsOf(rawObject(spec.selector).matchLabels);
  return {
    ...base,
    spec: compact<Workload['spec']>({
      replicas: numberOf(spec.replicas),
      selector: matchLabels
        ? { matchLabels: context.interner.structure(matchLabels) }
        : undefined,
      template: podTemplate(rawObject(spec.template), context),
    }),
    status: compact<NonNullable<Workload['status']>>({
      observedGeneration: numberOf(status.observedGeneration),
      replicas: numberOf(status.replicas),
      readyReplicas: numberOf(status.readyReplicas),
      updatedReplicas: numberOf(status.updatedReplicas),
      availableReplicas: numberOf(status.availableReplicas),
      desiredNumberScheduled: numberOf(status.desiredNumberScheduled),
      numberReady: numberOf(status.numberReady),
      updatedNumberScheduled: numberOf(status.updatedNumberScheduled),
      active: numberOf(status.active),
      succeeded: numberOf(status.succeeded),
      failed: numberOf(status.failed),
      conditions: projectConditions(status.conditions, 'with-times'),
    }),
  };
}

function podTemplate(raw: Raw, context: ProjectionContext): PodTemplate {
  const metadata = rawObject(raw.metadata);
  const { interner, scope } = context;
  return {
    metadata: compact<NonNullable<PodTemplate['metadata']>>({
      labels: interner.optionalStructure(textsOf(metadata.labels)),
      annotations: interner.optionalStructure(
        keptAnnotations(metadata.annotations, scope),
      ),
    }),
    spec: projectPodSpec(rawObject(raw.spec), context),
  };
}
