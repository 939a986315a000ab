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

import { matchesLabels, type StringMap } from '../detection/labels';
import { compare } from '../detection/references';
import type { Service } from '../model/objects';
import type { CoverageContext } from './CoverageContext';
import { intentOf, markedOf, type Intent } from './intent';
import type { NamespaceObjects } from './namespaceObjects';
import { podFactsOf, type PodFacts } from './podFacts';
import { workloadGroupsOf, type WorkloadGroup } from './workloadGroups';

/** A workload, the facts of its pods and the services in front of it. */
export interface ClassifiedWorkload {
  group: WorkloadGroup;
  facts: PodFacts[];
  services: string[];
}

/** A namespace with everything that coverage is derived from. */
export interface ClassifiedNamespace {
  objects: NamespaceObjects;
  intents: ReadonlyMap<string, Intent>;
  workloads: ClassifiedWorkload[];
}

/** Looks at every pod of a namespace once. Pure, so that a caller may keep the result while the namespace is unchanged. */
export function classifyNamespace(
  objects: NamespaceObjects,
  context: CoverageContext,
): ClassifiedNamespace {
  const marks = markedOf(objects.namespace);
  const intents = new Map<string, Intent>();
  for (const definition of context.meshDefinitions) {
    const intent = intentOf(definition, 'namespace', marks);
    if (intent) intents.set(definition.id, intent);
  }
  const servicesFor = serviceLookup(objects.services);
  return {
    objects,
    intents,
    workloads: workloadGroupsOf(objects).map(group => ({
      group,
      facts: group.pods.map(pod => podFactsOf(pod, intents, context)),
      services: servicesFor(group.labels),
    })),
  };
}

/** Services by one entry of their selector, so that a workload is compared only with those that can select it. */
function serviceLookup(
  services: readonly Service[],
): (labels: StringMap) => string[] {
  const byEntry = new Map<string, Service[]>();
  for (const service of services) {
    const [entry] = Object.entries(service.spec.selector ?? {});
    if (!entry) continue;
    const key = `${entry[0]}=${entry[1]}`;
    const known = byEntry.get(key);
    if (known) known.push(service);
    else byEntry.set(key, [service]);
  }
  return labels =>
    Object.entries(labels ?? {})
      .flatMap(([key, value]) => byEntry.get(`${key}=${value}`) ?? [])
      .filter(service => matchesLabels(service.spec.selector, labels))
      .map(service => service.metadata.name)
      .sort(compare);
}
