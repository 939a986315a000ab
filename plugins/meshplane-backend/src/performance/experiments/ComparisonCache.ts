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

import type {
  ComparisonInput,
  PerformanceComparison,
} from '@meshplane/plugin-meshplane-common';
import type { RunRow } from '../stores/model';
import type { ExperimentViewer } from './ExperimentService';

const MAX_ENTRIES = 50;

/**
 * Comparisons of sides, each worked out once for the runs that it has: a page looks at an experiment every few seconds,
 * and its finished runs do not change. What the caller may do with the runs is asked each time.
 */
export class ComparisonCache {
  readonly #kept = new Map<string, Promise<PerformanceComparison>>();

  async compare(
    input: ComparisonInput,
    runs: ReadonlyMap<string, RunRow>,
    viewer: Pick<ExperimentViewer, 'compare' | 'summarizeRun'>,
  ): Promise<PerformanceComparison> {
    const key = JSON.stringify(input);
    let found = this.#kept.get(key);
    if (!found) {
      found = viewer.compare(input);
      this.#kept.set(key, found);
      found.catch(() => this.#kept.delete(key));
      const [oldest] = this.#kept.keys();
      if (this.#kept.size > MAX_ENTRIES) this.#kept.delete(oldest);
    }
    const comparison = await found;
    const side = (ids: readonly string[], title: string) => ({
      title,
      runs: ids.flatMap(id => {
        const run = runs.get(id);
        return run ? [viewer.summarizeRun(run)] : [];
      }),
    });
    return {
      ...comparison,
      a: side(input.a, comparison.a.title),
      b: side(input.b, comparison.b.title),
    };
  }
}
