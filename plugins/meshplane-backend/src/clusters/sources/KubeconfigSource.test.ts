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

import { createMockDirectory } from '@backstage/backend-test-utils';
import { stringify } from 'yaml';
import type { ClusterConfig } from '../../config';
import { systemTiming } from '../timing';
import { KubeconfigSource } from './KubeconfigSource';

function kubeconfig(options: { token?: string; server?: string } = {}) {
  const { token = 'secret-token', server = 'https://127.0.0.1:6443' } = options;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'one',
    contexts: [
      { name: 'one', context: { cluster: 'c', user: 'u' } },
      { name: 'two', context: { cluster: 'gone', user: 'u' } },
      { name: 'three', context: { cluster: 'c', user: 'gone' } },
    ],
    clusters: [{ name: 'c', cluster: { server } }],
    users: [{ name: 'u', user: { token } }],
  });
}

describe('KubeconfigSource', () => {
  const folder = createMockDirectory();
  const cluster = (
    name: string,
    target: Partial<Extract<ClusterConfig['target'], { type: 'kubeconfig' }>>,
  ): ClusterConfig => ({
    key: 'meshplane.clusters[0]',
    name,
    target: { type: 'kubeconfig', path: folder.resolve('config'), ...target },
  });
  const describe1 = async (config: ClusterConfig) =>
    (await new KubeconfigSource([config], systemTiming).list())[0];

  it('lists a fine entry beside broken ones', async () => {
    folder.setContent({ config: kubeconfig() });
    const list = await new KubeconfigSource(
      [cluster('bad', { path: '/nowhere' }), cluster('good', {})],
      systemTiming,
    ).list();
    expect(list.map(({ name, state }) => [name, state])).toEqual([
      ['bad', 'misconfigured'],
      ['good', 'ready'],
    ]);
    const connection = await list[1].connect!();
    expect(connection.address).toBe('https://127.0.0.1:6443');
    expect(connection.tls).toBe('verified');
  });

  it.each([
    [
      'a wrong path',
      { path: '/nowhere/config' },
      "Cannot read the file '/nowhere/config' of 'meshplane.clusters[0].kubeconfig': it does not exist",
    ],
    [
      'an unknown context',
      { context: 'prod' },
      /^Unknown context 'prod' in 'meshplane\.clusters\[0\]\.context': the file '.*' does not have it; it has 'one', 'two', 'three'$/,
    ],
    [
      'a context without its cluster',
      { context: 'two' },
      /^The cluster 'gone' that context 'two' of '.*' \('meshplane\.clusters\[0\]\.kubeconfig'\) names is not in the file$/,
    ],
    [
      'a context without its user',
      { context: 'three' },
      /^The user 'gone' that context 'three' of/,
    ],
  ])('explains %s with key and value', async (_, target, message) => {
    folder.setContent({ config: kubeconfig() });
    const found = await describe1(cluster('a', target));
    expect(found.state).toBe('misconfigured');
    expect(found.message).toMatch(message);
  });

  it('does not quote the content of a file that is no kubeconfig', async () => {
    folder.setContent({ config: 'token: "secret-token\n  : broken' });
    const { state, message } = await describe1(cluster('a', {}));
    expect(state).toBe('misconfigured');
    expect(message).toMatch(/is not a kubeconfig$/);
    expect(message).not.toContain('secret-token');
  });

  it('changes the fingerprint with the credentials and shows none of them', async () => {
    folder.setContent({ config: kubeconfig() });
    const before = await describe1(cluster('a', {}));
    const same = await describe1(cluster('a', {}));
    folder.setContent({ config: kubeconfig({ token: 'other-token' }) });
    const after = await describe1(cluster('a', {}));
    expect(same.fingerprint).toBe(before.fingerprint);
    expect(after.fingerprint).not.toBe(before.fingerprint);
    expect(JSON.stringify([before, after])).not.toMatch(/secret|other-token/);
  });

  it('takes a plain http address, as kubectl does, and calls it unprotected', async () => {
    folder.setContent({ config: kubeconfig({ server: 'http://127.0.0.1:1' }) });
    const connection = await (await describe1(cluster('a', {}))).connect!();
    expect(connection.tls).toBe('none');
  });

  it('says that there is no pod to run in', async () => {
    await expect(
      describe1({
        key: 'meshplane.clusters[3]',
        name: 'self',
        target: { type: 'in-cluster' },
      }),
    ).resolves.toMatchObject({
      state: 'misconfigured',
      message: expect.stringContaining(
        "'meshplane.clusters[3].inCluster' is 'true' but the backend does not run in a pod",
      ),
    });
  });

  it('notices that a file is written', async () => {
    folder.setContent({ config: kubeconfig() });
    const source = new KubeconfigSource([cluster('a', {})], systemTiming);
    const changed = new Promise<void>(resolve => source.onChange(resolve));
    folder.addContent({ config: kubeconfig({ token: 'other-token' }) });
    await expect(changed).resolves.toBeUndefined();
    source.stop();
  });
});
