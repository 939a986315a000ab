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

import { InputError, NotFoundError } from '@backstage/errors';
import type {
  ObjectRef,
  OperationInput,
  PreflightFinding,
} from '@meshplane/plugin-meshplane-common';
import type { KubeObject } from '../../manifests/model';
import { withoutNoise } from '../../manifests/noise';
import { textDiff } from '../../manifests/textDiff';
import type {
  OperationPlanner,
  PlanContext,
  PlannedOperation,
} from '../../operations/model';
import { bySeverity, finding } from '../workloads/checks/finding';
import type { PlanningDeps } from '../workloads/deps';
import { ownerOf } from '../workloads/facts/ownership';
import { KubeClient } from '../workloads/kube/KubeClient';
import { metadataSchema } from '../workloads/kube/shapes';
import { digestOf } from '../workloads/planning/fingerprint';
import { DELETE_SAMPLE } from './DeleteObjectsExecutor';
import { belongsTo, foreignObjects, refOf, titleOf } from './ownObjects';
import type { SampleCatalogue } from './SampleCatalogue';
import { exposingObjects, sampleObjects } from './sampleObjects';

type Input = OperationInput<'sample.remove'>;

const TIMEOUT_SECONDS = 180;

/** Plans the removal of a sample: what carries its label, and the namespace if it was made for it. */
export class RemoveSamplePlanner implements OperationPlanner<'sample.remove'> {
  readonly kind = 'sample.remove' as const;
  readonly #manifests: PlanningDeps['manifests'];
  readonly #samples: SampleCatalogue;

  constructor(
    deps: Pick<PlanningDeps, 'manifests'> & { samples: SampleCatalogue },
  ) {
    this.#manifests = deps.manifests;
    this.#samples = deps.samples;
  }

  async plan(input: Input, context: PlanContext): Promise<PlannedOperation> {
    if (context.delivery === 'gitops') {
      throw new InputError(
        'A removal cannot be delivered as files: delete the files of the sample in the repository',
      );
    }
    const { namespace } = input;
    const sample = this.#samples.get(input.sample);
    const found = await this.#found(input, context);
    const ours = found.filter(one => belongsTo(sample.id, one));
    const space = ours.find(({ kind }) => kind === 'Namespace');
    const foreign = space
      ? await foreignObjects(
          new KubeClient(context.connection, context.signal),
          namespace,
          sample.id,
        )
      : [];
    // What was made last goes first.
    const objects = ours.filter(({ kind }) => kind !== 'Namespace').reverse();
    if (objects.length === 0 && !space) {
      throw new NotFoundError(
        `Sample "${sample.id}" is not installed in namespace "${namespace}"`,
      );
    }
    const namespaceGoes = space !== undefined && foreign.length === 0;
    const going = namespaceGoes ? [...objects, space] : objects;
    return {
      title: `Remove sample "${sample.title}" from namespace "${namespace}"`,
      summary: `Removes ${objects.length} objects${
        namespaceGoes ? ' and the namespace' : '; the namespace stays'
      }.`,
      locks: [`namespace/${namespace}`],
      namespace,
      findings: bySeverity([
        ...owned(going),
        ...notOurs(found.filter(one => !ours.includes(one))),
        ...(foreign.length > 0
          ? [
              finding(
                'namespace-stays',
                'info',
                'The namespace stays, for others are in it',
                `Namespace "${namespace}" was made for the sample.`,
                { evidence: foreign },
              ),
            ]
          : []),
      ]),
      charts: [],
      steps: [
        {
          id: 'delete',
          type: DELETE_SAMPLE,
          title: `Remove ${objects.length} objects${
            namespaceGoes ? ' and the namespace' : ''
          }`,
          params: {
            sample: sample.id,
            objects: objects.map(refOf),
            ...(namespaceGoes && { namespace }),
            timeoutSeconds: TIMEOUT_SECONDS,
          },
          estimatedSeconds: 20,
          reversible: true,
        },
      ],
      changes: going.map(object => ({
        step: 'delete',
        action: 'delete' as const,
        object: refOf(object),
        diff: textDiff(titleOf(refOf(object)), withoutNoise(object), undefined),
        conflicts: [],
      })),
      restarts: [],
      fingerprint: fingerprintOf(found),
    };
  }

  async fingerprint(input: Input, context: PlanContext): Promise<string> {
    return fingerprintOf(await this.#found(input, context));
  }

  /** What is there of the names that the sample uses. */
  async #found(
    { sample: id, namespace }: Input,
    { connection, signal }: PlanContext,
  ): Promise<KubeObject[]> {
    const sample = this.#samples.get(id);
    const names: ObjectRef[] = [
      { apiVersion: 'v1', kind: 'Namespace', name: namespace },
      ...sampleObjects(sample, namespace).map(refOf),
      // Whichever way it was exposed.
      ...exposingObjects(sample, namespace, undefined).map(refOf),
      ...exposingObjects(sample, namespace, 'any').map(refOf),
    ];
    const found = await Promise.all(
      names.map(ref => this.#manifests.get(connection, ref, { signal })),
    );
    return found.filter(object => object !== undefined);
  }
}

function fingerprintOf(found: readonly KubeObject[]): string {
  return digestOf(found.map(({ metadata }) => metadata.uid));
}

function notOurs(objects: readonly KubeObject[]): PreflightFinding[] {
  const evidence = objects
    .filter(({ kind }) => kind !== 'Namespace')
    .map(one => titleOf(refOf(one)));
  return evidence.length === 0
    ? []
    : [
        finding(
          'not-ours',
          'warning',
          'Objects without the label of the sample stay',
          'They have the names of the sample, but somebody else made them.',
          { evidence },
        ),
      ];
}

function owned(objects: readonly KubeObject[]): PreflightFinding[] {
  const evidence = objects.flatMap(object => {
    const owner = ownerOf(metadataSchema.parse(object.metadata));
    return owner ? [`${titleOf(refOf(object))}: ${owner.text}`] : [];
  });
  return evidence.length === 0
    ? []
    : [
        finding(
          'object-owner',
          'blocking',
          'Somebody else keeps objects of the sample',
          'What is removed here would be made again.',
          { evidence, remedy: 'Remove the sample where it is kept.' },
        ),
      ];
}
