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

import type { Timing } from '../../../clusters/timing';
import { mapBounded } from '../../../operations/mapBounded';
import { failureOf } from '../../connections/failures';
import type { PrometheusConnection } from '../../connections/MetricsConnections';
import {
  DEFAULT_SCRAPE_SECONDS,
  MIN_READINGS,
  shortestWindow,
  tooShortNote,
} from '../limits';
import {
  containerKey,
  type MeasuredContainer,
  type MeasuredSet,
} from '../measured/MeasuredSet';
import type { MeasuredWindow } from '../ResourceReader';
import {
  type ClusterResources,
  type ContainerSeries,
  namesOf,
  nodeUseOf,
  noResources,
  seriesByRole,
  useOf,
  type UseNumbers,
} from '../uses';
import { waitUntil } from '../waitUntil';
import {
  type ContainerQueries,
  containerQueries,
  jobsQuery,
} from './containerQueries';
import { readMesh } from './readMesh';
import { nodeQueries } from './nodeQueries';
import type { Matchers } from './promql';

/** So many pods are asked for in one query. */
const PODS_PER_QUERY = 50;
const QUERIES_AT_A_TIME = 4;
/** Readings of kubelets arrive up to one scrape after their time; longer nobody wants to wait. */
const MAX_SETTLE_SECONDS = 30;
/** Enough for a chart. */
const MAX_POINTS = 300;

/** Reads what was used in a window from a Prometheus. */
export class PrometheusReader {
  readonly #connection: PrometheusConnection;
  readonly #extra: Matchers;
  readonly #timing: Timing;

  constructor(options: {
    connection: PrometheusConnection;
    cluster: string;
    timing: Timing;
  }) {
    const { connection, cluster, timing } = options;
    this.#connection = connection;
    this.#timing = timing;
    this.#extra = connection.clusterLabel
      ? { [connection.clusterLabel]: cluster }
      : {};
  }

  /** Why nothing can be read now; undefined if something can. */
  async problem(
    set: MeasuredSet,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    try {
      const jobs = await this.#jobs(set, this.#timing.now(), signal);
      return jobs.length > 0 || set.containers.length === 0
        ? undefined
        : this.#nothingKnown();
    } catch (error) {
      return this.#failed(error);
    }
  }

  /**
   * Never rejects; what went wrong is in the notes.
   *
   * @param signal - cuts waiting for late readings short, as for a run that was cancelled; what is there is read even then
   */
  async read(
    set: MeasuredSet,
    window: MeasuredWindow,
    signal?: AbortSignal,
  ): Promise<ClusterResources> {
    try {
      return await this.#read(set, window, signal);
    } catch (error) {
      return noResources('prometheus', 'unavailable', this.#failed(error));
    }
  }

  async #read(
    set: MeasuredSet,
    window: MeasuredWindow,
    signal?: AbortSignal,
  ): Promise<ClusterResources> {
    const { interval, guessed } = await this.#interval(set, window);
    const windowSeconds = (window.to - window.from) / 1000;
    const notes = guessed
      ? [
          `Prometheus "${
            this.#connection.name
          }" does not tell how often it scrapes; ${DEFAULT_SCRAPE_SECONDS} s is assumed.`,
        ]
      : [];
    if (windowSeconds < shortestWindow(interval)) {
      return {
        ...noResources(
          'prometheus',
          'too-short',
          ...notes,
          tooShortNote(
            windowSeconds,
            interval,
            `Prometheus "${this.#connection.name}"`,
          ),
        ),
        windowSeconds,
      };
    }
    const settle = Math.min(interval, MAX_SETTLE_SECONDS) * 1000;
    await waitUntil(this.#timing, window.to + settle, signal);
    const containers = await this.#containers(set, window, interval);
    const nodes = await this.#nodes(set, window, notes);
    const mesh = await readMesh({
      client: this.#connection.client,
      set,
      extra: this.#extra,
      window,
      notes,
    });
    return {
      source: 'prometheus',
      status: containers.status,
      notes: [...notes, ...containers.notes],
      windowSeconds,
      uses: [...containers.uses, ...nodes],
      series: containers.series,
      ...(mesh && { mesh }),
    };
  }

  async #interval(
    set: MeasuredSet,
    window: MeasuredWindow,
  ): Promise<{ interval: number; guessed: boolean }> {
    const jobs = await this.#jobs(set, window.to);
    const intervals = await this.#connection.client
      .scrapeIntervals()
      // Who may query may still not see the targets.
      .catch(() => new Map<string, number>());
    const known = jobs.flatMap(job => intervals.get(job) ?? []);
    return known.length > 0
      ? { interval: Math.max(...known), guessed: false }
      : { interval: DEFAULT_SCRAPE_SECONDS, guessed: true };
  }

