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

import type { ClusterAccess } from '../../../clusters/ClusterAccess';
import { classifyFailure } from '../../../clusters/failures';
import { type Timing, withTimeout } from '../../../clusters/timing';
import { shortestWindow, tooShortNote } from '../limits';
import { containerKey, type MeasuredSet } from '../measured/MeasuredSet';
import type { MeasuredWindow } from '../ResourceReader';
import {
  type ClusterResources,
  type ContainerSeries,
  namesOf,
  nodeUseOf,
  noResources,
  seriesByRole,
  useOf,
} from '../uses';
import { waitUntil } from '../waitUntil';
import { pointsOf, type Reading, useFromReadings } from './readings';
import { nodeKey, type SampledSource } from './SampledSource';

const SAMPLE_TIMEOUT_MS = 10_000;
/** Memory of one run's readings is bounded; half an hour of 200 containers fits. */
const MAX_READINGS = 100_000;

export interface SamplerOptions {
  source: SampledSource;
  cluster: string;
  clusters: Pick<ClusterAccess, 'get'>;
  /** What is measured at this moment. */
  set: () => MeasuredSet;
  timing: Timing;
}

/** Reads a source again and again while a run goes on, and tells in the end what was used. */
export class Sampler {
  readonly #options: SamplerOptions;
  readonly #readings = new Map<string, Map<number, Reading>>();
  readonly #ended = new AbortController();
  #count = 0;
  #lastError: string | undefined;
  #cancel: (() => void) | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: SamplerOptions) {
    this.#options = options;
  }

  /** Takes the first sample at once. */
  start(): void {
    const { timing, source } = this.#options;
    this.#running = this.#sample().then(() => {
      if (this.#ended.signal.aborted) return;
      this.#cancel = timing.schedule(source.intervalSeconds * 1000, () =>
        this.start(),
      );
    });
  }

  stop(): void {
    this.#ended.abort();
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Never rejects. Waits for the reading that covers the end of the window. */
  async read(
    window: MeasuredWindow,
    set: MeasuredSet,
  ): Promise<ClusterResources> {
    const { source, timing } = this.#options;
    const windowSeconds = (window.to - window.from) / 1000;
    if (windowSeconds < shortestWindow(source.resolutionSeconds)) {
      return {
        ...noResources(
          'metrics-api',
          'too-short',
          tooShortNote(windowSeconds, source.resolutionSeconds, source.title),
        ),
        windowSeconds,
      };
    }
    await this.#running;
    // Where nothing ever came, nothing will come now.
    if (this.#count > 0) {
      await waitUntil(
        timing,
        window.to + source.resolutionSeconds * 1000,
        this.#ended.signal,
      );
      await this.#sample();
    }
    return this.#result(window, set, windowSeconds);
  }

  #result(
    window: MeasuredWindow,
    set: MeasuredSet,
    windowSeconds: number,
  ): ClusterResources {
    const { title } = this.#options.source;
    const readingsOf = (key: string) => [
      ...(this.#readings.get(key)?.values() ?? []),
    ];
    const series: ContainerSeries[] = [];
    const uses: ClusterResources['uses'] = [];
    const missing = set.containers.filter(container => {
      const key = containerKey(container);
      const readings = readingsOf(key);
      const use = useFromReadings(readings, window);
      if (!use) return true;
      const { coveredSeconds: _, ...numbers } = use;
      uses.push(useOf(container, numbers, window.achievedRate));
      const { cores, bytes } = pointsOf(readings, window);
      series.push(
        { key, unit: 'cores', points: cores },
        { key, unit: 'bytes', points: bytes },
      );
      return false;
    });
    const known = uses.length;
    for (const node of set.nodes) {
      const use = useFromReadings(readingsOf(nodeKey(node)), window);
      if (!use) continue;
      const { coveredSeconds: _, ...numbers } = use;
      uses.push(nodeUseOf(node, numbers, window.achievedRate));
    }
    const notes: string[] = [];
    if (missing.length > 0) {
      notes.push(
        `From ${title} there are too few readings in the window of ${
          missing.length
        } of ${set.containers.length} containers: ${namesOf(missing)}.`,
      );
      if (this.#lastError) {
        notes.push(`It could not always be read: ${this.#lastError}`);
      }
    }
    return {
      source: 'metrics-api',
      status: statusOf(known, missing.length),
      notes,
      windowSeconds,
      uses,
      // Containers are not read at the same moments, so that sums are taken over whole intervals.
      series: seriesByRole(
        set.containers,
        aligned(series, this.#options.source.resolutionSeconds, window.from),
        window.from,
      ),
    };
  }

  /** Never rejects: a sample that fails leaves a gap. */
  async #sample(): Promise<void> {
    const { source, cluster, clusters, set, timing } = this.#options;
    try {
      const { connection, health } = clusters.get(cluster);
      if (!connection) {
        this.#lastError = `the cluster "${cluster}" cannot be reached: ${health.message}`;
        return;
      }
      const readings = await withTimeout(
        {
          timing,
          timeoutMs: SAMPLE_TIMEOUT_MS,
          subject: source.title,
        },
        signal => source.sample(connection, set(), signal),
      );
      readings.forEach(reading => this.#keep(reading));
    } catch (error) {
      this.#lastError = explain(error, source);
    }
  }

  #keep(reading: Reading): void {
    if (!Number.isFinite(reading.at) || this.#count >= MAX_READINGS) return;
    const known = this.#readings.get(reading.key) ?? new Map();
    this.#readings.set(reading.key, known);
    if (!known.has(reading.at)) {
      known.set(reading.at, reading);
      this.#count += 1;
    }
  }
}

function explain(error: unknown, source: SampledSource): string {
  const { status, message } = classifyFailure(error);
  if (status === 403) return `${message}. ${source.grant}`;
  return status === 404 || status === 503
    ? `${source.title} is not there (${message}); install metrics-server, or connect a Prometheus`
    : message;
}

function statusOf(known: number, missing: number): ClusterResources['status'] {
  if (known === 0) return 'unavailable';
  return missing === 0 ? 'complete' : 'partial';
}

/** Moves points to the ends of intervals since the begin of the window; of several in one the last one stays. */
function aligned(
  series: readonly ContainerSeries[],
  intervalSeconds: number,
  from: number,
): ContainerSeries[] {
  const step = intervalSeconds * 1000;
  return series.map(one => ({
    ...one,
    points: [
      ...new Map(
        one.points.map(
          ([at, value]) =>
            [from + Math.ceil((at - from) / step) * step, value] as const,
        ),
      ),
    ],
  }));
}
