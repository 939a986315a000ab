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

import type { OwnerMarks } from '../model';
import { finding, instanceOf, type PreflightRule } from './rule';

/** Rules about who looks after what would be changed. */

const ARGO_TRACKING = 'argocd.argoproj.io/tracking-id';
const ARGO_INSTANCE = 'argocd.argoproj.io/instance';
const FLUX = ['helm', 'kustomize'] as const;

/** The GitOps tool that owns an object. @public */
export interface GitOpsOwner {
  tool: 'argocd' | 'flux';
  /** `Application apps/istio`, `HelmRelease flux-system/istiod`. */
  owner: string;
}

/**
 * Reads the marks that Argo CD and Flux leave on what they apply.
 *
 * @returns undefined if neither owns it
 * @public
 */
export function gitOpsOwnerOf({
  labels = {},
  annotations = {},
}: OwnerMarks): GitOpsOwner | undefined {
  const tracking = annotations[ARGO_TRACKING];
  if (tracking !== undefined) {
    const application = tracking.split(':', 1)[0].replace('_', '/');
    return { tool: 'argocd', owner: `Application ${application}` };
  }
  const instance = labels[ARGO_INSTANCE] ?? annotations[ARGO_INSTANCE];
  if (instance !== undefined)
    return { tool: 'argocd', owner: `Application ${instance}` };
  for (const kind of FLUX) {
    const prefix = `${kind}.toolkit.fluxcd.io`;
    const name = labels[`${prefix}/name`];
    if (name !== undefined)
      return {
        tool: 'flux',
        owner: `${kind === 'helm' ? 'HelmRelease' : 'Kustomization'} ${
          labels[`${prefix}/namespace`] ?? '?'
        }/${name}`,
      };
  }
  return undefined;
}

const TOOL = { argocd: 'Argo CD', flux: 'Flux' };

export const gitOpsOwned: PreflightRule = {
  id: 'gitops-owned',
  passes: 'No GitOps tool owns what is changed',
  check({ facts }) {
    const objects = facts.target?.existingObjects;
    if (!objects) return 'the objects that exist already were not read';
    const owned = objects.flatMap(object => {
      const owner = gitOpsOwnerOf(object.metadata);
      return owner ? [{ object, ...owner }] : [];
    });
    const byOwner = new Map<string, typeof owned>();
    for (const one of owned)
      byOwner.set(one.owner, [...(byOwner.get(one.owner) ?? []), one]);
    return [...byOwner].map(([owner, list]) =>
      finding(
        'blocking',
        `gitops-owned:${owner}`,
        `${TOOL[list[0].tool]} owns ${list.length} of these objects (${owner})`,
        'It takes back whatever is changed past it.',
        list.map(
          ({ object: o }) =>
            `${o.kind} ${o.namespace ? `${o.namespace}/` : ''}${o.name}`,
        ),
        'Change it in its repository; GitOps mode writes the files for it.',
        list.find(({ object }) => object.link)?.object.link,
      ),
    );
  },
};

export const managedByOthers: PreflightRule = {
  id: 'managed-by-others',
  passes: 'No operator and no provider manages it',
  check({ definition, request, facts }) {
    const instance = instanceOf(request);
    const management =
      instance?.management ??
      facts.meshes?.find(({ id }) => id === instance?.id)?.management;
    // Features of the network that is there may be switched; its guard is the definition itself.
    const ownGuard = definition.operations.support === 'toggles-only';
    if (management?.readOnly && !(ownGuard && management.by === 'cni'))
      return [
        finding(
          'blocking',
          'managed-by-others',
          `${definition.displayName} is managed by somebody else`,
          management.text,
          [`managed by: ${management.by}`],
          'Change it where it is managed.',
        ),
      ];
    if (!facts.operatorGroups)
      return request.action === 'install'
        ? 'the operators of the cluster are not known'
        : [];
    const operators = definition.detect.managed.filter(
      rule =>
        rule.crdGroup !== undefined &&
        facts.operatorGroups!.includes(rule.crdGroup),
    );
    return operators.map(rule =>
      finding(
        request.action === 'install' ? 'blocking' : 'warning',
        'managed-by-others',
        `An operator for ${definition.displayName} is on the cluster`,
        rule.text,
        [`API group: ${rule.crdGroup}`],
        'Let the operator do it, by its own resource.',
      ),
    );
  },
};

export const foreignOwnership: PreflightRule = {
  id: 'helm-ownership',
  passes: 'No object belongs to another Helm release',
  applies: ({ request }) => request.action !== 'uninstall',
  check({ definition, facts, request }) {
    const objects = facts.target?.existingObjects;
    if (!objects) return 'the objects that exist already were not read';
    const revision =
      'revision' in request && request.revision ? [request.revision] : [];
    const own = new Set([
      ...definition.charts.map(({ release }) => release),
      ...definition.charts.flatMap(({ release }) =>
        [...revision, instanceOf(request)?.revision ?? []]
          .flat()
          .map(r => `${release}-${r}`),
      ),
      ...(facts.releases ?? [])
        .filter(r => definition.charts.some(c => c.name === r.chart))
        .map(r => r.name),
    ]);
    const wrong = objects.filter(({ metadata }) => {
      const release = metadata.annotations?.['meta.helm.sh/release-name'];
      return release !== undefined && !own.has(release);
    });
    return wrong.length === 0
      ? []
      : [
          finding(
            'blocking',
            'helm-ownership',
            `${wrong.length} objects belong to other Helm releases`,
            'Helm refuses to take over an object of another release.',
            wrong.map(
              o =>
                `${o.kind} ${o.namespace ? `${o.namespace}/` : ''}${
                  o.name
                }: release ${
                  o.metadata.annotations?.['meta.helm.sh/release-name']
                }`,
            ),
            'Remove the other release, or switch off what both of them make.',
          ),
        ];
  },
};

export const releaseState: PreflightRule = {
  id: 'helm-releases',
  passes: 'No Helm release of it hangs or has failed',
  check({ definition, facts, request }) {
    if (!facts.releases) return 'the Helm releases are not known';
    const charts = new Set(definition.charts.map(({ name }) => name));
    const names = new Set(definition.charts.map(({ release }) => release));
    return facts.releases
      .filter(r => charts.has(r.chart ?? '') || names.has(r.name))
      .flatMap(r => {
        const name = `${r.namespace}/${r.name}`;
        const evidence = [
          `revision ${r.revision}: ${r.status}`,
          ...(r.modifiedAt ? [`since ${r.modifiedAt}`] : []),
        ];
        if (r.status.startsWith('pending-') || r.status === 'uninstalling')
          return [
            finding(
              'blocking',
              `release-stuck:${name}`,
              `Helm release ${name} is ${r.status}`,
              r.inWork
                ? 'An operation works on it right now.'
                : 'Helm refuses to touch it: whoever worked on it was cut off.',
              evidence,
              r.inWork
                ? 'Wait for that operation.'
                : 'Recover it first: go back to its last good revision, or remove the pending record.',
            ),
          ];
        if (r.status === 'failed')
          return [
            finding(
              request.action === 'upgrade' ? 'warning' : 'info',
              `release-failed:${name}`,
              `Helm release ${name} has failed`,
              'It can be upgraded or removed, but what of it is in the cluster is not certain.',
              evidence,
              'Look at why it failed; roll back to its last good revision if there is one.',
            ),
          ];
        return [];
      });
  },
};

export const ownershipRules: PreflightRule[] = [
  managedByOthers,
  gitOpsOwned,
  foreignOwnership,
  releaseState,
];
