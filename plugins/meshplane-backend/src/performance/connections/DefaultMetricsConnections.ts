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

import { NotFoundError } from '@backstage/errors';
import type {
  MetricsConnection,
  MetricsDiagnosis,
} from '@meshplane/plugin-meshplane-common';
import type { Timing } from '../../clusters/timing';
import type { DiagnosisStep } from './diagnosis/steps';
import { failureOf } from './failures';
import type {
  GrafanaConnection,
  MetricsConnections,
  PrometheusConnection,
} from './MetricsConnections';

/** What one connection offers to those who list and check it. */
export interface ManagedConnection {
  readonly name: string;
  readonly kind: MetricsConnection['kind'];
  readonly clusters: readonly string[];
  readonly address: string;
  /** A short look: version where told, and a warning where it works in part. */
  check(): Promise<{ version?: string; warning?: string }>;
  diagnose(): Promise<DiagnosisStep[]>;
  close(): void;
}

export interface DefaultMetricsConnectionsOptions {
  prometheus: readonly PrometheusConnection[];
  grafana: readonly GrafanaConnection[];
  /** The same ones, in the order of the configuration. */
  managed: readonly ManagedConnection[];
  timing: Timing;
  /** Between two checks of a connection. */
  checkEveryMs: number;
}

type Checked = Pick<
  MetricsConnection,
  'state' | 'message' | 'version' | 'checkedAt'
>;

const UNCHECKED: Checked = { state: 'unknown', message: 'Not checked yet.' };

/** Keeps the state of all connections and looks after it. */
export class DefaultMetricsConnections implements MetricsConnections {
  readonly #options: DefaultMetricsConnectionsOptions;
  readonly #states = new Map<string, Checked>();
  readonly #checking = new Map<string, Promise<void>>();
  #cancel: (() => void) | undefined;

  constructor(options: DefaultMetricsConnectionsOptions) {
    this.#options = options;
  }

  async list(): Promise<MetricsConnection[]> {
    const { managed } = this.#options;
    await Promise.all(
      managed
        .filter(({ name }) => !this.#states.has(name))
        .map(one => this.#check(one)),
    );
    return managed.map(({ name, kind, clusters, address }) => ({
      name,
      kind,
      clusters: [...clusters],
      url: address,
      ...(this.#states.get(name) ?? UNCHECKED),
    }));
  }

  async diagnose(name: string): Promise<MetricsDiagnosis> {
    const found = this.#options.managed.find(one => one.name === name);
    if (!found) throw this.#notFound(name);
    const steps = await found.diagnose();
    await this.#check(found);
    return { connection: name, steps };
  }

  prometheusOf(cluster: string): PrometheusConnection | undefined {
    const { prometheus } = this.#options;
    return (
      prometheus.find(({ clusters }) => clusters.includes(cluster)) ??
      prometheus.find(({ clusters }) => clusters.length === 0)
    );
  }

  prometheus(): readonly PrometheusConnection[] {
    return this.#options.prometheus;
  }

  grafana(): readonly GrafanaConnection[] {
    return this.#options.grafana;
  }

  grafanaNamed(name: string): GrafanaConnection {
    const found = this.#options.grafana.find(one => one.name === name);
    if (!found) throw this.#notFound(name);
    return found;
  }

  start(): void {
    const { timing, managed, checkEveryMs } = this.#options;
    if (managed.length === 0) return;
    const round = () => {
      for (const one of managed) void this.#check(one);
      this.#cancel = timing.schedule(checkEveryMs, round);
    };
    // The first look is left to the first reader, so that the start of the backend waits for nothing.
    this.#cancel = timing.schedule(checkEveryMs, round);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    for (const one of this.#options.managed) one.close();
  }

  /** Never rejects; those who ask meanwhile share one check. */
  #check(connection: ManagedConnection): Promise<void> {
    const { name } = connection;
    let running = this.#checking.get(name);
    if (!running) {
      running = this.#look(connection)
        .then(state => {
          this.#states.set(name, state);
        })
        .finally(() => this.#checking.delete(name));
      this.#checking.set(name, running);
    }
    return running;
  }

  async #look(connection: ManagedConnection): Promise<Checked> {
    const checkedAt = new Date(this.#options.timing.now()).toISOString();
    try {
      const { version, warning } = await connection.check();
      return {
        state: warning ? 'degraded' : 'connected',
        message: warning ?? 'Everything that was asked is answered.',
        ...(version && { version }),
        checkedAt,
      };
    } catch (error) {
      const { kind, message, remedy } = failureOf(error);
      return {
        state: stateOf(kind),
        message: `${message}. ${remedy}`,
        checkedAt,
      };
    }
  }

  #notFound(name: string): NotFoundError {
    const names = this.#options.managed.map(one => `"${one.name}"`);
    return new NotFoundError(
      `There is no connection "${name}"; ${
        names.length ? `there are ${names.join(', ')}` : 'none is configured'
      }`,
    );
  }
}

function stateOf(
  kind: ReturnType<typeof failureOf>['kind'],
): MetricsConnection['state'] {
  switch (kind) {
    case 'unauthorized':
    case 'forbidden':
      return 'unauthorized';
    case 'server':
      return 'degraded';
    default:
      return 'unreachable';
  }
}
