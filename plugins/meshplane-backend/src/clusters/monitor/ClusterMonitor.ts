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
  ClusterHealth,
  ClusterState,
} from '@meshplane/plugin-meshplane-common';
import type {
  ClusterConnection,
  ClusterDescription,
} from '@meshplane/plugin-meshplane-node';
import type { Cluster } from '../ClusterAccess';
import { type Failure, classifyFailure } from '../failures';
import { withJitter, withTimeout } from '../timing';
import { differs, initialCluster } from './clusterValues';
import { connectedMessage, failureMessage } from './messages';
import type { MonitorOptions } from './MonitorOptions';
import { PermissionLoss } from './PermissionLoss';
import { type ProbeResult, probeCluster } from './probe';
import { backoffDelay } from './settings';
import { assertTransition } from './transitions';

/**
 * Watches the health of one cluster: checks it from time to time, gives out its connection while it answers, and holds
 * back (circuit open) while it does not. Its checks never overlap, and the result of a check that was overtaken by a
 * new configuration is dropped.
 */
export class ClusterMonitor {
  readonly #options: MonitorOptions;
  #description: ClusterDescription;
  #cluster: Cluster;
  #running: Promise<void> | undefined;
  /** Ends the check under way when it is overtaken. */
  #abort = new AbortController();
  #cancelTimer: (() => void) | undefined;
  #permissionsDueAt = 0;
  #uidForbidden = false;
  readonly #loss: PermissionLoss;
  #stopped = false;

  constructor(options: MonitorOptions) {
    this.#options = options;
    this.#description = options.description;
    this.#cluster = initialCluster(options);
    this.#loss = new PermissionLoss(options.settings.permissionLossMs);
  }

  get cluster(): Cluster {
    return this.#cluster;
  }

  get description(): ClusterDescription {
    return this.#description;
  }

  start(): void {
    if (this.#description.state === 'ready') {
      this.#schedule(0);
    }
  }

