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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { type Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import type { z } from 'zod';
import { type ChartsConfig, readChartsConfig } from './charts/config';
import { type MeshplaneSection, meshplaneSectionSchema } from './config/schema';
import { unknownKeys } from './config/unknownKeys';
import type { HelmConfig } from './helm/config';
import type { GitOpsOptions } from './lifecycle/gitops/model';
import type { OperationSettings } from './operations/settings';
import {
  type PerformanceConfig,
  readPerformanceConfig,
} from './performance/config';
import {
  type MetricsConfig,
  readMetricsConfig,
} from './performance/connections/config';

const SECTION = 'meshplane';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** One entry of `meshplane.clusters`. */
export interface ClusterConfig {
  /** Full key of the entry, for messages: `meshplane.clusters[0]`. */
  key: string;
  name: string;
  title?: string;
  /** Where it is reached: a kubeconfig file, or the cluster in which the backend runs. */
  target:
    | { type: 'kubeconfig'; path: string; context?: string }
    | { type: 'in-cluster' };
}

/** A custom resource by group and plural name. */
export interface CustomResourceConfig {
  group: string;
  resource: string;
}

export interface InventoryConfig {
  reconcileIntervalMs: number;
  pageSize: number;
  requestTimeoutMs: number;
  maxObjectsPerKind: number;
  kinds: CustomResourceConfig[];
}

export interface HealthConfig {
  intervalMs: number;
  timeoutMs: number;
}

/** What may be switched on and off; the core inventory is always on. */
export interface FeatureSwitches {
  mesh: boolean;
  gatewayApi: boolean;
  helmReleases: boolean;
  /** Read the statistics of kubelets while loads run. */
  kubeletStats: boolean;
  workloads: boolean;
  lifecycle: boolean;
  performance: boolean;
}

/** The section `meshplane`, checked and with its defaults. Durations are in milliseconds. */
export interface MeshplaneConfig {
  clusters: ClusterConfig[];
  kubernetesPlugin: { enabled: boolean };
  inventory: InventoryConfig;
  health: HealthConfig;
  features: FeatureSwitches;
  history: { retentionMs: number };
  operations: OperationSettings;
  charts: ChartsConfig;
  /** Address of the Gateway API's release files, with `{version}` and `{channel}`. */
  gatewayApiBundles: string;
  helm: HelmConfig;
  /** Absent: operations change clusters directly only. */
  gitOps?: GitOpsOptions & { tool: 'flux' | 'argocd' };
  performance: PerformanceConfig;
  /** Where metrics and boards are read. */
  metrics: MetricsConfig;
}

/** Where the Gateway API's releases are published. */
const GATEWAY_API_BUNDLES =
  'https://github.com/kubernetes-sigs/gateway-api/releases/download/v{version}/{channel}-install.yaml';

/**
 * Reads and checks the section `meshplane`. Files that it names are not opened here: what is wrong with one of them
 * concerns a single cluster and is shown there.
 *
 * @param logger - gets a warning for each unknown key
 * @throws InputError with the exact key and the offending value
 */
export function readMeshplaneConfig(
  rootConfig: Config,
  logger?: Pick<LoggerService, 'warn'>,
): MeshplaneConfig {
  const raw = rootConfig.getOptional(SECTION) ?? {};
  for (const { key, nearest } of unknownKeys(
    meshplaneSectionSchema,
    raw,
    SECTION,
  )) {
    const hint = nearest ? `, did you mean '${nearest}'?` : '';
    logger?.warn(`Unknown configuration key '${key}' is ignored${hint}`);
  }
  const section = parseSection(raw);
  const duration = (key: string, fallback: number, least: number) =>
    readDuration(rootConfig, `${SECTION}.${key}`, fallback, least);
  const { inventory } = section;
  const features = readFeatures(section.features);

  return {
    clusters: readClusters(section),
    kubernetesPlugin: {
      enabled:
        section.kubernetesPlugin?.enabled ?? rootConfig.has('kubernetes'),
    },
    inventory: {
      reconcileIntervalMs: duration(
        'inventory.reconcileInterval',
        10 * MINUTE,
        1000,
      ),
      pageSize: inventory?.pageSize ?? 500,
      requestTimeoutMs: duration('inventory.requestTimeout', 30_000, 100),
      maxObjectsPerKind: inventory?.maxObjectsPerKind ?? 200_000,
      kinds: (inventory?.kinds ?? []).map(customResourceOf),
    },
    health: {
      intervalMs: duration('health.interval', 30_000, 1000),
      timeoutMs: duration('health.timeout', 10_000, 100),
    },
    features,
    history: { retentionMs: duration('history.retention', 90 * DAY, MINUTE) },
    operations: {
      enabled: {
        lifecycle: features.lifecycle,
        workloads: features.workloads,
      },
      approval: section.operations?.approval ?? 'self',
      approvers: section.operations?.approvers ?? [],
      planExpiryMs: duration('operations.planExpiry', DAY, MINUTE),
      retentionMs: duration('operations.retention', 180 * DAY, DAY),
      maxLogEntries: section.operations?.maxLogEntries ?? 10_000,
      resume: section.operations?.resume ?? 'manual',
    },
    charts: readChartsConfig(section.charts, rootConfig),
    gatewayApiBundles: section.charts?.gatewayApiBundles ?? GATEWAY_API_BUNDLES,
    helm: section.helm ?? {},
    ...(section.gitops && {
      gitOps: {
        tool: section.gitops.tool,
        namespace:
          section.gitops.namespace ??
          (section.gitops.tool === 'flux' ? 'flux-system' : 'argocd'),
        path: section.gitops.path ?? 'clusters/{cluster}',
      },
    }),
    performance: readPerformanceConfig(section.performance, rootConfig),
    metrics: readMetricsConfig(section),
  };
}

function readFeatures(section: MeshplaneSection['features']): FeatureSwitches {
  return {
    mesh: section?.mesh ?? true,
    gatewayApi: section?.gatewayApi ?? true,
    helmReleases: section?.helmReleases ?? false,
    kubeletStats: section?.kubeletStats ?? false,
    workloads: section?.workloads ?? true,
    lifecycle: section?.lifecycle ?? true,
    performance: section?.performance ?? false,
  };
}

function parseSection(raw: unknown): MeshplaneSection {
  const result = meshplaneSectionSchema.safeParse(raw);
  if (result.success) {
    return result.data;
  }
  throw new InputError(
    result.error.issues.map(i => describe(i, raw)).join('; '),
  );
}

/** One finding of the schema as a sentence with key and value. */
function describe(issue: z.core.$ZodIssue, raw: unknown): string {
  const key = issue.path.reduce<string>(
    (prefix, part) =>
      typeof part === 'number'
        ? `${prefix}[${part}]`
        : `${prefix}.${String(part)}`,
    SECTION,
  );
  const value = issue.path.reduce<unknown>(
    (parent, part) => (parent as Record<PropertyKey, unknown>)?.[part],
    raw,
  );
  if (value === undefined) {
    return `Missing configuration key '${key}'`;
  }
  return `Invalid value ${quote(value)} of configuration key '${key}': ${
    issue.message
  }`;
}

function readClusters(section: MeshplaneSection): ClusterConfig[] {
  const firstKeyOf = new Map<string, string>();
  return (section.clusters ?? []).map((entry, index) => {
    const key = `${SECTION}.clusters[${index}]`;
    const { name, title, kubeconfig, context, inCluster } = entry;
    const first = firstKeyOf.get(name);
    if (first) {
      throw new InputError(
        `Duplicate cluster name '${name}' in '${key}.name': '${first}.name' has it already`,
      );
    }
    firstKeyOf.set(name, key);
    if (inCluster && (kubeconfig || context)) {
      const other = kubeconfig ? 'kubeconfig' : 'context';
      throw new InputError(
        `'${key}.inCluster' cannot be combined with '${key}.${other}' (${quote(
          entry[other],
        )}): remove one of them`,
      );
    }
    if (!inCluster && !kubeconfig) {
      throw new InputError(
        `Cluster '${name}' in '${key}' says nowhere how it is reached: set '${key}.kubeconfig' or '${key}.inCluster'`,
      );
    }
    return {
      key,
      name,
      ...(title && { title }),
      target: kubeconfig
        ? {
            type: 'kubeconfig',
            path: kubeconfig,
            ...(context && { context }),
          }
        : { type: 'in-cluster' },
    };
  });
}

function customResourceOf(name: string): CustomResourceConfig {
  const dot = name.indexOf('.');
  return { resource: name.slice(0, dot), group: name.slice(dot + 1) };
}

function readDuration(
  config: Config,
  key: string,
  fallback: number,
  least: number,
): number {
  if (!config.has(key)) {
    return fallback;
  }
  let milliseconds: number;
  try {
    milliseconds = durationToMilliseconds(
      readDurationFromConfig(config, { key }),
    );
  } catch (error) {
    throw new InputError(
      `Invalid value ${quote(
        config.get(key),
      )} of configuration key '${key}': not a duration such as "30s" or { seconds: 30 }`,
      error,
    );
  }
  if (!(milliseconds >= least)) {
    throw new InputError(
      `Invalid value ${quote(
        config.get(key),
      )} of configuration key '${key}': at least ${least} milliseconds are needed`,
    );
  }
  return milliseconds;
}

function quote(value: unknown): string {
  return typeof value === 'string'
    ? `'${value}'`
    : `'${JSON.stringify(value)}'`;
}
