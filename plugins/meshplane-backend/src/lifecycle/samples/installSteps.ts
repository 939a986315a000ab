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

import type { OperationInput } from '@meshplane/plugin-meshplane-common';
import type { KubeObject } from '../../manifests/model';
import type { StepSpec } from '../../operations/model';
import { VERIFY_COVERAGE } from '../workloads/execution/coverageExpectation';
import {
  MARK_NAMESPACE,
  SETTLE_SECONDS,
} from '../workloads/execution/markNamespace';
import { isEmpty, marksInWords, type Marks } from '../workloads/marks/marks';
import type { TargetMesh } from '../workloads/planning/target';
import { APPLY_OBJECTS } from './ApplyObjectsExecutor';

const READY_TIMEOUT_SECONDS = 180;
const VERIFY_TIMEOUT_SECONDS = 120;

/** The steps that install a sample: the mark of a namespace that is there already, the objects, the proof. */
export function stepsOf(
  { sample, namespace }: OperationInput<'sample.install'>,
  objects: readonly KubeObject[],
  toMark: Marks,
  target: TargetMesh | undefined,
): StepSpec[] {
  const steps: StepSpec[] = [];
  if (!isEmpty(toMark)) {
    steps.push({
      id: 'mark',
      type: MARK_NAMESPACE,
      title: `Mark namespace "${namespace}": ${marksInWords(toMark).join(
        ', ',
      )}`,
      why: 'Pods that are made after the mark need no restart.',
      params: { namespace, marks: toMark, settleSeconds: SETTLE_SECONDS },
      estimatedSeconds: SETTLE_SECONDS + 1,
      reversible: true,
    });
  }
  steps.push({
    id: 'apply',
    type: APPLY_OBJECTS,
    title: `Make ${objects.length} objects and wait for the workloads`,
    params: { sample, objects, timeoutSeconds: READY_TIMEOUT_SECONDS },
    estimatedSeconds: 30,
    reversible: true,
  });
  if (target) {
    steps.push({
      id: 'verify',
      type: VERIFY_COVERAGE,
      title: 'Look at the coverage',
      params: {
        namespace,
        definition: target.definition.id,
        mesh: target.mesh.id,
        expect: 'on',
        workloads: objects
          .filter(({ kind }) => kind === 'Deployment')
          .map(({ kind, metadata }) => ({ kind, name: metadata.name })),
        timeoutSeconds: VERIFY_TIMEOUT_SECONDS,
      },
      estimatedSeconds: 10,
      reversible: true,
    });
  }
  return steps;
}
