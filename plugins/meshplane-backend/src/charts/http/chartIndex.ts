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

import { ServiceUnavailableError } from '@backstage/errors';
import { parse } from 'yaml';
import { z } from 'zod';

/** What is read of an entry; all else (descriptions, lists of CRDs) is most of the text. */
const FIELDS = new Set([
  'name',
  'version',
  'appVersion',
  'created',
  'deprecated',
  'digest',
  'urls',
]);

/** Some write `version: 1.0` without quotes. */
const textSchema = z.union([z.string(), z.number()]).transform(String);

const entrySchema = z.looseObject({
  version: textSchema,
  appVersion: textSchema.nullish(),
  created: z.union([z.string(), z.date()]).nullish(),
  deprecated: z.boolean().nullish(),
  digest: z.string().nullish(),
  urls: z.array(z.string()).nullish(),
});

/** One version in an index. */
export interface IndexEntry {
  readonly version: string;
  readonly appVersion?: string;
  readonly created?: string;
  readonly deprecated: boolean;
  /** `sha256:…`. */
  readonly digest?: string;
  readonly urls: readonly string[];
}

const indexSchema = z.looseObject({
  entries: z.record(z.string(), z.array(z.unknown()).nullish()).nullish(),
});

/**
 * The entries of one chart in an `index.yaml`.
 *
 * Indexes of some MiB are common, and parsing all of one would keep the process busy for a second. So the block of the
 * chart is cut out of the text first, in the layout that Helm writes; any other layout is parsed as a whole.
 *
 * @param address - for messages
 * @returns undefined when the chart is not in it
 * @throws ServiceUnavailableError when it is not an index
 */
export function entriesOf(
  text: string,
  name: string,
  address: string,
): IndexEntry[] | undefined {
  const cut = cutEntries(text, name);
  const items = cut ?? parseWhole(text, name, address);
  return items?.map(item => {
    const parsed = entrySchema.safeParse(item);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new ServiceUnavailableError(
        `The index at "${address}" has an entry of chart "${name}" that cannot be read: "${issue.path.join(
          '.',
        )}" ${issue.message}`,
      );
    }
    return toEntry(parsed.data);
  });
}

function toEntry(entry: z.infer<typeof entrySchema>): IndexEntry {
  const { version, appVersion, created, digest } = entry;
  return {
    version,
    ...(appVersion && { appVersion }),
    ...(created && {
      created: created instanceof Date ? created.toISOString() : created,
    }),
    deprecated: entry.deprecated ?? false,
    ...(digest && {
      digest: digest.startsWith('sha256:') ? digest : `sha256:${digest}`,
    }),
    urls: entry.urls ?? [],
  };
}

/** Undefined when the text is not in Helm's layout, or the chart is not found in it. */
function cutEntries(text: string, name: string): unknown[] | undefined {
  const head = new RegExp(`^  "?${escapeRegExp(name)}"?:[ \\t]*$`, 'm');
  const start = head.exec(text);
  if (!/^entries:[ \t]*$/m.test(text) || !start) return undefined;
  const from = text.indexOf('\n', start.index) + 1;
  if (from === 0) return undefined;
  const end = /^( {0,2}[^\s-#]|\S)/m.exec(text.slice(from));
  const block = text.slice(from, end ? from + end.index : undefined);
  const items = block.split(/^ {2}- /m);
  // Text before the first item, or another indentation: not as Helm writes it.
  if (items.shift()?.trim() !== '' || items.length === 0) return undefined;
  try {
    return items.map(item => parse(onlyFields(`    ${item}`)) as unknown);
  } catch {
    return undefined;
  }
}

/** The lines of an entry that belong to the fields that are read. */
function onlyFields(item: string): string {
  let keep = false;
  return item
    .split('\n')
    .filter(line => {
      const key = /^ {4}([A-Za-z]+):/.exec(line)?.[1];
      if (key) keep = FIELDS.has(key);
      return keep;
    })
    .join('\n');
}

function parseWhole(
  text: string,
  name: string,
  address: string,
): unknown[] | undefined {
  let value: unknown;
  try {
    value = parse(text, { logLevel: 'error' });
  } catch (error) {
    throw new ServiceUnavailableError(
      `The index at "${address}" is not YAML: ${
        (error as Error).message.split('\n')[0]
      }`,
    );
  }
  const index = indexSchema.safeParse(value);
  if (!index.success || !index.data.entries) {
    throw new ServiceUnavailableError(
      `What is at "${address}" is not an index of charts`,
    );
  }
  return Object.hasOwn(index.data.entries, name)
    ? index.data.entries[name] ?? []
    : undefined;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
