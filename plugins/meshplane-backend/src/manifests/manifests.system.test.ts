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

import { CoreV1Api } from '@kubernetes/client-node';
import {
  type ClusterHandle,
  startTestCluster,
  withNamespace,
} from '@meshplane/local-cluster';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { randomBytes } from 'node:crypto';
import { createKubeconfigConnection } from '../clusters/connections/kubeconfigConnection';
import { KubeManifests } from './KubeManifests';
import type { KubeObject } from './model';
import { FieldConflictError } from './refusals';

jest.setTimeout(5 * 60_000);

let cluster: ClusterHandle;
let connection: ClusterConnection;
const manifests = new KubeManifests();

beforeAll(async () => {
  cluster = await startTestCluster();
  connection = createKubeconfigConnection(cluster.kubeConfig());
});

afterAll(() => connection?.close?.());

const map = (namespace: string, data: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace },
  data,
});

describe('manifests on a real API server', () => {
  it('applies, says whether something changed, and removes', () =>
    withNamespace(cluster, async namespace => {
      const apply = (data: Record<string, string>, dryRun = false) =>
        manifests.apply(connection, map(namespace, data), { dryRun });
      const ref = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace,
        name: 'settings',
      };
      expect(await apply({ a: '1' }, true)).toEqual({ ref, action: 'created' });
      expect(await manifests.get(connection, ref)).toBeUndefined();
      expect((await apply({ a: '1' })).action).toBe('created');
      expect((await apply({ a: '1' })).action).toBe('unchanged');
      expect((await apply({ b: '2' })).action).toBe('updated');
      const live = await manifests.get(connection, ref);
      expect(live?.data).toEqual({ b: '2' });
      await expect(
        manifests.delete(connection, ref, { uid: 'another' }),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      expect(await manifests.delete(connection, ref)).toBe(true);
      expect(await manifests.delete(connection, ref)).toBe(false);
    }));

  it('never takes a field from somebody else unasked, and says who owns it', () =>
    withNamespace(cluster, async namespace => {
      const theirs = map(namespace, { shared: 'theirs' });
      await manifests.apply(connection, theirs, { fieldManager: 'argocd' });
      const ours = map(namespace, { shared: 'ours', own: 'x' });
      const error = await manifests.apply(connection, ours).then(
        () => undefined,
        e => e,
      );
      expect(error).toBeInstanceOf(FieldConflictError);
      expect(error.message).toBe(
        `ConfigMap ${namespace}/settings was left as it is: "argocd" owns ".data.shared"`,
      );
      const [diff] = await manifests.diff(connection, [ours]);
      expect(diff).toMatchObject({
        action: 'update',
        conflicts: ['argocd: .data.shared'],
      });
      expect(diff.diff).toContain('-  shared: theirs\n');
      expect(diff.diff).toContain('+  shared: ours\n');
      expect(
        (await manifests.apply(connection, ours, { force: true })).action,
      ).toBe('updated');
    }));

  it('tells what would change, without noise and defaults', () =>
    withNamespace(cluster, async namespace => {
      const deployment = (replicas: number): KubeObject => ({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web' },
        spec: {
          replicas,
          selector: { matchLabels: { app: 'web' } },
          template: {
            metadata: { labels: { app: 'web' } },
            spec: { containers: [{ name: 'web', image: 'example.com/web:1' }] },
          },
        },
      });
      const secret = (value: string): KubeObject => ({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'key' },
        stringData: { token: value },
      });
      const options = { defaultNamespace: namespace };
      const first = await manifests.diff(
        connection,
        [deployment(1), secret('one')],
        options,
      );
      expect(first.map(d => [d.action, d.ref.namespace])).toEqual([
        ['create', namespace],
        ['create', namespace],
      ]);
      for (const one of [deployment(1), secret('one')]) {
        await manifests.apply(connection, one, options);
      }
      expect(
        (
          await manifests.diff(connection, [deployment(1), secret('one')], {
            ...options,
            previous: [deployment(1), secret('one')],
          })
        ).map(d => d.action),
      ).toEqual(['unchanged', 'unchanged']);

      const [web, key] = await manifests.diff(
        connection,
        [deployment(3), secret('two')],
        options,
      );
      expect(web.action).toBe('update');
      expect(web.diff.split('\n').filter(l => /^[-+] /.test(l))).toEqual([
        '-  replicas: 1',
        '+  replicas: 3',
      ]);
      expect(key.action).toBe('update');
      expect(key.diff).toContain('+  token: <hidden, another value>');
      expect(key.diff).not.toContain(Buffer.from('two').toString('base64'));

      const gone = await manifests.diff(connection, [deployment(1)], {
        ...options,
        previous: [deployment(1), secret('one')],
      });
      expect(gone.map(d => [d.action, d.ref.name])).toEqual([
        ['unchanged', 'web'],
        ['delete', 'key'],
      ]);
    }));

  it('plans what cannot be tried yet, and says why', async () => {
    const group = `g${randomBytes(4).toString('hex')}.example.com`;
    const crd: KubeObject = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `things.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { kind: 'Thing', plural: 'things' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object' } },
          },
        ],
      },
    };
    const namespace: KubeObject = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: `not-yet-${randomBytes(4).toString('hex')}` },
    };
    const inside = (apiVersion: string, kind: string): KubeObject => ({
      apiVersion,
      kind,
      metadata: { name: 'x', namespace: namespace.metadata.name },
    });
    const diffs = await manifests.diff(connection, [
      namespace,
      crd,
      inside(`${group}/v1`, 'Thing'),
      inside('v1', 'ConfigMap'),
      inside('unheard-of.example.com/v1', 'Ghost'),
      {
        ...inside('v1', 'Service'),
        metadata: { name: 'bad', namespace: 'default' },
        spec: { type: 'Nonsense' },
      },
    ]);
    expect(diffs.map(d => [d.action, d.note ?? ''])).toEqual([
      ['create', ''],
      ['create', ''],
      ['create', expect.stringContaining('the plan brings it')],
      ['create', expect.stringContaining('the plan makes it')],
      ['unknown', expect.stringContaining('does not serve kind "Ghost"')],
      ['unknown', expect.stringContaining('The server refuses it')],
    ]);
  });

  it('foresees new labels of a CRD as the server makes them', async () => {
    const group = `relabelled-${Date.now()}.example.com`;
    const crd = (version: string): KubeObject => ({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `things.${group}`, labels: { version, kept: 'yes' } },
      spec: {
        group,
        scope: 'Namespaced',
        names: { kind: 'Thing', plural: 'things' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object' } },
          },
        ],
      },
    });
    const { ref } = await manifests.apply(connection, crd('1'));
    try {
      const asked: string[] = [];
      const watched: ClusterConnection = {
        ...connection,
        request: (path, options) => {
          asked.push(`${options?.method} ${path}`);
          return connection.request(path, options);
        },
      };
      const [diff] = await manifests.diff(watched, [crd('2')]);
      expect(asked.filter(one => one.startsWith('PATCH'))).toEqual([]);
      await manifests.apply(connection, crd('2'));
      const [after] = await manifests.diff(connection, [crd('2')]);
      expect(diff.action).toBe('update');
      expect(after.action).toBe('unchanged');
      expect(diff.after).toEqual(after.before);
    } finally {
      await manifests.delete(connection, ref);
    }
  });

  it('explains what the server refuses', async () => {
    const apply = (object: KubeObject) => manifests.apply(connection, object);
    await expect(apply(map('no-such-namespace', {}))).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    await expect(
      apply({ apiVersion: 'v1', kind: 'Ghost', metadata: { name: 'x' } }),
    ).rejects.toThrow('does not serve kind "Ghost" of "v1"');
    await expect(
      apply({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'bad', namespace: 'default' },
        spec: { type: 'Nonsense' },
      }),
    ).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('Cannot apply Service default/bad'),
    });
  });

  it('works with an account that may read but not write', () =>
    withNamespace(cluster, async namespace => {
      const core = cluster.kubeConfig().makeApiClient(CoreV1Api);
      const { status } = await core.createNamespacedServiceAccountToken({
        name: 'default',
        namespace,
        body: { spec: { audiences: [], expirationSeconds: 600 } },
      });
      const config = cluster.kubeConfig();
      config.loadFromClusterAndUser(config.getCurrentCluster()!, {
        name: 'reader',
        token: status?.token,
      });
      const reader = createKubeconfigConnection(config);
      try {
        const [diff] = await manifests.diff(reader, [map(namespace, {})]);
        expect(diff.action).toBe('unknown');
        expect(diff.note).toContain('is forbidden');
        await expect(
          manifests.apply(reader, map(namespace, {})),
        ).rejects.toMatchObject({ name: 'NotAllowedError' });
      } finally {
        reader.close();
      }
    }));
});
