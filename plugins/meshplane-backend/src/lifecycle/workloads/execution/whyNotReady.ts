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
import type { KubeClient } from '../kube/KubeClient';
import { namespacePath, podsPath } from '../kube/paths';
import { readWorkload } from '../kube/readWorkload';
import { selects } from '../kube/selector';
import { podSchema, type LivePod, type WorkloadKind } from '../kube/shapes';

const MAX_REASONS = 3;
const MAX_LENGTH = 300;

const eventSchema = z.looseObject({
  reason: z.string().optional(),
  message: z.string().optional(),
  lastTimestamp: z.string().nullish(),
});

/** What pods and events say about a workload that does not become ready. Never fails: it only explains a failure. */
export async function whyNotReady(
  client: KubeClient,
  ref: { kind: WorkloadKind; namespace: string; name: string },
): Promise<string[]> {
  try {
    const workload = await readWorkload(
      client,
      ref.kind,
      ref.namespace,
      ref.name,
    );
    const pods = (await client.list(podsPath(ref.namespace), podSchema)).filter(
      pod => selects(workload?.spec.selector, pod.metadata.labels),
    );
    const reasons = pods.flatMap(podReason);
    if (reasons.length > 0) return reasons.slice(0, MAX_REASONS);
    const query = new URLSearchParams({
      fieldSelector: `involvedObject.kind=${ref.kind},involvedObject.name=${ref.name},type=Warning`,
    });
    const events = await client.get(
      `${namespacePath(ref.namespace)}/events?${query}`,
      z.looseObject({ items: z.array(eventSchema).nullish() }),
    );
    const last = events?.items?.at(-1);
    return last
      ? [`${last.reason}: ${last.message ?? ''}`.slice(0, MAX_LENGTH)]
      : [];
  } catch {
    return [];
  }
}

function podReason({ metadata, status }: LivePod): string[] {
  const waiting = status.containerStatuses.find(
    one => one.state?.waiting?.reason,
  );
  if (waiting) {
    const { reason, message } = waiting.state!.waiting!;
    return [
      `pod ${metadata.name}, container ${waiting.name}: ${reason} ${
        message ?? ''
      }`
        .trim()
        .slice(0, MAX_LENGTH),
    ];
  }
  const failing = status.conditions.find(
    ({ type, status: on }) =>
      on === 'False' && (type === 'PodScheduled' || type === 'Ready'),
  );
  if (failing) {
    return [
      `pod ${metadata.name}: ${
        failing.message ?? failing.reason ?? failing.type
      }`.slice(0, MAX_LENGTH),
    ];
  }
  return status.phase === 'Pending' ? [`pod ${metadata.name} is pending`] : [];
}
