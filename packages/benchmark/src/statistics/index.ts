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

export * from './bootstrap';
export * from './changePoints';
export { incomparable } from './comparability';
export * from './describeRuns';
export { ksDistance, ksTest, wasserstein1 } from './distance';
export {
  bucketsOf,
  MIN_TAIL_TO_JUDGE,
  MIN_TAIL_TO_SHOW,
  percentileDisplay,
  percentileInterval,
  percentileOf,
  quantilesOf,
  tailCount,
} from './distribution';
export type { Quantiles } from './distribution';
export * from './effects';
export { errorRateOf } from './failures';
export type { MannWhitney } from './mannWhitney';
export { mannWhitney, mannWhitneyAsymptotic, smallestP } from './mannWhitney';
export * from './history';
export * from './metrics';
export * from './noiseFloor';
export * from './planning';
export * from './trend';
export * from './verdict';
export type { TTest } from './welch';
export { welchTest } from './welch';
