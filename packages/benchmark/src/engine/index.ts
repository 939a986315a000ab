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

export { runLoad } from './runLoad';
export type { RunLoadOptions } from './runLoad';
export type {
  AbortReason,
  LiveCounts,
  LiveGates,
  LiveGatesFactory,
  LiveView,
} from './live';
export { LatencyTotal } from './LatencyTotal';
export { resultOfSeconds } from './resultOfSeconds';
export type { LostRun } from './resultOfSeconds';
export { calibrate } from './calibration/calibrate';
export type { Calibration } from './calibration/calibrate';
export { searchSaturation } from './saturation/searchSaturation';
export type {
  SaturationOptions,
  SaturationResult,
  SaturationStep,
} from './saturation/searchSaturation';
export type {
  RateSearchOptions,
  SaturationLimit,
  SearchStep,
  StepVerdict,
} from './saturation/RateSearch';
export type { LoadShare } from './plan';
export { cgroupUse } from './cgroup';
export type { CgroupUse } from './cgroup';
