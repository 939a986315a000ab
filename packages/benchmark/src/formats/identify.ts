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

import { isFortio } from './fortio/importFortio';
import { isSmpTestConfig } from './smp/testConfig';
import { isSmpResult } from './smp/result';

/** Formats of load tests that are read. @public */
export const performanceFormats = [
  'meshplane-profile',
  'meshplane-result',
  'smp-test-config',
  'smp-result',
  'meshery-performance-profile',
  'meshery-performance-result',
  'fortio',
  'k6-summary',
  'wrk',
  'hgrm',
  'vegeta-report',
  'vegeta-records',
  'hdr',
] as const;
/** @public */
export type PerformanceFormat = (typeof performanceFormats)[number];

/** The format of a document by what it holds; names of files are not trusted. */
export function identifyDocument(
  value: unknown,
): PerformanceFormat | undefined {
  if (isSmpTestConfig(value)) {
    return 'smp-test-config';
  }
  if (isSmpResult(value)) {
    return 'smp-result';
  }
  return isFortio(value) ? 'fortio' : undefined;
}
