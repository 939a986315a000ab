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

import { z } from 'zod';

const stateSchema = z.object({
  waiting: z
    .object({ reason: z.string().optional(), message: z.string().optional() })
    .optional(),
  running: z.object({}).optional(),
  terminated: z
    .object({
      exitCode: z.number(),
      reason: z.string().optional(),
      message: z.string().optional(),
    })
    .optional(),
});

/** As much of a pod as runners look at. */
export const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    creationTimestamp: z.string().optional(),
    deletionTimestamp: z.string().optional(),
    annotations: z.record(z.string(), z.string()).optional(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.object({
    nodeName: z.string().optional(),
    containers: z.array(z.object({ name: z.string() })),
  }),
  status: z.object({
    phase: z.string().optional(),
    reason: z.string().optional(),
    message: z.string().optional(),
    conditions: z
      .array(
        z.object({
          type: z.string(),
          status: z.string(),
          reason: z.string().optional(),
          message: z.string().optional(),
        }),
      )
      .optional(),
    initContainerStatuses: z
      .array(z.object({ name: z.string(), state: stateSchema.optional() }))
      .optional(),
    containerStatuses: z
      .array(z.object({ name: z.string(), state: stateSchema.optional() }))
      .optional(),
  }),
});
export type Pod = z.infer<typeof podSchema>;

export const eventSchema = z.object({
  type: z.string().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
});
export type Event = z.infer<typeof eventSchema>;

/** The state of a container of a pod; undefined before kubelet has told of it. */
export function containerState(pod: Pod, name: string) {
  return pod.status.containerStatuses?.find(status => status.name === name)
    ?.state;
}

/** Reasons that no waiting mends. */
const HOPELESS = new Set([
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]);
/** Reasons that may pass, such as a registry that is busy. */
const DOUBTFUL = new Set(['ErrImagePull', 'ImagePullBackOff']);

/** Why a pod does not run yet, and whether waiting could help. */
export interface PodTrouble {
  message: string;
  hopeless: boolean;
}

/** Says why a pod does not run; undefined where it is on its way. */
export function troubleOf(pod: Pod): PodTrouble | undefined {
  const statuses = [
    ...(pod.status.initContainerStatuses ?? []),
    ...(pod.status.containerStatuses ?? []),
  ];
  for (const { name, state } of statuses) {
    const reason = state?.waiting?.reason;
    if (reason && (HOPELESS.has(reason) || DOUBTFUL.has(reason)))
      return {
        hopeless: HOPELESS.has(reason),
        message: `container "${name}" of pod "${pod.metadata.name}": ${reason}${
          state.waiting?.message ? `: ${state.waiting.message}` : ''
        }`,
      };
  }
  const scheduled = pod.status.conditions?.find(
    ({ type }) => type === 'PodScheduled',
  );
  if (scheduled?.status === 'False')
    return {
      hopeless: false,
      message: `pod "${pod.metadata.name}" cannot be scheduled: ${
        scheduled.message ?? scheduled.reason ?? 'no reason was given'
      }`,
    };
  return undefined;
}

/** How a container ended, in words. */
export function endOf(pod: Pod, container: string): string {
  const terminated = containerState(pod, container)?.terminated;
  if (terminated)
    return `ended with code ${terminated.exitCode}${
      terminated.reason && terminated.reason !== 'Error'
        ? ` (${terminated.reason})`
        : ''
    }`;
  const { phase, reason, message } = pod.status;
  if (pod.metadata.deletionTimestamp) return 'was deleted';
  return `is ${phase ?? 'gone'}${reason ? ` (${reason})` : ''}${
    message ? `: ${message}` : ''
  }`;
}
