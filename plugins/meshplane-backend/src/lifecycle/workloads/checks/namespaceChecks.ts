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

import type { MeshDefinition, MeshReport } from '@meshplane/meshes';
import type { PreflightFinding } from '@meshplane/plugin-meshplane-common';
import { workloadName, type NamespaceFacts } from '../facts/NamespaceFacts';
import { answerInWords, answersOf } from '../marks/answers';
import { counted, finding } from './finding';

/** Whether anything should be changed in a namespace at all. */
export function namespaceState(
  { namespace, name }: NamespaceFacts,
  systemNamespaces: ReadonlySet<string>,
): PreflightFinding[] {
  const findings: PreflightFinding[] = [];
  const { deletionTimestamp } = namespace.metadata;
  if (deletionTimestamp || namespace.status.phase === 'Terminating') {
    findings.push(
      finding(
        'namespace-terminating',
        'blocking',
        'The namespace is being deleted',
        `Namespace "${name}" is in state Terminating${
          deletionTimestamp ? ` since ${deletionTimestamp}` : ''
        }.`,
        {
          evidence: namespace.status.conditions
            .filter(({ status }) => status === 'True')
            .map(({ type, message }) => `${type}: ${message ?? ''}`),
          remedy: 'Wait until it is gone, or find out what holds it.',
        },
      ),
    );
  }
  if (systemNamespaces.has(name)) {
    findings.push(
      finding(
        'system-namespace',
        'blocking',
        'The namespace belongs to Kubernetes or to a control plane',
        `Putting "${name}" onto a mesh can take the cluster or the mesh down.`,
        { remedy: 'Choose a namespace of applications.' },
      ),
    );
  }
  return findings;
}

/**
 * Marks and pods of other meshes: two at once break each other.
 *
 * @param meshes - definitions that are no contradiction: the target, and the one that a migration leaves
 */
export function otherMeshes(
  facts: NamespaceFacts,
  definitions: readonly MeshDefinition[],
  meshes: readonly string[],
  { workloads }: Pick<MeshReport, 'workloads'>,
): PreflightFinding[] {
  const others = definitions.filter(
    ({ id, kind }) => kind === 'mesh' && !meshes.includes(id),
  );
  const asked = others.flatMap(definition => {
    const found = [
      {
        where: `Namespace ${facts.name}`,
        answers: answersOf(definition, 'namespace', facts.namespace.metadata),
      },
      ...facts.workloads.map(workload => ({
        where: workloadName(workload),
        answers: answersOf(
          definition,
          'workload',
          workload.spec.template.metadata,
        ),
      })),
    ];
    return found.flatMap(({ where, answers: [answer] }) =>
      answer?.on
        ? [`${where}: ${answerInWords(answer)} (${definition.displayName})`]
        : [],
    );
  });
  const members = workloads
    .filter(
      ({ workload, definition }) =>
        workload.namespace === facts.name &&
        definition !== undefined &&
        others.some(({ id }) => id === definition),
    )
    .map(
      ({ workload, definition }) =>
        `${workload.kind} ${workload.namespace}/${workload.name}: its pods are on ${definition}`,
    );
  const evidence = [...asked, ...members];
  return evidence.length === 0
    ? [
        finding(
          'other-mesh',
          'passed',
          'No other mesh is in the way',
          `Nothing in "${facts.name}" asks for another mesh.`,
        ),
      ]
    : [
        finding(
          'other-mesh',
          'blocking',
          'The namespace is on another mesh',
          `${counted(
            evidence.length,
            'mark',
          )} of another mesh would contradict this one.`,
          {
            evidence,
            remedy:
              'Move the namespace with a migration, or take it off that mesh first.',
          },
        ),
      ];
}