  /** Takes over a new description; a new fingerprint or state starts anew. */
  update(description: ClusterDescription): void {
    const previous = this.#description;
    this.#description = description;
    this.#set({
      ...this.#cluster,
      title: description.title ?? description.name,
      note: description.note,
    });
    if (
      previous.state !== description.state ||
      previous.fingerprint !== description.fingerprint
    ) {
      this.#restart();
    } else if (description.state !== 'ready') {
      this.#setDescribedState();
    }
  }

  /** Closes the circuit and checks with a new connection; resolves when that check has ended. */
  async reconnect(): Promise<void> {
    this.#restart();
    if (this.#description.state === 'ready') {
      await this.#check();
    }
  }

  /** A user of the connection met an error: looks at once, unless the connection is an old one. */
  reportFailure(connection: ClusterConnection, error: unknown): void {
    if (connection !== this.#cluster.connection || this.#stopped) {
      return;
    }
    const { kind } = classifyFailure(error);
    if (kind === 'forbidden') {
      this.#permissionsDueAt = 0;
    } else if (kind === 'server' || kind === 'configuration') {
      // The cluster answers, so that a check would find nothing.
      return;
    }
    if (!this.#running) {
      const { timing, settings } = this.#options;
      // Many readers report the same breakdown; one look in a while is enough.
      const lastCheck = Date.parse(this.#cluster.health.lastCheckedAt ?? '');
      const wait = lastCheck + settings.recheckMs - timing.now();
      this.#schedule(Math.max(0, wait));
    }
  }

  /** Resolves when the check under way, if there is one, has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer?.();
    this.#abort.abort();
    this.#cluster.connection?.close?.();
    await this.#running;
  }

  #restart(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#running = undefined;
    this.#permissionsDueAt = 0;
    this.#loss.forget();
    this.#cancelTimer?.();
    if (this.#description.state !== 'ready') {
      this.#setDescribedState();
      return;
    }
    this.#set({
      ...this.#cluster,
      connection: undefined,
      permissions: this.#options.unknownPermissions,
      health: {
        ...this.#cluster.health,
        progress: undefined,
        state: 'connecting',
        message: 'Connecting.',
        circuit: { state: 'closed', consecutiveFailures: 0 },
      },
    });
    this.#schedule(0);
  }

  #setDescribedState(): void {
    const { message, progress, state } = this.#description;
    this.#set({
      ...this.#cluster,
      connection: undefined,
      permissions: this.#options.unknownPermissions,
      health: {
        ...this.#cluster.health,
        state: state as ClusterState,
        message: message ?? (state === 'starting' ? 'Starting.' : ''),
        progress,
        circuit: { state: 'closed', consecutiveFailures: 0 },
      },
    });
  }

  #schedule(delayMs: number): void {
    this.#cancelTimer?.();
    if (!this.#stopped) {
      this.#cancelTimer = this.#options.timing.schedule(delayMs, () => {
        void this.#check();
      });
    }
  }

  #check(): Promise<void> {
    if (!this.#running) {
      this.#cancelTimer?.();
      const { signal } = this.#abort;
      const run = this.#runCheck(signal).finally(() => {
        if (this.#running === run) {
          this.#running = undefined;
        }
      });
      this.#running = run;
    }
    return this.#running;
  }

  async #runCheck(signal: AbortSignal): Promise<void> {
    const { circuit } = this.#cluster.health;
    if (circuit.state === 'open') {
      this.#setHealth({ circuit: { ...circuit, state: 'half-open' } });
    }
    const current = this.#cluster.connection;
    let delayMs: number;
    try {
      const { connection, result } = await this.#attempt(current, signal);
      if (signal.aborted) {
        connection.close?.();
        return;
      }
      delayMs = this.#succeeded(connection, result);
      if (current && current !== connection) {
        current.close?.();
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      delayMs = this.#failed(classifyFailure(error));
    }
    this.#schedule(delayMs);
  }

  /** Probes over the given connection; with a new one if there is none, or if its credentials are refused. */
  async #attempt(current: ClusterConnection | undefined, signal: AbortSignal) {
    if (current) {
      try {
        return {
          connection: current,
          result: await this.#probe(current, signal),
        };
      } catch (error) {
        // Rotated credentials take effect with a new connection.
        if (classifyFailure(error).kind !== 'unauthorized') {
          throw error;
        }
      }
    }
    const { timing, settings } = this.#options;
    const connection = await withTimeout(
      {
        timing,
        timeoutMs: settings.timeoutMs,
        subject: `The connection of cluster '${this.#cluster.name}'`,
        signal,
      },
      async () => this.#connect(),
    );
    try {
      return { connection, result: await this.#probe(connection, signal) };
    } catch (error) {
      connection.close?.();
      throw error;
    }
  }

  #connect(): Promise<ClusterConnection> {
    const { connect } = this.#description;
    if (!connect) {
      throw new TypeError(
        `The source '${
          this.#options.source
        }' gives no connection for cluster '${this.#cluster.name}'`,
      );
    }
    return connect.call(this.#description);
  }

  #probe(connection: ClusterConnection, signal: AbortSignal) {
    const { timing, settings, checkPermissions } = this.#options;
    const permissionsDue = this.#permissionsDueAt <= timing.now();
    return probeCluster(connection, {
      timing,
      signal,
      timeoutMs: settings.timeoutMs,
      readUid: permissionsDue || connection !== this.#cluster.connection,
      ...(permissionsDue && { checkPermissions }),
    });
  }

  /** @returns the delay before the next check */
  #succeeded(connection: ClusterConnection, result: ProbeResult): number {
    const { timing, settings, listener } = this.#options;
    const now = timing.now();
    if (result.permissions) {
      this.#permissionsDueAt = now + settings.permissionsIntervalMs;
    }
    if (result.uid || result.uidForbidden) {
      this.#uidForbidden = result.uidForbidden;
    }
    const { permissions, missing, doubted } = this.#loss.judge(
      result.permissions ?? this.#cluster.permissions,
      this.#uidForbidden,
      now,
    );
    const at = new Date(now).toISOString();
    this.#set({
      ...this.#cluster,
      uid: result.uid ?? this.#cluster.uid,
      connection,
      permissions,
      health: {
        ...this.#cluster.health,
        state: missing ? 'degraded' : 'connected',
        message: connectedMessage(result.kubernetesVersion, missing),
        kubernetesVersion: result.kubernetesVersion,
        latencyMs: result.latencyMs,
        lastCheckedAt: at,
        lastReachableAt: at,
        circuit: { state: 'closed', consecutiveFailures: 0 },
      },
    });
    listener.onLatency(this.#cluster, result.latencyMs);
    if (doubted) {
      this.#permissionsDueAt = 0;
      return withJitter(settings.recheckMs, timing);
    }
    return withJitter(settings.intervalMs, timing);
  }

  /** @returns the delay before the next check */
  #failed(failure: Failure): number {
    const { timing, settings, listener } = this.#options;
    const { health, connection } = this.#cluster;
    const now = timing.now();
    const at = new Date(now).toISOString();
    const consecutiveFailures = health.circuit.consecutiveFailures + 1;
    const lastError = {
      at,
      message: failure.message,
      ...(failure.status !== undefined && { status: failure.status }),
    };
    listener.onFailure(this.#cluster, failure);

    if (
      connection &&
      failure.kind !== 'unauthorized' &&
      consecutiveFailures < settings.failureThreshold
    ) {
      this.#setHealth({
        lastCheckedAt: at,
        lastError,
        circuit: { state: 'closed', consecutiveFailures },
      });
      return withJitter(settings.recheckMs, timing);
    }
    const unauthorized = failure.kind === 'unauthorized';
    const delayMs = unauthorized
      ? withJitter(settings.unauthorizedRetryMs, timing)
      : backoffDelay(consecutiveFailures, settings, timing);
    this.#set({
      ...this.#cluster,
      connection: undefined,
      health: {
        ...health,
        state: unauthorized ? 'unauthorized' : 'unreachable',
        message: failureMessage(failure),
        lastCheckedAt: at,
        lastError,
        circuit: {
          state: 'open',
          consecutiveFailures,
          retryAt: new Date(now + delayMs).toISOString(),
        },
      },
    });
    return delayMs;
  }

  #setHealth(change: Partial<ClusterHealth>): void {
    this.#set({
      ...this.#cluster,
      health: { ...this.#cluster.health, ...change },
    });
  }

  #set(next: Cluster): void {
    const previous = this.#cluster;
    assertTransition(previous.health.state, next.health.state);
    this.#cluster = Object.freeze(next);
    if (previous.connection && !next.connection) {
      // Ends what hangs on it; a cluster that does not answer would keep watches waiting for ever.
      previous.connection.close?.();
    }
    if (differs(previous, next)) {
      this.#options.listener.onUpdate(next, previous);
    }
  }
}
