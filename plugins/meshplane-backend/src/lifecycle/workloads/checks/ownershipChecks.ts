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

import type { PreflightFinding } from '@meshplane/plugin-meshplane-common';
import type { KubeClient } from '../kube/KubeClient';
import type { LiveNamespace, LiveWorkload } from '../kube/shapes';
import { workloadName } from '../facts/NamespaceFacts';
import { ownerLink } from '../facts/ownerLink';
import { ownerOf, type Owner } from '../facts/ownership';
import { counted, finding } from './finding';

const WHERE: Record<Owner['tool'], string> = {
  argocd:
    'Change it in the repository that the application reads, or plan this operation with delivery "gitops".',
  flux: 'Change it in the repository that Flux reads, or plan this operation with delivery "gitops".',
  'config-sync': 'Change it in the repository that Config Sync reads.',
  operator: 'Change it in the resource that owns it.',
};

/** A namespace that a GitOps tool keeps is not labelled behind its back. */
export async function namespaceOwnership(
  { metadata }: LiveNamespace,
  client: KubeClient,
): Promise<PreflightFinding> {
  const owner = ownerOf(metadata);
  const name = metadata.name;
  if (!owner) {
    return finding(
      'namespace-owner',
      'passed',
      'Nobody else keeps the namespace',
      `Namespace "${name}" carries no marks of Argo CD, Flux or an operator.`,
    );
  }
  return finding(
    'namespace-owner',
    'blocking',
    'Somebody else keeps the namespace',
    `Namespace "${name}" is kept by ${owner.text}: a direct change would be taken back.`,
    {
      evidence: [owner.text],
      remedy: WHERE[owner.tool],
      link: await ownerLink(owner, client),
    },
  );
}

/**
 * Workloads that somebody else keeps.
 *
 * @param changed - those whose pod template gets or loses marks: refused
 * @param restarted - those that are only restarted. That is allowed: the tools leave an annotation alone that they do not
 *   know, and without it hardly any namespace could be brought onto a mesh
 */
export async function workloadOwnership(
  changed: readonly LiveWorkload[],
  restarted: readonly LiveWorkload[],
  client: KubeClient,
): Promise<PreflightFinding[]> {
  const findings: PreflightFinding[] = [];
  const owned = ownedOf(changed);
  if (owned.length > 0) {
    const [{ owner }] = owned;
    findings.push(
      finding(
        'workload-owner',
        'blocking',
        'Somebody else keeps workloads that would change',
        `The pod template of ${counted(
          owned.length,
          'workload',
        )} would change, but it is kept by ${owner.text}${
          owned.length > 1 ? ' and others' : ''
        }.`,
        {
          evidence: owned.map(evidenceOf),
          remedy: WHERE[owner.tool],
          link: await ownerLink(owner, client),
        },
      ),
    );
  }
  const alsoRestarted = ownedOf(
    restarted.filter(workload => !changed.includes(workload)),
  );
  if (alsoRestarted.length > 0) {
    const [{ owner }] = alsoRestarted;
    findings.push(
      finding(
        'restart-owner',
        'warning',
        'Workloads that somebody else keeps are restarted',
        `The restart annotation goes onto ${counted(
          alsoRestarted.length,
          'workload',
        )} that others keep. GitOps tools leave it alone; an operator may take it back, and the step then says so.`,
        {
          evidence: alsoRestarted.map(evidenceOf),
          remedy: `If the restart is taken back, restart them where they are kept. ${
            WHERE[owner.tool]
          }`,
        },
      ),
    );
  }
  return findings;
}

interface Owned {
  workload: LiveWorkload;
  owner: Owner;
}

function ownedOf(workloads: readonly LiveWorkload[]): Owned[] {
  return workloads.flatMap(workload => {
    const owner = ownerOf(workload.metadata);
    return owner ? [{ workload, owner }] : [];
  });
}

function evidenceOf({ workload, owner }: Owned): string {
  return `${workloadName(workload)}: ${owner.text}`;
}
