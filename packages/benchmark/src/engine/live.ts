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

import type { Histogram } from 'hdr-histogram-js';
import type { Gate, LoadProfile } from '../model/profile';
import type { GateResult, RunResult, Slice } from '../model/result';

/** Requests of a run or of one of its endpoints, counted so far. @public */
export interface LiveCounts {
  sent: number;
  ok: number;
  /** By outcome, such as `http_5xx`. */
  errors: Record<string, number>;
}

/**
 * What is known of the measured phase while a run is going on. Everything is by intended start and changes under the
 * reader's hands with the next second: read it, do not keep it.
 *
 * @public
 */
export interface LiveView {
  phase: 'connect' | 'warm-up' | 'measured' | 'drain';
  /** Seconds since the measured phase began; 0 before it. */
  elapsedSeconds: number;
  /** Planned length of the measured phase. */
  plannedSeconds: number;
  counts: LiveCounts & { scheduled: number };
  /** Response latency so far, microseconds, two digits. */
  response: Histogram;
  /** Service latency so far, microseconds, two digits. */
  service: Histogram;
  /** By endpoint name; one entry where the profile has one endpoint. */
  endpoints: Record<string, LiveCounts & { response: Histogram }>;
  /** The last whole second; without `hdr`. */
  lastSlice?: Slice;
}

/** Why a gate ends a run before its time. @public */
export interface AbortReason {
  metric: string;
  threshold: string;
  /** For people, with the value that crossed the threshold. */
  message: string;
}

/**
 * Gates as the engine needs them: asked about every second while the run is going on, and once at its end. The engine
 * knows nothing of thresholds.
 *
 * @public
 */
export interface LiveGates {
  /** The first gate that ends the run now. */
  shouldAbort(view: LiveView): AbortReason | undefined;
  /** Judges the finished run; `aborted` says which gate ended it. */
  judge(result: RunResult, aborted?: AbortReason): GateResult[];
}

/** @public */
export type LiveGatesFactory = (
  gates: Gate[],
  profile: LoadProfile,
) => LiveGates;
