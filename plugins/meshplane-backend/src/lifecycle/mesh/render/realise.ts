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
import type {
  LifecyclePlan,
  LifecycleStep,
  PlannedChartRef,
} from '@meshplane/meshes';
import { stringify } from 'yaml';
import type {
  ChartContent,
  ChartPackage,
} from '../../../charts/ChartRepositories';
import { readCapabilities } from '../../../helm/capabilities';
import { HelmError } from '../../../helm/HelmExecutor';
import { concurrently } from '../../../manifests/concurrently';
import type { RenderedObject } from '../../../manifests/model';
import { splitManifests } from '../../../manifests/splitManifests';
import type { PlanContext } from '../../../operations/model';
import type { MeshLifecycleDeps } from '../deps';
import { checkValues } from '../planning/values';
import { ofTemplates, type ManifestSource } from '../sources/ManifestSources';

/** Renders at once: a render keeps one core busy. */
const CONCURRENCY = 2;

/** A chart that was fetched, with what it says of itself. */
export interface FetchedChart {
  readonly ref: PlannedChartRef;
  readonly package: ChartPackage;
  readonly content: ChartContent;
}

/** A step with the objects that it applies and the bytes that they come from. */
export interface RealStep {
  readonly step: LifecycleStep;
  readonly chart?: FetchedChart;
  readonly source?: ManifestSource;
  /** Address of the source, for those that read it themselves. */
  readonly url?: string;
  /** Without hooks. */
  readonly objects: readonly RenderedObject[];
  readonly hooks: readonly RenderedObject[];
}

/**
 * Fetches the charts and bundles of a plan and renders them for this cluster.
 *
 * @throws InputError for values that a chart does not take
 */
export async function realise(
  deps: MeshLifecycleDeps,
  plan: LifecyclePlan,
  context: PlanContext,
): Promise<RealStep[]> {
  const { connection, signal } = context;
  const capabilities = plan.steps.some(needsRender)
    ? await readCapabilities(connection, deps.manifests.servedKinds, signal)
    : undefined;
  const template = async (
    chart: FetchedChart,
    options: {
      release: string;
      namespace: string;
      values: unknown;
      skipCrds: boolean;
      isUpgrade: boolean;
    },
  ) => {
    const yaml = await deps.helm
      .template({
        release: { name: options.release, namespace: options.namespace },
        chart: chart.package.path,
        values: stringify(options.values ?? {}),
        kubeVersion: capabilities?.kubeVersion,
        apiVersions: capabilities?.apiVersions,
        includeCrds: !options.skipCrds,
        isUpgrade: options.isUpgrade,
        skipTests: true,
        signal,
      })
      .catch(error => {
        throw notRendered(chart.ref, error);
      });
    const all = splitManifests(yaml);
    return {
      objects: all.filter(({ hooks }) => hooks.length === 0),
      hooks: all.filter(({ hooks }) => hooks.length > 0),
    };
  };
  const releases = await concurrently(
    plan.steps.filter(step => step.type === 'helm-release'),
    CONCURRENCY,
    async step => ({
      step,
      chart: await fetchChart(deps, step.chart, signal),
    }),
  );
  // Before Helm sees them: it would stop at the first chart, and not say which value it is.
  checkValues(releases);
  const charts = new Map<LifecycleStep, FetchedChart>(
    releases.map(({ step, chart }) => [step, chart]),
  );
  return concurrently(plan.steps, CONCURRENCY, async step => {
    const released = charts.get(step);
    if (step.type === 'helm-release' && released) {
      return {
        step,
        chart: released,
        ...(await template(released, {
          ...step,
          isUpgrade: step.action === 'upgrade',
        })),
      };
    }
    if (step.type !== 'apply-manifest-bundle')
      return { step, objects: [], hooks: [] };
    const { bundle } = step;
    if (bundle.from === 'gateway-api') {
      const { text, digest, url } = await deps.bundles.fetch(bundle, {
        signal,
      });
      return {
        step,
        url,
        source: { ...bundle, digest },
        objects: splitManifests(text),
        hooks: [],
      };
    }
    const chart = await fetchChart(deps, bundle.chart, signal);
    const fields = {
      repository: bundle.chart.repository,
      chart: bundle.chart.name,
      version: bundle.chart.version,
      digest: chart.package.digest,
    };
    if (bundle.from === 'chart-crds')
      return {
        step,
        chart,
        source: { from: bundle.from, ...fields },
        objects: chart.content.crds.flatMap(({ content }) =>
          splitManifests(content),
        ),
        hooks: [],
      };
    const { release, namespace, values, showOnly } = bundle;
    const { objects } = await template(chart, {
      release,
      namespace,
      values,
      skipCrds: false,
      isUpgrade: false,
    });
    return {
      step,
      chart,
      source: {
        from: bundle.from,
        ...fields,
        release,
        namespace,
        values: stringify(values),
        ...(showOnly && { showOnly }),
      },
      objects: ofTemplates(objects, showOnly),
      hooks: [],
    };
  });
}

/** A chart that refuses its values says so while it is rendered; that is no fault of this backend. */
function notRendered({ name, version }: PlannedChartRef, error: unknown) {
  return error instanceof HelmError && error.details.exitCode !== undefined
    ? new InputError(
        `Chart "${name}" ${version} cannot be rendered with these values: ${error.message}`,
        error,
      )
    : error;
}

function needsRender({ type }: LifecycleStep) {
  return type === 'helm-release' || type === 'apply-manifest-bundle';
}

async function fetchChart(
  deps: MeshLifecycleDeps,
  ref: PlannedChartRef,
  signal: AbortSignal,
): Promise<FetchedChart> {
  const chartPackage = await deps.charts.fetch(
    { repository: ref.repository, name: ref.name },
    ref.version,
    { signal },
  );
  const content = await deps.charts.read(chartPackage);
  if (content.metadata.type === 'library')
    throw new InputError(
      `Chart "${ref.name}" is a library and cannot be installed`,
    );
  return { ref, package: chartPackage, content };
}
