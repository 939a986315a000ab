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

export { importPerformance } from './importPerformance';
export type { ImportOptions } from './context';
export type { ImportLimits } from './document/limits';
export { defaultImportLimits } from './document/limits';
export type { ImportMessage } from './document/ImportLog';
export type { PerformanceFormat } from './identify';
export { performanceFormats } from './identify';
export type { Exported } from './exported';
export { ExportError } from './exported';
export type { Exportable, ExportFormat } from './exportPerformance';
export { exportFormats, exportPerformance } from './exportPerformance';
export { exportFortio } from './fortio/exportFortio';
export { exportHdr } from './hdr/importHdr';
export { exportHgrm } from './wrk/hgrm';
export { exportK6Summary } from './k6/exportK6';
export { exportMesheryProfiles } from './meshery/profile';
export { exportMesheryResults } from './meshery/result';
export { exportProfile, exportResult } from './own/own';
export { exportSmpResult } from './smp/result';
export { exportSmpTestConfig } from './smp/testConfig';
export { headlineLatency } from './results';
