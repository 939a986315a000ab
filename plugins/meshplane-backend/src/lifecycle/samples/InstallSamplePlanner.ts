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

import { InputError } from '@backstage/errors';
import type {
  OperationInput,
  PreflightFinding,
} from '@meshplane/plugin-meshplane-common';
import type { KubeObject } from '../../manifests/model';
import type {
  OperationPlanner,
  PlanContext,
  PlannedOperation,
} from '../../operations/model';
import { kustomizationOf, numbered } from '../gitops/files';
import { bySeverity, finding } from '../workloads/checks/finding';
import { targetMesh } from '../workloads/checks/meshChecks';
import {
  namespaceState,
  otherMeshes,
} from '../workloads/checks/namespaceChecks';
import { namespaceOwnership } from '../workloads/checks/ownershipChecks';
import type { PlanningDeps } from '../workloads/deps';
import {
  readNamespaceFacts,
  workloadName,
  type NamespaceFacts,
} from '../workloads/facts/NamespaceFacts';
import { KubeClient } from '../workloads/kube/KubeClient';
import { namespacePath } from '../workloads/kube/paths';
import { namespaceSchema } from '../workloads/kube/shapes';
import {
  isEmpty,
  missingMarks,
  noMarks,
  type Marks,
} from '../workloads/marks/marks';
import { onMarks } from '../workloads/marks/onboarding';
import { requireGitOpsTool } from '../workloads/planning/gitOpsFiles';
import { digestOf, meshFacts } from '../workloads/planning/fingerprint';
import { requireMesh, type TargetMesh } from '../workloads/planning/target';
import { gatewayClassOf } from './gatewayClass';
import { exposure, refusedObjects, takenNames } from './installChecks';
import { stepsOf } from './installSteps';
import type { SampleApplication, SampleCatalogue } from './SampleCatalogue';
import {
  exposingObjects,
  SAMPLE_LABEL,
  sampleNamespace,
  sampleObjects,
} from './sampleObjects';

type Input = OperationInput<'sample.install'>;

