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

import type { ComponentRule, MeshDefinition } from '../model/definition';
import type { Workload } from '../model/objects';
import { kindIdOf, type ObjectReader } from '../model/ObjectReader';
import { parseImage } from './image';
import { matchesMarkers, pattern, type StringMap } from './labels';
import { compare, refKey, refOf } from './references';
import { allContainers, versionFrom } from './versionFrom';

/** A workload that a rule of a definition recognises as part of the product. */
export interface FoundComponent {
  definition: MeshDefinition;
  rule: ComponentRule;
  workload: Workload;
  namespace: string;
  /** Value of the definition's revision label, if the workload or its pods carry one. */
  revision?: string;
  version?: string;
  /** Image of the container that the rule recognised, else of the first one. */
  image?: string;
}

const WORKLOAD_KINDS = [
  'Deployment.apps',
  'DaemonSet.apps',
  'StatefulSet.apps',
] as const;

interface IndexedRule {
  definition: MeshDefinition;
  rule: ComponentRule;
}

/**
 * Finds the workloads of all products in one pass: rules are looked up by one of their labels, so the cost grows with the
 * labels in the cluster and not with workloads times rules.
 */
export function findComponents(
  objects: ObjectReader,
  definitions: readonly MeshDefinition[],
): FoundComponent[] {
  const rules = indexRules(definitions);
  const found: FoundComponent[] = [];
  for (const kind of WORKLOAD_KINDS)
    for (const workload of objects.list(kind)) {
      const template = workload.spec.template.metadata?.labels;
      const candidates = new Set(rules.withoutLabels);
      collect(rules, workload.metadata.labels, candidates);
      collect(rules, template, candidates);
      for (const candidate of candidates) {
        const component = recognise(candidate, workload, template);
        if (component) found.push(component);
      }
    }
  return found.sort(byRuleThenName);
}

interface RuleIndex {
  /** By `key=value`, or by the key alone where any value will do. */
  byLabel: ReadonlyMap<string, readonly IndexedRule[]>;
  withoutLabels: readonly IndexedRule[];
}

function indexRules(definitions: readonly MeshDefinition[]): RuleIndex {
  const byLabel = new Map<string, IndexedRule[]>();
  const withoutLabels: IndexedRule[] = [];
  for (const definition of definitions)
    for (const rule of definition.detect.components) {
      const labels = Object.entries(rule.labels);
      const [entry] = [
        ...labels.filter(([, value]) => value !== '*'),
        ...labels,
      ];
      if (!entry) {
        // Without labels only an image can recognise a workload; a rule with neither recognises nothing.
        if (rule.image !== undefined) withoutLabels.push({ definition, rule });
        continue;
      }
      const [key, value] = entry;
      const label = value === '*' ? key : `${key}=${value}`;
      const rules = byLabel.get(label) ?? [];
      rules.push({ definition, rule });
      byLabel.set(label, rules);
    }
  return { byLabel, withoutLabels };
}

function collect(
  { byLabel }: RuleIndex,
  labels: StringMap,
  into: Set<IndexedRule>,
) {
  for (const [key, value] of Object.entries(labels ?? {})) {
    for (const rule of byLabel.get(key) ?? []) into.add(rule);
    for (const rule of byLabel.get(`${key}=${value}`) ?? []) into.add(rule);
  }
}

function recognise(
  { definition, rule }: IndexedRule,
  workload: Workload,
  template: StringMap,
): FoundComponent | undefined {
  const kinds: readonly string[] = rule.kinds;
  if (!kinds.includes(kindIdOf(workload))) return undefined;
  const own = workload.metadata.labels;
  if (
    Object.keys(rule.labels).length > 0 &&
    !matchesMarkers(rule.labels, own) &&
    !matchesMarkers(rule.labels, template)
  )
    return undefined;
  const containers = allContainers(workload.spec.template.spec);
  const image = containers.find(
    c =>
      c.image !== undefined &&
      (rule.image === undefined ||
        pattern(rule.image).test(parseImage(c.image).repository)),
  )?.image;
  if (rule.image !== undefined && image === undefined) return undefined;
  const setsEnvironment = Object.entries(rule.env ?? {}).every(
    ([name, value]) =>
      containers.some(c =>
        c.env?.some(e => e.name === name && e.value === value),
      ),
  );
  if (!setsEnvironment) return undefined;
  const { revisionLabel } = definition.detect.instance;
  return {
    definition,
    rule,
    workload,
    namespace: workload.metadata.namespace ?? '',
    revision:
      revisionLabel === undefined
        ? undefined
        : own?.[revisionLabel] ?? template?.[revisionLabel],
    version: versionFrom(
      rule.version ?? [{ from: 'image' }],
      {
        metadata: workload.metadata,
        templateLabels: template,
        spec: workload.spec.template.spec,
      },
      definition.versioning,
    ),
    image,
  };
}

function byRuleThenName(a: FoundComponent, b: FoundComponent): number {
  if (a.definition.id !== b.definition.id)
    return compare(a.definition.id, b.definition.id);
  const rules = a.definition.detect.components;
  return (
    rules.indexOf(a.rule) - rules.indexOf(b.rule) ||
    compare(refKey(refOf(a.workload)), refKey(refOf(b.workload)))
  );
}
