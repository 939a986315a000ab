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
import type { ObjectReader } from '../model/ObjectReader';
import type {
  Evidence,
  HealthState,
  MeshComponent,
  MeshInstance,
  Reason,
  Support,
} from '../model/results';
import { supportOf } from '../support';
import { componentOf, worst } from './componentHealth';
import { findComponents, type FoundComponent } from './components';
import { anchorsOf, claimedWebhooks, draftsOf, type Draft } from './drafts';
import {
  clusterFactsOf,
  confidenceOf,
  crdEvidence,
  evidenceFor,
  type ClusterFacts,
} from './evidence';
import { crdBundleOf } from './gatewayApi';
import {
  classOwnersOf,
  classReasons,
  gatewaysOf,
  type ClassOwners,
  type FoundGateway,
} from './gateways';
import { managementOf } from './management';
import { gapsFor } from './readability';
import { compare } from './references';
import { gatewayApiReasons } from './gatewayApiRange';
import { webhookComponent } from './webhookHealth';
import { findWebhooks } from './webhooks';

/** What detection needs beside the objects. @public */
export interface DetectionOptions {
  definitions: readonly MeshDefinition[];
  /** Decides what has reached its end of life. */
  now: Date;
}

interface Surroundings {
  objects: ObjectReader;
  facts: ClusterFacts;
  owners: ClassOwners;
  concealed: readonly MeshDefinition[];
  now: Date;
  gatewayApiVersion: string | undefined;
}

/** Finds the installations without counting who uses them: `dataPlane` stays empty. */
export function detectInstances(
  objects: ObjectReader,
  { definitions, now }: DetectionOptions,
): MeshInstance[] {
  const facts = clusterFactsOf(objects);
  const bundles = definitions
    .filter(d => d.kind === 'crds')
    .flatMap(d => crdBundleOf(d, objects, facts, now) ?? []);
  const products = definitions.filter(d => d.kind !== 'crds');
  const components = findComponents(objects, products);
  const webhooks = findWebhooks(objects, products);
  const claimed = claimedWebhooks(components, webhooks);
  const surroundings: Surroundings = {
    objects,
    facts,
    owners: classOwnersOf(facts, products),
    concealed: concealedIn(objects, products),
    now,
    gatewayApiVersion: bundles[0]?.version,
  };
  const instances = products.flatMap(definition => {
    const drafts = draftsOf(
      definition,
      components.filter(c => c.definition === definition),
      webhooks.filter(w => w.definition === definition),
      claimed,
    );
    return instancesOf(definition, drafts, surroundings);
  });
  return [...bundles, ...instances].sort((a, b) => compare(a.id, b.id));
}

function instancesOf(
  definition: MeshDefinition,
  drafts: readonly Draft[],
  surroundings: Surroundings,
): MeshInstance[] {
  const { objects, facts } = surroundings;
  const ended = definition.lifecycle.state === 'ended';
  const accepted = drafts
    .map(draft => ({ draft, evidence: evidenceFor(draft, facts, objects) }))
    .filter(
      ({ draft, evidence }) =>
        ended ||
        (hasRequired(draft) &&
          confidenceOf(evidence) >= definition.detect.threshold),
    );
  if (accepted.length === 0) {
    const evidence = crdEvidence(definition, facts);
    // Leftover CRDs alone are no mesh, unless the product is gone for good or nobody could have seen more than them.
    if (
      evidence.length > 0 &&
      (ended || surroundings.concealed.includes(definition))
    )
      accepted.push({
        draft: { definition, tags: [], components: [], webhooks: [] },
        evidence,
      });
  }
  const gateways = gatewaysOf(definition, surroundings.owners, objects);
  return accepted.map(({ draft, evidence }) =>
    instanceOf(
      draft,
      evidence,
      gateways.filter(gateway => serves(draft, gateway, accepted.length)),
      surroundings,
    ),
  );
}

function hasRequired({ definition, components, webhooks }: Draft): boolean {
  const required = definition.detect.requires ?? [];
  return required.length === 0
    ? components.length + webhooks.length > 0
    : components.some(c => required.includes(c.rule.id));
}

/**
 * Products of which no part that they need could have been seen. Of several that share their CRDs, only the one that
 * gives way to the others is meant: it is the plain form.
 */
function concealedIn(
  objects: ObjectReader,
  definitions: readonly MeshDefinition[],
): MeshDefinition[] {
  const concealed = definitions.filter(({ detect }) => {
    const required = detect.components.filter(
      ({ id }) => detect.requires?.includes(id) ?? true,
    );
    return (
      required.length > 0 &&
      required.every(({ kinds }) =>
        kinds.every(kind => objects.availability(kind) === 'unknown'),
      )
    );
  });
  return concealed.filter(
    ({ id }) => !concealed.some(d => d.detect.yieldsTo?.includes(id)),
  );
}

/** With several control planes, a Gateway belongs to the revision that it names, else to the default one. */
function serves(
  { definition, revision, tags }: Draft,
  gateway: FoundGateway,
  siblings: number,
): boolean {
  if (siblings === 1) return true;
  const wanted = gateway.revision ?? definition.detect.instance.defaultRevision;
  return wanted === undefined || wanted === revision || tags.includes(wanted);
}

