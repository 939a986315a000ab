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
  CoverageState,
  HealthState,
  MeshInstance,
  Mtls,
  Severity,
  Skew,
  Support,
} from '@meshplane/meshes';
import type {
  ClusterState,
  FeaturePermission,
  KindStatus,
} from '@meshplane/plugin-meshplane-common';

/** What a state means for the reader; decides icon and colour. The word always says it, too. */
export type Tone =
  | 'ok'
  | 'warning'
  | 'error'
  | 'info'
  | 'neutral'
  | 'off'
  | 'progress'
  | 'locked'
  | 'unknown';

/** A state in one or two words. */
export interface StateWord {
  tone: Tone;
  word: string;
}

/** @see ClusterState */
export const clusterWords: Record<ClusterState, StateWord> = {
  starting: { tone: 'progress', word: 'Starting' },
  connecting: { tone: 'progress', word: 'Connecting' },
  connected: { tone: 'ok', word: 'Connected' },
  degraded: { tone: 'warning', word: 'Degraded' },
  unreachable: { tone: 'error', word: 'Unreachable' },
  unauthorized: { tone: 'locked', word: 'Unauthorized' },
  misconfigured: { tone: 'error', word: 'Misconfigured' },
};

/** @see HealthState */
export const healthWords: Record<HealthState, StateWord> = {
  healthy: { tone: 'ok', word: 'Healthy' },
  degraded: { tone: 'warning', word: 'Degraded' },
  unhealthy: { tone: 'error', word: 'Unhealthy' },
  unknown: { tone: 'unknown', word: 'Unknown' },
};

/** @see Support */
export const supportWords: Record<Support['state'], StateWord> = {
  supported: { tone: 'ok', word: 'Supported' },
  ending: { tone: 'warning', word: 'Ends soon' },
  ended: { tone: 'error', word: 'End of life' },
  unknown: { tone: 'unknown', word: 'Unknown' },
};

/** @see CoverageState */
export const coverageWords: Record<CoverageState, StateWord> = {
  'on-mesh': { tone: 'ok', word: 'On mesh' },
  partial: { tone: 'warning', word: 'Partly' },
  'opted-out': { tone: 'neutral', word: 'Opted out' },
  'off-mesh': { tone: 'off', word: 'Not on mesh' },
  unknown: { tone: 'unknown', word: 'Unknown' },
};

/** @see Skew */
export const skewWords: Record<Skew, StateWord> = {
  'in-step': { tone: 'ok', word: 'In step' },
  behind: { tone: 'info', word: 'Behind' },
  'too-old': { tone: 'error', word: 'Too old' },
  ahead: { tone: 'warning', word: 'Ahead' },
  unknown: { tone: 'unknown', word: 'Unknown' },
};

/** @see Mtls */
export const mtlsWords: Record<Mtls['mode'], StateWord> = {
  strict: { tone: 'locked', word: 'Strict' },
  permissive: { tone: 'warning', word: 'Permissive' },
  disabled: { tone: 'error', word: 'Disabled' },
  automatic: { tone: 'ok', word: 'Automatic' },
  none: { tone: 'off', word: 'None' },
  unknown: { tone: 'unknown', word: 'Unknown' },
};

/** @see Severity */
export const severityWords: Record<Severity, StateWord> = {
  error: { tone: 'error', word: 'Error' },
  warning: { tone: 'warning', word: 'Warning' },
  info: { tone: 'info', word: 'Note' },
};

/** @see KindStatus */
export const kindWords: Record<KindStatus['state'], StateWord> = {
  synced: { tone: 'ok', word: 'Synced' },
  syncing: { tone: 'progress', word: 'Syncing' },
  forbidden: { tone: 'locked', word: 'Forbidden' },
  failing: { tone: 'error', word: 'Failing' },
  absent: { tone: 'off', word: 'Not installed' },
};

/** @see FeaturePermission */
export const permissionWords: Record<FeaturePermission['state'], StateWord> = {
  granted: { tone: 'ok', word: 'Granted' },
  missing: { tone: 'error', word: 'Missing' },
  unknown: { tone: 'unknown', word: 'Unknown' },
};

/** State of a gateway's `Programmed` condition. */
export const programmedWords: Record<
  MeshInstance['gateways'][number]['programmed'],
  StateWord
> = {
  true: { tone: 'ok', word: 'Programmed' },
  false: { tone: 'error', word: 'Not programmed' },
  unknown: { tone: 'unknown', word: 'Unknown' },
};

/** Compatibility with Kubernetes or the Gateway API. */
export const compatibilityWords: Record<
  'in-range' | 'out-of-range' | 'unknown',
  StateWord
> = {
  'in-range': { tone: 'ok', word: 'In range' },
  'out-of-range': { tone: 'error', word: 'Out of range' },
  unknown: { tone: 'unknown', word: 'Unknown' },
};
