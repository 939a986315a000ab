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
  RunEvent,
  RunSummary,
  TimelinePoint,
} from '@meshplane/plugin-meshplane-common';
import { measured, type FixtureRun } from './runFixtures';
import { simulateSecond, type Simulation } from './simulate';

const WARMUP_SECONDS = 10;

/** An invented run that is under way: goes on by one second at a time. */
export class LiveRun {
  summary: RunSummary;
  readonly #simulation: Simulation;
  #second: number;

  constructor(
    summary: RunSummary,
    /** Seconds that were measured already. */
    second: number,
  ) {
    this.summary = summary;
    this.#second = second;
    this.#simulation = {
      seed: summary.id.length,
      seconds: 60,
      rate: 400,
      median: 9_000,
      spread: 0.4,
      stall: { every: 15, micros: 120_000 },
    };
  }

  get isOver(): boolean {
    return ['succeeded', 'cancelled'].includes(this.summary.state);
  }

  #points(): TimelinePoint[] {
    return Array.from(
      { length: this.#second },
      (_, second) => simulateSecond(this.#simulation, second).point,
    );
  }

  #live(points: TimelinePoint[]): RunEvent {
    const last = points[points.length - 1];
    return {
      type: 'live',
      live: {
        phase: 'measured',
        elapsedSeconds: WARMUP_SECONDS + this.#second,
        plannedSeconds: WARMUP_SECONDS + this.#simulation.seconds,
        sent: points.reduce((sum, point) => sum + point.sent, 0),
        ok: points.reduce((sum, point) => sum + point.ok, 0),
        errors: {},
        rate: last?.sent ?? 0,
        targetRate: this.#simulation.rate,
        p50: last?.p50,
        p90: last?.p90,
        p99: last?.p99,
        lagP99Ms: last?.lagP99Ms,
      },
    };
  }

  /** What somebody who comes now has to be told first. */
  soFar(): RunEvent[] {
    const points = this.#points();
    return [
      { type: 'run', run: this.summary },
      ...points.map(point => ({ type: 'second' as const, point })),
      ...(this.summary.state === 'running' ? [this.#live(points)] : []),
    ];
  }

  /** One second passes. */
  advance(): RunEvent[] {
    if (this.summary.state === 'queued') {
      this.summary = {
        ...this.summary,
        state: 'running',
        queuePosition: undefined,
        startedAt: this.summary.createdAt,
      };
      return [{ type: 'run', run: this.summary }];
    }
    this.#second += 1;
    const points = this.#points();
    const point = points[points.length - 1];
    if (this.#second < this.#simulation.seconds) {
      return [{ type: 'second', point }, this.#live(points)];
    }
    this.summary = {
      ...this.summary,
      state: 'succeeded',
      may: { cancel: false, edit: true },
    };
    return [
      { type: 'second', point },
      { type: 'end', run: this.summary },
    ];
  }

  /** Somebody stops it. */
  cancel(): RunEvent {
    this.summary = {
      ...this.summary,
      state: 'cancelled',
      message: `Stopped by jane at second ${
        this.#second
      }; what was measured until then is kept.`,
      queuePosition: undefined,
      may: { cancel: false, edit: true },
    };
    return { type: 'end', run: this.summary };
  }

  /** As it is stored afterwards. */
  finished(): FixtureRun {
    if (this.#second === 0) return { summary: this.summary };
    const isComplete = this.summary.state === 'succeeded';
    return measured(
      {
        ...this.summary,
        end: isComplete ? 'complete' : 'cancelled',
        validity: isComplete ? 'valid' : 'unknown',
      },
      { ...this.#simulation, seconds: this.#second },
    );
  }
}
