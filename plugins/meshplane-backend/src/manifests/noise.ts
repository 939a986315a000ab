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

import type { KubeObject } from './model';

/** Written by the server for itself. */
const SERVER_METADATA: ReadonlySet<string> = new Set([
  'managedFields',
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
  'selfLink',
]);

/** Written by tools and controllers, not by whoever describes the object. */
const NOISY_ANNOTATIONS: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
]);

const PRIVATE_KEY =
  /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(-----END \1-----|$)/g;

/** What somebody wants to see of an object: without status and what the server and controllers note down. */
export function withoutNoise(object: KubeObject): KubeObject {
  const { status: _, metadata, ...rest } = object;
  const clean: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(metadata)) {
    if (!SERVER_METADATA.has(key)) clean[key] = value;
  }
  const annotations = Object.entries(metadata.annotations ?? {}).filter(
    ([key]) => !NOISY_ANNOTATIONS.has(key),
  );
  if (annotations.length > 0) {
    clean.annotations = Object.fromEntries(annotations);
  } else {
    delete clean.annotations;
  }
  if (metadata.labels && Object.keys(metadata.labels).length === 0) {
    delete clean.labels;
  }
  const { apiVersion, kind, ...body } = rest;
  return {
    apiVersion,
    kind,
    metadata: clean as KubeObject['metadata'],
    ...body,
  };
}

/**
 * Replaces what nobody may read in a pair of states: the values of Secrets, and private keys wherever they are. That a
 * value differs stays visible.
 */
export function withoutSecrets(
  before: KubeObject | undefined,
  after: KubeObject | undefined,
): [KubeObject | undefined, KubeObject | undefined] {
  const isSecret = (after ?? before)?.kind === 'Secret';
  if (!isSecret) return [hideKeys(before), hideKeys(after)];
  const old = secretData(before);
  const now = secretData(after);
  const hide = (
    object: KubeObject | undefined,
    data: Record<string, string>,
    textOf: (key: string) => string,
  ): KubeObject | undefined => {
    if (!object) return undefined;
    const { data: _, stringData: __, ...rest } = object;
    const keys = Object.keys(data);
    return {
      ...(rest as KubeObject),
      ...(keys.length > 0 && {
        data: Object.fromEntries(keys.map(key => [key, textOf(key)])),
      }),
    };
  };
  return [
    hide(before, old, () => '<hidden>'),
    hide(after, now, key =>
      key in old && old[key] !== now[key]
        ? '<hidden, another value>'
        : '<hidden>',
    ),
  ];
}

/** `data` with `stringData` merged into it, as the server does. */
function secretData(object: KubeObject | undefined): Record<string, string> {
  const result: Record<string, string> = {
    ...(object?.data as Record<string, string> | undefined),
  };
  const plain = object?.stringData as Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(plain ?? {})) {
    result[key] = Buffer.from(String(value)).toString('base64');
  }
  return result;
}

function hideKeys(object: KubeObject | undefined): KubeObject | undefined {
  return object && (replaceKeys(object) as KubeObject);
}

/** The same value where nothing has to be replaced. */
function replaceKeys(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.includes('PRIVATE KEY-----')
      ? value.replace(PRIVATE_KEY, '<private key hidden>')
      : value;
  }
  if (Array.isArray(value)) {
    const items = value.map(replaceKeys);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (typeof value === 'object' && value !== null) {
    let changed = false;
    const entries = Object.entries(value).map(([key, item]) => {
      const replaced = replaceKeys(item);
      changed ||= replaced !== item;
      return [key, replaced];
    });
    return changed ? Object.fromEntries(entries) : value;
  }
  return value;
}
