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

import type {
  CertificateFacts,
  CrdFacts,
  KumaFacts,
  ObjectReader,
  PreflightFacts,
  ReleaseFacts,
} from '@meshplane/meshes';
import { X509Certificate } from 'node:crypto';
import type { PlanContext } from '../../../operations/model';
import type { MeshLifecycleDeps } from '../deps';
import { readLinkerdIdentity } from '../linkerd/LinkerdIdentityStep';
import { checkLinkerdIdentity } from '../linkerd/identity';
import { cniOf } from './cni';
import { kumaFactsOf } from './kuma';
import { readNodes } from './nodes';
import { readSafeUpgradesPolicy } from './safeUpgradesPolicy';
import { readWebhooks } from './webhooks';

const OPERATOR_GROUPS = [
  'sailoperator.io',
  'operator.istio.io',
  'maistra.io',
  'argoproj.io',
  'helm.toolkit.fluxcd.io',
];

/** Reads what the checks before an operation want to know of a cluster; what may not be read stays undefined. */
export async function collectFacts(
  deps: MeshLifecycleDeps,
  context: PlanContext,
  about: { definition: string; namespaces: readonly string[] },
): Promise<PreflightFacts> {
  const { cluster, connection, signal } = context;
  const { snapshot, report } = deps.reports.report(cluster.name);
  const [nodes, safeUpgradesPolicy, webhooks, releases, certificates] =
    await Promise.all([
      optional(
        readNodes(connection, { pods: snapshot.count('Pod'), signal }),
        signal,
      ),
      readSafeUpgradesPolicy(connection, signal),
      optional(
        readWebhooks(connection, snapshot, deps.definitions, signal),
        signal,
      ),
      optional(readReleases(deps, context, about.namespaces), signal),
      about.definition === 'linkerd'
        ? optional(readCertificates(deps, context, about.namespaces[0]), signal)
        : undefined,
    ]);
  const kuma: KumaFacts | undefined =
    about.definition === 'kuma' ? kumaFactsOf(snapshot) : undefined;
  return {
    now: context.now(),
    kubernetesVersion: cluster.health.kubernetesVersion,
    nodes,
    meshes: report.meshes,
    crds: crdsOf(snapshot),
    safeUpgradesPolicy,
    webhooks,
    namespaces: snapshot.list('Namespace').map(({ metadata, status }) => ({
      name: metadata.name,
      phase: status?.phase === 'Terminating' ? 'Terminating' : 'Active',
      labels: metadata.labels,
      annotations: metadata.annotations,
    })),
    releases,
    cni: cniOf(snapshot),
    certificates,
    operatorGroups: OPERATOR_GROUPS.filter(group =>
      snapshot
        .list('CustomResourceDefinition.apiextensions.k8s.io')
        .some(({ spec }) => spec.group === group),
    ),
    ...(kuma && { kuma }),
  };
}

function crdsOf(snapshot: ObjectReader): CrdFacts[] {
  return snapshot
    .list('CustomResourceDefinition.apiextensions.k8s.io')
    .map(({ metadata, spec, status }) => {
      const kind = `${spec.names.kind}.${spec.group}`;
      return {
        name: metadata.name,
        group: spec.group,
        kind: spec.names.kind,
        versions: spec.versions,
        storedVersions: status?.storedVersions ?? [],
        labels: metadata.labels,
        annotations: metadata.annotations,
        ...(snapshot.availability(kind) === 'synced' && {
          objects: snapshot.list(kind).length,
        }),
        terminating: metadata.deletionTimestamp !== undefined,
        established: status?.conditions?.some(
          c => c.type === 'Established' && c.status === 'True',
        ),
      };
    });
}

/** All releases by their labels; those of the namespaces that the plan is about with their chart. */
async function readReleases(
  deps: MeshLifecycleDeps,
  { connection, signal }: PlanContext,
  namespaces: readonly string[],
): Promise<ReleaseFacts[]> {
  const all = await deps.releases.list(connection, { signal });
  return Promise.all(
    all.map(async summary => {
      const release = namespaces.includes(summary.namespace)
        ? await deps.releases.read(connection, summary, { signal })
        : undefined;
      return {
        name: summary.name,
        namespace: summary.namespace,
        revision: summary.revision,
        status: summary.status,
        modifiedAt: summary.modifiedAt,
        ...(release && {
          chart: release.chart.name,
          chartVersion: release.chart.version,
        }),
      };
    }),
  );
}

async function readCertificates(
  deps: MeshLifecycleDeps,
  { connection, signal, now }: PlanContext,
  namespace: string,
): Promise<CertificateFacts[]> {
  const { anchors, issuer } = await readLinkerdIdentity(
    deps.manifests,
    connection,
    namespace,
    signal,
  );
  const signed =
    anchors && issuer
      ? checkLinkerdIdentity({ anchors, issuer, now: now() }).problems.every(
          ({ text }) => !text.startsWith('No trust anchor has signed'),
        )
      : undefined;
  return [
    ...certificateFacts(
      anchors,
      'trust anchor',
      `ConfigMap ${namespace}/linkerd-identity-trust-roots`,
    ),
    ...certificateFacts(
      issuer,
      'issuer',
      `Secret ${namespace}/linkerd-identity-issuer`,
    ).map(facts => ({ ...facts, signedByAnchor: signed })),
  ];
}

function certificateFacts(
  pem: string | undefined,
  what: string,
  object: string,
): CertificateFacts[] {
  if (!pem) return [];
  try {
    const certificate = new X509Certificate(pem);
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } =
      certificate.publicKey;
    return [
      {
        what,
        object,
        notBefore: new Date(certificate.validFrom).toISOString(),
        notAfter: new Date(certificate.validTo).toISOString(),
        algorithm:
          type === 'ec'
            ? `EC ${
                details?.namedCurve === 'prime256v1'
                  ? 'P-256'
                  : details?.namedCurve
              }`
            : type,
      },
    ];
  } catch {
    // Something else than a certificate: the step that needs it will say so.
    return [];
  }
}

/** A fact that cannot be read is not known; only an abort ends the collection. */
async function optional<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    signal.throwIfAborted();
    return undefined;
  }
}
