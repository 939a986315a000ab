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
import type { GeneratorName } from '@meshplane/benchmark';
import { loadGeneratorSchema } from '@meshplane/plugin-meshplane-common';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { parseTargetPattern } from './guard/TargetPattern';
import {
  generatorImageSchema,
  type JobSettings,
  jobSettings,
  jobsSectionSchema,
} from './jobConfig';

export type { JobSettings } from './jobConfig';

const KEY = 'meshplane.performance';
/** Programs beside the engine. Named without loading it: the configuration is read at every start of the backend. */
const generatorNames: readonly GeneratorName[] = loadGeneratorSchema.exclude([
  'meshplane',
]).options;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const durationSchema = z.union([z.string(), z.record(z.string(), z.number())]);

/** `host`, `host:port` or `scheme://host:port`, where a `*` stands for one label or a part of it. */
const targetPatternSchema = z.string().refine(isTargetPattern, {
  error:
    'a target such as "shop.example.com", "*.shop.svc.cluster.local:8080" or "https://shop.example.com"',
});

const secretSchema = z.object({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/, 'letters, digits, _ and -'),
  value: z.string().min(1),
  targets: z.array(targetPatternSchema).min(1),
});

/**
 * Shape of the section `meshplane.performance` as far as running loads is concerned; durations are checked by
 * {@link readPerformanceConfig}. Connections to Prometheus and Grafana extend it.
 */
export const performanceSectionSchema = z.object({
  enabled: z.boolean().optional(),
  targets: z.array(targetPatternSchema).optional(),
  catalogTargets: z.boolean().optional(),
  allowPrivateAddresses: z.array(targetPatternSchema).optional(),
  allowLoopback: z.array(targetPatternSchema).optional(),
  limits: z
    .object({
      maxRate: z.number().positive().optional(),
      maxDuration: durationSchema.optional(),
      maxConnections: z.number().int().min(1).optional(),
      maxBodyBytes: z.number().int().min(0).optional(),
      maxThreads: z.number().int().min(1).max(256).optional(),
      closedLoop: z.boolean().optional(),
    })
    .optional(),
  stopAtErrorRate: z.number().min(0).max(1).optional(),
  concurrency: z.number().int().min(1).max(50).optional(),
  niceness: z.number().int().min(0).max(19).optional(),
  maxMemoryMb: z.number().int().min(128).optional(),
  retention: durationSchema.optional(),
  secrets: z.array(secretSchema).optional(),
  generatorImage: generatorImageSchema.optional(),
  jobs: jobsSectionSchema
    .extend({ startTimeout: durationSchema.optional() })
    .optional(),
  generators: z
    .object(
      Object.fromEntries(
        generatorNames.map(name => [name, z.string().min(1).optional()]),
      ) as Record<GeneratorName, z.ZodOptional<z.ZodString>>,
    )
    .optional(),
});

type PerformanceSection = z.infer<typeof performanceSectionSchema>;

/** How much load may be made. */
export interface LoadLimits {
  /** Requests per second at the highest point. */
  maxRate: number;
  /** Warm-up and measured phase together, seconds. */
  maxDurationSeconds: number;
  maxConnections: number;
  /** Of a request, bytes. */
  maxBodyBytes: number;
  maxThreads: number;
  /** Whether loads may have no rate, so that only the target limits them. */
  closedLoop: boolean;
}

/** A credential that headers may refer to by its name. */
export interface LoadSecret {
  name: string;
  value: string;
  /** Target patterns to which it may be sent. */
  targets: readonly string[];
}

/** The section `meshplane.performance`, checked and with its defaults. */
export interface PerformanceConfig {
  enabled: boolean;
  /** Target patterns; none: only what catalog entities name. */
  targets: readonly string[];
  /** Whether the annotation of a catalog entity allows its target. */
  catalogTargets: boolean;
  /** Patterns of targets that may lie at private addresses, as services of a cluster do. */
  allowPrivateAddresses: readonly string[];
  /** Patterns of targets on the machine of the generator itself. */
  allowLoopback: readonly string[];
  limits: LoadLimits;
  /** Share of failed requests from which a run stops by itself, unless its profile says another. */
  stopAtErrorRate: number;
  /** Runs at a time on one replica. */
  concurrency: number;
  /** Of the processes that make load. */
  niceness: number;
  /** Heap of the process that makes load, MiB. */
  maxMemoryMb: number;
  retentionMs: number;
  secrets: readonly LoadSecret[];
  /** Paths of other generators, instead of those on the `PATH`. */
  generators: Partial<Record<GeneratorName, string>>;
  /** Load that pods of a cluster make. */
  jobs: JobSettings;
}

/**
 * Fills in the defaults of the section, which the schema has accepted.
 *
 * @throws InputError with key and value for durations that are none, and for secrets of one name
 */
export function readPerformanceConfig(
  section: PerformanceSection | undefined,
  config: Config,
): PerformanceConfig {
  const duration = (key: string, fallback: number, least: number) =>
    readDuration(config, `${KEY}.${key}`, fallback, least);
  const limits = section?.limits;
  const secrets = section?.secrets ?? [];
  requireUniqueNames(secrets);
  return {
    enabled: section?.enabled ?? true,
    targets: section?.targets ?? [],
    catalogTargets: section?.catalogTargets ?? true,
    allowPrivateAddresses: section?.allowPrivateAddresses ?? [],
    allowLoopback: section?.allowLoopback ?? [],
    limits: {
      maxRate: limits?.maxRate ?? 1000,
      maxDurationSeconds:
        duration('limits.maxDuration', 30 * MINUTE, 1000) / 1000,
      maxConnections: limits?.maxConnections ?? 500,
      maxBodyBytes: limits?.maxBodyBytes ?? 1024 * 1024,
      maxThreads: limits?.maxThreads ?? availableParallelism(),
      closedLoop: limits?.closedLoop ?? false,
    },
    stopAtErrorRate: section?.stopAtErrorRate ?? 0.5,
    concurrency: section?.concurrency ?? 1,
    niceness: section?.niceness ?? 5,
    maxMemoryMb: section?.maxMemoryMb ?? 1024,
    retentionMs: duration('retention', 2 * 365 * DAY, DAY),
    secrets,
    generators: section?.generators ?? {},
    jobs: jobSettings(
      section?.generatorImage,
      section?.jobs,
      duration('jobs.startTimeout', 3 * MINUTE, 10_000),
    ),
  };
}

function requireUniqueNames(secrets: readonly LoadSecret[]) {
  const names = new Set<string>();
  for (const [index, { name }] of secrets.entries()) {
    if (names.has(name))
      throw new InputError(
        `Duplicate name '${name}' in '${KEY}.secrets[${index}].name': another secret has it already`,
      );
    names.add(name);
  }
}

function isTargetPattern(text: string): boolean {
  try {
    parseTargetPattern(text);
    return true;
  } catch {
    return false;
  }
}

function readDuration(
  config: Config,
  key: string,
  fallback: number,
  least: number,
): number {
  if (!config.has(key)) return fallback;
  const wrong = (reason: string, cause?: unknown) =>
    new InputError(
      `Invalid value '${JSON.stringify(
        config.get(key),
      )}' of configuration key '${key}': ${reason}`,
      cause,
    );
  let milliseconds: number;
  try {
    milliseconds = durationToMilliseconds(
      readDurationFromConfig(config, { key }),
    );
  } catch (error) {
    throw wrong('not a duration such as "30s" or { seconds: 30 }', error);
  }
  if (!(milliseconds >= least))
    throw wrong(`at least ${least} milliseconds are needed`);
  return milliseconds;
}
