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

import { InputError } from '@backstage/errors';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { RELEASE_STATUSES, type Release } from './ReleaseReader';

const gunzipAsync = promisify(gunzip);

/** A release Secret holds at most 1 MiB compressed; manifests shrink to a tenth, seldom to a fiftieth. */
const MAX_RECORD_BYTES = 64 * 1024 * 1024;

const GZIP_MAGIC = [0x1f, 0x8b, 0x08];

const hookSchema = z.looseObject({
  name: z.string().optional(),
  kind: z.string().optional(),
  events: z.array(z.string()).nullish(),
  manifest: z.string().optional(),
});

/** The parts of Helm's release record that are read; versions 3 and 4 agree on them. */
const recordSchema = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  version: z.number().int(),
  info: z.looseObject({
    first_deployed: z.string().optional(),
    last_deployed: z.string().optional(),
    description: z.string().optional(),
    status: z.string().optional(),
  }),
  chart: z
    .looseObject({
      metadata: z
        .looseObject({
          name: z.string().optional(),
          version: z.string().optional(),
          appVersion: z.string().optional(),
        })
        .nullish(),
    })
    .nullish(),
  config: z.record(z.string(), z.unknown()).nullish(),
  manifest: z.string().optional(),
  hooks: z.array(hookSchema).nullish(),
  apply_method: z.string().optional(),
});

/** The zero time of Go, which stands for "never". */
const NEVER = /^0001-01-01/;

/**
 * Decodes `data.release` of a release Secret: the API's base64, then Helm's base64 of a gzip of JSON. Records of old
 * versions are not compressed.
 *
 * @param data - as it is in the Secret
 * @param where - for messages: which Secret
 * @throws InputError when it is damaged or too large
 */
export async function decodeRelease(
  data: string,
  where: string,
): Promise<Release> {
  let json: string;
  try {
    const text = Buffer.from(data, 'base64').toString('latin1');
    const bytes = Buffer.from(text, 'base64');
    json = GZIP_MAGIC.every((byte, index) => bytes[index] === byte)
      ? (
          await gunzipAsync(bytes, { maxOutputLength: MAX_RECORD_BYTES })
        ).toString('utf8')
      : bytes.toString('utf8');
  } catch (error) {
    const tooLarge =
      (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new InputError(
      `The release record in "${where}" ${
        tooLarge
          ? `is larger than ${MAX_RECORD_BYTES} bytes`
          : 'cannot be unpacked: it is damaged'
      }`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new InputError(`The release record in "${where}" is not JSON`);
  }
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(
      `The release record in "${where}" is not one of Helm: "${issue.path.join(
        '.',
      )}" ${issue.message}`,
    );
  }
  return toRelease(parsed.data);
}

function toRelease(record: z.infer<typeof recordSchema>): Release {
  const { info, chart } = record;
  const metadata = chart?.metadata;
  const first = moment(info.first_deployed);
  const last = moment(info.last_deployed);
  return {
    name: record.name,
    namespace: record.namespace ?? 'default',
    revision: record.version,
    status: RELEASE_STATUSES.find(s => s === info.status) ?? 'unknown',
    chart: {
      name: metadata?.name ?? '',
      version: metadata?.version ?? '',
      ...(metadata?.appVersion && { appVersion: metadata.appVersion }),
    },
    ...(first && { firstDeployedAt: first }),
    ...(last && { lastDeployedAt: last }),
    ...(info.description && { description: info.description }),
    values: record.config ?? {},
    manifest: record.manifest ?? '',
    hooks: (record.hooks ?? []).map(hook => ({
      name: hook.name ?? '',
      kind: hook.kind ?? '',
      events: hook.events ?? [],
      manifest: hook.manifest ?? '',
    })),
    ...(record.apply_method && { applyMethod: record.apply_method }),
  };
}

function moment(text: string | undefined): string | undefined {
  return text && !NEVER.test(text) ? text : undefined;
}
