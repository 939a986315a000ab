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

import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { LoadProfile, loadProfileSchema } from '../../model/profile';
import { Distribution, RunResult, runResultSchema } from '../../model/result';
import { ImportContext } from '../context';
import {
  MAX_BYTES,
  MAX_RATE,
  MAX_RUN_SECONDS,
  quote,
} from '../document/FieldReader';
import { isData, overlayChanges } from '../document/overlay';
import { Path } from '../document/paths';
import { Exported, exportDocument } from '../exported';
import { decodeHdr } from '../hdr/decodeHdr';
import { checkDistribution } from '../results';

type Data = Record<string, unknown>;
const PROFILE_VERSION = 'meshplane.io/load-profile/v1';
const RESULT_VERSION = 'meshplane.io/run-result/v1';
const PROFILE_KEY = 'meshplane-profile';
const RESULT_KEY = 'meshplane-result';

/** True for our profiles, also without their version. */
export function isOwnProfile(value: unknown): boolean {
  return (
    isData(value) &&
    (isVersion(value.version, PROFILE_VERSION) ||
      (value.version === undefined && 'endpoints' in value && 'load' in value))
  );
}

/** True for our results. */
export function isOwnResult(value: unknown): boolean {
  return isData(value) && isVersion(value.version, RESULT_VERSION);
}

/** Other versions of the same kind are recognised, so that they can be refused by name. */
function isVersion(value: unknown, version: string): boolean {
  return (
    typeof value === 'string' &&
    value.replace(/\/v\d+$/, '') === version.replace(/\/v\d+$/, '')
  );
}

/** Our own profile; unknown fields are kept and named. */
export function importOwnProfile(
  value: unknown,
  context: ImportContext,
): LoadProfile | undefined {
  const profile = parse(loadProfileSchema, value, context);
  if (!profile || !isPlausible(profile, [], context)) {
    return undefined;
  }
  return keepOriginal(profile, value as Data, PROFILE_KEY);
}

/** Our own result; its histograms are decoded once, so that a broken one is found now. */
export function importOwnResult(
  value: unknown,
  context: ImportContext,
): RunResult | undefined {
  const result = parse(runResultSchema, value, context);
  if (
    !result ||
    !isPlausible(result, [], context) ||
    !checkResult(result, context)
  ) {
    return undefined;
  }
  return keepOriginal(result, value as Data, RESULT_KEY);
}

function parse<T>(
  schema: z.ZodType<T>,
  value: unknown,
  { log }: ImportContext,
): T | undefined {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const path = issue.path.map(step =>
        typeof step === 'number' ? step : String(step),
      );
      const found = valueAt(value, path);
      log.error(
        found === undefined
          ? `${issue.message} (the field is missing)`
          : `${issue.message}, found ${quote(found)}`,
        path,
      );
    }
    return undefined;
  }
  for (const path of unknownPaths(value, parsed.data, [])) {
    log.preserved++;
    log.warn('The field is unknown and has no effect', path);
  }
  return parsed.data;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (current, step) =>
      typeof current === 'object' && current !== null
        ? (current as Record<string | number, unknown>)[step]
        : undefined,
    value,
  );
}

/** Paths of fields that the schema dropped. */
function unknownPaths(input: unknown, output: unknown, path: Path): Path[] {
  if (Array.isArray(input) && Array.isArray(output)) {
    return input.flatMap((entry, i) =>
      unknownPaths(entry, output[i], [...path, i]),
    );
  }
  if (!isData(input) || !isData(output)) {
    return [];
  }
  return Object.entries(input).flatMap(([key, entry]) => {
    if (key in output) {
      return unknownPaths(entry, output[key], [...path, key]);
    }
    return entry === undefined ? [] : [[...path, key]];
  });
}

/** Bounds by the name of a field, of numbers that the schema leaves open; all others end at an exabyte. */
const MOST: Record<string, number> = {
  seconds: MAX_RUN_SECONDS,
  measuredSeconds: MAX_RUN_SECONDS,
  warmupSeconds: MAX_RUN_SECONDS,
  drainSeconds: MAX_RUN_SECONDS,
  timeoutSeconds: MAX_RUN_SECONDS,
  delaySeconds: MAX_RUN_SECONDS,
  from: MAX_RATE * 1e6,
  to: MAX_RATE * 1e6,
  weight: MAX_RATE,
  targetRate: MAX_RATE,
  achievedRate: MAX_RATE,
};

