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
import { parse } from 'yaml';
import { z } from 'zod';
import type { ChartContent } from '../ChartRepositories';
import { type ArchiveLimits, CHART_LIMITS, readArchive } from './readArchive';

/** Subcharts in subcharts; nobody goes deeper. */
const MAX_DEPTH = 4;
const MAX_README_CHARS = 200_000;

/** Some write `version: 1.0` without quotes. */
const textSchema = z.union([z.string(), z.number()]).transform(String);

const dependencySchema = z.looseObject({
  name: z.string(),
  version: textSchema.optional(),
  repository: z.string().optional(),
  condition: z.string().optional(),
});

const metadataSchema = z.looseObject({
  name: z.string().min(1),
  version: textSchema,
  appVersion: textSchema.optional(),
  description: z.string().optional(),
  kubeVersion: z.string().optional(),
  type: z.string().optional(),
  deprecated: z.boolean().optional(),
  dependencies: z.array(dependencySchema).nullish(),
});

/** Of the first version of the chart format. */
const requirementsSchema = z.looseObject({
  dependencies: z.array(dependencySchema).nullish(),
});

const OWN_FILES =
  /^[^/]+\/(Chart\.yaml|values\.yaml|values\.schema\.json|requirements\.yaml|README\.md)$/;
const CRD_FILE = /(^|\/)crds\/.+\.(ya?ml|json)$/;
const SUBCHART_FILE = /^[^/]+\/charts\/[^/]+\.tgz$/;

/**
 * Reads what a planner has to know of a chart.
 *
 * @param path - of a `.tgz`
 * @param what - for messages, such as `chart "base"`
 * @throws InputError when it is not a sound chart
 */
export async function readChart(
  path: string,
  what: string,
  limits: ArchiveLimits = CHART_LIMITS,
): Promise<ChartContent> {
  const files = await readArchive(path, isWanted, what, limits);
  const roots = new Set([...files.keys()].map(name => name.split('/')[0]));
  const root = [...roots].find(name => files.has(`${name}/Chart.yaml`));
  const text = (name: string) => files.get(`${root}/${name}`)?.toString('utf8');
  const chartYaml = text('Chart.yaml');
  if (chartYaml === undefined) {
    throw new InputError(`The archive of ${what} has no "Chart.yaml"`);
  }
  const metadata = readYaml(
    chartYaml,
    metadataSchema,
    `"Chart.yaml" of ${what}`,
  );
  const requirements = text('requirements.yaml');
  const dependencies =
    metadata.dependencies ??
    (requirements
      ? readYaml(
          requirements,
          requirementsSchema,
          `"requirements.yaml" of ${what}`,
        ).dependencies
      : undefined) ??
    [];
  const schema = text('values.schema.json');
  const readme = text('README.md');
  const { name, version, appVersion, description, kubeVersion, type } =
    metadata;
  return {
    metadata: {
      name,
      version,
      ...(appVersion && { appVersion }),
      ...(description && { description }),
      ...(kubeVersion && { kubeVersion }),
      ...(type && { type }),
      deprecated: metadata.deprecated ?? false,
      dependencies: dependencies.map(one => ({
        name: one.name,
        ...(one.version && { version: one.version }),
        ...(one.repository && { repository: one.repository }),
        ...(one.condition && { condition: one.condition }),
      })),
    },
    values: text('values.yaml') ?? '',
    ...(schema !== undefined && { valuesSchema: readSchema(schema, what) }),
    crds: await crdsOf(files, what, limits, 1),
    ...(readme && { readme: readme.slice(0, MAX_README_CHARS) }),
  };
}

function isWanted(path: string): boolean {
  return (
    OWN_FILES.test(path) ||
    SUBCHART_FILE.test(path) ||
    (CRD_FILE.test(path) && !/(^|\/)templates\//.test(path))
  );
}

/** Also those of subcharts, be they folders or packages. */
async function crdsOf(
  files: ReadonlyMap<string, Buffer>,
  what: string,
  limits: ArchiveLimits,
  depth: number,
): Promise<ChartContent['crds']> {
  const result: { path: string; content: string }[] = [];
  for (const [path, bytes] of files) {
    if (CRD_FILE.test(path)) {
      result.push({ path, content: bytes.toString('utf8') });
    } else if (SUBCHART_FILE.test(path)) {
      if (depth >= MAX_DEPTH) {
        throw new InputError(
          `The archive of ${what} has subcharts more than ${MAX_DEPTH} levels deep`,
        );
      }
      const inner = await readArchive(
        bytes,
        one => isWanted(one) && !OWN_FILES.test(one),
        `"${path}" of ${what}`,
        limits,
      );
      const crds = await crdsOf(inner, what, limits, depth + 1);
      result.push(
        ...crds.map(crd => ({ ...crd, path: `${path}!${crd.path}` })),
      );
    }
  }
  return result.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readYaml<T>(text: string, schema: z.ZodType<T>, what: string): T {
  let value: unknown;
  try {
    value = parse(text, { logLevel: 'error' });
  } catch (error) {
    throw new InputError(
      `${what} is not YAML: ${(error as Error).message.split('\n')[0]}`,
    );
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(`${what}: "${issue.path.join('.')}" ${issue.message}`);
  }
  return parsed.data;
}

function readSchema(text: string, what: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    throw new InputError(
      `"values.schema.json" of ${what} is not a JSON object`,
    );
  }
}
