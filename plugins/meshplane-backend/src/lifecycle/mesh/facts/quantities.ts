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

/** Factors of the suffixes of Kubernetes quantities. */
const FACTORS: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const QUANTITY = /^([+-]?[0-9.]+(?:e[+-]?[0-9]+)?)([numkMGTPE]|[KMGTPE]i)?$/;

function valueOf(quantity: string): number {
  const match = QUANTITY.exec(quantity.trim());
  // What cannot be read counts as nothing: the API server has checked it already.
  return match ? Number(match[1]) * FACTORS[match[2] ?? ''] : 0;
}

/** `250m` → 250 */
export function cpuMillis(quantity: string): number {
  return Math.round(valueOf(quantity) * 1000);
}

/** `128Mi` → 134217728 */
export function memoryBytes(quantity: string): number {
  return Math.round(valueOf(quantity));
}

const quantitySchema = z.union([z.string(), z.number()]).transform(String);

const containersSchema = z
  .array(
    z.looseObject({
      restartPolicy: z.string().nullish(),
      resources: z
        .looseObject({
          requests: z
            .looseObject({
              cpu: quantitySchema.optional(),
              memory: quantitySchema.optional(),
            })
            .nullish(),
        })
        .nullish(),
    }),
  )
  .nullish();

const podSpecSchema = z.looseObject({
  containers: containersSchema,
  initContainers: containersSchema,
});

/** What one pod asks for: its containers and native sidecars together, or its largest init container if that is more. */
export function podRequests(spec: unknown): {
  cpuMillis: number;
  memoryBytes: number;
} {
  const pod = podSpecSchema.safeParse(spec);
  if (!pod.success) return { cpuMillis: 0, memoryBytes: 0 };
  const sum = { cpuMillis: 0, memoryBytes: 0 };
  const init = { cpuMillis: 0, memoryBytes: 0 };
  const read = (container: NonNullable<typeof pod.data.containers>[number]) => {
    const requests = container.resources?.requests;
    return {
      cpuMillis: cpuMillis(requests?.cpu ?? '0'),
      memoryBytes: memoryBytes(requests?.memory ?? '0'),
    };
  };
  for (const container of pod.data.initContainers ?? []) {
    const { cpuMillis: cpu, memoryBytes: memory } = read(container);
    if (container.restartPolicy === 'Always') {
      sum.cpuMillis += cpu;
      sum.memoryBytes += memory;
    } else {
      init.cpuMillis = Math.max(init.cpuMillis, cpu);
      init.memoryBytes = Math.max(init.memoryBytes, memory);
    }
  }
  for (const container of pod.data.containers ?? []) {
    const { cpuMillis: cpu, memoryBytes: memory } = read(container);
    sum.cpuMillis += cpu;
    sum.memoryBytes += memory;
  }
  return {
    cpuMillis: Math.max(sum.cpuMillis, init.cpuMillis),
    memoryBytes: Math.max(sum.memoryBytes, init.memoryBytes),
  };
}
