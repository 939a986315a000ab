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

import semver from 'semver';
import { inWords, refOf } from '../../detection/references';
import type { CustomResource } from '../../model/objects';
import type { Mtls } from '../../model/results';
import type { MtlsResolver, MtlsSubject } from './resolver';
import { field, textField, type MtlsSettings } from './settings';

const MESH = 'Mesh.kuma.io';
const MESH_TLS = 'MeshTLS.kuma.io';
const MESH_IDENTITY = 'MeshIdentity.kuma.io';
const MESH_KEY = 'kuma.io/mesh';
/** From this version on the `mtls` section of a Mesh is ignored: identities come from MeshIdentity alone. */
const IDENTITY_ONLY_MAJOR = 3;

/** Kuma: the workload's Mesh (or a MeshIdentity) issues certificates, MeshTLS says whether plaintext is refused. */
export const kumaMtls: MtlsResolver = (
  subject,
  _definition,
  instance,
  settings,
) => {
  if (!settings.readable(MESH))
    return { mode: 'unknown', text: 'Mesh resources could not be read' };
  const name = meshNameOf(subject);
  const mesh = settings.all(MESH).find(m => m.metadata.name === name);
  const tls = declaredTls(name, subject, settings);
  const major = semver.coerce(instance?.version)?.major;
  const backend = textField(mesh?.spec, 'mtls', 'enabledBackend');
  const legacyCounts = major === undefined || major < IDENTITY_ONLY_MAJOR;

  if (backend && legacyCounts) return tls ?? fromBackend(mesh, backend);
  const identity = settings
    .all(MESH_IDENTITY)
    .find(i => (i.metadata.labels?.[MESH_KEY] ?? 'default') === name);
  if (identity)
    return (
      tls ?? {
        mode: 'automatic',
        text: `${inWords(
          refOf(identity),
        )} issues identities for mesh ${name}; no MeshTLS says whether plaintext is refused`,
        source: refOf(identity),
      }
    );
  if (!settings.readable(MESH_IDENTITY))
    return { mode: 'unknown', text: 'MeshIdentities could not be read' };
  if (!mesh) return { mode: 'unknown', text: `Mesh ${name} was not found` };
  return {
    mode: 'disabled',
    text: backend
      ? `Mesh ${name} only has an mtls section, which this version of Kuma ignores: traffic is plaintext until there is a MeshIdentity`
      : `Mesh ${name} has no enabled mtls backend and no MeshIdentity: traffic is plaintext`,
    source: refOf(mesh),
  };
};

function meshNameOf({ labels, annotations, namespaceMarks }: MtlsSubject) {
  return (
    labels?.[MESH_KEY] ??
    annotations?.[MESH_KEY] ??
    namespaceMarks.labels?.[MESH_KEY] ??
    namespaceMarks.annotations?.[MESH_KEY] ??
    'default'
  );
}

function fromBackend(mesh: CustomResource | undefined, name: string): Mtls {
  const backends = field(mesh?.spec, 'mtls', 'backends');
  const backend = Array.isArray(backends)
    ? backends.find(b => textField(b, 'name') === name)
    : undefined;
  const permissive = textField(backend, 'mode') === 'PERMISSIVE';
  return {
    mode: permissive ? 'permissive' : 'strict',
    text: permissive
      ? `backend ${name} of Mesh ${mesh?.metadata.name} is PERMISSIVE: mTLS and plaintext are accepted`
      : `backend ${name} of Mesh ${mesh?.metadata.name} is enabled: plaintext is refused`,
    source: mesh && refOf(mesh),
  };
}

/** Only policies for the whole mesh or for labels of this workload count; newer ones stand above older ones in Kuma. */
function declaredTls(
  mesh: string,
  { labels }: MtlsSubject,
  settings: MtlsSettings,
): Mtls | undefined {
  const ranked = settings
    .all(MESH_TLS)
    .filter(p => (p.metadata.labels?.[MESH_KEY] ?? 'default') === mesh)
    .flatMap(policy => {
      const mode =
        textField(policy.spec, 'rules', 0, 'default', 'mode') ??
        textField(policy.spec, 'from', 0, 'default', 'mode');
      const rank = rankOf(policy, labels);
      return mode === undefined || rank === undefined
        ? []
        : [{ policy, mode, rank }];
    })
    .sort((a, b) => b.rank - a.rank);
  const [first] = ranked;
  if (!first) return undefined;
  const source = refOf(first.policy);
  return first.mode === 'Permissive'
    ? {
        mode: 'permissive',
        text: `${inWords(
          source,
        )} is Permissive: mTLS and plaintext are accepted`,
        source,
      }
    : {
        mode: 'strict',
        text: `${inWords(source)} is ${first.mode}: plaintext is refused`,
        source,
      };
}

function rankOf(
  policy: CustomResource,
  labels: MtlsSubject['labels'],
): number | undefined {
  const target = field(policy.spec, 'targetRef');
  const kind = textField(target, 'kind') ?? 'Mesh';
  const wanted = (field(target, 'labels') ?? field(target, 'tags')) as
    | Record<string, string>
    | undefined;
  if (wanted === undefined)
    return kind === 'Mesh' || kind === 'Dataplane' ? 0 : undefined;
  return Object.entries(wanted).every(([key, value]) => labels?.[key] === value)
    ? 1
    : undefined;
}
