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

import { meshDefinitions } from '../src/definitions';
import type { KubeObject } from '../src/model/objects';
import { objectsFrom } from '../src/model/objectsFrom';
import { computeCoverage, describeMeshes } from '../src/report';
import {
  istiod,
  istioCrds,
  linkerd,
  withIstioProxy,
  withLinkerdProxy,
} from '../src/testing/installations';
import {
  custom,
  deploymentWithPods,
  namespace,
  service,
} from '../src/testing/objects';
import { buildTopology } from '../src/topology/buildTopology';

/**
 * Time of one report on a big cluster. Run with `npx tsx bench/report.bench.ts [pods] [rounds]`; the last line is one
 * JSON object.
 */
const pods = Number(process.argv[2] ?? 10_000);
const rounds = Number(process.argv[3] ?? 15);
const GOAL_MS = 300;

const NAMESPACES = 100;
const PODS_PER_WORKLOAD = 5;

function fleet(): KubeObject[] {
  const objects: KubeObject[] = [
    ...istiod(),
    ...istiod({ revision: 'canary', version: '1.29.6' }),
    ...istioCrds,
    ...linkerd(),
  ];
  const workloads = pods / PODS_PER_WORKLOAD;
  for (let n = 0; n < NAMESPACES; n++) {
    const ns = `team-${n}`;
    objects.push(
      n % 4 === 3
        ? namespace(ns, {}, { 'linkerd.io/inject': 'enabled' })
        : namespace(ns, { 'istio-injection': 'enabled' }),
      custom('security.istio.io/v1', 'PeerAuthentication', ns, 'default', {
        mtls: { mode: n % 2 ? 'STRICT' : 'PERMISSIVE' },
      }),
    );
    for (let w = n; w < workloads; w += NAMESPACES) {
      const proxied = Array.from({ length: PODS_PER_WORKLOAD }, (_, i) => {
        if (i === 0 && w % 10 === 0) return {};
        return n % 4 === 3
          ? withLinkerdProxy()
          : withIstioProxy(w % 7 ? '1.30.3' : '1.29.6');
      });
      objects.push(
        ...deploymentWithPods(ns, `app-${w}`, proxied),
        service(ns, `app-${w}`, { app: `app-${w}` }),
        custom('networking.istio.io/v1', 'DestinationRule', ns, `app-${w}`, {
          host: `app-${w}`,
          trafficPolicy: { tls: { mode: w % 50 ? 'ISTIO_MUTUAL' : 'DISABLE' } },
        }),
      );
    }
  }
  return objects;
}

function measure(run: () => void) {
  const cpu: number[] = [];
  const times = Array.from({ length: rounds }, () => {
    const used = process.cpuUsage();
    const start = performance.now();
    run();
    const time = performance.now() - start;
    const { user, system } = process.cpuUsage(used);
    cpu.push((user + system) / 1000);
    return time;
  });
  const sorted = [...times].sort((a, b) => a - b);
  const middle = Math.floor(rounds / 2);
  return {
    first: times[0],
    median: sorted[middle],
    min: sorted[0],
    max: sorted[rounds - 1],
    // On a busy machine the wall clock says more about the neighbours; this includes the threads of the collector.
    cpu: cpu.sort((a, b) => a - b)[middle],
  };
}

const objects = fleet();
const options = { definitions: meshDefinitions, now: new Date(0) };
const reader = objectsFrom(objects);
const report = describeMeshes(reader, options);
const rows = [
  {
    what: `report on ${pods} pods`,
    ...measure(() => describeMeshes(reader, options)),
    goal: GOAL_MS,
  },
  {
    what: `coverage of ${pods} pods`,
    ...measure(() => computeCoverage(reader, report.meshes, options)),
    goal: GOAL_MS,
  },
  {
    what: 'topology with 250 nodes',
    ...measure(() => buildTopology(reader, report)),
    goal: GOAL_MS,
  },
];
const ms = (n: number) => `${n.toFixed(1)} ms`.padStart(10);
process.stdout.write(
  `${objects.length} objects, ${report.workloads.length} workloads, ${report.meshes.length} meshes, ${rounds} rounds\n`,
);
for (const { what, first, median, min, max, cpu } of rows)
  process.stdout.write(
    `${what.padEnd(30)} median ${ms(median)}  min ${ms(min)}  max ${ms(
      max,
    )}  first ${ms(first)}  cpu ${ms(cpu)}\n`,
  );
process.stdout.write(
  `${JSON.stringify({
    bench: 'mesh-report',
    rows: rows.map(({ what, median, goal }) => ({
      what,
      value: Number(median.toFixed(1)),
      unit: 'ms',
      goal,
      ratio: Number((goal / median).toFixed(2)),
    })),
    machine: {
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
    },
  })}\n`,
);
