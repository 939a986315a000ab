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

import { evaluate, importText, type Design } from '@meshplane/designs';
import { median } from './statistics';
import type { BenchRow } from './types';

const ROUNDS = process.env.MESHPLANE_BENCH_QUICK === '1' ? 3 : 15;
/** Objects of one service of the generated shop. */
const PER_SERVICE = 5;
const GOAL_MS = 200;

/** How long relationships of designs of several sizes take to be worked out, and a manifest to be read. */
export async function evaluationBench(): Promise<BenchRow[]> {
  const rows = [50, 500, 2_000].map(size => {
    const design = read(manifestOf(size));
    return timed(
      `relationships of ${size} components`,
      () => evaluate(design),
      size === 500 ? GOAL_MS : undefined,
    );
  });
  const manifest = manifestOf(500);
  rows.push(timed('import of a manifest of 500 objects', () => read(manifest)));
  const settled = evaluate(read(manifest)).design;
  rows.push(
    timed('relationships of 500 components that have theirs already', () =>
      evaluate(settled),
    ),
  );
  return rows;
}

function timed(what: string, work: () => unknown, goal?: number): BenchRow {
  work();
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return {
    what,
    value: median(times),
    unit: 'ms',
    min: Math.min(...times),
    max: Math.max(...times),
    ...(goal !== undefined && { goal }),
  };
}

function read(manifest: string): Design {
  const { design, errors } = importText(manifest);
  if (!design) {
    throw new Error(`The manifest cannot be read: ${errors[0]?.message}`);
  }
  return design;
}

/** Services with account, configuration, workload and route, ten to a namespace. */
function manifestOf(size: number): string {
  const objects = Array.from({ length: size / PER_SERVICE }, (_, index) =>
    serviceObjects(`shop-${index % 10}`, `web-${index}`),
  ).flat();
  return objects.map(object => JSON.stringify(object)).join('\n---\n');
}

function serviceObjects(namespace: string, name: string): object[] {
  const metadata = { name, namespace };
  const labels = { app: name };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { mode: 'fast' } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: labels, ports: [{ port: 80 }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: name,
            containers: [
              {
                name: 'main',
                image: 'example.com/web:1',
                envFrom: [{ configMapRef: { name } }],
              },
            ],
          },
        },
      },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata,
      spec: {
        parentRefs: [{ kind: 'Service', group: '', name }],
        rules: [{ backendRefs: [{ name, port: 80 }] }],
      },
    },
  ];
}
