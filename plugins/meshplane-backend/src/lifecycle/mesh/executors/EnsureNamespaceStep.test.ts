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

import { Readable } from 'node:stream';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import type { Manifests } from '../../../manifests/model';
import type { StepContext } from '../../../operations/model';
import { EnsureNamespaceStep } from './EnsureNamespaceStep';

function namespaceWith(objects: Record<string, object[]>) {
  const removed: string[] = [];
  const connection = {
    request: async (path: string) => {
      const resource = path.split('/').pop()!.split('?')[0];
      const body = JSON.stringify({ items: objects[resource] ?? [] });
      return { status: 200, headers: {}, body: Readable.from([body]) };
    },
  } as unknown as ClusterConnection;
  const manifests = {
    delete: async (_: unknown, { name }: { name: string }) => {
      removed.push(name);
    },
  } as unknown as Manifests;
  const undo = (existed: boolean) =>
    new EnsureNamespaceStep({ manifests }).undo(
      { name: 'istio-system', labels: {} },
      { connection, recorded: { existed } } as unknown as StepContext,
    );
  return { removed, undo };
}

describe('undoing the namespace of a control plane', () => {
  it('removes the one that was made and is empty again', async () => {
    const leaving = { metadata: { name: 'istiod', deletionTimestamp: 'now' } };
    const { undo, removed } = namespaceWith({ pods: [leaving] });
    expect((await undo(false)).detail).toContain('is removed');
    expect(removed).toEqual(['istio-system']);
  });

  it('keeps one in which others have begun to work, and says who', async () => {
    const { undo, removed } = namespaceWith({
      services: [{ metadata: { name: 'grafana' } }],
    });
    expect((await undo(false)).detail).toBe(
      'Namespace "istio-system" stays, because something is in it: services/grafana',
    );
    expect(removed).toEqual([]);
  });

  it('keeps one that was there before', async () => {
    const { undo, removed } = namespaceWith({});
    await undo(true);
    expect(removed).toEqual([]);
  });
});
