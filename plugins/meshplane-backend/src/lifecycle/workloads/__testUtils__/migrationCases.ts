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

import { meshDefinitions } from '@meshplane/meshes';
import { listMigrations } from '../../migration';
import type { LifecycleStage } from './LifecycleStage';
import {
  AMBIENT,
  blocking,
  ISTIO,
  LINKERD,
  marksOf,
  verdicts,
} from './reading';

/** A namespace of a mesh that nobody maintains any more goes to one that is. */
export async function leaveEndedMesh(stage: LifecycleStage): Promise<void> {
  const { live, runner } = stage;
  const namespace = 'was-on-osm';
  await live.namespace(namespace, {
    'openservicemesh.io/monitored-by': 'osm',
  });
  await live.deployment(namespace, 'accounts');
  await live.settled(namespace, 1);
  const move = listMigrations(
    { reports: live.reports, definitions: meshDefinitions },
    live.name,
  ).find(
    ({ from, to }) => from.startsWith('open-service-mesh') && to === ISTIO,
  );
  expect(move?.namespaces).toContainEqual(
    expect.objectContaining({ namespace, state: 'on-old' }),
  );
  const plan = await runner.plan('mesh.migrate', {
    from: move!.from,
    to: ISTIO,
    namespace,
  });
  expect(blocking(plan)).toEqual([]);
  const ran = await runner.run('osm', plan);
  expect(verdicts(ran)).toEqual([`passed: 1 of 1 pods are on "${ISTIO}"`]);
  expect(
    (await live.core.readNamespace({ name: namespace })).metadata?.labels,
  ).toEqual({
    'istio-injection': 'enabled',
    'kubernetes.io/metadata.name': namespace,
  });
  await expect(
    runner.plan('mesh.migrate', { from: ISTIO, to: LINKERD, namespace }),
  ).rejects.toThrow(`There is no migration from "${ISTIO}" to "${LINKERD}"`);
}

/** A namespace goes from sidecars to ambient mode, and comes back when that is undone. */
export async function leaveSidecars(stage: LifecycleStage): Promise<void> {
  const { live, runner } = stage;
  const namespace = 'sidecars-go';
  await live.namespace(namespace, { 'istio-injection': 'enabled' });
  await live.deployment(namespace, 'web', { replicas: 2 });
  await live.deployment(namespace, 'quiet', {
    podLabels: { 'sidecar.istio.io/inject': 'false' },
  });
  await live.settled(namespace, 2);
  await live.reported(({ report }) =>
    report.meshes.some(({ id }) => id === ISTIO),
  );
  const before = await marksOf(stage, namespace);
  expect(
    listMigrations(
      { reports: live.reports, definitions: meshDefinitions },
      live.name,
    ),
  ).toMatchObject([
    {
      from: ISTIO,
      to: AMBIENT,
      namespaces: expect.arrayContaining([
        expect.objectContaining({ namespace, state: 'on-old' }),
      ]),
    },
  ]);
  const plan = await runner.plan('mesh.migrate', {
    from: ISTIO,
    to: AMBIENT,
    namespace,
  });
  expect(blocking(plan)).toEqual([]);
  const stopAgent = live.captureAmbient(namespace);
  const ran = await runner.run('to-ambient', plan);
  expect(verdicts(ran)).toEqual([`passed: 2 of 2 pods are on "${AMBIENT}"`]);
  expect((await marksOf(stage, namespace)).labels).toEqual({
    'istio.io/dataplane-mode': 'ambient',
    'kubernetes.io/metadata.name': namespace,
  });
  expect(await live.containers(namespace)).not.toContain('istio-proxy');
  const quiet = () =>
    live.apps.readNamespacedDeployment({ namespace, name: 'quiet' });
  expect((await quiet()).spec?.template.metadata?.labels).toMatchObject({
    'istio.io/dataplane-mode': 'none',
  });
  await stopAgent();

  await runner.undo('to-ambient', plan);
  expect(await marksOf(stage, namespace)).toEqual(before);
  expect(
    (await live.containers(namespace)).filter(one => one === 'istio-proxy'),
  ).toHaveLength(2);
  expect((await quiet()).spec?.template.metadata?.labels).toEqual({
    app: 'quiet',
    'sidecar.istio.io/inject': 'false',
  });
}
