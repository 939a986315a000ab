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

import { type Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const MIB = 1024 * 1024;

/** `https://…`, `http://…` or `oci://…`. */
const repositoryUrlSchema = z
  .string()
  .regex(
    /^(https?|oci):\/\/[^\s@]+$/,
    'an address that starts with "https://", "http://" or "oci://", without credentials in it',
  );

const digestSchema = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, '"sha256:" and 64 hexadecimal digits');

const repositorySchema = z.object({
  url: repositoryUrlSchema,
  mirrorOf: z
    .union([repositoryUrlSchema, z.array(repositoryUrlSchema)])
    .optional(),
  username: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  ca: z.string().min(1).optional(),
  allowPlainHttp: z.boolean().optional(),
  digestPins: z
    .record(
      z.string().regex(/^[^@\s]+@[^@\s]+$/, 'a key such as "istiod@1.30.3"'),
      digestSchema,
    )
    .optional(),
  keyring: z.string().min(1).optional(),
  cosignKey: z.string().includes('PUBLIC KEY').optional(),
});

/** Shape of the section `meshplane.charts`; the duration is checked by {@link readChartsConfig}. */
export const chartsSectionSchema = z.object({
  repositories: z.array(repositorySchema).optional(),
  onlyConfigured: z.boolean().optional(),
  cacheDirectory: z.string().min(1).optional(),
  maxChartBytes: z
    .number()
    .int()
    .min(64 * 1024)
    .optional(),
  maxCacheBytes: z.number().int().min(MIB).optional(),
  timeout: z.union([z.string(), z.record(z.string(), z.number())]).optional(),
});

/** One configured repository. */
export interface ChartRepositoryConfig {
  /** Full key of the entry, for messages: `meshplane.charts.repositories[0]`. */
  readonly key: string;
  /** Without a slash at its end. */
  readonly url: string;
  /** Upstream addresses that are read from here instead. */
  readonly mirrorOf: readonly string[];
  readonly credentials?: {
    readonly username: string;
    readonly password: string;
  };
  /** Path of a PEM file; trusted besides the well-known authorities. */
  readonly ca?: string;
  /** Without it, plain HTTP is refused beyond loopback. */
  readonly allowPlainHttp: boolean;
  /** `name@version` → `sha256:…`. */
  readonly digestPins: Readonly<Record<string, string>>;
  /** Path of a GnuPG keyring: every package needs a provenance file signed by a key of it. */
  readonly keyring?: string;
  /** PEM of a public key: every package needs a cosign signature of it. Only for OCI registries. */
  readonly cosignKey?: string;
}

/** The section `meshplane.charts` with its defaults. */
export interface ChartsConfig {
  readonly repositories: readonly ChartRepositoryConfig[];
  /** Refuse repositories that are not configured here. */
  readonly onlyConfigured: boolean;
  readonly cacheDirectory: string;
  readonly maxChartBytes: number;
  readonly maxCacheBytes: number;
  /** Longest silence of a repository. */
  readonly timeoutMs: number;
}

/**
 * Makes the parsed section complete.
 *
 * @param section - `meshplane.charts` as {@link chartsSectionSchema} read it
 * @param config - the configuration that the section comes from, for the duration; its keys start at the root
 * @throws InputError with key and value
 */
export function readChartsConfig(
  section: z.infer<typeof chartsSectionSchema> | undefined,
  config?: Config,
): ChartsConfig {
  const prefix = 'meshplane.charts';
  const mirrored = new Map<string, string>();
  const repositories = (section?.repositories ?? []).map((entry, index) => {
    const key = `${prefix}.repositories[${index}]`;
    if (Boolean(entry.username) !== Boolean(entry.password)) {
      throw new InputError(
        `'${key}' needs both 'username' and 'password', or neither`,
      );
    }
    const oci = entry.url.startsWith('oci://');
    if (entry.cosignKey && !oci) {
      throw new InputError(
        `'${key}.cosignKey' cannot be used with '${entry.url}': cosign signatures are kept in OCI registries`,
      );
    }
    const mirrorOf = [entry.mirrorOf ?? []].flat().map(trimSlash);
    for (const upstream of mirrorOf) {
      const first = mirrored.get(upstream);
      if (first) {
        throw new InputError(
          `'${key}.mirrorOf' and '${first}.mirrorOf' both name '${upstream}'`,
        );
      }
      mirrored.set(upstream, key);
    }
    const { username, password, ca, keyring, cosignKey } = entry;
    return {
      key,
      url: trimSlash(entry.url),
      mirrorOf,
      ...(username && password && { credentials: { username, password } }),
      ...(ca && { ca }),
      allowPlainHttp: entry.allowPlainHttp ?? false,
      digestPins: entry.digestPins ?? {},
      ...(keyring && { keyring }),
      ...(cosignKey && { cosignKey }),
    };
  });
  return {
    repositories,
    onlyConfigured: section?.onlyConfigured ?? false,
    cacheDirectory:
      section?.cacheDirectory ?? join(tmpdir(), 'meshplane-charts'),
    maxChartBytes: section?.maxChartBytes ?? 20 * MIB,
    maxCacheBytes: section?.maxCacheBytes ?? 512 * MIB,
    timeoutMs: readTimeout(section?.timeout, config),
  };
}

function readTimeout(value: unknown, config: Config | undefined): number {
  const key = 'meshplane.charts.timeout';
  if (value === undefined || !config) return 30_000;
  let milliseconds = NaN;
  try {
    milliseconds = durationToMilliseconds(
      readDurationFromConfig(config, { key }),
    );
  } catch {
    // Reported below like a duration that is too short.
  }
  if (!(milliseconds >= 100)) {
    throw new InputError(
      `Invalid value '${
        typeof value === 'string' ? value : JSON.stringify(value)
      }' of configuration key '${key}': not a duration of at least 100 milliseconds, such as "30s"`,
    );
  }
  return milliseconds;
}

/** Addresses are compared without the slash that some people write at their end. */
export function trimSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
