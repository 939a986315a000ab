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

import type { Timing } from '../timing';
import { withJitter } from '../timing';

/** How a cluster is checked; times in milliseconds. */
export interface MonitorSettings {
  /** Between two checks of a cluster that answers. */
  intervalMs: number;
  /** Limit of each request of a check. */
  timeoutMs: number;
  /** Before the second try, after a check of a connected cluster failed once. */
  recheckMs: number;
  /** Failures in a row after which a connected cluster counts as unreachable. */
  failureThreshold: number;
  /** First and longest pause while it is unreachable. */
  backoffMs: number;
  maxBackoffMs: number;
  /** Between two tries with credentials that were refused. */
  unauthorizedRetryMs: number;
  /** Between two self-checks of permissions. */
  permissionsIntervalMs: number;
  /**
   * How long a cluster that had every permission must lack some before it counts as degraded: an API server that has
   * just started refuses everybody until it has loaded its roles.
   */
  permissionLossMs: number;
}

export const DEFAULT_MONITOR_SETTINGS: MonitorSettings = {
  intervalMs: 30_000,
  timeoutMs: 10_000,
  recheckMs: 2_000,
  failureThreshold: 2,
  backoffMs: 3_000,
  maxBackoffMs: 120_000,
  unauthorizedRetryMs: 300_000,
  permissionsIntervalMs: 300_000,
  permissionLossMs: 10_000,
};

/** The pause before the next try, after so many failures in a row (from 1). Doubles up to a limit, spread at random. */
export function backoffDelay(
  failures: number,
  settings: MonitorSettings,
  timing: Timing,
): number {
  const doubled = settings.backoffMs * 2 ** Math.min(failures - 1, 20);
  return withJitter(Math.min(doubled, settings.maxBackoffMs), timing);
}