function instanceOf(
  draft: Draft,
  evidence: Evidence[],
  gateways: FoundGateway[],
  { objects, facts, now, gatewayApiVersion }: Surroundings,
): MeshInstance {
  const { definition, namespace, revision } = draft;
  const anchors = anchorsOf(draft.components);
  const version = anchors.find(c => c.version !== undefined)?.version;
  const support = supportOf(definition, version, now);
  const management = managementOf(
    definition,
    anchors.map(c => c.workload),
    revision,
    facts.crdGroups,
  );
  const components: MeshComponent[] = [
    ...draft.components.map(componentOf),
    ...draft.webhooks.map(w => webhookComponent(w.configuration, objects)),
  ];
  const trouble = [
    ...controlPlaneReasons(draft, anchors, management.by, objects),
    ...versionReasons(anchors),
    ...classReasons(definition, facts),
    ...gateways.flatMap(g => g.reasons),
    ...gatewayApiReasons(definition, version, gatewayApiVersion, objects),
  ];
  const id = [definition.id, namespace, revision]
    .filter(part => part !== undefined && part !== '')
    .join('~');
  return {
    id,
    definition: definition.id,
    displayName: definition.displayName,
    kind: definition.kind,
    mode: definition.mode,
    namespace,
    revision,
    tags: [...draft.tags].sort(compare),
    version,
    health: healthOf(components, trouble),
    reasons: [
      ...supportReasons(support, definition),
      ...components.flatMap(c => c.reasons.filter(r => r.severity !== 'info')),
      ...trouble,
      ...gapsFor(definition, objects),
    ],
    support,
    management,
    confidence: confidenceOf(evidence),
    evidence,
    components,
    dataPlane: { pods: 0, workloads: 0, namespaces: [], versions: [] },
    gateways: gateways.map(g => g.gateway),
  };
}

/** The control plane and the webhooks decide; everything else can only degrade. */
function healthOf(
  components: readonly MeshComponent[],
  trouble: readonly Reason[],
): HealthState {
  const states = components.map(({ role, health }) =>
    role === 'control-plane' || role === 'webhook' || health !== 'unhealthy'
      ? health
      : 'degraded',
  );
  for (const { severity } of trouble) {
    if (severity === 'error') states.push('unhealthy');
    if (severity === 'warning') states.push('degraded');
  }
  // What a webhook could not be asked for does not make a running control plane unknown.
  const certain = states.filter(state => state !== 'unknown');
  const parts = components.filter(c => c.role !== 'webhook');
  return parts.some(c => c.health === 'unknown') || certain.length === 0
    ? worst([...states, 'unknown'])
    : worst(certain);
}

function controlPlaneReasons(
  { definition, namespace, webhooks }: Draft,
  anchors: readonly FoundComponent[],
  managedBy: MeshInstance['management']['by'],
  objects: ObjectReader,
): Reason[] {
  if (anchors.length > 0 || webhooks.length === 0) return [];
  const hidden = definition.detect.components
    .flatMap(c => c.kinds)
    .some(kind => objects.availability(kind) === 'unknown');
  if (hidden) return [];
  const elsewhere =
    managedBy === 'cloud' ||
    webhooks.every(w => w.configuration.webhooks?.every(hook => hook.url));
  return elsewhere
    ? [
        {
          code: 'control-plane-elsewhere',
          severity: 'info',
          text: `The control plane of ${definition.displayName} runs outside this cluster: its health is not visible here`,
        },
      ]
    : [
        {
          code: 'control-plane-missing',
          severity: 'error',
          text: `No control plane of ${definition.displayName} was found${
            namespace === undefined ? '' : ` in namespace ${namespace}`
          }: only its webhooks are left`,
        },
      ];
}

/** Parts that the same rule recognises should be of one version; different parts may well have their own. */
function versionReasons(anchors: readonly FoundComponent[]): Reason[] {
  const versions = new Map<string, Set<string>>();
  for (const { rule, version } of anchors) {
    if (version === undefined) continue;
    const known = versions.get(rule.id) ?? new Set<string>();
    versions.set(rule.id, known.add(version));
  }
  return [...versions.values()]
    .filter(found => found.size > 1)
    .map(found => ({
      code: 'mixed-control-plane-versions',
      severity: 'warning' as const,
      text: `Control planes of different versions share one namespace and revision: ${[
        ...found,
      ]
        .sort(compare)
        .join(', ')}`,
    }));
}

function supportReasons(
  support: Support,
  definition: MeshDefinition,
): Reason[] {
  const product = definition.lifecycle.state === 'ended';
  if (support.state === 'ended')
    return [
      {
        code: product ? 'product-ended' : 'version-ended',
        severity: 'warning',
        text: support.wayOut
          ? `${support.text}. Way out: ${support.wayOut}`
          : support.text,
      },
    ];
  if (support.state === 'ending')
    return [{ code: 'version-ending', severity: 'info', text: support.text }];
  return [];
}
