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

import { BackendProcess } from '../../lifecycle/stage/BackendProcess';
import {
  type BackendSettings,
  startBackend,
} from '../../lifecycle/stage/features';
import { Operator } from '../../lifecycle/stage/Operator';
import { type DatabaseKind, newDatabase } from './databases';
import { Measurer } from './Measurer';
import { Target } from './Target';

/** Servers, databases and backends of one suite, and the end of them all. */
export class PerformanceStage {
  readonly #ends: (() => Promise<unknown>)[] = [];

  /** What is made last ends first. */
  atEnd(end: () => Promise<unknown>) {
    this.#ends.unshift(end);
  }

  async close() {
    const failures: unknown[] = [];
    for (const end of this.#ends)
      await end().catch(error => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }

  async target(redirectTo?: string): Promise<Target> {
    const target = await Target.start(redirectTo);
    this.atEnd(() => target.close());
    return target;
  }

  async database(kind: DatabaseKind) {
    const { database, remove } = await newDatabase(kind);
    this.atEnd(remove);
    return database;
  }

  /** A backend in a process of its own, over a database that outlives it. */
  async process(
    database: BackendSettings['database'],
    performance: object,
  ): Promise<BackendProcess & { measurer: Measurer }> {
    const backend = await BackendProcess.start({
      meshplane: sectionOf(performance),
      database,
      scheduler: true,
    });
    this.atEnd(() => backend.stop());
    return Object.assign(backend, {
      measurer: new Measurer(backend.operator.api.performance),
    });
  }

  /** A backend in this process, with a database in memory. */
  async backend(performance: object): Promise<Measurer> {
    const backend = await startBackend({ meshplane: sectionOf(performance) });
    this.atEnd(() => backend.stop());
    return new Measurer(new Operator(backend.port).api.performance);
  }
}

function sectionOf(performance: object) {
  return {
    clusters: [],
    performance: {
      // Load and target share two cores with everything else here.
      niceness: 0,
      ...performance,
    },
  };
}

/** Allows load to these, which are on this machine. */
export function allowing(...targets: string[]) {
  return { targets, allowLoopback: targets };
}