  async #jobs(
    set: MeasuredSet,
    at: number,
    signal?: AbortSignal,
  ): Promise<string[]> {
    const [chunk] = chunksOf(set.containers);
    if (!chunk) return [];
    const { series } = await this.#connection.client.query(
      jobsQuery({ ...this.#extra, ...chunk }),
      at,
      signal,
    );
    return series.map(({ labels }) => labels.job ?? '');
  }

  async #containers(
    set: MeasuredSet,
    window: MeasuredWindow,
    interval: number,
  ): Promise<Pick<ClusterResources, 'status' | 'notes' | 'uses' | 'series'>> {
    const found = new Map<string, UseNumbers>();
    const series: ContainerSeries[] = [];
    for (const chunk of chunksOf(set.containers)) {
      await this.#chunk(chunk, window, interval, { found, series });
    }
    const known = set.containers.filter(one => {
      const { samples = 0 } = found.get(containerKey(one)) ?? {};
      return samples >= MIN_READINGS;
    });
    const keys = new Set(known.map(containerKey));
    const missing = set.containers.filter(one => !keys.has(containerKey(one)));
    const notes: string[] = [];
    if (known.length === 0) notes.push(this.#nothingKnown());
    else if (missing.length > 0) {
      notes.push(
        `Prometheus "${
          this.#connection.name
        }" has fewer than ${MIN_READINGS} readings in the window of ${
          missing.length
        } of ${set.containers.length} containers: ${namesOf(missing)}.`,
      );
    }
    return {
      status: statusOf(known.length, missing.length),
      notes,
      uses: known.map(one =>
        useOf(one, found.get(containerKey(one)) ?? {}, window.achievedRate),
      ),
      series: seriesByRole(known, series, window.from),
    };
  }

  async #chunk(
    chunk: Matchers,
    window: MeasuredWindow,
    interval: number,
    into: { found: Map<string, UseNumbers>; series: ContainerSeries[] },
  ): Promise<void> {
    const { client } = this.#connection;
    const windowSeconds = (window.to - window.from) / 1000;
    const rateSeconds = Math.max(3 * interval, windowSeconds / MAX_POINTS);
    const queries = containerQueries(
      { ...this.#extra, ...chunk },
      windowSeconds,
      rateSeconds,
    );
    const instant = [
      'cpuMean',
      'memoryMean',
      'memoryMax',
      'throttled',
      'samples',
    ] as const satisfies (keyof ContainerQueries)[];
    await mapBounded(instant, QUERIES_AT_A_TIME, async name => {
      const answer = await client.query(queries[name], window.to);
      for (const { labels, value } of answer.series) {
        const key = containerKey(labels);
        into.found.set(key, { ...into.found.get(key), [name]: value });
      }
    });
    const range = {
      // The first average has to lie in the window as a whole.
      from: Math.min(window.from + rateSeconds * 1000, window.to),
      to: window.to,
      stepSeconds: Math.max(interval, windowSeconds / MAX_POINTS),
    };
    const cpu = await client.queryRange(queries.cpuSeries, range);
    for (const { labels, points } of cpu.series) {
      const key = containerKey(labels);
      const values = points.map(([, value]) => value).filter(Number.isFinite);
      into.found.set(key, {
        ...into.found.get(key),
        ...(values.length > 0 && { cpuMax: Math.max(...values) }),
      });
      into.series.push({ key, unit: 'cores', points: inMs(points) });
    }
    const memory = await client.queryRange(queries.memorySeries, {
      ...range,
      from: window.from,
    });
    for (const { labels, points } of memory.series) {
      const key = containerKey(labels);
      into.series.push({ key, unit: 'bytes', points: inMs(points) });
    }
  }

  /** The first way that answers; nodes never fail a reading. */
  async #nodes(
    set: MeasuredSet,
    window: MeasuredWindow,
    notes: string[],
  ): Promise<ClusterResources['uses']> {
    if (set.nodes.length === 0) return [];
    const { client } = this.#connection;
    const windowSeconds = (window.to - window.from) / 1000;
    try {
      for (const way of nodeQueries(set.nodes, this.#extra, windowSeconds)) {
        const cpu = await client.query(way.cpuMean, window.to);
        if (cpu.series.length === 0) continue;
        const byNode = async (query: string) =>
          new Map(
            (await client.query(query, window.to)).series.map(
              ({ labels, value }) => [labels[way.label], value],
            ),
          );
        const memory = await byNode(way.memoryMax);
        const samples = await byNode(way.samples);
        return cpu.series
          .map(({ labels, value }) => ({ node: labels[way.label], value }))
          .filter(({ node }) => (samples.get(node) ?? 0) >= MIN_READINGS)
          .map(({ node, value }) =>
            nodeUseOf(
              node,
              {
                cpuMean: value,
                memoryMax: memory.get(node),
                samples: samples.get(node),
              },
              window.achievedRate,
            ),
          );
      }
      notes.push(
        `Prometheus "${
          this.#connection.name
        }" knows nothing of the nodes ${set.nodes
          .map(node => `"${node}"`)
          .join(', ')}: node-exporter is not scraped.`,
      );
    } catch (error) {
      notes.push(`The use of nodes could not be read. ${this.#failed(error)}`);
    }
    return [];
  }

  #nothingKnown(): string {
    return `Prometheus "${
      this.#connection.name
    }" has no metrics of the measured containers: check that it scrapes the cAdvisor metrics of the kubelets of this cluster.`;
  }

  #failed(error: unknown): string {
    const { message, remedy } = failureOf(error);
    return `Prometheus "${
      this.#connection.name
    }" could not be asked: ${message}. ${remedy}`;
  }
}

function statusOf(known: number, missing: number): ClusterResources['status'] {
  if (known === 0) return 'unavailable';
  return missing === 0 ? 'complete' : 'partial';
}

function inMs(points: readonly (readonly [number, number])[]) {
  return points.map(([at, value]) => [at * 1000, value] as const);
}

/** Matchers for all pods, some at a time, namespace by namespace. */
function chunksOf(containers: readonly MeasuredContainer[]): Matchers[] {
  const pods = new Map<string, Set<string>>();
  for (const { namespace, pod } of containers) {
    const known = pods.get(namespace) ?? new Set();
    pods.set(namespace, known.add(pod));
  }
  return [...pods].flatMap(([namespace, names]) => {
    const all = [...names];
    const chunks: Matchers[] = [];
    for (let at = 0; at < all.length; at += PODS_PER_QUERY) {
      chunks.push({ namespace, pod: all.slice(at, at + PODS_PER_QUERY) });
    }
    return chunks;
  });
}
