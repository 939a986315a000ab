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

import { z } from 'zod';
import type { ChartRepositories } from '../../../charts/ChartRepositories';
import type { HelmExecutor } from '../../../helm/HelmExecutor';
import type { RenderedObject } from '../../../manifests/model';
import { splitManifests } from '../../../manifests/splitManifests';
import type { GatewayApiBundles } from './GatewayApiBundles';

const chartFields = {
  repository: z.string(),
  chart: z.string(),
  version: z.string(),
  digest: z.string(),
};

/** Where objects that are applied without Helm come from; always with the digest that the plan showed. */
export const manifestSourceSchema = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('gateway-api'),
    channel: z.enum(['standard', 'experimental']),
    version: z.string(),
    digest: z.string(),
  }),
  /** The files below `crds/`, which Helm never upgrades. */
  z.object({ from: z.literal('chart-crds'), ...chartFields }),
  /** What the chart renders to. */
  z.object({
    from: z.literal('chart'),
    ...chartFields,
    release: z.string(),
    namespace: z.string(),
    values: z.string(),
    /** Only what these templates render to. */
    showOnly: z.array(z.string()).optional(),
  }),
]);
/** See {@link manifestSourceSchema}. */
export type ManifestSource = z.output<typeof manifestSourceSchema>;

/** Gives the objects of a {@link ManifestSource}. */
export class ManifestSources {
  readonly #charts: ChartRepositories;
  readonly #helm: HelmExecutor;
  readonly #bundles: GatewayApiBundles;

  constructor(options: {
    charts: ChartRepositories;
    helm: HelmExecutor;
    bundles: GatewayApiBundles;
  }) {
    this.#charts = options.charts;
    this.#helm = options.helm;
    this.#bundles = options.bundles;
  }

  async load(
    source: ManifestSource,
    options: { signal?: AbortSignal; kubeVersion?: string } = {},
  ): Promise<readonly RenderedObject[]> {
    if (source.from === 'gateway-api') {
      const { text } = await this.#bundles.fetch(source, {
        digest: source.digest,
        signal: options.signal,
      });
      return splitManifests(text);
    }
    const chart = await this.#charts.fetch(
      { repository: source.repository, name: source.chart },
      source.version,
      { digest: source.digest, signal: options.signal },
    );
    if (source.from === 'chart-crds') {
      const { crds } = await this.#charts.read(chart);
      return crds.flatMap(({ content }) => splitManifests(content));
    }
    const objects = splitManifests(
      await this.#helm.template({
        release: { name: source.release, namespace: source.namespace },
        chart: chart.path,
        values: source.values,
        kubeVersion: options.kubeVersion,
        signal: options.signal,
      }),
    );
    return ofTemplates(objects, source.showOnly);
  }
}

/** What the named templates of a chart render to; all where none is named. */
export function ofTemplates<T extends Pick<RenderedObject, 'source'>>(
  objects: readonly T[],
  templates: readonly string[] | undefined,
): readonly T[] {
  return templates
    ? objects.filter(({ source }) =>
        templates.some(template => source?.endsWith(`/${template}`)),
      )
    : objects;
}
