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

/** One measured line of a benchmark. */
export interface BenchRow {
  what: string;
  value: number;
  unit: string;
  /** What the architecture asks for, in the same unit. */
  goal?: number;
  /** True where the goal is a lower limit; else it is an upper one. */
  atLeast?: boolean;
  /** Value against a peer that ran beside it in the same run. */
  ratio?: number;
  peer?: string;
  /** Smallest and largest value where there were several rounds. */
  min?: number;
  max?: number;
}

/** A benchmark; it cleans up behind itself. */
export type Bench = () => Promise<BenchRow[]>;
