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

import { isAlreadyApplied } from './alreadyApplied';
import type { KubeObject } from './model';

type Labels = Readonly<Record<string, string>>;

const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
/** The Gateway API's own admission policy looks at every change of a CRD with it. */
const GUARDED = 'gateway.networking.k8s.io/bundle-version';

/**
 * What a server-side apply of a CRD certainly makes of it, where that is plain: nothing changes, or only the values of
 * labels that nobody else owns, as when a chart comes in a new version. Undefined when in doubt: then the server has to
 * be asked.
 *
 * A new version of a chart relabels all of its CRDs, and the dry runs of these are most of what a plan waits for.
 */
export function foreseenCrd(
  live: KubeObject,
  wanted: KubeObject,
  fieldManager: string,
): KubeObject | undefined {
  if (isAlreadyApplied(live, wanted, fieldManager)) return live;
  if (wanted.metadata.annotations?.[GUARDED] !== undefined) return undefined;
  const now = live.metadata.labels ?? {};
  const then = wanted.metadata.labels ?? {};
  const changed = Object.keys(then).filter(key => then[key] !== now[key]);
  const plain = changed.every(
    key =>
      key in now &&
      typeof then[key] === 'string' &&
      LABEL_VALUE.test(then[key]) &&
      !isOwnedByOthers(live, key, fieldManager),
  );
  if (changed.length === 0 || !plain) return undefined;
  const relabelled = withLabels(live, {
    ...now,
    ...Object.fromEntries(changed.map(key => [key, then[key]])),
  });
  return isAlreadyApplied(relabelled, wanted, fieldManager)
    ? relabelled
    : undefined;
}

function withLabels(object: KubeObject, labels: Labels): KubeObject {
  return { ...object, metadata: { ...object.metadata, labels } };
}

/** Whether an apply would take the label from somebody, or nobody is known to own it. */
function isOwnedByOthers(
  live: KubeObject,
  label: string,
  fieldManager: string,
): boolean {
  const managers = (live.metadata.managedFields ?? []) as {
    manager?: string;
    fieldsV1?: { 'f:metadata'?: { 'f:labels'?: Record<string, unknown> } };
  }[];
  const owners = managers.filter(
    ({ fieldsV1 }) =>
      fieldsV1?.['f:metadata']?.['f:labels']?.[`f:${label}`] !== undefined,
  );
  return (
    owners.length !== 1 || owners.some(one => one.manager !== fieldManager)
  );
}
