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

import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import type { MeasuredSet } from '../measured/MeasuredSet';
import type { Reading } from './readings';

/** A source that keeps no past, so that it has to be read while a run goes on. */
export interface SampledSource {
  /** For notes: `the metrics API`. */
  readonly title: string;
  /** What to do where it may not be read, a sentence. */
  readonly grant: string;
  /** Pause between two samples, seconds. */
  readonly intervalSeconds: number;
  /** So long the source takes for a new reading, seconds. */
  readonly resolutionSeconds: number;
  /**
   * Reads once. The same readings may come again; they are told apart by their own times.
   *
   * @throws as the connection does
   */
  sample(
    connection: ClusterConnection,
    set: MeasuredSet,
    signal: AbortSignal,
  ): Promise<Reading[]>;
}

/** Key of the readings of a node. */
export function nodeKey(node: string): string {
  return `node/${node}`;
}
