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

import semver from 'semver';
import type { MeshDefinition } from '../model/definition';
import type { CustomResourceDefinition } from '../model/objects';
import type { ObjectReader } from '../model/ObjectReader';
import type {
  Evidence,
  HealthState,
  MeshComponent,
  MeshInstance,
  Reason,
} from '../model/results';
import { parseMeshVersion, supportOf } from '../support';
import { worst } from './componentHealth';
import {
  confidenceOf,
  crdEvidence,
  CRD_KIND,
  type ClusterFacts,
} from './evidence';
import { managementOf } from './management';
import { gapsFor } from './readability';
import { compare, inWords, refOf } from './references';

/** The annotations are written by the bundle and by nobody else, so they settle it. */
const ANNOTATION_WEIGHT = 0.5;

/**
 * A bundle of custom resource definitions that is a component of its own. Its version and channel stand on each CRD;
 * several owners may have written them, so they can differ.
 *
 * @returns undefined if no CRD of the definition's groups is there
 */
export function crdBundleOf(
  definition: MeshDefinition,
  objects: ObjectReader,
  facts: ClusterFacts,
  now: Date,
): MeshInstance | undefined {
  const groups = definition.detect.crdGroups.map(({ group }) => group);
  const crds = objects
    .list(CRD_KIND)
    .filter(crd => groups.includes(crd.spec.group))
    .sort((a, b) => compare(a.metadata.name, b.metadata.name));
  // Without the right to read CRDs, the kinds that the API serves still say that the bundle is there.
  if (crds.length === 0 && !groups.some(group => facts.crdGroups.has(group)))
    return undefined;

  const keys = definition.detect.crdAnnotations;
  const versions = byAnnotation(crds, keys?.version);
  const channels = byAnnotation(crds, keys?.channel);
  const version = parseMeshVersion(mostCommonVersion(versions))?.text;
  const channel = channels.has('experimental')
    ? 'experimental'
    : [...channels.keys()].sort(compare)[0];
  const evidence = evidenceOf(definition, crds, facts);
  const components = crds.map(crd => componentOf(crd, keys?.version));
  const reasons = [
    ...mixed(versions, 'mixed-bundle-versions', 'versions'),
    ...mixed(channels, 'mixed-channels', 'channels'),
    ...notAnnotated(crds, keys?.version),
    ...gapsFor(definition, objects),
  ];
  const states: HealthState[] = components.map(c => c.health);
  if (reasons.some(r => r.severity !== 'info' && r.code !== 'not-readable'))
    states.push('degraded');
  return {
    id: definition.id,
    definition: definition.id,
    displayName: definition.displayName,
    kind: definition.kind,
    mode: definition.mode,
    tags: [],
    version,
    channel,
    health: worst(states),
    reasons,
    support: supportOf(definition, version, now),
    management: managementOf(definition, crds, undefined, new Map()),
    confidence: confidenceOf(evidence),
    evidence,
    components,
    dataPlane: { pods: 0, workloads: 0, namespaces: [], versions: [] },
    gateways: [],
  };
}

function valueOf(
  crd: CustomResourceDefinition,
  key: string | undefined,
): string | undefined {
  return key === undefined ? undefined : crd.metadata.annotations?.[key];
}

function byAnnotation(
  crds: readonly CustomResourceDefinition[],
  key: string | undefined,
): Map<string, CustomResourceDefinition[]> {
  const found = new Map<string, CustomResourceDefinition[]>();
  for (const crd of crds) {
    const value = valueOf(crd, key);
    if (value === undefined) continue;
    found.set(value, [...(found.get(value) ?? []), crd]);
  }
  return found;
}

/** Of equally common versions the higher one: its admission policy is the one that is in force. */
function mostCommonVersion(
  versions: ReadonlyMap<string, readonly CustomResourceDefinition[]>,
): string | undefined {
  return [...versions].sort(([a, ofA], [b, ofB]) => {
    const byCount = ofB.length - ofA.length;
    if (byCount !== 0) return byCount;
    const left = semver.coerce(a, { includePrerelease: true });
    const right = semver.coerce(b, { includePrerelease: true });
    return left && right ? semver.rcompare(left, right) : compare(b, a);
  })[0]?.[0];
}

function mixed(
  values: ReadonlyMap<string, readonly CustomResourceDefinition[]>,
  code: string,
  what: string,
): Reason[] {
  if (values.size < 2) return [];
  const list = [...values]
    .sort(([a], [b]) => compare(a, b))
    .map(([value, crds]) => `${value} (${namesOf(crds)})`)
    .join(', ');
  return [
    {
      code,
      severity: 'warning',
      text: `The custom resource definitions come from bundles of different ${what}: ${list}`,
    },
  ];
}

function notAnnotated(
  crds: readonly CustomResourceDefinition[],
  key: string | undefined,
): Reason[] {
  const bare = crds.filter(crd => valueOf(crd, key) === undefined);
  if (bare.length === 0 || key === undefined) return [];
  return [
    {
      code: 'bundle-version-missing',
      severity: 'warning',
      text: `No bundle version is stated on ${namesOf(
        bare,
      )}: these were not installed from a release bundle`,
    },
  ];
}

const NAMES_SHOWN = 4;

function namesOf(crds: readonly CustomResourceDefinition[]): string {
  const names = crds.map(crd => crd.spec.names.plural);
  return names.length <= NAMES_SHOWN
    ? names.join(', ')
    : `${names.slice(0, NAMES_SHOWN).join(', ')} and ${
        names.length - NAMES_SHOWN
      } more`;
}

function evidenceOf(
  definition: MeshDefinition,
  crds: readonly CustomResourceDefinition[],
  facts: ClusterFacts,
): Evidence[] {
  const evidence = crdEvidence(definition, facts);
  const key = definition.detect.crdAnnotations?.version;
  const annotated = crds.find(crd => valueOf(crd, key) !== undefined);
  if (annotated)
    evidence.push({
      fact: 'crd-annotation',
      text: `${inWords(refOf(annotated))} states bundle version ${valueOf(
        annotated,
        key,
      )}`,
      object: refOf(annotated),
      weight: ANNOTATION_WEIGHT,
    });
  return evidence;
}

function componentOf(
  crd: CustomResourceDefinition,
  versionKey: string | undefined,
): MeshComponent {
  const object = refOf(crd);
  const established = crd.status?.conditions?.find(
    c => c.type === 'Established',
  );
  const reasons: Reason[] = [];
  if (established && established.status !== 'True')
    reasons.push({
      code: 'crd-not-established',
      severity: 'error',
      text: `${inWords(object)} is not established${
        established.message ? `: ${established.message}` : ''
      }`,
      object,
    });
  const served = new Set(
    crd.spec.versions.filter(v => v.served).map(v => v.name),
  );
  const stale = (crd.status?.storedVersions ?? []).filter(v => !served.has(v));
  if (stale.length > 0)
    reasons.push({
      code: 'stored-version-not-served',
      severity: 'warning',
      text: `${inWords(object)} still has objects stored as ${stale.join(
        ', ',
      )}, which is not served any more: migrate them`,
      object,
    });
  let health: HealthState = established ? 'healthy' : 'unknown';
  if (stale.length > 0) health = 'degraded';
  if (established && established.status !== 'True') health = 'unhealthy';
  return {
    role: 'crds',
    object,
    version: parseMeshVersion(valueOf(crd, versionKey))?.text,
    health,
    reasons,
  };
}
