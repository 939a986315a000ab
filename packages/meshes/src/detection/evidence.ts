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
import type { CustomResource, KubeObject } from '../model/objects';
import type { ObjectReader } from '../model/ObjectReader';
import type { Evidence } from '../model/results';
import type { Draft } from './drafts';
import { markersInWords } from './labels';
import { compare, inWords, refOf } from './references';

/** What a GatewayClass, a Helm release or a port adds; they only confirm what the other facts say. */
const GATEWAY_CLASS_WEIGHT = 0.2;
const HELM_RELEASE_WEIGHT = 0.1;
const PORT_WEIGHT = 0.02;

/** Facts about the whole cluster that speak for a product, gathered once for all definitions. */
export interface ClusterFacts {
  /** API group → names of its custom resource definitions, sorted. */
  crdGroups: ReadonlyMap<string, readonly string[]>;
  /** Controller name → its GatewayClasses. */
  gatewayClasses: ReadonlyMap<string, readonly CustomResource[]>;
  /** Release name → the newest Secret of each release that is not uninstalled. */
  helmReleases: ReadonlyMap<string, readonly KubeObject[]>;
}

export const CRD_KIND = 'CustomResourceDefinition.apiextensions.k8s.io';
export const GATEWAY_CLASS_KIND = 'GatewayClass.gateway.networking.k8s.io';

/** Reads the facts that are not tied to one workload. */
export function clusterFactsOf(objects: ObjectReader): ClusterFacts {
  const crdGroups = new Map<string, string[]>();
  for (const crd of objects.list(CRD_KIND))
    push(crdGroups, crd.spec.group, crd.metadata.name);
  if (objects.availability(CRD_KIND) === 'unknown')
    // The kinds that the API serves prove the same, as far as they could be read.
    for (const kind of objects.kinds()) {
      const dot = kind.indexOf('.');
      if (dot !== -1) push(crdGroups, kind.slice(dot + 1), kind);
    }
  for (const names of crdGroups.values()) names.sort(compare);

  const gatewayClasses = new Map<string, CustomResource[]>();
  for (const gatewayClass of objects.list(GATEWAY_CLASS_KIND)) {
    const controller = gatewayClass.spec?.controllerName;
    if (typeof controller === 'string')
      push(gatewayClasses, controller, gatewayClass);
  }
  for (const classes of gatewayClasses.values())
    classes.sort((a, b) => compare(a.metadata.name, b.metadata.name));
  return { crdGroups, gatewayClasses, helmReleases: releasesOf(objects) };
}

function releasesOf(objects: ObjectReader): Map<string, KubeObject[]> {
  const newest = new Map<string, KubeObject>();
  for (const secret of objects.list('Secret')) {
    const { labels, namespace } = secret.metadata;
    if (labels?.owner !== 'helm' || labels.name === undefined) continue;
    const key = `${namespace ?? ''}/${labels.name}`;
    const known = newest.get(key);
    if (!known || releaseNumber(known) < releaseNumber(secret))
      newest.set(key, secret);
  }
  const releases = new Map<string, KubeObject[]>();
  for (const [, secret] of [...newest].sort(([a], [b]) => compare(a, b)))
    if (secret.metadata.labels?.status !== 'uninstalled')
      push(releases, secret.metadata.labels?.name ?? '', secret);
  return releases;
}

function releaseNumber(secret: KubeObject): number {
  return Number(secret.metadata.labels?.version ?? 0);
}

/**
 * Everything that speaks for an installation. Several objects that prove the same thing (three Deployments for one
 * rule) are one fact, so that they count once.
 */
export function evidenceFor(
  draft: Draft,
  facts: ClusterFacts,
  objects: ObjectReader,
): Evidence[] {
  return [
    ...workloadEvidence(draft),
    ...portEvidence(draft),
    ...crdEvidence(draft.definition, facts),
    ...webhookEvidence(draft),
    ...configMapEvidence(draft, objects),
    ...gatewayClassEvidence(draft.definition, facts),
    ...helmEvidence(draft, facts),
  ];
}

/** Sum of the weights, capped at 1 and free of binary rounding noise. */
export function confidenceOf(evidence: readonly Evidence[]): number {
  const sum = evidence.reduce((total, { weight }) => total + weight, 0);
  return Math.min(1, Math.round(sum * 1000) / 1000);
}