/** Says of numbers that no load test can have where they stand. What other formats left here is not ours to judge. */
function isPlausible(
  value: unknown,
  path: Path,
  context: ImportContext,
): boolean {
  const name = path[path.length - 1];
  if (typeof value === 'number') {
    const most = MOST[String(name)] ?? MAX_BYTES;
    if (Math.abs(value) > most) {
      context.log.error(
        `The number ${quote(
          String(value),
        )} is implausible, at most ${most} is believed`,
        path,
      );
    }
    return Math.abs(value) <= most;
  }
  if (typeof value !== 'object' || value === null || name === 'preserved') {
    return true;
  }
  return Object.entries(value)
    .map(([key, entry]) =>
      isPlausible(
        entry,
        [...path, Array.isArray(value) ? Number(key) : key],
        context,
      ),
    )
    .every(Boolean);
}

/** The original is only kept where parsing changed it: by defaults, or by dropping what is unknown. */
function keepOriginal<T extends LoadProfile | RunResult>(
  model: T,
  original: Data,
  key: string,
): T {
  return isDeepStrictEqual(model, original)
    ? model
    : {
        ...model,
        preserved: { ...model.preserved, [key]: { document: original } },
      };
}

function checkResult(result: RunResult, { log }: ImportContext): boolean {
  const before = log.errors.length;
  for (const [kind, distribution] of Object.entries(result.latency)) {
    if (distribution) {
      checkOwnDistribution(distribution, ['latency', kind], log);
    }
  }
  for (const [name, endpoint] of Object.entries(result.endpoints ?? {})) {
    if (endpoint.response) {
      checkOwnDistribution(
        endpoint.response,
        ['endpoints', name, 'response'],
        log,
      );
    }
  }
  result.slices.forEach((slice, i) => {
    if (slice.hdr !== undefined) {
      tryDecode(slice.hdr, ['slices', i, 'hdr'], log);
    }
  });
  if (result.counts.ok > result.counts.sent) {
    log.error(
      `${result.counts.ok} good answers to ${result.counts.sent} requests`,
      ['counts', 'ok'],
    );
  }
  return log.errors.length === before;
}

function checkOwnDistribution(
  distribution: Distribution,
  path: Path,
  log: ImportContext['log'],
): void {
  if (!checkDistribution(distribution, path, log)) {
    return;
  }
  if (distribution.hdr !== undefined) {
    const count = tryDecode(distribution.hdr, [...path, 'hdr'], log);
    if (count !== undefined && count !== distribution.count) {
      log.error(
        `The histogram holds ${count} samples, "count" says ${distribution.count}`,
        [...path, 'count'],
      );
    }
  }
  const inBuckets = distribution.buckets?.reduce((s, b) => s + b.count, 0);
  if (inBuckets !== undefined && inBuckets !== distribution.count) {
    log.error(
      `The buckets hold ${inBuckets} samples, "count" says ${distribution.count}`,
      [...path, 'count'],
    );
  }
}

function tryDecode(
  hdr: string,
  path: Path,
  log: ImportContext['log'],
): number | undefined {
  try {
    return decodeHdr(hdr).totalCount;
  } catch (error) {
    log.error(`Not an HDR histogram: ${(error as Error).message}`, path);
    return undefined;
  }
}

/** The profile in our own form, YAML unless told otherwise. */
export function exportProfile(
  profile: LoadProfile,
  syntax: 'json' | 'yaml' = 'yaml',
): Exported {
  return exportDocument(
    exportOwn(profile, PROFILE_KEY, loadProfileSchema),
    syntax,
  );
}

/** The result in our own form. */
export function exportResult(
  result: RunResult,
  syntax: 'json' | 'yaml' = 'json',
): Exported {
  return exportDocument(exportOwn(result, RESULT_KEY, runResultSchema), syntax);
}

function exportOwn(
  model: LoadProfile | RunResult,
  key: string,
  schema: z.ZodType<LoadProfile | RunResult>,
): Data {
  const kept = model.preserved?.[key];
  const { [key]: _, ...others } = model.preserved ?? {};
  const { preserved: _p, ...fields } = model;
  const document: Data =
    Object.keys(others).length > 0
      ? { ...fields, preserved: others }
      : { ...fields };
  if (!isData(kept) || !isData(kept.document)) {
    return document;
  }
  const baseline = schema.safeParse(kept.document);
  return baseline.success
    ? overlayChanges(kept.document, { ...baseline.data }, document)
    : document;
}