/** Plans the installation of a sample application, on a mesh if one is named. */
export class InstallSamplePlanner
  implements OperationPlanner<'sample.install'>
{
  readonly kind = 'sample.install' as const;
  readonly #deps: PlanningDeps;
  readonly #samples: SampleCatalogue;

  constructor(deps: PlanningDeps & { samples: SampleCatalogue }) {
    this.#deps = deps;
    this.#samples = deps.samples;
  }

  async plan(input: Input, context: PlanContext): Promise<PlannedOperation> {
    const { namespace } = input;
    const sample = this.#samples.get(input.sample);
    const target = this.#target(input, context);
    const client = new KubeClient(context.connection, context.signal);
    const exists = await client.get(namespacePath(namespace), namespaceSchema);
    const facts = exists && (await readNamespaceFacts(client, namespace));
    const marks = marksFor(target, facts);
    const objects = this.#objects(sample, input, context, marks, facts);
    const tool =
      context.delivery === 'gitops' ? requireGitOpsTool(this.#deps) : undefined;
    const diffs = await this.#deps.manifests.diff(context.connection, objects, {
      madeBefore: facts ? undefined : { namespaces: [namespace] },
      signal: context.signal,
    });
    const toMark = facts
      ? missingMarks(facts.namespace.metadata, marks.namespace)
      : noMarks();
    const base = {
      title: `Install sample "${sample.title}" in namespace "${namespace}"`,
      summary: `${sample.summary} ${objects.length} objects${
        target ? `, on ${target.mesh.displayName}` : ', on no mesh'
      }.`,
      locks: [`namespace/${namespace}`] as [string],
      namespace,
      ...(target && { definition: target.definition.id }),
      findings: bySeverity([
        ...(facts
          ? await this.#namespaceFindings(
              facts,
              toMark,
              target,
              context,
              client,
            )
          : []),
        ...(target ? targetMesh(target.mesh, target.definition) : []),
        ...takenNames(sample, diffs),
        ...refusedObjects(diffs),
        ...exposure(input, objects),
      ]),
      charts: [],
      changes: diffs.map(diff => ({
        step: 'apply',
        action: diff.action,
        object: diff.ref,
        diff: diff.diff,
        conflicts: [...diff.conflicts],
        ...(diff.note !== undefined && { note: diff.note }),
      })),
      restarts: [],
      fingerprint: await this.fingerprint(input, context),
    };
    if (tool) {
      const files = numbered(
        objects.map(object => ({
          name: `${object.kind}-${object.metadata.name}`.toLowerCase(),
          object,
        })),
      ).map(({ name, content }) => ({ path: name, content }));
      return {
        ...base,
        steps: [],
        files: {
          tool,
          files: [
            ...files,
            {
              path: 'kustomization.yaml',
              content: kustomizationOf(files.map(({ path }) => path)),
            },
          ],
        },
      };
    }
    return { ...base, steps: stepsOf(input, objects, toMark, target) };
  }

  async fingerprint(input: Input, context: PlanContext): Promise<string> {
    const target = this.#target(input, context);
    const client = new KubeClient(context.connection, context.signal);
    const found = await client.get(
      namespacePath(input.namespace),
      namespaceSchema,
    );
    return digestOf([
      target && meshFacts(target.mesh),
      found && {
        uid: found.metadata.uid,
        labels: found.metadata.labels,
        terminating: found.metadata.deletionTimestamp !== undefined,
      },
    ]);
  }

  #target(input: Input, context: PlanContext): TargetMesh | undefined {
    if (input.mesh === undefined) return undefined;
    const target = requireMesh(this.#deps, context, input.mesh);
    if (target.definition.lifecycle.state === 'ended') {
      throw new InputError(
        `${target.definition.displayName} has ended: nothing is brought onto "${input.mesh}" any more`,
      );
    }
    return target;
  }

  #objects(
    sample: SampleApplication,
    { namespace, expose }: Input,
    { cluster }: PlanContext,
    marks: WantedMarks,
    facts: NamespaceFacts | undefined,
  ): KubeObject[] {
    return [
      ...(facts
        ? []
        : [sampleNamespace(namespace, sample.id, marks.namespace)]),
      ...sampleObjects(sample, namespace, marks.template),
      ...(expose
        ? exposingObjects(
            sample,
            namespace,
            gatewayClassOf(this.#deps.reports.report(cluster.name).snapshot),
          )
        : []),
    ];
  }

  async #namespaceFindings(
    facts: NamespaceFacts,
    toMark: Marks,
    target: TargetMesh | undefined,
    { cluster }: PlanContext,
    client: KubeClient,
  ): Promise<PreflightFinding[]> {
    const { report, systemNamespaces } = this.#deps.reports.report(
      cluster.name,
    );
    const others = facts.workloads.filter(
      ({ metadata }) => metadata.labels[SAMPLE_LABEL] === undefined,
    );
    const marked = !isEmpty(toMark);
    return [
      ...namespaceState(facts, systemNamespaces),
      ...(target
        ? otherMeshes(
            facts,
            this.#deps.definitions,
            [target.definition.id],
            report,
          )
        : []),
      ...(marked ? [await namespaceOwnership(facts.namespace, client)] : []),
      ...(marked && others.length > 0
        ? [
            finding(
              'shared-namespace',
              'warning',
              'Other workloads of the namespace would come onto the mesh too',
              'The namespace is marked as a whole; they follow with their next restart.',
              {
                evidence: others.map(workloadName),
                remedy: 'Install the sample in a namespace of its own.',
              },
            ),
          ]
        : []),
    ];
  }
}

interface WantedMarks {
  namespace: Marks;
  /** Where a mesh knows no mark for namespaces. */
  template?: Marks;
}

const UNMARKED = { labels: {}, annotations: {} };

function marksFor(
  target: TargetMesh | undefined,
  facts: NamespaceFacts | undefined,
): WantedMarks {
  if (!target) return { namespace: noMarks() };
  const { definition, mesh } = target;
  const current = facts?.namespace.metadata ?? UNMARKED;
  const namespace = onMarks(definition, mesh, 'namespace', current);
  return namespace
    ? { namespace }
    : {
        namespace: noMarks(),
        template: onMarks(definition, mesh, 'workload', UNMARKED),
      };
}