function workloadEvidence({ components }: Draft): Evidence[] {
  const seen = new Set<string>();
  return components.flatMap(({ rule, workload, image }) => {
    if (seen.has(rule.id)) return [];
    seen.add(rule.id);
    const ref = refOf(workload);
    const facts = [
      Object.keys(rule.labels).length > 0
        ? `carries ${markersInWords(rule.labels)}`
        : undefined,
      rule.image === undefined ? undefined : `runs the image ${image}`,
      rule.env ? `sets ${markersInWords(rule.env)}` : undefined,
    ].filter(fact => fact !== undefined);
    return [
      {
        fact: 'workload' as const,
        text: `${inWords(ref)} ${facts.join(' and ')}`,
        object: ref,
        weight: rule.weight,
      },
    ];
  });
}

function portEvidence({ components }: Draft): Evidence[] {
  for (const { rule, workload } of components) {
    const declared = workload.spec.template.spec.containers.flatMap(
      c => c.ports?.map(p => p.containerPort) ?? [],
    );
    const known = rule.ports?.filter(port => declared.includes(port)) ?? [];
    if (known.length === 0) continue;
    const ref = refOf(workload);
    return [
      {
        fact: 'port',
        text: `${inWords(ref)} listens on ${known.join(', ')}`,
        object: ref,
        weight: PORT_WEIGHT,
      },
    ];
  }
  return [];
}

/** The custom resource definitions that a product brings. */
export function crdEvidence(
  definition: MeshDefinition,
  facts: ClusterFacts,
): Evidence[] {
  return definition.detect.crdGroups.flatMap(({ group, weight }) => {
    const names = facts.crdGroups.get(group);
    if (!names) return [];
    const count =
      names.length === 1
        ? '1 custom resource definition'
        : `${names.length} custom resource definitions`;
    return [
      { fact: 'crd-group' as const, text: `${count} of ${group}`, weight },
    ];
  });
}

function webhookEvidence({ webhooks }: Draft): Evidence[] {
  const seen = new Set<number>();
  return webhooks.flatMap(({ rule, weight, configuration, definition }) => {
    if (seen.has(rule)) return [];
    seen.add(rule);
    const ref = refOf(configuration);
    const { labels, name } = definition.detect.webhooks[rule];
    const facts = [
      labels ? `carries ${markersInWords(labels)}` : undefined,
      name === undefined ? undefined : 'names its webhooks',
    ].filter(fact => fact !== undefined);
    return [
      {
        fact: 'webhook' as const,
        text: `${inWords(ref)} ${facts.join(' and ')}`,
        object: ref,
        weight,
      },
    ];
  });
}

function configMapEvidence(
  { definition, namespace, revision }: Draft,
  objects: ObjectReader,
): Evidence[] {
  return definition.detect.configMaps.flatMap(rule => {
    const where = rule.namespace ?? namespace;
    if (where === undefined) return [];
    const { defaultRevision } = definition.detect.instance;
    const name =
      rule.revisioned && revision !== undefined && revision !== defaultRevision
        ? `${rule.name}-${revision}`
        : rule.name;
    const configMap = objects.get('ConfigMap', where, name);
    if (!configMap) return [];
    const ref = refOf(configMap);
    return [
      {
        fact: 'config-map' as const,
        text: `${inWords(ref)} holds its settings`,
        object: ref,
        weight: rule.weight,
      },
    ];
  });
}

function gatewayClassEvidence(
  definition: MeshDefinition,
  facts: ClusterFacts,
): Evidence[] {
  for (const controller of definition.detect.gatewayControllers) {
    const [gatewayClass] = facts.gatewayClasses.get(controller) ?? [];
    if (!gatewayClass) continue;
    const ref = refOf(gatewayClass);
    return [
      {
        fact: 'gateway-class',
        text: `${inWords(ref)} names the controller ${controller}`,
        object: ref,
        weight: GATEWAY_CLASS_WEIGHT,
      },
    ];
  }
  return [];
}

function helmEvidence(draft: Draft, facts: ClusterFacts): Evidence[] {
  for (const name of draft.definition.detect.helmReleases)
    for (const secret of facts.helmReleases.get(name) ?? []) {
      if (secret.metadata.namespace !== draft.namespace) continue;
      const { status, version } = secret.metadata.labels ?? {};
      return [
        {
          fact: 'helm-release',
          text: `Helm release ${name} in ${draft.namespace} (revision ${version}, ${status})`,
          object: refOf(secret),
          weight: HELM_RELEASE_WEIGHT,
        },
      ];
    }
  return [];
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V) {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
