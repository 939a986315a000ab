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

import { InputError, NotAllowedError } from '@backstage/errors';
import type {
  ObjectChange,
  PreflightFinding,
} from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import type { KubeObject } from '../../../manifests/model';
import { withoutNoise } from '../../../manifests/noise';
import { textDiff, toYaml } from '../../../manifests/textDiff';
import { finding } from '../checks/finding';
import { RESTARTED_AT } from '../execution/restartParams';
import { workloadName, type NamespaceFacts } from '../facts/NamespaceFacts';
import { managersOf } from '../facts/ownership';
import type { KubeClient } from '../kube/KubeClient';
import { namespacePath, workloadPath } from '../kube/paths';
import type { LiveWorkload } from '../kube/shapes';
import { isEmpty, noMarks } from '../marks/marks';
import type { WorkloadChange } from './change';
import { STEP } from './steps';

const AT_ONCE = 6;

const anyObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

/** Changes of a plan, and what the dry run on the server said about them. */
export interface DescribedChanges {
  readonly changes: ObjectChange[];
  readonly findings: PreflightFinding[];
}

/** Tries a change on the server without making it, object by object. */
export async function describeChanges(
  client: KubeClient,
  facts: NamespaceFacts,
  change: WorkloadChange,
): Promise<DescribedChanges> {
  const refusals: Refusal[] = [];
  const changes: ObjectChange[] = [];
  if (!isEmpty(change.namespaceMarks)) {
    changes.push(
      await tried(client, refusals, {
        step: STEP.mark,
        title: `Namespace ${facts.name}`,
        object: { apiVersion: 'v1', kind: 'Namespace', name: facts.name },
        path: namespacePath(facts.name),
        patch: { metadata: change.namespaceMarks },
        conflicts: managersOf(facts.namespace.metadata, {
          labels: Object.keys(change.namespaceMarks.labels),
          annotations: Object.keys(change.namespaceMarks.annotations),
        }),
      }),
    );
  }
  const workloads = [...change.restarts.keys()];
  for (let start = 0; start < workloads.length; start += AT_ONCE) {
    changes.push(
      ...(await Promise.all(
        workloads
          .slice(start, start + AT_ONCE)
          .map(workload =>
            tried(client, refusals, templateChange(workload, change)),
          ),
      )),
    );
  }
  return {
    changes,
    findings: refusals.length ? [refusalFinding(refusals)] : [],
  };
}

interface Attempt {
  step: string;
  title: string;
  object: ObjectChange['object'];
  path: string;
  patch: object;
  conflicts: string[];
}

interface Refusal {
  title: string;
  text: string;
}

function templateChange(
  workload: LiveWorkload,
  { templates }: WorkloadChange,
): Attempt {
  const { kind, metadata } = workload;
  const namespace = metadata.namespace ?? '';
  const marks = templates.get(workload) ?? noMarks();
  return {
    step: STEP.restart,
    title: workloadName(workload),
    object: { apiVersion: 'apps/v1', kind, namespace, name: metadata.name },
    path: workloadPath(kind, namespace, metadata.name),
    patch: {
      spec: {
        template: {
          metadata: {
            labels: marks.labels,
            annotations: {
              ...marks.annotations,
              [RESTARTED_AT]: '(time of the restart)',
            },
          },
        },
      },
    },
    conflicts: [],
  };
}

async function tried(
  client: KubeClient,
  refusals: Refusal[],
  { step, title, object, path, patch, conflicts }: Attempt,
): Promise<ObjectChange> {
  const common = { step, object, conflicts };
  try {
    const before = await client.get(path, anyObject);
    if (!before) {
      return {
        ...common,
        action: 'unknown',
        diff: '',
        note: 'it was deleted while the plan was made',
      };
    }
    const after = await client.mergePatch(path, patch, anyObject, {
      dryRun: true,
    });
    const diff = diffOf(title, before, after);
    return { ...common, action: diff ? 'update' : 'unchanged', diff };
  } catch (error) {
    if (!(error instanceof NotAllowedError || error instanceof InputError)) {
      throw error;
    }
    refusals.push({ title, text: error.message });
    return {
      ...common,
      action: 'unknown',
      diff: '',
      note: `the server refused the dry run: ${error.message}`,
    };
  }
}

function refusalFinding(refusals: readonly Refusal[]): PreflightFinding {
  return finding(
    'dry-run',
    'blocking',
    'The API server refuses the change',
    'It was tried without being made.',
    {
      evidence: refusals.map(({ title, text }) => `${title}: ${text}`),
      remedy:
        'Grant the permission that is missing, or satisfy the admission rule that refuses it.',
    },
  );
}

function diffOf(title: string, before: KubeObject, after: KubeObject): string {
  const [left, right] = [withoutNoise(before), withoutNoise(after)];
  return toYaml(left) === toYaml(right) ? '' : textDiff(title, left, right);
}
